"""Film a spec: draw every frame, encode H.264, write the truth beside the clip."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from render.draw import Studio
from render.spec import ClipSpec
from render.truth import clip_truth


def frame_times(spec: ClipSpec) -> NDArray[np.float64]:
    """Return the real time of every frame (s)."""
    return np.arange(spec.video.frames, dtype=np.float64) / spec.video.fps


def film(
    spec: ClipSpec,
    assets: Path,
    out: Path,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Path, Path]:
    """Render a clip and its truth into a folder; returns both paths.

    The clip appears under its name only when it is complete.
    """
    out.mkdir(parents=True, exist_ok=True)
    clip = out / f"{spec.name}.mp4"
    part = out / f".{spec.name}.{os.getpid()}.part.mp4"
    times = frame_times(spec)
    studio = Studio(spec, assets)
    try:
        data = _truth(studio, times)
        _encode(spec, studio, times, part, progress)
        truth = _write(data, spec, out)
        part.replace(clip)
    finally:
        part.unlink(missing_ok=True)
        studio.close()
    return clip, truth


def write_truth(spec: ClipSpec, assets: Path, out: Path) -> Path:
    """Write the truth of a clip that is filmed already; returns its path."""
    studio = Studio(spec, assets)
    try:
        return _write(_truth(studio, frame_times(spec)), spec, out)
    finally:
        studio.close()


def _truth(studio: Studio, times: NDArray[np.float64]) -> dict[str, Any]:
    return clip_truth(
        studio.spec, studio.motion, studio.motion.at(times), studio.pose_at(times), times
    )


def _write(data: dict[str, Any], spec: ClipSpec, out: Path) -> Path:
    path = out / f"{spec.name}.truth.json"
    path.write_text(json.dumps(data, separators=(",", ":")) + "\n", encoding="utf-8")
    return path


def _encode(
    spec: ClipSpec,
    studio: Studio,
    times: NDArray[np.float64],
    path: Path,
    progress: Callable[[int, int], None] | None,
) -> None:
    video = spec.video
    rate = Fraction(video.fps / video.slow_motion).limit_denominator(1001)
    with av.open(str(path), "w", options={"movflags": "faststart"}) as container:
        stream = container.add_stream("libx264", rate=rate)
        stream.width, stream.height, stream.pix_fmt = video.width, video.height, "yuv420p"
        # One thread and no macroblock tree: the same pictures then give the same bytes.
        stream.codec_context.thread_count = 1
        stream.options = {
            "crf": str(video.crf),
            "preset": "medium",
            "profile": "high",
            "x264-params": "mbtree=0",
        }
        for i, t in enumerate(times):
            picture = av.VideoFrame.from_ndarray(studio.frame(float(t)), format="rgb24")
            picture.pts = i
            container.mux(stream.encode(picture))
            if progress is not None:
                progress(i + 1, len(times))
        container.mux(stream.encode(None))
