"""The stretches in motion: the figures of `drawings`, swinging between two or three of their poses.

Every limb turns about its joint in a group of its own, so the animation is a handful of angles in
CSS and works wherever SVG does. Readers who asked their system for less motion get a still figure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from types import MappingProxyType
from typing import Final

import numpy as np

from gaitcheck.advice.drawings import (
    ARM,
    BODY,
    DRAWINGS,
    FAR,
    FOOT,
    FOOT_RADII,
    FOREARM,
    FOREARM_RADII,
    GROUND_Y,
    HEAD_RADIUS,
    HEEL,
    MOVING,
    NECK,
    PANEL_WIDTH,
    SHANK,
    SHANK_RADII,
    THIGH,
    THIGH_RADII,
    TRUNK,
    TRUNK_RADII,
    UPPER_ARM,
    UPPER_ARM_RADII,
    Drawing,
    Pose,
    draw_scene,
)

FAR_MOVING: Final = "#eba483"
"""The far leg where it moves too: lighter, so that the legs stay apart."""
BELOW_GROUND: Final = 14.0


@dataclass(frozen=True, slots=True)
class Course:
    """Which phases of a drawing follow one another, back to the first one, and in how long.

    Attributes
    ----------
    phases : tuple of int
        Indices into the drawing's phases.
    still : int
        The phase that is shown without motion.
    seconds : float
        Of one round.
    """

    phases: tuple[int, ...]
    still: int
    seconds: float


COURSES: Final[Mapping[str, Course]] = MappingProxyType(
    {
        "donkey_kicks": Course((0, 2), still=2, seconds=3.6),
        "leg_swings": Course((0, 2), still=2, seconds=2.6),
        "high_knees": Course((0, 1, 0, 2), still=1, seconds=3.2),
    }
)


@dataclass(frozen=True, slots=True)
class _Joint:
    """A limb that turns: direction in each phase of the course (degrees), and what it carries."""

    directions: tuple[float, ...]
    shape: str
    length: float
    then: tuple[_Joint, ...] = ()


def animate_stretch(name: str) -> str:
    """Draw a stretch in motion as an SVG document with a title and a description.

    Parameters
    ----------
    name : str
        A key of `COURSES`.

    Returns
    -------
    str
        SVG that scales to its container, without scripts or links. It stands still under
        ``prefers-reduced-motion``.
    """
    drawing, course = DRAWINGS[name], COURSES[name]
    writer = _Writer(course)
    figure = _figure(drawing, course, writer)
    height = GROUND_Y + BELOW_GROUND - drawing.top
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" fill="none" '
        f'viewBox="0 {drawing.top:g} {PANEL_WIDTH:g} {height:g}" '
        f'aria-labelledby="{name}-title {name}-desc" stroke-linecap="round" '
        f'stroke-linejoin="round"><title id="{name}-title">{escape(drawing.title)}</title>'
        f'<desc id="{name}-desc">{escape(drawing.description)}</desc>'
        f"<style>{writer.style()}</style>{draw_scene(drawing)}{figure}</svg>"
    )


class _Writer:
    """Writes joints as nested groups and gathers the motion of each."""

    def __init__(self, course: Course) -> None:
        self.still = course.phases.index(course.still)
        self.seconds = course.seconds
        self.motions: dict[tuple[float, ...], str] = {}

    def joint(self, joint: _Joint, before: Sequence[float] | None = None) -> str:
        """Return a limb and those that follow it; `before` holds its parent's directions."""
        directions = np.unwrap(np.array(joint.directions), period=360.0)
        own = directions if before is None else directions - np.array(before)
        # Image y grows downwards: a direction that grows turns against the picture's clock.
        turns = tuple(round(float(-angle), 1) for angle in own)
        carried = "".join(self.joint(other, [*directions]) for other in joint.then)
        moved = f'<g transform="translate({joint.length:g} 0)">{carried}</g>' if carried else ""
        return f"<g{self._motion(turns)}>{joint.shape}{moved}</g>"

    def _motion(self, turns: tuple[float, ...]) -> str:
        still = f' transform="rotate({turns[self.still]:g})"'
        if len(set(turns)) == 1:
            return still
        name = self.motions.setdefault(turns, f"m{len(self.motions)}")
        return f'{still} class="{name}"'

    def style(self) -> str:
        """Return the style sheet of all motions."""
        rules = [f"[class]{{animation:{self.seconds:g}s ease-in-out infinite}}"]
        for turns, name in self.motions.items():
            frames = "".join(
                f"{100 * index / len(turns):g}%{{transform:rotate({angle:g}deg)}}"
                for index, angle in enumerate((*turns, turns[0]))
            )
            rules.append(f".{name}{{animation-name:{name}}}@keyframes {name}{{{frames}}}")
        rules.append("@media(prefers-reduced-motion:reduce){[class]{animation:none}}")
        return "".join(rules)


