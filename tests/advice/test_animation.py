"""The stretches in motion: well-formed, described, still on request, joints where they belong."""

from __future__ import annotations

import cmath
import math
import re
from xml.etree import ElementTree as ET

import pytest

from gaitcheck.advice.animation import COURSES, animate_stretch
from gaitcheck.advice.drawings import DRAWINGS, FOOT, GROUND_Y, SHANK, THIGH, along, chain

SVG = "{http://www.w3.org/2000/svg}"


def still_toes(root: ET.Element) -> list[tuple[float, float]]:
    """Follow the groups of the still figure to the ends of both feet, in drawing coordinates."""
    toes = []

    def walk(group: ET.Element, at: complex, turned: float) -> None:
        for child in group.findall(f"{SVG}g"):
            kind, values = re.findall(r"(\w+)\(([^)]*)\)", child.get("transform", ""))[0]
            numbers = [float(value) for value in values.split()]
            if kind == "translate":
                walk(child, at + cmath.rect(1.0, turned) * complex(*numbers), turned)
                continue
            direction = turned + math.radians(numbers[0])
            if f"L{FOOT:g} " in child[0].get("d", ""):
                toe = at + cmath.rect(FOOT, direction)
                toes.append((toe.real, toe.imag))
            walk(child, at, direction)

    walk(root, 0j, 0.0)
    return toes


def test_every_drawing_moves() -> None:
    assert sorted(COURSES) == sorted(DRAWINGS)


@pytest.mark.parametrize("name", COURSES)
def test_a_moving_stretch_is_described_and_loads_nothing(name: str) -> None:
    svg = animate_stretch(name)
    root = ET.fromstring(svg)
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert title.text == DRAWINGS[name].title
    assert description is not None
    assert description.text == DRAWINGS[name].description
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert "href" not in svg
    assert "<script" not in svg
    assert "url(" not in svg
    assert len(svg) < 10_000


@pytest.mark.parametrize("name", COURSES)
def test_it_stands_still_for_those_who_asked_for_less_motion(name: str) -> None:
    style = ET.fromstring(animate_stretch(name)).findtext(f"{SVG}style") or ""
    assert style.endswith("@media(prefers-reduced-motion:reduce){[class]{animation:none}}")


@pytest.mark.parametrize("name", COURSES)
def test_every_motion_is_a_loop_and_takes_the_short_way(name: str) -> None:
    svg = animate_stretch(name)
    loops = re.findall(r"@keyframes (\w+)\{((?:[\d.]+%\{[^}]*\})+)\}", svg)
    assert loops
    for motion, frames in loops:
        turns = [float(turn) for turn in re.findall(r"rotate\((-?[\d.]+)deg\)", frames)]
        assert len(turns) == len(COURSES[name].phases) + 1
        assert turns[0] == turns[-1]
        assert max(turns) - min(turns) < 180
        assert f'class="{motion}"' in svg


@pytest.mark.parametrize("name", COURSES)
def test_the_still_figure_has_the_joints_of_the_drawing(name: str) -> None:
    pose = DRAWINGS[name].phases[COURSES[name].still].pose
    expected = []
    for leg in (pose.far_leg, pose.near_leg):
        ankle = chain(pose.hip, leg[:2], (THIGH, SHANK))[-1]
        x, y = along(ankle, leg[2], FOOT)
        expected.append((x, GROUND_Y - y))
    found = still_toes(ET.fromstring(animate_stretch(name)))
    assert len(found) == 2
    for one, other in zip(found, expected, strict=True):
        assert one == pytest.approx(other, abs=0.5)


@pytest.mark.parametrize("name", COURSES)
def test_the_hip_stays_where_it_is(name: str) -> None:
    phases = DRAWINGS[name].phases
    assert len({phases[index].pose.hip for index in COURSES[name].phases}) == 1
