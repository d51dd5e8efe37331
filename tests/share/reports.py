"""Analyses that strain a report, and pictures for them."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from gaitcheck.model import AdviceItem, Analysis, Clip, Metric, QualityNote
from gaitcheck.report.write import write_report
from gaitcheck.video import probe_video
from tests.examples import make_analysis, make_observation, make_step, write_example_clip
from tests.kept import kept

LONG_NAME = "A very long name of a clip with many words " * 5 + "x" * 120 + ".mp4"


def strip_picture(index: int = 0) -> bytes:
    """Return a JPEG of the size of a strip, another one for each step."""
    pixels = np.full((288, 1178, 3), (90, 140, (4 * index) % 256), np.uint8)
    return bytes(cv2.imencode(".jpg", pixels)[1])


def strained_analysis() -> Analysis:
    """Return an analysis with a long name, 60 steps, many findings, figures and advice."""
    base = make_analysis("mixed")
    steps = tuple(
        make_step(k, "left" if k % 2 else "right", 0.04 * k, "heel" if k % 3 else "unsure")
        for k in range(60)
    )
    words = "This goes on and on, because it is a long sentence that explains much. " * 4
    sides = {side: replace(result, steps=30) for side, result in base.sides.items()}
    return replace(
        base,
        clip=replace(base.clip, file=LONG_NAME, slow_motion=8.0),
        steps=steps,
        sides=sides,
        quality=tuple(
            QualityNote(f"note{k}", "warning", f"Finding {k}. {words}", words) for k in range(12)
        ),
        advice=tuple(
            AdviceItem(f"{kind}.{k}", f"Advice {k}", words, "A source with a long title, 2020")
            for kind in ("technique", "research")
            for k in range(4)
        ),
        metrics={"cadence": Metric(170.0, "steps/min", 168.0, 172.0, 60, 2.0)},
    )


def write_example_results(folder: Path, analysis: Analysis | None = None) -> tuple[Path, Path]:
    """Write the example clip and the results folder of its analysis; return clip and folder."""
    if analysis is None:
        example = make_analysis()
        shutil.copytree(
            kept("example-results", lambda empty: write_example_results(empty, example)),
            folder,
            dirs_exist_ok=True,
        )
        return folder / example.clip.file, folder / "results" / "example run"
    clip_path = write_example_clip(folder / analysis.clip.file, analysis)
    analysis = replace(analysis, clip=clip_of(analysis.clip, clip_path))
    results = folder / "results" / "example run"
    results.mkdir(parents=True)
    write_report(analysis, make_observation(analysis), clip_path, results)
    return clip_path, results


def clip_of(clip: Clip, path: Path) -> Clip:
    """Return the clip with the checksum of its file."""
    return replace(clip, sha256=probe_video(path).sha256)