def _figure(drawing: Drawing, course: Course, writer: _Writer) -> str:
    """Return the figure, far limbs first."""
    poses = [drawing.phases[index].pose for index in course.phases]
    near = MOVING if any(p.near_moves for p in drawing.phases) else BODY
    far = FAR_MOVING if any(p.far_moves for p in drawing.phases) else FAR

    def read(part: Callable[[Pose], float]) -> tuple[float, ...]:
        return tuple(part(pose) for pose in poses)

    trunk, head = read(lambda p: p.trunk), read(lambda p: p.head)
    skull = f'<circle cx="{NECK:g}" cy="0" r="{HEAD_RADIUS:g}" fill="{BODY}"/>'
    far_arm = _arm([p.far_arm for p in poses], FAR)
    near_arm = _arm([p.near_arm for p in poses], ARM)
    parts = (
        _Joint(trunk, "", TRUNK, (far_arm,)),
        _leg([p.far_leg for p in poses], far),
        _Joint(trunk, _limb(0.0, TRUNK, TRUNK_RADII, BODY), TRUNK, (_Joint(head, skull, 0.0),)),
        _leg([p.near_leg for p in poses], near),
        _Joint(trunk, "", TRUNK - 2.0, (near_arm,)),
    )
    hip_x, hip_y = poses[0].hip
    limbs = "".join(writer.joint(part) for part in parts)
    return f'<g transform="translate({hip_x:g} {GROUND_Y - hip_y:g})">{limbs}</g>'


def _leg(directions: Sequence[tuple[float, float, float]], colour: str) -> _Joint:
    thigh, shank, foot = zip(*directions, strict=True)
    sole = _Joint(foot, _limb(-HEEL, FOOT, FOOT_RADII, colour), FOOT)
    lower = _Joint(shank, _limb(0.0, SHANK, SHANK_RADII, colour), SHANK, (sole,))
    return _Joint(thigh, _limb(0.0, THIGH, THIGH_RADII, colour), THIGH, (lower,))


def _arm(directions: Sequence[tuple[float, float]], colour: str) -> _Joint:
    upper, fore = zip(*directions, strict=True)
    lower = _Joint(fore, _limb(0.0, FOREARM, FOREARM_RADII, colour), FOREARM)
    return _Joint(upper, _limb(0.0, UPPER_ARM, UPPER_ARM_RADII, colour), UPPER_ARM, (lower,))


def _limb(start: float, end: float, radii: tuple[float, float], colour: str) -> str:
    """Draw a limb along the axis of its own group."""
    first, last = radii
    outline = (
        f"M{start:g} {-first:g}L{end:g} {-last:g}A{last:g} {last:g} 0 0 1 {end:g} {last:g}"
        f"L{start:g} {first:g}A{first:g} {first:g} 0 0 1 {start:g} {-first:g}Z"
    )
    return f'<path d="{outline}" fill="{colour}"/>'
