"""What a video file holds: times of its frames, rotation, pictures (PyAV)."""

from gaitcheck.video.frames import FrameReader
from gaitcheck.video.probe import probe_video
from gaitcheck.video.types import Video

__all__ = ["FrameReader", "Video", "probe_video"]
