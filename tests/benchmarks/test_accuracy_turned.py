"""Clips that differ from a level twin in one thing: sorted by their name, compared as a table."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks.accuracy.answers import Answer, FoundStep
from benchmarks.accuracy.compare import RunScore, score_run
from benchmarks.accuracy.sets import rendered_clips, turned_clips
from benchmarks.accuracy.truth import TrueStep, Truth
from benchmarks.accuracy.turned import turned_rows


def score(name: str, more_deg: float, label: str) -> RunScore:
    steps = tuple(
        TrueStep(side, t, t + 0.25, 12.0, "heel")
        for k in range(4)
        for side, t in (("left", 0.2 + 0.7 * k), ("right", 0.55 + 0.7 * k))
    )
    truth = Truth(name, name, steps, "left", 171.4, 1.0, 3.4, True)
    found = tuple(
        FoundStep(s.side, s.contact_s, s.toe_off_s, s.angle_deg + more_deg, label, "heel", None)  # type: ignore[arg-type]
        for s in steps
    )
    return score_run(truth, Answer(found, "heel", 1.0, (), 171.4, {}, {}))


def test_a_row_for_each_change_that_was_filmed() -> None:
    level, yaw = turned_rows(
        [
            score("turned_000_yaw", 3.0, "midfoot"),
            score("turned_000_level", 1.0, "heel"),
            score("turned_004_level", -1.0, "unsure"),
        ]
    )
    assert level.change.startswith("level")
    assert "turned" in yaw.change
    assert (level.clips, level.wrong, level.labelled) == (2, 0.0, 0.5)
    assert (yaw.clips, yaw.wrong, yaw.labelled) == (1, 1.0, 1.0)
    assert level.near_stated == yaw.near_stated == 1.0
    assert level.near_rmse_deg == level.far_rmse_deg == pytest.approx(1.0)
    assert yaw.near_rmse_deg == pytest.approx(3.0)


def test_the_worst_clip_is_left_out_once() -> None:
    films = [score(f"turned_{k:03d}_level", off, "heel") for k, off in enumerate((9.0, 1.0, -1.0))]
    (row,) = turned_rows(films)
    assert row.far_rest_deg == pytest.approx(1.0)
    assert row.far_rmse_deg > 5.0
    assert np.isnan(turned_rows(films[:1])[0].far_rest_deg)


def test_turned_clips_are_neither_tuning_nor_held_out(tmp_path: Path) -> None:
    for name in ("turned_000_yaw", "test_000", "tune_000", "test_001"):
        (tmp_path / f"{name}.mp4").touch()
        if name != "test_001":
            (tmp_path / f"{name}.truth.json").touch()
    tuning, held_out = rendered_clips(tmp_path)
    assert [clip.stem for clip in tuning if clip.parent == tmp_path] == ["tune_000"]
    assert [clip.stem for clip in held_out] == ["test_000"]
    assert [clip.stem for clip in turned_clips(tmp_path)] == ["turned_000_yaw"]
