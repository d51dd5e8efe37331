"""The steps as a table: ``steps.csv``, one row per step."""

from __future__ import annotations

import csv
import io
from typing import Final

from gaitcheck.report.serialize import to_dict
from gaitcheck.types import STRIKES, Analysis

COLUMNS: Final = (
    "index",
    "side",
    "contact_time_s",
    "contact_frame",
    "toe_off_time_s",
    "strike",
    *(f"probability_{strike}" for strike in STRIKES),
    "foot_strike_angle_deg",
    "unsure_because",
)

_STARTS_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def to_csv_bytes(analysis: Analysis) -> bytes:
    """Return ``steps.csv``: the steps of ``analysis.json``, in its digits and its units.

    UTF-8 with a byte order mark and lines ended as RFC 4180 says, so that spreadsheets read it
    right. A text that a spreadsheet would take for a formula is led by an apostrophe
    (OWASP, CSV injection).
    """
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow(COLUMNS)
    for step in to_dict(analysis)["steps"]:
        chances = {f"probability_{strike}": step["probability"][strike] for strike in STRIKES}
        row = {**step, **chances, "unsure_because": "; ".join(step["unsure_because"])}
        writer.writerow([_safe(row[column]) for column in COLUMNS])
    return table.getvalue().encode("utf-8-sig")


def _safe(cell: object) -> object:
    if isinstance(cell, str) and cell.startswith(_STARTS_FORMULA):
        return f"'{cell}"
    return cell
