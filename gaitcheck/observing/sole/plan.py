"""In which frames which sole is read: with every pose, more often around landing and push-off."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaitcheck.gait.fold import side_phase
from gaitcheck.gait.measure import GaitMeasure, SideMeasure
from gaitcheck.gait.sole import AROUND, PUSH_OFF
from gaitcheck.model import ANKLE, SIDES, FloatArray, Tracking, turn_axes
from gaitcheck.observing.shoe.plan import spread_out

Frames = NDArray[np.bool_]
# Soles of frames closer together than this, strides (8 ms), share nearly all of their error (see
# `gaitcheck.gait.touchdown.INDEPENDENT`), and an instant is found to 4 ms at best.
CLOSEST: Final = 0.012


def plan_soles(gait: GaitMeasure, tracking: Tracking) -> Frames:
    """Return which feet are read, shape (frames, 2): left and right as the landmarks say.

    Parameters
    ----------
    gait : GaitMeasure
    tracking : Tracking
        From whose landmarks the gait was measured.

    Returns
    -------
    array of bool
        In every frame with a pose, so that an observation holds what a later program may ask; at
        high rates in some between them too, where a reading tells of a landing or a push-off (see
        `gaitcheck.gait.sole`).
    """
    landmarks = tracking.landmarks
    first, _ = tracking.part or (0, 0)
    posed = (np.arange(len(landmarks.time_s)) - first) % tracking.pose_every == 0
    read = np.repeat(posed[:, None], len(SIDES), axis=1)
    if gait.cycle is None or tracking.pose_every == 1:
        return read
    ankles = turn_axes(landmarks.points[:, [ANKLE, ANKLE + 1]], mirrored=gait.body.mirrored)
    for side, measure in gait.sides.items():
        # The landmarks' left leg may be the runner's right one.
        own = np.abs(ankles - gait.body.legs[side].ankle[:, None]).max(axis=-1) < 1e-6
        read |= own & _between(side_phase(gait.cycle, side), measure)[:, None]
    return read


def _between(phase: FloatArray, measure: SideMeasure) -> Frames:
    """Return frames around landing and push-off that are far enough apart."""
    events = measure.events
    chosen = np.zeros(len(phase), dtype=bool)
    parts = [_within(phase - events.contact, *AROUND)]
    if events.toe_off is not None:
        parts.append(_within(phase - events.toe_off, -PUSH_OFF, PUSH_OFF))
    for part in parts:
        chosen[spread_out(np.flatnonzero(part), phase, CLOSEST)] = True
    return chosen


def _within(late: FloatArray, start: float, stop: float) -> Frames:
    """Return where a phase lies between two others, strides around an event."""
    offset = (late + 0.5) % 1.0 - 0.5
    return np.asarray(np.isfinite(late) & (offset > start) & (offset < stop))
