"""Who is in the picture, and whether the runner stays in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from gaitcheck.gait.fold import foot_length
from gaitcheck.gait.metrics.support import SMALL_FOOT_PX
from gaitcheck.gait.quality.evidence import (
    EVERY_METRIC,
    FEET,
    FOOT_METRICS,
    LEG_METRICS,
    SIDE_VIEW,
    Check,
    Evidence,
    blocker,
    info,
    median_of,
    near_foot_median,
    warning,
)
from gaitcheck.model import HEEL, TOE, Finding, Person, PersonSeen

# Share of frames in which a person must be found; and in the part used, to count as followed.
PERSON_SHARE: Final = 0.1
LOST_SHARE: Final = 0.08
# Share of the frames used in which a foot may lie outside the picture.
OUTSIDE_SHARE: Final = 0.12
# The last share of the picture's height: landmarks of a foot that is cut off pile up there.
EDGE: Final = 0.005
# Landings of soles that must have been read where feet leave the picture or the pose lost them.
FEWEST_READ: Final = 2
# Shortest foot in pixels that can be judged: the smallest one that still gave the right label
# measures 20 px (benchmarks/thresholds.py).
SMALLEST_FOOT_PX: Final = 15.0
# Median visibility of the near foot's landmarks.
LOWEST_VISIBILITY: Final = 0.5
# The runner should fill this share of the picture's height.
SMALL_RUNNER: Final = 0.4
# Share of the surveyed frames in which somebody else must be seen to count as a rival, and how tall
# they must be against the tallest.
RIVAL_SHARE: Final = 0.5
RIVAL_HEIGHT: Final = 0.6
# How much the picture changes at the near foot just before it lands, against the whole runner: a
# foot that is seen moves fast there, and changes it 0.9 times as much and more; behind a rail or a
# board hardly anything changes (0.0 to 0.1).
HIDDEN_CHANGE: Final = 0.3
LANDING_WINDOW: Final = (-0.14, 0.0)
# Spread of single frames about the mean stride, degrees, above which the foot was not followed.
MOST_PITCH_NOISE: Final = 14.0


def no_person(evidence: Evidence) -> Finding | None:
    """Name a clip without anybody in it."""
    if float(evidence.found.mean()) >= PERSON_SHARE:
        return None
    return blocker("no_person", spoils=EVERY_METRIC)


def feet_outside(evidence: Evidence) -> Finding | None:
    """Name feet that are cut off by the edge of the picture.

    Steps whose soles were read are in the picture, and are enough for an answer.
    """
    landmarks = evidence.tracking.landmarks
    feet = landmarks.points[evidence.used][:, HEEL : TOE + 2]
    x, y = feet[..., 0] / landmarks.width, feet[..., 1] / landmarks.height
    known = np.isfinite(x)
    outside = known & ((x < 0) | (x > 1) | (y < 0) | (y > 1 - EDGE))
    if not known.any() or outside.sum() / known.sum() < OUTSIDE_SHARE:
        return None
    read = sum(len(side.sole.steps) for side in evidence.gait.sides.values() if side.sole)
    if read >= FEWEST_READ:
        return warning("feet_out_of_picture", "some_seen", landings=read)
    return blocker("feet_out_of_picture", spoils=LEG_METRICS, hides=FEET)


def several_people(evidence: Evidence) -> Finding | None:
    """Ask who is meant where several people are about equally large, or say who was followed."""
    tracking = evidence.tracking
    followed = next((p.number for p in tracking.candidates if p.followed), None)
    count = len(tracking.candidates)
    if tracking.chosen:
        return info("runner_chosen", people=count, followed=followed or 0)
    if rival_share(tracking.people, len(tracking.surveyed_frames)) >= RIVAL_SHARE:
        return blocker(
            "several_people",
            spoils=EVERY_METRIC,
            places=_places(tracking.candidates, tracking.landmarks.width),
        )
    if count > 1 and followed is not None:
        return info("bystanders", people=count, followed=followed)
    return None


def _places(candidates: tuple[PersonSeen, ...], width: int) -> tuple[tuple[int, float], ...]:
    """Return where everybody is: their numbers, and per cent of the picture's width."""
    return tuple((person.number, 100 * person.x / width) for person in candidates)


def rival_share(people: Sequence[Person], surveyed: int) -> float:
    """Return the share of surveyed frames in which somebody is nearly as tall as the tallest."""
    rivals = 0
    for frame in {person.frame for person in people}:
        heights = sorted((p.height for p in people if p.frame == frame), reverse=True)
        rivals += len(heights) > 1 and heights[1] >= RIVAL_HEIGHT * heights[0]
    return rivals / surveyed if surveyed else 0.0


def runner_leaves(evidence: Evidence) -> Finding | None:
    """Name a runner who is missing from many frames."""
    found = evidence.found
    if not found.any():
        return None
    gone = 1 - float(found.mean())
    if gone < LOST_SHARE:
        return None
    return warning("runner_leaves", share=100 * gone)


def small_feet(evidence: Evidence) -> Finding | None:
    """Name feet of few pixels."""
    gait = evidence.gait
    near = [side for side, measure in gait.sides.items() if measure.near] or list(gait.sides)
    lengths = [median_of(foot_length(gait.body.legs[side])) for side in near]
    if not lengths or max(lengths) >= SMALL_FOOT_PX:
        return None
    size = max(lengths)
    if size < SMALLEST_FOOT_PX:
        return blocker("feet_too_small", spoils=FOOT_METRICS, length_px=size)
    return warning("small_feet", length_px=size)


def small_runner(evidence: Evidence) -> Finding | None:
    """Say that the runner fills little of the picture."""
    landmarks = evidence.tracking.landmarks
    y = landmarks.points[evidence.used][:, :, 1]
    height = median_of(np.asarray(y.max(axis=1) - y.min(axis=1))) / landmarks.height
    if not height < SMALL_RUNNER:
        return None
    return info("small_runner", share=100 * height, width=landmarks.width, height=landmarks.height)


def change_before_landing(evidence: Evidence) -> float:
    """Return how much the picture changes at the near foot before contact; NaN where unseen."""
    quality = evidence.picture_quality
    if quality is None:
        return float("nan")
    return near_foot_median(evidence, quality.foot_change, LANDING_WINDOW)


def covered_feet(evidence: Evidence) -> Finding | None:
    """Name something that stands before the near foot, though the pose was guessed."""
    if not change_before_landing(evidence) < HIDDEN_CHANGE:
        return None
    return blocker("feet_covered", spoils=FOOT_METRICS, needs=SIDE_VIEW, hides=FEET)


def hidden_feet(evidence: Evidence) -> Finding | None:
    """Name a near foot that is hidden or could not be followed, unless its soles were read."""
    gait, used = evidence.gait, evidence.used
    for side, measure in gait.sides.items():
        if measure.sole is not None and len(measure.sole.steps) >= FEWEST_READ:
            continue
        visibility = gait.body.legs[side].visibility[used]
        seen = median_of(visibility) if np.isfinite(visibility).any() else 0.0
        if measure.near and seen < LOWEST_VISIBILITY:
            return blocker("feet_hidden", spoils=FOOT_METRICS)
        if measure.near and measure.mean.pitch.noise > MOST_PITCH_NOISE:
            return blocker("feet_not_followed", spoils=FOOT_METRICS, needs=SIDE_VIEW)
    return None


CHECKS: Final[tuple[Check, ...]] = (
    feet_outside,
    several_people,
    runner_leaves,
    small_feet,
    small_runner,
    hidden_feet,
    covered_feet,
)
