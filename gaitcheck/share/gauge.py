"""The foot-strike angle on a scale with the heel, midfoot and toe ranges, as SVG."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from gaitcheck.model import Strike, VerdictStrike, strike_ranges
from gaitcheck.report.colours import STRIKE_COLOURS
from gaitcheck.words.languages import ENGLISH, say
from gaitcheck.words.results import angle_words

USUAL_RANGE_DEG: Final = (-20.0, 40.0)
"""What the scale shows at least; from hard toe strikes to hard heel strikes."""
WIDEST_DEG: Final = 90.0
WIDTH, HEIGHT, EDGE = 360.0, 92.0, 16.0
BAR_TOP, BAR_HEIGHT = 34.0, 16.0
DOT_GAP: Final = 5.4
"""Between dots of steps with about the same angle, stacked."""
MOST_STACKED: Final = 6

# The drawing stands in a page and in a PDF: its ink is the text's.
_HEAD: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
    'font-family="Inter, system-ui, sans-serif" font-size="11" fill="currentColor">'
)


def scale_range(angles: Sequence[float]) -> tuple[float, float]:
    """Return the ends of a scale in degrees that shows all these angles, in whole tens."""
    known = [angle for angle in angles if math.isfinite(angle)]
    low = min([USUAL_RANGE_DEG[0], *known])
    high = max([USUAL_RANGE_DEG[1], *known])
    return (
        max(-WIDEST_DEG, 10 * math.floor(low / 10)),
        min(WIDEST_DEG, 10 * math.ceil(high / 10)),
    )


def draw_gauge(
    strike: VerdictStrike,
    angle_deg: float,
    interval_deg: tuple[float, float] | None,
    steps_deg: Sequence[float],
    scale_deg: tuple[float, float],
    language: str = ENGLISH,
) -> str:
    """Return the gauge of one foot.

    Parameters
    ----------
    strike : VerdictStrike
        Its range stands out.
    angle_deg : float
    interval_deg : (float, float) or None
        Ends of the 95 % interval.
    steps_deg : sequence of float
        Angles of single steps.
    scale_deg : (float, float)
        Ends of the scale, such as `scale_range` gives.
    language : str
        Of the names below it.
    """
    low, high = scale_deg

    def place(angle: float) -> float:
        share = (min(max(angle, low), high) - low) / (high - low)
        return EDGE + share * (WIDTH - 2 * EDGE)

    parts = [_HEAD.format(width=WIDTH, height=HEIGHT)]
    for name, (start, stop) in strike_ranges(low, high).items():
        parts += [_zone(name, say(name, language), place(start), place(stop), name == strike)]
    for tick in range(math.ceil(low / 10) * 10, math.floor(high / 10) * 10 + 1, 10):
        x = place(tick)
        parts.append(
            f'<path d="M{x:.1f} {BAR_TOP + BAR_HEIGHT:g}v4" stroke="currentColor" opacity=".5"/>'
            f'<text x="{x:.1f}" y="{BAR_TOP + BAR_HEIGHT + 14:g}" font-size="11.5" opacity=".8" '
            f'text-anchor="middle">{angle_words(tick)}</text>'
        )
    parts.extend(_dots([place(angle) for angle in steps_deg if math.isfinite(angle)]))
    parts.append(_mark(place(angle_deg), interval_deg and tuple(map(place, interval_deg))))
    parts.append("</svg>")
    return "".join(parts)


def _zone(name: Strike, said: str, left: float, right: float, stands_out: bool) -> str:
    fill = STRIKE_COLOURS[name].fill
    weight = ' font-weight="600"' if stands_out else ' opacity=".8"'
    return (
        f'<rect x="{left:.1f}" y="{BAR_TOP:g}" width="{right - left - 1.5:.1f}" '
        f'height="{BAR_HEIGHT:g}" rx="2" fill="{fill}" opacity="{1 if stands_out else 0.4}"/>'
        f'<text x="{(left + right) / 2:.1f}" y="{HEIGHT - 8:g}" text-anchor="middle"{weight}>'
        f"{said}</text>"
    )


def _dots(places: Sequence[float]) -> list[str]:
    """Return a dot for each step; those at one place are stacked."""
    stacks: dict[int, int] = {}
    dots = []
    for x in sorted(places):
        column = round(x / DOT_GAP)
        height = min(stacks.get(column, 0), MOST_STACKED - 1)
        stacks[column] = height + 1
        y = BAR_TOP - 4.5 - height * DOT_GAP
        dots.append(f'<circle cx="{column * DOT_GAP:.1f}" cy="{y:.1f}" r="2.2" opacity=".6"/>')
    return dots


def _mark(x: float, interval: tuple[float, ...] | None) -> str:
    y = BAR_TOP + BAR_HEIGHT / 2
    line = ""
    if interval:
        low, high = interval
        path = f"M{low:.1f} {y:g}H{high:.1f}M{low:.1f} {y - 4:g}v8M{high:.1f} {y - 4:g}v8"
        line = "".join(
            f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width}" '
            'stroke-linecap="round"/>'
            for colour, width in (("#ffffff", 4.4), ("#000000", 2))
        )
    dot = (
        f'<circle cx="{x:.1f}" cy="{y:g}" r="6" fill="#ffffff" stroke="#000000" stroke-width="2"/>'
    )
    return line + dot
