"""Steps and metrics as rows: the tables of the report, with real time beside file time."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from gaitcheck.export.trial import Trial
from gaitcheck.model import STRIKES
from gaitcheck.report.tables import COLUMNS, step_rows

STEP_COLUMNS: Final = (
    *COLUMNS,
    "contact_real_time_s",
    "toe_off_real_time_s",
    "ground_contact_s",
)
"""Those of ``steps.csv``; then contact and toe-off in real time, and the real time between."""

FILE_SECONDS: Final = "s of file time"
TOES_UP: Final = "deg, toes up positive"
UNITS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "contact_time_s": FILE_SECONDS,
        "toe_off_time_s": FILE_SECONDS,
        "contact_frame": "frames from 0",
        **dict.fromkeys((f"probability_{strike}" for strike in STRIKES), "0 to 1"),
        **dict.fromkeys(
            (
                "foot_strike_angle_deg",
                "foot_strike_angle_low_deg",
                "foot_strike_angle_high_deg",
                "machine_foot_strike_angle_deg",
            ),
            TOES_UP,
        ),
        "misread": "0 to 1",
        "contact_real_time_s": "s of real time",
        "toe_off_real_time_s": "s of real time",
        "ground_contact_s": "s of real time",
        **dict.fromkeys(("value", "low", "high", "spread"), "as the column unit says"),
        **dict.fromkeys(("typical_low", "typical_high"), "as the column unit says"),
    }
)
"""Unit of each column that has one."""

REAL_TIME_DIGITS: Final = 6


def steps_table(trial: Trial) -> list[dict[str, object]]:
    """Return a row for each step, by the names of `STEP_COLUMNS`; None where nothing is known."""
    rows = step_rows(trial.analysis)
    for row, step in zip(rows, trial.analysis.steps, strict=True):
        contact = trial.real_time_s(step.contact_time_s)
        toe_off = trial.real_time_s(step.toe_off_time_s)
        between = None if contact is None or toe_off is None else toe_off - contact
        row |= {
            "contact_real_time_s": _rounded(contact),
            "toe_off_real_time_s": _rounded(toe_off),
            "ground_contact_s": _rounded(between),
        }
    return rows


def _rounded(time_s: float | None) -> float | None:
    return None if time_s is None else round(time_s, REAL_TIME_DIGITS)
