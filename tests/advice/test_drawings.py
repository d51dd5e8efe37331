"""The drawings are well-formed, self-contained and described."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from gaitcheck.advice import load_library
from gaitcheck.advice.drawings import DRAWINGS, GROUND_Y, draw_stretch

SVG = "{http://www.w3.org/2000/svg}"


def test_every_stretch_has_its_own_drawing() -> None:
    names = [stretch.drawing for stretch in load_library().stretches]
    assert sorted(names) == sorted(DRAWINGS)


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_is_described_and_shows_its_phases(name: str) -> None:
    root = ET.fromstring(draw_stretch(name))
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert title.text == DRAWINGS[name].title
    assert description is not None
    assert description.text
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert len(root.findall(f"{SVG}g")) == len(DRAWINGS[name].phases) >= 3


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_loads_nothing_and_stays_inside_its_frame(name: str) -> None:
    svg = draw_stretch(name)
    assert "href" not in svg
    assert "<style" not in svg
    assert "<script" not in svg
    view_box = re.search(r'viewBox="([^"]+)"', svg)
    assert view_box is not None
    _, top, width, height = (float(value) for value in view_box[1].split())
    panel_width = width / len(DRAWINGS[name].phases)
    points = re.findall(r"(?:[ML]|A\S+ \S+ 0 0 [01] )(-?\d+\.\d) (-?\d+\.\d)", svg)
    assert len(points) > 100
    for x, y in points:
        assert 0 <= float(x) <= panel_width
        assert top <= float(y) <= min(top + height, GROUND_Y + 5)
