"""A corner that several quantities share."""

from __future__ import annotations

import numpy as np
import pytest

from gaitcheck.gait.corner import WIDE, Channel, corner_basis, fit_corner, robust_fit

FREE = (WIDE,) * 5
TIME = np.linspace(-0.08, 0.06, 90)
WINDOW = (0.08, 0.06)


def corner_at(at: float, slope: float = 5.0) -> np.ndarray:
    return -slope * np.maximum(at - TIME, 0.0)


@pytest.mark.parametrize("at", [-0.03, 0.0, 0.02])
def test_the_corner_is_found(at: float) -> None:
    noise = np.random.default_rng(1).normal(0, 0.003, len(TIME))
    corner = fit_corner(TIME, [Channel(corner_at(at) + noise, 0.002, FREE)], 0.0, WINDOW)
    assert corner is not None
    assert corner.at == pytest.approx(at, abs=0.008)


def test_two_quantities_know_more_than_one() -> None:
    rng = np.random.default_rng(2)
    channels = [
        Channel(corner_at(0.01) + rng.normal(0, 0.02, len(TIME)), 0.002, FREE) for _ in range(2)
    ]
    one = fit_corner(TIME, channels[:1], 0.0, WINDOW)
    both = fit_corner(TIME, channels, 0.0, WINDOW)
    assert one is not None
    assert both is not None
    assert both.spread < one.spread


def test_a_straight_line_leaves_the_corner_where_it_was_expected() -> None:
    line = Channel(3.0 * TIME, 0.01, FREE)
    corner = fit_corner(TIME, [line], 0.0, WINDOW)
    assert corner is not None
    assert abs(corner.at) < 0.01
    assert corner.spread > 0.01


def test_unknown_readings_are_left_out() -> None:
    value = corner_at(0.01)
    value[::2] = np.nan
    corner = fit_corner(TIME, [Channel(value, 0.002, FREE)], 0.0, WINDOW)
    assert corner is not None
    assert corner.at == pytest.approx(0.01, abs=0.006)
    assert fit_corner(TIME, [Channel(np.full(len(TIME), np.nan), 0.002, FREE)], 0.0, WINDOW) is None


def test_a_prior_holds_a_coefficient_back() -> None:
    design = corner_basis(TIME, 0.0)
    value = design @ np.array([0.0, 0.0, 0.0, 2.0, 0.0])
    free = robust_fit(design, value, 0.01)[0]
    held = robust_fit(design, value, 0.01, (WIDE, WIDE, WIDE, 1e-4, 1e-4))[0]
    assert free[3] == pytest.approx(2.0, abs=0.05)
    assert abs(held[3]) < 0.2


def test_outliers_hardly_matter() -> None:
    value = corner_at(0.0)
    value[[5, 30, 61]] += 4.0
    answer, noise, weights = robust_fit(corner_basis(TIME, 0.0), value, 0.01)
    assert answer[1] == pytest.approx(-5.0, abs=0.3)
    assert noise < 0.05
    assert weights[[5, 30, 61]].max() < 0.1
