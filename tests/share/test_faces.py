"""Heads: found in every frame, blurred, and nothing else."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gaitcheck.model import FloatArray, Landmarks
from gaitcheck.share.faces import HEAD, blur_head, find_heads
from tests.examples import make_analysis, make_landmarks

WIDTH, HEIGHT, TRUNK = 640, 360, 90.0


def landmarks_at(head: FloatArray, seen: list[bool] | None = None) -> Landmarks:
    """Return landmarks of somebody whose head (the ears' middle) is at these places."""
    frames = len(head)
    points = np.repeat(head[:, np.newaxis], 33, axis=1)
    points[:, :11] += np.linspace([-8.0, -4.0], [8.0, 4.0], 11)
    points[:, 11:23] += [0.0, 30.0]
    points[:, 23:] += [0.0, 30.0 + TRUNK]
    if seen is not None:
        points[~np.array(seen)] = np.nan
    rest = np.ones((frames, 33))
    return Landmarks(np.arange(frames) / 30, points, rest, rest, WIDTH, HEIGHT)


def path(frames: int, speed: tuple[float, float] = (6.0, 0.0)) -> FloatArray:
    return np.array([100.0, 60.0]) + np.arange(frames)[:, np.newaxis] * np.array(speed)


def covers(heads: object, place: FloatArray, frame: int, head_radius: float) -> bool:
    assert heads is not None
    apart = np.linalg.norm(heads.centre[frame] - place)  # type: ignore[attr-defined]
    return bool(apart + head_radius <= heads.radius[frame])  # type: ignore[attr-defined]


HEAD_RADIUS = 0.25 * TRUNK
"""Of a real head with hair; see the source at TRUNK_LENGTHS."""


@given(
    st.lists(st.booleans(), min_size=3, max_size=60).filter(lambda seen: sum(seen) > 1),
    st.tuples(st.floats(-15, 15), st.floats(-3, 3)),
)
def test_a_head_that_moves_evenly_is_covered_in_every_frame(
    seen: list[bool], speed: tuple[float, float]
) -> None:
    head = path(len(seen), speed)
    heads = find_heads(landmarks_at(head, seen))
    assert all(covers(heads, head[k], k, HEAD_RADIUS) for k in range(len(seen)))


@given(st.integers(1, 28), st.integers(-200, 200))
def test_a_landmark_that_jumps_for_a_frame_does_not_bare_the_face(frame: int, jump: int) -> None:
    head = path(30)
    landmarks = landmarks_at(head)
    landmarks.points[frame, HEAD] += [jump, 0]
    heads = find_heads(landmarks)
    assert all(covers(heads, head[k], k, HEAD_RADIUS) for k in range(30))


def test_somebody_never_seen_has_no_head() -> None:
    assert find_heads(landmarks_at(path(5), [False] * 5)) is None


def test_a_single_frame_stands_for_all() -> None:
    heads = find_heads(landmarks_at(path(5, (0.0, 0.0)), [False, False, True, False, False]))
    assert heads is not None
    assert np.isfinite(heads.centre).all()
    assert (heads.radius > HEAD_RADIUS).all()


def test_feet_are_never_in_the_circle() -> None:
    analysis = make_analysis()
    landmarks = make_landmarks({"left": "heel", "right": "heel"})
    heads, feet = find_heads(landmarks), analysis.feet
    assert heads is not None
    assert feet is not None
    for track in (*feet.heel.values(), *feet.toe.values()):
        assert (np.linalg.norm(track - heads.centre, axis=1) > 2 * heads.radius).all()


def noise(seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (HEIGHT, WIDTH, 3)).astype(np.uint8)


@given(st.floats(-60, WIDTH + 60), st.floats(-60, HEIGHT + 60), st.floats(6, 80))
def test_what_is_outside_the_circle_stays_as_it_was(x: float, y: float, radius: float) -> None:
    before = noise()
    after = before.copy()
    blur_head(after, x, y, radius)
    rows, columns = np.mgrid[:HEIGHT, :WIDTH]
    distance = np.hypot(columns - x, rows - y)
    assert np.array_equal(after[distance > 1.2 * radius], before[distance > 1.2 * radius])


def test_a_blurred_head_keeps_nothing_to_recognise() -> None:
    """Fine detail is gone: the variation between neighbouring pixels falls to almost nothing."""
    picture = noise()
    blur_head(picture, 300.0, 150.0, 40.0)
    part = picture[125:175, 275:325].astype(float)
    assert np.abs(np.diff(part, axis=1)).mean() < 3.0
    assert np.abs(np.diff(noise()[125:175, 275:325].astype(float), axis=1)).mean() > 80.0


def test_a_head_half_out_of_the_picture_is_blurred_too() -> None:
    picture = noise()
    blur_head(picture, 2.0, 1.0, 40.0)
    assert np.abs(np.diff(picture[:20, :20].astype(float), axis=1)).mean() < 5.0
