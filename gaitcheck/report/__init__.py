"""What an analysis leaves behind: tables, pictures and a plain summary."""

from gaitcheck.report.colours import STRIKE_COLOURS, StrikeColour
from gaitcheck.report.pictures import has_pictures
from gaitcheck.report.summary import summarize
from gaitcheck.report.tables import to_csv_bytes
from gaitcheck.report.write import write_judgement, write_report

__all__ = [
    "STRIKE_COLOURS",
    "StrikeColour",
    "has_pictures",
    "summarize",
    "to_csv_bytes",
    "write_judgement",
    "write_report",
]
