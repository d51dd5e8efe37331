"""One table of all clips: a row each, also for those that were set aside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from gaitcheck.batching.record import Record
from gaitcheck.export.parquet import Kind, parquet_bytes
from gaitcheck.export.rows import FILE_SECONDS, TOES_UP
from gaitcheck.model import SIDES, Analysis
from gaitcheck.report.tables import csv_bytes, metric_rows
from gaitcheck.store.serialize import to_dict

_OF_RECORD: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        **dict.fromkeys(("clip", "state", "reason", "folder", "same_as"), "text"),
        "seconds": "number",
    }
)
_OF_CLIP: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        "sha256": "text",
        **dict.fromkeys(("width", "height", "frames"), "whole"),
        **dict.fromkeys(("fps", "duration_s", "slow_motion"), "number"),
    }
)
_OF_VIEW: Final = ("plane", "facing", "near_side")
_OF_SIDE: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        "strike": "text",
        "confidence": "number",
        "steps": "whole",
        "foot_strike_angle_deg": "number",
        "foot_strike_angle_low_deg": "number",
        "foot_strike_angle_high_deg": "number",
    }
)
COLUMNS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        **_OF_RECORD,
        "strike": "text",
        "confidence": "number",
        "verdict": "text",
        **{f"{side}_{name}": kind for side in SIDES for name, kind in _OF_SIDE.items()},
        "quality": "text",
        **dict.fromkeys(_OF_VIEW, "text"),
        **_OF_CLIP,
    }
)
"""The columns before those of the metrics, and what each holds."""
UNITS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "seconds": "s",
        "fps": f"pictures/{FILE_SECONDS}",
        "duration_s": FILE_SECONDS,
        "confidence": "0 to 1",
        **{f"{side}_confidence": "0 to 1" for side in SIDES},
        **{
            f"{side}_foot_strike_angle{end}_deg": TOES_UP
            for side in SIDES
            for end in ("", "_low", "_high")
        },
    }
)
_ENDS: Final = ("value", "low", "high")


def row_of(analysis: Analysis) -> dict[str, Any]:
    """Return what the table tells of an analysis: its columns, and ``metrics`` with their units."""
    document = to_dict(analysis)
    row: dict[str, Any] = {name: document["clip"][name] for name in _OF_CLIP}
    row |= {name: document["view"][name] for name in _OF_VIEW}
    verdict = document["verdict"]
    row |= {"strike": verdict["strike"], "confidence": verdict["confidence"]}
    row["verdict"] = verdict["reason"]
    for side in SIDES:
        found = document["sides"][side]
        low, high = found["foot_strike_angle_ci95_deg"] or (None, None)
        found |= {"foot_strike_angle_low_deg": low, "foot_strike_angle_high_deg": high}
        row |= {f"{side}_{name}": found[name] for name in _OF_SIDE}
    telling = (note for note in document["quality"] if note["severity"] != "info")
    row["quality"] = "; ".join(note["code"] for note in telling)
    row["metrics"] = {
        metric["name"]: [*(metric[end] for end in _ENDS), metric["unit"]]
        for metric in metric_rows(analysis)
    }
    return row


def table_bytes(records: Callable[[], Iterable[Record]]) -> tuple[bytes, bytes]:
    """Return the table as CSV and as Parquet.

    Parameters
    ----------
    records : callable
        Gives all records one after the other; called several times, because they may be more than
        the memory holds.

    Notes
    -----
    Each metric has three columns: its value under its name, and the ends of its 95 % interval under
    the name with ``_low`` and ``_high``.
    """
    units = _metric_units(records())
    columns: dict[str, Kind] = {**COLUMNS}
    for name in units:
        columns |= {name: "number", f"{name}_low": "number", f"{name}_high": "number"}

    def rows() -> Iterator[dict[str, Any]]:
        return (_row(record, columns) for record in records())

    ends = {f"{name}{end}": unit for name, unit in units.items() for end in ("", "_low", "_high")}
    return csv_bytes(tuple(columns), rows()), parquet_bytes(columns, rows(), {**UNITS, **ends}, {})


def _metric_units(records: Iterable[Record]) -> dict[str, str]:
    units: dict[str, str] = {}
    for record in records:
        for name, (*_, unit) in record.row.get("metrics", {}).items():
            units.setdefault(name, unit)
    return units


def _row(record: Record, columns: Iterable[str]) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(columns)
    row |= {name: value for name, value in record.row.items() if name in row}
    for name, (value, low, high, _) in record.row.get("metrics", {}).items():
        row |= {name: value, f"{name}_low": low, f"{name}_high": high}
    row |= {
        "clip": record.clip.shown,
        "state": record.state,
        "reason": record.reason,
        "folder": "" if record.set_aside else record.folder,
        "same_as": record.same_as,
        "seconds": round(record.seconds, 2),
    }
    return row
