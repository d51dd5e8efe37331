"""What a clip of a batch costs, and what costs it: ``python -m benchmarks.speed.batch``.

Clips are cut from sample clips: of three lengths, three picture rates and three sizes. Each is
analysed as a batch does, by the command for a single clip with one pose process and no cache, and
the processor time of all its processes is counted, which other work on the machine disturbs less
than the clock. Then one batch of several of them says what the batch itself adds to each clip.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from gaitcheck.samples import SAMPLES_FOLDER
from gaitcheck.video import FrameReader, probe_video
from gaitcheck.video.encode import Encoding, write_video

LONG: Final = SAMPLES_FOLDER / "heel_treadmill_left.mp4"
FAST: Final = SAMPLES_FOLDER / "heel_120fps.mp4"
IN_BATCH: Final = 4


def cut(source: Path, to: Path, *, seconds: float, every: int = 1, scale: float = 1.0) -> Path:
    """Write the beginning of a clip, with every n-th picture, larger or smaller."""
    video = probe_video(source)
    size = (2 * round(video.width * scale / 2), 2 * round(video.height * scale / 2))
    with FrameReader(video) as reader:
        pictures = (
            np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
            for index, picture in reader.read(0, round(seconds * video.fps))
            if index % every == 0
        )
        write_video(to, pictures, video.fps / every, encoding=Encoding(options={"crf": "18"}))
    return to


def processor_seconds(*arguments: str | Path) -> float:
    """Run the command and return the processor time of all its processes."""
    before = os.times()
    subprocess.run(
        [sys.executable, "-m", "gaitcheck", *arguments, "--no-cache"],
        check=True,
        capture_output=True,
    )
    after = os.times()
    return (after.children_user - before.children_user) + (
        after.children_system - before.children_system
    )


def clips(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield what is varied, and the clip."""
    for length in (2.0, 4.0, 8.0):
        yield f"{length:g} s, 30 fps", cut(LONG, folder / f"l{length:g}.mp4", seconds=length)
    for every in (4, 2, 1):
        name = f"3 s, {120 // every} fps"
        yield name, cut(FAST, folder / f"r{every}.mp4", seconds=3.0, every=every)
    for scale in (0.5, 2.0):
        made = cut(LONG, folder / f"s{scale:g}.mp4", seconds=4.0, scale=scale)
        video = probe_video(made)
        yield f"4 s, 30 fps, {video.width} x {video.height}", made


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="What a clip of a batch costs.")
    parser.add_argument("--runs", type=int, default=3)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = list(clips(folder))
        single = {}
        for what, clip in made:
            out = folder / "single"
            costs = [
                processor_seconds("analyze", clip, "--workers", "1", "--out", out)
                for _ in range(runs)
            ]
            single[clip] = statistics.median(costs)
            frames = probe_video(clip).frames
            spread = max(costs) - min(costs)
            print(
                f"{what:30} {single[clip]:6.1f} s of one core (spread {spread:.1f}), "
                f"{1e3 * single[clip] / frames:5.0f} ms a picture",
                flush=True,
            )
        some = [clip for _, clip in made[:IN_BATCH]]
        whole = processor_seconds("batch", *some, "--out", folder / "batch", "--workers", "2")
        alone = sum(single[clip] for clip in some)
        print(f"batch of {len(some)}: {whole:.1f} s, its clips one by one {alone:.1f} s")


if __name__ == "__main__":
    main()
