"""An analysis as JSON and back: the contract ``gaitcheck.analysis/1``.

The same analysis always gives the same bytes: keys stand in the order of the contract, numbers
are rounded to the digits of `DIGITS`, and a value that is not finite becomes null.
"""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Mapping
from typing import Any, Final, TypeGuard

from gaitcheck.report.schema import SCHEMA_ID, validate
from gaitcheck.types import (
    SIDES,
    STRIKES,
    AdviceItem,
    Analysis,
    Clip,
    Metric,
    PersonSeen,
    QualityNote,
    SideResult,
    Step,
    StrideCurve,
    Verdict,
    View,
)

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
        "verdict": {
            "strike": analysis.verdict.strike,
            "confidence": _rounded(analysis.verdict.confidence, "probability"),
            "reason": analysis.verdict.reason,
        },
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
    return Analysis(
        clip=Clip(**document["clip"]),
        view=View(**document["view"]),
        verdict=Verdict(**document["verdict"]),
        sides={side: _to_side(document["sides"][side]) for side in SIDES},
        cadence_spm=document["cadence_spm"],
        metrics={name: _to_metric(metric) for name, metric in document["metrics"].items()},
        curves={name: _to_curve(curve) for name, curve in document.get("curves", {}).items()},
        people=tuple(PersonSeen(**person) for person in document.get("people", [])),
        height_cm=document.get("height_cm"),
        steps=tuple(_to_step(step) for step in document["steps"]),
        quality=tuple(QualityNote(**note) for note in document["quality"]),
        advice=tuple(AdviceItem(**item) for item in document["advice"]),
    )


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
    }


def _side(side: SideResult) -> dict[str, Any]:
    interval = [_rounded(v, "angle_deg") for v in side.foot_strike_angle_ci95_deg or ()]
    return {
        "strike": side.strike,
        "confidence": _rounded(side.confidence, "probability"),
        "steps": side.steps,
        "foot_strike_angle_deg": _rounded(side.foot_strike_angle_deg, "angle_deg"),
        "foot_strike_angle_ci95_deg": interval if interval and None not in interval else None,
        "contact_time_s": _rounded(side.contact_time_s, "time_s"),
    }


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
        "side": step.side,
        "contact_time_s": _rounded(step.contact_time_s, "time_s"),
        "contact_frame": _rounded(step.contact_frame, "frame"),
        "toe_off_time_s": _rounded(step.toe_off_time_s, "time_s"),
        "strike": step.strike,
        "probability": {s: _rounded(step.probability[s], "probability") for s in STRIKES},
        "foot_strike_angle_deg": _rounded(step.foot_strike_angle_deg, "angle_deg"),
        "unsure_because": list(step.unsure_because),
    }


def _to_side(document: Mapping[str, Any]) -> SideResult:
    interval = document["foot_strike_angle_ci95_deg"]
    pair = None if interval is None else (interval[0], interval[1])
    return SideResult(**{**document, "foot_strike_angle_ci95_deg": pair})


def _to_metric(document: Mapping[str, Any]) -> Metric:
    typical = document.get("typical")
    return Metric(
        **{
            **document,
            "limits": tuple(document.get("limits", ())),
            "typical": None if typical is None else (typical[0], typical[1]),
        }
    )


def _to_curve(document: Mapping[str, Any]) -> StrideCurve:
    return StrideCurve(document["unit"], tuple(document["mean"]), tuple(document["band"]))


def _to_step(document: Mapping[str, Any]) -> Step:
    return Step(**{**document, "unsure_because": tuple(document["unsure_because"])})


def _rounded(value: float | None, kind: str) -> float | None:
    # Adding zero turns -0.0 into 0.0, so that both give the same bytes.
    return None if not _is_finite(value) else round(float(value), DIGITS[kind]) + 0.0


def _significant(value: float | None) -> float | None:
    return None if not _is_finite(value) else float(f"{value:.{METRIC_DIGITS}g}") + 0.0


def _is_finite(value: float | None) -> TypeGuard[float]:
    return value is not None and math.isfinite(value)
