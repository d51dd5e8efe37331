"""When a body is in the picture but its landmarks left the feet: take the feet that were found."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Final

import numpy as np

from gaitcheck.gait.measure import measure_gait
from gaitcheck.gait.metrics import read_form
from gaitcheck.gait.pace import SPEED_UNKNOWN
from gaitcheck.gait.quality import Evidence
from gaitcheck.gait.quality.people import covered_feet, hidden_feet
from gaitcheck.gait.shots import keep_one_shot
from gaitcheck.model import ANKLE, HEEL, HIP, TOE, Clip, FloatArray, Observation, Tracking
from gaitcheck.observing.feet.meaning import landmarks_of_ends
from gaitcheck.observing.feet.pieces import feet_unseen, link_between_cuts, pieces
from gaitcheck.observing.feet.types import FootFound

# Feet that were found are the body's where its ankles were taken to be within so much of a leg of
# theirs, in the median: a landmark that lost its foot keeps to the leg.
UNDER_BODY: Final = 0.5


def part_without_feet(clip: Clip, tracking: Tracking) -> tuple[int, int] | None:
    """Return the part with most of the run if the landmarks of the near foot are not on it there.

    Either nothing moves where they lie when the foot should land, or they jump from picture to
    picture. Its first frame and that after its last; None where the feet were followed.
    """
    shot = keep_one_shot(tracking)
    gait = measure_gait(shot.landmarks)
    form = read_form(gait, shot.landmarks, real_fps=clip.fps, slow_motion=SPEED_UNKNOWN.factor)
    evidence = Evidence(Observation(clip, shot), gait, form, SPEED_UNKNOWN)
    lost = covered_feet(evidence) or hidden_feet(evidence)
    return (shot.shot or shot.looked_at) if lost else None


def feet_of_body(tracking: Tracking, found: Sequence[Sequence[FootFound]]) -> Tracking | None:
    """Return a clip's tracking with the feet that were found in place of lost ones.

    None where no two feet run, or where they run elsewhere than under the body.

    Parameters
    ----------
    tracking, found
        As of `feet_as_landmarks`, but with a body; parts that were not looked at stay as they are.
    """
    linked = link_between_cuts(tracking, found)
    if linked is None:
        return None
    ends, score, _ = linked
    before = tracking.landmarks
    feet = landmarks_of_ends(ends, score, before.time_s, (before.width, before.height))
    points, visibility = before.points.copy(), before.visibility.copy()
    replaced = False
    for start, stop in pieces(tracking):
        frames = start + np.flatnonzero(np.isfinite(ends[start:stop, :, 0]).any(axis=1))
        order = _order_under(points[frames], feet.points[frames])
        if not order:
            continue
        own, theirs = (np.add.outer([ANKLE, HEEL, TOE], way).ravel() for way in ([0, 1], order))
        for kept, new in ((points, feet.points), (visibility, feet.visibility)):
            kept[np.ix_(frames, own)] = new[np.ix_(frames, theirs)]
        replaced = True
    if not replaced:
        return None
    landmarks = dataclasses.replace(before, points=points, visibility=visibility)
    return dataclasses.replace(tracking, landmarks=landmarks, picture_quality=feet_unseen(tracking))


def _order_under(body: FloatArray, feet: FloatArray) -> list[int]:
    """Return which of two feet is the left one and which the right; nothing where no body's.

    Parameters
    ----------
    body, feet : array, shape (frames, 33, 2)
        Landmarks of a whole body, and of two feet alone.
    """
    if not len(body):
        return []
    ankles = slice(ANKLE, ANKLE + 2)
    leg = _apart(body[:, HIP : HIP + 2], body[:, ankles])
    off = {way: _apart(body[:, ankles], feet[:, ankles][:, way]) for way in ((0, 1), (1, 0))}
    nearest = min(off, key=off.__getitem__)
    return list(nearest) if off[nearest] < UNDER_BODY * leg else []


def _apart(one: FloatArray, other: FloatArray) -> float:
    """Return how far points (frames, 2, 2) lie apart in the median, pixels; NaN where unknown."""
    apart = np.hypot(*np.moveaxis(one - other, -1, 0))
    known = apart[np.isfinite(apart)]
    return float(np.median(known)) if known.size else float("nan")
