"""An analysis as JSON and back: the contract ``gaitcheck.analysis/2``.

The same analysis always gives the same bytes: keys stand in the order of the contract, numbers
are rounded to the digits of `DIGITS`, and a value that is not finite becomes null. Documents of
``gaitcheck.analysis/1`` can be read too.
"""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeGuard

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

DIGITS: Final[dict[str, int]] = {
    "probability": 4,
    "time_s": 4,
    "frame": 3,
    "angle_deg": 2,
    "cadence_spm": 2,
    "factor": 4,
}
"""Digits kept after the point, by kind of number."""

METRIC_DIGITS: Final = 6
"""Significant digits of a metric, whose unit and so whose size is open."""

_NO_STEPS: Final = SideResult("unsure", 0.0, 0)


def to_dict(analysis: Analysis) -> dict[str, Any]:
    """Return the contract's form of an analysis, ready for `json.dumps`.

    A side without a result is written as unsure with no steps. Feet and landmarks are not part of
    the contract.
    """
    return {
        "schema": SCHEMA_ID,
        "clip": _clip(analysis.clip),
        "view": {
            "plane": analysis.view.plane,
            "facing": analysis.view.facing,
            "near_side": analysis.view.near_side,
        },
        "verdict": _verdict(analysis.verdict),
        "sides": {side: _side(analysis.sides.get(side, _NO_STEPS)) for side in SIDES},
        "cadence_spm": _rounded(analysis.cadence_spm, "cadence_spm"),
        "metrics": {name: _metric(metric) for name, metric in analysis.metrics.items()},
        "steps": [_step(step) for step in analysis.steps],
        "quality": [
            {"code": q.code, "severity": q.severity, "message": q.message, "remedy": q.remedy}
            for q in analysis.quality
        ],
        "advice": [
            {"id": a.id, "title": a.title, "text": a.text, "source": a.source}
            for a in analysis.advice
        ],
        "curves": {name: _curve(curve) for name, curve in analysis.curves.items()},
        "people": [dataclasses.asdict(person) for person in map(_person, analysis.people)],
        "height_cm": _significant(analysis.height_cm),
        "stride_time_s": _rounded(analysis.stride_time_s, "time_s"),
        "options": dataclasses.asdict(analysis.options),
        "program": {
            "judged_with": analysis.version,
            "observed_with": analysis.observed_version,
        },
        "corrections": [correction_to_dict(c) for c in analysis.corrections],
        "rejected": [_step(step) for step in analysis.rejected],
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
        clip=Clip(**document["clip"]),
        view=View(**document["view"]),
        verdict=_to_verdict(document["verdict"]),
        sides={side: _to_side(document["sides"][side]) for side in SIDES},
        cadence_spm=document["cadence_spm"],
        metrics={name: _to_metric(metric) for name, metric in document["metrics"].items()},
        curves={name: _to_curve(curve) for name, curve in document["curves"].items()},
        people=tuple(PersonSeen(**person) for person in document["people"]),
        steps=_to_steps(document["steps"]),
        quality=tuple(QualityNote(**note) for note in document["quality"]),
        advice=tuple(AdviceItem(**item) for item in document["advice"]),
        stride_time_s=document["stride_time_s"],
        options=ClipOptions(**document["options"]),
        version=program["judged_with"],
        observed_version=program["observed_with"],
        corrections=tuple(correction_from(c) for c in document["corrections"]),
        rejected=_to_steps(document["rejected"]),
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


def _clip(clip: Clip) -> dict[str, Any]:
    return {
        "file": clip.file,
        "sha256": clip.sha256,
        "width": clip.width,
        "height": clip.height,
        "fps": _rounded(clip.fps, "factor"),
        "frames": clip.frames,
        "duration_s": _rounded(clip.duration_s, "time_s"),
        "rotation_deg": clip.rotation_deg,
        "slow_motion": _rounded(clip.slow_motion, "factor"),
        "slow_motion_source": clip.slow_motion_source,
        "camera_fps": _rounded(clip.camera_fps, "factor"),
    }


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "strike": verdict.strike,
        "confidence": _rounded(verdict.confidence, "probability"),
        "reason": verdict.reason,
        "by_person": verdict.by_person,
        "machine": None if verdict.machine is None else _verdict(verdict.machine),
    }


def _side(side: SideResult) -> dict[str, Any]:
    return {
        "strike": side.strike,
        "confidence": _rounded(side.confidence, "probability"),
        "steps": side.steps,
        "foot_strike_angle_deg": _rounded(side.foot_strike_angle_deg, "angle_deg"),
        "foot_strike_angle_ci95_deg": _interval(side.foot_strike_angle_ci95_deg),
        "contact_time_s": _rounded(side.contact_time_s, "time_s"),
        "angle_source": side.angle_source,
        "probability": None if side.probability is None else _probability(side.probability),
        "misread": _rounded(side.misread, "probability"),
        "by_person": side.by_person,
        "machine": None if side.machine is None else _side(side.machine),
    }


