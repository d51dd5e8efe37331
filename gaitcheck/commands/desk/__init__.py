"""The coach's desk on the command line."""
