"""What leaves the machine: a report as PDF or HTML page, and the clip with what was measured."""