def _interval(interval: tuple[float, float] | None) -> list[float | None] | None:
    ends = [_rounded(end, "angle_deg") for end in interval or ()]
    return ends if ends and None not in ends else None


def _probability(probability: Mapping[Any, float]) -> dict[str, float | None]:
    return {strike: _rounded(probability[strike], "probability") for strike in STRIKES}


def _metric(metric: Metric) -> dict[str, Any]:
    return {
        "value": _significant(metric.value),
        "unit": metric.unit,
        "low": _significant(metric.low),
        "high": _significant(metric.high),
        "n": metric.n,
        "spread": _significant(metric.spread),
        "method": metric.method,
        "reliability": metric.reliability,
        "limits": list(metric.limits),
        "typical": _pair(metric.typical),
    }


def _pair(interval: tuple[float, float] | None) -> list[float] | None:
    ends = [_significant(end) for end in interval or ()]
    return [end for end in ends if end is not None] if ends and None not in ends else None


def _curve(curve: StrideCurve) -> dict[str, Any]:
    return {
        "unit": curve.unit,
        "mean": [_rounded(value, "angle_deg") for value in curve.mean],
        "band": [_rounded(value, "angle_deg") for value in curve.band],
    }


def _person(person: PersonSeen) -> PersonSeen:
    x, y, height = (round(float(v), 1) + 0.0 for v in (person.x, person.y, person.height))
    return dataclasses.replace(person, x=x, y=y, height=height)


def _step(step: Step) -> dict[str, Any]:
    return {
        "index": step.index,
        "id": step.id or f"{step.side}-{step.index}",
        "side": step.side,
        "contact_time_s": _rounded(step.contact_time_s, "time_s"),
        "contact_frame": _rounded(step.contact_frame, "frame"),
        "toe_off_time_s": _rounded(step.toe_off_time_s, "time_s"),
        "strike": step.strike,
        "probability": _probability(step.probability),
        "foot_strike_angle_deg": _rounded(step.foot_strike_angle_deg, "angle_deg"),
        "unsure_because": list(step.unsure_because),
        "foot_strike_angle_ci95_deg": _interval(step.foot_strike_angle_ci95_deg),
        "angle_source": step.angle_source,
        "misread": _rounded(step.misread, "probability"),
        "by_person": step.by_person,
        "machine": None if step.machine is None else _step(step.machine),
    }


def _to_verdict(document: Mapping[str, Any]) -> Verdict:
    machine = document.get("machine")
    return Verdict(**{**document, "machine": None if machine is None else _to_verdict(machine)})


def _to_side(document: Mapping[str, Any]) -> SideResult:
    machine = document.get("machine")
    return SideResult(
        **{
            **document,
            "foot_strike_angle_ci95_deg": _two(document["foot_strike_angle_ci95_deg"]),
            "machine": None if machine is None else _to_side(machine),
        }
    )


def _two(ends: Sequence[float] | None) -> tuple[float, float] | None:
    return None if ends is None else (ends[0], ends[1])


def _to_metric(document: Mapping[str, Any]) -> Metric:
    return Metric(
        **{
            **document,
            "limits": tuple(document.get("limits", ())),
            "typical": _two(document.get("typical")),
        }
    )


def _to_curve(document: Mapping[str, Any]) -> StrideCurve:
    return StrideCurve(document["unit"], tuple(document["mean"]), tuple(document["band"]))


def _to_steps(documents: Sequence[Mapping[str, Any]]) -> tuple[Step, ...]:
    return tuple(_to_step(document) for document in documents)


def _to_step(document: Mapping[str, Any]) -> Step:
    machine = document.get("machine")
    return Step(
        **{
            **document,
            "unsure_because": tuple(document["unsure_because"]),
            "foot_strike_angle_ci95_deg": _two(document.get("foot_strike_angle_ci95_deg")),
            "machine": None if machine is None else _to_step(machine),
        }
    )


def _rounded(value: float | None, kind: str) -> float | None:
    # Adding zero turns -0.0 into 0.0, so that both give the same bytes.
    return None if not _is_finite(value) else round(float(value), DIGITS[kind]) + 0.0


def _significant(value: float | None) -> float | None:
    return None if not _is_finite(value) else float(f"{value:.{METRIC_DIGITS}g}") + 0.0


def _is_finite(value: float | None) -> TypeGuard[float]:
    return value is not None and math.isfinite(value)
