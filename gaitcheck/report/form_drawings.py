"""Small drawings: what each metric measures, and how to film."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from types import MappingProxyType
from typing import Final

from gaitcheck.advice.drawings import (
    BODY,
    FOOT,
    GROUND,
    GROUND_LINE,
    GROUND_Y,
    MOVING,
    PANEL_WIDTH,
    SHANK,
    THIGH,
    TRUNK,
    UPPER_ARM,
    XY,
    Phase,
    Pose,
    along,
    chain,
    document,
    draw_figure,
    written,
)
from gaitcheck.words import drawings as texts

TOP: Final = 10.0
HEIGHT: Final = 232.0
CAPTION: Final = 14.0
"""What the line of the caption takes of the height."""
UP, DOWN = 90.0, -90.0

CONTACT: Final = Pose((88, 96), 85, (-58, -74, 18), (-112, 178, -95), (-130, -45), (-62, 20))
STANCE: Final = Pose((100, 92), 85, (-62, -108, 0), (-88, 175, -100), (-105, -20), (-80, 10))
TOE_OFF: Final = Pose((112, 100), 84, (-112, -128, -62), (-38, -108, -20), (-55, 20), (-140, -40))
FLIGHT: Final = Pose((100, 103), 84, (-122, -165, -100), (-48, -92, 5), (-60, 25), (-135, -45))
LEANING: Final = Pose((92, 92), 74, (-62, -108, 0), (-88, 175, -100), (-105, -20), (-80, 10))
SWING: Final = Pose((100, 100), 85, (-58, -178, -110), (-92, -92, 0), (-125, -40), (-70, 15))


@dataclass(frozen=True, slots=True)
class Panel:
    """One pose with what is measured drawn over it, and a caption."""

    pose: Pose
    marks: str
    caption: str


def _joints(pose: Pose) -> dict[str, XY]:
    hip, knee, ankle, toe = chain(pose.hip, pose.near_leg, (THIGH, SHANK, FOOT))
    shoulder = along(pose.hip, pose.trunk, TRUNK)
    elbow = along(shoulder, pose.near_arm[0], UPPER_ARM)
    return {
        "hip": hip,
        "knee": knee,
        "ankle": ankle,
        "toe": toe,
        "shoulder": shoulder,
        "elbow": elbow,
        "heel": along(ankle, pose.near_leg[2] + 180, 6.0),
    }


def _line(start: XY, end: XY, *, dashed: bool = False) -> str:
    dash = ' stroke-dasharray="5 5"' if dashed else ""
    return f'<path d="M{written(start)}L{written(end)}" stroke="{MOVING}" stroke-width="3"{dash}/>'


def _angle(at: XY, start: float, end: float, radius: float = 34.0) -> str:
    """Draw two legs of an angle at a point and the arc between them."""
    first, last = along(at, start, radius), along(at, end, radius)
    sweep = 0 if (end - start) % 360 < 180 else 1
    arc = (
        f'<path d="M{written(first)}A{radius:g} {radius:g} 0 0 {sweep} {written(last)}" '
        f'stroke="{MOVING}" stroke-width="3"/>'
    )
    reach = radius + 10
    return arc + _line(at, along(at, start, reach), dashed=True) + _line(at, along(at, end, reach))


def _span(start: XY, end: XY) -> str:
    """Draw a measure between two points, with bars at its ends."""
    across = math.degrees(math.atan2(end[1] - start[1], end[0] - start[0])) + 90
    bars = "".join(_line(along(p, across, 6), along(p, across, -6)) for p in (start, end))
    return _line(start, end) + bars


def _panels() -> dict[str, tuple[Panel, ...]]:
    at, on, off, up = (_joints(pose) for pose in (CONTACT, STANCE, TOE_OFF, SWING))
    ground = -2.0
    shank = CONTACT.near_leg[1]
    low, high = 70.0, 122.0
    contact, leaves = Panel(CONTACT, "", texts.CONTACT), Panel(TOE_OFF, "", texts.TOE_OFF)
    step = _span((at["heel"][0] - 62, ground), (at["heel"][0], ground))
    return {
        "stride": (contact, Panel(TOE_OFF, "", texts.OTHER_FOOT), contact),
        "contact_time": (contact, Panel(STANCE, "", texts.STANCE), leaves),
        "flight": (leaves, Panel(FLIGHT, "", texts.FLIGHT), contact),
        "foot_strike": (Panel(CONTACT, _angle(at["heel"], 0, 18, 30), texts.CONTACT),),
        "sole_toe_off": (Panel(TOE_OFF, _angle(off["toe"], 180, 118, 30), texts.TOE_OFF),),
        "shank": (Panel(CONTACT, _angle(at["knee"], DOWN, shank, 40), texts.CONTACT),),
        "overstride": (
            Panel(
                CONTACT,
                _line(at["hip"], (at["hip"][0], ground), dashed=True)
                + _span((at["hip"][0], 12), (at["ankle"][0], 12)),
                texts.CONTACT,
            ),
        ),
        "knee_contact": (
            Panel(CONTACT, _angle(at["knee"], CONTACT.near_leg[0], shank, 30), texts.CONTACT),
        ),
        "knee_stance": (
            Panel(STANCE, _angle(on["knee"], STANCE.near_leg[0], STANCE.near_leg[1]), texts.STANCE),
        ),
        "knee_swing": (
            Panel(SWING, _angle(up["knee"], SWING.near_leg[0], SWING.near_leg[1], 26), texts.SWING),
        ),
        "hip": (
            Panel(
                TOE_OFF, _angle(off["hip"], TOE_OFF.trunk - 180, TOE_OFF.near_leg[0]), texts.TOE_OFF
            ),
        ),
        "trunk": (Panel(LEANING, _angle(LEANING.hip, UP, LEANING.trunk, 66), texts.STRIDE),),
        "oscillation": (Panel(STANCE, _span((150, low), (150, high)), texts.RISE_AND_FALL),),
        "arm": (Panel(CONTACT, _angle(at["shoulder"], DOWN, CONTACT.near_arm[0]), texts.SWING),),
        "speed": (Panel(STANCE, _span((40, ground), (160, ground)), texts.SPEED),),
        "step_length": (Panel(CONTACT, step, texts.STEP),),
    }


DRAWINGS: Final[Mapping[str, tuple[Panel, ...]]] = MappingProxyType(_panels())


def draw_metric(name: str) -> str:
    """Return the drawing of a metric as an SVG document, titled by its name and its captions.

    Parameters
    ----------
    name : str
        A key of `DRAWINGS`.
    """
    panels = DRAWINGS[name]
    title = f"{name.replace('_', ' ')}: {', '.join(panel.caption for panel in panels)}"
    parts = [
        f'<g transform="translate({index * PANEL_WIDTH:g} 0)">{_moment(panel)}'
        f"{_text(PANEL_WIDTH / 2, HEIGHT - 4, panel.caption)}</g>"
        for index, panel in enumerate(panels)
    ]
    return document(_box(PANEL_WIDTH * len(panels), HEIGHT), title, "".join(parts))


def draw_panels(name: str) -> list[str]:
    """Return each moment of a metric's drawing by itself; its caption is for the page to write."""
    return [
        document(_box(PANEL_WIDTH, HEIGHT - CAPTION), panel.caption, _moment(panel))
        for panel in DRAWINGS[name]
    ]


