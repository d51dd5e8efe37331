"""What the desk draws from: every step with its pictures and what is said of it, as plain JSON.

Places are pixels of the picture as shown, y downwards; frames count from 0. This module knows
nothing of Streamlit.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np

from gaitcheck.model import SIDES, STRIKES, Analysis, Correction, FloatArray, Side, Step
from gaitcheck.report.colours import FOOT_LINE
from gaitcheck.report.crops import CropPlan, Place, nearest_frame
from gaitcheck.report.evidence import sole_seen
from gaitcheck.report.stride_plots import frame_times
from gaitcheck.report.strike_drawings import draw_contact
from gaitcheck.ui.pieces import svg_address, with_ink
from gaitcheck.ui.player.data import COLOURS, LETTERS
from gaitcheck.words import page as texts
from gaitcheck.words import review as words
from gaitcheck.words.results import angle_words, percent, reason_words

Line = list[list[float]]
"""Heel and toe of a sole."""
FIRST_ASKED_STEPS: Final = 3
"""Steps of an unsure foot that a runner is asked about at first; two that agree decide the foot."""


def review_data(
    analysis: Analysis,
    machine: Analysis,
    crops: CropPlan | None,
    addresses: Mapping[str, str],
    only: Sequence[str] | None = None,
) -> dict[str, Any]:
    """Return what the desk shows.

    Parameters
    ----------
    analysis, machine : Analysis
        As it stands, with feet, and the machine's own answer.
    crops : CropPlan or None
        The bare pictures at hand.
    addresses : mapping of step id to str
        Where the browser finds the pictures of a step, all in one row.
    only : sequence of str, optional
        Ids of the steps that are shown; by default all, rejected ones included.
    """
    steps = sorted((*analysis.steps, *analysis.rejected), key=lambda step: step.contact_frame)
    numbers = {step.id: number for number, step in enumerate(steps, 1)}
    shown = [step for step in steps if only is None or step.id in only]
    own = {step.id: step for step in machine.steps}
    times = frame_times(analysis)
    places = {} if crops is None else crops.places
    lines = {side: _lines(machine, side) for side in SIDES}
    return {
        "sidePx": 0 if crops is None else crops.side_px,
        "frames": analysis.clip.frames,
        "sides": [side for side in SIDES if any(s.side == side for s in steps)],
        "steps": [
            {
                **_step(step, own.get(step.id), analysis.corrections),
                "number": numbers[step.id],
                "rejected": step in analysis.rejected,
                "contact": nearest_frame(step.contact_frame, len(times)),
                "row": addresses.get(step.id, ""),
                "pictures": _pictures(
                    analysis, step, places.get(step.id, ()), times, lines[step.side]
                ),
            }
            for step in shown
        ],
        "colours": COLOURS,
        "line": FOOT_LINE.fill,
    }


def drawings(facing: str) -> list[dict[str, str]]:
    """Return the three drawings to compare with, pointing as the runner does."""
    return [
        {
            "strike": strike,
            "picture": svg_address(with_ink(draw_contact(strike, leftwards=facing == "left"))),
            "caption": words.DRAWING_NAMES[strike],
        }
        for strike in STRIKES
    ]


def steps_to_look_at(machine: Analysis) -> tuple[str, ...]:
    """Return the steps of the unsure feet that a runner is asked about, in the order of time.

    Those from the middle of the clip come first: there the runner is whole in the picture.
    """
    found: list[Step] = []
    for side in unsure_feet(machine):
        own = [step for step in machine.steps if step.side == side]
        middle = (len(own) - 1) / 2
        own.sort(key=lambda step: abs(own_place(own, step) - middle))
        found += own[:FIRST_ASKED_STEPS]
    return tuple(step.id for step in sorted(found, key=lambda step: step.contact_frame))


def own_place(steps: Sequence[Step], step: Step) -> int:
    """Return the place of a step among those of its foot."""
    return sum(other.contact_frame < step.contact_frame for other in steps)


def unsure_feet(machine: Analysis) -> tuple[Side, ...]:
    """Return the feet on which the machine is unsure though a person could say more."""
    if machine.refused:
        return ()
    return tuple(
        side
        for side in SIDES
        if side in machine.sides
        and machine.sides[side].strike == "unsure"
        and any(step.side == side for step in machine.steps)
    )


def _step(step: Step, own: Step | None, corrections: Sequence[Correction]) -> dict[str, Any]:
    said = {c.kind: c for c in corrections if c.step == step.id}
    sole = said.get("sole")
    note = said.get("note")
    return {
        "id": step.id,
        "side": step.side,
        "foot": texts.FOOT[step.side].lower(),
        "time": f"{step.contact_time_s:.2f}",
        "strike": step.strike,
        "letter": LETTERS[step.strike],
        "angle": ""
        if step.foot_strike_angle_deg is None
        else words.ANGLE.format(angle=angle_words(step.foot_strike_angle_deg)),
        "machine": words.ADDED if own is None else machine_words(own),
        "confirmable": own is not None and own.strike != "unsure",
        "seen": bool(said.keys() - {"note"}),
        "picked": said["label"].strike if "label" in said else None,
        "confirmed": "confirm" in said,
        "note": "" if note is None else note.note,
        "sole": None if sole is None else {"frame": sole.frame, "heel": sole.heel, "toe": sole.toe},
    }


def machine_words(step: Step) -> str:
    """Return what the machine says of a step."""
    if step.strike == "unsure":
        why = reason_words(step.unsure_because)
        return words.SAYS_UNSURE.format(why=why) if why else words.SAYS_UNSURE_PLAIN
    label = f"{texts.LABELS[step.strike]} {percent(step.probability[step.strike])}"
    if step.foot_strike_angle_deg is not None:
        label += f", {angle_words(step.foot_strike_angle_deg)}"
    return words.SAYS.format(label=label)


def _pictures(
    analysis: Analysis,
    step: Step,
    places: Sequence[Place],
    times: FloatArray,
    lines: Mapping[int, Line],
) -> list[dict[str, Any]]:
    found = []
    for place in places:
        inside = place.frame < len(times)
        after_s = (times[place.frame] - step.contact_time_s) if inside else math.nan
        found.append(
            {
                "frame": place.frame,
                "left": place.left,
                "top": place.top,
                "afterMs": round(1000 * after_s / analysis.clip.slow_motion) if inside else None,
                "line": lines.get(place.frame),
            }
        )
    return found


def _lines(machine: Analysis, side: Side) -> dict[int, Line]:
    """Return the sole's line, heel and toe, by the frame in which it was read."""
    feet = machine.feet
    if feet is None:
        return {}
    found = {}
    for frame in np.flatnonzero(sole_seen(machine, side)[: len(feet.heel[side])]):
        ends = [[round(float(v), 1) for v in track[side][frame]] for track in (feet.heel, feet.toe)]
        if all(math.isfinite(v) for end in ends for v in end):
            found[int(frame)] = ends
    return found
