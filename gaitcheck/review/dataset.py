"""Reviewed clips as a labelled data set: what a person vouches for, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from gaitcheck.errors import InputError
from gaitcheck.model import SIDES, Analysis, Correction, Side, Step

NOTE: Final = (
    "Labels given by a person who looked at the pictures in gaitcheck. Frames count from 0; points "
    "are pixels of the picture as shown, y downwards. No picture is in here: the clips lie beside."
)
LABEL_ERROR_FRAMES: Final = 1
"""A contact seen by eye is good to one picture."""


def label_clips(analyses: Sequence[Analysis]) -> dict[str, Any]:
    """Return the labels of reviewed clips, by the name of the file.

    Parameters
    ----------
    analyses : sequence of Analysis
        Of clips whose files have names of their own.

    Returns
    -------
    dict
        Ready for `json.dumps`: ``{"note": ..., "clips": {name: label}}``, the shape in which the
        accuracy benchmark reads labels.

    Raises
    ------
    InputError
        When a clip is not reviewed far enough for a verdict, or two have one name.
    """
    clips: dict[str, Any] = {}
    for analysis in analyses:
        name = analysis.clip.file
        if name in clips:
            raise InputError(f"Two clips are called {name}; rename one.")
        clips[name] = label_clip(analysis)
    return {"note": NOTE, "clips": clips}


def label_clip(analysis: Analysis) -> dict[str, Any]:
    """Return what a person says of a clip.

    The verdict is that of the feet which the person's own labels or soles decide. Contacts are
    those of the steps that were looked at, so a benchmark counts no other one as missed.

    Raises
    ------
    InputError
        When the person's labels decide no foot.
    """
    feet = {
        side: result.strike
        for side, result in analysis.sides.items()
        if result.by_person and result.angle_source == "person" and result.strike != "unsure"
    }
    if not feet:
        raise InputError(
            f"{analysis.clip.file} is not labelled yet: say of two steps of a foot how they land."
        )
    strikes = set(feet.values())
    view, clip = analysis.view, analysis.clip
    return {
        "verdict": [strikes.pop() if len(strikes) == 1 else "mixed"],
        "feet": feet,
        "view": view.plane,
        "facing": view.facing,
        "near_side": view.near_side,
        "slow_motion": clip.slow_motion,
        "sha256": clip.sha256,
        "contact_frames": {side: _contacts(analysis, side) for side in SIDES},
        "label_error_frames": LABEL_ERROR_FRAMES,
        "not_contacts": {
            side: [_frame(step) for step in analysis.rejected if step.side == side]
            for side in SIDES
        },
        "steps": [_step(step, analysis.corrections) for step in _looked_at(analysis)],
        "soles": [_sole(c, analysis) for c in analysis.corrections if c.kind == "sole"],
    }


def _looked_at(analysis: Analysis) -> list[Step]:
    return [step for step in analysis.steps if step.by_person]


def _contacts(analysis: Analysis, side: Side) -> list[float]:
    return [_frame(step) for step in _looked_at(analysis) if step.side == side]


def _frame(step: Step) -> float:
    return round(step.contact_frame, 2)


def _step(step: Step, corrections: Sequence[Correction]) -> dict[str, Any]:
    own = [c for c in corrections if c.step == step.id]
    labelled = any(c.kind in ("confirm", "label", "sole") for c in own)
    return {
        "side": step.side,
        "contact_frame": _frame(step),
        "strike": step.strike if labelled and step.strike != "unsure" else None,
        "by": sorted({c.who for c in own if c.who}),
        "machine": None if step.machine is None else step.machine.strike,
    }


def _sole(correction: Correction, analysis: Analysis) -> dict[str, Any]:
    side = next((s.side for s in analysis.steps if s.id == correction.step), None)
    assert correction.heel is not None
    assert correction.toe is not None
    return {
        "side": side,
        "frame": correction.frame,
        "heel": list(correction.heel),
        "toe": list(correction.toe),
    }
