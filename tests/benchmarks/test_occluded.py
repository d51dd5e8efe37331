"""Things drawn in front of a landing foot, and what counts as wrong behind them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks.occluded import (
    KINDS,
    Base,
    Outcome,
    Spot,
    draw_occluder,
    occluded_pictures,
    rows_of,
    sample_bases,
)

SHAPE = (240, 320)
SPOT = Spot(160.0, 180.0, 40.0)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_covers_something_near_the_foot_and_is_the_same_for_a_seed(kind: str) -> None:
    mask, look = draw_occluder(kind, SPOT, SHAPE, np.random.default_rng(3))
    again, look_again = draw_occluder(kind, SPOT, SHAPE, np.random.default_rng(3))
    np.testing.assert_array_equal(mask, again)
    np.testing.assert_array_equal(look, look_again)
    assert 0.0 < mask.max() <= 1.0
    assert mask.mean() < 0.9
    assert mask[120:240, 60:260].max() > 0


def test_what_is_not_covered_stays_and_the_cover_moves_with_the_background() -> None:
    mask = np.zeros(SHAPE, dtype=np.float32)
    mask[100:120, 50:60] = 1.0
    look = np.full((*SHAPE, 3), 200, dtype=np.uint8)
    pictures = [(k, np.full((*SHAPE, 3), 10, dtype=np.uint8)) for k in range(2)]
    shifts = np.array([[0.0, 0.0], [30.0, 0.0]])
    first, second = occluded_pictures(iter(pictures), shifts, mask, look, 0.0)
    assert (first[100:120, 50:60] == 200).all()
    assert first[50, 50, 0] == 10
    assert (second[100:120, 80:90] == 200).all()
    assert second[110, 55, 0] == 10


def test_the_samples_that_can_be_judged_are_drawn_over() -> None:
    bases = {base.clip.stem: base for base in sample_bases(Path("sample_videos"))}
    assert "front_view" not in bases
    assert bases["left_heel_right_toe"].verdicts == ("mixed",)
    assert bases["left_heel_right_toe"].feet == {"left": ("heel",), "right": ("toe",)}


def test_wrong_answers_are_counted_by_kind_and_in_all() -> None:
    outcomes = [
        Outcome("post", False, True, wrong_verdict=True, wrong_feet=1, labelled_feet=2, said=""),
        Outcome("rail", True, True, wrong_verdict=False, wrong_feet=0, labelled_feet=1, said=""),
    ]
    rows = {row[0]: row[1:] for row in rows_of(outcomes)}
    assert rows["post"] == ["1", "1", "1", "100 %"]
    assert rows["real"] == ["1", "0", "0", "50 %"]
    assert rows["all"] == ["2", "1", "1", "75 %"]
    assert Base(Path("a.mp4"), ("heel",), {}, real=True).real
