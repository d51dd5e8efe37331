"""The reports as PDF, laid out by Typst; that of one clip has two pages.

Typst runs inside this process, from the package's own fonts and template; it loads nothing from
anywhere else. The document follows PDF/UA-1 (ISO 14289-1) wherever it can: tagged, with title,
language and alternative texts, so that it can be read aloud.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Mapping
from importlib.resources import as_file, files
from typing import Any, Final

from gaitcheck.report.colours import STRIKE_COLOURS
from gaitcheck.share.parts import Content
from gaitcheck.store.disk import write_file
from gaitcheck.store.leftovers import scratch_folder

TEMPLATE: Final = "report.typ"
BASE: Final = "base.typ"
"""What the templates have in common."""
FONTS: Final = "fonts"
PDF_STANDARD: Final = "ua-1"
NO_FILES: Final[Mapping[str, bytes]] = {}


def render_pdf(content: Content, pictures: Mapping[int, bytes]) -> bytes:
    """Return the report as a PDF document.

    Parameters
    ----------
    content : Content
    pictures : mapping of int to bytes
        JPEG strips by the index of their step; of these the typical ones are shown.
    """
    strips = {f"step{k}.jpg": pictures[k] for k in content.typical if k in pictures}
    shown = [
        {"file": f"step{k}.jpg", **dataclasses.asdict(content.pictures[k])}
        for k in content.typical
        if k in pictures
    ]
    data = dataclasses.asdict(dataclasses.replace(content, pictures=()))
    return compile_pdf(TEMPLATE, data | {"shown": shown}, content.made, strips)


def compile_pdf(
    template: str, data: Mapping[str, Any], day: dt.date, pictures: Mapping[str, bytes] = NO_FILES
) -> bytes:
    """Return a template of this room as a PDF document.

    Parameters
    ----------
    template : str
    data : mapping
        What it lays out, made of JSON and days.
    day : date
        Of the document.
    pictures : mapping of str to bytes
        By the names under which the data speaks of them.

    Raises
    ------
    OutputError
        When there is no room for temporary files.
    """
    import typst

    with (
        scratch_folder() as folder,
        as_file(files("gaitcheck.share") / FONTS) as fonts,
    ):
        for file, picture in pictures.items():
            write_file(folder / file, picture)
        colours = {strike: dataclasses.asdict(c) for strike, c in STRIKE_COLOURS.items()}
        told = json.dumps({**data, "colours": colours}, default=str)
        write_file(folder / "data.json", told.encode())
        for file in (template, BASE):
            write_file(folder / file, (files("gaitcheck.share") / file).read_bytes())
        compiler = typst.Compiler(
            folder / template,
            root=folder,
            font_paths=[fonts],
            package_path=folder,
            package_cache_path=folder,
        )
        made = dt.datetime.combine(day, dt.time(12), dt.UTC)
        try:
            document = compiler.compile(timestamp=made, pdf_standards=PDF_STANDARD)
        except typst.TypstError:
            # The standard forbids signs that no font of this machine can show, as in the name of a
            # clip: such a document is tagged all the same, but does not claim the standard.
            document = compiler.compile(timestamp=made)
    assert isinstance(document, bytes)
    return document
