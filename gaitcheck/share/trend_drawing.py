"""A figure over several runs, and how the steps of each land, as SVG without any user's text."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from gaitcheck.model import StepStrike
from gaitcheck.report.colours import STRIKE_COLOURS

WIDTH, HEIGHT = 360.0, 168.0
LEFT, RIGHT, TOP, BOTTOM = 40.0, 10.0, 18.0, 24.0
"""Room for the numbers at the left, the cues above, and the days below."""
MOST_LABELS: Final = 6
"""Days that find room below."""
TICKS: Final = 4
COLUMN: Final = 0.6
"""Width of a column, share of its place."""

Kind = Literal["first", "larger", "within", "unknown"]

# Ink is the text's, as in the gauge.
_HEAD: Final = (
    f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" '
    'font-family="Inter, system-ui, sans-serif" font-size="11" fill="currentColor">'
)


@dataclass(frozen=True, slots=True)
class Dot:
    """A figure as one run shows it.

    Attributes
    ----------
    day : str
        A few figures and letters.
    value, low, high : float or None
        In what is shown.
    kind : {"first", "larger", "within", "unknown"}
    cue : int
        Number of the cue that was first given here; 0 for none.
    """

    day: str
    value: float | None
    low: float | None = None
    high: float | None = None
    kind: Kind = "first"
    cue: int = 0


def draw_course(dots: Sequence[Dot], scale: tuple[float, float]) -> str:
    """Return a figure over the runs, at equal distances, with its intervals."""
    low, high = scale

    def y(value: float) -> float:
        share = (min(max(value, low), high) - low) / (high - low)
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)

    parts = [_HEAD, *_grid(low, high, y), *_days([dot.day for dot in dots])]
    seen = [(_x(k, len(dots)), dot) for k, dot in enumerate(dots)]
    line = " ".join(f"{x:.1f},{y(dot.value):.1f}" for x, dot in seen if dot.value is not None)
    parts.append(
        f'<polyline points="{line}" fill="none" stroke="currentColor" stroke-opacity=".35"/>'
    )
    for x, dot in seen:
        if dot.cue:
            parts.append(
                f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{TOP:g}" y2="{HEIGHT - BOTTOM:g}" '
                'stroke="currentColor" stroke-opacity=".5" stroke-dasharray="3 3"/>'
                f'<text x="{x:.1f}" y="12" text-anchor="middle">{dot.cue}</text>'
            )
        if dot.low is not None and dot.high is not None:
            parts.append(
                f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{y(dot.low):.1f}" y2="{y(dot.high):.1f}" '
                'stroke="currentColor" stroke-width="1.4"/>'
            )
        if dot.value is not None:
            parts.append(_mark(dot.kind, x, y(dot.value)))
    return "".join((*parts, "</svg>"))


def draw_mix(runs: Sequence[tuple[str, Mapping[StepStrike, int]]]) -> str:
    """Return the share of the steps by how they land, a column for each run."""
    height = HEIGHT - TOP - BOTTOM
    parts = [_HEAD, *_days([day for day, _ in runs])]
    width = COLUMN * (WIDTH - LEFT - RIGHT) / max(len(runs), 1)
    for k, (_, counts) in enumerate(runs):
        total, below = sum(counts.values()), 0
        for strike, count in counts.items():
            if not count:
                continue
            top = HEIGHT - BOTTOM - height * (below + count) / total
            colour, size = STRIKE_COLOURS[strike], height * count / total
            fill = "none" if strike == "unsure" else colour.fill
            x = _x(k, len(runs))
            parts.append(
                f'<rect x="{x - width / 2:.1f}" y="{top:.1f}" width="{width:.1f}" '
                f'height="{size:.1f}" fill="{fill}" stroke="{colour.fill}"/>'
            )
            if size > 14 and width > 34:  # room for the word
                ink = "currentColor" if strike == "unsure" else colour.ink
                parts.append(
                    f'<text x="{x:.1f}" y="{top + size / 2 + 4:.1f}" text-anchor="middle" '
                    f'fill="{ink}" font-size="10">{strike}</text>'
                )
            below += count
    return "".join((*parts, "</svg>"))


def _x(place: int, count: int) -> float:
    return LEFT + (place + 0.5) * (WIDTH - LEFT - RIGHT) / max(count, 1)


def _days(days: Sequence[str]) -> Iterator[str]:
    each = math.ceil(len(days) / MOST_LABELS)
    for k, day in enumerate(days):
        if k % each == 0:
            x = _x(k, len(days))
            yield f'<text x="{x:.1f}" y="{HEIGHT - 6:g}" text-anchor="middle">{day}</text>'


def _grid(low: float, high: float, y: Callable[[float], float]) -> Iterator[str]:
    step = _round_step((high - low) / TICKS)
    digits = max(0, -math.floor(math.log10(step)))
    tick = math.ceil(low / step) * step
    while tick <= high:
        text = f"{tick:.{digits}f}".replace("-", "−")
        text = text.lstrip("−") if float(f"{tick:.{digits}f}") == 0 else text
        yield (
            f'<line x1="{LEFT:g}" x2="{WIDTH - RIGHT:g}" y1="{y(tick):.1f}" y2="{y(tick):.1f}" '
            'stroke="currentColor" stroke-opacity=".15"/>'
            f'<text x="{LEFT - 6:g}" y="{y(tick) + 4:.1f}" text-anchor="end">{text}</text>'
        )
        tick += step


def _round_step(least: float) -> float:
    """Return 1, 2 or 5 times a power of ten, no smaller than asked."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(power * k for k in (1, 2, 5, 10) if power * k >= least)


def _mark(kind: Kind, x: float, y: float) -> str:
    if kind == "first":
        return f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8"/>'
    if kind == "larger":
        return f'<path d="M{x:.1f} {y - 6:.1f} l5.5 10 h-11 z"/>'
    if kind == "within":
        return (
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="#ffffff" stroke="currentColor" '
            'stroke-width="1.6"/>'
        )
    return (
        f'<path d="M{x - 4:.1f} {y - 4:.1f} l8 8 m0 -8 l-8 8" stroke="currentColor" '
        'stroke-width="1.6" fill="none"/>'
    )
