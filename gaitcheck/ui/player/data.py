"""What the player draws: body, feet, ground and steps of an analysis, as plain JSON.

Places are pixels of the picture as shown, y downwards; frames count from 0. This module knows
nothing of Streamlit.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

import numpy as np

from gaitcheck.model import (
    LEG_POINTS,
    SHOULDER,
    SIDES,
    Analysis,
    FloatArray,
    FootTracks,
    GroundLine,
    Landmarks,
    Side,
    Step,
    StepStrike,
)
from gaitcheck.report.colours import FOOT_LINE, STRIKE_COLOURS
from gaitcheck.report.crops import nearest_frame
from gaitcheck.report.evidence import line_strength
from gaitcheck.words.results import BY_PERSON, VERDICT_WORDS, angle_words, percent

POINTS: Final = ("shoulder", "hip", "knee", "ankle", "heel", "toe")
"""The points of one side, in the order of the packed array: all of the left, then the right."""

OVERLAYS: Final = ("skeleton", "foot", "ground", "label")
"""What can be drawn over the picture."""

READINGS: Final = ("foot", "ground")
"""Those that show how a foot landed: not drawn where the clip cannot be judged."""

UNIT_PX: Final = 0.25
"""Pixels of the clip for each unit of the packed places."""

MISSING: Final = -32768
"""Stands for a place that is not known."""

LETTERS: Final[Mapping[StepStrike, str]] = {"heel": "H", "midfoot": "M", "toe": "T", "unsure": "?"}
"""A letter beside each colour, for those who cannot tell the colours apart."""

COLOURS: Final = {strike: asdict(STRIKE_COLOURS[strike]) for strike in LETTERS}
"""Those of a step's labels."""

# The left landmarks; the right ones have the next number.
_BODY: Final = dict(zip(POINTS, (SHOULDER, *LEG_POINTS), strict=True))


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
        (frames, 2 * len(POINTS), 2), in units of `UNIT_PX` with `MISSING` for unknown places;
        ``lines`` bytes in base64, shape (frames, 2): how strongly each foot's line is drawn, in
        percent.
    """
    times = np.asarray(times_s)
    places = body_places(analysis.landmarks, analysis.feet, len(times))
    lines = {} if analysis.feet is None else analysis.feet.ground
    return {
        "frames": len(times_s),
        "times": [round(time, 6) for time in times_s],
        "slowMotion": analysis.clip.slow_motion,
        "scale": scale,
        "nearSide": analysis.view.near_side,
        "overlays": [name for name in OVERLAYS if not (analysis.refused and name in READINGS)],
        "points": [f"{side} {point}" for side in SIDES for point in POINTS],
        "unit": UNIT_PX,
        "places": pack_places(places),
        "lines": pack_strengths(analysis, len(times)),
        "steps": [
            _step(step, times, lines.get(step.index), refused=analysis.refused)
            for step in analysis.steps
        ],
        "colours": COLOURS,
        "footLine": asdict(FOOT_LINE),
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
    """Return places as base64 of 16-bit integers; what does not fit counts as unknown.

    Parameters
    ----------
    places : array, shape (..., 2)
        Pixels; NaN where unknown.
    """
    units = np.rint(places / UNIT_PX)
    known = np.isfinite(units) & (np.abs(units) < -MISSING)
    packed = np.where(known.all(axis=-1, keepdims=True), units, MISSING).astype("<i2")
    return base64.b64encode(packed.tobytes()).decode("ascii")


def pack_strengths(analysis: Analysis, frames: int) -> str:
    """Return how strongly the line of each foot is drawn as base64 of bytes, in percent."""
    percents = np.zeros((frames, len(SIDES)), dtype=np.uint8)
    for s, side in enumerate(SIDES):
        own = np.rint(100 * line_strength(analysis, side))[:frames]
        percents[: len(own), s] = own
    return base64.b64encode(percents.tobytes()).decode("ascii")


def _foot_track(feet: FootTracks, side: Side, point: str) -> FloatArray | None:
    tracks = {"heel": feet.heel, "toe": feet.toe, "ankle": feet.ankle}.get(point)
    return None if tracks is None else tracks.get(side)


def _label(step: Step) -> str:
    if step.strike == "unsure":
        return VERDICT_WORDS["unsure"]
    if step.by_person:
        return BY_PERSON.format(label=step.strike.capitalize())
    return f"{step.strike.capitalize()} {percent(step.probability[step.strike])}"


def _step(
    step: Step,
    times: FloatArray,
    line: GroundLine | None,
    *,
    refused: bool,
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
        if refused or step.foot_strike_angle_deg is None
        else angle_words(step.foot_strike_angle_deg),
        "certainty": 0.0 if step.strike == "unsure" else round(step.probability[step.strike], 4),
        "ground": None if line is None else [round(value, 4) for value in line],
    }
