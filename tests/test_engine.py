"""The checksum of the engine: it covers all that makes an observation, and sees each change."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import gaitcheck
from gaitcheck.engine import JUDGING, OBSERVING, fingerprint, judging_engine, observing_engine

# What these hold makes no number and no sentence of a result: errors, signals, captions, the pipes
# between processes, how much memory a process may take, and how it ended.
WITHOUT_EFFECT = {
    *("gaitcheck", "gaitcheck.errors", "gaitcheck.progress", "gaitcheck.offline"),
    *("gaitcheck.memory", "gaitcheck.starting", "gaitcheck.ending"),
    *("gaitcheck.words", "gaitcheck.words.stretches"),
}


def loaded_by(*modules: str) -> set[str]:
    code = f"import json, sys, {', '.join(modules)}; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    return {name for name in json.loads(done.stdout) if name.split(".")[0] == "gaitcheck"}


def outside(rooms: tuple[str, ...], loaded: set[str]) -> set[str]:
    known = {f"gaitcheck.{room.removesuffix('.py').replace('/', '.')}" for room in rooms}
    return {name for name in loaded if not any(f"{name}.".startswith(f"{k}.") for k in known)}


def test_all_that_observing_loads_is_part_of_the_checksum() -> None:
    loaded = loaded_by("gaitcheck.observing.clip", "gaitcheck.observing.pose.serving")
    assert "gaitcheck.observing.sole.weights" in loaded
    assert outside(OBSERVING, loaded) <= WITHOUT_EFFECT


def test_all_that_judging_loads_is_part_of_the_checksum() -> None:
    assert outside((*OBSERVING, *JUDGING), loaded_by("gaitcheck.judging")) <= WITHOUT_EFFECT


def test_the_networks_are_part_of_it() -> None:
    package = Path(gaitcheck.__file__).parent
    networks = [path for folder in package.rglob("model") for path in folder.glob("*.*")]
    networks = [path for path in networks if path.suffix not in {".py", ".md"}]
    assert "pose_landmarker_full.task" in {path.name for path in networks}
    assert len({path.parent for path in networks}) == 3  # feet, pose and sole
    assert all(path.relative_to(package).parts[0] in OBSERVING for path in networks)


def test_the_engine_is_the_same_in_another_process() -> None:
    code = "from gaitcheck.engine import *; print(observing_engine(), judging_engine())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.split() == [observing_engine(), judging_engine()]
    assert observing_engine() != judging_engine()


@pytest.mark.parametrize("change", ["edit", "add", "remove", "rename"])
def test_each_change_of_a_source_changes_the_checksum(tmp_path: Path, change: str) -> None:
    room = tmp_path / "room"
    room.mkdir()
    (room / "a.py").write_text("LIMIT = 1\n")
    (room / "b.py").write_text("")
    (tmp_path / "other.py").write_text("")
    before = fingerprint(tmp_path, ["room"])
    (tmp_path / "other.py").write_text("not of this room")
    (room / "__pycache__").mkdir()
    (room / "__pycache__" / "a.pyc").write_text("compiled")
    assert fingerprint(tmp_path, ["room"]) == before
    match change:
        case "edit":
            (room / "a.py").write_text("LIMIT = 2\n")
        case "add":
            (room / "c.py").write_text("")
        case "remove":
            (room / "b.py").unlink()
        case "rename":
            (room / "b.py").rename(room / "c.py")
    assert fingerprint(tmp_path, ["room"]) != before
