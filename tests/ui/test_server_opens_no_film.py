"""The server itself opens no visitor's film: all that reads one runs in a process apart."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from gaitcheck.store.result import load_result
from gaitcheck.ui.desk import keep
from gaitcheck.ui.downloads import _begin_film
from gaitcheck.ui.flipbook.frames import cut_reel
from gaitcheck.ui.part import make_strip
from gaitcheck.ui.player.making import Making
from gaitcheck.ui.review.reviewing import Reviewing
from gaitcheck.ui.who.picker import people_picture
from gaitcheck.video import frames, probe, recorded
from tests.desk.results import a_folder
from tests.end_to_end.example_results import write_open_clip, write_open_result
from tests.examples import make_analysis, make_clip, write_example_clip
from tests.kept import kept

WAIT_S = 120.0
UI = Path(keep.__file__).parents[1]


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_example_clip(tmp_path_factory.mktemp("clip") / "run.mp4")


@pytest.fixture(scope="module")
def film() -> Path:
    return kept("review-clip", lambda folder: write_open_clip(folder) and None) / "open.mp4"


@pytest.fixture(scope="module")
def results() -> Path:
    """The results of that film, which is opened while they are made."""
    return kept("review-result", write_open_result)


@pytest.fixture
def _opens_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> object:
        pytest.fail("a film is opened in the server")

    for module in (frames, probe, recorded):
        monkeypatch.setattr(module, "open_container", refuse)


@pytest.mark.usefixtures("_opens_none")
def test_nothing_of_the_page_opens_a_film_in_the_server(clip: Path, tmp_path: Path) -> None:
    assert make_strip(clip).jpeg
    assert people_picture(clip, 3)
    assert cut_reel(clip, make_analysis(), "left") is not None
    making = Making(clip, tmp_path, make_analysis, lambda: True)
    making.start()
    assert making.wait(WAIT_S)
    assert making.state == "done"


@pytest.mark.usefixtures("_opens_none")
def test_pictures_of_an_added_step_are_cut_apart(film: Path, results: Path, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    shutil.copytree(results, folder)
    review = Reviewing.of(load_result(folder, tracks=False), lambda: film)
    step = review.analysis.steps[2]
    frame = round(step.contact_frame) + 1
    review.take(
        [
            {"n": 1, "do": "not_a_contact", "step": step.id},
            {"n": 2, "do": "missed_contact", "side": step.side, "frame": frame},
        ]
    )
    assert review.trouble == ""
    assert (folder / "steps" / f"{step.side}-at-{frame}.jpg").is_file()


@pytest.mark.usefixtures("_opens_none")
def test_the_day_of_a_film_is_read_apart(clip: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    state: dict[str, Any] = {}
    monkeypatch.setattr(keep.st, "session_state", state)
    entry: Any = SimpleNamespace(clip=SimpleNamespace(id="a", path=clip))
    today = dt.datetime.now().astimezone().date()
    assert keep._day(entry) == today  # the example notes none
    assert state[keep._DAYS] == {"a": None}


@pytest.mark.usefixtures("_opens_none")
def test_the_film_to_download_is_drawn_apart(clip: Path, tmp_path: Path) -> None:
    digest = hashlib.sha256(clip.read_bytes()).hexdigest()
    folder = a_folder(tmp_path / "run", make_analysis(clip=make_clip(sha256=digest)))
    result = load_result(folder, tracks=False)
    entry: Any = SimpleNamespace(clip=SimpleNamespace(path=clip))
    visit: Any = SimpleNamespace(closed=False, entries=[entry])
    drawn = _begin_film(visit, entry, result, tmp_path / "annotated.mp4")
    assert drawn.wait(WAIT_S)
    assert (drawn.state, drawn.message) == ("done", "")
    assert (tmp_path / "annotated.mp4").is_file()


def test_no_other_module_of_the_page_reads_films() -> None:
    """What reads one is called by name in a process apart: `run_apart` takes no other way."""
    reads = re.compile(
        r"\b(FrameReader|probe_video|open_container|find_clip|add_crops|cut_crops)\b"
    )
    found = {
        str(path.relative_to(UI)) for path in UI.rglob("*.py") if reads.search(path.read_text())
    }
    assert found == {"flipbook/frames.py", "player/media.py"}
