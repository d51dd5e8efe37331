"""Follow one shoe through the landing, from its own picture when it lies flat."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import numpy as np

from gaitcheck.model import FloatArray, ShoeTrack, turn_axes
from gaitcheck.observing.shoe.blur import shots_of
from gaitcheck.observing.shoe.flat import LANDING_TURNS, USUAL_LAY, find_flat_shoe, mean_picture
from gaitcheck.observing.shoe.push_off import Leaving, follow_push_off
from gaitcheck.observing.shoe.register import (
    BEYOND_DOUBT,
    HALVES_MEET,
    PATCH_FOOT,
    Template,
    apply,
    compose,
    inverse,
    lies_inside,
    shoe_mask,
)
from gaitcheck.observing.shoe.types import LookPlan, Patch

# Strides over which pictures of the shoe are averaged: 13 ms, in which a slapping foot turns by 4
# degrees.
PART: Final = 0.018
PART_ROUNDS: Final = 2
# Turns tried from one part of the stride to the next, degrees.
TURNS: Final = (0.0, 5.0, -5.0, 10.0, -10.0)
# Turns tried when a part is compared with the flat shoe at once, degrees.
DIRECT_TURNS: Final = (0.0, -6.0, 6.0)
# From the lower to the upper likeness the flat shoe's direct word replaces that of small steps.
DIRECT_RANGE: Final = (0.55, 0.85)
# Another place must resemble the flat shoe by so much more than that to which small steps lead; a
# turn that is off by this many degrees from the expected one costs so much likeness.
ELSEWHERE: Final = 0.02
UNEXPECTED: Final = 0.12
UNEXPECTED_DEG: Final = 25.0
# A direct reading that lies this far from the small steps' found another place, degrees, pixels.
ASTRAY_DEG: Final = 15.0
ASTRAY_PX: Final = 16.0
# A shoe found further off the landmarks' foot than this, foot lengths, is something else.
MOST_AWAY: Final = 0.6
# Under the heel, the ball and the toes of the flat foot, foot lengths from the foot's middle.
HEEL_POINT: Final = (-0.52, -0.21)
BALL_POINT: Final = (0.22, -0.21)
TOE_POINT: Final = (0.52, -0.21)


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """One frame's shoe: pose against the flat shoe, and what speaks for it."""

    pose: FloatArray
    likeness: float
    anchor: float
    gap_deg: float
    halves_deg: float


class _FlatShoe:
    """The flat shoe's mean picture: as a whole, and its two halves, which check one another."""

    def __init__(self, picture: Patch, lay: FloatArray) -> None:
        self.whole = Template(picture, shoe_mask(lay))
        meet_front, meet_rear = HALVES_MEET
        self._front = Template(picture, shoe_mask(lay, rear=meet_front))
        self._rear = Template(picture, shoe_mask(lay, front=meet_rear))

    def check(self, picture: Patch, pose: FloatArray) -> tuple[float, float]:
        """Return how alike the less alike half is, and how much the halves differ in degrees."""
        front, front_likeness = self._front.find(picture, pose)
        rear, rear_likeness = self._rear.find(picture, pose)
        return min(front_likeness, rear_likeness), float(rear[2] - front[2])


def follow_shoe(
    plan: LookPlan, patches: Mapping[int, Patch], leaving: Leaving | None = None
) -> ShoeTrack | None:
    """Read the shoe's pose in every patch; None when too few patches are there.

    Parameters
    ----------
    plan : LookPlan
    patches : mapping of int to Patch
        By frame.
    leaving : tuple of LookPlan and mapping of int to Patch, optional
        The same around toe-off.

    Notes
    -----
    The pictures of the flat foot of all steps are laid on one another and give the template. From
    there the search goes forwards and backwards in the stride, one short part of it after the
    other: the pictures of a part, from all steps, are found from the part before and averaged, and
    the mean picture is compared with the flat shoe at once. Small steps follow a shoe that looks
    different after a large turn; the direct comparison keeps their errors from adding up.
    """
    shots = shots_of(plan, patches)
    shoe = find_flat_shoe(plan, shots)
    if shoe is None:
        return None
    even = partial(shots.even, exposure=shoe.exposure)
    flat = _FlatShoe(shoe.template.picture, shoe.lay)
    found = {
        row: _Found(
            pose,
            shoe.template.likeness(shots.even_one(row, shoe.exposure), pose),
            *(1.0, 0.0, 0.0),
        )
        for row, pose in shoe.poses.items()
    }
    rows, flat_rows = shots.rows, list(shoe.poses)
    offset = plan.offset
    earlier = [r for r in rows if r not in found and offset[r] < offset[flat_rows].mean()]
    later = [r for r in rows if r not in found and offset[r] >= offset[flat_rows].mean()]
    for part in (sorted(earlier, key=lambda r: -offset[r]), sorted(later, key=lambda r: offset[r])):
        found |= _walk(_parts(part, offset), even, flat, shoe.lay, plan.pitch_deg)
    push_off = None if leaving is None else follow_push_off(shoe, shots.flat_speed, *leaving)
    return replace(_track(plan, found, shoe.lay), push_off=push_off)


