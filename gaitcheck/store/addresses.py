"""Files by address (``s3://``, ``gs://``, ``sftp://`` ...), by means of fsspec."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from gaitcheck.errors import GaitcheckError, InputError, OutputError

MISSING: Final = (
    "Addresses such as s3://... need two more libraries: install them with pip install "
    "'gaitcheck[s3]', or fsspec and the one for another kind of store."
)
_BUCKETS: Final = frozenset({"s3", "s3a", "gs", "gcs", "abfs", "az", "oci", "oss"})


def is_address(name: str | Path) -> bool:
    """Return whether a place is named by address and not by path."""
    return "://" in str(name)


def store_at(address: str) -> tuple[Any, str]:
    """Return the file system of an address, and the path in it.

    Raises
    ------
    InputError
        When there is no library for it.
    """
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise InputError(MISSING) from error
    try:
        files, path = url_to_fs(address)
    except (ImportError, ValueError) as error:
        raise InputError(f"{address} cannot be used: {error}.") from error
    return files, path


def has_folders(files: Any) -> bool:
    """Return whether a store has folders and names that can be changed.

    One of buckets has neither: a file appears there whole or not at all.
    """
    protocols = {files.protocol} if isinstance(files.protocol, str) else set(files.protocol)
    return not protocols & _BUCKETS


def make_folder_at(files: Any, path: str) -> None:
    """Make a folder where a store has any; in one of buckets this could make a bucket."""
    if has_folders(files):
        files.makedirs(path, exist_ok=True)


@contextmanager
def plain_store(address: str) -> Iterator[tuple[Any, str]]:
    """Give what `store_at` returns; whatever its library raises is said in one sentence.

    Raises
    ------
    InputError
        When there is no library for it.
    OutputError
        When it cannot be used.
    """
    files, path = store_at(address)
    try:
        yield files, path
    except GaitcheckError:
        raise
    except Exception as error:
        raise OutputError(
            f"{address} cannot be used ({type(error).__name__}: {error}); check the address, the "
            "rights and the network."
        ) from error
