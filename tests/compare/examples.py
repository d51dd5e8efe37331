"""Analyses with figures of every kind, to compare."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from hypothesis import strategies as st

from gaitcheck.gait.metrics import DEFINITIONS
from gaitcheck.model import (
    SIDES,
    Analysis,
    Metric,
    QualityNote,
    Side,
    SideResult,
    Strike,
    View,
)
from gaitcheck.store.schema import FIRST_SCHEMA_ID, load_schema
from gaitcheck.store.serialize import to_dict
from tests.examples import ANGLE_DEG, make_analysis, make_clip, make_steps

SHA: Final = {"one": "1f" * 32, "other": "2f" * 32}


def measured(
    strike: Strike = "heel", *, near: Side = "left", clip: str = "one", **changes: Any
) -> Analysis:
    """Return an analysis in which every metric has the middle of its possible range."""
    facing = near  # on a treadmill the runner's left side shows when it runs to the left
    return make_analysis(
        strike,
        **{
            "clip": make_clip(file=f"{clip}.mp4", sha256=SHA[clip]),
            "view": View("side", facing, near),
            "metrics": figures(),
            "quality": (),
            **changes,
        },
    )


def figures(shift: float = 0.0, half: float = 0.05) -> dict[str, Metric]:
    """Return all metrics, shifted by a share of their possible range, with that half interval."""
    found = {}
    for definition in DEFINITIONS:
        low, high = definition.possible
        value = (low + high) / 2 + shift * (high - low)
        wide = half * (high - low)
        metric = Metric(value, definition.unit, value - wide, value + wide, 10, reliability="high")
        keys = (
            [definition.name]
            if definition.whole is not None
            else [f"{definition.name}_{side}" for side in SIDES]
        )
        found |= dict.fromkeys(keys, metric)
    return found


def with_foot(analysis: Analysis, side: Side, foot: SideResult) -> Analysis:
    """Return an analysis with another result of one foot, whose steps follow it."""
    sides = {**analysis.sides, side: foot}
    labels = {s: sides[s].strike for s in SIDES}
    return replace(analysis, sides=sides, steps=make_steps(labels))  # type: ignore[arg-type]


def foot(strike: Strike, confidence: float = 0.95, half: float = 3.0) -> SideResult:
    """Return a foot that lands in one way."""
    angle = ANGLE_DEG[strike]
    return SideResult(strike, confidence, 4, angle, (angle - half, angle + half), 0.25)


def noted(analysis: Analysis, code: str, severity: Any = "warning") -> Analysis:
    """Return an analysis with one more note."""
    note = QualityNote(code, severity, "Something is the matter.", "Do something.")
    return replace(analysis, quality=(*analysis.quality, note))


def in_the_first_contract(analysis: Analysis) -> dict[str, Any]:
    """Return the document that the first contract would have held: its fields and no others."""
    schema = load_schema(FIRST_SCHEMA_ID)
    document = to_dict(analysis)

    def kept(part: dict[str, Any], kind: str) -> dict[str, Any]:
        return {key: part[key] for key in schema["$defs"][kind]["properties"] if key in part}

    return {
        **{key: value for key, value in document.items() if key in schema["properties"]},
        "schema": schema["title"],
        "clip": kept(document["clip"], "clip"),
        "verdict": kept(document["verdict"], "verdict"),
        "sides": {side: kept(foot, "side") for side, foot in document["sides"].items()},
        "steps": [kept(step, "step") for step in document["steps"]],
    }


values = st.floats(-1000, 1000)
halves = st.floats(0, 500)


@st.composite
def readings(draw: st.DrawFn) -> dict[str, Metric]:
    """Draw metrics of any value, interval, and gap."""
    found = {}
    for key, metric in figures().items():
        if draw(st.integers(0, 5)) == 0:
            found[key] = replace(metric, value=None, low=None, high=None, limits=("Not seen.",))
            continue
        value, half = draw(values), draw(halves)
        found[key] = replace(metric, value=value, low=value - half, high=value + half)
    return found


@st.composite
def runs(draw: st.DrawFn, clip: str = "one") -> Analysis:
    """Draw a run: any figures, any landing of each foot."""
    per_side: dict[Side, Any] = {s: draw(st.sampled_from([*ANGLE_DEG, "unsure"])) for s in SIDES}
    sides = {}
    for side, strike in per_side.items():
        angle, half = draw(st.floats(-30, 45)), draw(st.floats(0, 20))
        sides[side] = SideResult(strike, 0.9, 4, angle, (angle - half, angle + half), 0.25)
    return measured(
        clip=clip,
        near=draw(st.sampled_from(SIDES)),
        metrics=draw(readings()),
        sides=sides,
        steps=make_steps(per_side),
    )