def _box(width: float, height: float) -> str:
    return f"0 {TOP:g} {width:g} {height - TOP:g}"


def _moment(panel: Panel) -> str:
    return f"{GROUND_LINE}{draw_figure(Phase(panel.pose, panel.caption))}{panel.marks}"


def _text(x: float, y: float, words: str, *, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{x:g}" y="{y:g}" text-anchor="middle" font-size="14"{weight} '
        f'font-family="sans-serif" fill="{BODY}">{escape(words)}</text>'
    )


def draw_filming() -> str:
    """Return the filming guide's drawing: what the picture shows, and where the camera stands."""
    floor = GROUND_Y + 5
    frame = (
        f'<rect x="22" y="18" width="156" height="208" rx="8" stroke="{MOVING}" stroke-width="3"/>'
    )
    belt = f'<path d="M8 {floor:g}H192" stroke="{GROUND}" stroke-width="5"/>'
    hip = _line((22, 92), (178, 92), dashed=True)
    caption = _text(100, 248, texts.FILMING_PICTURE, bold=True)
    picture = frame + hip + belt + draw_figure(Phase(STANCE, "")) + caption
    plan = (
        f'<rect x="250" y="40" width="150" height="44" rx="6" stroke="{BODY}" stroke-width="3"/>'
        f'<circle cx="325" cy="62" r="9" fill="{BODY}"/>'
        f'<path d="M340 62H385M378 56L386 62L378 68" stroke="{BODY}" stroke-width="3"/>'
        f'<path d="M325 88V190" stroke="{MOVING}" stroke-width="3" stroke-dasharray="5 5"/>'
        f'<path d="M325 104H341V88" stroke="{MOVING}" stroke-width="2"/>'
        f'<rect x="311" y="192" width="28" height="16" rx="3" fill="{MOVING}"/>'
        f"{_text(378, 146, texts.FILMING_DISTANCE)}{_text(325, 224, texts.FILMING_CAMERA)}"
        f"{_text(325, 32, texts.FILMING_RUNNER)}{_text(325, 248, texts.FILMING_PLAN, bold=True)}"
    )
    return document(_box(430, 256), texts.FILMING_ALT, picture + plan)
