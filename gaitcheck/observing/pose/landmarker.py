"""MediaPipe's Tasks API, used without its smoothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np

# By their own modules: a worker loads no more of MediaPipe than these.
from mediapipe.tasks.python.core.base_options import BaseOptions
from mediapipe.tasks.python.vision.core.image import Image, ImageFormat
from mediapipe.tasks.python.vision.core.vision_task_running_mode import VisionTaskRunningMode
from mediapipe.tasks.python.vision.pose_landmarker import PoseLandmarker, PoseLandmarkerOptions

from gaitcheck.errors import ModelError
from gaitcheck.model import FloatArray
from gaitcheck.video.types import Picture

# In VIDEO mode with one pose MediaPipe filters the points over time (one-euro filter), so that
# feet lag. Time stamps this far apart switch the filter off and keep the tracker. They begin above
# 0, which the filter takes for no time at all: it would smear the second picture.
FRAME_INTERVAL_MS: Final = 10**9


@contextmanager
def pose_landmarker(model: Path, *, people: int = 1) -> Iterator[Any]:
    """Open a fresh landmarker: tracking for one person, still-picture mode for several.

    Raises
    ------
    ModelError
        When MediaPipe refuses the bundle.
    """
    tracking = people == 1
    options = PoseLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(model)),
        running_mode=VisionTaskRunningMode.VIDEO if tracking else VisionTaskRunningMode.IMAGE,
        num_poses=people,
    )
    try:
        landmarker = PoseLandmarker.create_from_options(options)
    except (RuntimeError, ValueError) as error:
        raise ModelError(
            f"MediaPipe cannot use the pose model {model}; name another .task file."
        ) from error
    try:
        yield landmarker
    finally:
        landmarker.close()


def track_picture(landmarker: Any, picture: Picture, position: int) -> FloatArray | None:
    """Return the tracked person's points of the next frame, shape (33, 4), or None.

    Columns are x, y, z in pixels of `picture` and visibility.
    """
    result = landmarker.detect_for_video(_image(picture), (1 + position) * FRAME_INTERVAL_MS)
    return _points(result.pose_landmarks[0], picture) if result.pose_landmarks else None


def find_people(landmarker: Any, picture: Picture) -> list[FloatArray]:
    """Return the points of everybody found in one picture."""
    result = landmarker.detect(_image(picture))
    return [_points(person, picture) for person in result.pose_landmarks]


def _image(picture: Picture) -> Any:
    return Image(image_format=ImageFormat.SRGB, data=np.ascontiguousarray(picture))


def _points(person: Any, picture: Picture) -> FloatArray:
    height, width = picture.shape[:2]
    raw = np.array([[p.x, p.y, p.z, p.visibility] for p in person], dtype=np.float64)
    return np.asarray(raw * np.array([width, height, width, 1.0]))
