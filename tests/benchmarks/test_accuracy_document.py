"""Truth files, tables, plots and document from the data that ships with the project."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from benchmarks.accuracy.answers import Answer, FoundStep
from benchmarks.accuracy.cli import ERROR_FILE, main
from benchmarks.accuracy.document import write_document
from benchmarks.accuracy.figures import Figure
from benchmarks.accuracy.landmark_error import read_error
from benchmarks.accuracy.mocap import read_capture, trial_names
from benchmarks.accuracy.plots import draw_plots
from benchmarks.accuracy.results import Results, set_result, to_dict
from benchmarks.accuracy.sets import METHODS, Run, rendered_clips
from benchmarks.accuracy.tables import Row, figure_table, write_figure
from benchmarks.accuracy.truth import Truth, read_frames, read_truth, truth_path
from benchmarks.places import SAMPLES
from gaitcheck.model import SIDES


def perfect(truth: Truth) -> Answer:
    """The answer of a method that knows the truth."""
    steps = tuple(
        FoundStep(
            s.side, s.contact_s, s.toe_off_s, s.angle_deg, s.strike, s.strike, (1.0, 0.0, 0.0)
        )
        for s in truth.steps
    )
    return Answer(
        steps=steps,
        verdict=truth.verdict or "unsure",
        confidence=1.0,
        refused=() if truth.usable else ("not_side_view",),
        cadence_spm=truth.cadence_spm,
        foot_angle_deg={s: float(np.mean([t.angle_deg for t in truth.foot(s)])) for s in SIDES},
        foot_contact_s={},
    )


@cache
def results() -> Results:
    # Two runners: without intervals it is quick.
    names = ("heel_treadmill_left", "toe_treadmill_right", "front_view")
    truths = [read_truth(truth_path(SAMPLES / f"{name}.mp4")) for name in names]
    runs = [Run(truth, dict.fromkeys(METHODS, perfect(truth))) for truth in truths]
    part = set_result("tuning", "rendered, tuning", runs)
    return Results((part,), (), read_error(ERROR_FILE))


def test_the_sample_clips_are_the_tuning_set() -> None:
    tuning, held_out = rendered_clips(None)
    assert {clip.parent for clip in tuning} == {SAMPLES}
    assert len(tuning) >= 10
    assert held_out == []


def test_truth_and_frames_of_a_sample_clip_agree() -> None:
    path = truth_path(SAMPLES / "heel_treadmill_left.mp4")
    truth, frames = read_truth(path), read_frames(path)
    assert (truth.verdict, truth.near_side, truth.usable, frames.facing) == (
        "heel",
        "left",
        True,
        -1,
    )
    assert len(frames.sole_deg["left"]) == 240
    assert truth.duration_s == pytest.approx(8.0)
    assert not read_truth(truth_path(SAMPLES / "front_view.mp4")).usable


def test_slow_motion_truth_is_in_real_time() -> None:
    truth = read_truth(truth_path(SAMPLES / "midfoot_slow_motion.mp4"))
    assert truth.slow_motion == 4.0
    contacts = [step.contact_s for step in truth.steps]
    assert max(contacts) < truth.duration_s == pytest.approx(2.0)
    assert 60 / np.mean(np.diff(contacts)) == pytest.approx(truth.cadence_spm, rel=0.05)


def test_another_schema_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.truth.json").write_text('{"schema": "other"}')
    with pytest.raises(ValueError, match=r"gaitcheck\.truth/1"):
        read_truth(tmp_path / "x.truth.json")


def test_a_method_that_knows_the_truth_makes_no_error(tmp_path: Path) -> None:
    found = results()
    figures = found.sets[0].figures[METHODS[0]]
    for name in ("contact_rmse_ms", "angle_near_rmse_deg", "missed_share", "extra_share"):
        assert figures[name].value == 0.0
    assert figures["kappa3"].value == figures["recall_toe"].value == 1.0
    assert figures["angle_far_icc"].value == pytest.approx(1.0)
    data = to_dict(found)["sets"]["tuning"]
    assert data["methods"][METHODS[0]]["right"]["value"] == 1.0
    assert {run["outcome"] for run in data["runs"]} == {"right", None}
    write_document(found, tmp_path / "accuracy.md")
    text = (tmp_path / "accuracy.md").read_text(encoding="utf-8")
    assert "1 of 1 clips that must be refused were refused." in text
    assert "| heel treadmill left | tuning | heel | heel | right |" in text
    assert "nan" not in text


def test_plots_are_small_and_the_same_every_time(tmp_path: Path) -> None:
    found = results()
    first, second = (draw_plots(found, tmp_path / name) for name in ("one", "two"))
    assert len(first) == 3
    for one, two in zip(first, second, strict=True):
        assert one.read_bytes() == two.read_bytes()
        assert len(one.read_bytes()) < 300_000


def test_figures_are_written_with_their_interval() -> None:
    row = Row("x", "words", 1)
    assert write_figure(Figure(1.23, 1.0, 2.0, 9), row) == "1.2 (1.0 to 2.0)"
    assert write_figure(Figure(-0.01, None, None, 9), row) == "0.0"
    assert write_figure(Figure(0.5, None, None, 9), Row("x", "words", 0, True)) == "50 %"
    assert write_figure(Figure(float("nan"), None, None, 9), row) == "–"
    assert write_figure(Figure(0.0, None, None, 0), row) == "–"
    assert figure_table((row,), {"a": {}}) == "|  | a |\n| --- | --- |\n| words | – |\n"


def test_rendering_without_assets_is_refused_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--render", "1", "--cache", str(tmp_path), "--out", str(tmp_path)]) == 2
    assert capsys.readouterr().err.strip().count("\n") == 0


@pytest.mark.needs_shared
def test_the_captures_labels_and_flat_feet(shared: Path) -> None:
    names = trial_names(shared / "mocap")
    assert "rbds002_T25" in names
    heel = read_capture(shared / "mocap", "rbds002_T25")
    assert {step.strike for step in heel.steps} == {"heel"}
    assert heel.runner == "rbds002"
    step = next(step for step in heel.steps if step.contact_s > 1)
    middle = step.contact_s + 0.4 * (step.toe_off_s - step.contact_s)
    at = int(np.searchsorted(heel.time_s, middle))
    assert abs(heel.sole_deg[step.side][at]) < 4
    assert heel.sole_deg[step.side][int(np.searchsorted(heel.time_s, step.contact_s))] > 8
