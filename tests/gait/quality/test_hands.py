"""A hand that holds on, one that is hidden, and one that swings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from gaitcheck.model import FloatArray, Tracking
from tests.gait.quality.clips import codes_of, good

LEFT, RIGHT = 0, 1  # the runner faces right, so the right arm is the near one
SHOULDER, ELBOW, WRIST = 11, 13, 15
CODES = {"holding_rail", "hand_not_seen_moving"}


def with_arm(arm: int, *, elbow: FloatArray, wrist: FloatArray, seen: float) -> Tracking:
    """Place one arm of a good runner; `seen` is the visibility of its elbow and wrist."""
    tracking = good()
    points, visibility = (
        tracking.landmarks.points.copy(),
        tracking.landmarks.visibility.copy(),
    )
    points[:, ELBOW + arm], points[:, WRIST + arm] = elbow, wrist
    visibility[:, [ELBOW + arm, WRIST + arm]] = seen
    return replace(
        tracking, landmarks=replace(tracking.landmarks, points=points, visibility=visibility)
    )


def shoulder(arm: int) -> FloatArray:
    return good().landmarks.points[:, SHOULDER + arm]


def noise(px: float) -> FloatArray:
    return np.random.default_rng(3).normal(0, px, (len(good().landmarks.time_s), 2))


def held(arm: int, seen: float = 0.9) -> Tracking:
    """The wrist stays at the rail, the elbow half way between it and the bouncing shoulder."""
    wrist = np.array([690.0, 620.0]) + noise(2.0)
    return with_arm(
        arm, elbow=(shoulder(arm) + wrist) / 2 + np.array([0, 30]), wrist=wrist, seen=seen
    )


def hidden_at_the_body(seen: float = 0.2) -> Tracking:
    """Behind a console, the tracker guesses an arm that hangs at the trunk."""
    place = shoulder(RIGHT)
    return with_arm(
        RIGHT,
        elbow=place + np.array([10, 90]) + noise(4),
        wrist=place + np.array([60, 120]) + noise(6),
        seen=seen,
    )


def hidden_but_swinging() -> Tracking:
    """Only the hand is hidden: the elbow is seen to swing."""
    landmarks = good().landmarks
    tracking = with_arm(
        RIGHT,
        elbow=landmarks.points[:, ELBOW + RIGHT],
        wrist=shoulder(RIGHT) + np.array([60, 120]) + noise(6),
        seen=0.9,
    )
    visibility = tracking.landmarks.visibility.copy()
    visibility[:, WRIST + RIGHT] = 0.2
    return replace(tracking, landmarks=replace(tracking.landmarks, visibility=visibility))


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (good, None),
        (lambda: held(RIGHT), "holding_rail"),
        (lambda: held(LEFT), "holding_rail"),
        (lambda: held(RIGHT, seen=0.3), "hand_not_seen_moving"),
        (hidden_at_the_body, "hand_not_seen_moving"),
        (lambda: hidden_at_the_body(seen=0.9), "hand_not_seen_moving"),
        (hidden_but_swinging, None),
        # The far arm is often hidden by the body: nothing follows from it.
        (lambda: held(LEFT, seen=0.3), None),
    ],
    ids=[
        "swings", "near hand holds", "far hand holds", "still but unseen", "hidden",
        "hangs at the body", "hidden but the elbow swings", "far hand unseen",
    ],
)  # fmt: skip
def test_a_hand_that_holds_is_told_from_one_that_is_hidden(
    make: Callable[[], Tracking], expected: str | None
) -> None:
    found = codes_of(make()) & CODES
    assert found == ({expected} if expected else set())
