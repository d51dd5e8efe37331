"""Results that were made before, taken to the desk: one folder or many."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from gaitcheck.apart import run_apart
from gaitcheck.desk.desk import Desk
from gaitcheck.desk.keeping import keep_result
from gaitcheck.desk.records import KeptResult, Session
from gaitcheck.desk.sessions import find_sessions
from gaitcheck.errors import ClipUnreadableError, InputError
from gaitcheck.store.folders import ANALYSIS_FILE
from gaitcheck.store.result import load_result
from gaitcheck.video.recorded import read_day


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one results folder: the clip on the desk, or why there is none."""

    folder: Path
    kept: KeptResult | None = None
    trouble: str = ""


def import_results(
    desk: Desk,
    folders: Sequence[Path],
    like: Session,
    *,
    session: Session | None = None,
    day: dt.date | None = None,
    films: Path | None = None,
) -> Iterator[Imported]:
    """Keep results folders, and all that lie in a folder; one that cannot be kept stops no other.

    Parameters
    ----------
    desk : Desk
    folders : sequence of Path
    like : Session
        The athlete, and what new sessions say but for their day.
    session : Session, optional
        Where all of them go. By default those of one day share a session, an existing one of that
        day if there is any.
    day : datetime.date, optional
        When all of them were filmed. By default as the clip says, else when it was analysed.
    films : Path, optional
        The folder with the clips, which are kept too: by their name, if they are the same.
    """
    for folder in folders:
        results = list(find_results(folder))
        if not results:
            yield Imported(folder, trouble=f"There is no result in {folder}.")
        for result in results:
            try:
                film = _film_of(result, films)
                own = session or session_on(desk, like, day or day_of(result, film))
                yield Imported(result, keep_result(desk, result, own, film=film))
            except InputError as error:
                yield Imported(result, trouble=str(error))


def find_results(folder: Path) -> Iterator[Path]:
    """Return the results folders in a folder, at any depth, and itself if it is one."""
    yield from sorted(place.parent for place in folder.rglob(ANALYSIS_FILE) if place.is_file())


def session_on(desk: Desk, like: Session, day: dt.date) -> Session:
    """Return an athlete's last session of a day, or a new one, not yet on the desk."""
    held = [one for one in find_sessions(desk, like.athlete_id) if one.day == day]
    return held[-1] if held else replace(like, day=day, id="", version=0)


def day_of(result: Path, film: Path | None = None) -> dt.date:
    """Return the day of a result: that of its clip where known, else that of the analysis."""
    with suppress(ClipUnreadableError):  # it is kept all the same
        said = None if film is None else run_apart(read_day, film)
        if said is not None:
            return dt.date.fromisoformat(said)
    seconds = (result / ANALYSIS_FILE).stat().st_mtime
    return dt.datetime.fromtimestamp(seconds, dt.UTC).astimezone().date()


def _film_of(result: Path, films: Path | None) -> Path | None:
    if films is None:
        return None
    name = Path(load_result(result, tracks=False).analysis.clip.file).name
    film = films / name
    return film if name and film.is_file() else None
