"""The result as tables: ``steps.csv``, one row per step, and ``metrics.csv``, one per metric."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import numpy as np

from gaitcheck.model import STRIKES, Analysis, Side, SoleTrack
from gaitcheck.store.serialize import to_dict

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
    "id",
    "foot_strike_angle_low_deg",
    "foot_strike_angle_high_deg",
    "angle_source",
    "misread",
    "by_person",
    "machine_strike",
    "machine_foot_strike_angle_deg",
)
"""The last two hold the program's own answer where a person decided."""

METRIC_COLUMNS: Final = (
    "name",
    "value",
    "unit",
    "low",
    "high",
    "spread",
    "n",
    "reliability",
    "typical_low",
    "typical_high",
    "limits",
    "method",
)

SOLE_COLUMNS: Final = (
    *("frame", "side", "heel_x", "heel_y", "ball_x", "ball_y", "toe_x", "toe_y"),
    *("pitch_deg", "sd_deg", "seen"),
)

_STARTS_FORMULA: Final = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "\uff1d",
    "\uff0b",
    "\uff0d",
    "\uff20",
)
"""The last four are the wide forms of the first, which some spreadsheets take for them."""


def to_csv_bytes(analysis: Analysis) -> bytes:
    """Return ``steps.csv``: the steps of ``analysis.json``, in its digits and its units."""
    return csv_bytes(COLUMNS, step_rows(analysis))


def step_rows(analysis: Analysis) -> list[dict[str, object]]:
    """Return a row for each step, by the names of `COLUMNS`."""
    rows: list[dict[str, object]] = []
    for step in to_dict(analysis)["steps"]:
        chances = {f"probability_{strike}": step["probability"][strike] for strike in STRIKES}
        low, high = step["foot_strike_angle_ci95_deg"] or (None, None)
        machine = step["machine"] or {}
        rows.append(
            {
                **step,
                **chances,
                "unsure_because": "; ".join(step["unsure_because"]),
                "foot_strike_angle_low_deg": low,
                "foot_strike_angle_high_deg": high,
                "machine_strike": machine.get("strike"),
                "machine_foot_strike_angle_deg": machine.get("foot_strike_angle_deg"),
            }
        )
    return rows


def to_metrics_csv_bytes(analysis: Analysis) -> bytes:
    """Return ``metrics.csv``: the metrics of ``analysis.json``, those without a value included."""
    return csv_bytes(METRIC_COLUMNS, metric_rows(analysis))


def metric_rows(analysis: Analysis) -> list[dict[str, object]]:
    """Return a row for each metric, by the names of `METRIC_COLUMNS`."""
    rows: list[dict[str, object]] = []
    for name, metric in to_dict(analysis)["metrics"].items():
        low, high = metric["typical"] or (None, None)
        ends = {"typical_low": low, "typical_high": high}
        rows.append({"name": name, **metric, **ends, "limits": "; ".join(metric["limits"])})
    return rows


def to_soles_csv_bytes(soles: Mapping[Side, SoleTrack]) -> bytes:
    """Return ``soles.csv``: what was read of each sole in each picture, empty where nothing was.

    Places are pixels of the picture as shown, y downwards; angles degrees, toes up positive.
    """
    rows: list[dict[str, object]] = []
    frames = max((len(sole.seen) for sole in soles.values()), default=0)
    for frame in range(frames):
        for side, sole in soles.items():
            places = (*sole.heel[frame], *sole.ball[frame], *sole.toe[frame])
            figures = (*places, sole.pitch_deg[frame], sole.sd_deg[frame])
            cells = (None if not np.isfinite(v) else round(float(v), 2) for v in figures)
            seen = round(float(np.nan_to_num(sole.seen[frame])), 3)
            rows.append(dict(zip(SOLE_COLUMNS, (frame, side, *cells, seen), strict=True)))
    return csv_bytes(SOLE_COLUMNS, rows)


def csv_bytes(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> bytes:
    """Return a table as CSV; None is an empty cell.

    UTF-8 with a byte order mark and lines ended as RFC 4180 says, so that spreadsheets read it
    right. A text that a spreadsheet would take for a formula is led by an apostrophe
    (OWASP, CSV injection).
    """
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_safe(row[column]) for column in columns])
    return table.getvalue().encode("utf-8-sig")


def _safe(cell: object) -> object:
    if isinstance(cell, str) and cell.startswith(_STARTS_FORMULA):
        return f"'{cell}"
    return cell
