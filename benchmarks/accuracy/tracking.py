"""What was seen in clips, kept on disk: an engine that changed is judged on all of them in seconds.

Two things are kept of a clip, each under a name that tells what decides it. The landmarks depend on
the pose model and on the code that tracks. The observation depends on the whole code that observes,
and on where the gait in the landmarks sends the second look. So code that judges may change at
will, and where code that observes changed, nothing stale is read.
"""

from __future__ import annotations

import ast
import dataclasses
import functools
import hashlib
import os
import pickle
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np

import gaitcheck
from gaitcheck.engine import library_versions
from gaitcheck.gait.measure import GaitMeasure, measure_gait
from gaitcheck.gait.shots import keep_one_shot
from gaitcheck.gait.sole import AROUND, FLAT, PUSH_OFF
from gaitcheck.gait.strike import FLAT_LINE, USUAL_DUTY
from gaitcheck.model import Observation, Tracking
from gaitcheck.model.precision import keep_precision
from gaitcheck.observing.clip import observe_tracked
from gaitcheck.observing.feet.finder import bundled_finder
from gaitcheck.observing.feet.look import with_feet_found
from gaitcheck.observing.pose import bundled_model, track_pose
from gaitcheck.observing.sole import bundled_weights
from gaitcheck.store.disk import replace_file
from gaitcheck.store.observation import FORMAT_ID, load_observation, to_bytes
from gaitcheck.video import Video, probe_video

# Counts up when `Tracking` holds something new.
TRACKING_FORM = 7
PACKAGE: Final = Path(gaitcheck.__file__).parent
TRACKS: Final = ("observing/pose", "observing/feet", "observing/network.py", "video")
"""The code that decides the landmarks."""
OBSERVES: Final = ("observing", "model/precision.py", "gait/curves.py", "gait/fold.py")
"""The code that decides what else is observed, but for the gait in the landmarks."""


def default_cache() -> Path:
    """Return the user's cache folder for the benchmarks."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "gaitcheck" / "benchmarks"


def source_checksum(places: Iterable[str], package: Path = PACKAGE) -> str:
    """Return a checksum of the code in files and folders of the package, its comments left out."""
    digest = hashlib.sha256()
    for place in places:
        path = package / place
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            code = ast.dump(ast.parse(file.read_text(encoding="utf-8")))
            digest.update(f"{file.relative_to(package).as_posix()}\n{code}\n".encode())
    return digest.hexdigest()


@functools.cache
def pose_fingerprint() -> str:
    """Return a checksum of what decides landmarks: model, libraries, code."""
    settings = f"{[*library_versions()]}:{source_checksum(TRACKS)}:{TRACKING_FORM}:"
    weights = bundled_model().read_bytes() + bundled_finder().read_bytes()
    return hashlib.sha256(settings.encode() + weights).hexdigest()


@functools.cache
def observer_fingerprint() -> str:
    """Return a checksum of what decides an observation, but for the clip and its gait."""
    code = source_checksum(OBSERVES)
    windows = (FLAT_LINE, USUAL_DUTY, AROUND, FLAT, PUSH_OFF)
    settings = (pose_fingerprint(), gaitcheck.__version__, code, FORMAT_ID, windows)
    weights = bundled_weights().read_bytes()
    return hashlib.sha256(repr(settings).encode() + weights).hexdigest()


def gait_checksum(gait: GaitMeasure) -> str:
    """Return a checksum of all that the second look at a clip takes from the gait."""
    sides = {
        side: (measure.mean, measure.events, bool(measure.steps))
        for side, measure in gait.sides.items()
    }
    digest = hashlib.sha256()
    for part in _parts((gait.body, gait.cycle, sides)):
        digest.update(part)
    return digest.hexdigest()


def _parts(seen: Any) -> Iterator[bytes]:
    """Yield the bytes of dataclasses and containers, one value after the other."""
    if isinstance(seen, np.ndarray):
        yield f"{seen.dtype}{seen.shape}".encode()
        yield np.ascontiguousarray(seen).tobytes()
    elif dataclasses.is_dataclass(seen):
        for field in dataclasses.fields(seen):
            yield from _parts(getattr(seen, field.name))
    elif isinstance(seen, Mapping):
        yield from _parts(tuple(seen.items()))
    elif isinstance(seen, tuple):
        for item in seen:
            yield from _parts(item)
    else:
        yield f"{seen!r};".encode()


def forget_clips(cache: Path) -> None:
    """Empty the cache."""
    for kind in ("*.pickle", "*.npz"):
        for file in cache.glob(kind):
            file.unlink()


def tracked(clip: Path, cache: Path) -> tuple[Video, Tracking]:
    """Return a clip and its landmarks, tracked now or read from the cache.

    Parameters
    ----------
    clip : Path
    cache : Path
        Folder of pickled `Tracking`; only files that this function wrote are read.
    """
    video = probe_video(clip)
    file = cache / f"{_clip_name(video)}-{pose_fingerprint()[:16]}.pickle"
    if file.is_file():
        tracking = pickle.loads(file.read_bytes())
        assert isinstance(tracking, Tracking)
        return video, tracking
    tracking = with_feet_found(video, track_pose(video))
    cache.mkdir(parents=True, exist_ok=True)
    replace_file(file, pickle.dumps(tracking))
    return video, tracking


def observed(clip: Path, cache: Path) -> Observation:
    """Return all that is seen in a clip, observed now or read from the cache."""
    video, tracking = tracked(clip, cache)
    gait = measure_gait(keep_one_shot(keep_precision(tracking)).landmarks)
    name = f"{_clip_name(video)}-{observer_fingerprint()[:16]}-{gait_checksum(gait)[:16]}.npz"
    file = cache / name
    if file.is_file():
        return load_observation(file)
    observation = observe_tracked(video, tracking)
    replace_file(file, to_bytes(observation))
    return observation


def _clip_name(video: Video) -> str:
    return video.sha256[:32]
