"""Results put on the desk, from a folder or fresh from judging."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from gaitcheck.desk.desk import Desk, Filing
from gaitcheck.desk.files import digest_of
from gaitcheck.desk.kept import FILM, get_kept
from gaitcheck.desk.records import KeptResult, Session, clean
from gaitcheck.desk.rights import athlete_row, session_row
from gaitcheck.desk.sessions import fill_row
from gaitcheck.desk.tables import AnalysisRow, ClipRow, FileRow, ReviewRow, SessionRow, now
from gaitcheck.desk.waiting import renew_waiting
from gaitcheck.errors import InputError
from gaitcheck.model import SIDES, Analysis, Correction, Observation
from gaitcheck.report import write_judgement
from gaitcheck.store.corrections import correction_to_dict
from gaitcheck.store.first import FIRST_LANDMARKS_NAME
from gaitcheck.store.folders import ANALYSIS_FILE, OWN_FILES
from gaitcheck.store.leftovers import scratch_folder
from gaitcheck.store.observation import OBSERVATION_NAME, write_observation
from gaitcheck.store.result import STEPS_FOLDER, load_result

_OF_CLIP: Final = (OBSERVATION_NAME, FIRST_LANDMARKS_NAME, STEPS_FOLDER, FILM)
_ENDING: Final = re.compile(r"\.[A-Za-z0-9]{1,8}")

Content = Path | bytes


def keep_result(
    desk: Desk, folder: Path, session: Session, *, film: Path | None = None
) -> KeptResult:
    """Keep a results folder, as ``gaitcheck analyze --out`` writes it, in a session.

    A clip that the session holds already gets the new analysis; the old one stays. The same result
    is kept once.

    Parameters
    ----------
    desk : Desk
    folder : Path
    session : Session
        On the desk already, or a new one of an athlete, which is made with the result.
    film : Path, optional
        The clip, to be kept too.

    Raises
    ------
    InputError
        When the folder holds no result, or the film is another clip's.
    NotOnDeskError
        When there is no such athlete or session, or it is another coach's.
    """
    result = load_result(folder, tracks=False)
    files: dict[str, Content] = dict(files_in(result.folder))
    if film is not None:
        files[_film_name(film)] = _checked_film(film, result.analysis)
    return _keep(desk, session, result.analysis, files)


def keep_analysis(
    desk: Desk, session: Session, analysis: Analysis, observation: Observation
) -> KeptResult:
    """Keep an analysis and what it was judged from, without pictures."""
    with scratch_folder() as folder:
        write_judgement(analysis, folder)
        write_observation(folder, observation)
        return _keep(desk, session, analysis, dict(files_in(folder)))


def files_in(folder: Path) -> Mapping[str, Path]:
    """Return the files of a results folder that gaitcheck wrote, by their names in it."""
    found: dict[str, Path] = {}
    for name in sorted(OWN_FILES):
        place = folder / name
        if place.is_file():
            found[name] = place
        elif place.is_dir():
            found.update((f"{name}/{e.name}", e) for e in sorted(place.iterdir()) if e.is_file())
    return found


def _film_name(film: Path) -> str:
    ending = film.suffix.lower()
    return FILM + (ending if _ENDING.fullmatch(ending) else "")


def _checked_film(film: Path, analysis: Analysis) -> Path:
    try:
        same = digest_of(film) == analysis.clip.sha256
    except OSError as error:
        raise InputError(f"{film} cannot be read ({error.strerror or error}).") from error
    if not same:
        raise InputError(
            f"{film.name} is not the clip that this result is of: its content differs. Keep the "
            "result without the clip, or analyse this one."
        )
    return film


def _keep(
    desk: Desk, session: Session, analysis: Analysis, files: Mapping[str, Content]
) -> KeptResult:
    with desk.filing() as filing:
        transaction = filing.transaction
        own = _session_row(transaction, desk, session)
        clip = transaction.scalars(
            select(ClipRow).where(
                ClipRow.session_id == own.id, ClipRow.sha256 == analysis.clip.sha256
            )
        ).first()
        if clip is None:
            name = clean("The name of a clip", analysis.clip.file)
            clip = ClipRow(session_id=own.id, file=name, sha256=analysis.clip.sha256)
            transaction.add(clip)
            transaction.flush()
        if _reviewed(transaction, clip.id) and not analysis.corrections:
            # A person has the last word: the program's own answer does not undo it.
            put_clip_files(filing, clip, {n: f for n, f in files.items() if _kind(n) == FILM})
        else:
            put_clip_files(filing, clip, files)
            add_analysis(filing, clip, analysis, files)
        if analysis.corrections:
            put_review(transaction, clip.id, analysis.corrections, desk.who)
        renew_waiting(transaction, own.athlete_id)
        clip_id = clip.id
    return get_kept(desk, clip_id)


def _session_row(transaction: Transaction, desk: Desk, session: Session) -> SessionRow:
    if session.id:
        return session_row(transaction, desk.who, session.id)
    athlete = athlete_row(transaction, desk.who, session.athlete_id)
    row = SessionRow(athlete_id=athlete.id)
    fill_row(row, session)
    transaction.add(row)
    transaction.flush()
    return row


def _reviewed(transaction: Transaction, clip_id: str) -> bool:
    """Return whether corrections of a person hold for a clip."""
    row = transaction.get(ReviewRow, clip_id)
    return row is not None and bool(json.loads(row.corrections))


def put_clip_files(filing: Filing, clip: ClipRow, files: Mapping[str, Content]) -> None:
    """Store what belongs to a clip whatever the analysis, in place of what was there of its kind.

    So a film stays even if the result is kept again without it.
    """
    named = {name: file for name, file in files.items() if of_clip(name)}
    kinds = set(map(_kind, named))
    held = filing.transaction.scalars(
        select(FileRow).where(FileRow.clip_id == clip.id, FileRow.analysis_id.is_(None))
    )
    for row in held:
        if _kind(row.name) in kinds:
            filing.drop([row.digest])
            filing.transaction.delete(row)
    for name, file in named.items():
        digest, size = filing.put(file)
        row = FileRow(clip_id=clip.id, name=name, digest=digest, size=size)
        filing.transaction.add(row)


def of_clip(name: str) -> bool:
    """Return whether a file belongs to the clip whatever the analysis: what was seen in it."""
    return _kind(name) in _OF_CLIP


def _kind(name: str) -> str:
    """Return what a file is: the name of its folder or its own; of a film without the ending."""
    top = name.partition("/")[0]
    return FILM if Path(top).stem == FILM else top


def add_analysis(
    filing: Filing, clip: ClipRow, analysis: Analysis, files: Mapping[str, Content]
) -> None:
    """Add an analysis of a clip as the one that holds, unless it holds already.

    A person's corrections replace those made before with the same version of the program; any other
    analysis before it stays.
    """
    transaction = filing.transaction
    document, size = filing.put(files[ANALYSIS_FILE])
    before = transaction.scalars(
        select(AnalysisRow).where(AnalysisRow.clip_id == clip.id, AnalysisRow.holds)
    ).one_or_none()
    if before is not None and before.document == document:
        return
    if before is not None:
        if before.by_person and before.judged_with == analysis.version:
            _delete_analysis(filing, before)
        else:
            before.holds = False
    row = AnalysisRow(clip_id=clip.id, holds=True, document=document, **_facts(analysis))
    transaction.add(row)
    transaction.flush()
    transaction.add(
        FileRow(clip_id=clip.id, analysis_id=row.id, name=ANALYSIS_FILE, digest=document, size=size)
    )
    for name, file in files.items():
        if name != ANALYSIS_FILE and not of_clip(name):
            digest, size = filing.put(file)
            own = FileRow(clip_id=clip.id, analysis_id=row.id, name=name, digest=digest, size=size)
            transaction.add(own)


def _delete_analysis(filing: Filing, row: AnalysisRow) -> None:
    wanted = select(FileRow.digest).where(FileRow.analysis_id == row.id)
    filing.drop(filing.transaction.scalars(wanted))
    filing.transaction.delete(row)


def _facts(analysis: Analysis) -> dict[str, Any]:
    strikes = {side: analysis.sides[side].strike for side in SIDES if side in analysis.sides}
    return {
        "strike": analysis.verdict.strike,
        "confidence": analysis.verdict.confidence,
        "left_strike": strikes.get("left", "unsure"),
        "right_strike": strikes.get("right", "unsure"),
        "judged_with": analysis.version,
        "by_person": any(said.kind != "note" for said in analysis.corrections),
    }


def put_review(
    transaction: Transaction,
    clip_id: str,
    corrections: Sequence[Correction],
    who: str,
    *,
    done: bool = True,
) -> ReviewRow:
    """Write what a person says of a clip in place of what was said before.

    It comes after the analysis that follows from it: a later one has not been looked at.
    """
    row = transaction.get(ReviewRow, clip_id)
    if row is None:
        row = ReviewRow(clip_id=clip_id, done=done)
        transaction.add(row)
    row.done = row.done or done
    row.corrections = json.dumps([correction_to_dict(one) for one in corrections])
    row.who, row.made_at = who, now()
    return row
