"""Clips that draw their frame number, as the player gets them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from gaitcheck.model import FloatArray, Step
from gaitcheck.ui.player.data import player_data
from gaitcheck.ui.player.media import player_scale, write_player_video
from gaitcheck.video import probe_video
from gaitcheck.video.encode import frame_times_s, write_video
from tests.examples import make_analysis
from tests.video.clips import pictures

FRAMES: Final = 90
STANCE_FRAMES: Final = 8
RATES: Final = (24.0, 30.0, 60.0, 120.0, 240.0)


def uneven_times_s(frames: int = FRAMES) -> list[float]:
    """Return frame times as phones write them: jitter, a pause, a change of rate."""
    random = np.random.default_rng(7)
    gaps = np.where(np.arange(frames) < frames // 2, 1 / 30, 1 / 240)
    gaps = gaps * random.uniform(0.6, 1.4, frames)
    gaps[frames // 3] = 0.4
    return [0.0, *np.cumsum(gaps)[:-1].tolist()]


def prepare_player(
    folder: Path, fps: float, times_s: Sequence[float] | None = None, frames: int = FRAMES
) -> Path:
    """Write the player's files of a numbered clip with the steps of the example analysis."""
    folder.mkdir(parents=True)
    clip = folder / "clip.mp4"
    write_video(clip, pictures(frames), fps, times_s=times_s)
    video = probe_video(clip)
    write_player_video(video, folder / "player.mp4", lambda *_: None)
    analysis = make_analysis("mixed", landmarks=None, feet=None)
    steps = tuple(_at_frames(step, video.time_s) for step in analysis.steps)
    analysis = replace(analysis, steps=steps)
    data = player_data(analysis, frame_times_s(video), player_scale(video))
    (folder / "player.json").write_text(json.dumps(data), encoding="utf-8")
    return folder


def _at_frames(step: Step, time_s: FloatArray) -> Step:
    """Move a step of the example to the same frame of a clip with other times."""
    contact = round(step.contact_frame)
    toe_off = contact + STANCE_FRAMES
    return replace(
        step,
        contact_time_s=float(time_s[contact]),
        toe_off_time_s=float(time_s[toe_off]) if toe_off < len(time_s) else None,
    )
