"""Turning points of known signals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaitcheck.gait.extremes import turning_points


def test_a_wave_turns_at_its_crests_and_troughs() -> None:
    values = np.sin(np.linspace(0, 6 * np.pi, 601))
    indices, signs = turning_points(values, 0.5)
    assert indices.tolist() == pytest.approx([50, 150, 250, 350, 450, 550], abs=1)
    assert signs.tolist() == [1, -1, 1, -1, 1, -1]


def test_small_wiggles_do_not_count() -> None:
    values = np.sin(np.linspace(0, 4 * np.pi, 400)) + 0.05 * np.sin(np.linspace(0, 200, 400))
    assert len(turning_points(values, 0.5)[0]) == 4


@pytest.mark.parametrize("values", [np.zeros(0), np.zeros(1), np.zeros(50), np.arange(50.0)])
def test_signals_without_a_turn(values: np.ndarray) -> None:
    assert len(turning_points(values, 0.1)[0]) == 0


@given(st.lists(st.floats(-10, 10), max_size=80), st.floats(0.1, 5))
def test_extremes_alternate_and_differ_enough(values: list[float], reversal: float) -> None:
    signal = np.array(values)
    indices, signs = turning_points(signal, reversal)
    assert (np.diff(indices) > 0).all()
    assert (signs[1:] == -signs[:-1]).all()
    assert (np.abs(np.diff(signal[indices])) >= reversal).all()
    mirrored, opposite = turning_points(-signal, reversal)
    assert mirrored.tolist() == indices.tolist()
    assert opposite.tolist() == (-signs).tolist()
