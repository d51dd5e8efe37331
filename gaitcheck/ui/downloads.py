"""What can be taken along: reports, the annotated film, files for other programs."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Final

import streamlit as st

from gaitcheck.apart import run_apart
from gaitcheck.errors import InputError
from gaitcheck.export.registry import find_formats
from gaitcheck.export.write import read_trial
from gaitcheck.progress import CancelSignal
from gaitcheck.report.write import complete_sheet
from gaitcheck.share.content import build_content
from gaitcheck.share.html import render_html
from gaitcheck.share.pdf import render_pdf
from gaitcheck.share.pictures import load_pictures
from gaitcheck.share.write import make_annotated
from gaitcheck.store.folders import ANALYSIS_FILE
from gaitcheck.store.result import Result, load_result, with_tracks
from gaitcheck.ui.background import Background, Note
from gaitcheck.ui.remembered import remembered, state_suffix
from gaitcheck.ui.style import plain
from gaitcheck.ui.watched import Glance
from gaitcheck.ui.watching import MAKING, show_bar
from gaitcheck.ui.workspace import Entry, Workspace
from gaitcheck.words import page as texts

_FILMS: Final = "films"


def show_downloads(workspace: Workspace, entry: Entry, result: Result) -> None:
    """Show all that can be downloaded; most of it is made when it is asked for."""
    st.caption(texts.DOWNLOADS_HELP)
    stem = result.folder.name
    folder = result.folder
    first = st.columns(3)
    first[0].download_button(
        texts.DOWNLOAD_PDF,
        lambda: _document(folder, "pdf"),
        f"{stem}_report.pdf",
        "application/pdf",
        type="primary",
        on_click="ignore",
        width="stretch",
    )
    first[1].download_button(
        texts.DOWNLOAD_HTML,
        lambda: _document(folder, "html"),
        f"{stem}_report.html",
        "text/html",
        on_click="ignore",
        width="stretch",
    )
    first[2].download_button(
        texts.DOWNLOAD_EXPORTS,
        lambda: exports_zip(folder),
        f"{stem}_data.zip",
        "application/zip",
        help=texts.DOWNLOAD_EXPORTS_HELP,
        on_click="ignore",
        width="stretch",
    )
    _show_film(workspace, entry, result)
    _complete_sheet(result)
    offers = (
        (texts.DOWNLOAD_PICTURE, result.sheet, f"{stem}_contacts.png", "image/png"),
        (texts.DOWNLOAD_STEPS, result.table, f"{stem}_steps.csv", "text/csv"),
        (texts.DOWNLOAD_RESULT, result.document, f"{stem}_analysis.json", "application/json"),
    )
    present = [offer for offer in offers if offer[1].is_file()]
    for column, (label, path, name, mime) in zip(st.columns(3), present, strict=False):
        column.download_button(
            label, path.read_bytes(), name, mime, on_click="ignore", width="stretch"
        )


def _complete_sheet(result: Result) -> None:
    """Draw the picture of all contacts where a correction has taken the old one away."""
    if result.analysis.corrections and not result.sheet.is_file():
        with suppress(InputError):  # without it there is one download less
            complete_sheet(with_tracks(result).analysis, result.folder)


def _document(folder: Path, form: str) -> bytes:
    result = load_result(folder)
    today = dt.datetime.now().astimezone().date()
    content = build_content(result.analysis, today)
    pictures = load_pictures(result.analysis, folder, blur=True)
    return render_pdf(content, pictures) if form == "pdf" else render_html(content, pictures)


def exports_zip(folder: Path) -> bytes:
    """Return every format that this result can be exported to, as one archive."""
    formats = find_formats(())
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for format_ in formats:
            try:
                content = format_.write(read_trial(folder / ANALYSIS_FILE, (format_,)))
            except InputError:
                continue  # such as landmarks of a clip in which nobody was found
            archive.writestr(format_.file_name, content)
    return packed.getvalue()


def _show_film(workspace: Workspace, entry: Entry, result: Result) -> None:
    # For each state of the result there is another film.
    films: dict[str, Background] = remembered(_FILMS, result, dict)
    film = films.get(entry.id)
    path = entry.job.request.out / f"annotated{state_suffix(result)}.mp4"
    if film is None or film.state == "cancelled":
        label, explained = texts.MAKE_FILM, texts.MAKE_FILM_HELP
        if st.button(label, key=f"film-{entry.id}", help=explained, width="stretch"):
            films[entry.id] = _begin_film(workspace, entry, result, path)
            st.rerun(scope="app")
    elif film.active:
        _show_progress(film, entry)
    elif film.state == "done" and path.is_file():
        st.download_button(
            texts.DOWNLOAD_FILM,
            path.read_bytes,
            f"{result.folder.name}_annotated.mp4",
            "video/mp4",
            on_click="ignore",
            width="stretch",
        )
    else:
        st.warning(plain(film.message or texts.FILM_FAILED), icon=":material/videocam_off:")


def _begin_film(workspace: Workspace, entry: Entry, result: Result, path: Path) -> Background:
    def work(note: Note, cancel: CancelSignal) -> None:
        run_apart(
            make_annotated,
            result.folder,
            entry.clip.path,
            path,
            folder=path.parent,
            note=lambda done, total: note(done / max(total, 1)),
            cancel=cancel,
        )

    film = Background(work, lambda: not workspace.closed and entry in workspace.entries)
    film.start()
    return film


def _show_progress(film: Background, entry: Entry) -> None:
    bar, button = st.columns([4, 1], vertical_alignment="center")
    with bar:
        show_bar(f"film-{entry.id}", MAKING, partial(_glance, film))
    if button.button(texts.CANCEL, key=f"film-cancel-{entry.id}", width="stretch"):
        film.cancel()


def _glance(film: Background) -> Glance:
    words = texts.MAKING_FILM.format(percent=int(100 * film.share_done))
    return Glance(MAKING if film.active else film.state, film.share_done, words)
