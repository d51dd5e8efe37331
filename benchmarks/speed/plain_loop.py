"""The line to beat: MediaPipe over every frame of a clip in one plain loop, and nothing else."""

from __future__ import annotations

import sys
from pathlib import Path

from gaitcheck.offline import stay_offline

stay_offline()

import cv2  # noqa: E402
import mediapipe as mp  # noqa: E402
from mediapipe.tasks.python import BaseOptions, vision  # noqa: E402

from gaitcheck.observing.pose import bundled_model  # noqa: E402


def main(clip: str, model: Path) -> int:
    """Track the clip; return how many frames were read."""
    options = vision.PoseLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(model)),
        running_mode=vision.RunningMode.VIDEO,
    )
    frames = 0
    capture = cv2.VideoCapture(clip)
    fps = capture.get(cv2.CAP_PROP_FPS)
    with vision.PoseLandmarker.create_from_options(options) as landmarker:
        while True:
            found, picture = capture.read()
            if not found:
                return frames
            rgb = cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)
            image = mp.Image(image_format=mp.ImageFormat.SRGB, data=rgb)
            landmarker.detect_for_video(image, round(frames * 1000 / fps))
            frames += 1


if __name__ == "__main__":
    print(main(sys.argv[1], Path(sys.argv[2]) if len(sys.argv) > 2 else bundled_model()))
