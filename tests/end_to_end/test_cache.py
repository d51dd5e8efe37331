"""The same clip twice by the command: it is looked at once, and the answer is the same."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from gaitcheck import analyze
from gaitcheck.store.cache import ObservationCache, cache_folder
from gaitcheck.store.serialize import to_json_bytes
from tests.end_to_end.command import SAMPLE, analysed_sample, empty_scene, run

pytestmark = pytest.mark.slow


def stages(stderr: str) -> set[str]:
    return {json.loads(line)["stage"] for line in stderr.splitlines() if line.startswith("{")}


def test_the_second_analysis_looks_at_nothing_and_says_the_same(
    tmp_path: Path,
) -> None:
    first = analysed_sample()
    assert (first.status, stages(first.stderr) >= {"pose", "shoes"}) == (0, True)
    shutil.copytree(first.cache, cache_folder())
    second = run("analyze", SAMPLE, "--progress", "json", "--out", "second", cwd=tmp_path)
    assert (second.returncode, stages(second.stderr)) == (0, {"reading", "gait", "pictures"})
    once, again = files(first.results), files(tmp_path / "second" / SAMPLE.stem)
    assert once == again

    reached: set[str] = set()
    by_python = analyze(SAMPLE, cache=True, progress=lambda now: reached.add(now.stage))
    assert to_json_bytes(by_python) == once[Path("analysis.json")]
    assert reached == {"reading", "gait"}

    shown = run("cache", cwd=tmp_path)
    assert shown.stdout.splitlines()[0] == f"Folder: {cache_folder()}"
    assert "1 observation," in shown.stdout
    assert "Removed: 1 observation" in run("cache", "--clear", cwd=tmp_path).stdout
    assert ObservationCache().usage().entries == 0


def files(folder: Path) -> dict[Path, bytes]:
    return {
        path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@pytest.mark.long
def test_without_the_cache_nothing_is_kept(tmp_path: Path) -> None:
    done = run("analyze", empty_scene(), "--no-cache", "--json", cwd=tmp_path)
    assert done.returncode == 0
    assert not cache_folder().exists()


@pytest.mark.long
def test_a_cache_folder_that_cannot_be_used_is_one_note(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "taken").write_text("no folder")
    monkeypatch.setenv("GAITCHECK_CACHE_DIR", str(tmp_path / "taken" / "cache"))
    clips = [tmp_path / name for name in ("a.mp4", "b.mp4")]
    for clip in clips:
        clip.write_bytes(empty_scene().read_bytes())
    done = run("analyze", *clips, cwd=tmp_path)
    assert done.returncode == 0
    (note,) = done.stderr.splitlines()
    assert note.startswith("gaitcheck: what was seen cannot be kept for the next time")
    assert "Not a directory" in note
