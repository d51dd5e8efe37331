"""The plots of the document: small SVG files, the same bytes for the same figures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure as Canvas

from benchmarks.accuracy.figures import StepTable, step_table
from benchmarks.accuracy.results import Results, SetResult
from benchmarks.accuracy.statistics import reliability
from gaitcheck.model import FloatArray

NEAR_COLOUR: Final = "#1f5fa8"
FAR_COLOUR: Final = "#d9772b"
SET_COLOURS: Final = ("#1f5fa8", "#d9772b", "#3d8b57", "#8a4fa3", "#b23a48", "#6b6f76")
STYLE: Final[Any] = {
    "svg.hashsalt": "gaitcheck",
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": "#e3e3e3",
    "axes.axisbelow": True,
}
ANGLE_PLOT: Final = "accuracy_angle.svg"
RELIABILITY_PLOT: Final = "accuracy_reliability.svg"
CONTACT_PLOT: Final = "accuracy_contact.svg"


def draw_plots(results: Results, folder: Path) -> tuple[Path, ...]:
    """Draw every plot into a folder; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    with mpl.rc_context(STYLE):
        rendered = [s for s in (results.find("tuning"), results.find("held_out")) if s]
        return (
            _bland_altman(rendered, folder / ANGLE_PLOT),
            _reliability(results.sets, folder / RELIABILITY_PLOT),
            _contact_errors(results.sets, folder / CONTACT_PLOT),
        )


def _bland_altman(sets: Sequence[SetResult], path: Path) -> Path:
    """Difference against mean of measured and true angle (Bland & Altman 1986)."""
    canvas = Canvas(figsize=(9.0, 3.8))
    both: Any = canvas.subplots(1, 2, sharey=True)
    for axes, near in zip(both, (True, False), strict=True):
        every = []
        for part, marker in zip(sets, "o^", strict=False):
            table = step_table(part.own)
            rows = (table.near == near) & np.isfinite(table.found_angle)
            true, found = table.true_angle[rows], table.found_angle[rows]
            axes.scatter(
                (true + found) / 2,
                found - true,
                s=14,
                alpha=0.5,
                marker=marker,
                linewidths=0,
                color=NEAR_COLOUR if marker == "o" else FAR_COLOUR,
                label=f"{part.title} ({len(true)} steps)",
            )
            every.append(found - true)
        error = np.concatenate(every) if every else np.zeros(0)
        if len(error) > 1:
            bias, spread = float(error.mean()), 1.96 * float(error.std(ddof=1))
            for level, style in ((bias, "-"), (bias - spread, "--"), (bias + spread, "--")):
                axes.axhline(level, color="#333333", linewidth=1, linestyle=style)
                axes.annotate(
                    f"{level:+.1f}",
                    (1.0, level),
                    xycoords=("axes fraction", "data"),
                    ha="right",
                    va="bottom",
                )
        axes.set_title("near foot" if near else "far foot")
        axes.set_xlabel("mean of measured and true angle, degrees")
        axes.legend(loc="upper left", fontsize=8, framealpha=0.9)
        axes.margins(y=0.25)
    both[0].set_ylabel("measured minus true, degrees")
    return _save(canvas, path)


def _reliability(sets: Sequence[SetResult], path: Path) -> Path:
    """How often the likeliest strike was right, against the probability stated for it."""
    canvas = Canvas(figsize=(5.6, 4.6))
    axes: Any = canvas.subplots()
    axes.plot([0.3, 1], [0.3, 1], color="#333333", linewidth=1, linestyle="--", label="ideal")
    for part, colour in zip(sets, SET_COLOURS, strict=False):
        table = step_table(part.own)
        if not len(table.truth):
            continue
        bins = reliability(table.probability.max(axis=1), table.likeliest == table.truth)
        axes.plot(
            [b.stated for b in bins],
            [b.right for b in bins],
            color=colour,
            linewidth=1,
            label=part.title,
        )
        sizes = [8 + 120 * b.n / len(table.truth) for b in bins]
        axes.scatter([b.stated for b in bins], [b.right for b in bins], s=sizes, color=colour)
    axes.set_xlim(0.3, 1.02)
    axes.set_ylim(-0.03, 1.05)
    axes.set_xlabel("probability stated for the likeliest strike")
    axes.set_ylabel("share of steps in which it was right")
    axes.legend(fontsize=8, loc="lower right")
    return _save(canvas, path)


def _contact_errors(sets: Sequence[SetResult], path: Path) -> Path:
    """Box plots of the error of initial contact, near and far foot apart."""
    canvas = Canvas(figsize=(7.6, 0.75 * len(sets) + 1.4))
    axes: Any = canvas.subplots()
    for row, part in enumerate(sets):
        table = step_table(part.own)
        for near, shift, colour in ((True, -0.18, NEAR_COLOUR), (False, 0.18, FAR_COLOUR)):
            errors = _errors(table, near)
            if not len(errors):
                continue
            axes.boxplot(
                errors,
                positions=[row + shift],
                widths=0.3,
                orientation="horizontal",
                whis=(5, 95),
                showfliers=False,
                patch_artist=True,
                manage_ticks=False,
                boxprops={"facecolor": colour, "edgecolor": colour, "alpha": 0.45},
                medianprops={"color": "#222222"},
                whiskerprops={"color": colour},
                capprops={"color": colour},
            )
    axes.set_yticks(range(len(sets)), [part.title for part in sets])
    axes.set_ylim(len(sets) - 0.5, -0.5)
    axes.axvline(0, color="#333333", linewidth=1)
    axes.set_xlabel("initial contact: found minus true, ms (blue: near foot, orange: far foot)")
    return _save(canvas, path)


def _errors(table: StepTable, near: bool) -> FloatArray:
    return np.asarray(table.contact_error_ms[table.near == near])


def _save(canvas: Canvas, path: Path) -> Path:
    canvas.savefig(path, format="svg", bbox_inches="tight", metadata={"Date": None})
    return path
