"""Where the desk is. Looking loads no database, and makes nothing."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from gaitcheck.errors import DeskError
from gaitcheck.store.addresses import is_address

PLACE: Final = "GAITCHECK_DESK"
"""The environment's name of the desk's folder, or of the address of a PostgreSQL database."""
FILES: Final = "GAITCHECK_DESK_FILES"
"""The same of the folder for its files, or of their address in a store that fsspec reaches."""
DATABASE_NAME: Final = "desk.sqlite3"
FILES_NAME: Final = "files"
_POSTGRESQL: Final = ("postgresql", "postgresql+psycopg")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a desk is: its database, and its files.

    Attributes
    ----------
    files : Path or str
        A folder, or an address (``s3://...``).
    database : Path or None
        The file of the database; None where it is PostgreSQL.
    address : str
        That of PostgreSQL.
    """

    files: Path | str
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
    def apart(self) -> bool:
        """Whether the files do not lie in the desk's own folder, so that another could use them."""
        return self.database is None or self.files != self.database.with_name(FILES_NAME)

    @property
    def exists(self) -> bool:
        """Whether a desk has been made; a database elsewhere is taken to be there."""
        return self.database is None or self.database.exists()

    @property
    def begun(self) -> bool:
        """Whether there is more than an empty file."""
        return self.exists and (self.database is None or self.database.stat().st_size > 0)


def find_place(place: str | Path | None = None, files: str | Path | None = None) -> Place:
    """Return where the desk is.

    Parameters
    ----------
    place : str or Path, optional
        A folder, or the address of a PostgreSQL database (``postgresql://...``). By default what
        the environment's GAITCHECK_DESK says, else a folder among the user's own data.
    files : str or Path, optional
        The folder for its files, or their address (``s3://...``), which all who share the desk need
        to reach. By default what the environment's GAITCHECK_DESK_FILES says, else in its folder.

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
        return Place(_files(files, own.with_name("desk-files")), address=place)
    folder = Path(place).expanduser().absolute()
    return Place(_files(files, folder / FILES_NAME), folder / DATABASE_NAME)


def _files(named: str | Path | None, own: Path) -> Path | str:
    named = named or os.environ.get(FILES) or own
    if is_address(named):
        return str(named).rstrip("/")
    return Path(named).expanduser().absolute()
