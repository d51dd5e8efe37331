"""One review: what a person said of a clip, ready to be taken into its judgement."""

from __future__ import annotations

import dataclasses
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from gaitcheck.gait.measure import GaitMeasure
from gaitcheck.gait.two_feet import MOST_CONFIDENT
from gaitcheck.model import (
    SIDES,
    STRIKES,
    Analysis,
    Correction,
    Side,
    SideResult,
    Step,
    Strike,
    strike_ranges,
)
from gaitcheck.review.contacts import correct_gait
from gaitcheck.review.said import Said, by_step, settle

# Share of the labelled steps of a foot that must carry a label for it to be the foot's.
MAJORITY: Final = 2 / 3
# Labelled steps of a foot from which a person speaks for it, unless it has fewer.
FEWEST_LABELLED: Final = 2
# Share of a foot's steps that a person must have labelled to overrule the machine.
OVERRULES: Final = 0.5


class Review:
    """What a person said of a clip.

    Parameters
    ----------
    corrections : sequence of Correction
    machine : Analysis
        The machine's own answer.
    gait : GaitMeasure
        On which that stands.

    Attributes
    ----------
    corrections : tuple of Correction
        Those that count, in one order whatever the order given.
    said : mapping of step id to Said
    gait : GaitMeasure
        With the contacts and soles as the person saw them.

    Raises
    ------
    InputError
        When a correction cannot be used; the message says why.
    """

    def __init__(
        self, corrections: Sequence[Correction], machine: Analysis, gait: GaitMeasure
    ) -> None:
        self.corrections: tuple[Correction, ...] = settle(corrections)
        self.said: Mapping[str, Said] = by_step(self.corrections, machine)
        self.gait = correct_gait(gait, self.said, machine)
        self._side: dict[str, Side] = {step.id: step.side for step in machine.steps}
        for name, own in self.said.items():
            if own.missed is not None and own.missed.side is not None:
                self._side[name] = own.missed.side

    def touches(self, side: Side) -> bool:
        """Return whether anything was said of a foot."""
        return any(self._side[name] == side for name in self.said)

    def label_steps(self, steps: Sequence[Step], *, refused: bool) -> tuple[Step, ...]:
        """Return the steps with a person's labels, which have no effect in a refused clip."""
        return tuple(self._label(step, refused=refused) for step in steps)

    def _label(self, step: Step, *, refused: bool) -> Step:
        own = self.said.get(step.id)
        if own is None:
            return step
        step = dataclasses.replace(step, by_person=True)
        if own.label is None or refused:
            return step
        fits = _fits(own.label, step.foot_strike_angle_ci95_deg)
        return dataclasses.replace(
            step,
            strike=own.label,
            probability={strike: float(strike == own.label) for strike in STRIKES},
            unsure_because=(),
            foot_strike_angle_deg=step.foot_strike_angle_deg if fits else None,
            foot_strike_angle_ci95_deg=step.foot_strike_angle_ci95_deg if fits else None,
            angle_source=step.angle_source if fits else None,
            misread=step.misread if fits else 0.0,
        )

    def judge_sides(
        self, sides: Mapping[Side, SideResult], steps: Sequence[Step]
    ) -> Mapping[Side, SideResult]:
        """Return the feet with what a person's labels say of them."""
        return {side: self._judge(side, sides[side], steps) for side in SIDES}

    def _judge(self, side: Side, result: SideResult, steps: Sequence[Step]) -> SideResult:
        if not self.touches(side):
            return result
        result = dataclasses.replace(result, by_person=True)
        own = [step for step in steps if step.side == side]
        labels = [said.label for step in own if (said := self.said.get(step.id)) and said.label]
        if len(labels) < min(FEWEST_LABELLED, len(own)) or not labels:
            return result
        (strike, count), *_ = sorted(Counter(labels).items(), key=lambda item: (-item[1], item[0]))
        against = result.strike not in (strike, "unsure")
        if count < MAJORITY * len(labels) or (against and len(labels) < OVERRULES * len(own)):
            return dataclasses.replace(result, strike="unsure", confidence=0.0)
        fits = _fits(strike, result.foot_strike_angle_ci95_deg)
        return dataclasses.replace(
            result,
            strike=strike,
            confidence=MOST_CONFIDENT,
            foot_strike_angle_deg=result.foot_strike_angle_deg if fits else None,
            foot_strike_angle_ci95_deg=result.foot_strike_angle_ci95_deg if fits else None,
            angle_source="person",
            probability={name: float(name == strike) for name in STRIKES},
            misread=0.0,
        )


def _fits(strike: Strike, interval: tuple[float, float] | None) -> bool:
    """Return whether an angle may stand beside a person's label: it must not contradict it."""
    if interval is None:
        return False
    low, high = strike_ranges(-math.inf, math.inf)[strike]
    return interval[1] > low and interval[0] < high
