"""The flip-book on the page: a Streamlit component that turns its leaves in the browser by itself.

The pictures travel with the component's data: nothing is fetched, no file is left behind.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from gaitcheck.compare.stride import StrideView
from gaitcheck.model import Side
from gaitcheck.ui.component import BASE_SCRIPT, BASE_STYLE, component
from gaitcheck.ui.flipbook.frames import Reel
from gaitcheck.ui.style import data_address
from gaitcheck.words import comparison as texts

NAME: Final = "gaitcheck_flipbook"

_HERE: Final = Path(__file__).parent
SCRIPTS: Final = (BASE_SCRIPT, _HERE / "flipbook.js")
STYLES: Final = (BASE_STYLE, _HERE / "flipbook.css")


@dataclass(frozen=True, slots=True)
class Leaf:
    """A reel as it is shown: its heading, and whether it is mirrored."""

    title: str
    reel: Reel
    facing: str


def mount_flipbook(leaves: Sequence[Leaf], key: str) -> None:
    """Put the flip-book on the page."""
    component(NAME, SCRIPTS, STYLES)(key=key, data=flipbook_data(leaves))


def flipbook_data(leaves: Sequence[Leaf]) -> Mapping[str, Any]:
    """Return what the component draws from, ready for JSON."""
    facings = {leaf.facing for leaf in leaves}
    opposite = {"left", "right"} <= facings
    return {
        "leaves": [
            {
                "title": leaf.title,
                "pictures": [data_address("image/jpeg", picture) for picture in leaf.reel.pictures],
                "order": list(leaf.reel.order),
                "width": leaf.reel.width,
                "height": leaf.reel.height,
                "strideS": leaf.reel.stride.stride_s,
                "mirrors": opposite and leaf.facing != leaves[0].facing,
                "marks": _marks(leaf.reel.stride),
            }
            for leaf in leaves
        ],
        "words": dict(texts.FLIPBOOK_WORDS),
    }


def _marks(stride: StrideView) -> list[dict[str, Any]]:
    """Return the events of a stride with their phase, in the order of time."""
    other: Side = "right" if stride.side == "left" else "left"
    events: tuple[tuple[str, Side, float | None], ...] = (
        ("contact", stride.side, 0.0),
        ("toeOff", stride.side, stride.toe_off),
        ("contact", stride.side, 1.0),
        ("contact", other, stride.other_contact),
        ("toeOff", other, stride.other_toe_off),
    )
    found = [
        {
            "kind": kind,
            "own": side == stride.side,
            "phase": phase,
            "text": texts.FLIPBOOK_EVENTS[kind].format(side=texts.SIDES[side]),
        }
        for kind, side, phase in events
        if phase is not None
    ]
    return sorted(found, key=lambda mark: float(str(mark["phase"])))
