"""The measured gait with the contacts as a person saw them."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from gaitcheck.errors import InputError
from gaitcheck.gait.contacts import StepEvents
from gaitcheck.gait.fold import side_phase
from gaitcheck.gait.measure import GaitMeasure, SideMeasure
from gaitcheck.gait.strike import STEP_SPREAD, Angle
from gaitcheck.model import (
    Analysis,
    Correction,
    FloatArray,
    GroundLine,
    Side,
    Step,
    Z,
    turn_axes,
)
from gaitcheck.review.said import Said

# Error of people who digitise the sole in treadmill video, degrees: root mean square and the part
# of it that averaging does not remove, near and far foot (Mo 2025: 20 runners, 4,800 footfalls,
# against 3-D motion capture).
HAND_ERROR: Final[Mapping[bool, tuple[float, float]]] = {True: (2.9, 0.4), False: (5.1, 1.3)}


def correct_gait(gait: GaitMeasure, said: Mapping[str, Said], machine: Analysis) -> GaitMeasure:
    """Return the gait with contacts moved, removed and added, and soles as they were set.

    Parameters
    ----------
    gait : GaitMeasure
    said : mapping of step id to Said
    machine : Analysis
        The machine's own answer, for how the ground runs under each step.

    Raises
    ------
    InputError
        When a missed contact is one that the machine saw, or belongs to a foot or a time in which
        no strides were followed.
    """
    if gait.cycle is None:
        if any(own.missed for own in said.values()):
            raise InputError("No running strides were found in this clip, so no step can be added.")
        return gait
    elsewhere = [_said_in(part, said) for part in gait.passes]
    here = {name: own for name, own in said.items() if not any(name in part for part in elsewhere)}
    for own in here.values():
        if own.missed is not None and own.missed.side not in gait.sides:
            raise InputError(f"The {own.missed.side} foot could not be followed in this clip.")
    said_in = [here, *elsewhere]
    corrected = [
        {side: _correct_side(part, side, own, machine) for side in part.sides}
        for part, own in zip(gait.every_pass, said_in, strict=True)
    ]
    main, *passes = (
        dataclasses.replace(
            part, sides={side: _with_mean_angle(side, sides, corrected) for side in sides}
        )
        for part, sides in zip(gait.every_pass, corrected, strict=True)
    )
    return dataclasses.replace(main, passes=tuple(passes))


@dataclass(frozen=True, slots=True)
class _Corrected:
    """One foot in one pass with its steps corrected, and what that says of its mean angle.

    Attributes
    ----------
    measure : SideMeasure
        With the mean angle as it was.
    hand : sequence of Angle
        Of the soles that a person set.
    turn_deg : float
        By how much the angles of moved contacts changed, all of them together.
    touched : bool
        Whether anything was said.
    """

    measure: SideMeasure
    hand: Sequence[Angle] = ()
    turn_deg: float = 0.0
    touched: bool = False


def _with_mean_angle(
    side: Side,
    sides: Mapping[Side, _Corrected],
    passes: Sequence[Mapping[Side, _Corrected]],
) -> SideMeasure:
    """Return a foot with its mean angle as the corrections of all passes make it."""
    own, every = sides[side].measure, [part[side] for part in passes if side in part]
    if not any(foot.touched for foot in every):
        return own
    steps = sum(len(foot.measure.steps) for foot in every)
    turn = math.fsum(foot.turn_deg for foot in every) / max(steps, 1)
    hand = [angle for foot in every for angle in foot.hand]
    angle = dataclasses.replace(own.angle, value=own.angle.value + turn)
    return dataclasses.replace(own, angle=_with_hand(angle, hand, near=own.near))


def _said_in(part: GaitMeasure, said: Mapping[str, Said]) -> Mapping[str, Said]:
    """Return what was said of the steps of one pass, and of those that were missed in it."""
    known = {step.id for measure in part.sides.values() for step in measure.steps}
    return {
        name: own
        for name, own in said.items()
        if name in known or (own.missed is not None and _falls_into(part, own.missed))
    }


def _falls_into(part: GaitMeasure, contact: Correction) -> bool:
    """Return whether strides of the foot were followed in a pass when it touched the ground."""
    if part.cycle is None or contact.side is None or contact.frame is None:
        return False
    if contact.side not in part.sides:
        return False
    known = np.flatnonzero(np.isfinite(side_phase(part.cycle, contact.side)))
    return bool(len(known) and known[0] <= contact.frame <= known[-1])


def _correct_side(
    gait: GaitMeasure, side: Side, said: Mapping[str, Said], machine: Analysis
) -> _Corrected:
    measure = gait.sides[side]
    own = {step.id: said[step.id] for step in measure.steps if step.id in said}
    added = [s.missed for s in said.values() if s.missed and s.missed.side == side]
    if gait.cycle is None or not (own or added):
        return _Corrected(measure)
    phase = side_phase(gait.cycle, side)
    moved = _Moved(measure, phase)
    steps: list[tuple[StepEvents, Angle | None]] = []
    for step, angle in zip(measure.steps, measure.step_angles, strict=True):
        if not own.get(step.id, Said()).rejected:
            steps.append(moved.take(step, angle, own.get(step.id, Said()).contact))
    for contact in added:
        if not said[contact.step].rejected:
            steps.append((moved.add(contact, [step for step, _ in steps]), None))
    steps.sort(key=lambda pair: pair[0].contact_frame)
    hand = {
        step.id: _sole_angle(
            correction,
            _ground(machine, side, correction),
            near=measure.near,
            mirrored=gait.body.mirrored,
        )
        for step, _ in steps
        if (correction := said.get(step.id, Said()).sole) is not None
    }
    late, turn = moved.total
    corrected = dataclasses.replace(
        measure,
        events=dataclasses.replace(
            measure.events, contact=measure.events.contact + late / max(len(steps), 1)
        ),
        covered=measure.covered and not (hand or added or moved.any),
        steps=tuple(step for step, _ in steps),
        step_angles=tuple(hand.get(step.id, angle) for step, angle in steps),
    )
    return _Corrected(corrected, tuple(hand.values()), turn, touched=True)


class _Moved:
    """The contacts of one foot as they are moved, and how far in all."""

    def __init__(self, measure: SideMeasure, phase: FloatArray) -> None:
        self._measure = measure
        self._known = np.flatnonzero(np.isfinite(phase))
        self._rising = np.maximum.accumulate(phase[self._known])
        self._late: list[float] = []
        self._turn: list[float] = []

    @property
    def any(self) -> bool:
        """Whether a person moved a contact."""
        return bool(self._late)

    def _phase_at(self, frame: float) -> float:
        return float(np.interp(frame, self._known, self._rising))

    def take(
        self, step: StepEvents, angle: Angle | None, contact: Correction | None
    ) -> tuple[StepEvents, Angle | None]:
        """Return a step and its angle at the frame to which a person moved it, if any did."""
        if contact is None or contact.frame is None:
            return step, angle
        late = self._phase_at(contact.frame) - self._phase_at(step.contact_frame)
        turn = self._change_deg(late)
        self._late.append(late)
        self._turn.append(turn or 0.0)
        toe_off = step.toe_off_frame
        if toe_off is not None and toe_off <= contact.frame:
            toe_off = None  # that of another stance
        moved = dataclasses.replace(step, contact_frame=float(contact.frame), toe_off_frame=toe_off)
        if angle is None or turn is None:
            return moved, None
        return moved, dataclasses.replace(angle, value=angle.value + turn)

    def _change_deg(self, late: float) -> float | None:
        """Return how the angle changes where contact is later; None too far from where it was."""
        if self._measure.landing is not None:
            return self._measure.landing.change_deg(late)
        contact = self._measure.events.contact
        at, moved = self._measure.mean.pitch(np.array([contact, contact + late]))
        return float(moved - at)

    def add(self, contact: Correction, others: Sequence[StepEvents]) -> StepEvents:
        """Return the events of a contact that the machine missed."""
        assert contact.side is not None
        assert contact.frame is not None
        if not self._known[0] <= contact.frame <= self._known[-1]:
            raise InputError(
                f"Frame {contact.frame:g} lies outside the part of the clip that was judged "
                f"(frames {self._known[0]} to {self._known[-1]}), so no step can be added there."
            )
        events = self._measure.events
        stride = round(self._phase_at(contact.frame) - events.contact)
        twin = next((step for step in others if step.stride == stride), None)
        if twin is not None:
            raise InputError(
                f"The step at frame {contact.frame:g} is there already: it is {twin.id}, at frame "
                f"{twin.contact_frame:.1f}. Move its contact instead."
            )
        toe_off = None
        if events.toe_off is not None and stride + events.toe_off <= self._rising[-1]:
            toe_off = float(np.interp(stride + events.toe_off, self._rising, self._known))
        return StepEvents(contact.side, stride, float(contact.frame), toe_off, contact.step)

    @property
    def total(self) -> tuple[float, float]:
        """By how much instants (strides) and angles were moved, all of them together."""
        return math.fsum(self._late), math.fsum(self._turn)


def _ground(machine: Analysis, side: Side, correction: Correction) -> GroundLine | None:
    """Return how the ground runs under a step of a foot, else under the one nearest to it."""
    assert machine.feet is not None
    assert correction.heel is not None
    lines = machine.feet.ground
    own = [step for step in machine.steps if step.side == side and step.index in lines]
    if not own:
        return None
    x, y = correction.heel

    def apart(step: Step) -> tuple[bool, float, int]:
        line = lines[step.index]
        return step.id != correction.step, math.hypot(line.x - x, line.y - y), step.index

    return lines[min(own, key=apart).index]


def _sole_angle(
    correction: Correction, ground: GroundLine | None, *, near: bool, mirrored: bool
) -> Angle:
    """Return the angle of a sole that a person set, against the ground under it."""
    assert correction.heel is not None
    assert correction.toe is not None
    along = np.array(correction.toe) - np.array(correction.heel)
    x, y = turn_axes(along, mirrored=mirrored)
    slope = 0.0
    if ground is not None:
        run, rise = turn_axes(np.array([ground.dx, ground.dy]), mirrored=mirrored)
        slope = math.degrees(math.atan2(rise, run))
    # Whoever began with the toes means the same line: no foot lands backwards.
    value = (math.degrees(math.atan2(y, x)) - slope + 90.0) % 180.0 - 90.0
    error, _ = HAND_ERROR[near]
    return Angle(value, spread=error, noise=error, source="person")


def _with_hand(machine: Angle, hand: Sequence[Angle], *, near: bool) -> Angle:
    """Return a foot's angle from the machine's and the soles that a person set."""
    if not hand:
        return machine
    error, lasting = HAND_ERROR[near]
    value = math.fsum(angle.value for angle in hand) / len(hand)
    scatter = (error**2 - lasting**2 + STEP_SPREAD**2) / len(hand)
    spread = math.sqrt(lasting**2 + scatter)
    apart = Z * math.hypot(spread, machine.most_spread)
    if machine.direct and abs(machine.value - value) <= apart:
        weights = (spread**-2, machine.most_spread**-2)
        value = (weights[0] * value + weights[1] * machine.value) / sum(weights)
        spread = sum(weights) ** -0.5
    return Angle(value, spread=spread, noise=spread, source="person")
