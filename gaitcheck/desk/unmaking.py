"""A new desk is taken away again where what it was made for has failed."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Engine, func, select, text
from sqlalchemy.exc import DBAPIError

from gaitcheck.desk.database import lock
from gaitcheck.desk.files import FileStore
from gaitcheck.desk.place import Place
from gaitcheck.desk.tables import AthleteRow, Base, DeskRow
from gaitcheck.errors import GaitcheckError

_OTHERS: Final = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
    "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
)


@dataclass(frozen=True, slots=True)
class Before:
    """How things were before a desk was opened.

    Attributes
    ----------
    place : Place
    begun : bool
        Whether there was a desk; one in PostgreSQL says so itself.
    folders : tuple of Path
        Those of its folders that were missing, the innermost first.
    """

    place: Place
    begun: bool
    folders: tuple[Path, ...]


def note_before(place: Place) -> Before:
    """Note how things are."""
    wanted = [] if place.database is None else [place.database.parent]
    if isinstance(place.files, Path):
        wanted.append(place.files)
    missing = {one for end in wanted for one in (end, *end.parents) if not one.exists()}
    return Before(place, place.begun, tuple(sorted(missing, key=lambda one: -len(one.parts))))


def undo_making(before: Before, engine: Engine | None, files: FileStore) -> None:
    """Leave things as they were before a desk was made.

    It stays where somebody is on it, or somebody else has it open: another process, such as the
    app, may be about to write to it. What cannot be removed stays without a word: what has failed
    before is said.
    """
    if engine is not None:
        engine.dispose()  # our own connections would be taken for somebody else's
    with suppress(DBAPIError, sqlite3.Error, OSError, GaitcheckError):
        if before.place.database is not None:
            own = _remove_file(before.place.database)
        else:
            own = None if engine is None else _drop_tables(engine)
        if own is not None:
            files.disown(own)
            for folder in before.folders:
                with suppress(OSError):  # it was not made, or somebody else uses it
                    folder.rmdir()


def _remove_file(database: Path) -> str | None:
    """Remove a database; return the id of its desk, None where it has to stay."""
    if not database.exists():
        return ""
    with closing(sqlite3.connect(database, timeout=0, isolation_level=None)) as connection:
        # Refused while anybody else has it open; and nobody can use it from here on.
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("BEGIN EXCLUSIVE")
        own = ""
        if connection.execute("SELECT name FROM sqlite_master").fetchone() is not None:
            if connection.execute("SELECT id FROM athlete").fetchone() is not None:
                return None
            (own,) = connection.execute("SELECT id FROM desk").fetchone()
        for ending in ("", "-wal", "-shm"):
            database.with_name(database.name + ending).unlink(missing_ok=True)
        return own


def _drop_tables(engine: Engine) -> str | None:
    """Drop a desk's tables; return its id, None where they have to stay."""
    with engine.begin() as connection:
        lock(connection)
        athletes = connection.scalar(select(func.count()).select_from(AthleteRow))
        if athletes or connection.scalar(text(_OTHERS)):
            return None
        own = connection.scalar(select(DeskRow.id))
        Base.metadata.drop_all(connection)
        connection.execute(text("DROP TABLE alembic_version"))
        return own
