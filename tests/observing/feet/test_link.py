"""Two running feet among what was found in single pictures."""

from __future__ import annotations

import dataclasses
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gaitcheck.model import FloatArray
from gaitcheck.observing.feet.link import LinkedFeet, link_feet, pictures_with_feet
from gaitcheck.observing.feet.types import FootFound
from tests.gait.synthetic import HEIGHT, WIDTH, Runner, landmarks_of
from tests.observing.feet.found import feet_of, found_in

SIZE = (WIDTH, HEIGHT)
RUNNER = Runner(seconds=4.0)


def rightly_taken(linked: LinkedFeet, ends: FloatArray) -> float:
    """Return the share of what was taken that is the foot whose it should be, names aside."""
    length = float(np.nanmedian(np.hypot(*(ends[..., 2:] - ends[..., :2]).reshape(-1, 2).T)))
    taken = np.isfinite(linked.ends[..., 0])
    shares = []
    for order in ([0, 1], [1, 0]):
        off = np.abs(linked.ends - ends[:, order]).max(axis=-1)
        shares.append(float((off[taken] < 0.6 * length).mean()))
    return max(shares)


def link(runner: Runner, seed: int = 0, **how: float) -> tuple[LinkedFeet | None, FloatArray]:
    landmarks = landmarks_of(runner)
    ends = feet_of(landmarks, runner.facing)
    found = found_in(ends, seed, size=SIZE, **how)  # type: ignore[arg-type]
    return link_feet(found, landmarks.time_s, SIZE), ends


@pytest.mark.parametrize(
    "runner",
    [
        RUNNER,
        replace(RUNNER, facing=-1),
        replace(RUNNER, seconds=2.2),
        replace(RUNNER, fps=60.0, seconds=3.0),
        replace(RUNNER, fps=24.0, cadence_spm=180.0),
        replace(RUNNER, slow_motion=8.0, seconds=10.0),
    ],
    ids=["usual", "left", "three strides", "60 fps", "24 fps", "slow motion"],
)
def test_both_feet_are_followed_through_every_crossing(runner: Runner) -> None:
    linked, ends = link(runner)
    assert linked is not None
    assert rightly_taken(linked, ends) > 0.97
    assert np.isfinite(linked.ends[..., 0]).mean() > 0.7


def test_on_the_road_before_a_camera_that_stands() -> None:
    landmarks = landmarks_of(RUNNER)
    pass_by = 25.0 * np.arange(len(landmarks.time_s))
    ends = feet_of(landmarks)
    ends[..., ::2] += pass_by[:, None, None] - 1500
    size = (3000, HEIGHT)
    inside = (ends[..., 0] > 0) & (ends[..., 2] < size[0])
    ends[~inside] = np.nan
    linked = link_feet(found_in(ends, size=size), landmarks.time_s, size)
    assert linked is not None
    assert rightly_taken(linked, ends) > 0.97


@given(st.randoms(use_true_random=False))
@settings(max_examples=2, deadline=None)
def test_the_order_of_what_was_found_does_not_matter(random: object) -> None:
    landmarks = landmarks_of(replace(RUNNER, seconds=2.5))
    found = found_in(feet_of(landmarks))
    mixed = [list(feet) for feet in found]
    for feet in mixed:
        random.shuffle(feet)  # type: ignore[attr-defined]
    one, other = (link_feet(feet, landmarks.time_s, SIZE) for feet in (found, mixed))
    assert one is not None
    assert other is not None
    assert np.array_equal(one.ends, other.ends, equal_nan=True)


def test_a_mirrored_picture_gives_the_same_feet_mirrored() -> None:
    landmarks = landmarks_of(RUNNER)
    found = found_in(feet_of(landmarks))

    def mirrored(foot: FootFound) -> FootFound:
        (hx, hy), (tx, ty) = foot.heel, foot.toe
        return dataclasses.replace(foot, heel=(WIDTH - hx, hy), toe=(WIDTH - tx, ty))

    one = link_feet(found, landmarks.time_s, SIZE)
    other = link_feet([[mirrored(f) for f in feet] for feet in found], landmarks.time_s, SIZE)
    assert one is not None
    assert other is not None
    back = other.ends * np.tile([-1, 1], 2) + np.tile([WIDTH, 0], 2)
    agree = [np.isclose(back[:, order], one.ends).all(axis=-1).mean() for order in ([0, 1], [1, 0])]
    found_share = np.isfinite(one.ends[..., 0]).mean()
    assert max(agree) > 0.97 * found_share


