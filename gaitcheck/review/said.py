"""All that a person said of each step, in one place and without contradiction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gaitcheck.errors import InputError
from gaitcheck.model import Analysis, Correction, Step, Strike


@dataclass(frozen=True, slots=True)
class Said:
    """What a person said of one step.

    Attributes
    ----------
    label : Strike or None
    contact : Correction or None
        To where the contact was moved.
    sole : Correction or None
    missed : Correction or None
        The step was added.
    rejected : bool
        No foot lands here.
    """

    label: Strike | None = None
    contact: Correction | None = None
    sole: Correction | None = None
    missed: Correction | None = None
    rejected: bool = False


def settle(corrections: Sequence[Correction]) -> tuple[Correction, ...]:
    """Return the corrections that count, in one order whatever the order given.

    Raises
    ------
    InputError
        When two contradict one another and nothing tells which is the later one.
    """
    latest: dict[tuple[str, str], Correction] = {}
    for correction in sorted(set(corrections), key=_order):
        before = latest.get(correction.place)
        if (
            before is not None
            and before.when == correction.when
            and _meaning(before) != _meaning(correction)
        ):
            raise InputError(
                f"Two corrections of step {correction.step} contradict each other; remove one, or "
                "say when each was made."
            )
        latest[correction.place] = correction
    return tuple(sorted(latest.values(), key=_order))


def _order(correction: Correction) -> tuple[object, ...]:
    return (correction.step, correction.when, correction.kind, repr(correction))


def _meaning(correction: Correction) -> tuple[object, ...]:
    return (
        *(correction.kind, correction.frame, correction.strike),
        *(correction.heel, correction.toe),
        correction.note if correction.kind == "note" else "",
    )


def by_step(corrections: Sequence[Correction], machine: Analysis) -> Mapping[str, Said]:
    """Return what was said of each step, checked against the machine's own steps.

    A note decides nothing, so a step that has nothing else is not among them.

    Parameters
    ----------
    corrections : sequence of Correction
        As `settle` returns them.
    machine : Analysis

    Raises
    ------
    InputError
        When a step is not there, a frame lies outside the clip, or an unsure step is confirmed.
    """
    known = {step.id: step for step in machine.steps}
    added = {c.step for c in corrections if c.kind == "missed_contact"}
    for correction in corrections:
        if correction.step not in (*known, *added, ""):
            raise InputError(
                f"There is no step {correction.step} in this result; its steps are "
                f"{_named(machine.steps)}."
            )
        if correction.frame is not None and correction.frame > machine.clip.frames - 1:
            raise InputError(
                f"The correction of step {correction.step} names frame {correction.frame:g}; the "
                f"clip ends with frame {machine.clip.frames - 1}."
            )
    found: dict[str, Said] = {}
    for name in sorted({c.step for c in corrections if c.kind != "note"}):
        own = {c.place[1]: c for c in corrections if c.step == name}
        found[name] = Said(
            label=_label(own.get("label"), known.get(name)),
            contact=own.get("contact"),
            sole=own.get("sole"),
            missed=own.get("missed_contact"),
            rejected="not_a_contact" in own,
        )
    return found


def _label(correction: Correction | None, step: Step | None) -> Strike | None:
    if correction is None or correction.kind == "label":
        return None if correction is None else correction.strike
    if step is None or step.strike == "unsure":
        raise InputError(f"Step {correction.step} has no label to confirm; give it one instead.")
    return step.strike


def _named(steps: Sequence[Step], most: int = 8) -> str:
    names = [step.id for step in steps]
    if not names:
        return "none"
    return ", ".join(names[:most]) + (", ..." if len(names) > most else "")
