"""Where the desk is. Looking loads no database, and makes nothing."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from gaitcheck.errors import DeskError

PLACE: Final = "GAITCHECK_DESK"
"""The environment's name of the desk's folder, or of the address of a PostgreSQL database."""
FILES: Final = "GAITCHECK_DESK_FILES"
"""The same of the folder for its files, where the database is PostgreSQL."""
DATABASE_NAME: Final = "desk.sqlite3"
FILES_NAME: Final = "files"
_POSTGRESQL: Final = ("postgresql", "postgresql+psycopg")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a desk is: its database, and the folder of its files.

    Attributes
    ----------
    files : Path
    database : Path or None
        The file of the database; None where it is PostgreSQL.
    address : str
        That of PostgreSQL.
    """

    files: Path
    database: Path | None = None
    address: str = ""

    @property
    def name(self) -> str:
        """How it is called in messages; no password."""
        if self.database is not None:
            return str(self.database)
        parts = urlsplit(self.address)
        return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()

    @property
    def exists(self) -> bool:
        """Whether a desk has been made; a database elsewhere is taken to be there."""
        return self.database is None or self.database.exists()


def find_place(place: str | Path | None = None, files: Path | None = None) -> Place:
    """Return where the desk is.

    Parameters
    ----------
    place : str or Path, optional
        A folder, or the address of a PostgreSQL database (``postgresql://...``). By default what
        the environment's GAITCHECK_DESK says, else a folder among the user's own data.
    files : Path, optional
        The folder for the files of a desk in PostgreSQL, which all who share it need to reach.

    Raises
    ------
    DeskError
        When the address is none that can be used.
    """
    from platformdirs import user_data_path

    own = user_data_path("gaitcheck", appauthor=False) / "desk"
    place = place or os.environ.get(PLACE) or own
    if not isinstance(place, Path) and "://" in place:
        if place.partition("://")[0] not in _POSTGRESQL:
            raise DeskError("A desk is a folder, or a database at postgresql://...")
        where = files or Path(os.environ.get(FILES) or own.with_name("desk-files"))
        return Place(where.absolute(), address=place)
    folder = Path(place).expanduser().absolute()
    return Place(files or folder / FILES_NAME, folder / DATABASE_NAME)
