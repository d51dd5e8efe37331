"""When all pictures of a clip are searched for feet: only where some of them show any."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gaitcheck.observing.again import Looker
from gaitcheck.observing.feet import look
from gaitcheck.observing.feet.types import FootFound
from gaitcheck.progress import ignore_progress
from gaitcheck.video import Video, probe_video
from tests.examples import write_clip

FRAMES = 64


class Finder:
    """Finds one foot on pictures whose first pixel says where; the same at every size."""

    def find(self, picture: Any, *_: int) -> list[FootFound]:
        x = 4.0 * float(picture[0, 0, 0])
        return [FootFound((x, 50.0), (x + 30.0, 50.0), 0.9)] if x else []


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Video:
    path = tmp_path_factory.mktemp("clip") / "grey.mp4"
    write_clip(path, [np.full((90, 160, 3), 90, np.uint8)] * FRAMES, fps=30.0)
    return probe_video(path)


def searched(clip: Video, monkeypatch: pytest.MonkeyPatch, *where: int) -> set[int]:
    """Return which frames were looked at where a foot is at such places, one a frame."""
    shown: set[int] = set()

    def show(_: Any, lookers: list[Looker], *__: Any) -> None:
        for looker in lookers:
            for frame in looker.frames:
                picture = np.full((90, 160, 3), where[frame], np.uint8)
                looker.look(frame, picture, 1.0)
                shown.add(frame)

    monkeypatch.setattr(look, "look_again", show)
    monkeypatch.setattr(look, "FootFinder", Finder)
    look.find_feet(clip, range(FRAMES), ignore_progress, None)
    return shown


def test_all_are_searched_where_feet_go_by(clip: Video, monkeypatch: pytest.MonkeyPatch) -> None:
    passing = [0] * 24 + [3 * k for k in range(1, 21)] + [0] * 20
    assert searched(clip, monkeypatch, *passing) == set(range(FRAMES))


@pytest.mark.parametrize("what", ["nothing", "a thing that stands there", "two odd finds"])
def test_a_few_are_enough_where_none_do(
    what: str, clip: Video, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = [9 if k == 0 else 40 if k == FRAMES - 1 else 0 for k in range(FRAMES)]
    where = {"nothing": [0] * FRAMES, "a thing that stands there": [9] * FRAMES}.get(what, odd)
    assert len(searched(clip, monkeypatch, *where)) == look.SURVEYED
