"""The report as a PDF of two pages, laid out by Typst.

Typst runs inside this process, from the package's own fonts and template; it loads nothing from
anywhere else. The document follows PDF/UA-1 (ISO 14289-1) wherever it can: tagged, with title,
language and alternative texts, so that it can be read aloud.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import tempfile
from collections.abc import Mapping
from importlib.resources import as_file, files
from pathlib import Path
from typing import Final

from gaitcheck.report.colours import STRIKE_COLOURS
from gaitcheck.share.parts import Content

TEMPLATE: Final = "report.typ"
FONTS: Final = "fonts"
STANDARD: Final = "ua-1"


def render_pdf(content: Content, pictures: Mapping[int, bytes]) -> bytes:
    """Return the report as a PDF document.

    Parameters
    ----------
    content : Content
    pictures : mapping of int to bytes
        JPEG strips by the index of their step; of these the typical ones are shown.
    """
    import typst

    with (
        tempfile.TemporaryDirectory(prefix="gaitcheck-") as name,
        as_file(files("gaitcheck.share") / FONTS) as fonts,
    ):
        folder = Path(name)
        shown = []
        for index in content.typical:
            if index in pictures:
                file = f"step{index}.jpg"
                (folder / file).write_bytes(pictures[index])
                shown.append({"file": file, **dataclasses.asdict(content.pictures[index])})
        data = dataclasses.asdict(dataclasses.replace(content, pictures=()))
        data |= {"shown": shown, "made": content.made.isoformat()}
        data["colours"] = {k: dataclasses.asdict(c) for k, c in STRIKE_COLOURS.items()}
        (folder / "data.json").write_text(json.dumps(data), encoding="utf-8")
        template = folder / TEMPLATE
        template.write_bytes((files("gaitcheck.share") / TEMPLATE).read_bytes())
        compiler = typst.Compiler(
            template,
            root=folder,
            font_paths=[fonts],
            package_path=folder,
            package_cache_path=folder,
        )
        made = dt.datetime.combine(content.made, dt.time(12), dt.UTC)
        try:
            document = compiler.compile(timestamp=made, pdf_standards=STANDARD)
        except typst.TypstError:
            # The standard forbids signs that no font of this machine can show, as in the name of a
            # clip: such a document is tagged all the same, but does not claim the standard.
            document = compiler.compile(timestamp=made)
    assert isinstance(document, bytes)
    return document
