"""Whether there is running in the clip, steady enough and with enough steps."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import numpy as np

from gaitcheck.gait.curves import smooth
from gaitcheck.gait.cycle import RAMP, even_clock, leg_separation
from gaitcheck.gait.extremes import turning_points
from gaitcheck.gait.metrics.form import USUAL_LEG_M
from gaitcheck.gait.metrics.reading import Missing
from gaitcheck.gait.metrics.speed import read_speed
from gaitcheck.gait.phase import PROMINENCE
from gaitcheck.gait.quality.evidence import (
    FILM_AGAIN,
    Check,
    Evidence,
    blocker,
    info,
    warning,
)
from gaitcheck.model import SIDES, FloatArray, QualityNote

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
ONE_SPEED: Final = "Use 15 seconds of even running at one playback speed."


def no_running(evidence: Evidence) -> QualityNote | None:
    """Name a clip without running strides; say so when the person stands."""
    if evidence.gait.cycle is not None:
        return None
    legs = evidence.gait.body.legs
    apart = (legs["left"].ankle - legs["right"].ankle)[:, 0] / evidence.leg_px
    known = apart[np.isfinite(apart)]
    if known.size and float(np.ptp(np.percentile(known, [5, 95]))) < STANDING_RANGE:
        return blocker(
            "standing",
            "The person in the picture is standing: the legs do not swing past each other.",
            "Use the part of the clip that shows running.",
        )
    return blocker(
        "no_running_cycle",
        "No running strides were found: the legs do not swing past each other often enough.",
        "Use a clip that shows at least three strides of running.",
    )


def walking(evidence: Evidence) -> QualityNote | None:
    """Name walking."""
    pace = evidence.gait.pace
    if pace is None or not pace.walking:
        return None
    return blocker(
        "walking",
        "This looks like walking: the body is highest over the standing foot, not in the air.",
        "Film a run.",
    )


def backwards(evidence: Evidence) -> QualityNote | None:
    """Name a clip that is played in reverse: the feet go back through the air, ahead on the ground.

    A runner's foot is down while the body passes over it, so relative to the pelvis it goes back
    low and comes ahead high.
    """
    gait = evidence.gait
    if gait.cycle is None:
        return None
    ankles = [(leg.ankle - gait.body.pelvis) / evidence.leg_px for leg in gait.body.legs.values()]
    used = np.flatnonzero(evidence.used)
    halves = [
        float(np.mean([_rise_going_back(ankle[part]) for ankle in ankles]))
        for part in np.array_split(used, 2)
    ]
    if min(halves) < -HIGHER_GOING_BACK and max(halves) > HIGHER_GOING_BACK:
        return blocker(
            "played_both_ways",
            "One part of the clip plays forward, another in reverse.",
            "Use the part that plays forward.",
        )
    if not float(np.mean([_rise_going_back(ankle[used]) for ankle in ankles])) > HIGHER_GOING_BACK:
        return None
    return blocker(
        "runs_backwards",
        "The clip plays in reverse, or the person runs backwards: the feet move forward on the "
        "ground and back through the air.",
        "Use a clip of running forward that plays forward.",
    )


def _rise_going_back(ankle: FloatArray) -> float:
    """Return how much higher an ankle (frames, 2) is going back than coming ahead."""
    ahead, height = np.gradient(ankle[:, 0]), ankle[:, 1]
    known = np.isfinite(ahead) & np.isfinite(height)
    ahead, height = ahead[known], height[known]
    back, forth = np.clip(-ahead, 0.0, None), np.clip(ahead, 0.0, None)
    if not back.any() or not forth.any():
        return float("nan")
    return float(np.average(height, weights=back) - np.average(height, weights=forth))


def irregular(evidence: Evidence) -> QualityNote | None:
    """Name strides that do not repeat."""
    cycle = evidence.gait.cycle
    if cycle is None or not cycle.steady or cycle.regularity >= LOWEST_REGULARITY:
        return None
    return blocker(
        "irregular_cycle",
        "The strides do not repeat, so the runner could not be followed from step to step.",
        FILM_AGAIN,
    )


def no_alternation(evidence: Evidence) -> QualityNote | None:
    """Name legs that were mixed up."""
    sides = evidence.gait.sides
    if len(sides) < len(SIDES):
        return None
    left, right = (sides[side].events.contact for side in SIDES)
    if abs(left - right) <= MOST_ASYMMETRY:
        return None
    return blocker(
        "feet_do_not_alternate",
        "Left and right do not take turns as in running: the two legs were mixed up.",
        FILM_AGAIN,
    )


def missing_contacts(evidence: Evidence) -> QualityNote | None:
    """Name a near foot whose contacts were mostly not seen."""
    gait = evidence.gait
    near = [measure for measure in gait.sides.values() if measure.near]
    if gait.cycle is None or not gait.cycle.steady or not near:
        return None
    found, expected = len(near[0].steps), int(gait.cycle.strides)
    if found >= LEAST_SEEN * expected:
        return None
    return blocker(
        "contacts_missing",
        f"Only {found} landings of the near foot were seen; at this cadence there should be about "
        f"{expected}.",
        "Move the camera so that nothing stands between it and the feet.",
    )


def uneven_pace(evidence: Evidence) -> QualityNote | None:
    """Name a changing playback speed, or a clip of few strides."""
    cycle = evidence.gait.cycle
    if cycle is None:
        return None
    if not cycle.one_speed:
        return warning(
            "speed_ramp",
            f"The time from step to step changes {cycle.pace_change:.1f} times within the clip: it "
            "changes to slow motion or back, or the legs could not be followed. So there is no "
            "cadence, contact time or speed, and each step was read by itself.",
            ONE_SPEED,
        )
    if cycle.steady:
        other = _pace_outside(evidence)
        if other is None:
            return None
        return info(
            "speed_ramp",
            f"In another part of the clip the steps follow {max(other, 1 / other):.1f} times "
            f"{'faster' if other < 1 else 'slower'}: it changes to slow motion or back, or the "
            "legs could not be followed there. Only the longest part at one pace was used.",
            ONE_SPEED,
        )
    return warning(
        "uneven_pace",
        "The clip shows only a few strides, or their pace changes, so each step was read by "
        "itself.",
        ONE_SPEED,
    )


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


def part_used(evidence: Evidence) -> QualityNote | None:
    """Say which part of the clip was used."""
    if evidence.gait.cycle is None:
        return None
    used = np.flatnonzero(evidence.used)
    time_s = evidence.time_s
    first, end = evidence.tracking.looked_at
    total = time_s[end - 1] - time_s[first]
    chosen = "" if evidence.tracking.part is None else " that you chose"
    start, stop = time_s[used[0]], time_s[used[-1]]
    if total <= 0 or (stop - start) / total >= USED_SHARE:
        return None
    return info(
        "part_used",
        f"The steady part from {start:.1f} to {stop:.1f} s was used, of {total:.1f} s{chosen}.",
        "Nothing to do, if that is the run that you mean.",
    )


def part_chosen(evidence: Evidence) -> QualityNote | None:
    """Say which part of the clip the user chose."""
    if evidence.tracking.part is None:
        return None
    (first, end), time_s = evidence.tracking.part, evidence.time_s
    return info(
        "part_chosen",
        f"Only the part from {time_s[first]:.1f} to {time_s[end - 1]:.1f} s of the clip's "
        f"{evidence.observation.clip.duration_s:.1f} s was looked at, as you chose.",
        "Nothing to do; to see another part, analyse the clip again and choose that.",
    )


def few_steps(evidence: Evidence) -> QualityNote | None:
    """Say that a mean over few steps is uncertain."""
    sides = evidence.gait.sides
    if evidence.gait.cycle is None or not sides:
        return None
    counts = {side: len(sides[side].steps) if side in sides else 0 for side in SIDES}
    if min(counts.values()) >= FEW_STEPS:
        return None
    return info(
        "few_steps",
        f"Only {counts['left']} left and {counts['right']} right steps could be used, too few for "
        "certain averages.",
        "Film 15 to 20 seconds of steady running.",
    )


def belt_speed(evidence: Evidence) -> QualityNote | None:
    """Compare the speed that the feet show with the console's."""
    if evidence.belt_kmh is None or evidence.form is None:
        return None
    speed = read_speed(evidence.form)
    if isinstance(speed, Missing) or speed.value <= 0:
        return None
    leg_m = evidence.form.leg_m
    found = 3.6 * speed.value * (leg_m or USUAL_LEG_M)
    ratio = evidence.belt_kmh / found
    basis = "the height given" if leg_m else "an ordinary leg length (no height was given)"
    if abs(ratio - 1) <= BELT_TOLERANCE:
        return info(
            "belt_speed_agrees",
            f"The feet show {found:.1f} km/h with {basis}; the console shows "
            f"{evidence.belt_kmh:.1f} km/h.",
            "Nothing to do.",
        )
    return warning(
        "belt_speed_differs",
        f"The feet show {found:.1f} km/h with {basis}, but the console shows "
        f"{evidence.belt_kmh:.1f} km/h: the slow-motion factor, the height or the console is off.",
        f"Check the slow-motion factor (now {evidence.slow.factor:g}) and the height.",
    )


CHECKS: Final[tuple[Check, ...]] = (
    no_running,
    walking,
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
