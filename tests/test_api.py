"""What Python calls: options, progress, cancelling and warnings pass through the process beside."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

import gaitcheck
from gaitcheck.progress import Progress
from gaitcheck.store.cache import FOLDER_VARIABLE
from tests.end_to_end.command import empty_scene

pytestmark = pytest.mark.slow


def test_both_calls_say_the_same_of_the_same_options() -> None:
    said = gaitcheck.ClipOptions(height_cm=178.0, to_s=0.9)
    stages: list[str] = []
    seen = gaitcheck.observe(empty_scene(), said, progress=lambda now: stages.append(now.stage))
    assert seen.options == said
    assert stages[0] == "reading"
    assert "pose" in stages
    by_both = gaitcheck.judge(seen)
    assert by_both == gaitcheck.analyze(str(empty_scene()), height_cm=178.0, to_s=0.9)


def test_what_cannot_be_used_is_said_as_by_the_command(tmp_path: Path) -> None:
    with pytest.raises(gaitcheck.InputError, match=r"There is no file named none\.mp4"):
        gaitcheck.analyze(tmp_path / "none.mp4")
    with pytest.raises(gaitcheck.InputError, match="weights"):
        gaitcheck.observe(empty_scene(), model=tmp_path / "weights.task")


def test_a_call_is_cancelled_from_within_and_from_without() -> None:
    cancel = threading.Event()
    with pytest.raises(gaitcheck.CancelledError):
        gaitcheck.analyze(empty_scene(), progress=lambda _: cancel.set(), cancel=cancel)

    def stop(_: Progress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        gaitcheck.analyze(empty_scene(), progress=stop)


@pytest.mark.parametrize("call", [gaitcheck.analyze, gaitcheck.observe])
def test_a_cache_that_cannot_be_written_is_warned_of_where_it_is_asked_for(
    call: Callable[..., object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cache").write_text("a file")
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "cache"))
    with pytest.warns(UserWarning, match="cache") as caught:
        call(empty_scene(), cache=True)
    assert Path(caught[0].filename) == Path(__file__)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        call(empty_scene())
