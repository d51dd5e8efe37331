"""Finished results of the example runner, as the analysis would leave them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Literal

import numpy as np

from gaitcheck.advice import choose_advice
from gaitcheck.judging import judge
from gaitcheck.model import SIDES, Analysis, QualityNote, StrideCurve, VerdictStrike
from gaitcheck.report.write import write_report
from gaitcheck.words.drawings import CURVE_TITLES
from tests.compare.examples import figures
from tests.examples import (
    make_analysis,
    make_observation,
    make_stepless_analysis,
    write_example_clip,
)


def write_example_result(folder: Path, analysis: Analysis) -> None:
    """Write the files of an example analysis, pictures of the stick figure included."""
    advice = choose_advice(analysis.verdict, analysis.sides)
    folder.mkdir(parents=True, exist_ok=True)
    clip = write_example_clip(folder / "drawn.mp4", analysis if analysis.landmarks else None)
    write_report(replace(analysis, advice=advice), make_observation(analysis), clip, folder)
    clip.unlink()


def write_full_result(folder: Path, verdict: VerdictStrike | Literal["nobody", "open"]) -> None:
    """Write the result of a verdict with all its parts, or that of a clip with nobody in it.

    ``open`` is what the program really makes of the landmarks alone of a drawn heel striker: eight
    steps and no label.
    """
    if verdict == "open":
        write_open_result(folder)
        return
    nobody = verdict == "nobody"
    write_example_result(
        folder, make_stepless_analysis() if nobody else _fill(make_analysis(verdict))
    )


def write_open_result(folder: Path) -> None:
    """Write the result of a clip that can be judged, but of which the program is not sure."""
    seen = make_observation()
    clip = write_open_clip(folder)
    write_report(judge(seen), seen, clip, folder)
    clip.unlink()


def write_open_clip(folder: Path) -> Path:
    """Draw the clip of that result."""
    folder.mkdir(parents=True, exist_ok=True)
    return write_example_clip(folder / "open.mp4", make_analysis())


def _fill(analysis: Analysis) -> Analysis:
    """Return an analysis with something in every part of a result that can have something."""
    phases = np.linspace(0, 2 * np.pi, 101)
    mean = tuple(float(value) for value in 30 + 25 * np.sin(phases))
    curve = StrideCurve("deg", mean, (3.0,) * len(mean))
    note = QualityNote("treadmill", "info", "The runner stays in place: a treadmill.", "")
    return replace(
        analysis,
        metrics=figures(),
        curves={f"{name}_{side}": curve for name in CURVE_TITLES for side in SIDES},
        quality=(*analysis.quality, note),
    )
