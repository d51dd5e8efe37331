"""The pictures of contact in a report."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from gaitcheck.model import Analysis
from gaitcheck.report.crops import plan_strips
from gaitcheck.report.drawing import panel_corners, strip_panel_px
from gaitcheck.report.pictures import strip_name
from gaitcheck.share.pictures import load_pictures
from gaitcheck.store.result import STEPS_FOLDER, load_result
from tests.share.reports import write_example_results


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_example_results(tmp_path_factory.mktemp("pictures"))[1]


def decode(data: bytes) -> np.ndarray:
    return cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR).astype(int)


def with_head_at_the_foot(analysis: Analysis) -> Analysis:
    """Return the analysis of somebody whose head is where the left foot is."""
    assert analysis.landmarks is not None
    assert analysis.feet is not None
    points = analysis.landmarks.points.copy()
    points[:, :11] = analysis.feet.ankle["left"][:, np.newaxis]
    return replace(analysis, landmarks=replace(analysis.landmarks, points=points))


def test_every_step_has_its_picture(results: Path) -> None:
    kept = load_result(results)
    pictures = load_pictures(kept.analysis, kept.folder)
    assert sorted(pictures) == [step.index for step in kept.analysis.steps]


def test_pictures_of_feet_are_not_blurred(results: Path) -> None:
    kept = load_result(results)
    assert load_pictures(kept.analysis, kept.folder) == load_pictures(
        kept.analysis, kept.folder, blur=False
    )


def test_a_head_in_a_picture_is_blurred_in_its_panel_only(results: Path) -> None:
    kept = load_result(results)
    analysis = with_head_at_the_foot(kept.analysis)
    assert analysis.landmarks is not None
    step = next(step for step in analysis.steps if step.side == "left")
    plain = decode(load_pictures(analysis, kept.folder, blur=False)[step.index])
    blurred = decode(load_pictures(analysis, kept.folder)[step.index])
    plan = plan_strips(analysis, analysis.landmarks.time_s)[step.index]
    panel_px = strip_panel_px(plan.side_px)
    left, top = panel_corners(len(plan.panels), panel_px)[len(plan.panels) // 2]
    inside = np.s_[top : top + panel_px, left : left + panel_px]
    assert np.abs(plain[inside] - blurred[inside]).mean() > 5
    header = np.s_[: top - 16]
    assert np.abs(plain[header] - blurred[header]).max() < 12


def test_without_places_of_heads_there_is_no_picture_unless_faces_may_be_seen(
    results: Path,
) -> None:
    kept = load_result(results)
    bare = replace(kept.analysis, landmarks=None)
    assert load_pictures(bare, kept.folder) == {}
    shown = load_pictures(bare, kept.folder, blur=False)
    assert shown == load_pictures(kept.analysis, kept.folder, blur=False)
    assert len(shown) == len(bare.steps)


def test_without_feet_there_is_nothing_to_draw(results: Path) -> None:
    kept = load_result(results)
    bare = replace(kept.analysis, feet=None)
    assert load_pictures(bare, kept.folder) == load_pictures(bare, kept.folder, blur=False) == {}


def test_only_the_steps_that_are_wanted_are_drawn(results: Path) -> None:
    kept = load_result(results)
    assert sorted(load_pictures(kept.analysis, kept.folder, [5, 2, 2])) == [2, 5]


def test_pictures_are_drawn_as_they_are_judged_now(results: Path) -> None:
    kept = load_result(results)
    first = replace(kept.analysis.steps[0], strike="unsure", unsure_because=("It is.",))
    other = replace(kept.analysis, steps=(first, *kept.analysis.steps[1:]))
    before, now = (load_pictures(a, kept.folder) for a in (kept.analysis, other))
    assert before[0] != now[0]
    assert before[1] == now[1]


@pytest.mark.parametrize("content", [b"", b"no picture", b"\xff\xd8\xff\xe0 cut off"])
def test_a_damaged_picture_is_left_out(tmp_path: Path, content: bytes) -> None:
    _, results = write_example_results(tmp_path)
    kept = load_result(results)
    (results / STEPS_FOLDER / strip_name(kept.analysis.steps[0].id)).write_bytes(content)
    (results / STEPS_FOLDER / strip_name(kept.analysis.steps[1].id)).unlink()
    pictures = load_pictures(kept.analysis, kept.folder)
    assert sorted(pictures) == [step.index for step in kept.analysis.steps[2:]]
