"""What a person saw: one correction of one step."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, get_args

from gaitcheck.errors import InputError
from gaitcheck.model.basics import SIDES, STRIKES, Side, Strike
from gaitcheck.model.texts import without_turns

CorrectionKind = Literal[
    "confirm", "label", "contact", "sole", "not_a_contact", "missed_contact", "note"
]
KINDS: tuple[CorrectionKind, ...] = get_args(CorrectionKind)
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person says of one step.

    Attributes
    ----------
    kind : str
        ``confirm``: the label is right. ``label``: it is `strike`. ``contact``: the foot touches
        in `frame`. ``sole``: the sole lies from `heel` to `toe` in the picture of `frame`.
        ``not_a_contact``: no foot lands here. ``missed_contact``: the foot of `side` lands in
        `frame`, where the machine saw nothing. ``note``: nothing is decided, `note` is kept.
    step : str
        Id of the step. That of a missed contact is made of side and frame, see
        `missed_step_id`, and need not be given. Empty for a note on the whole clip.
    side : {"left", "right"} or None
        For a missed contact.
    frame : float or None
        Counted from 0.
    strike : {"heel", "midfoot", "toe"} or None
    heel, toe : (float, float) or None
        The two ends of the sole, pixels of the picture as shown.
    who, when, note : str
        Who saw it, when (ISO 8601), and anything else.

    Raises
    ------
    InputError
        When something that the kind needs is missing or makes no sense.
    """

    kind: CorrectionKind
    step: str = ""
    side: Side | None = None
    frame: float | None = None
    strike: Strike | None = None
    heel: Point | None = None
    toe: Point | None = None
    who: str = ""
    when: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise InputError(f"A correction is one of {', '.join(KINDS)}, not {self.kind!r}.")
        self._check_numbers()
        self._straighten()
        if self.kind == "missed_contact":
            if self.side not in SIDES or self.frame is None:
                raise InputError("A missed contact needs its side and its frame.")
            own = missed_step_id(self.side, self.frame)
            if self.step not in ("", own):
                raise InputError(f"The missed contact is step {own}, not {self.step}.")
            object.__setattr__(self, "step", own)
        elif not self.step and self.kind != "note":
            raise InputError(f"The correction {self.kind!r} needs the id of a step.")
        if self.kind == "note" and not self.note.strip():
            raise InputError("A note needs its text.")
        if self.kind == "label" and self.strike not in STRIKES:
            raise InputError(f"The label of step {self.step} is one of {', '.join(STRIKES)}.")
        if self.kind in ("contact", "sole") and self.frame is None:
            raise InputError(f"The correction {self.kind!r} of step {self.step} needs a frame.")
        if self.kind == "sole" and (self.heel is None or self.toe is None):
            raise InputError(f"The sole of step {self.step} needs two points, heel and toe.")
        if self.kind == "sole" and self.heel == self.toe:
            raise InputError(f"The two ends of the sole of step {self.step} are one point.")
        if self.side not in (None, *SIDES):
            raise InputError(f"A foot is one of {', '.join(SIDES)}, not {self.side!r}.")
        if self.strike not in (None, *STRIKES):
            raise InputError(f"A label is one of {', '.join(STRIKES)}, not {self.strike!r}.")

    @property
    def place(self) -> tuple[str, str]:
        """Step, and what is said of it: of two corrections in one place only one can hold."""
        return self.step, "label" if self.kind == "confirm" else self.kind

    def _straighten(self) -> None:
        for name in ("step", "who", "when", "note"):
            object.__setattr__(self, name, without_turns(getattr(self, name)))

    def _check_numbers(self) -> None:
        numbers = (self.frame, *(self.heel or ()), *(self.toe or ()))
        if not all(number is None or math.isfinite(number) for number in numbers):
            raise InputError(f"The correction of step {self.step or '?'} holds no finite number.")
        if self.frame is not None and self.frame < 0:
            raise InputError("Frames are counted from 0.")


def missed_step_id(side: Side, frame: float) -> str:
    """Return the id of a contact that a person added, such as ``left-at-118``."""
    return f"{side}-at-{frame:g}"