def _parts(rows: Sequence[int], offset: FloatArray) -> list[list[int]]:
    """Cut rows in the order of the walk into parts of the stride."""
    parts: list[list[int]] = []
    for row in rows:
        if parts and abs(offset[row] - offset[parts[-1][0]]) < PART:
            parts[-1].append(row)
        else:
            parts.append([row])
    return parts


def _walk(
    parts: Sequence[Sequence[int]],
    even: Callable[[Sequence[int]], Mapping[int, Patch]],
    flat: _FlatShoe,
    lay: FloatArray,
    pitch_deg: FloatArray,
) -> dict[int, _Found]:
    """Find the shoe part by part, away from the flat phase."""
    found: dict[int, _Found] = {}
    near, at = flat.whole, np.zeros(3)
    for rows in parts:
        seen = even(rows)
        fits = {row: near.find_best(seen[row], _starts(near, seen[row])) for row in rows}
        middle = np.median([pose for pose, _ in fits.values()], axis=0)
        poses = {row: compose(pose, inverse(middle)) for row, (pose, _) in fits.items()}
        there = compose(middle, at)
        mask = shoe_mask(compose(there, lay))
        if not lies_inside(compose(there, lay)):
            continue  # found beside the picture: the next part starts from where this one did
        at = there
        likeness: dict[int, float] = {}
        for _ in range(PART_ROUNDS):
            near = Template(mean_picture({row: seen[row] for row in rows}, poses), mask)
            again = {row: near.find(seen[row], poses[row]) for row in rows}
            poses = {row: pose for row, (pose, _) in again.items()}
            likeness = {row: share for row, (_, share) in again.items()}
        expected = float(np.mean(pitch_deg[list(rows)])) - USUAL_LAY
        at, anchor, gap = _anchored(flat.whole, near.picture, at, expected)
        half, halves = flat.check(near.picture, at)
        for row in rows:
            pose = compose(poses[row], at)
            away = float(np.abs(apply(pose, lay[:2])).max()) > MOST_AWAY * PATCH_FOOT
            found[row] = _Found(
                pose, likeness[row], 0.0 if away else min(anchor, half), gap, halves
            )
    return found


def _starts(near: Template, picture: Patch) -> Iterator[FloatArray]:
    yield np.zeros(3)
    yield near.look_around(picture, TURNS)


def _anchored(
    flat: Template, picture: Patch, chained: FloatArray, expected_deg: float
) -> tuple[FloatArray, float, float]:
    """Return the pose after a direct comparison with the flat shoe, its likeness, the gap.

    Small steps may get caught on an edge that runs along the ground behind the shoe, which does
    not turn. So another place counts where the shoe is as well found there, and the more the nearer
    its turn is to what the landmarks predict.
    """
    starts = [chained + np.array([0.0, 0.0, turn]) for turn in DIRECT_TURNS]
    direct, likeness = flat.find_best(picture, starts)
    if _astray(direct, chained):
        direct, likeness = chained, flat.likeness(picture, chained)
    if likeness < BEYOND_DOUBT:
        far, alike = flat.find_anywhere(picture, LANDING_TURNS)
        gain = alike - likeness - ELSEWHERE
        for turn_deg, sign in ((direct[2], 1.0), (far[2], -1.0)):
            gain += sign * UNEXPECTED * min(((turn_deg - expected_deg) / UNEXPECTED_DEG) ** 2, 1.0)
        if _astray(far, chained) and gain > 0:
            return far, alike, float(chained[2] - far[2])
    share = float(np.interp(likeness, DIRECT_RANGE, (0.0, 1.0)))
    return chained + share * (direct - chained), likeness, float(chained[2] - direct[2])


def _astray(pose: FloatArray, chained: FloatArray) -> bool:
    apart = np.abs(pose - chained)
    return bool(apart[2] > ASTRAY_DEG or apart[:2].max() > ASTRAY_PX)


def _track(plan: LookPlan, found: Mapping[int, _Found], lay: FloatArray) -> ShoeTrack:
    rows = sorted(found)

    def place(point: tuple[float, float]) -> FloatArray:
        in_template = apply(lay, PATCH_FOOT * turn_axes(np.array(point), mirrored=False))
        shifts = [apply(found[row].pose, in_template) / PATCH_FOOT for row in rows]
        moved = turn_axes(np.array(shifts), mirrored=False)
        return np.asarray(plan.centre[rows] / plan.foot_length + moved)

    return ShoeTrack(
        side=plan.side,
        frames=plan.frames[rows],
        phase=plan.phase[rows],
        offset=plan.offset[rows],
        pitch_deg=np.array([found[row].pose[2] for row in rows]),
        heel=place(HEEL_POINT),
        ball=place(BALL_POINT),
        toe=place(TOE_POINT),
        likeness=np.array([found[row].likeness for row in rows]),
        anchor=np.array([found[row].anchor for row in rows]),
        gap_deg=np.array([found[row].gap_deg for row in rows]),
        halves_deg=np.array([found[row].halves_deg for row in rows]),
        foot_length=plan.foot_length,
        flat_frames=plan.flat[rows],
    )
