"""What a result says of the file."""

from __future__ import annotations

from gaitcheck.model import Clip
from gaitcheck.video import Video


def describe(video: Video) -> Clip:
    """Return the clip that a file holds."""
    return Clip(
        file=video.path.name,
        sha256=video.sha256,
        width=video.width,
        height=video.height,
        fps=video.fps,
        frames=video.frames,
        duration_s=video.duration_s,
        # Stated as FFmpeg does: counter-clockwise.
        rotation_deg=-video.rotation_deg % 360,
        camera_fps=video.camera_fps,
    )
