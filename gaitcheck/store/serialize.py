"""An analysis as JSON and back: the contract ``gaitcheck.analysis/2``.

The same analysis always gives the same bytes: keys stand in the order of the contract, numbers
are rounded to the digits of their field, and a value that is not finite becomes null. Documents of
``gaitcheck.analysis/1`` can be read too.
"""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeVar

from gaitcheck.model import (
    SIDES,
    STRIKES,
    AdviceItem,
    Analysis,
    Clip,
    ClipOptions,
    Metric,
    PersonSeen,
    QualityNote,
    SideResult,
    Step,
    StrideCurve,
    Verdict,
    View,
)
from gaitcheck.store.corrections import correction_from, correction_to_dict
from gaitcheck.store.schema import FIRST_SCHEMA_ID, SCHEMA_ID, validate

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Record = TypeVar("Record", bound="DataclassInstance")

_DIGITS: Final[Mapping[str, int]] = {
    **dict.fromkeys(("probability", "confidence", "misread"), 4),
    **dict.fromkeys(("duration_s", "contact_time_s", "toe_off_time_s", "stride_time_s"), 4),
    **dict.fromkeys(("fps", "slow_motion", "camera_fps"), 4),
    "contact_frame": 3,
    **dict.fromkeys(("foot_strike_angle_deg", "foot_strike_angle_ci95_deg", "mean", "band"), 2),
    "cadence_spm": 2,
}
"""Digits kept after the point, by field."""

_SIGNIFICANT: Final = frozenset({"value", "low", "high", "spread", "typical", "height_cm"})
_SIGNIFICANT_DIGITS: Final = 6
"""Digits kept of what a metric holds, whose unit and so whose size is open."""

_INTERVALS: Final = frozenset({"foot_strike_angle_ci95_deg", "typical"})
"""Pairs that say nothing where one end is missing."""


def to_dict(analysis: Analysis) -> dict[str, Any]:
    """Return the contract's form of an analysis, ready for `json.dumps`.

    A side without a result is written as unsure with no steps. Feet and landmarks are not part of
    the contract.
    """
    return {
        "schema": SCHEMA_ID,
        "clip": _fields(analysis.clip),
        "view": _fields(analysis.view),
        "verdict": _fields(analysis.verdict),
        "sides": {side: _fields(analysis.foot(side)) for side in SIDES},
        "cadence_spm": _number("cadence_spm", analysis.cadence_spm),
        "metrics": {name: _fields(metric) for name, metric in analysis.metrics.items()},
        "steps": [_fields(step) for step in analysis.steps],
        "quality": [_fields(note) for note in analysis.quality],
        "advice": [_fields(item) for item in analysis.advice],
        "curves": {name: _fields(curve) for name, curve in analysis.curves.items()},
        "people": [_person(person) for person in analysis.people],
        "height_cm": _number("height_cm", analysis.height_cm),
        "stride_time_s": _number("stride_time_s", analysis.stride_time_s),
        "options": dataclasses.asdict(analysis.options),
        "program": {
            "judged_with": analysis.version,
            "observed_with": analysis.observed_version,
        },
        "corrections": [correction_to_dict(c) for c in analysis.corrections],
        "rejected": [_fields(step) for step in analysis.rejected],
    }


def to_json_bytes(analysis: Analysis) -> bytes:
    """Return ``analysis.json``: UTF-8, two spaces of indent, a newline at the end."""
    text = json.dumps(to_dict(analysis), ensure_ascii=False, allow_nan=False, indent=2)
    # A file name that is not UTF-8 holds lone surrogates; their escapes are valid JSON.
    return f"{text}\n".encode(errors="backslashreplace")


def from_dict(document: Mapping[str, Any]) -> Analysis:
    """Return the analysis of a document in the contract's form, without feet and landmarks.

    Raises
    ------
    InputError
        When the document does not keep the contract.
    """
    validate(document)
    return from_valid(document)


