"""Spoilt pictures are measured and judged for what they are, without a new search for the runner.

`test_faulty_clips` shows the same on files, the search included.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gaitcheck import judge
from gaitcheck.judging import measure_observed
from gaitcheck.model import ClipOptions, Observation
from gaitcheck.observing.again import look_again
from gaitcheck.observing.hips import HipLooks
from gaitcheck.progress import ignore_progress
from gaitcheck.video import probe_video
from gaitcheck.video.compression import mean_quantiser
from tests.end_to_end.spoilt import (
    SPOILT,
    filmed,
    observed,
    rail_over_the_hips,
    with_gaps,
    write,
)
from tests.examples import make_clip
from tests.gait.metrics.runners import with_arms
from tests.gait.quality.clips import tracking_of_pictures
from tests.gait.synthetic import Runner, landmarks_of

pytestmark = pytest.mark.slow


def codes(observation: Observation) -> set[str]:
    return {note.code for note in judge(observation).quality}


@pytest.fixture(scope="module")
def original() -> set[str]:
    return codes(observed(filmed()))


@pytest.mark.parametrize("code", [code for code in SPOILT if code != "hips_hidden"])
def test_spoilt_pictures_are_diagnosed(code: str, original: set[str]) -> None:
    assert code not in original
    assert code in codes(observed(SPOILT[code](filmed())))


def test_left_out_pictures_are_diagnosed(original: set[str]) -> None:
    assert "dropped_frames" not in original
    assert "dropped_frames" in codes(observed(with_gaps(filmed())))


def test_a_rail_over_the_hips_is_seen(original: set[str], tmp_path: Path) -> None:
    spoilt = rail_over_the_hips(filmed())
    observation = observed(spoilt)
    video = probe_video(write(tmp_path / "rail.mp4", spoilt.pictures))
    hips = HipLooks(measure_observed(observation), observation.tracking.camera_shift)
    look_again(video, [hips.looker()], ignore_progress, None)
    assert "hips_hidden" not in original
    assert "hips_hidden" in codes(replace(observation, hips_crossed=hips.crossed()))


def test_strong_compression_is_seen(original: set[str], tmp_path: Path) -> None:
    path = write(tmp_path / "mush.mp4", filmed().pictures, rate_factor=42)
    assert "strongly_compressed" not in original
    assert "strongly_compressed" in codes(observed(filmed(), quantiser=mean_quantiser(path)))


def test_slow_motion_that_begins_and_ends_within_the_clip() -> None:
    """As phones export it: every fourth picture, then all of them, then every fourth again."""
    runner = Runner(fps=120.0, seconds=6.0, noise_px=1.0)
    shown = [*range(0, 180, 4), *range(180, 500), *range(500, 720, 4)]
    every = with_arms(landmarks_of(runner), runner)
    landmarks = replace(
        every,
        time_s=np.arange(len(shown)) / 30,
        points=every.points[shown],
        depth=every.depth[shown],
        visibility=every.visibility[shown],
    )
    clip = make_clip(frames=len(shown), fps=30.0, duration_s=len(shown) / 30)
    analysis = judge(Observation(clip, tracking_of_pictures(landmarks)))
    found = {note.code for note in analysis.quality}
    assert {"speed_ramp", "part_used", "slow_motion"} <= found
    assert not {"dropped_frames", "duplicate_frames", "variable_frame_rate"} & found
    assert analysis.clip.slow_motion == 4.0
    assert analysis.cadence_spm == pytest.approx(runner.cadence_spm, rel=0.04)
    # Steps are read in the slow part alone, pictures 45 to 365 of the file.
    assert all(40 <= step.contact_frame <= 370 for step in analysis.steps)
    assert analysis.verdict.strike in ("heel", "unsure")
    for result in analysis.sides.values():
        assert result.contact_time_s == pytest.approx(0.36 * runner.stride_s, abs=0.03)


def test_the_factor_may_be_said_later() -> None:
    """Judged again with what the user says, the very same pictures tell another pace."""
    said = judge(observed(filmed()), ClipOptions(slow_motion=2.0))
    assert said.clip.slow_motion == 2.0
    assert said.clip.slow_motion_source == "given"
