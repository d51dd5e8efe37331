"""Which clips a batch is about: files, folders, patterns, lists."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from gaitcheck.batching.record import Clip
from gaitcheck.errors import ClipNotFoundError, InputError
from gaitcheck.store.folders import stem_of
from gaitcheck.video.formats import may_be_clip

LIST_SUFFIX: Final = ".txt"


def find_clips(sources: Sequence[str | Path], out: Path | None = None) -> list[Clip]:
    """Return the clips that are meant, each once, in the order given, folders by name.

    Parameters
    ----------
    sources : sequence of str or Path
        Each a clip, of any name; a folder, with all folders in it; a pattern with ``*``, ``?`` or
        ``**``; or a text file with a clip a line, from the folder of that file, ``#`` before a
        remark. Clips that a list names need not be there: they are set aside when their turn comes.
    out : Path, optional
        Where the results go: not searched.

    Raises
    ------
    InputError
        When a source names nothing, or there is no clip at all.
    """
    found = (
        describe(path, root) for source in sources for path, root in _of_source(Path(source), out)
    )
    return each_once(found, sources)


def each_once(clips: Iterable[Clip], sources: Sequence[str | Path]) -> list[Clip]:
    """Return the clips that were found, those that were named twice once.

    Raises
    ------
    InputError
        When there is none in these sources.
    """
    found: dict[str, Clip] = {}
    for clip in clips:
        found.setdefault(clip.place, clip)
    if not found:
        named = ", ".join(str(source) for source in sources) or "nothing"
        raise InputError(
            f"There is no clip in {named}: files ending in .mp4, .mov and the like are looked for."
        )
    return list(found.values())


def describe(path: Path, root: Path) -> Clip:
    """Return a clip whose results are named by its path from `root`."""
    whole, top = _whole(path), _whole(root)
    inside = whole.relative_to(top) if whole.is_relative_to(top) else Path(whole.name)
    stem = inside.with_name(stem_of(inside.name)).as_posix()
    try:
        status = whole.stat()
    except (OSError, ValueError):
        return Clip(str(whole), str(path), stem)
    return Clip(str(whole), str(path), stem, status.st_size, str(status.st_mtime_ns))


def _whole(path: Path) -> Path:
    """Return the path from the top, without a way upwards in it."""
    return Path(os.path.normpath(path.absolute()))


def _of_source(source: Path, out: Path | None) -> Iterator[tuple[Path, Path]]:
    """Yield the clips of one source, each with the folder from which its results are named."""
    if source.is_dir():
        for path in _in_folder(source, out):
            yield path, source
    elif source.is_file():
        if source.suffix.lower() == LIST_SUFFIX:
            yield from _with_root(_listed(source))
        else:
            yield source, source.parent
    elif glob.has_magic(str(source)):
        yield from _matching(source, out)
    else:
        raise ClipNotFoundError(f"There is no clip, folder or list {source}; check the path.")


def _in_folder(folder: Path, out: Path | None) -> Iterator[Path]:
    """Yield the clips below a folder by name; hidden files and the results are left out."""
    results = None if out is None else os.path.realpath(out)
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(
            name
            for name in folders
            if name[0] != "." and os.path.realpath(Path(place, name)) != results
        )
        for name in sorted(files):
            if name[0] != "." and may_be_clip(Path(name)):
                yield Path(place, name)


def _matching(pattern: Path, out: Path | None) -> Iterator[tuple[Path, Path]]:
    magic = next(k for k, part in enumerate(pattern.parts) if glob.has_magic(part))
    fixed = Path(*pattern.parts[:magic])
    # As the shell would read the pattern, from wherever it begins.
    found = [Path(name) for name in sorted(glob.glob(str(pattern), recursive=True))]  # noqa: PTH207
    for path in found:
        if path.is_dir():
            for clip in _in_folder(path, out):
                yield clip, fixed
        elif may_be_clip(path):
            yield path, fixed


def _listed(path: Path) -> list[Path]:
    """Return the clips that a list names.

    Raises
    ------
    InputError
        When the list cannot be read as text.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, ValueError) as error:
        raise InputError(
            f"The list {path} cannot be read; write a text file with a clip a line."
        ) from error
    names = (line.strip() for line in lines)
    return [path.parent / name for name in names if name and not name.startswith("#")]


def _with_root(paths: Iterable[Path]) -> Iterator[tuple[Path, Path]]:
    """Yield clips with the folder that holds them all."""
    listed = list(paths)
    if not listed:
        return
    root = Path(os.path.commonpath([_whole(path.parent) for path in listed]))
    for path in listed:
        yield path, root
