"""What the player draws: body, feet, ground and steps of an analysis, as plain JSON.

Places are pixels of the picture as shown, y downwards; frames count from 0. This module knows
nothing of Streamlit.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gaitcheck.gait.strike import FLAT_PHASE
from gaitcheck.report.colours import FOOT_LINE, STRIKE_COLOURS
from gaitcheck.report.crops import nearest_frame
from gaitcheck.report.words import VERDICT_WORDS, angle_words, percent
from gaitcheck.types import (
    SIDES,
    Analysis,
    FloatArray,
    FootTracks,
    Landmarks,
    Side,
    Step,
    StepStrike,
)

POINTS: Final = ("shoulder", "hip", "knee", "ankle", "heel", "toe")
"""The points of one side, in the order of the packed array: all of the left, then the right."""

UNIT_PX: Final = 0.25
"""Pixels of the clip for each unit of the packed places."""

MISSING: Final = -32768
"""Stands for a place that is not known."""

LETTERS: Final[Mapping[StepStrike, str]] = {"heel": "H", "midfoot": "M", "toe": "T", "unsure": "?"}
"""A letter beside each colour, for those who cannot tell the colours apart."""

# MediaPipe's left points; the right ones have the next number.
_BODY: Final = {"shoulder": 11, "hip": 23, "knee": 25, "ankle": 27, "heel": 29, "toe": 31}
_USUAL_CONTACT_S: Final = 0.25
"""Contact time in seconds of real time where none was measured; only the ground line needs it."""


def player_data(analysis: Analysis, times_s: Sequence[float], scale: float) -> dict[str, Any]:
    """Return what the player needs beside the video.

    Parameters
    ----------
    analysis : Analysis
        With its landmarks and feet where there are any: without them the picture has no overlay.
    times_s : sequence of float
        Times in seconds at which the player's video shows each frame of the clip.
    scale : float
        Pixels of the player's video for one pixel of the clip.

    Returns
    -------
    dict
        Ready for `json.dumps`. ``places`` holds little-endian 16-bit integers in base64, shape
        (frames, 2 * len(POINTS), 2), in units of `UNIT_PX` with `MISSING` for unknown places.
    """
    places = body_places(analysis.landmarks, analysis.feet, len(times_s))
    return {
        "frames": len(times_s),
        "times": [round(time, 6) for time in times_s],
        "slowMotion": analysis.clip.slow_motion,
        "scale": scale,
        "nearSide": analysis.view.near_side,
        "points": [f"{side} {point}" for side in SIDES for point in POINTS],
        "unit": UNIT_PX,
        "places": pack_places(places),
        "steps": _steps(analysis, places, times_s),
        "colours": {
            strike: {"fill": STRIKE_COLOURS[strike].fill, "ink": STRIKE_COLOURS[strike].ink}
            for strike in LETTERS
        },
        "footLine": {"fill": FOOT_LINE.fill, "ink": FOOT_LINE.ink},
    }


def body_places(landmarks: Landmarks | None, feet: FootTracks | None, frames: int) -> FloatArray:
    """Return the places that are drawn, shape (frames, 12, 2); NaN where unknown.

    The feet are the repaired ones that the labels rest on, wherever there are any.
    """
    places = np.full((frames, len(SIDES), len(POINTS), 2), np.nan)
    for s, side in enumerate(SIDES):
        for p, point in enumerate(POINTS):
            if landmarks is not None:
                own = landmarks.points[:, _BODY[point] + s]
                places[: len(own), s, p] = own[:frames]
            track = None if feet is None else _foot_track(feet, side, point)
            if track is not None:
                places[: len(track), s, p] = track[:frames]
    return places.reshape(frames, len(SIDES) * len(POINTS), 2)


def pack_places(places: FloatArray) -> str:
    """Return places as base64 of 16-bit integers; what does not fit counts as unknown."""
    units = np.rint(places / UNIT_PX)
    known = np.isfinite(units) & (np.abs(units) < -MISSING)
    packed = np.where(known.all(axis=-1, keepdims=True), units, MISSING).astype("<i2")
    return base64.b64encode(packed.tobytes()).decode("ascii")


def ground_line(
    places: FloatArray, side: Side, flat_frames: Sequence[NDArray[np.intp]]
) -> list[tuple[float, float, float, float] | None]:
    """Return for each step of a foot where the ground lies: a point on it and its direction.

    The ground lies along the foot lying flat: the direction is the median over the whole clip, as
    the labels are measured against it, the point is each step's own.

    Parameters
    ----------
    places : array, shape (frames, 12, 2)
    side : Side
    flat_frames : sequence of array of int
        For each step the frames in which the foot lies flat.

    Returns
    -------
    list of (x, y, dx, dy) or None
        `dx`, `dy` is a unit vector from the heel towards the toes.
    """
    first = SIDES.index(side) * len(POINTS)
    heel = places[:, first + POINTS.index("heel")]
    toe = places[:, first + POINTS.index("toe")]
    along = toe - heel
    along = along / np.linalg.norm(along, axis=1, keepdims=True).clip(1e-9)
    seen = np.concatenate([*flat_frames, np.array([], np.intp)])
    seen = seen[np.isfinite(along[seen]).all(axis=1)]
    if not len(seen):
        return [None for _ in flat_frames]
    direction = np.median(along[seen], axis=0)
    length = float(np.hypot(*direction))
    lines: list[tuple[float, float, float, float] | None] = []
    for frames in flat_frames:
        middle = (heel[frames] + toe[frames]) / 2
        middle = middle[np.isfinite(middle).all(axis=1)]
        if not len(middle) or length < 1e-6:
            lines.append(None)
            continue
        x, y = np.median(middle, axis=0)
        dx, dy = direction / length
        lines.append((float(x), float(y), float(dx), float(dy)))
    return lines


def flat_frames(step: Step, times_s: FloatArray, usual_s: float) -> NDArray[np.intp]:
    """Return the frames in which the foot of a step lies flat, at least one.

    `usual_s` is the contact time, in file time, of a step whose toe-off is not seen.
    """
    start_s, length_s = step.contact_time_s, usual_s
    if step.toe_off_time_s is not None:
        length_s = step.toe_off_time_s - start_s
    low, high = (start_s + share * length_s for share in FLAT_PHASE)
    found = np.flatnonzero((times_s >= low) & (times_s <= high))
    return found if len(found) else np.array([np.argmin(np.abs(times_s - (low + high) / 2))])


def _foot_track(feet: FootTracks, side: Side, point: str) -> FloatArray | None:
    tracks = {"heel": feet.heel, "toe": feet.toe, "ankle": feet.ankle}.get(point)
    return None if tracks is None else tracks.get(side)


def _steps(
    analysis: Analysis, places: FloatArray, times_s: Sequence[float]
) -> list[dict[str, Any]]:
    times = np.asarray(times_s)
    lines: dict[int, tuple[float, float, float, float] | None] = {}
    for side in SIDES:
        own = [step for step in analysis.steps if step.side == side]
        result = analysis.sides.get(side)
        usual_s = (result and result.contact_time_s) or _USUAL_CONTACT_S
        flat = [flat_frames(step, times, usual_s * analysis.clip.slow_motion) for step in own]
        for step, line in zip(own, ground_line(places, side, flat), strict=True):
            lines[step.index] = line
    return [_step(step, times, lines[step.index]) for step in analysis.steps]


def _label(step: Step) -> str:
    if step.strike == "unsure":
        return VERDICT_WORDS["unsure"]
    return f"{step.strike.capitalize()} {percent(step.probability[step.strike])}"


def _step(
    step: Step, times: FloatArray, line: tuple[float, float, float, float] | None
) -> dict[str, Any]:
    toe_off = None
    if step.toe_off_time_s is not None:
        toe_off = int(np.argmin(np.abs(times - step.toe_off_time_s)))
    return {
        "number": step.index + 1,
        "side": step.side,
        "contact": nearest_frame(step.contact_frame, len(times)),
        "toeOff": toe_off,
        "strike": step.strike,
        "letter": LETTERS[step.strike],
        "labelText": _label(step),
        "angleText": ""
        if step.foot_strike_angle_deg is None
        else angle_words(step.foot_strike_angle_deg),
        "certainty": 0.0 if step.strike == "unsure" else round(step.probability[step.strike], 4),
        "ground": None if line is None else [round(value, 4) for value in line],
    }
