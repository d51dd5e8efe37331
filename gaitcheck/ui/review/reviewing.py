"""One result under review: takes entries from the browser, judges anew, writes at once.

This module knows nothing of Streamlit.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gaitcheck.apart import run_apart
from gaitcheck.errors import GaitcheckError, InputError
from gaitcheck.judging import Judged
from gaitcheck.model import Analysis, Correction
from gaitcheck.report.pictures import lacking_crops
from gaitcheck.report.write import add_crops_of, write_reviewed
from gaitcheck.store.ledger import Ledger, apply_entry
from gaitcheck.store.observation import load_observation
from gaitcheck.store.result import Result


@dataclass(slots=True, eq=False)
class Reviewing:
    """A result, the machine's own answer, and what a person says.

    Attributes
    ----------
    folder : Path
        Of the result; what is said is in its files after every entry.
    clip : callable
        Gives the clip to cut the pictures of added steps from, None where there is none.
    judged : Judged
    ledger : Ledger
    analysis : Analysis
        As it stands now.
    applied : int
        Number of the last entry that was taken in.
    trouble : str
        Why the last one was not, as one sentence for the visitor; empty if it was.
    keep : callable, optional
        Told the answer after every entry, and whether pictures were added, to keep it beyond the
        folder. What it refuses was not said.
    """

    folder: Path
    clip: Callable[[], Path | None]
    judged: Judged
    ledger: Ledger
    analysis: Analysis
    applied: int = 0
    trouble: str = ""
    keep: Callable[[Analysis, bool], None] | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @classmethod
    def of(cls, result: Result, clip: Callable[[], Path | None]) -> Reviewing:
        """Open a result where it was left.

        Raises
        ------
        InputError
            When what was seen in the clip cannot be read.
        """
        judged = Judged.of(load_observation(result.folder), result.analysis.options)
        said = result.analysis.corrections
        return cls(result.folder, clip, judged, Ledger(said), judged.corrected(said))

    def take(self, entries: Sequence[Mapping[str, Any]], who: str = "") -> None:
        """Take in the entries that are new, in their order, up to the first that cannot be."""
        # A key that is pressed while the last one is worked out comes in a thread of its own.
        with self._lock:
            self._take([entry for entry in entries if int(entry.get("n", 0)) > self.applied], who)

    def _take(self, new: Sequence[Mapping[str, Any]], who: str) -> None:
        self.trouble = ""
        if not new:
            return
        # What was entered after one that cannot be may have been meant for what it would have
        # brought about: it counts as seen.
        self.applied = max(int(entry["n"]) for entry in new)
        before = (self.ledger, self.analysis)
        try:
            # All at once: several keys may have been pressed while the last answer was worked out.
            self._judge(new, who)
        except InputError:
            self._judge_one_by_one(new, who)
        if self.ledger.said != before[0].said:
            self._write(*before)

    def _judge(self, entries: Sequence[Mapping[str, Any]], who: str) -> None:
        when = dt.datetime.now().astimezone().isoformat(timespec="seconds")
        ledger = self.ledger
        for entry in entries:
            ledger = apply_entry(ledger, entry, who=who, when=when)
        if ledger.said != self.ledger.said:
            self.analysis = self.judged.corrected(ledger.said)
        self.ledger = ledger

    def _judge_one_by_one(self, entries: Sequence[Mapping[str, Any]], who: str) -> None:
        for entry in entries:
            try:
                self._judge([entry], who)
            except InputError as error:
                self.trouble = str(error)
                return

    def note_clip(self, text: str, who: str = "") -> None:
        """Keep a note on the whole clip; an empty one takes it away."""
        with self._lock:
            before = (self.ledger, self.analysis)
            self.trouble = ""
            self._judge([{"do": "note", "note": text}], who)
            self._write(*before)

    def replace(self, corrections: Sequence[Correction]) -> None:
        """Take a whole file of corrections in place of all that was said; it can be undone.

        Raises
        ------
        InputError
            When they do not fit this result; nothing has changed then.
        """
        with self._lock:
            analysis = self.judged.corrected(corrections)
            before = (self.ledger, self.analysis)
            self.trouble = ""
            self.ledger = self.ledger.all_anew(analysis.corrections)
            self.analysis = analysis
            self._write(*before)

    def _write(self, ledger: Ledger, analysis: Analysis) -> None:
        """Write what follows from the ledger; say what cannot be kept, and go back before it."""
        try:
            write_reviewed(self.analysis, self.folder)
            added = any(c.kind == "missed_contact" for c in self.ledger.said)
            clip = self.clip() if added and lacking_crops(self.analysis, self.folder) else None
            if clip is not None:
                run_apart(add_crops_of, self.analysis, clip, self.folder, folder=self.folder)
            if self.keep is not None:
                self.keep(self.analysis, added)
        except GaitcheckError as error:
            self.trouble = str(error)
            if self.keep is not None:
                self.ledger, self.analysis = ledger, analysis
