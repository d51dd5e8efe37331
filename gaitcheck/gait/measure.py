"""What the landmarks alone tell: the cycle, the view, and of each foot its contacts and angles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from threadpoolctl import threadpool_limits

from gaitcheck.gait.body import Body, facing_sign, to_body
from gaitcheck.gait.contacts import MeanEvents, StepEvents, find_mean_events, find_steps
from gaitcheck.gait.cycle import Cycle, exchanged_frames, find_cycle
from gaitcheck.gait.feet_alone import stand_in_pelvis, time_on_ground
from gaitcheck.gait.fold import MeanStride, fold_side, repair_by_folding, side_phase
from gaitcheck.gait.landing import Landing
from gaitcheck.gait.legs import exchange_legs, repair_legs
from gaitcheck.gait.pace import Pace, feet_pace, measure_pace
from gaitcheck.gait.push_off import ToeOff
from gaitcheck.gait.sole import SoleLanding
from gaitcheck.gait.strike import Angle, foot_strike_angle, looks_at_contact, step_angle
from gaitcheck.gait.view import ViewEstimate, estimate_view
from gaitcheck.model import SIDES, Landmarks, Side

# A runner's foot tilts by at least so much within a stride, degrees. Landmarks of the nearer foot:
# 78 and more in films of runners who could be judged, 62 of a child (benchmarks/thresholds.py); 47
# and less of people drawn on bikes, cross trainers, stairs and the like (benchmarks/exercises.py).
# Markers of slow runners: 77 and more (2.5 m/s; Fukuchi 2017, doi 10.7717/peerj.3298).
LEAST_TILT_DEG: Final = 55.0
# How far the ankles of somebody who runs scissor at least, leg lengths: joggers reach 1.4 (see
# `Cycle.excursion`), a slanted view shortens it by a tenth; people drawn on the spot, on stairs or
# bikes or with a rope reach .76 (benchmarks/thresholds.py on the films of benchmarks/exercises.py).
LEAST_EXCURSION: Final = 0.9
NoRun = Literal["on_the_spot", "walking", "feet_stay_level"]
_STRIDE: Final = np.linspace(0.0, 1.0, 100, endpoint=False)


@dataclass(frozen=True, slots=True, eq=False)
class SideMeasure:
    """What was measured on one foot.

    Attributes
    ----------
    near : bool
        Whether the foot is the one nearer to the camera.
    mean : MeanStride
    events : MeanEvents
    angle : Angle
        Mean foot-strike angle.
    steps : tuple of StepEvents
    step_angles : tuple of Angle or None
        One per step.
    looks : int
        Frames, over all steps, in which the foot was seen around contact.
    landing : Landing or None
        From the shoe's pixels; None where only the landmarks tell.
    toe_off : ToeOff or None
        With what the shoe's pixels tell; None where only the landmarks do.
    doubted : Angle or None
        What a shoe showed that was not followed well enough to be believed: it may still object.
    conflict : bool
        Whether the shoe and the landmarks contradict each other, or the shoe and the sole as it
        was read in single pictures.
    covered : bool
        Whether something hides the foot as it lands: what its landmarks say then is invented.
    sole : SoleLanding or None
        How the foot lands as its sole was read in single pictures.
    shoe : Angle or None
        What the shoe alone tells, where it was followed; `angle` is joined with the sole.
    """

    near: bool
    mean: MeanStride
    events: MeanEvents
    angle: Angle
    steps: tuple[StepEvents, ...]
    step_angles: tuple[Angle | None, ...]
    looks: int
    landing: Landing | None = None
    toe_off: ToeOff | None = None
    doubted: Angle | None = None
    conflict: bool = False
    covered: bool = False
    sole: SoleLanding | None = None
    shoe: Angle | None = None


@dataclass(frozen=True, slots=True, eq=False)
class GaitMeasure:
    """Everything measured on a clip; `cycle` and what follows are None where no gait was seen.

    Attributes
    ----------
    view : ViewEstimate
    body : Body
    cycle : Cycle or None
    pace : Pace or None
    sides : mapping of side to SideMeasure
    passes : tuple of GaitMeasure
        The same runner's other passes through the picture, in the order of time, where they tell
        how the feet land: all else is measured on the pass with most of the run.
    number : int
        1 for the pass with most of the run, from 2 on for the others found, in the order of time.
    """

    view: ViewEstimate
    body: Body
    cycle: Cycle | None
    pace: Pace | None
    sides: Mapping[Side, SideMeasure]
    passes: tuple[GaitMeasure, ...] = ()
    number: int = 1

    @property
    def tilt_deg(self) -> float:
        """By how much the nearer foot, or either where none is, tilts within a stride; or NaN."""
        sides = self.sides.values()
        near = [side for side in sides if side.near] or sides
        return max((float(np.ptp(side.mean.pitch(_STRIDE))) for side in near), default=np.nan)

    @property
    def no_run(self) -> NoRun | None:
        """What steps as a run does and is none, seen from the side; None for a run.

        Legs that hardly swing past each other, walking, or feet that hardly tilt, as on a bike or
        a cross trainer, where no foot lands.
        """
        if self.cycle is not None and self.cycle.excursion < LEAST_EXCURSION:
            return "on_the_spot"
        if self.pace is not None and self.pace.walking:
            return "walking"
        return "feet_stay_level" if self.tilt_deg < LEAST_TILT_DEG else None

    @property
    def every_pass(self) -> tuple[GaitMeasure, ...]:
        """All passes, the one with most of the run first."""
        return (self, *self.passes)

    def steps_of(self, side: Side) -> int:
        """Return how many steps of a foot were seen in all passes."""
        return sum(len(part.sides[side].steps) for part in self.every_pass if side in part.sides)


def measure_gait(landmarks: Landmarks) -> GaitMeasure:
    """Measure the gait in the landmarks of one clip.

    The order is: repair swapped legs of a body, find the cycle, repair again against the mean
    stride, fold each side, read the events and the angle on the fold, then step by step.
    """
    with threadpool_limits(limits=1):
        return _measure(landmarks)


def _measure(landmarks: Landmarks) -> GaitMeasure:
    body = to_body(landmarks)
    # Feet that were found alone have been told apart already, all through the clip.
    body = stand_in_pelvis(body) if body.feet_alone else repair_legs(body)
    cycle = find_cycle(body) if np.isfinite(body.leg_length) else None
    if cycle is None:
        return GaitMeasure(estimate_view(landmarks, facing_sign(landmarks)), body, None, None, {})
    if cycle.steady:
        body = exchange_legs(body, exchanged_frames(body, cycle))
        for _ in range(2):
            body = repair_by_folding(body, cycle)
    view = estimate_view(landmarks, facing_sign(landmarks), np.isfinite(cycle.phase))
    measured = {side: _measure_side(body, cycle, side, view) for side in SIDES}
    sides = {side: found for side, found in measured.items() if found is not None}
    return GaitMeasure(
        view=view,
        body=body,
        cycle=cycle,
        pace=_pace_of_feet(cycle, sides) if body.feet_alone else measure_pace(body, cycle),
        sides=sides,
    )


def _pace_of_feet(cycle: Cycle, sides: Mapping[Side, SideMeasure]) -> Pace:
    shares = [time_on_ground(side.mean, side.events) for side in sides.values()]
    return feet_pace(cycle, float(np.mean(shares)) if shares else 0.0)


def _measure_side(body: Body, cycle: Cycle, side: Side, view: ViewEstimate) -> SideMeasure | None:
    mean = fold_side(body, cycle, side)
    if mean is None:
        return None
    events = find_mean_events(mean, cycle.excursion)
    steps = find_steps(cycle, side, mean, events)
    near = view.view.near_side == side
    phase = side_phase(cycle, side)
    angle = foot_strike_angle(mean, events, near=near, steps=len(steps))
    return SideMeasure(
        near=near,
        mean=mean,
        events=events,
        angle=angle,
        steps=steps,
        step_angles=tuple(
            step_angle(body.legs[side], mean, phase, events, step, angle) for step in steps
        ),
        looks=looks_at_contact(mean, phase, events),
    )