def from_valid(document: Mapping[str, Any]) -> Analysis:
    """Return the analysis of a document that is known to keep the contract.

    Checking takes a hundred times as long as reading.
    """
    if document["schema"] == FIRST_SCHEMA_ID:
        document = _from_first(document)
    program = document["program"]
    return Analysis(
        clip=_read(Clip, document["clip"]),
        view=_read(View, document["view"]),
        verdict=_read(Verdict, document["verdict"]),
        sides={side: _read(SideResult, document["sides"][side]) for side in SIDES},
        cadence_spm=document["cadence_spm"],
        metrics={name: _read(Metric, metric) for name, metric in document["metrics"].items()},
        curves={name: _read(StrideCurve, curve) for name, curve in document["curves"].items()},
        people=tuple(_read(PersonSeen, person) for person in document["people"]),
        steps=tuple(_read(Step, step) for step in document["steps"]),
        quality=tuple(_read(QualityNote, note) for note in document["quality"]),
        advice=tuple(_read(AdviceItem, item) for item in document["advice"]),
        stride_time_s=document["stride_time_s"],
        options=_read(ClipOptions, document["options"]),
        version=program["judged_with"],
        observed_version=program["observed_with"],
        corrections=tuple(correction_from(c) for c in document["corrections"]),
        rejected=tuple(_read(Step, step) for step in document["rejected"]),
    )


def _from_first(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document of the first contract with what the second adds, where it can be known."""
    steps = [{**step, "id": f"{step['side']}-{step['index']}"} for step in document["steps"]]
    height_cm = document.get("height_cm")
    return {
        "curves": {},
        "people": [],
        "stride_time_s": None,
        "program": {"judged_with": "", "observed_with": ""},
        "corrections": [],
        "rejected": [],
        **document,
        "steps": steps,
        "sides": {
            side: {**result, "probability": _mean_probability(side, steps)}
            for side, result in document["sides"].items()
        },
        "options": dataclasses.asdict(ClipOptions(height_cm=height_cm)),
    }


def _mean_probability(side: str, steps: Sequence[Mapping[str, Any]]) -> dict[str, float] | None:
    """Return what the steps of a foot say together: the first contract kept no more of it."""
    known = [
        step["probability"]
        for step in steps
        if step["side"] == side and step["foot_strike_angle_deg"] is not None
    ]
    if not known:
        return None
    return {strike: sum(chance[strike] for chance in known) / len(known) for strike in STRIKES}


def _fields(record: DataclassInstance) -> dict[str, Any]:
    """Return the fields of a record under their own names, in their order."""
    # The contract has a step's id second; old callers give none.
    first = {"index": record.index, "id": ""} if isinstance(record, Step) else {}
    found = {field.name: getattr(record, field.name) for field in dataclasses.fields(record)}
    if isinstance(record, Step):
        found["id"] = record.id or f"{record.side}-{record.index}"
    return {**first, **{name: _value(name, value) for name, value in found.items()}}


def _value(name: str, value: Any) -> Any:
    if name == "machine" and value is not None:
        return _fields(value)
    if name == "probability" and value is not None:
        return {strike: _number(name, value[strike]) for strike in STRIKES}
    if name in _INTERVALS:
        ends = [_number(name, end) for end in value or ()]
        return ends if ends and None not in ends else None
    if isinstance(value, tuple):
        return [_value(name, one) for one in value]
    return _number(name, value) if name in _DIGITS or name in _SIGNIFICANT else value


def _number(name: str, value: float | None) -> float | None:
    if value is None or not math.isfinite(value):
        return None
    if name in _SIGNIFICANT:
        rounded = float(f"{value:.{_SIGNIFICANT_DIGITS}g}")
    else:
        rounded = round(float(value), _DIGITS[name])
    return rounded + 0.0  # turns -0.0 into 0.0, so that both give the same bytes


def _person(person: PersonSeen) -> dict[str, Any]:
    places = {name: round(float(getattr(person, name)), 1) + 0.0 for name in ("x", "y", "height")}
    return {**dataclasses.asdict(person), **places}


def _read(kind: type[Record], document: Mapping[str, Any]) -> Record:
    """Return a record of its fields; the program's own answer in it is one of the same kind."""
    found: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in document.items()
    }
    if found.get("machine") is not None:
        found["machine"] = _read(kind, found["machine"])
    return kind(**found)
