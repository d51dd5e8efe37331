"""In which frames which sole is looked at: around landing and push-off, and where it lies flat."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaitcheck.gait.fold import side_phase
from gaitcheck.gait.measure import GaitMeasure
from gaitcheck.gait.sole import AROUND, FLAT, PUSH_OFF
from gaitcheck.gait.strike import USUAL_DUTY
from gaitcheck.model import ANKLE, SIDES, Landmarks, Side, turn_axes

# So many strides more are read on either side of each part: a rhythm that is found anew, by a newer
# program or from a part of the clip, may put it a little elsewhere.
MARGIN: Final = 0.02


def plan_soles(gait: GaitMeasure, landmarks: Landmarks) -> NDArray[np.bool_]:
    """Return which feet are looked at, shape (frames, 2): left and right as the landmarks say.

    Parameters
    ----------
    gait : GaitMeasure
    landmarks : Landmarks
        From which the gait was measured.

    Returns
    -------
    array of bool
        Only the frames whose readings tell of a landing or a push-off, see `gaitcheck.gait.sole`;
        none where no rhythm was found.
    """
    wanted = np.zeros((len(landmarks.time_s), len(SIDES)), dtype=bool)
    ankles = turn_axes(landmarks.points[:, [ANKLE, ANKLE + 1]], mirrored=gait.body.mirrored)
    for side in gait.sides:
        # The landmarks' left leg may be the runner's right one.
        own = np.abs(ankles - gait.body.legs[side].ankle[:, None]).max(axis=-1) < 1e-6
        wanted |= own & _telling(gait, side)[:, None]
    return wanted


def _telling(gait: GaitMeasure, side: Side) -> NDArray[np.bool_]:
    """Return in which frames the sole of a leg tells how it lands or leaves."""
    if gait.cycle is None:
        return np.zeros(len(gait.body.time_s), dtype=bool)
    events, phase = gait.sides[side].events, side_phase(gait.cycle, side)
    duty = events.duty or USUAL_DUTY
    late = phase - events.contact
    offset = (late + 0.5) % 1.0 - 0.5
    telling = (offset > AROUND[0] - MARGIN) & (offset < AROUND[1] + MARGIN)
    flat = FLAT[0] * duty - MARGIN, FLAT[1] * duty + MARGIN
    telling |= (late % 1.0 > flat[0]) & (late % 1.0 < flat[1])
    if events.toe_off is not None:
        telling |= np.abs((phase - events.toe_off + 0.5) % 1.0 - 0.5) < PUSH_OFF + MARGIN
    return np.asarray(telling & np.isfinite(phase))
