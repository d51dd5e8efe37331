"""Small films that fooled the program once: paused, flickering, played both ways, with a post."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from gaitcheck import Analysis, ClipOptions, Observation, judge, observe
from gaitcheck.video import FrameReader, probe_video
from gaitcheck.video.types import Picture
from tests.examples import write_clip

CASES = Path(__file__).parents[2] / "shared" / "cases"
SAMPLES = Path(__file__).parents[1] / "sample_videos"
in_front = pytest.mark.needs_shared
pytestmark = [pytest.mark.slow, pytest.mark.long]


@cache
def observation_of(path: Path) -> Observation:
    return observe(path)


def codes_of(analysis: Analysis) -> set[str]:
    return {note.code for note in analysis.quality}


def pictures_of(name: str) -> list[Picture]:
    with FrameReader(probe_video(SAMPLES / f"{name}.mp4")) as reader:
        return [picture.copy() for _, picture in reader.read(0, reader.video.frames)]


@in_front
@pytest.mark.parametrize(
    ("name", "right"), [("post_foot", ("mixed", "unsure")), ("post_heel", ("heel", "unsure"))]
)
def test_a_foot_behind_a_post_is_not_judged_from_what_was_invented(
    name: str, right: tuple[str, ...]
) -> None:
    assert judge(observation_of(CASES / f"{name}.mp4")).verdict.strike in right


@in_front
def test_of_a_foot_behind_a_post_nothing_is_stated() -> None:
    analysis = judge(observation_of(CASES / "post_foot.mp4"))
    assert "shoes_covered" in codes_of(analysis)
    assert analysis.sides["left"].contact_time_s is None
    for step in analysis.steps:
        if step.side == "left":
            assert set(step.probability.values()) == {1 / 3}


def test_of_a_foot_behind_a_thin_post_nothing_wrong_is_said(tmp_path: Path) -> None:
    pictures = pictures_of("heel_treadmill_left")
    for picture in pictures:
        picture[456:816, 255:285] = 30
    write_clip(tmp_path / "post.mp4", pictures, fps=30.0)
    analysis = judge(observe(tmp_path / "post.mp4"))
    assert analysis.verdict.strike in ("heel", "unsure")
    for side in analysis.sides.values():
        assert side.strike in ("heel", "unsure")


def test_of_a_film_played_forwards_and_backwards_no_cadence_is_said(tmp_path: Path) -> None:
    pictures = pictures_of("left_heel_right_toe")
    write_clip(tmp_path / "boomerang.mp4", [*pictures, *pictures[::-1]], fps=30.0)
    analysis = judge(observe(tmp_path / "boomerang.mp4"))
    assert {"runs_backwards", "played_both_ways"} & codes_of(analysis)
    assert analysis.verdict.strike == "unsure"
    assert analysis.cadence_spm is None


@in_front
def test_a_pause_in_the_recording_does_not_change_the_cadence() -> None:
    analysis = judge(observation_of(CASES / "pause_mid.mp4"))
    assert "frozen_picture" in codes_of(analysis)
    assert analysis.cadence_spm == pytest.approx(175.1, abs=1.0)
    assert analysis.verdict.strike == "mixed"


@in_front
def test_mains_light_that_flickers_is_no_shaking_camera() -> None:
    assert "shaking_camera" not in codes_of(judge(observation_of(CASES / "flicker25.mp4")))


@pytest.mark.parametrize(
    ("name", "factor"),
    [("left_heel_right_toe", 8.0), ("left_heel_right_toe", 2.0), ("midfoot_slow_motion", 1.0)],
)
def test_a_wrong_slow_motion_factor_is_contradicted(name: str, factor: float) -> None:
    observation = observation_of(SAMPLES / f"{name}.mp4")
    analysis = judge(observation, ClipOptions(slow_motion=factor))
    assert "slow_motion_contradicted" in codes_of(analysis)
    assert analysis.cadence_spm is None
    for key, metric in analysis.metrics.items():
        if key.startswith(("contact_time", "flight_time", "cadence")):
            assert metric.value is None
            assert "factor" in metric.limits[0]
    assert all(side.contact_time_s is None for side in analysis.sides.values())
    assert analysis.verdict.strike == judge(observation).verdict.strike
    right = judge(observation, ClipOptions(slow_motion=round(judge(observation).clip.slow_motion)))
    assert "slow_motion_contradicted" not in codes_of(right)
    assert right.cadence_spm is not None
