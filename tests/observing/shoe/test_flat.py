"""The flat shoe, from which the others are measured."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from gaitcheck.observing.shoe import flat
from gaitcheck.observing.shoe.blur import shots_of
from gaitcheck.observing.shoe.register import PATCH_FOOT, lies_inside
from gaitcheck.observing.shoe.track import follow_shoe
from tests.observing.shoe.test_track import landing


@pytest.mark.parametrize("away", [3.0, 1.1])
def test_an_outline_beside_the_picture_is_no_shoe(
    away: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other legs lead the search there: nothing of the shoe, or but one half, is in sight."""

    def beside(*_: object) -> Iterator[tuple[np.ndarray, dict[int, np.ndarray]]]:
        yield np.array([away * PATCH_FOOT, 0.0, 0.0]), {row: np.zeros(3) for row in rows}

    plan, patches = landing(15.0)
    rows = [int(row) for row in np.flatnonzero(plan.flat)]
    monkeypatch.setattr(flat, "_outlines", beside)
    assert flat.find_flat_shoe(plan, shots_of(plan, patches)) is None
    assert follow_shoe(plan, patches) is None


def test_what_lies_inside() -> None:
    assert lies_inside(np.zeros(3))
    assert lies_inside(np.array([0.1 * PATCH_FOOT, 0.0, 30.0]))
    assert not lies_inside(np.array([3 * PATCH_FOOT, 0.0, 0.0]))


@pytest.mark.parametrize("count", [1, 2, 3, 5, 8, 13, 40])
def test_pictures_are_sorted_pixel_by_pixel(count: int) -> None:
    pictures = np.random.default_rng(count).normal(size=(count, 4, 5, 3)).astype(np.float32)
    np.testing.assert_array_equal(flat.sort_pictures(list(pictures)), np.sort(pictures, axis=0))


def test_of_many_flat_pictures_some_tell_the_mean_one(monkeypatch: pytest.MonkeyPatch) -> None:
    plan, patches = landing(15.0)
    whole = follow_shoe(plan, patches)
    monkeypatch.setattr(flat, "MOST_FLAT", 5)
    shoe = flat.find_flat_shoe(plan, shots_of(plan, patches))
    assert shoe is not None
    assert len(shoe.poses) == 5 < plan.flat.sum()
    fewer = follow_shoe(plan, patches)
    assert whole is not None
    assert fewer is not None
    np.testing.assert_array_equal(fewer.frames, whole.frames)
    np.testing.assert_allclose(fewer.pitch_deg, whole.pitch_deg, atol=1.0)
