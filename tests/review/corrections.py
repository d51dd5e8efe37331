"""A runner judged by the machine, and what a person says of single steps of it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache

from gaitcheck.judging import Judged
from gaitcheck.model import Analysis, Correction, Observation, Side, Step, Strike
from tests.observations import observed

judged = cache(Judged.of)

HEEL = observed(15.0, 15.0)
MACHINE = judged(HEEL).machine
NEAR: Side = "left" if MACHINE.view.near_side == "left" else "right"
FAR: Side = "right" if NEAR == "left" else "left"


def correct(observation: Observation, corrections: Sequence[Correction]) -> Analysis:
    """Judge with corrections, as `judge` does; what the machine alone says is found out once."""
    return judged(observation).corrected(corrections)


def steps_of(analysis: Analysis, side: Side) -> list[Step]:
    return [step for step in analysis.steps if step.side == side]


def step_by_id(analysis: Analysis, step_id: str) -> Step:
    return next(step for step in analysis.steps if step.id == step_id)


def label(step: Step, strike: Strike, **more: str) -> Correction:
    return Correction("label", step.id, strike=strike, **more)


def sole(observation: Observation, step: Step, angle_deg: float) -> Correction:
    """Return a sole that a person set at an angle to the ground under the step, 60 pixels long."""
    machine = judged(observation).machine
    assert machine.feet is not None
    line = machine.feet.ground[step.index]
    facing = 1.0 if line.dx > 0 else -1.0
    # Image y grows downwards: toes up turns against the clock where the runner faces right.
    turn = -math.radians(angle_deg) * facing
    dx = line.dx * math.cos(turn) - line.dy * math.sin(turn)
    dy = line.dx * math.sin(turn) + line.dy * math.cos(turn)
    return Correction(
        "sole",
        step.id,
        frame=round(step.contact_frame),
        heel=(line.x, line.y),
        toe=(line.x + 60 * dx, line.y + 60 * dy),
    )
