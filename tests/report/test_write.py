"""The files of a result: complete, none half written, a sentence where the disk refuses."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from gaitcheck.errors import CancelledError, ClipNotFoundError, OutputError
from gaitcheck.report.tables import to_csv_bytes
from gaitcheck.report.write import write_judgement, write_report
from gaitcheck.store.disk import make_folder, write_file
from gaitcheck.store.observation import to_bytes
from gaitcheck.store.serialize import to_json_bytes
from tests.examples import (
    make_analysis,
    make_observation,
    make_stepless_analysis,
    write_example_clip,
)


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_example_clip(tmp_path_factory.mktemp("clip") / "-läuft 走 run.mp4")


def test_a_report_is_complete(clip: Path, tmp_path: Path) -> None:
    analysis = make_analysis()
    observation = make_observation(analysis)
    write_report(analysis, observation, clip, tmp_path)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == [
        *(
            "analysis.json",
            "contacts.png",
            "feet.npz",
            "metrics.csv",
            "observation.npz",
            "steps",
            "steps.csv",
        ),
    ]
    assert (tmp_path / "analysis.json").read_bytes() == to_json_bytes(analysis)
    assert (tmp_path / "steps.csv").read_bytes() == to_csv_bytes(analysis)
    assert len(list((tmp_path / "steps").glob("*.jpg"))) == 8
    assert (tmp_path / "observation.npz").read_bytes() == to_bytes(observation)


def test_judging_writes_everything_but_what_was_seen(clip: Path, tmp_path: Path) -> None:
    analysis = make_analysis()
    write_report(analysis, make_observation(analysis), clip, tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    kept = [path for path in before if path.parent.name == "steps" or path.suffix == ".npz"]
    for path in set(before) - {p for p in kept if p.name != "feet.npz"}:
        path.unlink()
    write_judgement(analysis, tmp_path)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_judging_without_pictures_draws_no_sheet(tmp_path: Path) -> None:
    write_judgement(make_analysis(), tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        *("analysis.json", "feet.npz", "metrics.csv", "steps.csv"),
    ]


def test_without_steps_there_are_no_pictures_and_the_clip_is_not_read(tmp_path: Path) -> None:
    analysis = make_stepless_analysis()
    write_report(analysis, make_observation(analysis), tmp_path / "absent.mp4", tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "analysis.json",
        "metrics.csv",
        "observation.npz",
        "steps.csv",
    ]


def test_a_clip_that_is_gone_is_said(tmp_path: Path) -> None:
    with pytest.raises(ClipNotFoundError):
        write_report(make_analysis(), make_observation(), tmp_path / "absent.mp4", tmp_path)


def test_a_cancelled_job_writes_nothing(clip: Path, tmp_path: Path) -> None:
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(CancelledError):
        write_report(make_analysis(), make_observation(), clip, tmp_path, cancel=cancel)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_gone_is_said(clip: Path, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="absent is gone"):
        write_report(make_analysis(), make_observation(), clip, tmp_path / "absent")


VICTIMS = (
    *("steps.csv", "left-2.jpg", "crops.json", "contacts.png"),
    *("observation.npz", "feet.npz"),
)


@pytest.mark.parametrize(
    ("victim", "code", "words"),
    [
        *((name, errno.ENOSPC, "no room left") for name in VICTIMS),
        ("analysis.json", errno.EDQUOT, "no room left"),
        ("analysis.json", errno.EACCES, "may not be written"),
        ("analysis.json", errno.EROFS, "may not be written"),
        ("analysis.json", errno.EIO, "cannot be written"),
    ],
)
def test_what_the_disk_refuses_is_one_sentence(
    clip: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    victim: str,
    code: int,
    words: str,
) -> None:
    write_bytes = Path.write_bytes

    def refuse(self: Path, data: bytes) -> int:
        if self.name == victim:
            raise OSError(code, os.strerror(code), str(self))
        return write_bytes(self, data)

    monkeypatch.setattr(Path, "write_bytes", refuse)
    with pytest.raises(OutputError, match=words) as caught:
        write_report(make_analysis(), make_observation(), clip, tmp_path)
    assert victim in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_disk_that_is_really_full() -> None:
    with pytest.raises(OutputError, match="no room left"):
        write_file(Path("/dev/full"), b"data")


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Path]:
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    tmp_path.chmod(0o500)
    yield tmp_path
    tmp_path.chmod(0o700)


def test_a_folder_that_is_really_read_only(read_only: Path) -> None:
    with pytest.raises(OutputError, match="may not be written"):
        write_report(
            make_stepless_analysis(), make_observation(), read_only / "absent.mp4", read_only
        )


def test_a_folder_cannot_take_the_place_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "steps").write_bytes(b"")
    with pytest.raises(OutputError, match="steps cannot be written"):
        make_folder(tmp_path / "steps")
