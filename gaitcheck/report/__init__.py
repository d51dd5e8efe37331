"""What an analysis leaves behind: tables, pictures and a plain summary."""

from gaitcheck.report.summary import summarize
from gaitcheck.report.write import write_judgement, write_report

__all__ = ["summarize", "write_judgement", "write_report"]
