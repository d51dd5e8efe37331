"""Shoes in whole pictures: found, not invented, at any size; a whole network or a clear error."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from gaitcheck.errors import ModelError
from gaitcheck.observing.feet.finder import SIDES_PX, FootFinder, best_sides, bundled_finder
from gaitcheck.observing.feet.types import FootFound
from gaitcheck.video import FrameReader, probe_video

SAMPLES = Path(__file__).parents[3] / "sample_videos"


@pytest.fixture(scope="module")
def finder() -> FootFinder:
    return FootFinder()


@pytest.fixture(scope="module")
def legs() -> NDArray[np.uint8]:
    """Return the lower half of a picture of a drawn runner whose feet are far apart."""
    video = probe_video(SAMPLES / "heel_treadmill_left.mp4")
    with FrameReader(video) as reader:
        (_, picture), *_ = reader.read_at([16])
        return np.array(picture)[video.height // 2 :]


def middles(feet: list[FootFound]) -> NDArray[np.float64]:
    return np.array([foot.middle for foot in feet])


def sure(feet: list[FootFound]) -> list[FootFound]:
    return [foot for foot in feet if foot.score > 0.4]


def test_both_shoes_are_found_and_point_ahead(finder: FootFinder, legs: NDArray[np.uint8]) -> None:
    sides = best_sides([[(s, finder.find(legs, s)) for s in SIDES_PX]], max(legs.shape))
    assert sides
    feet = sure(finder.find(legs, *sides))
    assert len(feet) == 2
    assert all(foot.toe[0] < foot.heel[0] for foot in feet)


def test_a_mirrored_picture_mirrors_them(finder: FootFinder, legs: NDArray[np.uint8]) -> None:
    here = middles(sure(finder.find(legs, 288)))
    there = middles(sure(finder.find(np.ascontiguousarray(legs[:, ::-1]), 288)))
    there[:, 0] = legs.shape[1] - 1 - there[:, 0]
    order, same = here[np.argsort(here[:, 0])], there[np.argsort(there[:, 0])]
    assert order.shape == same.shape
    assert np.abs(order - same).max() < 0.15 * legs.shape[0]


@pytest.mark.parametrize("shape", [(0, 0, 3), (1, 1, 3), (3, 400, 3), (200, 7, 3)])
def test_no_picture_is_too_odd(finder: FootFinder, shape: tuple[int, int, int]) -> None:
    assert sure(finder.find(np.full(shape, 90, dtype=np.uint8), 128)) == []


def test_plain_grey_holds_no_shoe(finder: FootFinder) -> None:
    assert sure(finder.find(np.full((300, 400, 3), 120, dtype=np.uint8), 288)) == []


def test_what_two_sizes_find_alike_is_a_shoe() -> None:
    def foot(x: float, length: float, score: float) -> FootFound:
        return FootFound((x, 0.0), (x + length, 0.0), score)

    # What looks like a shoe is found anew at every size, as long as shoes are on what is shown.
    looks = [
        [
            (128, [foot(400.0, 150.0, 0.9)]),
            (288, [foot(100.0, 70.0, 0.5), foot(400.0, 67.0, 0.9)]),
            (448, [foot(102.0, 66.0, 0.6), foot(400.0, 43.0, 0.9)]),
        ]
    ] * 3
    assert best_sides(looks, 960) == (288, 128)
    assert best_sides([[(128, []), (288, [])]], 960) == ()
    assert best_sides([], 960) == ()
    nothing = foot(0.0, 0.0, 0.5)
    assert best_sides([[(128, [nothing]), (288, [nothing])]], 960) == ()


def test_damaged_weights(tmp_path: Path) -> None:
    path = tmp_path / bundled_finder().name
    shutil.copy(bundled_finder(), path)
    beside = path.with_suffix(".json")
    with pytest.raises(ModelError, match="cannot be read"):
        FootFinder(path)
    shutil.copy(bundled_finder().with_suffix(".json"), beside)
    FootFinder(path)
    beside.write_text(json.dumps(json.loads(beside.read_text()) | {"probe": [9.0] * 5}))
    with pytest.raises(ModelError, match="reads something else"):
        FootFinder(path)
    path.write_bytes(path.read_bytes()[:1000])
    with pytest.raises(ModelError, match="are damaged"):
        FootFinder(path)


def test_they_are_small_and_have_their_licence() -> None:
    folder = bundled_finder().parent
    assert bundled_finder().stat().st_size < 4_000_000
    assert {"LICENSE", "NOTICE"} <= {path.name for path in folder.iterdir()}
