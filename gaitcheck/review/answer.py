"""The answer that follows from a review, with the machine's own beside it."""

from __future__ import annotations

import dataclasses

from gaitcheck.model import Analysis
from gaitcheck.review.review import Review


def beside_machine(answer: Analysis, machine: Analysis, review: Review) -> Analysis:
    """Return the reviewed answer; every part that a person decided tells the machine's own too.

    Parameters
    ----------
    answer : Analysis
        With the person's word.
    machine : Analysis
        Without it.
    review : Review
    """
    own = {step.id: step for step in machine.steps}
    kept = {step.id for step in answer.steps}
    return dataclasses.replace(
        answer,
        steps=tuple(
            dataclasses.replace(step, machine=own.get(step.id)) if step.by_person else step
            for step in answer.steps
        ),
        sides={
            side: dataclasses.replace(result, machine=machine.sides[side], by_person=True)
            if review.touches(side)
            else result
            for side, result in answer.sides.items()
        },
        verdict=dataclasses.replace(answer.verdict, by_person=True, machine=machine.verdict)
        if review.said
        else answer.verdict,
        corrections=review.corrections,
        rejected=tuple(step for step in machine.steps if step.id not in kept),
    )
