"""What a worse film of the same runs changes: small, dark, shaken, compressed.

Every third tuning clip is written again, worse in one way, and every labelled real clip too. The
clips lie in the cache, so a second run does not make them again.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from benchmarks.accuracy.changed import ChangedRow, changed_row
from benchmarks.accuracy.real import judge_real_clips
from benchmarks.accuracy.sets import GAITCHECK, Run, Say, judge_all
from benchmarks.accuracy.tables import markdown_table
from benchmarks.accuracy.tracking import observed
from benchmarks.accuracy.truth import read_truth, truth_path
from benchmarks.accuracy.wording import REAL_DEGRADED
from gaitcheck.video import FrameReader, probe_video
from gaitcheck.video.encode import Encoding, write_video
from gaitcheck.video.types import Picture

AS_FILMED: Final = "as filmed"
EVERY: Final = 3
GOOD: Final = 20  # x264's constant rate factor


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which a film gets worse: what happens to a picture, and how it is encoded."""

    spoil: Callable[[Picture, int], Picture]
    rate_factor: int = GOOD


def _same(picture: Picture, _index: int) -> Picture:
    return picture


def _half(picture: Picture, _index: int) -> Picture:
    height, width = (side // 4 * 4 for side in picture.shape[:2])
    return np.asarray(
        cv2.resize(picture[:height, :width], None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA),
        dtype=np.uint8,
    )


def _dark(picture: Picture, index: int) -> Picture:
    grain = np.random.default_rng(index).normal(0.0, 5.0, picture.shape)
    return np.clip(0.3 * picture + grain, 0, 255).astype(np.uint8)


def _mirrored(picture: Picture, _index: int) -> Picture:
    return np.ascontiguousarray(picture[:, ::-1])


def _shaken(picture: Picture, index: int) -> Picture:
    """Sway by some pixels as a hand does, and tremble by two."""
    x, y = np.random.default_rng(index).normal(0.0, 2.0, 2)
    x, y = x + 6 * np.sin(index / 17), y + 5 * np.cos(index / 23)
    move = np.array([[1.0, 0.0, x], [0.0, 1.0, y]])
    size = picture.shape[1::-1]
    moved = cv2.warpAffine(picture, move, size, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(moved, dtype=np.uint8)


WAYS: Final[dict[str, Way]] = {
    "half the pixels either way": Way(_half),
    "a third of the light, with grain": Way(_dark),
    "held in a trembling hand": Way(_shaken),
    "compressed as by a video site (x264, crf 32)": Way(_same, 32),
    "compressed to mush (x264, crf 38)": Way(_same, 38),
}


REAL_WAYS: Final[dict[str, Way]] = {"seen in a mirror": Way(_mirrored), **WAYS}


@dataclass(frozen=True, slots=True)
class RealRow:
    """Verdicts on the real clips after one change: right, unsure though one is possible, wrong."""

    change: str
    right: int
    unsure: int
    wrong: int


def degraded_clip(clip: Path, way: Way, folder: Path) -> Path:
    """Return the clip made worse, written into `folder` unless it is there."""
    name = f"{clip.stem}_{way.spoil.__name__.strip('_')}_{way.rate_factor}.mp4"
    path = folder / name
    if path.is_file():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    video = probe_video(clip)
    part = folder / f".{os.getpid()}.{name}"
    options = {"crf": str(way.rate_factor), "preset": "veryfast"}
    with FrameReader(video) as reader:
        pictures = (way.spoil(picture, k) for k, picture in reader.read(0, video.frames))
        times = [float(t) for t in video.time_s]
        encoding = Encoding("libx264", options=options)
        write_video(part, pictures, video.fps, encoding=encoding, times_s=times)
    part.replace(path)
    return path


def degraded_rows(clips: Sequence[Path], cache: Path, say: Say) -> tuple[ChangedRow, ...]:
    """Return a row for the clips as filmed, and one for each way to make them worse."""
    chosen = clips[::EVERY]
    folder = cache / "degraded"

    def judged(way: Way | None) -> list[Run]:
        runs = []
        for clip in chosen:
            say(clip.name)
            truth = read_truth(truth_path(clip))
            film = clip if way is None else degraded_clip(clip, way, folder)
            runs.append(Run(truth, judge_all(observed(film, cache), truth.slow_motion)))
        return runs

    ways: dict[str, Way | None] = {AS_FILMED: None, **WAYS}
    return tuple(
        changed_row(name, [run.score(GAITCHECK) for run in judged(way)])
        for name, way in ways.items()
        if chosen
    )


def degraded_real(folder: Path, cache: Path, say: Say) -> tuple[RealRow, ...]:
    """Return a row for each way to make the labelled real clips worse; none without labels."""
    rows = []
    for name, way in REAL_WAYS.items():
        film = partial(degraded_clip, way=way, folder=cache / "degraded")
        outcomes = [clip.outcome for clip in judge_real_clips(folder, cache, say, film)]
        if outcomes:
            rows.append(
                RealRow(name, *(outcomes.count(told) for told in ("right", "unsure", "wrong")))
            )
    return tuple(rows)


def real_table(rows: Sequence[RealRow]) -> str:
    """Return the verdicts on worse real clips; empty without rows."""
    if not rows:
        return ""
    head = ["film", "right", "unsure where a verdict is possible", "wrong"]
    return REAL_DEGRADED + markdown_table(
        head, [[row.change, str(row.right), str(row.unsure), str(row.wrong)] for row in rows]
    )
