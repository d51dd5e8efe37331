"""What a comparison of two analyses says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from gaitcheck.gait.metrics import Definition
from gaitcheck.model import Side

Effect = Literal["larger", "within", "unknown"]
"""Larger than noise and variation explain, within them, or not to be compared."""


@dataclass(frozen=True, slots=True)
class Change:
    """One quantity of one side (or of the whole runner) in both clips.

    Attributes
    ----------
    key : str
        As in ``metrics`` of the result, or ``share_heel_left`` and the like.
    title, unit : str
        The unit as in the result: ``deg``, ``s``, ``1``.
    side : {"left", "right"} or None
        None for what belongs to the whole runner.
    before, after : float or None
    difference : float or None
        After minus before; None where the two cannot be compared.
    low, high : float or None
        95 % interval of the difference.
    mdc : float or None
        Minimal detectable change at 95 %, same unit.
    rough : bool
        Whether either reading is no more than a first look.
    reason : str
        Why the two cannot be compared; empty where they can.
    labels : (str, str) or None
        How the foot lands in both clips, for its angle.
    definition : Definition or None
        The metric behind it; None for shares of labels.
    """

    key: str
    title: str
    unit: str
    side: Side | None
    before: float | None
    after: float | None
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    mdc: float | None = None
    rough: bool = False
    reason: str = ""
    labels: tuple[str, str] | None = None
    definition: Definition | None = None

    @property
    def effect(self) -> Effect:
        """Whether the change is larger than what noise and variation explain."""
        if self.difference is None or self.mdc is None:
            return "unknown"
        return "larger" if abs(self.difference) > self.mdc else "within"


@dataclass(frozen=True, slots=True)
class Comparison:
    """All quantities of two clips, one plain sentence, and what to bear in mind."""

    changes: tuple[Change, ...]
    sentence: str
    cautions: tuple[str, ...] = ()

    def of(self, effect: Effect) -> tuple[Change, ...]:
        """Return the changes of one kind."""
        return tuple(change for change in self.changes if change.effect == effect)