def test_pictures_that_were_lost_are_bridged() -> None:
    landmarks = landmarks_of(RUNNER)
    ends = feet_of(landmarks)
    found = found_in(ends)
    for k in (20, 21, 50, 51, 52, 80):
        found[k] = []
    linked = link_feet(found, landmarks.time_s, SIZE)
    assert linked is not None
    assert rightly_taken(linked, ends) > 0.97


def no_feet(frames: int) -> list[list[FootFound]]:
    return [[] for _ in range(frames)]


@pytest.mark.parametrize("seed", range(4))
def test_false_ones_alone_are_no_runner(seed: int) -> None:
    time_s = np.arange(90) / 30
    assert link_feet(no_feet(90), time_s, SIZE) is None
    nothing = np.full((90, 2, 4), np.nan)
    nothing[0] = [[0.0, 0.0, 90.0, 0.0]] * 2
    assert link_feet(found_in(nothing, seed, false=0.7), time_s, SIZE) is None


def test_feet_that_stand_are_no_runner() -> None:
    ends = np.tile(feet_of(landmarks_of(RUNNER))[:1], (90, 1, 1))
    assert link_feet(found_in(ends), np.arange(90) / 30, SIZE) is None


def test_the_feet_of_two_runners_are_nobody_s() -> None:
    one = landmarks_of(RUNNER)
    other = landmarks_of(replace(RUNNER, start=0.4, cadence_spm=175.0))
    ends = feet_of(other)
    ends[..., ::2] += 800
    size = (2200, HEIGHT)
    both = [
        [*a, *b]
        for a, b in zip(
            found_in(feet_of(one), false=0.0, kerb=False),
            found_in(ends, false=0.0, kerb=False),
            strict=True,
        )
    ]
    assert link_feet(both, one.time_s, size) is None


def test_what_is_hardly_a_foot_is_no_second_runner() -> None:
    one = landmarks_of(RUNNER)
    hands = feet_of(one)
    hands[..., 1::2] -= 300
    found = [
        [*feet, *(replace(foot, score=0.3) for foot in others)]
        for feet, others in zip(
            found_in(feet_of(one), false=0.0, kerb=False),
            found_in(hands, seed=1, false=0.0, kerb=False),
            strict=True,
        )
    ]
    linked = link_feet(found, one.time_s, SIZE)
    assert linked is not None
    assert rightly_taken(linked, feet_of(one)) > 0.97


def test_a_foot_counts_where_it_is_likely_and_goes() -> None:
    foot = FootFound((100.0, 50.0), (130.0, 50.0), 0.9)
    going = [[moved(foot, 9.0 * k)] for k in range(16)]
    assert pictures_with_feet(going) == 16
    assert pictures_with_feet([[replace(f, score=0.3) for f in feet] for feet in going]) == 0
    assert pictures_with_feet([[foot]] * 16) == 0  # a thing that stands there
    assert pictures_with_feet([*([[]] * 12), *going[:4]]) == 4
    assert pictures_with_feet([]) == pictures_with_feet([[], []]) == 0


@pytest.mark.parametrize(("doubtful", "pictures"), [(0, 16), (9, 16), (19, 0)])
def test_a_likely_foot_among_many_doubtful_ones_is_debris(doubtful: int, pictures: int) -> None:
    debris = [
        [
            FootFound((9.0 * k, 60.0 * n), (9.0 * k + 30.0, 60.0 * n), 0.3 if n else 0.9)
            for n in range(1 + doubtful)
        ]
        for k in range(16)
    ]
    assert pictures_with_feet(debris) == pictures


def moved(foot: FootFound, by: float) -> FootFound:
    return replace(
        foot, heel=(foot.heel[0] + by, foot.heel[1]), toe=(foot.toe[0] + by, foot.toe[1])
    )
