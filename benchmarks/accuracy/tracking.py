"""Landmarks of a clip, kept on disk: the slow part runs once, the gait part as often as needed."""

from __future__ import annotations

import hashlib
import os
import pickle
from importlib.metadata import version
from pathlib import Path

from gaitcheck.model import Tracking
from gaitcheck.observing.pose import bundled_model, track_pose
from gaitcheck.observing.pose.chunks import CHUNK_FRAMES, SETTLE_FRAMES
from gaitcheck.observing.pose.landmarker import FRAME_INTERVAL_MS
from gaitcheck.video import Video, probe_video

# Counts up when `Tracking` holds something new.
TRACKING_FORM = 3


def default_cache() -> Path:
    """Return the user's cache folder for the benchmarks."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "gaitcheck" / "benchmarks"


def pose_fingerprint() -> str:
    """Return a checksum of what decides the landmarks: model bundle, MediaPipe, settings.

    Where code changes them in another way, the cache must be filled anew (``--track-again``).
    """
    settings = (
        f"{version('mediapipe')}:{CHUNK_FRAMES}:{SETTLE_FRAMES}:{FRAME_INTERVAL_MS}:"
        f"{TRACKING_FORM}:"
    )
    return hashlib.sha256(settings.encode() + bundled_model().read_bytes()).hexdigest()


def cache_file(video: Video, cache: Path, fingerprint: str) -> Path:
    """Return where the landmarks of a clip are kept."""
    return cache / f"{video.sha256[:32]}-{fingerprint[:16]}.pickle"


def forget_landmarks(cache: Path) -> None:
    """Empty the cache."""
    for file in cache.glob("*.pickle"):
        file.unlink()


def tracked(clip: Path, cache: Path, fingerprint: str) -> tuple[Video, Tracking]:
    """Return a clip and its landmarks, tracked now or read from the cache.

    Parameters
    ----------
    clip : Path
    cache : Path
        Folder of pickled `Tracking`; only files that this function wrote are read.
    fingerprint : str
        From `pose_fingerprint`.
    """
    video = probe_video(clip)
    file = cache_file(video, cache, fingerprint)
    if file.is_file():
        tracking = pickle.loads(file.read_bytes())
        assert isinstance(tracking, Tracking)
        return video, tracking
    tracking = track_pose(video)
    cache.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(f".{os.getpid()}.part")
    part.write_bytes(pickle.dumps(tracking))
    part.replace(file)
    return video, tracking
