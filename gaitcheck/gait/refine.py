"""Replace what the landmarks told about a landing by what the shoe itself showed."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Final

import numpy as np

from gaitcheck.gait.body import Body
from gaitcheck.gait.contacts import MeanEvents, StepEvents, find_steps, strides_since
from gaitcheck.gait.cycle import Cycle
from gaitcheck.gait.fold import side_phase
from gaitcheck.gait.landing import Landing, find_landing
from gaitcheck.gait.measure import GaitMeasure, SideMeasure
from gaitcheck.gait.push_off import PICTURE_BIAS, ToeOff, find_toe_off
from gaitcheck.gait.sole import LANDING, SoleLanding, land_on_soles, push_off_on_soles, speed_back
from gaitcheck.gait.sole_tracks import SEEN
from gaitcheck.gait.strike import (
    Angle,
    compression_spread,
    doubted_angle,
    join_sole,
    label,
    shoe_angle,
    shoe_step_angle,
    strike_probability,
    weigh_landmarks,
)
from gaitcheck.model import SIDES, FloatArray, PushOff, ShoeTrack, Side, SoleTrack

# What a landing from the shoe needs to be believed: likeness of both halves of the shoe at contact
# with the flat one, small steps that agree with the direct comparison, halves that agree; readings
# around contact; an instant of contact known to this share of a stride (14 ms).
LEAST_ANCHOR: Final = 0.6
MOST_GAP_DEG: Final = 6.0
MOST_HALVES_DEG: Final = 16.0
FEWEST_LOOKS: Final = 10
MOST_CONTACT_SPREAD: Final = 0.020
# Likeness from which a landing that all else speaks for may object to the other foot speaking for
# both: of four such feet of rendered clips none was off by more than 8 degrees.
DOUBTED_ANCHOR: Final = 0.5
# Height of the striking end over the ground at contact, foot lengths: far off, it was no contact (a
# steep heel lands on its rounded edge, which lies up to 0.1 off).
MOST_HEIGHT: Final = 0.12
# The scatter of one reading of the pitch, degrees, beyond which the shoe was not followed; and the
# uncertainty of the mean pitch, large where the foot keeps turning when it should lie flat.
MOST_NOISE_DEG: Final = 6.0
MOST_PITCH_NOISE_DEG: Final = 2.5
# Two shoes put the contacts of the feet at most .026 strides from even steps on 56 rendered clips
# (benchmarks/accuracy); beyond this one of them was misread, or the runner limps as nobody runs.
MOST_UNEVEN: Final = 0.05
# Uncertainty in degrees up to which a shoe that was followed needs no help: soles are read to 3.
SHARP_SHOE: Final = 2.0
# How slowly one foot may go back on the ground against the other: .69 and more in 24 clips whose
# landings were right, .43 to .52 where a foot that was still in the air was taken for a flat one.
SLOWEST_FOOT: Final = 0.6
# How many times likelier soles are misread where the clip changes its speed.
RAMP_MISREAD: Final = 3.0
# Probability of a sole to be seen below which something is taken to hide it.
LIKELY_SEEN: Final = 0.5
# Strides before contact in which a foot comes down, and the share of their pictures in which a sole
# must be seen for a flat landing. Of 85 feet called midfoot in 724 films, 460 with something in
# front (benchmarks/occluded.py), it left both wrong ones without a label, and 2 right ones.
COMING_DOWN: Final = -0.08
LEAST_SEEN_COMING: Final = 0.5
# Where the landmarks make it likelier than not that the shoe was misread, neither is believed.
MOST_MISREAD: Final = 0.5


def refine_gait(
    gait: GaitMeasure,
    shoes: Mapping[Side, ShoeTrack],
    quantiser: float = float("nan"),
    soles: Mapping[Side, SoleTrack] | None = None,
    shift: FloatArray | None = None,
) -> GaitMeasure:
    """Return the measurement with contacts and angles from the pictures, where they tell them.

    Parameters
    ----------
    gait : GaitMeasure
        From the landmarks.
    shoes : mapping of side to ShoeTrack
    quantiser : float
        How strongly the clip was compressed (`video.compression`); NaN where unknown.
    soles : mapping of side to SoleTrack, optional
        By the foot whose they are, see `soles_of_legs`.
    shift : array, shape (frames, 2), optional
        How far the background moved since the frame before, pixels (`Tracking.known_shift`).
    """
    if gait.cycle is None:
        return gait
    late = set() if gait.cycle.steady else _misplaced(gait.sides)
    compression = compression_spread(quantiser)
    sides = {
        side: _refine_side(gait.cycle, measure, shoes[side], compression)
        if side in shoes and side not in late
        else measure
        for side, measure in gait.sides.items()
    }
    sides = dict(_without_odd_contact(gait.sides, sides))
    for side, sole in (soles or {}).items():
        if side in sides and side not in late:
            told = add_sole_evidence(gait.cycle, gait.body, sides[side], sole, side, shift)
            if told.covered or _only_flat(gait.cycle, told, sole, side):
                # What stands before a foot can be followed as its shoe can.
                told = dataclasses.replace(gait.sides[side], covered=True)
            sides[side] = told
    return dataclasses.replace(gait, sides=sides)


def _misplaced(sides: Mapping[Side, SideMeasure]) -> set[Side]:
    """Return the foot that is not on the ground when its phase predicts that it is.

    Where the pace changes, as where a clip turns to slow motion, the phase may be off by a tenth of
    a stride. On the ground both feet go back under the body at the speed of the run; one that goes
    much slower there is still in the air.
    """
    if len(sides) < len(SIDES):
        return set()
    speed = {side: -speed_back(measure.mean, measure.events) for side, measure in sides.items()}
    slow = min(speed, key=lambda side: speed[side])
    return {slow} if speed[slow] < SLOWEST_FOOT * max(speed.values()) else set()


def add_sole_evidence(
    cycle: Cycle,
    body: Body,
    measure: SideMeasure,
    sole: SoleTrack,
    side: Side,
    shift: FloatArray | None = None,
) -> SideMeasure:
    """Return what was measured on a foot with what its sole tells in single pictures.

    Where both contradict each other, the foot is left open. Else a shoe that was followed sharply
    stands as it is, one that was less so is joined with the sole, each by its error; where no shoe
    was followed, the sole gives contact and angle. Its sole tells of a step in which the shoe was
    not followed.

    Parameters
    ----------
    cycle : Cycle
    body : Body
    measure : SideMeasure
        As the landmarks and the shoe gave it.
    sole : SoleTrack
    side : Side
    shift : array, shape (frames, 2), optional
        How far the background moved since the frame before, pixels.
    """
    phase = side_phase(cycle, side)
    landing = land_on_soles(
        sole, phase, measure.events, body, speed_back(measure.mean, measure.events), shift
    )
    if landing is None:
        return dataclasses.replace(measure, covered=_is_covered(sole, phase, measure.events))
    if not cycle.one_speed:
        landing = _doubted(landing)
    if measure.landing is not None:
        return _joined(measure, landing)
    if measure.conflict:
        return dataclasses.replace(measure, sole=landing)
    events = _moved(measure.events, landing)
    toe_off = _toe_off(events, push_off_on_soles(sole, phase, events), 0.0)
    events = _lifted(events, toe_off)
    steps = _steps(cycle, side, measure, events, landing)
    return dataclasses.replace(
        measure,
        events=events,
        angle=landing.angle,
        steps=steps,
        step_angles=tuple(landing.step_angle(step.stride) for step in steps),
        looks=landing.looks,
        sole=landing,
        toe_off=toe_off,
    )


def _is_covered(sole: SoleTrack, phase: FloatArray, events: MeanEvents) -> bool:
    """Return whether something hides the sole as it lands, in most pictures of all steps."""
    since = strides_since(events.contact, phase)
    looked_at = (np.abs(since) < LANDING) & np.isfinite(sole.heel).all(axis=1)
    return bool(looked_at.any()) and float(np.median(sole.seen[looked_at])) < LIKELY_SEEN


def _only_flat(cycle: Cycle, measure: SideMeasure, sole: SoleTrack, side: Side) -> bool:
    """Return whether a foot would be labelled midfoot that was hardly seen before it landed.

    What hides a foot until it has turned flat leaves a midfoot landing of every strike.
    """
    since = strides_since(measure.events.contact, side_phase(cycle, side))
    coming = (since >= COMING_DOWN) & (since < 0.0) & np.isfinite(sole.heel).all(axis=1)
    if not coming.any() or np.mean(sole.seen[coming] >= SEEN) >= LEAST_SEEN_COMING:
        return False
    return label(strike_probability(measure.angle)) == "midfoot"


def _doubted(landing: SoleLanding) -> SoleLanding:
    """Return a landing of a clip whose speed changes: the rhythm itself may be misread there."""
    misread = min(RAMP_MISREAD * landing.angle.misread, MOST_MISREAD)
    return dataclasses.replace(landing, angle=dataclasses.replace(landing.angle, misread=misread))


def _joined(measure: SideMeasure, sole: SoleLanding) -> SideMeasure:
    """Return a foot whose shoe was followed with what its sole tells beside it."""
    both = join_sole(measure.angle, sole.angle)
    if both.misread > MOST_MISREAD:
        return dataclasses.replace(measure, sole=sole, conflict=True)
    angle = measure.angle if measure.angle.most_spread <= SHARP_SHOE else both

    def told(step: StepEvents, own: Angle | None) -> Angle | None:
        if own is None:
            return sole.step_angle(step.stride, angle)
        return own if angle is measure.angle else step_beside(own, measure.angle, both)

    steps = tuple(map(told, measure.steps, measure.step_angles))
    return dataclasses.replace(measure, angle=angle, step_angles=steps, sole=sole)


def step_beside(step: Angle, before: Angle, both: Angle) -> Angle:
    """Return a step's angle after its foot's was joined: as far from the mean, and as uncertain."""

    def widened(own: float, mean: float, joined: float) -> float:
        return float(np.sqrt(joined**2 + max(own**2 - mean**2, 0.0)))

    return dataclasses.replace(
        both,
        value=step.value + both.value - before.value,
        spread=widened(step.spread, before.spread, both.spread),
        noise=widened(step.noise, before.noise, both.noise),
    )


def _without_odd_contact(
    before: Mapping[Side, SideMeasure], after: Mapping[Side, SideMeasure]
) -> Mapping[Side, SideMeasure]:
    """Where the steps come out uneven, drop the shoe whose contact is the least expected one."""
    landings = {s: m.landing for s, m in after.items() if m.landing is not None}
    if len(landings) < len(SIDES):
        return after
    step = after["right"].events.contact + 0.5 - after["left"].events.contact
    if abs((step % 1.0) - 0.5) <= MOST_UNEVEN:
        return after
    odd = max(landings, key=lambda side: abs(landings[side].contact))
    return {**after, odd: dataclasses.replace(before[odd], conflict=True)}


def _refine_side(
    cycle: Cycle, measure: SideMeasure, track: ShoeTrack, compression: float
) -> SideMeasure:
    track = _on_the_count_of(cycle, track)
    landing = find_landing(track, measure.events.contact)
    if landing is None:
        return measure
    if not believable(landing):
        seen = landing.anchor >= DOUBTED_ANCHOR and _followed(landing)
        return dataclasses.replace(measure, doubted=doubted_angle(landing) if seen else None)
    angle = shoe_angle(
        landing, near=measure.near, steps=len(measure.steps), compression=compression
    )
    angle = weigh_landmarks(angle, measure.angle, track.foot_length)
    if angle.misread > MOST_MISREAD:
        return dataclasses.replace(measure, conflict=True)
    events = _moved(measure.events, landing)
    toe_off = _toe_off(events, track.push_off)
    events = _lifted(events, toe_off)
    steps = _steps(cycle, track.side, measure, events, landing)
    return dataclasses.replace(
        measure,
        events=events,
        angle=angle,
        steps=steps,
        step_angles=tuple(shoe_step_angle(landing, angle, step.stride) for step in steps),
        looks=landing.looks,
        landing=landing,
        toe_off=toe_off,
        shoe=angle,
    )


def _on_the_count_of(cycle: Cycle, track: ShoeTrack) -> ShoeTrack:
    """Return the track with its strides counted as the cycle does, whose count may start anew."""
    if not len(track.frames):
        return track
    ahead = side_phase(cycle, track.side)[track.frames] - track.phase
    known = ahead[np.isfinite(ahead)]
    late = float(np.round(np.median(known))) if len(known) else 0.0
    return dataclasses.replace(track, phase=track.phase + late)


def _moved(events: MeanEvents, landing: Landing | SoleLanding) -> MeanEvents:
    """Return the mean events with contact where the pictures show it."""
    contact = events.contact + landing.contact
    return dataclasses.replace(events, contact=contact, contact_spread=landing.contact_spread)


def _lifted(events: MeanEvents, toe_off: ToeOff | None) -> MeanEvents:
    """Return the mean events with toe-off where the pictures show it."""
    if toe_off is None or events.toe_off is None:
        return events
    at = events.toe_off + toe_off.at
    return dataclasses.replace(events, toe_off=at, toe_off_spread=toe_off.spread)


def _toe_off(
    events: MeanEvents, push_off: PushOff | None, bias_deg: float = PICTURE_BIAS
) -> ToeOff | None:
    """Return what the pictures tell of toe-off; None where they tell nothing."""
    if push_off is None:
        return None
    return find_toe_off(push_off, events.toe_off_spread, bias_deg)


def believable(landing: Landing) -> bool:
    """Return whether the shoe was followed well enough to replace the landmarks."""
    return landing.anchor >= LEAST_ANCHOR and _followed(landing)


def _followed(landing: Landing) -> bool:
    """Return whether all but the shoe's likeness at contact speaks for the landing."""
    return (
        abs(landing.gap_deg) <= MOST_GAP_DEG
        and abs(landing.halves_deg) <= MOST_HALVES_DEG
        and landing.looks >= FEWEST_LOOKS
        and not abs(landing.height) > MOST_HEIGHT
        and landing.contact_spread <= MOST_CONTACT_SPREAD
        and landing.reading_noise_deg <= MOST_NOISE_DEG
        and landing.pitch_noise_deg <= MOST_PITCH_NOISE_DEG
    )


def _steps(
    cycle: Cycle,
    side: Side,
    measure: SideMeasure,
    events: MeanEvents,
    landing: Landing | SoleLanding,
) -> tuple[StepEvents, ...]:
    """Return the steps of a foot, each with its contact where that very step touched."""
    phase = side_phase(cycle, side)
    known = np.flatnonzero(np.isfinite(phase))
    rising = np.maximum.accumulate(phase[known])

    def shifted(step: StepEvents) -> StepEvents:
        at = float(np.interp(step.contact_frame, known, rising)) + landing.late(step.stride)
        return dataclasses.replace(step, contact_frame=float(np.interp(at, rising, known)))

    return tuple(shifted(step) for step in find_steps(cycle, side, measure.mean, events))
