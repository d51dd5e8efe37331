"""The drawings are well-formed, self-contained and described."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from gaitcheck.advice import load_library
from gaitcheck.advice.drawings import DRAWINGS, GROUND_Y, draw_phases

SVG = "{http://www.w3.org/2000/svg}"


def test_every_stretch_has_its_own_drawing() -> None:
    names = [stretch.drawing for stretch in load_library().stretches]
    assert sorted(names) == sorted(DRAWINGS)


@pytest.mark.parametrize("name", DRAWINGS)
def test_every_phase_has_a_drawing_that_says_its_name_and_leaves_the_words_to_the_page(
    name: str,
) -> None:
    drawn, phases = draw_phases(name), DRAWINGS[name].phases
    assert len(drawn) == len(phases) >= 3
    for svg, phase in zip(drawn, phases, strict=True):
        root = ET.fromstring(svg)
        title = root.find(f"{SVG}title")
        assert title is not None
        assert title.text == phase.label == root.get("aria-label")
        assert root.find(f".//{SVG}text") is None


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_loads_nothing_and_stays_inside_its_frame(name: str) -> None:
    for svg in draw_phases(name):
        assert "href" not in svg
        assert "<style" not in svg
        assert "<script" not in svg
        view_box = re.search(r'viewBox="([^"]+)"', svg)
        assert view_box is not None
        _, top, width, height = (float(value) for value in view_box[1].split())
        points = re.findall(r"(?:[ML]|A\S+ \S+ 0 0 [01] )(-?\d+\.\d) (-?\d+\.\d)", svg)
        assert len(points) > 30
        for x, y in points:
            assert 0 <= float(x) <= width
            assert top <= float(y) <= min(top + height, GROUND_Y + 5)
