"""The drawings of the strikes: well-formed, described, and turned by the measured angle."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaitcheck.model import HEEL_ABOVE, STRIKES, TOE_BELOW, Strike
from gaitcheck.report.strike_drawings import (
    contact_alt,
    curves_alt,
    draw_contact,
    draw_curves,
    load_shoe,
    load_strike_examples,
    turned_to_ground,
)
from gaitcheck.words.results import angle_words

SVG = "{http://www.w3.org/2000/svg}"
DRAWINGS = {
    **{strike: (lambda s=strike: draw_contact(s)) for strike in STRIKES},
    "stride": lambda: draw_curves(enlarged=False),
    "landing": lambda: draw_curves(enlarged=True),
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_is_described_and_loads_nothing(name: str) -> None:
    svg = DRAWINGS[name]()
    root = ET.fromstring(svg)
    assert root.get("role") == "img"
    title = root.findtext(f"{SVG}title")
    assert title
    assert root.get("aria-label") == title
    for unwanted in ("href", "<script", "url("):
        assert unwanted not in svg
    assert "nan" not in svg
    assert len(svg) < 15_000


def coloured_line(strike: Strike) -> tuple[np.ndarray, np.ndarray]:
    """Return the ends of the dashed line along the sole, in the picture."""
    paths = ET.fromstring(draw_contact(strike)).findall(f"{SVG}path")
    (line,) = (path for path in paths if path.get("stroke-dasharray"))
    numbers = [float(n) for n in re.findall(r"-?\d+\.\d", line.get("d", ""))]
    return np.array(numbers[:2]), np.array(numbers[2:])


@pytest.mark.parametrize("strike", STRIKES)
def test_the_line_along_the_sole_has_the_measured_angle(strike: Strike) -> None:
    start, end = coloured_line(strike)
    x, y = (end - start) * (1, -1)
    angle = float(np.degrees(np.arctan(y / x)))
    assert angle == pytest.approx(load_strike_examples()[strike].contact_deg, abs=0.2)
    root = ET.fromstring(draw_contact(strike))
    assert root.findtext(f"{SVG}text") == angle_words(load_strike_examples()[strike].contact_deg)


@pytest.mark.parametrize("strike", STRIKES)
def test_the_right_part_of_the_sole_touches(strike: Strike) -> None:
    shoe, angle = load_shoe(), load_strike_examples()[strike].contact_deg
    sole = turned_to_ground(shoe.bottom, angle, shoe.bottom)
    assert sole[:, 1].min() == pytest.approx(0.0, abs=1e-9)
    share = sole[:, 1].argmin() / (len(sole) - 1)
    if strike == "heel":
        assert share < 0.2
    if strike == "toe":
        assert share > 0.5


@given(angle=st.floats(-30, 30))
def test_turning_keeps_lengths_and_ends_on_the_ground(angle: float) -> None:
    shoe = load_shoe()
    turned = turned_to_ground(shoe.bottom, angle, shoe.bottom)
    before, after = (np.linalg.norm(np.diff(p, axis=0), axis=1) for p in (shoe.bottom, turned))
    assert np.allclose(before, after)
    assert turned[:, 1].min() == pytest.approx(0.0, abs=1e-9)


def test_examples_lie_in_their_ranges_and_rest_flat() -> None:
    examples = load_strike_examples()
    assert examples["heel"].contact_deg > HEEL_ABOVE > examples["midfoot"].contact_deg
    assert examples["midfoot"].contact_deg > TOE_BELOW > examples["toe"].contact_deg
    for example in examples.values():
        at_contact = np.interp(0.0, example.phase, example.sole_deg)
        assert at_contact == pytest.approx(example.contact_deg, abs=0.05)
        flat = (example.phase > 0.09) & (example.phase < 0.15)
        assert np.abs(example.sole_deg[flat]).max() < 0.5


@pytest.mark.parametrize("enlarged", [False, True])
def test_the_chart_marks_contact_at_the_measured_angles(enlarged: bool) -> None:
    root = ET.fromstring(draw_curves(enlarged=enlarged))
    dots = root.findall(f"{SVG}circle")
    lines = root.findall(f"{SVG}polyline")
    assert len(dots) == len(lines) == 3
    assert len({dot.get("cx") for dot in dots}) == 1
    heights = [float(dot.get("cy", "nan")) for dot in dots]
    angles = [example.contact_deg for example in load_strike_examples().values()]
    per_degree = (heights[2] - heights[0]) / (angles[0] - angles[2])
    assert heights[1] - heights[0] == pytest.approx(per_degree * (angles[0] - angles[1]), abs=0.2)
    for dot, line in zip(dots, lines, strict=True):
        assert f"{float(dot.get('cx', 'nan')):g},{float(dot.get('cy', 'nan')):g}" in line.get(
            "points", ""
        )


def test_the_words_for_those_who_cannot_see_hold_the_angles() -> None:
    for strike, example in load_strike_examples().items():
        assert angle_words(example.contact_deg) in contact_alt(strike)
        assert angle_words(example.contact_deg) in curves_alt(enlarged=True)
        assert angle_words(example.contact_deg) in curves_alt(enlarged=False)
