"""Judge the clips of the desk again, with a newer program, from what was seen in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from gaitcheck import __version__
from gaitcheck.compare import compare_analyses
from gaitcheck.compare.sentence import say_change, say_value
from gaitcheck.desk.athletes import find_names
from gaitcheck.desk.desk import Desk
from gaitcheck.desk.keeping import add_analysis
from gaitcheck.desk.kept import find_kept, get_kept, load_analyses
from gaitcheck.desk.records import KeptResult
from gaitcheck.desk.reviews import claim_review, judge_kept, read_review
from gaitcheck.desk.rights import clip_row
from gaitcheck.desk.tables import ReviewRow
from gaitcheck.desk.waiting import renew_waiting
from gaitcheck.errors import ConflictError, InputError, NotOnDeskError, OutputError
from gaitcheck.model import SIDES, Analysis
from gaitcheck.progress import (
    CancelSignal,
    Progress,
    ProgressCallback,
    ignore_progress,
    stop_if_cancelled,
)

TRIES: Final = 5
"""How often a clip is judged that somebody reviews at the same time (a convention)."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A clip that was judged again.

    Attributes
    ----------
    kept : KeptResult
        As it stood before.
    moved : tuple of str
        What is different now, in words; empty where nothing that is shown moved.
    trouble : str
        Why it could not be judged; then the old analysis still holds.
    gone : bool
        Whether it was deleted meanwhile.
    athlete : str
        The name.
    """

    kept: KeptResult
    moved: tuple[str, ...] = ()
    trouble: str = ""
    gone: bool = False
    athlete: str = ""


def rejudge(
    desk: Desk,
    athlete_id: str | None = None,
    *,
    everything: bool = False,
    progress: ProgressCallback = ignore_progress,
    cancel: CancelSignal | None = None,
) -> tuple[Moved, ...]:
    """Judge again what another version of the program judged; the old analyses stay.

    Parameters
    ----------
    desk : Desk
    athlete_id : str, optional
        Only this one's clips.
    everything : bool
        Also what this very version judged.
    progress : callable, optional
        Told the number of clips that are done.
    cancel : object with ``is_set``, optional
        Once set, no further clip is begun; those that are done stay done.

    Raises
    ------
    CancelledError
        `cancel` was set.
    """
    clips = [
        one
        for one in find_kept(desk, athlete_id=athlete_id)
        if everything or one.judged_with != __version__
    ]
    names = find_names(desk, archived=True)
    found = []
    for done, kept in enumerate(clips):
        stop_if_cancelled(cancel)
        progress(Progress("desk", done, len(clips)))
        again = _judge_again(desk, kept)
        found.append(replace(again, athlete=names.get(kept.athlete_id, "")))
    progress(Progress("desk", len(clips), len(clips)))
    return tuple(found)


def _judge_again(desk: Desk, kept: KeptResult) -> Moved:
    trouble = ""
    for _ in range(TRIES):
        try:
            return _judged_once(desk, kept)
        except ConflictError as error:  # somebody reviewed it meanwhile: what they said counts
            trouble = str(error)
        except OutputError:  # a full disk takes none of those to come either
            raise
        except InputError as error:
            gone = _is_gone(desk, kept)
            return Moved(kept, trouble="" if gone else str(error), gone=gone)
    return Moved(kept, trouble=trouble)


def _is_gone(desk: Desk, kept: KeptResult) -> bool:
    try:
        get_kept(desk, kept.id)
    except NotOnDeskError:
        return True
    return False


def _judged_once(desk: Desk, kept: KeptResult) -> Moved:
    (before,) = load_analyses(desk, [kept])
    review = read_review(desk, kept.id)
    after, files = judge_kept(desk, kept.id, review.corrections)
    with desk.filing() as filing:
        clip, session = clip_row(filing.transaction, desk.who, kept.id)
        claim_review(desk, filing.transaction.get(ReviewRow, clip.id), review.version)
        add_analysis(filing, clip, after, files)
        renew_waiting(filing.transaction, session.athlete_id)
    return Moved(kept, moved=tuple(_differences(before, after)))


def _differences(before: Analysis, after: Analysis) -> Sequence[str]:
    """Return what a reader sees differently."""
    said = []
    if before.verdict.strike != after.verdict.strike:
        said.append(f"verdict from {before.verdict.strike} to {after.verdict.strike}")
    said += [
        f"{side} foot from {before.sides[side].strike} to {after.sides[side].strike}"
        for side in SIDES
        if before.sides[side].strike != after.sides[side].strike
    ]
    if len(before.steps) != len(after.steps):
        said.append(f"steps from {len(before.steps)} to {len(after.steps)}")
    for change in compare_analyses(before, after).changes:
        if say_value(change, change.before) != say_value(change, change.after):
            said.append(say_change(change))
    return said
