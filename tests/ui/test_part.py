"""Choosing a part of a clip on the page."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from gaitcheck.model import ClipOptions
from gaitcheck.ui.part import make_strip
from gaitcheck.ui.workspace import Workspace
from gaitcheck.words import page as texts
from tests.examples import write_example_clip
from tests.ui.pages import everything, open_page


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_example_clip(tmp_path_factory.mktemp("film") / "heel.mp4")


def test_a_strip_shows_ten_pictures_of_the_film(film: Path) -> None:
    strip = make_strip(film)
    assert strip.message == ""
    assert strip.duration_s == pytest.approx(3.0, abs=0.01)
    picture = cv2.imdecode(np.frombuffer(strip.jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    height, width = picture.shape[:2]
    assert width / height == pytest.approx(10 * 640 / 360, rel=0.02)


def test_a_file_without_a_film_says_why(tmp_path: Path) -> None:
    path = tmp_path / "no.mp4"
    path.write_bytes(b"no film")
    assert "is not a video that can be read" in make_strip(path).message


def test_the_chosen_range_is_what_is_analysed(visit: Workspace, film: Path) -> None:
    with film.open("rb") as source:
        clip = visit.store(source, "heel.mp4")
    page = open_page(visit)
    assert not page.slider
    page.checkbox(key=f"part-wanted-{clip.id}").check().run()
    assert not page.exception
    page.slider(key=f"part-{clip.id}").set_range(0.5, 2.0).run()
    assert "1.5 s, from 0.5 s to 2 s of 3 s." in everything(page)
    page.button(key="start").click().run()
    assert visit.entries[0].options == ClipOptions(from_s=0.5, to_s=2.0)


def test_the_whole_range_is_the_whole_clip(visit: Workspace, film: Path) -> None:
    with film.open("rb") as source:
        clip = visit.store(source, "heel.mp4")
    page = open_page(visit)
    page.checkbox(key=f"part-wanted-{clip.id}").check().run()
    page.button(key="start").click().run()
    assert visit.entries[0].options == ClipOptions()


def test_a_range_that_is_too_short_cannot_be_sent_off(visit: Workspace, film: Path) -> None:
    with film.open("rb") as source:
        clip = visit.store(source, "heel.mp4")
    page = open_page(visit)
    page.checkbox(key=f"part-wanted-{clip.id}").check().run()
    page.slider(key=f"part-{clip.id}").set_range(1.0, 1.2).run()
    assert page.button(key="start").disabled
    assert texts.PART_TOO_SHORT.format(least="0.5") in everything(page)
