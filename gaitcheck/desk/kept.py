"""What the desk holds of clips: lists, whole analyses, the files."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Final, cast

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import aliased

from gaitcheck.desk.desk import Desk
from gaitcheck.desk.files import FileStore
from gaitcheck.desk.records import KeptResult
from gaitcheck.desk.rights import clip_row, not_here, visible
from gaitcheck.desk.tables import AnalysisRow, AthleteRow, ClipRow, FileRow, ReviewRow, SessionRow
from gaitcheck.errors import DeskDamagedError
from gaitcheck.model import Analysis, Observation, VerdictStrike
from gaitcheck.model.texts import without_turns
from gaitcheck.report.write import complete_sheet
from gaitcheck.store.disk import make_folder, write_file
from gaitcheck.store.folders import ResultsFolder
from gaitcheck.store.observation import OBSERVATION_NAME, ObservationError, load_observation
from gaitcheck.store.result import load_result
from gaitcheck.store.serialize import from_valid

FILM: Final = "film"
"""The name of the clip itself among the files of a clip; its ending follows."""
_ANALYSES_IN_MEMORY: Final = 512


def find_kept(
    desk: Desk, *, athlete_id: str | None = None, session_id: str | None = None
) -> tuple[KeptResult, ...]:
    """Return the clips of an athlete or a session, or of all whom one may see; the first first."""
    wanted = _kept_query(desk)
    if athlete_id is not None:
        wanted = wanted.where(SessionRow.athlete_id == athlete_id)
    if session_id is not None:
        wanted = wanted.where(SessionRow.id == session_id)
    with desk.reading() as transaction:
        return tuple(_kept(*row) for row in transaction.execute(wanted))


def find_reviewed(desk: Desk, *, most: int) -> tuple[KeptResult, ...]:
    """Return the clips of which a person said something, those of the last reviews first."""
    own = (
        select(AnalysisRow.id)
        .join(ClipRow)
        .join(SessionRow)
        .join(AthleteRow)
        .where(ClipRow.id == ReviewRow.clip_id, AnalysisRow.holds, AnalysisRow.by_person)
        .where(visible(desk.who))
    )
    # From the reviews to their athletes, not the other way round: there are fewer of them.
    last = select(ReviewRow.clip_id).where(own.exists()).order_by(ReviewRow.made_at.desc())
    with desk.reading() as transaction:
        clips = transaction.scalars(last.limit(most)).all()
        found = transaction.execute(_kept_query(desk).where(ClipRow.id.in_(clips)))
        kept = {one.id: one for one in (_kept(*row) for row in found)}
        return tuple(kept[clip] for clip in clips)


def get_kept(desk: Desk, clip_id: str) -> KeptResult:
    """Return a clip of the desk, or raise `NotOnDeskError`."""
    with desk.reading() as transaction:
        clip_row(transaction, desk.who, clip_id)
        row = transaction.execute(_kept_query(desk).where(ClipRow.id == clip_id)).one()
        return _kept(*row)


def _kept_query(desk: Desk) -> Select[AnalysisRow, ClipRow, SessionRow, int, bool]:
    all_of_it = aliased(AnalysisRow)
    count = select(func.count()).where(all_of_it.clip_id == ClipRow.id).scalar_subquery()
    film = select(FileRow.id).where(
        FileRow.clip_id == ClipRow.id, FileRow.analysis_id.is_(None), FileRow.name.startswith(FILM)
    )
    return (
        select(AnalysisRow, ClipRow, SessionRow, count, film.exists())
        .join(ClipRow, and_(ClipRow.id == AnalysisRow.clip_id, AnalysisRow.holds))
        .join(SessionRow)
        .join(AthleteRow)
        .where(visible(desk.who))
        .order_by(SessionRow.day, SessionRow.made_at, ClipRow.made_at)
    )


def _kept(
    analysis: AnalysisRow, clip: ClipRow, session: SessionRow, analyses: int, film: bool
) -> KeptResult:
    return KeptResult(
        id=clip.id,
        session_id=session.id,
        athlete_id=session.athlete_id,
        day=session.day,
        file=without_turns(clip.file),
        analysis_id=analysis.id,
        analyses=analyses,
        strike=cast(VerdictStrike, analysis.strike),
        confidence=analysis.confidence,
        sides={"left": analysis.left_strike, "right": analysis.right_strike},
        judged_with=analysis.judged_with,
        by_person=analysis.by_person,
        film=film,
    )


def load_analyses(desk: Desk, kept: Sequence[KeptResult]) -> tuple[Analysis, ...]:
    """Return the analyses that hold of some clips, without feet and landmarks.

    Raises
    ------
    NotOnDeskError
        When one is not there, or another coach's.
    DeskDamagedError
        When its file is gone or damaged.
    """
    wanted = (
        select(AnalysisRow.id, AnalysisRow.document)
        .join(ClipRow)
        .join(SessionRow)
        .join(AthleteRow)
        .where(visible(desk.who), AnalysisRow.id.in_([one.analysis_id for one in kept]))
    )
    with desk.reading() as transaction:
        documents = dict(transaction.execute(wanted).all())
    if any(one.analysis_id not in documents for one in kept):
        raise not_here("analysis")
    desk.files.fetch(documents.values())
    return tuple(_analysis(desk.files, documents[one.analysis_id]) for one in kept)


@lru_cache(maxsize=_ANALYSES_IN_MEMORY)
def _analysis(files: FileStore, digest: str) -> Analysis:
    """Return what a document holds; the same digest is always the same content."""
    return from_valid(json.loads(files.read(digest)))


def files_of(desk: Desk, clip_id: str) -> Mapping[str, str]:
    """Return the files of a clip and of the analysis that holds: digest by name."""
    with desk.reading() as transaction:
        clip, _ = clip_row(transaction, desk.who, clip_id)
        holds = select(AnalysisRow.id).where(AnalysisRow.clip_id == clip.id, AnalysisRow.holds)
        wanted = select(FileRow.name, FileRow.digest).where(
            FileRow.clip_id == clip.id,
            FileRow.analysis_id.is_(None) | FileRow.analysis_id.in_(holds),
        )
        found = dict(transaction.execute(wanted).all())
    for name in found:
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or "\\" in name:
            raise DeskDamagedError(f"A file of this clip has the odd name {name!r}.")
    return found


def film_of(desk: Desk, clip_id: str) -> Path | None:
    """Return the film of a clip as a file of this computer; None where it was not kept."""
    files = files_of(desk, clip_id)
    digest = next((d for name, d in files.items() if PurePosixPath(name).stem == FILM), None)
    return None if digest is None else desk.files.local(digest)


def write_kept(
    desk: Desk, clip_id: str, place: Path, *, film: bool = True, sheet: bool = True
) -> None:
    """Write a clip's result as a folder that every other command reads.

    Parameters
    ----------
    desk : Desk
    clip_id : str
    place : Path
    film : bool
        Whether the film is written too, where it was kept.
    sheet : bool
        Whether the sheet of all contacts is drawn anew where a review has taken it away.

    Raises
    ------
    OutputError
        When it cannot be written, or the place holds other things.
    """
    files = files_of(desk, clip_id)
    wanted = {n: d for n, d in files.items() if film or PurePosixPath(n).stem != FILM}
    desk.files.fetch(wanted.values())
    with ResultsFolder(place).writing() as folder:
        for name, digest in wanted.items():
            target = folder / name
            make_folder(target.parent)
            write_file(target, desk.files.read(digest))
        if sheet:
            complete_sheet(load_result(folder).analysis, folder)


def load_kept_observation(desk: Desk, clip_id: str) -> Observation:
    """Return what was seen in a clip of the desk.

    Raises
    ------
    InputError
        When it was not kept.
    """
    digest = files_of(desk, clip_id).get(OBSERVATION_NAME)
    if digest is None:
        raise ObservationError(
            "What was seen in this clip was not kept with its result, so it cannot be judged again."
        )
    return load_observation(desk.files.local(digest))
