"""The picture of the rooms in docs/architecture.md is the code's own."""

from __future__ import annotations

from tools.draw_rooms import PICTURE, draw_rooms


def test_the_picture_is_up_to_date() -> None:
    said = "run python tools/draw_rooms.py"
    assert PICTURE.read_text(encoding="utf-8") == draw_rooms(), said
