"""Every frame of the real development clips is read."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from gaitcheck.video import FrameReader, probe_video

CLIPS = Path(__file__).parents[3] / "shared" / "clips"
FRAMES = {
    "feet_out_of_frame_treadmill.mp4": 315,
    "not_running_walk_side.mp4": 124,
    "not_side_front_view.mp4": 377,
    "road_heel_half_speed_25fps.mp4": 537,
    "road_heel_half_speed_reencoded.mp4": 537,
    "road_midfoot_slow_motion_30fps.mp4": 493,
    "road_rotated90_tiny_30fps.mp4": 193,
    "several_people_treadmill.mp4": 300,
    "street_toe_speed_ramp_30fps.mp4": 175,
    "treadmill_heel_30fps.mp4": 360,
}

pytestmark = [
    pytest.mark.needs_shared,
    pytest.mark.skipif(not CLIPS.is_dir(), reason="the development clips are not here"),
]


@pytest.mark.parametrize("name", FRAMES)
def test_reads_every_frame(name: str) -> None:
    video = probe_video(CLIPS / name)
    assert video.frames == FRAMES[name]
    assert video.time_s[0] == 0
    with FrameReader(video, max_side=160) as reader:
        indices = [index for index, _ in reader.read(0, video.frames)]
        assert indices == list(range(video.frames))
        whole = {i: p.copy() for i, p in reader.read(video.frames - 3, video.frames)}
    with FrameReader(video, max_side=160) as reader:
        for index, picture in reader.read_at(sorted(whole)):
            np.testing.assert_array_equal(picture, whole[index])


def test_every_labelled_clip_is_read() -> None:
    labels = json.loads((CLIPS / "labels.json").read_text())["clips"]
    assert set(labels) <= set(FRAMES)


def test_the_turned_clip_is_shown_upright() -> None:
    video = probe_video(CLIPS / "road_rotated90_tiny_30fps.mp4")
    assert (video.width, video.height) == (480, 220)
    assert video.rotation_deg == 270
    with FrameReader(video) as reader:
        _, picture = next(reader.read(60, 61))
    # The sky is above the road, between the black bars at the left and right.
    inside = picture[:, 80:400].mean(axis=(1, 2))
    assert inside[20:60].mean() > inside[160:].mean() + 50
    assert picture[:, 10:30].mean() < 30
