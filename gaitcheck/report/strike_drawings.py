"""Drawings that explain the strikes: the shoe at contact, and the sole's angle over the stride.

Both are made from `strike_examples.json`: one foot of a sample clip for each strike, with its exact
truth (written by ``tools/write_strike_examples.py``). Nothing is sketched by eye: the shoe is
turned by the measured mean angle and set down until it touches the ground.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

import numpy as np

from gaitcheck.advice.drawings import document
from gaitcheck.model import STRIKES, FloatArray, StepStrike, Strike, strike_ranges
from gaitcheck.report.colours import STRIKE_COLOURS
from gaitcheck.words import drawings as texts
from gaitcheck.words.results import VERDICT_WORDS, angle_words

TOUCHES_BELOW_M: Final = 0.005
"""Parts of the sole nearer to the ground than this are drawn as touching (a convention)."""

USUAL_SHANK_DEG: Final = -4.3
"""How far the knee is ahead of the ankle where a drawing does not know: mean of the examples."""

# Pictures follow the page's light or dark theme where the browser tells them.
_STYLE: Final = (
    "<style>.ink{fill:#3d4a52}.line{stroke:#3d4a52}.cloth{fill:#aab4bd}.foam{fill:#e9edf0}"
    "@media(prefers-color-scheme:dark){.ink{fill:#d3dbe0}.line{stroke:#d3dbe0}"
    ".cloth{fill:#7d8994}.foam{fill:#c9d1d7}}</style>"
)
_PIXELS_PER_METRE: Final = 620.0
_WIDTH, _HEIGHT, _FLOOR = 260.0, 150.0, 128.0
_SHANK_M, _SHANK_RADII = 0.11, (15.0, 19.0)


@dataclass(frozen=True, slots=True, eq=False)
class StrikeExample:
    """The near foot of one sample clip.

    Attributes
    ----------
    clip : str
        Name of the sample.
    steps : int
    contact_deg : float
        Mean foot-strike angle, toes up positive.
    shank_deg : float
        How far the knee is ahead of the ankle at contact, degrees from the vertical.
    toe_off_phase : float
        Toe-off after contact, as a share of the stride.
    phase, sole_deg : array, shape (n,)
        Share of the stride after contact, and the mean angle of sole to ground there.
    """

    clip: str
    steps: int
    contact_deg: float
    shank_deg: float
    toe_off_phase: float
    phase: FloatArray
    sole_deg: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Shoe:
    """Outlines of a flat shoe, heel to toe.

    Attributes
    ----------
    bottom, midsole, top : array, shape (n, 2)
        Metres, x forward, y up.
    ankle : array, shape (2,)
        Metres.
    """

    bottom: FloatArray
    midsole: FloatArray
    top: FloatArray
    ankle: FloatArray


@cache
def load_strike_examples() -> Mapping[Strike, StrikeExample]:
    """Read the example of each strike."""
    data = _read()
    phase = np.array(data["phase"])
    return MappingProxyType(
        {
            strike: StrikeExample(
                phase=phase,
                sole_deg=np.array(found["sole_deg"]),
                **{key: value for key, value in found.items() if key != "sole_deg"},
            )
            for strike, found in ((strike, data["strikes"][strike]) for strike in STRIKES)
        }
    )


@cache
def load_shoe() -> Shoe:
    """Read the outlines of the drawn shoe."""
    return Shoe(**{key: np.array(points) for key, points in _read()["shoe"].items()})


def turned_to_ground(points: FloatArray, angle_deg: float, sole: FloatArray) -> FloatArray:
    """Turn points of a flat shoe toes up by an angle and set it down on the ground (y = 0).

    Parameters
    ----------
    points : array, shape (n, 2)
        Metres, x forward, y up.
    angle_deg : float
    sole : array, shape (m, 2)
        The lower edge of the flat sole, whose lowest point will touch, metres.

    Returns
    -------
    array, shape (n, 2)
        Metres above the ground.
    """
    angle = np.radians(angle_deg)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    lowest = float((sole @ turn)[:, 1].min())
    return np.asarray(points @ turn - (0.0, lowest))


def contact_alt(strike: Strike) -> str:
    """Return what the drawing of a strike shows, for those who cannot see it."""
    angle = angle_words(load_strike_examples()[strike].contact_deg)
    where = texts.CONTACT_WHERE[strike]
    return texts.CONTACT_ALT.format(strike=VERDICT_WORDS[strike], angle=angle, where=where)


def draw_contact(strike: Strike, *, leftwards: bool = False) -> str:
    """Draw the shoe of an example at first contact as an SVG document, pointing right or left."""
    example = load_strike_examples()[strike]
    return draw_shoe(
        example.contact_deg,
        strike,
        contact_alt(strike),
        shank_deg=example.shank_deg,
        leftwards=leftwards,
    )


def draw_shoe(
    angle_deg: float,
    strike: StepStrike,
    title: str,
    *,
    shank_deg: float = USUAL_SHANK_DEG,
    leftwards: bool = False,
) -> str:
    """Draw a shoe that touches the ground at an angle, toes up positive, as an SVG document.

    The part of the sole on the ground is underlined in the colour of the strike.
    """
    shoe = load_shoe()

    def placed(points: FloatArray) -> FloatArray:
        return turned_to_ground(points, angle_deg, shoe.bottom)

    bottom, midsole, top = placed(shoe.bottom), placed(shoe.midsole), placed(shoe.top)
    foam = _area(np.concatenate([bottom, midsole[::-1]]), "foam")
    cloth = _area(np.concatenate([midsole, top[::-1]]), "cloth")
    body = _shank(placed(shoe.ankle[None, :])[0], shank_deg) + cloth + foam
    colour = STRIKE_COLOURS[strike].fill
    marks = _touching(bottom, colour) + _angle_line(bottom, angle_deg, colour)
    drawn = f"{_ground()}{body}{marks}"
    if leftwards:
        drawn = f'<g transform="matrix(-1 0 0 1 {_WIDTH:g} 0)">{drawn}</g>'
    at_right = (angle_deg >= 0) != leftwards
    name = _angle_name(angle_deg, at_right=at_right)
    return document(f"0 0 {_WIDTH:g} {_HEIGHT:g}", title, _STYLE + drawn + name)


def curves_alt(*, enlarged: bool) -> str:
    """Return what the chart shows, for those who cannot see it."""
    angles = {s: angle_words(e.contact_deg) for s, e in load_strike_examples().items()}
    return (texts.LANDING_ALT if enlarged else texts.STRIKES_ALT).format(**angles)


def draw_curves(*, enlarged: bool) -> str:
    """Draw the sole's angle over the stride, or enlarged around contact, as an SVG document.

    Enlarged it shows the ranges of the three strikes too (Altman & Davis 2012,
    doi 10.1016/j.gaitpost.2011.09.104).
    """
    chart = _LANDING if enlarged else _STRIDE
    examples = load_strike_examples()
    parts = [chart.ranges() if enlarged else "", chart.axes()]
    parts += [chart.curve(strike, example) for strike, example in examples.items()]
    if not enlarged:
        toe_off = float(np.mean([example.toe_off_phase for example in examples.values()]))
        parts.append(chart.instant(toe_off, texts.TOE_OFF))
    parts += [chart.instant(0.0, texts.CONTACT), chart.legend()]
    box = f"0 0 {chart.width:g} {chart.height:g}"
    return document(box, curves_alt(enlarged=enlarged), _STYLE + "".join(parts))


@dataclass(frozen=True, slots=True)
class _Chart:
    """Axes: share of the stride against degrees, in a picture of a width and height."""

    phases: tuple[float, float]
    degrees: tuple[float, float]
    phase_ticks: tuple[float, ...]
    degree_ticks: tuple[float, ...]
    width: float = 420.0
    height: float = 300.0
    margins: tuple[float, float, float, float] = (44.0, 52.0, 12.0, 46.0)
    """Left, top, right, bottom."""

    def at(self, phase: float, degrees: float) -> tuple[float, float]:
        left, top, right, bottom = self.margins
        (start, end), (low, high) = self.phases, self.degrees
        x = left + (phase - start) / (end - start) * (self.width - left - right)
        y = top + (high - degrees) / (high - low) * (self.height - top - bottom)
        return round(x, 1), round(y, 1)

    def axes(self) -> str:
        (start, end), (low, _) = self.phases, self.degrees
        parts = []
        for tick in self.degree_ticks:
            (x0, y), (x1, _) = self.at(start, tick), self.at(end, tick)
            strong = "" if tick == 0 else ' opacity=".25"'
            parts.append(f'<path class="line" d="M{x0} {y}H{x1}"{strong}/>')
            parts.append(_text(x0 - 6, y + 4.5, angle_words(tick), anchor="end"))
        for tick in self.phase_ticks:
            x, y = self.at(tick, low)
            parts.append(_text(x, y + 18, f"{100 * tick:.0f} %"))
        x, y = self.at((start + end) / 2, low)
        parts.append(_text(x, y + 38, texts.STRIKES_AXIS))
        return "".join(parts)

    def ranges(self) -> str:
        """Return the ranges of the strikes as bands."""
        parts = []
        for strike, (below, above) in strike_ranges(*self.degrees).items():
            (x, y), (x_end, y_end) = self.at(self.phases[0], above), self.at(self.phases[1], below)
            colour = STRIKE_COLOURS[strike].fill
            parts.append(
                f'<rect x="{x}" y="{y}" width="{x_end - x:.1f}" height="{y_end - y:.1f}" '
                f'fill="{colour}" opacity=".13"/>'
            )
            parts.append(_text(x_end - 6, y + 15, texts.RANGE.format(strike=strike), anchor="end"))
        return "".join(parts)

    def curve(self, strike: Strike, example: StrikeExample) -> str:
        """Return the mean stride as a line, with a dot at contact."""
        (start, end), colour = self.phases, STRIKE_COLOURS[strike].fill
        shown = (example.phase >= start) & (example.phase <= end)
        pairs = zip(example.phase[shown], example.sole_deg[shown], strict=True)
        points = " ".join("{:g},{:g}".format(*self.at(float(p), float(a))) for p, a in pairs)
        x, y = self.at(0.0, example.contact_deg)
        return (
            f'<polyline points="{points}" stroke="{colour}" stroke-width="3"/>'
            f'<circle cx="{x}" cy="{y}" r="5" fill="{colour}"/>'
        )

    def instant(self, phase: float, words: str) -> str:
        """Return a vertical line with its name above."""
        (x, top), (_, bottom) = self.at(phase, self.degrees[1]), self.at(phase, self.degrees[0])
        return (
            f'<path class="line" d="M{x} {top}V{bottom}" stroke-dasharray="3 5" opacity=".7"/>'
            f"{_text(x, top - 6, words)}"
        )

    def legend(self) -> str:
        """Return the name of each line beside a piece of it."""
        parts, x = [], self.margins[0]
        for strike, example in load_strike_examples().items():
            colour = STRIKE_COLOURS[strike].fill
            parts.append(f'<path d="M{x:g} 15h20" stroke="{colour}" stroke-width="4"/>')
            words = f"{strike} {angle_words(example.contact_deg)}"
            parts.append(_text(x + 27, 19.5, words, anchor="start"))
            x += 62 + 7 * len(words)
        return "".join(parts)


_STRIDE: Final = _Chart(
    phases=(-0.15, 0.85),
    degrees=(-100.0, 30.0),
    phase_ticks=(0.0, 0.2, 0.4, 0.6, 0.8),
    degree_ticks=(-90.0, -60.0, -30.0, 0.0, 30.0),
)
_LANDING: Final = _Chart(
    phases=(-0.08, 0.20),
    degrees=(-16.0, 24.0),
    phase_ticks=(-0.05, 0.0, 0.05, 0.10, 0.15),
    degree_ticks=(-10.0, 0.0, 10.0, 20.0),
)


def _read() -> dict[str, Any]:
    source = files(__package__).joinpath("strike_examples.json")
    found: dict[str, Any] = json.loads(source.read_text(encoding="utf-8"))
    return found


def _pixels(points: FloatArray) -> FloatArray:
    """Return places on the ground's frame as places in the picture."""
    left = (_WIDTH - 0.225 * _PIXELS_PER_METRE) / 2
    return np.asarray(points * (_PIXELS_PER_METRE, -_PIXELS_PER_METRE) + (left, _FLOOR))


