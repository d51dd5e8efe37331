"""What an analysis leaves behind: JSON, table, pictures and a plain summary."""

from gaitcheck.report.colours import STRIKE_COLOURS, StrikeColour
from gaitcheck.report.pictures import SHEET_NAME, STEPS_FOLDER, has_pictures, strip_name
from gaitcheck.report.schema import load_schema, validate
from gaitcheck.report.serialize import from_dict, to_dict, to_json_bytes
from gaitcheck.report.summary import summarize
from gaitcheck.report.tables import to_csv_bytes
from gaitcheck.report.write import CSV_NAME, JSON_NAME, METRICS_NAME, write_report

__all__ = [
    "CSV_NAME",
    "JSON_NAME",
    "METRICS_NAME",
    "SHEET_NAME",
    "STEPS_FOLDER",
    "STRIKE_COLOURS",
    "StrikeColour",
    "from_dict",
    "has_pictures",
    "load_schema",
    "strip_name",
    "summarize",
    "to_csv_bytes",
    "to_dict",
    "to_json_bytes",
    "validate",
    "write_report",
]
