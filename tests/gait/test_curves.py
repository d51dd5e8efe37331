"""The robust periodic fit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaitcheck.gait.curves import fit_periodic, moving_average, periodic_basis

GRID = np.linspace(0, 1, 101)


def wave(phase: np.ndarray) -> np.ndarray:
    return 10 * np.sin(2 * np.pi * phase) + 4 * np.cos(6 * np.pi * phase)


def test_a_wave_is_found_again() -> None:
    rng = np.random.default_rng(0)
    phase = rng.uniform(0, 15, 300)
    curve = fit_periodic(phase, wave(phase) + rng.normal(0, 1.0, 300))
    assert curve is not None
    assert np.abs(curve(GRID) - wave(GRID)).max() < 1.2
    assert curve.noise == pytest.approx(1.0, abs=0.25)


def test_a_third_of_wild_samples_does_no_harm() -> None:
    rng = np.random.default_rng(1)
    phase = rng.uniform(0, 15, 300)
    value = wave(phase) + rng.normal(0, 1.0, 300)
    value[:90] = rng.uniform(-80, 80, 90)
    curve = fit_periodic(phase, value)
    assert curve is not None
    assert np.abs(curve(GRID) - wave(GRID)).max() < 2.0


def test_the_standard_error_covers_the_truth() -> None:
    inside = []
    for seed in range(20):
        rng = np.random.default_rng(seed)
        phase = rng.uniform(0, 10, 200)
        curve = fit_periodic(phase, wave(phase) + rng.normal(0, 3.0, 200))
        assert curve is not None
        inside.append(np.abs(curve(GRID) - wave(GRID)) < 2 * curve.standard_error(GRID))
    assert 0.85 < np.mean(inside) <= 1.0


def test_derivative() -> None:
    phase = np.linspace(0, 1, 400, endpoint=False)
    curve = fit_periodic(phase, np.sin(2 * np.pi * phase))
    assert curve is not None
    assert curve(GRID, 1) == pytest.approx(2 * np.pi * np.cos(2 * np.pi * GRID), abs=0.05)


def test_nan_samples_are_left_out_and_too_few_give_nothing() -> None:
    phase = np.linspace(0, 3, 60)
    value = wave(phase)
    value[::3] = np.nan
    assert fit_periodic(phase, value) is not None
    assert fit_periodic(phase[:8], value[:8]) is None
    assert fit_periodic(phase, np.full(60, np.nan)) is None


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=30))
def test_the_basis_is_a_partition_of_unity_and_periodic(phases: list[float]) -> None:
    phase = np.array(phases)
    assert periodic_basis(phase).sum(axis=1) == pytest.approx(1.0)
    assert periodic_basis(phase + 1) == pytest.approx(periodic_basis(phase), abs=1e-9)


def test_moving_average_leaves_out_nan() -> None:
    values = np.array([1.0, 2.0, np.nan, 4.0, 5.0])
    assert moving_average(values, 3) == pytest.approx([1.5, 1.5, 3.0, 4.5, 4.5])