def _path(points: FloatArray) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in _pixels(points))


def _area(points: FloatArray, kind: str) -> str:
    return f'<path class="{kind} line" d="{_path(points)}Z" stroke-width="1.2"/>'


def _ground() -> str:
    y = _FLOOR + 3.5
    return f'<path class="line" d="M8 {y:g}H{_WIDTH - 8:g}" stroke-width="2" opacity=".5"/>'


def _shank(ankle: FloatArray, ahead_deg: float) -> str:
    """Return the lower leg above the ankle."""
    angle = np.radians(ahead_deg)
    up = np.array([np.sin(angle), np.cos(angle)])
    across = np.array([up[1], -up[0]])
    low, high = (radius / _PIXELS_PER_METRE for radius in _SHANK_RADII)
    start, end = ankle - 0.02 * up, ankle + _SHANK_M * up
    corners = [start - low * across, end - high * across, end + high * across, start + low * across]
    return f'<path d="{_path(np.array(corners))}Z" class="cloth" opacity=".55"/>'


def _touching(bottom: FloatArray, colour: str) -> str:
    """Return a stroke under the part of the sole that is on the ground."""
    # A fine grid, so that the ends do not jump from one corner of the outline to the next.
    x = np.linspace(bottom[:, 0].min(), bottom[:, 0].max(), 400)
    order = np.argsort(bottom[:, 0])
    near = x[np.interp(x, bottom[order, 0], bottom[order, 1]) < TOUCHES_BELOW_M]
    start, end = _pixels(np.array([[near[0], 0.0], [near[-1], 0.0]]))[:, 0]
    y = _FLOOR + 8
    return f'<path d="M{start:.1f} {y:g}H{end:.1f}" stroke="{colour}" stroke-width="7"/>'


def _angle_line(bottom: FloatArray, angle_deg: float, colour: str) -> str:
    """Return the line along the sole."""
    pivot = bottom[bottom[:, 1].argmin()]
    length = 0.27 if angle_deg >= 0 else -0.27
    angle = np.radians(angle_deg)
    end = pivot + length * np.array([np.cos(angle), np.sin(angle)])
    line = _path(np.array([pivot, end]))
    return f'<path d="{line}" stroke="{colour}" stroke-width="2" stroke-dasharray="4 4"/>'


def _angle_name(angle_deg: float, *, at_right: bool) -> str:
    """Return the angle in words, above the end of the line along the sole."""
    place, anchor = (_WIDTH - 12, "end") if at_right else (12, "start")
    return _text(place, 28, angle_words(angle_deg), anchor=anchor, size=22)


def _text(x: float, y: float, words: str, *, anchor: str = "middle", size: float = 13) -> str:
    return (
        f'<text class="ink" x="{x:g}" y="{y:g}" text-anchor="{anchor}" font-size="{size:g}" '
        f'font-family="sans-serif">{escape(words)}</text>'
    )
