"""Clips and results by address (``s3://``, ``gs://``, ``sftp://`` ...), by means of fsspec."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from itertools import chain, islice
from pathlib import Path, PurePosixPath
from typing import Any, Final

from gaitcheck.batching.clips import LIST_SUFFIX, each_once, find_clips
from gaitcheck.batching.place import OWN_FOLDER, RECORDS, LocalPlace, Place
from gaitcheck.batching.record import Clip, Record, from_bytes, to_bytes
from gaitcheck.errors import ClipNotFoundError, InputError
from gaitcheck.store.addresses import is_address, make_folder_at, plain_store, store_at
from gaitcheck.store.folders import ANALYSIS_FILE, stem_of
from gaitcheck.store.leftovers import scratch_folder
from gaitcheck.video.formats import may_be_clip

AT_ONCE: Final = 500
"""How many records are asked for at a time."""
_MAGIC: Final = frozenset("*?[")
# What stores state of a file that changes with its content.
_CHANGES: Final = ("ETag", "etag", "md5Hash", "LastModified", "mtime", "last_modified", "updated")


def place_at(name: str) -> Place:
    """Return where a batch on a cluster writes: an address, or a folder that all share."""
    return RemotePlace(name) if is_address(name) else LocalPlace(Path(name))


def find_anywhere(sources: Sequence[str | Path], out: str) -> list[Clip]:
    """Return the clips that are meant, by path or by address, each once.

    Parameters
    ----------
    sources : sequence of str or Path
        As `gaitcheck.batching.clips.find_clips` takes them; clips, folders, patterns and lists by
        address too.
    out : str
        Where the results go: not searched.

    Raises
    ------
    InputError
        When a source names nothing or cannot be reached, or there is no clip at all.
    """
    here = None if is_address(out) else Path(out)

    def clips_of(source: str) -> list[Clip]:
        return _of_address(source, out) if is_address(source) else find_clips([source], here)

    return each_once(chain.from_iterable(map(clips_of, map(str, sources))), sources)


def content_of(clip: Clip) -> str | None:
    """Return the checksum of a clip, wherever it lies; None where it cannot be read."""
    from gaitcheck.video.probe import clip_sha256

    try:
        with fetched(clip) as path:
            return clip_sha256(path)
    except InputError:
        return None


@contextmanager
def fetched(clip: Clip) -> Iterator[Path]:
    """Give a clip as a file of this computer while the block runs.

    Raises
    ------
    ClipNotFoundError
        When it is not there.
    """
    if not is_address(clip.place):
        yield Path(clip.place)
        return
    files, path = store_at(clip.place)
    with scratch_folder() as folder:
        here = folder / posixpath.basename(path)
        try:
            files.get_file(path, str(here))
        except FileNotFoundError as error:
            raise ClipNotFoundError(f"There is no clip {clip.place}; check the address.") from error
        yield here


class RemotePlace:
    """The place of a batch in a store that fsspec reaches.

    What its records say is believed: results are not looked for one by one.

    Parameters
    ----------
    address : str
    """

    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")

    def __str__(self) -> str:
        return self.address

    def alone(self) -> AbstractContextManager[None]:
        """Return a context that holds nothing: the cluster's scheduler keeps others away."""
        return nullcontext()

    def records(self) -> dict[str, Record]:
        """Return the records in the store, by the id of their clip.

        Raises
        ------
        OutputError
            When the store cannot be reached.
        """
        names: list[str] = []
        with plain_store(self.address) as (files, base), suppress(FileNotFoundError):
            files.invalidate_cache()
            names = files.find(self._record_path(base, ""))
        ids = (PurePosixPath(name).stem for name in names if name.endswith(".json"))
        return {record.clip.id: record.slim() for record in self.whole(ids)}

    def whole(self, ids: Iterable[str]) -> Iterator[Record]:
        """Yield the records of some clips as they were written, those that are there.

        Raises
        ------
        OutputError
            When the store cannot be reached.
        """
        left = iter(ids)
        while some := list(islice(left, AT_ONCE)):
            with plain_store(self.address) as (files, base):
                paths = [self._record_path(base, f"{clip_id}.json") for clip_id in some]
                contents = files.cat(paths, on_error="omit")
            for path in paths:
                record = from_bytes(contents.get(path, b""))
                if record is not None:
                    yield record

    def read(self, clip_id: str) -> Record | None:
        """Return the record of one clip, None where there is none."""
        files, base = store_at(self.address)
        try:
            return from_bytes(files.cat_file(self._record_path(base, f"{clip_id}.json")))
        except FileNotFoundError:
            return None

    def write(self, record: Record) -> None:
        """Write a record.

        Raises
        ------
        OutputError
            When it cannot be written.
        """
        with plain_store(self.address) as (files, base):
            path = self._record_path(base, f"{record.clip.id}.json")
            make_folder_at(files, posixpath.dirname(path))
            files.pipe_file(path, to_bytes(record))

    @contextmanager
    def working(self) -> Iterator[Path]:
        """Give an empty folder on this computer, which goes with the block."""
        with scratch_folder() as folder:
            yield folder

    def publish(self, folder: Path, name: str) -> None:
        """Send a complete folder of results; ``analysis.json`` comes last.

        Raises
        ------
        OutputError
            When it cannot be written.
        """
        with plain_store(self.address) as (files, base):
            target = posixpath.join(base, name)
            if files.exists(target):
                files.rm(target, recursive=True)
            paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
            for path in sorted(paths, key=lambda one: one.name == ANALYSIS_FILE):
                there = posixpath.join(target, path.relative_to(folder).as_posix())
                make_folder_at(files, posixpath.dirname(there))
                files.put_file(str(path), there)

    def has_result(self, name: str) -> bool:  # noqa: ARG002 - the form of a place
        """Return True: a record is written when its result is there."""
        return True

    def is_taken(self, name: str) -> bool:
        """Return whether anything is there under a name.

        Raises
        ------
        OutputError
            When the store cannot be reached.
        """
        with plain_store(self.address) as (files, base):
            return bool(files.exists(posixpath.join(base, name)))

    def write_table(self, name: str, data: bytes) -> str:
        """Write a table and return its address.

        Raises
        ------
        OutputError
            When it cannot be written.
        """
        with plain_store(self.address) as (files, base):
            make_folder_at(files, base)
            files.pipe_file(posixpath.join(base, name), data)
        return f"{self.address}/{name}"

    def _record_path(self, base: str, name: str) -> str:
        return posixpath.join(base, OWN_FOLDER, RECORDS, name)


