"""The database of the desk: opened, brought up to date, and never touched where it is not sound."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError

from gaitcheck.desk.place import PLACE, Place
from gaitcheck.errors import DeskDamagedError, DeskError
from gaitcheck.store.disk import make_folder
from gaitcheck.store.leftovers import scratch_folder

MIGRATIONS: Final = Path(__file__).with_name("migrations")

BUSY_S: Final = 60
"""How long to wait for somebody else who writes."""
CHECKED_BYTES: Final = 64 << 20
"""Up to this size a database is looked through when it is opened (some tenths of a second)."""
WRITES: Final = "gaitcheck_writes"
_LOCK: Final = 0x6A17_C4EC
"""The number of our lock in PostgreSQL."""
_MAGIC: Final = b"SQLite format 3\x00"

DAMAGED: Final = (
    "The desk's database {where} is damaged or is none. It was left as it is. Restore a backup "
    "into another place (gaitcheck restore FILE --desk FOLDER), or move the file away to begin "
    "anew."
)
NEWER: Final = (
    "The desk {where} was last used by a newer gaitcheck, which this one cannot read. Install the "
    "newer version again; nothing was changed."
)
FOREIGN: Final = (
    "The database {where} belongs to another program. Choose another place for the desk with "
    f"--desk or {PLACE}."
)
NOT_THERE: Final = (
    "There is no desk in {where}. Name the right place with --desk, or begin a desk there with "
    "gaitcheck athletes add NAME."
)
OUT_OF_REACH: Final = "The desk's database {where} cannot be reached ({reason})."
NO_ROOM: Final = (
    "The disk of the desk's database {where} is full or broken ({reason}). What was kept before is "
    "as it was; free some space and try again."
)
BUSY: Final = "Somebody else has been writing to the desk for a minute. Try again."
NO_DRIVER: Final = (
    "A desk in PostgreSQL needs one more package: pip install 'gaitcheck[postgresql]'."
)


def open_database(place: Place, *, make: bool = True) -> tuple[Engine, bool]:
    """Open a database: made where there is none, brought up to date where it is older.

    Parameters
    ----------
    place : Place
    make : bool
        Whether to make one where there is none; else nothing is made.

    Returns
    -------
    tuple of Engine and bool
        The database, and whether there was none before.

    Raises
    ------
    DeskDamagedError
        When it is damaged, of a newer program, or of another one. It is left as it is.
    DeskError, OutputError
        When it cannot be reached or made.
    """
    if place.database is not None:
        _check_file(place.database, place)
        if make:
            make_folder(place.database.parent, parents=True)
        elif not place.begun:
            raise _not_there(place)
    try:
        engine = create_engine(_url(place), **_options(place))
    except ModuleNotFoundError as error:
        raise DeskError(NO_DRIVER) from error
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    try:
        with plain_errors(place):
            version = _check_content(engine, place)
            if version is None and not make:
                raise _not_there(place)
            _bring_up_to_date(engine, place)
    except BaseException:
        engine.dispose()
        raise
    return engine, version is None


@contextmanager
def plain_errors(place: Place) -> Iterator[None]:
    """Say in words what the database cannot do.

    Raises
    ------
    DeskDamagedError, DeskError
    """
    try:
        yield
    except (DBAPIError, sqlite3.DatabaseError) as error:
        said = " ".join(str(getattr(error, "orig", error)).split())
        if any(sign in said for sign in ("malformed", "not a database", "disk image")):
            raise DeskDamagedError(DAMAGED.format(where=place.name)) from error
        if "database is locked" in said or "lock timeout" in said:
            raise DeskError(BUSY) from error
        # SQLite may say the second where a small disk takes no more, PostgreSQL says the third.
        if any(sign in said for sign in ("disk is full", "disk I/O error", "No space left")):
            raise DeskError(NO_ROOM.format(where=place.name, reason=said)) from error
        if isinstance(error, OperationalError | sqlite3.OperationalError):
            raise DeskError(OUT_OF_REACH.format(where=place.name, reason=said)) from error
        raise


def lock(connection: Connection) -> None:
    """Let nobody else write until the transaction ends; SQLite's own begin does that already."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def newest_version() -> str:
    """Return the newest version of the tables that this program knows."""
    found = _scripts().get_current_head()
    assert found is not None
    return found


