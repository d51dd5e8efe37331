"""In which frames which sole is read: around landing and push-off, and where it lies flat."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaitcheck.gait.fold import side_phase
from gaitcheck.gait.measure import GaitMeasure, SideMeasure
from gaitcheck.gait.sole import AROUND, FLAT, PUSH_OFF
from gaitcheck.gait.strike import USUAL_DUTY
from gaitcheck.model import ANKLE, SIDES, FloatArray, Tracking, turn_axes
from gaitcheck.observing.shoe.plan import spread_out

Frames = NDArray[np.bool_]
# Soles of frames closer together than this, strides (8 ms), share nearly all of their error (see
# `gaitcheck.gait.touchdown.INDEPENDENT`), and an instant is found to 4 ms at best.
CLOSEST: Final = 0.012
# So many strides more are read on either side of each part: the shoe, or a newer program, may put
# contact and toe-off a little elsewhere.
MARGIN: Final = 0.03


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
        In the frames with a pose, and at high rates in some between them, where a reading tells of
        a landing or a push-off (see `gaitcheck.gait.sole`); in every frame with a pose where no
        rhythm was found.
    """
    landmarks = tracking.landmarks
    first, _ = tracking.part or (0, 0)
    posed = (np.arange(len(landmarks.time_s)) - first) % tracking.pose_every == 0
    if gait.cycle is None:
        return np.repeat(posed[:, None], len(SIDES), axis=1)
    ankles = turn_axes(landmarks.points[:, [ANKLE, ANKLE + 1]], mirrored=gait.body.mirrored)
    telling, looked_at = np.zeros((len(posed), len(SIDES)), dtype=bool), posed
    for side, measure in gait.sides.items():
        phase = side_phase(gait.cycle, side)
        # The landmarks' left leg may be the runner's right one.
        own = np.abs(ankles - gait.body.legs[side].ankle[:, None]).max(axis=-1) < 1e-6
        telling |= own & _telling(phase, measure)[:, None]
        if tracking.pose_every > 1:
            looked_at = looked_at | _between(phase, measure)
    return np.asarray(telling & looked_at[:, None])


def _telling(phase: FloatArray, measure: SideMeasure) -> Frames:
    """Return in which frames the sole of a leg tells how it lands or leaves."""
    events = measure.events
    duty = events.duty or USUAL_DUTY
    early, late = AROUND[0] - MARGIN, max(AROUND[1], FLAT[1] * duty) + MARGIN
    telling = _within(phase - events.contact, early, late)
    if events.toe_off is not None:
        reach = PUSH_OFF + MARGIN
        telling |= _within(phase - events.toe_off, -reach, reach)
    return telling


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
