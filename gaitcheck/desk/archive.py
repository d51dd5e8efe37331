"""The whole desk in one file, and back: the same for SQLite and PostgreSQL, and for older desks.

A backup is a ZIP archive: ``backup.json`` says what it is, ``tables/NAME.jsonl`` holds a row of a
table in each line, ``files/DIGEST`` the files.
"""

from __future__ import annotations

import datetime as dt
import errno
import hashlib
import json
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Date, MetaData, Table, create_engine, func, select, text

from gaitcheck import __version__
from gaitcheck.desk.database import NEWER, known_versions, lock, migrate, newest_version, version_of
from gaitcheck.desk.desk import Desk, Filing
from gaitcheck.desk.files import CHUNK_BYTES
from gaitcheck.desk.tables import AthleteRow, DeskRow, FileRow, now
from gaitcheck.desk.waiting import outdated, renew_waiting
from gaitcheck.errors import DeskDamagedError, DeskError, InputError, OutputError
from gaitcheck.progress import (
    CancelSignal,
    Progress,
    ProgressCallback,
    ignore_progress,
    stop_if_cancelled,
)
from gaitcheck.store.disk import replacing
from gaitcheck.store.leftovers import scratch_folder

FORMAT_ID: Final = "gaitcheck.desk-backup/1"
_ABOUT: Final = "backup.json"
_OWN: Final = frozenset({"alembic_version", DeskRow.__tablename__})
"""Which desk it is and how old its tables are, each desk says for itself."""
_FAULTS: Final = (zipfile.BadZipFile, KeyError, ValueError, EOFError, NotImplementedError)

Rows = dict[str, list[dict[str, Any]]]


def back_up(
    desk: Desk,
    path: Path,
    *,
    progress: ProgressCallback = ignore_progress,
    cancel: CancelSignal | None = None,
) -> int:
    """Write the whole desk, everybody's, to one file; an earlier one is replaced when it is whole.

    Nobody else writes to the desk meanwhile.

    Returns
    -------
    int
        How many files of clips and analyses it holds.

    Raises
    ------
    DeskDamagedError
        When the desk is not whole; then there is no backup, and the one before stays.
    OutputError
        When it cannot be written.
    CancelledError
        `cancel` was set.
    """
    with desk.writing() as transaction, replacing(path) as temporary:
        connection = transaction.connection()
        lock(connection)
        if connection.dialect.name == "sqlite":
            said = connection.execute(text("PRAGMA integrity_check(1)")).scalar()
            if said != "ok":
                raise DeskDamagedError(f"The desk's database is damaged ({said}); no backup made.")
        digests = sorted(transaction.scalars(select(FileRow.digest).distinct()))
        with zipfile.ZipFile(temporary, "w") as archive:
            _write_tables(archive, connection, newest_version())
            for done, digest in enumerate(digests):
                stop_if_cancelled(cancel)
                progress(Progress("desk", done, len(digests)))
                _write_file(archive, desk, digest)
    progress(Progress("desk", len(digests), len(digests)))
    return len(digests)


def write_tables(connection: Connection, version: str, path: Path) -> None:
    """Write the tables of a desk alone to a file, whatever their version."""
    with replacing(path) as temporary, zipfile.ZipFile(temporary, "w") as archive:
        _write_tables(archive, connection, version)


def _write_tables(archive: zipfile.ZipFile, connection: Connection, version: str) -> None:
    tables = _tables_of(connection)
    about = {
        "schema": FORMAT_ID,
        "version": version,
        "made_with": __version__,
        "made_at": now(),
        "tables": [table.name for table in tables],
    }
    for table in tables:
        lines = [
            json.dumps(dict(row), ensure_ascii=True, default=dt.date.isoformat)
            for row in connection.execute(select(table)).mappings()
        ]
        archive.writestr(f"tables/{table.name}.jsonl", "\n".join(lines), zipfile.ZIP_DEFLATED)
    archive.writestr(_ABOUT, json.dumps(about, indent=2), zipfile.ZIP_DEFLATED)


def _tables_of(connection: Connection) -> list[Table]:
    """Return the tables that a database has, those first to which others point."""
    metadata = MetaData()
    metadata.reflect(connection)
    return [table for table in metadata.sorted_tables if table.name not in _OWN]


