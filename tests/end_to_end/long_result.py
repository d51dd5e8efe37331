"""The result of a clip of 60 s at 120 frames a second, made from the example runner."""

from __future__ import annotations

import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Final

import av
import numpy as np

from gaitcheck.advice import choose_advice
from gaitcheck.gait.ground import feet_on_ground
from gaitcheck.jobs import JobRequest
from gaitcheck.model import SIDES, Analysis, FloatArray, FootTracks, Landmarks, Side, Step
from gaitcheck.report.write import write_report
from tests.compare.examples import figures
from tests.examples import (
    CADENCE_SPM,
    FIRST_CONTACT_S,
    FPS,
    FRAMES,
    HEIGHT,
    STRIDE_S,
    WIDTH,
    make_analysis,
    make_clip,
    make_observation,
    make_step,
)

FOLDER: Final = "GAITCHECK_TEST_LONG"
"""The environment's name of the folder with the clip and its result."""
LONG_FPS: Final = 120.0
LONG_FRAMES: Final = 7200
STEM: Final = "long"


def make_long_analysis() -> Analysis:
    """Return the analysis: about 170 steps, its tracks those of the example runner, over again."""
    example = make_analysis("heel")
    assert example.feet is not None
    assert example.landmarks is not None
    at = _frames_of_example()
    times_s = np.arange(LONG_FRAMES) / LONG_FPS
    tracks = (
        {side: _between(track[side], at) for side in SIDES}
        for track in (example.feet.heel, example.feet.toe, example.feet.ankle)
    )
    steps = _steps()
    contact_s = {side: found.contact_time_s for side, found in example.sides.items()}
    clip = make_clip(
        file=f"{STEM}.mp4", fps=LONG_FPS, frames=LONG_FRAMES, duration_s=LONG_FRAMES / LONG_FPS
    )
    return replace(
        example,
        clip=clip,
        steps=steps,
        stride_time_s=STRIDE_S,
        sides={s: replace(example.sides[s], steps=len(steps) // 2) for s in SIDES},
        metrics=figures(),
        advice=choose_advice(example.verdict, example.sides),
        feet=feet_on_ground(FootTracks(*tracks), steps, times_s, contact_s, slow=1.0),
        landmarks=Landmarks(
            times_s,
            _between(example.landmarks.points, at),
            _between(example.landmarks.depth, at),
            _between(example.landmarks.visibility, at),
            WIDTH,
            HEIGHT,
        ),
    )


def write_long_result(folder: Path) -> None:
    """Write the clip (grey pictures) and, in a folder beside it, its result with every picture."""
    clip = folder / f"{STEM}.mp4"
    with av.open(str(clip), "w") as container:
        stream = container.add_stream("libx264", rate=Fraction(int(LONG_FPS)))
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.options = {"preset": "ultrafast"}
        for shade in np.arange(LONG_FRAMES) % 50 + 100:
            picture = np.full((HEIGHT, WIDTH, 3), shade, dtype=np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode())
    result = folder / STEM
    result.mkdir()
    analysis = make_long_analysis()
    write_report(analysis, make_observation(analysis), clip, result)


def copy_command(request: JobRequest) -> list[str]:
    """Return the command that puts the result where a job leaves its own."""
    copy = (
        "import pathlib, shutil, sys; clip, out = map(pathlib.Path, sys.argv[1:]); "
        "shutil.copytree(clip.with_suffix(''), out / clip.stem)"
    )
    return [sys.executable, "-c", copy, str(request.clip), str(request.out)]


def _frames_of_example() -> FloatArray:
    """Return, for each frame, the place in the example clip with the same phase of the stride."""
    times_s = np.arange(LONG_FRAMES) / LONG_FPS
    strides = int((FRAMES - 1) / FPS / STRIDE_S)
    return np.asarray(times_s % (strides * STRIDE_S) * FPS, dtype=np.float64)


def _between(track: FloatArray, at: FloatArray) -> FloatArray:
    """Return the values at places between frames."""
    before = np.floor(at).astype(int)
    share = (at - before).reshape(-1, *[1] * (track.ndim - 1))
    after = np.minimum(before + 1, len(track) - 1)
    return np.asarray(track[before] * (1 - share) + track[after] * share, dtype=np.float64)


def _steps() -> tuple[Step, ...]:
    contacts: list[tuple[float, Side, int]] = sorted(
        (FIRST_CONTACT_S[side] + k * STRIDE_S, side, k)
        for side in SIDES
        for k in range(int(CADENCE_SPM))
        if FIRST_CONTACT_S[side] + (k + 1) * STRIDE_S < LONG_FRAMES / LONG_FPS
    )
    steps = []
    for index, (contact_s, side, stride) in enumerate(contacts):
        step = make_step(index, side, contact_s, "heel")
        off_s = contact_s + 0.36 * STRIDE_S
        at = {"contact_frame": contact_s * LONG_FPS, "toe_off_time_s": off_s}
        steps.append(replace(step, id=f"{side}-{stride}", **at))
    return tuple(steps)
