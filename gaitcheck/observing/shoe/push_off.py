"""How the rear of the shoe is turned when the foot leaves the ground."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import numpy as np

from gaitcheck.model import PushOff
from gaitcheck.observing.shoe.blur import shots_of
from gaitcheck.observing.shoe.flat import FlatShoe
from gaitcheck.observing.shoe.register import Template, shoe_mask
from gaitcheck.observing.shoe.types import LookPlan, Patch

Leaving = tuple[LookPlan, Mapping[int, Patch]]
"""Where to look around toe-off, and the patches by frame."""

# Where the shoe bends, foot lengths from the foot's middle: behind it, it stays the flat shoe.
REAR_UNTIL: Final = 0.25
# Turns against the flat shoe that are tried, degrees.
TURNS: Final = tuple(float(turn) for turn in range(-20, -91, -10))


def follow_push_off(
    shoe: FlatShoe, flat_speed: float, plan: LookPlan, patches: Mapping[int, Patch]
) -> PushOff:
    """Read how the rear of the shoe is turned in the pictures around toe-off.

    Parameters
    ----------
    shoe : FlatShoe
    flat_speed : float
        Of the flat foot along the picture, foot lengths per picture.
    plan : LookPlan
        Around toe-off.
    patches : mapping of int to Patch
        By frame.

    Notes
    -----
    The forefoot bends before it leaves, and the heel is far off the ground by then; what lies
    behind the ball turns as one piece. Each picture is compared with the flat shoe at once.
    """
    rear = Template(shoe.template.picture, shoe_mask(shoe.lay, front=REAR_UNTIL))
    shots = replace(shots_of(plan, patches), flat_speed=flat_speed)
    rows = shots.rows
    found = [rear.find_anywhere(shots.even_one(row, shoe.exposure), TURNS) for row in rows]
    return PushOff(
        offset=plan.offset[rows],
        turn_deg=np.array([pose[2] for pose, _ in found]),
        likeness=np.array([likeness for _, likeness in found]),
    )
