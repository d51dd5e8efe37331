"""The pictures of contact in a report."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from gaitcheck.model import Analysis
from gaitcheck.report import STEPS_FOLDER, strip_name
from gaitcheck.report.crops import plan_strips
from gaitcheck.report.drawing import panel_corners, strip_panel_px
from gaitcheck.share.folder import read_kept
from gaitcheck.share.pictures import load_pictures
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
    kept = read_kept(results)
    pictures = load_pictures(kept.analysis, kept.folder)
    assert sorted(pictures) == [step.index for step in kept.analysis.steps]


def test_pictures_of_feet_are_not_blurred(results: Path) -> None:
    kept = read_kept(results)
    assert load_pictures(kept.analysis, kept.folder) == load_pictures(
        kept.analysis, kept.folder, blur=False
    )


def test_a_head_in_a_picture_is_blurred_in_its_panel_only(results: Path) -> None:
    kept = read_kept(results)
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
    kept = read_kept(results)
    bare = replace(kept.analysis, landmarks=None, feet=None)
    assert load_pictures(bare, kept.folder) == {}
    assert len(load_pictures(bare, kept.folder, blur=False)) == len(bare.steps)


@pytest.mark.parametrize("content", [b"", b"no picture", b"\xff\xd8\xff\xe0 cut off"])
def test_a_damaged_picture_is_left_out(tmp_path: Path, content: bytes) -> None:
    _, results = write_example_results(tmp_path)
    kept = read_kept(results)
    (results / STEPS_FOLDER / strip_name(kept.analysis.steps[0])).write_bytes(content)
    (results / STEPS_FOLDER / strip_name(kept.analysis.steps[1])).unlink()
    pictures = load_pictures(kept.analysis, kept.folder)
    assert sorted(pictures) == [step.index for step in kept.analysis.steps[2:]]
