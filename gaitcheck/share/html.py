"""The report as one HTML page that needs nothing else: no script, no address outside.

The page forbids itself any request (Content-Security-Policy), and every text is escaped.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from functools import cache
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from gaitcheck.report.colours import STRIKE_COLOURS
from gaitcheck.share.parts import Content

TEMPLATE: Final = "report.html.j2"


def render_html(content: Content, pictures: Mapping[int, bytes]) -> bytes:
    """Return the report as an HTML page in UTF-8.

    Parameters
    ----------
    content : Content
    pictures : mapping of int to bytes
        JPEG strips by the index of their step; steps without one are left out.
    """
    return render_page(
        TEMPLATE,
        report=content,
        words=content.headings,
        palette=STRIKE_COLOURS,
        pictures={k: base64.b64encode(data).decode("ascii") for k, data in pictures.items()},
        typical=[content.pictures[k] for k in content.typical if k in pictures],
        shown=[content.pictures[k] for k in content.listed if k in pictures],
    )


def render_page(template: str, **parts: object) -> bytes:
    """Return one of the templates of this room, filled in, as a page in UTF-8."""
    return _environment().get_template(template).render(**parts).encode("utf-8")


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("gaitcheck.share", "."),
        autoescape=True,
        undefined=StrictUndefined,
    )
