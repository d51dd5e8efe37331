"""What a person says of a clip on the desk: kept, taken into its analysis, undone."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from gaitcheck.desk.database import lock
from gaitcheck.desk.desk import Desk
from gaitcheck.desk.keeping import (
    Content,
    add_analysis,
    files_in,
    of_clip,
    put_clip_files,
    put_review,
)
from gaitcheck.desk.kept import files_of, get_kept, load_analyses, load_kept_observation
from gaitcheck.desk.records import KeptResult, Review
from gaitcheck.desk.rights import clip_row
from gaitcheck.desk.tables import ReviewRow
from gaitcheck.desk.waiting import renew_waiting
from gaitcheck.errors import ConflictError
from gaitcheck.judging import judge
from gaitcheck.model import Analysis, Correction
from gaitcheck.report import write_judgement
from gaitcheck.store.corrections import correction_from
from gaitcheck.store.disk import make_folder, write_file
from gaitcheck.store.leftovers import scratch_folder
from gaitcheck.store.result import STEPS_FOLDER

SAID_MEANWHILE: Final = (
    "{who} has reviewed this clip meanwhile, so nothing was saved. Look at it again first."
)
SOMEBODY: Final = "Somebody else (or you, in another window)"


def read_review(desk: Desk, clip_id: str) -> Review:
    """Return what a person said of a clip."""
    with desk.reading() as transaction:
        clip, _ = clip_row(transaction, desk.who, clip_id)
        row = transaction.get(ReviewRow, clip.id)
        if row is None:
            return Review()
        said = tuple(correction_from(item) for item in json.loads(row.corrections))
        return Review(said, row.who, row.made_at, row.version, row.done)


def save_review(
    desk: Desk,
    clip_id: str,
    corrections: Sequence[Correction],
    version: int,
    *,
    done: bool = True,
) -> KeptResult:
    """Take what a person says of a clip in place of what was said before, and judge it again.

    Parameters
    ----------
    desk : Desk
    clip_id : str
    corrections : sequence of Correction
        All that hold; none to have the program's own answer again.
    version : int
        Of the `Review` that was seen; 0 where there was none.
    done : bool
        Whether the clip was looked at to the end, so that it leaves the queue. Once it was, it
        stays so.

    Raises
    ------
    ConflictError
        When somebody else said something meanwhile.
    InputError
        When a correction cannot be used, or what was seen in the clip was not kept.
    """
    analysis, files = judge_kept(desk, clip_id, corrections)
    _save(desk, clip_id, analysis, files, version, done=done)
    return get_kept(desk, clip_id)


def keep_reviewed(
    desk: Desk, clip_id: str, folder: Path, analysis: Analysis, version: int, *, pictures: bool
) -> int:
    """Keep a review that has been judged already, between two keys, as `save_review` does.

    Parameters
    ----------
    desk : Desk
    clip_id : str
    folder : Path
        With the files that follow from the review.
    analysis : Analysis
        With the person's corrections.
    version : int
        Of the `Review` that was seen.
    pictures : bool
        Whether pictures of steps were added to the folder.

    Returns
    -------
    int
        The version of the review now.

    Raises
    ------
    ConflictError
        When somebody else said something meanwhile.
    """
    files = {
        name: path
        for name, path in files_in(folder).items()
        if not of_clip(name) or (pictures and name.startswith(f"{STEPS_FOLDER}/"))
    }
    return _save(desk, clip_id, analysis, files, version, done=False)


def finish_review(desk: Desk, clip_id: str, version: int) -> None:
    """Say that a clip was looked at to the end, with what was said of it: it leaves the queue.

    Raises
    ------
    ConflictError
        When somebody else said something meanwhile.
    """
    with desk.writing() as transaction:
        lock(transaction.connection())
        clip, session = clip_row(transaction, desk.who, clip_id)
        held = claim_review(desk, transaction.get(ReviewRow, clip.id), version)
        said = () if held is None else json.loads(held.corrections)
        put_review(transaction, clip.id, [correction_from(one) for one in said], desk.who)
        renew_waiting(transaction, session.athlete_id)


def _save(
    desk: Desk,
    clip_id: str,
    analysis: Analysis,
    files: Mapping[str, Content],
    version: int,
    *,
    done: bool,
) -> int:
    with desk.filing() as filing:
        clip, session = clip_row(filing.transaction, desk.who, clip_id)
        claim_review(desk, filing.transaction.get(ReviewRow, clip.id), version)
        put_clip_files(filing, clip, files)
        add_analysis(filing, clip, analysis, files)
        row = put_review(filing.transaction, clip.id, analysis.corrections, desk.who, done=done)
        renew_waiting(filing.transaction, session.athlete_id)
        return row.version


def claim_review(desk: Desk, held: ReviewRow | None, version: int) -> ReviewRow | None:
    """Return the review of a clip if it is of the version that was seen.

    Raises
    ------
    ConflictError
        When somebody said something meanwhile.
    """
    if (0 if held is None else held.version) != version:
        who = SOMEBODY if held is None or held.who == desk.who else held.who
        raise ConflictError(SAID_MEANWHILE.format(who=who))
    return held


def judge_kept(
    desk: Desk, clip_id: str, corrections: Sequence[Correction]
) -> tuple[Analysis, Mapping[str, Content]]:
    """Judge a clip of the desk from what was seen in it; return the analysis and its files."""
    (held,) = load_analyses(desk, [get_kept(desk, clip_id)])
    analysis = judge(load_kept_observation(desk, clip_id), held.options, corrections)
    with scratch_folder() as folder:
        for file, digest in files_of(desk, clip_id).items():
            if file.startswith(f"{STEPS_FOLDER}/"):  # the sheet is drawn from them
                make_folder(folder / STEPS_FOLDER)
                write_file(folder / file, desk.files.read(digest))
        write_judgement(analysis, folder)
        return analysis, {
            file: path.read_bytes() for file, path in files_in(folder).items() if not of_clip(file)
        }
