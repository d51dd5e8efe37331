"""Joint angles over the stride as a drawing: left against right, mean and band."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from types import MappingProxyType
from typing import Final

import numpy as np

from gaitcheck.model import SIDES, FloatArray, Side, StrideCurve
from gaitcheck.words import drawings as texts

# Blue and orange that are told apart with any colour vision (Okabe & Ito 2008).
COLOURS: Final[Mapping[Side, str]] = MappingProxyType({"left": "#0072b2", "right": "#d55e00"})
GREY: Final = "#7d8896"
WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 420.0, 220.0, 46.0, 42.0, 16.0
TICKS: Final = 4


def draw_curve(curves: Mapping[str, StrideCurve], name: str) -> str:
    """Return one angle of both legs from contact (0 %) to the next contact (100 %) as SVG."""
    sides = {side: c for side in SIDES if (c := curves.get(f"{name}_{side}")) is not None}
    lows = [np.array(c.mean) - np.array(c.band) for c in sides.values()]
    highs = [np.array(c.mean) + np.array(c.band) for c in sides.values()]
    low = float(min((v.min() for v in lows), default=0.0))
    high = float(max((v.max() for v in highs), default=1.0))
    span = max(high - low, 1.0)

    def place(values: FloatArray) -> list[str]:
        x = LEFT + np.linspace(0, 1, len(values)) * (WIDTH - LEFT - 10)
        y = HEIGHT - BOTTOM - (values - low) / span * (HEIGHT - BOTTOM - TOP)
        return [f"{a:.1f} {b:.1f}" for a, b in zip(x, y, strict=True)]

    body = _axes(low, span)
    for (side, curve), bottom, top in zip(sides.items(), lows, highs, strict=True):
        colour = COLOURS[side]
        outline = "L".join([*place(top), *reversed(place(bottom))])
        body += f'<path d="M{outline}Z" fill="{colour}" fill-opacity="0.15"/>'
        line = "L".join(place(np.array(curve.mean)))
        body += f'<path d="M{line}" stroke="{colour}" stroke-width="2.5"/>'
    for k, side in enumerate(sides):
        x = WIDTH - 136 + 66 * k
        body += f'<path d="M{x:g} 8H{x + 14:g}" stroke="{COLOURS[side]}" stroke-width="3"/>'
        body += _text(x + 18, 12, side, "start")
    title = escape(texts.CURVE_ALT.format(title=texts.CURVE_TITLES[name]))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="img" '
        f'fill="none"><title>{title}</title>{body}</svg>'
    )


def _axes(low: float, span: float) -> str:
    floor = HEIGHT - BOTTOM
    body = f'<path d="M{LEFT:g} {TOP:g}V{floor:g}H{WIDTH - 10:g}" stroke="{GREY}"/>'
    for k in range(TICKS + 1):
        share = k / TICKS
        y = floor - share * (floor - TOP)
        body += _text(LEFT - 6, y + 4, f"{low + share * span:.0f}", "end")
        x = LEFT + share * (WIDTH - LEFT - 10)
        body += _text(x, floor + 17, f"{100 * share:.0f}", "end" if k == TICKS else "middle")
    return body + _text((LEFT + WIDTH) / 2, HEIGHT - 3, texts.CURVE_AXIS, "middle")


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="14" '
        f'font-family="sans-serif" fill="{GREY}">{escape(words)}</text>'
    )
