"""In which frames of a film of a high rate soles are read, besides those with a pose."""

from __future__ import annotations

from typing import Final

import numpy as np

from gaitcheck.gait.fold import side_phase
from gaitcheck.gait.measure import GaitMeasure
from gaitcheck.gait.sole import AROUND, PUSH_OFF
from gaitcheck.observing.shoe.plan import spread_out

# Soles of frames closer together than this, strides (8 ms), share nearly all of their error (see
# `gaitcheck.gait.touchdown.INDEPENDENT`), and an instant is found to 4 ms at best.
CLOSEST: Final = 0.012


def landing_frames(gait: GaitMeasure) -> frozenset[int]:
    """Return the frames around landing and push-off of both feet."""
    found: set[int] = set()
    for side, measure in gait.sides.items():
        if gait.cycle is None:
            continue
        phase = side_phase(gait.cycle, side)
        events = [(measure.events.contact, AROUND)]
        if measure.events.toe_off is not None:
            events.append((measure.events.toe_off, (-PUSH_OFF, PUSH_OFF)))
        for event, (early, late) in events:
            offset = (phase - event + 0.5) % 1.0 - 0.5
            near = np.flatnonzero(np.isfinite(phase) & (offset > early) & (offset < late))
            found.update(int(frame) for frame in spread_out(near, phase, CLOSEST))
    return frozenset(found)
