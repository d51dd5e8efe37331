"""What a person says of one result, entry by entry, with undo: pure, files are written elsewhere.

The browser sends entries such as ``{"do": "label", "step": "left-4", "strike": "toe"}``; each makes
a new ledger. What the entries mean for the answer is `gaitcheck.review`'s matter.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from gaitcheck.model import Correction
from gaitcheck.model.correction import missed_step_id
from gaitcheck.store.corrections import correction_from

Said = tuple[Correction, ...]
MOST_UNDONE: Final = 200
"""So many entries can be taken back."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """What a person has said so far.

    Attributes
    ----------
    said : tuple of Correction
        What counts now, at most one of each kind for a step.
    past : tuple of tuple of Correction
        What counted before each entry, the latest last.
    """

    said: Said = ()
    past: tuple[Said, ...] = field(default=(), repr=False)

    def put(self, correction: Correction) -> Ledger:
        """Return the ledger with a correction, in place of what was said there before."""
        kept = tuple(c for c in self.said if c.place != correction.place)
        if correction.kind not in ("not_a_contact", "note"):
            # Whoever labels a step holds it for one.
            kept = tuple(c for c in kept if c.place != (correction.step, "not_a_contact"))
        return self.all_anew((*kept, correction))

    def forget(self, step: str) -> Ledger:
        """Return the ledger without what was said of a step, but for a note."""
        return self.all_anew(tuple(c for c in self.said if c.step != step or c.kind == "note"))

    def forget_note(self, step: str) -> Ledger:
        """Return the ledger without the note on a step, or on the clip."""
        return self.all_anew(tuple(c for c in self.said if c.place != (step, "note")))

    def move(self, moved: Correction) -> Ledger:
        """Return the ledger with a step's contact in another frame, as a correction says.

        An added step is called after its frame: what was said of it takes the new name.
        """
        added = next((c for c in self._of(moved.step) if c.kind == "missed_contact"), None)
        if added is None:
            return self.put(moved)
        assert added.side is not None
        assert moved.frame is not None
        name = missed_step_id(added.side, moved.frame)
        renamed = [
            dataclasses.replace(c, step=name) for c in self._of(added.step) if c is not added
        ]
        return self.all_anew(
            (
                *(c for c in self.said if c.step != added.step),
                dataclasses.replace(added, step=name, frame=moved.frame),
                *renamed,
            )
        )

    def all_anew(self, said: Said) -> Ledger:
        """Return the ledger with other corrections in place of all that were there."""
        if said == self.said:
            return self
        return Ledger(said, (*self.past, self.said)[-MOST_UNDONE:])

    def undo(self) -> Ledger:
        """Return the ledger before the last entry; itself where there is none."""
        return Ledger(self.past[-1], self.past[:-1]) if self.past else self

    def drop(self, step: str) -> Ledger:
        """Return the ledger without anything that was said of a step, notes included."""
        return self.all_anew(tuple(c for c in self.said if c.step != step))

    def _of(self, step: str) -> Said:
        return tuple(c for c in self.said if c.step == step)


def apply_entry(
    ledger: Ledger,
    entry: Mapping[str, Any],
    *,
    who: str = "",
    when: str = "",
) -> Ledger:
    """Return the ledger after one entry from the browser.

    Parameters
    ----------
    ledger : Ledger
    entry : mapping
        ``do``: a kind of `Correction`, ``forget`` or ``undo``; beside it the fields of the
        correction. A ``note`` without text is taken away.
    who, when : str, optional
        Who makes the entry, and when (ISO 8601).

    Raises
    ------
    InputError
        When the entry makes no sense.
    """
    said = {name: value for name, value in entry.items() if name not in ("do", "n")}
    do, step = entry.get("do"), said.get("step", "")
    if do == "undo":
        return ledger.undo()
    if do == "forget":
        return ledger.forget(str(step))
    if do == "note" and not str(said.get("note", "")).strip():
        return ledger.forget_note(str(step))
    correction = correction_from({"kind": do, **said, "who": who, "when": when})
    if correction.kind == "contact":
        return ledger.move(correction)
    added = (correction.step, "missed_contact")
    if correction.kind == "not_a_contact" and any(c.place == added for c in ledger.said):
        # A step that a person added is simply taken away again.
        return ledger.drop(correction.step)
    return ledger.put(correction)
