"""What the flip-book hands to the browser."""

from __future__ import annotations

import base64
import json

import pytest

from gaitcheck.model import Side
from gaitcheck.ui.flipbook.component import SCRIPTS, STYLES, Leaf, flipbook_data
from gaitcheck.ui.flipbook.frames import Reel, cut_reel
from tests.examples import STANCE_SHARE, make_analysis, write_example_clip


@pytest.fixture(scope="module")
def reel(tmp_path_factory: pytest.TempPathFactory) -> Reel:
    clip = write_example_clip(tmp_path_factory.mktemp("clips") / "run.mp4")
    found = cut_reel(clip, make_analysis(), "left")
    assert found is not None
    return found


def test_pictures_travel_inside(reel: Reel) -> None:
    data = json.loads(json.dumps(flipbook_data([Leaf("a", reel, "left"), Leaf("b", reel, "left")])))
    assert [leaf["title"] for leaf in data["leaves"]] == ["a", "b"]
    (picture, *_) = data["leaves"][0]["pictures"]
    head, body = picture.split(",")
    assert head == "data:image/jpeg;base64"
    assert base64.b64decode(body) == reel.pictures[0]
    assert data["leaves"][0]["order"] == list(reel.order)


def test_marks_lie_at_contact_and_toe_off(reel: Reel) -> None:
    (leaf,) = flipbook_data([Leaf("a", reel, "left")])["leaves"]
    found = [(mark["text"], mark["own"], round(mark["phase"], 3)) for mark in leaf["marks"]]
    assert found == [
        ("left contact", True, 0.0),
        ("left toe-off", True, STANCE_SHARE),
        ("right contact", False, 0.5),
        ("right toe-off", False, 0.5 + STANCE_SHARE),
        ("left contact", True, 1.0),
    ]


@pytest.mark.parametrize(
    ("facings", "mirrors"),
    [
        (("left", "right"), [False, True]),
        (("left", "left"), [False, False]),
        (("left", "unknown"), [False, False]),
    ],
)
def test_the_second_clip_is_mirrored_where_they_run_opposite_ways(
    reel: Reel, facings: tuple[Side, Side], mirrors: list[bool]
) -> None:
    data = flipbook_data([Leaf("a", reel, facing) for facing in facings])
    assert [leaf["mirrors"] for leaf in data["leaves"]] == mirrors


def test_no_address_is_fetched() -> None:
    script, style = (
        "\n".join(file.read_text(encoding="utf-8") for file in files) for files in (SCRIPTS, STYLES)
    )
    # The one address is a name: the namespace of SVG.
    assert script.replace("http://www.w3.org/2000/svg", "").count("http") == 0
    assert "fetch(" not in script
    assert "innerHTML" not in script
    assert "url(" not in style
    assert "http" not in style
