"""The landmarks of a picture are its own: no other picture, and no time stamp, is in them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gaitcheck.observing.pose import bundled_model
from gaitcheck.observing.pose.landmarker import pose_landmarker, track_picture
from gaitcheck.video import FrameReader, probe_video

CLIP = Path(__file__).parents[3] / "sample_videos" / "heel_treadmill_left.mp4"


def test_the_first_pictures_of_a_clip_are_read_like_any_others() -> None:
    with FrameReader(probe_video(CLIP)) as reader:
        pictures = [np.array(picture) for _, picture in reader.read(0, 3)]

    def tracked(first: int) -> list[NDArray[np.float64] | None]:
        with pose_landmarker(bundled_model()) as landmarker:
            return [track_picture(landmarker, p, first + k) for k, p in enumerate(pictures)]

    for at_start, later in zip(tracked(0), tracked(7), strict=True):
        assert at_start is not None
        assert later is not None
        # x and y; MediaPipe keeps a memory of the visibility.
        np.testing.assert_allclose(at_start[:, :2], later[:, :2], atol=0.01)