def _write_file(archive: zipfile.ZipFile, desk: Desk, digest: str) -> None:
    found = hashlib.sha256()
    with archive.open(f"files/{digest}", "w", force_zip64=True) as to:
        for piece in desk.files.pieces(digest):
            found.update(piece)
            to.write(piece)
    if found.hexdigest() != digest:
        raise DeskDamagedError(
            f"A file of the desk is gone or damaged ({desk.files.name_of(digest)}), so no backup "
            "was made. Delete its clip, or restore an earlier backup."
        )


def restore(
    desk: Desk,
    path: Path,
    *,
    progress: ProgressCallback = ignore_progress,
    cancel: CancelSignal | None = None,
) -> int:
    """Put all that a backup holds on an empty desk: everything, or nothing.

    Returns
    -------
    int
        How many athletes it holds.

    Raises
    ------
    InputError
        When the file is no backup, is not whole, or there is something on the desk.
    OutputError
        When there is no room.
    CancelledError
        `cancel` was set; the desk is as empty as before.
    """
    try:
        with zipfile.ZipFile(path) as archive, scratch_folder() as scratch:
            rows = _rows_of(archive, scratch)
            with desk.filing() as filing:
                _require_empty(filing)
                _insert(filing.transaction.connection(), rows)
                renew_waiting(filing.transaction, *outdated(filing.transaction))
                digests = sorted({row["digest"] for row in rows["file"]})
                for done, digest in enumerate(digests):
                    stop_if_cancelled(cancel)
                    progress(Progress("desk", done, len(digests)))
                    _put_file(archive, filing, digest, scratch / "file")
    except FileNotFoundError as error:
        raise InputError(f"There is no file {path}.") from error
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise OutputError(
                f"There is no room left to unpack {path.name} in {tempfile.gettempdir()}; free "
                "some space, or name a folder on another disk by TMPDIR."
            ) from error
        raise InputError(f"{path} cannot be read ({error.strerror or error}).") from error
    except _FAULTS as error:
        raise InputError(f"{path} is no backup of a desk, or is damaged.") from error
    progress(Progress("desk", len(digests), len(digests)))
    return len(rows["athlete"])


def _require_empty(filing: Filing) -> None:
    if filing.transaction.scalar(select(func.count()).select_from(AthleteRow)):
        raise DeskError(
            "There is something on this desk already. Restore into another place: --desk FOLDER."
        )


def _rows_of(archive: zipfile.ZipFile, scratch: Path) -> Rows:
    """Return the rows of a backup as today's tables hold them."""
    about = json.loads(archive.read(_ABOUT))
    if about["schema"] != FORMAT_ID:
        raise ValueError(FORMAT_ID)
    if about["version"] not in known_versions():
        raise DeskDamagedError(NEWER.format(where=archive.filename))
    rows: Rows = {
        name: [json.loads(line) for line in _lines(archive, name)] for name in about["tables"]
    }
    if about["version"] == newest_version():
        return rows
    # Older: through a database of that version, brought up to date as any other.
    engine = create_engine(URL.create("sqlite", database=str(scratch / "older.sqlite3")))
    try:
        with engine.begin() as connection:
            migrate(connection, about["version"])
            _insert(connection, rows)
            migrate(connection)
            assert version_of(connection) == newest_version()
            return {
                table.name: [_plain(row) for row in connection.execute(select(table)).mappings()]
                for table in _tables_of(connection)
            }
    finally:
        engine.dispose()


def _lines(archive: zipfile.ZipFile, name: str) -> Iterator[str]:
    yield from archive.read(f"tables/{name}.jsonl").decode().splitlines()


def _plain(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {
        str(name): value.isoformat() if isinstance(value, dt.date) else value
        for name, value in row.items()
    }


def _insert(connection: Connection, rows: Rows) -> None:
    for table in _tables_of(connection):
        days = [column.name for column in table.columns if isinstance(column.type, Date)]
        values = [_typed(row, days) for row in rows[table.name]]
        if values:
            connection.execute(table.insert(), values)


def _typed(row: dict[str, Any], days: Iterable[str]) -> dict[str, Any]:
    return row | {name: dt.date.fromisoformat(row[name]) for name in days if row[name] is not None}


def _put_file(archive: zipfile.ZipFile, filing: Filing, digest: str, scratch: Path) -> None:
    with archive.open(f"files/{digest}") as source, scratch.open("wb") as target:
        while chunk := source.read(CHUNK_BYTES):
            target.write(chunk)
    if filing.put(scratch)[0] != digest:
        raise ValueError(digest)
