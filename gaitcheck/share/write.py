"""Write the reports of an analysis into a folder, each complete or not at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Final, Literal

from gaitcheck.errors import InputError
from gaitcheck.progress import CancelSignal, ProgressCallback, ignore_progress, stop_if_cancelled
from gaitcheck.share.content import build_content
from gaitcheck.share.faces import find_heads
from gaitcheck.share.film import NO_HEAD, write_film
from gaitcheck.share.folder import find_clip
from gaitcheck.share.html import render_html
from gaitcheck.share.pdf import render_pdf
from gaitcheck.share.pictures import load_pictures
from gaitcheck.store.disk import make_folder, replace_file, replacing
from gaitcheck.store.leftovers import clear_leftovers
from gaitcheck.store.result import Result, load_result
from gaitcheck.video import Video

Form = Literal["pdf", "html", "mp4"]

ENDINGS: Final[dict[Form, str]] = {
    "pdf": "_report.pdf",
    "html": "_report.html",
    "mp4": "_annotated.mp4",
}
LONGEST_STEM_BYTES: Final = 200
"""Names of files may have 255 bytes on most disks; the ending takes some."""


def report_paths(result: Result, out: Path) -> dict[Form, Path]:
    """Return where each report of an analysis goes."""
    stem = file_stem(Path(result.analysis.clip.file.replace("\0", "")).stem, "clip")
    return {form: out / f"{stem}{ending}" for form, ending in ENDINGS.items()}


def file_stem(name: str, otherwise: str) -> str:
    """Return a name as the beginning of a file's name; another where nothing is left of it."""
    stem = "".join(c if c.isprintable() and c not in r"\/:" else "_" for c in name)
    return stem.encode()[:LONGEST_STEM_BYTES].decode(errors="ignore").strip(". ") or otherwise


def write_documents(
    result: Result, paths: dict[Form, Path], made: dt.date, *, blur: bool = True
) -> None:
    """Write the report as PDF or HTML or both, whichever `paths` name.

    Raises
    ------
    OutputError
        When a file cannot be written.
    """
    if not paths:
        return
    content = build_content(result.analysis, made)
    wanted = {*content.typical, *(content.listed if "html" in paths else ())}
    pictures = load_pictures(result.analysis, result.folder, wanted, blur=blur)
    for form, render in (("pdf", render_pdf), ("html", render_html)):
        if form in paths:
            make_folder(paths[form].parent, parents=True)
            clear_leftovers(paths[form].parent)
            replace_file(paths[form], render(content, pictures))


def check_film(result: Result, *, blur: bool) -> None:
    """Check that the annotated film can be drawn.

    Raises
    ------
    InputError
        When the folder lacks landmarks or feet, or no head is known that could be blurred.
    """
    landmarks = result.analysis.landmarks
    if landmarks is None or result.analysis.feet is None:
        raise InputError(f"The film cannot be drawn: {result.lacking}")
    if blur and find_heads(landmarks) is None:
        raise InputError(NO_HEAD)


def make_annotated(
    folder: Path, clip: Path, path: Path, *, note: Callable[[int, int], None]
) -> None:
    """Write the annotated film of a folder of results, for the page; see `gaitcheck.apart`.

    Raises
    ------
    InputError
        When the clip or the folder cannot be used.
    """
    result = load_result(folder)
    video = find_clip(result, clip)
    write_annotated(result, video, path, progress=lambda now: note(now.done, now.total))


def write_annotated(
    result: Result,
    video: Video,
    path: Path,
    *,
    blur: bool = True,
    progress: ProgressCallback = ignore_progress,
    cancel: CancelSignal | None = None,
) -> None:
    """Write the annotated film of an analysis; see `gaitcheck.share.film.write_film`.

    Raises
    ------
    InputError
        When the folder lacks what the film needs.
    OutputError
        When the file cannot be written.
    CancelledError
        When the user asked to stop; nothing is left then.
    """
    check_film(result, blur=blur)
    make_folder(path.parent, parents=True)
    with replacing(path) as temporary:
        write_film(result.analysis, video, temporary, blur=blur, progress=progress, cancel=cancel)
        stop_if_cancelled(cancel)