def migrate(connection: Connection, version: str = "head") -> None:
    """Bring the tables to a version."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, version)


def known_versions() -> frozenset[str]:
    """Return all versions of the tables that this program can read."""
    return frozenset(script.revision for script in _scripts().walk_revisions())


def version_of(connection: Connection) -> str | None:
    """Return the version of a database's tables; None where it has none of ours."""
    return MigrationContext.configure(connection).get_current_revision()


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(MIGRATIONS))


def _url(place: Place) -> URL:
    if place.database is not None:
        return URL.create("sqlite", database=str(place.database))
    try:
        return make_url(place.address).set(drivername="postgresql+psycopg")
    except (ArgumentError, ValueError) as error:
        raise DeskError("The address of the desk's database cannot be read.") from error


def _options(place: Place) -> dict[str, Any]:
    if place.database is not None:
        return {"connect_args": {"timeout": BUSY_S}, "hide_parameters": True}
    # Our queries are short: to compile them first takes longer than to answer them.
    options = f"-c lock_timeout={BUSY_S}s -c jit=off"
    return {
        "pool_pre_ping": True,
        "hide_parameters": True,  # an error that nobody foresaw names no athlete
        "connect_args": {"connect_timeout": 10, "options": options},
    }


def _on_connect(connection: Any, _record: Any) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None  # transactions begin where we say
    for pragma in (
        *("foreign_keys = ON", "journal_mode = WAL", "synchronous = FULL"),
        # What is deleted for good is overwritten, too.
        "secure_delete = ON",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _on_begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        writes = connection.get_execution_options().get(WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _check_file(database: Path, place: Place) -> None:
    """Refuse a file that is no database before anything opens it."""
    try:
        with database.open("rb") as stream:
            start = stream.read(len(_MAGIC))
    except FileNotFoundError:
        return
    except OSError as error:
        reason = error.strerror or str(error)
        raise DeskError(OUT_OF_REACH.format(where=place.name, reason=reason)) from error
    # An empty one is a desk whose making was cut short, or goes on this moment.
    if start not in (b"", _MAGIC):
        raise DeskDamagedError(DAMAGED.format(where=place.name))


def _not_there(place: Place) -> DeskError:
    where = place.name if place.database is None else place.database.parent
    return DeskError(NOT_THERE.format(where=where))


def _check_content(engine: Engine, place: Place) -> str | None:
    """Return the version of the tables, None where there are none yet."""
    with engine.connect() as connection:
        if place.database is not None and not place.exists:
            raise _not_there(place)  # whoever made it has just taken it away again
        if place.database is not None and place.database.stat().st_size <= CHECKED_BYTES:
            found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
            if found != "ok":
                raise DeskDamagedError(DAMAGED.format(where=place.name))
        version = version_of(connection)
        if version is None and inspect(connection).get_table_names():
            raise DeskDamagedError(FOREIGN.format(where=place.name))
        if version is not None and version not in known_versions():
            raise DeskDamagedError(NEWER.format(where=place.name))
        return version


def _bring_up_to_date(engine: Engine, place: Place) -> None:
    with engine.connect() as connection:
        if version_of(connection) == newest_version():
            return
    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        lock(connection)
        version = version_of(connection)
        if version == newest_version():
            return  # somebody else was quicker
        if version is not None:
            _keep_copy(connection, version, place)
        migrate(connection)


def _keep_copy(connection: Connection, version: str, place: Place) -> None:
    """Keep the database as it was beside its place, before it is changed."""
    if place.database is None:
        from gaitcheck.desk.archive import write_tables
        from gaitcheck.desk.files_elsewhere import files_at

        with scratch_folder() as scratch:
            tables = scratch / "tables.zip"
            write_tables(connection, version, tables)
            files_at(place.files).keep_beside(tables, f"before-{version}.zip")
        return
    copy = place.database.with_name(f"desk-before-{version}.sqlite3")
    if copy.exists():
        return
    with (
        closing(sqlite3.connect(place.database)) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)
