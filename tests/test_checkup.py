"""``gaitcheck doctor``: what it finds, what it calls missing, and what it never prints."""

from __future__ import annotations

import getpass
import importlib
import shutil
import socket
import sys
from collections import namedtuple
from importlib import metadata
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gaitcheck import checkup, ending
from gaitcheck.cli import app
from gaitcheck.observing.pose import model

QUICK = tuple(check for check in checkup.CHECKS if check is not checkup._pose)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out what starts MediaPipe."""
    monkeypatch.setattr(checkup, "CHECKS", QUICK)


def missing() -> dict[str, str]:
    return {finding.about: finding.missing for finding in checkup.check_up() if finding.missing}


@pytest.mark.slow
def test_on_this_computer_nothing_is_missing() -> None:
    result = CliRunner().invoke(app, ["doctor"])
    assert result.exit_code == 0, result.output
    assert "Nothing is missing." in result.output
    assert "MediaPipe starts" in result.output
    for name in ("gaitcheck", "mediapipe", "h264", "libx264", "Inter-Regular", "free"):
        assert name in result.output
    # It can be copied into a report as it is.
    for private in (str(Path.home()), str(Path.cwd()), socket.gethostname()):
        assert private not in result.output
    words = result.output.split()
    assert getpass.getuser() not in words


def test_the_bundle_is_known_by_the_checksum_that_built_it() -> None:
    tool = Path(__file__).parents[1] / "tools" / "build_pose_bundle.py"
    assert f'BUNDLE_SHA256 = "{model.BUNDLE_SHA256}"' in tool.read_text(encoding="utf-8")


def test_a_library_that_is_missing_is_named(quick: None, monkeypatch: pytest.MonkeyPatch) -> None:
    version = metadata.version

    def lacking(name: str) -> str:
        if name in ("scipy", "ezc3d"):
            raise metadata.PackageNotFoundError(name)
        return version(name)

    monkeypatch.setattr(checkup.metadata, "version", lacking)
    # Without ezc3d one export is missing, which is no fault.
    assert missing() == {"scipy": "Install scipy, or gaitcheck again."}
    result = CliRunner().invoke(app, ["doctor"])
    assert result.exit_code == 2
    assert result.output.endswith("scipy: Install scipy, or gaitcheck again.\n")


def test_a_damaged_model_is_named(
    quick: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    damaged = tmp_path / "pose.task"
    damaged.write_bytes(model.bundled_model().read_bytes()[:-1])
    monkeypatch.setattr(model, "bundled_model", lambda: damaged)
    assert "damaged or missing" in missing()["pose.task"]
    damaged.unlink()
    assert "damaged or missing" in missing()["pose.task"]


@pytest.mark.parametrize(
    ("module", "name", "about"),
    [
        ("gaitcheck.observing.sole.reader", "bundled_weights", "sole reader"),
        ("gaitcheck.observing.feet.finder", "bundled_finder", "foot finder"),
    ],
)
def test_a_damaged_network_is_named(
    quick: None,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    module: str,
    name: str,
    about: str,
) -> None:
    whole: Path = getattr(importlib.import_module(module), name)()
    damaged = tmp_path / whole.name
    damaged.write_bytes(whole.read_bytes()[:-100])
    shutil.copy(whole.with_suffix(".json"), damaged.with_suffix(".json"))
    assert about not in missing()
    monkeypatch.setattr(f"{module}.{name}", lambda: damaged)
    assert "damaged or missing" in missing()[about]


def test_a_codec_that_is_missing_is_named(quick: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkup, "_has_codec", lambda name, _: name != "hevc")
    assert list(missing()) == ["reads"]


def test_a_full_disk_and_a_folder_that_cannot_be_written(
    quick: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    usage = namedtuple("usage", "free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(free=10e6))
    assert set(missing().values()) == {"Free some space."}
    monkeypatch.setattr(checkup.tempfile, "gettempdir", lambda: str(tmp_path / "gone"))
    assert "Change its rights" in missing()["temporary folder"]


def test_what_keeps_the_search_for_runners_from_starting_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fault = "raise ImportError('libGLESv2.so.2: cannot open shared object file')"
    monkeypatch.setattr(checkup, "_START", fault)
    (finding,) = checkup._pose()
    assert "libGLESv2.so.2: cannot open" in finding.found
    assert finding.missing == "Install the library that is named."


def test_its_help_tells_it_from_what_is_said_of_clips() -> None:
    said = " ".join(CliRunner().invoke(app, ["doctor", "--help"]).output.split())
    assert "Check this installation, for a bug report" in said
    assert "Takes no clip" in said


def test_without_sys_that_is_what_helps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkup, "_START", "import os; os.abort()")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(ending, "CPUS", tmp_path / "sys")
    (finding,) = checkup._pose()
    assert "there is no /sys" in finding.missing
