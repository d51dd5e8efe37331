"""What an analysis leaves behind: JSON, table, pictures and a plain summary."""

from gaitcheck.report.colours import STRIKE_COLOURS, StrikeColour
from gaitcheck.report.feet import FEET_NAME, FeetError, read_feet, write_feet
from gaitcheck.report.landmarks import (
    LANDMARKS_NAME,
    LandmarksError,
    read_landmarks,
    write_landmarks,
)
from gaitcheck.report.pictures import SHEET_NAME, STEPS_FOLDER, has_pictures, strip_name
from gaitcheck.report.read import read_analysis
from gaitcheck.report.schema import load_schema, validate
from gaitcheck.report.serialize import from_dict, to_dict, to_json_bytes
from gaitcheck.report.summary import summarize
from gaitcheck.report.tables import to_csv_bytes
from gaitcheck.report.write import CSV_NAME, JSON_NAME, METRICS_NAME, write_report

__all__ = [
    "CSV_NAME",
    "FEET_NAME",
    "JSON_NAME",
    "LANDMARKS_NAME",
    "METRICS_NAME",
    "SHEET_NAME",
    "STEPS_FOLDER",
    "STRIKE_COLOURS",
    "FeetError",
    "LandmarksError",
    "StrikeColour",
    "from_dict",
    "has_pictures",
    "load_schema",
    "read_analysis",
    "read_feet",
    "read_landmarks",
    "strip_name",
    "summarize",
    "to_csv_bytes",
    "to_dict",
    "to_json_bytes",
    "validate",
    "write_feet",
    "write_landmarks",
    "write_report",
]
