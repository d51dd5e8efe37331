"""Drawings of the stretches, phase by phase: vector figures made from joint angles.

A figure is posed like the gait data is measured: by the direction of each limb in degrees (0 along
the facing direction, 90 up). The colours are mid-tones that read on light and on dark ground.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from html import escape
from types import MappingProxyType

from gaitcheck.words.stretches import STRETCHES

XY = tuple[float, float]

# Limb lengths and radii (thick end, thin end) in drawing units; a leg measures 100.
TRUNK, NECK, HEAD_RADIUS = 58.0, 23.0, 12.5
UPPER_ARM, FOREARM = 33.0, 31.0
THIGH, SHANK, FOOT, HEEL = 50.0, 48.0, 19.0, 5.5
TRUNK_RADII, THIGH_RADII, SHANK_RADII = (9.5, 12.0), (9.5, 6.5), (6.8, 4.4)
UPPER_ARM_RADII, FOREARM_RADII, FOOT_RADII = (5.4, 4.2), (4.3, 3.4), (5.2, 3.8)

BODY, ARM, FAR, MOVING, GROUND = "#7d8896", "#5d6875", "#b3bac4", "#d9622b", "#9aa3ae"
PANEL_WIDTH, PANEL_HEIGHT, GROUND_Y = 200.0, 220.0, 208.0
GROUND_LINE = (
    f'<path d="M8 {GROUND_Y + 5:g}H{PANEL_WIDTH - 8:g}" stroke="{GROUND}" stroke-width="2"/>'
)


@dataclass(frozen=True, slots=True)
class Pose:
    """Directions of the limbs in degrees; `hip` in drawing units above the ground."""

    hip: XY
    trunk: float
    near_leg: tuple[float, float, float]
    far_leg: tuple[float, float, float]
    near_arm: tuple[float, float]
    far_arm: tuple[float, float]
    head: float = 90.0


@dataclass(frozen=True, slots=True)
class Arc:
    """An arrow around the hip, from one direction to another, at a radius."""

    radius: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Phase:
    """One moment of an exercise; the moving limbs are drawn in the accent colour."""

    pose: Pose
    label: str = ""
    near_moves: bool = False
    far_moves: bool = False
    arrow: Arc | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    """An exercise as a row of phases, with the words for those who cannot see it."""

    title: str
    description: str
    phases: tuple[Phase, ...]
    rail_height: float | None = None
    top: float = 0.0


def document(view_box: str, title: str, body: str) -> str:
    """Return a drawing of lines and areas as an SVG document.

    Parameters
    ----------
    view_box : str
        Left, top, width and height, drawing units.
    title : str
        What it shows, for those who cannot see it.
    body : str
        Its elements.
    """
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view_box}" role="img" '
        f'aria-label="{escape(title, quote=True)}" fill="none" stroke-linecap="round" '
        f'stroke-linejoin="round"><title>{escape(title)}</title>{body}</svg>'
    )


def along(start: XY, direction_deg: float, length: float) -> XY:
    """Return the point at a distance in a direction."""
    angle = math.radians(direction_deg)
    return start[0] + length * math.cos(angle), start[1] + length * math.sin(angle)


def chain(start: XY, directions: tuple[float, ...], lengths: tuple[float, ...]) -> list[XY]:
    """Return the joints of limbs that follow one another."""
    points = [start]
    for direction, length in zip(directions, lengths, strict=True):
        points.append(along(points[-1], direction, length))
    return points


def written(point: XY) -> str:
    """Write a point in the y-down coordinates of the picture."""
    return f"{point[0]:.1f} {GROUND_Y - point[1]:.1f}"


def _limb(start: XY, end: XY, radii: tuple[float, float], colour: str) -> str:
    """Draw a limb that tapers from one joint to the next, with round ends."""
    across = math.degrees(math.atan2(end[1] - start[1], end[0] - start[0])) + 90.0
    first, last = radii
    outline = (
        f"M{written(along(start, across, first))}"
        f"L{written(along(end, across, last))}"
        f"A{last:g} {last:g} 0 0 1 {written(along(end, across + 180.0, last))}"
        f"L{written(along(start, across + 180.0, first))}"
        f"A{first:g} {first:g} 0 0 1 {written(along(start, across, first))}Z"
    )
    return f'<path d="{outline}" fill="{colour}"/>'


def _leg(hip: XY, directions: tuple[float, float, float], colour: str) -> str:
    hip, knee, ankle, toe = chain(hip, directions, (THIGH, SHANK, FOOT))
    heel = along(ankle, directions[2] + 180.0, HEEL)
    return (
        _limb(heel, toe, FOOT_RADII, colour)
        + _limb(knee, ankle, SHANK_RADII, colour)
        + _limb(hip, knee, THIGH_RADII, colour)
    )


def _arm(shoulder: XY, directions: tuple[float, float], colour: str) -> str:
    shoulder, elbow, hand = chain(shoulder, directions, (UPPER_ARM, FOREARM))
    return _limb(shoulder, elbow, UPPER_ARM_RADII, colour) + _limb(
        elbow, hand, FOREARM_RADII, colour
    )


def draw_figure(phase: Phase) -> str:
    """Return a figure in one pose."""
    pose = phase.pose
    shoulder = along(pose.hip, pose.trunk, TRUNK)
    head_x, head_y = along(shoulder, pose.head, NECK)
    head = f'<circle cx="{head_x:.1f}" cy="{GROUND_Y - head_y:.1f}" r="{HEAD_RADIUS:g}" '
    return "".join(
        (
            _arm(shoulder, pose.far_arm, FAR),
            _leg(pose.hip, pose.far_leg, MOVING if phase.far_moves else FAR),
            _limb(pose.hip, shoulder, TRUNK_RADII, BODY),
            f'{head}fill="{BODY}"/>',
            _leg(pose.hip, pose.near_leg, MOVING if phase.near_moves else BODY),
            _arm(along(shoulder, pose.trunk + 180.0, 2.0), pose.near_arm, ARM),
        )
    )


def _arrow(hip: XY, arc: Arc) -> str:
    start, end = along(hip, arc.start, arc.radius), along(hip, arc.end, arc.radius)
    # Image y grows downwards, so a growing angle runs against the SVG sweep direction.
    turns_up = arc.end > arc.start
    sweep = 0 if turns_up else 1
    forward = arc.end + (90.0 if turns_up else -90.0)
    tip = along(end, forward, 9.0)
    left, right = along(end, arc.end, 5.5), along(end, arc.end + 180.0, 5.5)
    return (
        f'<path d="M{written(start)}A{arc.radius:g} {arc.radius:g} 0 0 {sweep} {written(end)}" '
        f'stroke="{MOVING}" stroke-width="3" stroke-dasharray="1 6"/>'
        f'<path d="M{written(tip)}L{written(left)}L{written(right)}Z" fill="{MOVING}"/>'
    )


def draw_scene(drawing: Drawing) -> str:
    """Return the ground, and the rail where there is one."""
    if drawing.rail_height is None:
        return GROUND_LINE
    y = GROUND_Y - drawing.rail_height
    rail = f"M8 {y:g}H{PANEL_WIDTH - 8:g}M{PANEL_WIDTH - 24:g} {y:g}V{GROUND_Y:g}"
    return f'{GROUND_LINE}<path d="{rail}" stroke="{GROUND}" stroke-width="5"/>'


def _drawing(
    name: str,
    *,
    phases: tuple[Phase, ...],
    rail_height: float | None = None,
    top: float = 0.0,
) -> Drawing:
    """Return a drawing of a stretch with its words."""
    words = STRETCHES[name]
    labelled = (
        replace(phase, label=caption) for phase, caption in zip(phases, words.captions, strict=True)
    )
    return Drawing(words.title, words.description, tuple(labelled), rail_height, top)


# Standing: the ankle just above the ground, so that the sole is on the line.
_STANDING_HIP = (95.0, THIGH + SHANK + 2.0)
_STRAIGHT = (-90.0, -90.0, 0.0)

_HIGH_KNEES = _drawing(
    "high_knees",
    phases=(
        Phase(
            Pose(_STANDING_HIP, 90, _STRAIGHT, _STRAIGHT, (-100, -60), (-80, -45)),
        ),
        Phase(
            Pose(_STANDING_HIP, 88, (0, -95, -10), _STRAIGHT, (-135, -50), (-45, 45)),
            near_moves=True,
            arrow=Arc(84, -50, -16),
        ),
        Phase(
            Pose(_STANDING_HIP, 88, _STRAIGHT, (0, -95, -10), (-45, 45), (-135, -50)),
            far_moves=True,
            arrow=Arc(84, -50, -16),
        ),
    ),
)

_LEG_SWINGS = _drawing(
    "leg_swings",
    rail_height=111.0,
    phases=(
        Phase(
            Pose(_STANDING_HIP, 88, (-125, -135, -50), _STRAIGHT, (-100, -70), (-62, -38)),
            near_moves=True,
            arrow=Arc(84, -92, -112),
        ),
        Phase(
            Pose(_STANDING_HIP, 90, (-92, -88, 0), _STRAIGHT, (-100, -70), (-62, -38)),
            near_moves=True,
        ),
        Phase(
            Pose(_STANDING_HIP, 92, (-38, -40, 45), _STRAIGHT, (-105, -75), (-62, -38)),
            near_moves=True,
            arrow=Arc(84, -84, -56),
        ),
    ),
)

_KNEELING_HIP = (97.0, THIGH + 3.0)
_KNEELING = (-90.0, 180.0, 185.0)


def _on_all_fours(near_leg: tuple[float, float, float]) -> Pose:
    return Pose(_KNEELING_HIP, 13, near_leg, _KNEELING, (-88, -90), (-92, -88), head=18)


_DONKEY_KICKS = _drawing(
    "donkey_kicks",
    top=62.0,
    phases=(
        Phase(_on_all_fours(_KNEELING)),
        Phase(
            _on_all_fours((-135, 135, 215)),
            near_moves=True,
        ),
        Phase(
            _on_all_fours((180, 92, 182)),
            near_moves=True,
            arrow=Arc(80, 208, 180),
        ),
    ),
)

DRAWINGS: Mapping[str, Drawing] = MappingProxyType(
    {
        "donkey_kicks": _DONKEY_KICKS,
        "leg_swings": _LEG_SWINGS,
        "high_knees": _HIGH_KNEES,
    }
)


def draw_phases(name: str) -> list[str]:
    """Draw each phase of a stretch as an SVG document; its label is for the page to write.

    Parameters
    ----------
    name : str
        A key of `DRAWINGS`.

    Returns
    -------
    list of str
        SVG that scales to its container, without words, scripts, styles or links.
    """
    drawing = DRAWINGS[name]
    box = f"0 {drawing.top:g} {PANEL_WIDTH:g} {PANEL_HEIGHT - drawing.top:g}"
    return [
        document(
            box,
            phase.label,
            f"{draw_scene(drawing)}{draw_figure(phase)}"
            f"{'' if phase.arrow is None else _arrow(phase.pose.hip, phase.arrow)}",
        )
        for phase in drawing.phases
    ]
