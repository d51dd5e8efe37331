"""The phase of the cycle where the pose model takes one leg for the other, stride after stride."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaitcheck.gait.body import to_body
from gaitcheck.gait.cycle import exchanged_frames, find_cycle
from gaitcheck.gait.measure import measure_gait
from gaitcheck.gait.phase import turned_upright
from gaitcheck.model import SIDES
from tests.gait.synthetic import Runner, landmarks_of, with_swapped_legs, without_frames

RUNNER = Runner(fps=60.0, seconds=6.0, noise_px=2.0)
STRIDE = RUNNER.stride_s * RUNNER.fps


def wave(samples: int = 300, stride: float = 42.0) -> np.ndarray:
    """A leg separation whose pace drifts by a tenth."""
    t = np.arange(samples)
    return 0.8 * np.cos(2 * np.pi * (t / stride + 0.05 * (t / samples) ** 2))


def exchanged_at(strides: list[int], share: tuple[float, float] = (-0.2, 0.15)) -> list[int]:
    """Return the frames around the left foot furthest ahead in these strides."""
    ahead = RUNNER.contact_frames("left")[strides] - 0.042 * STRIDE
    frames = [np.arange(a + share[0] * STRIDE, a + share[1] * STRIDE) for a in ahead]
    inside = np.concatenate(frames).astype(int)
    return inside[(inside >= 0) & (inside < RUNNER.frames)].tolist()


def test_every_contact_is_found_though_the_legs_are_exchanged_in_every_other_stride() -> None:
    """Where the legs pass each other neither is seen, so continuity does not tell of it."""
    swapped = exchanged_at([0, 1, 3, 5], (-0.22, 0.17))
    passing = sorted(set(exchanged_at([0, 1, 3, 5], (-0.29, 0.24))) - set(swapped))
    seen = without_frames(with_swapped_legs(landmarks_of(RUNNER), swapped), passing)
    gait = measure_gait(seen)
    for side in SIDES:
        found = np.array([step.contact_frame for step in gait.sides[side].steps])
        true = RUNNER.contact_frames(side)
        inside = true[(true > 0.1 * RUNNER.fps) & (true < RUNNER.frames - 0.1 * RUNNER.fps)]
        assert np.abs(inside[:, None] - found).min(axis=1).max() < 0.04 * RUNNER.fps, side
        assert np.abs(found[:, None] - true).min(axis=1).max() < 0.04 * RUNNER.fps, side
        assert gait.sides[side].angle.value == pytest.approx(18.0, abs=2.5), side


def test_frames_that_scissor_the_wrong_way_are_named() -> None:
    clean = to_body(landmarks_of(RUNNER))
    cycle = find_cycle(clean)
    assert cycle is not None
    assert not exchanged_frames(clean, cycle).any()
    swapped = exchanged_at([2], (-0.05, 0.05))
    body = to_body(with_swapped_legs(landmarks_of(RUNNER), swapped))
    assert np.flatnonzero(exchanged_frames(body, cycle)).tolist() == sorted(swapped)


@given(
    st.lists(st.tuples(st.integers(10, 280), st.integers(2, 16)), max_size=4),
    st.sampled_from([1.0, -1.0]),
)
def test_turned_samples_are_turned_back(blocks: list[tuple[int, int]], sign: float) -> None:
    true = sign * wave()
    seen = true.copy()
    for start, length in blocks:
        seen[start : start + length] = -true[start : start + length]
    apart = np.abs(true) > 0.3
    np.testing.assert_array_equal(turned_upright(seen)[apart], true[apart])


def test_what_has_no_sign_is_left_alone() -> None:
    rectified = np.abs(wave())
    np.testing.assert_array_equal(turned_upright(rectified), rectified)
    still = np.zeros(50)
    np.testing.assert_array_equal(turned_upright(still), still)