def _of_address(source: str, out: str) -> list[Clip]:
    """Return the clips of one source that is named by address."""
    found: dict[str, Any] = {}
    with plain_store(source) as (files, path):
        # What is listed must be what is there now.
        files.invalidate_cache()
        magic = [path.index(sign) for sign in _MAGIC if sign in path]
        with suppress(FileNotFoundError):
            if magic:
                found = files.glob(path, detail=True)
            elif PurePosixPath(path).suffix.lower() == LIST_SUFFIX:
                return _of_list(files.cat_file(path).decode("utf-8-sig"), source)
            else:
                found = files.find(path, detail=True)
        if not found and not magic and not files.exists(path):
            raise ClipNotFoundError(
                f"There is no clip, folder or list {source}; check the address."
            )
    top = path[: min(magic)].rpartition("/")[0] if magic else path
    return list(_described(files, found, posixpath.dirname(path) if path in found else top, out))


def _of_list(text: str, source: str) -> list[Clip]:
    names = [line.strip() for line in text.splitlines()]
    folder = source.rpartition("/")[0]
    top = store_at(folder)[1]
    clips: list[Clip] = []
    for name in names:
        if name and not name.startswith("#"):
            place = name if is_address(name) else f"{folder}/{name}"
            files, path = store_at(place)
            try:
                details = {path: files.info(path)}
            except FileNotFoundError:
                details = {path: {"type": "file", "size": None}}
            root = top if path.startswith(f"{top}/") else posixpath.dirname(path)
            clips += _described(files, details, root, "", named=True)
    return clips


def _described(
    files: Any, found: dict[str, Any], root: str, out: str, *, named: bool = False
) -> Iterable[Clip]:
    """Yield the clips among files; those in hidden folders and among the results are left out."""
    for path in sorted(found):
        details = found[path]
        address = files.unstrip_protocol(path)
        inside = PurePosixPath(posixpath.relpath(path, root or "."))
        hidden = any(part.startswith(".") for part in inside.parts)
        clip = named or (may_be_clip(PurePosixPath(path)) and not hidden)
        if details.get("type") != "file" or not clip:
            continue
        if out and address.startswith(f"{out.rstrip('/')}/"):
            continue
        stem = inside.with_name(stem_of(inside.name)).as_posix()
        size = details.get("size")
        changed = next((str(details[name]) for name in _CHANGES if details.get(name)), "")
        yield Clip(address, address, stem, None if size is None else int(size), changed)
