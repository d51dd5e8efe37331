"""Whether there is running in the clip, steady enough and with enough steps."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import numpy as np

from gaitcheck.gait.curves import smooth
from gaitcheck.gait.cycle import RAMP, even_clock, leg_separation
from gaitcheck.gait.extremes import turning_points
from gaitcheck.gait.metrics.reading import Missing
from gaitcheck.gait.metrics.speed import read_speed
from gaitcheck.gait.pace import LEG_LENGTH_M
from gaitcheck.gait.phase import PROMINENCE
from gaitcheck.gait.quality.evidence import (
    EVERY_METRIC,
    FEET,
    FOOT_METRICS,
    SIDE_VIEW,
    STRIDES,
    Check,
    Evidence,
    blocker,
    info,
    warning,
)
from gaitcheck.model import SIDES, Finding, FloatArray

# Correlation of the legs' scissoring with itself a stride later.
LOWEST_REGULARITY: Final = 0.4
# Left and right contact lie half a stride apart; off by more than this, in strides, the feet do not
# alternate: a quarter of the half stride between them.
MOST_ASYMMETRY: Final = 0.12
# Share of the near foot's contacts which the cadence calls for that must have been seen.
LEAST_SEEN: Final = 0.6
# Height of the ankles over their way back minus that over their way forward, leg lengths: -0.44 to
# -0.05 in 46 running clips and their opposite when played in reverse.
HIGHER_GOING_BACK: Final = 0.03
# Feet without a body that are on the ground for less than this share of the stride are no runner's:
# .21 and more in 20 real and drawn runs, .14 and less where landmarks lay on anything.
LEAST_ON_GROUND: Final = 0.16
# Ankles that move less than this against each other, leg lengths, belong to somebody who stands.
STANDING_RANGE: Final = 0.35
# Share of the clip below which it is said which part was used.
USED_SHARE: Final = 0.85
# Steps of a foot from which on a mean is steady: the 95 % interval of an angle that varies by 2
# degrees from step to step is then below 1.5 degrees.
FEW_STEPS: Final = 8
# Half strides outside the part used that show another pace.
FEWEST_OUTSIDE: Final = 3
# The console's speed may differ by so much (calibration of treadmills, leg length from height).
BELT_TOLERANCE: Final = 0.15


def no_running(evidence: Evidence) -> Finding | None:
    """Name a clip without running strides; say so when the person stands."""
    pace = evidence.gait.pace
    if evidence.gait.cycle is not None and not (pace and pace.on_ground < LEAST_ON_GROUND):
        return None
    legs = evidence.gait.body.legs
    apart = (legs["left"].ankle - legs["right"].ankle)[:, 0] / evidence.leg_px
    known = apart[np.isfinite(apart)]
    if known.size and float(np.ptp(np.percentile(known, [5, 95]))) < STANDING_RANGE:
        return blocker("standing", spoils=EVERY_METRIC, needs=SIDE_VIEW)
    return blocker("no_running_cycle", spoils=EVERY_METRIC, needs=SIDE_VIEW)


def no_run(evidence: Evidence) -> Finding | None:
    """Name walking and other movements that step as a run does and are none."""
    match evidence.gait.no_run:
        case "on_the_spot":
            return blocker("on_the_spot", spoils=EVERY_METRIC, needs=SIDE_VIEW)
        case "walking":
            return blocker("walking", spoils=EVERY_METRIC, needs=SIDE_VIEW)
        case "feet_stay_level":
            return blocker("feet_stay_level", spoils=EVERY_METRIC, needs=SIDE_VIEW)
    return None


def backwards(evidence: Evidence) -> Finding | None:
    """Name a clip that is played in reverse: the feet go back through the air, ahead on the ground.

    A runner's foot is down while the body passes over it, so relative to the pelvis it goes back
    low and comes ahead high.
    """
    gait = evidence.gait
    if gait.cycle is None or gait.no_run in ("on_the_spot", "feet_stay_level"):
        return None
    ankles = [(leg.ankle - gait.body.pelvis) / evidence.leg_px for leg in gait.body.legs.values()]
    used = np.flatnonzero(evidence.used)
    halves = [
        float(np.mean([_rise_going_back(ankle[part]) for ankle in ankles]))
        for part in np.array_split(used, 2)
    ]
    if min(halves) < -HIGHER_GOING_BACK and max(halves) > HIGHER_GOING_BACK:
        return blocker("played_both_ways", spoils=EVERY_METRIC, needs=SIDE_VIEW | FEET)
    if not float(np.mean([_rise_going_back(ankle[used]) for ankle in ankles])) > HIGHER_GOING_BACK:
        return None
    return blocker("runs_backwards", spoils=EVERY_METRIC, needs=SIDE_VIEW | FEET)


def _rise_going_back(ankle: FloatArray) -> float:
    """Return how much higher an ankle (frames, 2) is going back than coming ahead."""
    ahead, height = np.gradient(ankle[:, 0]), ankle[:, 1]
    known = np.isfinite(ahead) & np.isfinite(height)
    ahead, height = ahead[known], height[known]
    back, forth = np.clip(-ahead, 0.0, None), np.clip(ahead, 0.0, None)
    if not back.any() or not forth.any():
        return float("nan")
    return float(np.average(height, weights=back) - np.average(height, weights=forth))


def irregular(evidence: Evidence) -> Finding | None:
    """Name strides that do not repeat."""
    cycle = evidence.gait.cycle
    if cycle is None or not cycle.steady or cycle.regularity >= LOWEST_REGULARITY:
        return None
    return blocker("irregular_cycle", spoils=EVERY_METRIC, needs=SIDE_VIEW)


def no_alternation(evidence: Evidence) -> Finding | None:
    """Name legs that were mixed up."""
    sides = evidence.gait.sides
    if len(sides) < len(SIDES):
        return None
    left, right = (sides[side].events.contact for side in SIDES)
    if abs(left - right) <= MOST_ASYMMETRY:
        return None
    return blocker("feet_do_not_alternate", spoils=EVERY_METRIC, needs=SIDE_VIEW | FEET)


def missing_contacts(evidence: Evidence) -> Finding | None:
    """Name a near foot whose contacts were mostly not seen."""
    gait = evidence.gait
    near = [measure for measure in gait.sides.values() if measure.near]
    if gait.cycle is None or not gait.cycle.steady or not near:
        return None
    found, expected = len(near[0].steps), int(gait.cycle.strides)
    if found >= LEAST_SEEN * expected:
        return None
    return blocker(
        "contacts_missing", spoils=FOOT_METRICS, needs=SIDE_VIEW, found=found, expected=expected
    )


def uneven_pace(evidence: Evidence) -> Finding | None:
    """Name a changing playback speed, or a clip of few strides."""
    cycle = evidence.gait.cycle
    if cycle is None:
        return None
    if not cycle.one_speed:
        return warning("speed_ramp", "everywhere", needs=STRIDES, times=cycle.pace_change)
    if cycle.steady:
        other = _pace_outside(evidence)
        if other is None:
            return None
        return info(
            "speed_ramp",
            "faster" if other < 1 else "slower",
            needs=STRIDES,
            times=max(other, 1 / other),
        )
    return warning("uneven_pace", needs=STRIDES)


def _pace_outside(evidence: Evidence) -> float | None:
    """Return how many times longer half strides last outside the part used, if it matters."""
    cycle, time_s = evidence.gait.cycle, evidence.time_s
    assert cycle is not None
    separation = leg_separation(evidence.gait.body)
    known = np.isfinite(separation)
    clock = even_clock(time_s)
    wave = smooth(np.interp(clock, time_s[known], separation[known]), 1.0)
    swing = float(np.ptp(np.percentile(wave, [5, 95])))
    extremes, _ = turning_points(wave, PROMINENCE * swing)
    half = cycle.stride_s / 2
    used = time_s[evidence.used]
    # The part used reaches half a stride beyond its outer extremes.
    start, stop = used[0] + half, used[-1] - half
    halves = np.array([b - a for a, b in pairwise(clock[extremes]) if b <= start or a >= stop])
    if len(halves) < FEWEST_OUTSIDE:
        return None
    ratio = float(np.median(halves)) / half
    return ratio if max(ratio, 1 / ratio) >= RAMP else None


def part_used(evidence: Evidence) -> Finding | None:
    """Say which part of the clip was used."""
    if evidence.gait.cycle is None:
        return None
    used = np.flatnonzero(evidence.used)
    time_s = evidence.time_s
    first, end = evidence.tracking.looked_at
    total = time_s[end - 1] - time_s[first]
    start, stop = time_s[used[0]], time_s[used[-1]]
    if total <= 0 or (stop - start) / total >= USED_SHARE:
        return None
    return info(
        "part_used",
        "" if evidence.tracking.part is None else "of_chosen",
        needs=STRIDES,
        start_s=start,
        stop_s=stop,
        whole_s=total,
    )


def part_chosen(evidence: Evidence) -> Finding | None:
    """Say which part of the clip the user chose."""
    if evidence.tracking.part is None:
        return None
    (first, end), time_s = evidence.tracking.part, evidence.time_s
    return info(
        "part_chosen",
        start_s=time_s[first],
        stop_s=time_s[end - 1],
        clip_s=evidence.observation.clip.duration_s,
    )


def few_steps(evidence: Evidence) -> Finding | None:
    """Say that a mean over few steps is uncertain."""
    gait = evidence.gait
    if gait.cycle is None or not gait.sides:
        return None
    counts = {side: gait.steps_of(side) for side in SIDES}
    if min(counts.values()) >= FEW_STEPS:
        return None
    return info("few_steps", needs=STRIDES, left=counts["left"], right=counts["right"])


def belt_speed(evidence: Evidence) -> Finding | None:
    """Compare the speed that the feet show with the console's."""
    if evidence.belt_kmh is None or evidence.form is None or evidence.form.feet_alone:
        return None
    speed = read_speed(evidence.form)
    if isinstance(speed, Missing) or speed.value <= 0:
        return None
    leg_m = evidence.form.leg_m
    found = 3.6 * speed.value * (leg_m or LEG_LENGTH_M)
    ratio = evidence.belt_kmh / found
    basis = "height" if leg_m else "no_height"
    if abs(ratio - 1) <= BELT_TOLERANCE:
        return info(
            "belt_speed_agrees", basis, needs=STRIDES, found_kmh=found, belt_kmh=evidence.belt_kmh
        )
    return warning(
        "belt_speed_differs",
        basis,
        needs=STRIDES,
        found_kmh=found,
        belt_kmh=evidence.belt_kmh,
        factor=evidence.slow.factor,
    )


CHECKS: Final[tuple[Check, ...]] = (
    no_running,
    no_run,
    backwards,
    irregular,
    no_alternation,
    missing_contacts,
    uneven_pace,
    belt_speed,
    part_chosen,
    part_used,
    few_steps,
)
