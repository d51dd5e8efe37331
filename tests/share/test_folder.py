"""What a report reads back, and the very clip that it draws on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gaitcheck.errors import ClipNotFoundError, InputError
from gaitcheck.share.folder import find_clip
from gaitcheck.share.write import ENDINGS, report_paths
from gaitcheck.store.feet import FEET_NAME
from gaitcheck.store.observation import OBSERVATION_NAME, write_observation
from gaitcheck.store.result import load_result
from tests.examples import FRAMES, make_analysis, make_clip, make_observation, write_clip
from tests.share.reports import write_example_results

NAMES = [
    "run.mp4",
    "../../evil.mp4",
    "/etc/passwd",
    "a\nb\0c.mp4",
    "x" * 300,
    "",
    "..",
    "läuft.mp4",
]


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    return write_example_results(tmp_path)


def test_an_analysis_comes_back_with_feet_and_landmarks(example: tuple[Path, Path]) -> None:
    for path in (example[1], example[1] / "analysis.json"):
        kept = load_result(path)
        assert (kept.folder, kept.lacking) == (example[1], "")
        assert kept.analysis.feet is not None
        assert kept.analysis.landmarks is not None
        assert len(kept.analysis.landmarks.points) == FRAMES
        assert kept.observation is not None


@pytest.mark.parametrize("name", [FEET_NAME, OBSERVATION_NAME])
def test_without_one_of_the_files_it_says_which(example: tuple[Path, Path], name: str) -> None:
    (example[1] / name).unlink()
    kept = load_result(example[1])
    lost = kept.analysis.landmarks if name == OBSERVATION_NAME else kept.analysis.feet
    assert lost is None
    assert name in kept.lacking


def test_landmarks_of_another_length_are_not_used(example: tuple[Path, Path]) -> None:
    kept = load_result(example[1])
    assert kept.analysis.landmarks is not None
    shorter = make_observation(
        replace(kept.analysis, clip=replace(kept.analysis.clip, frames=FRAMES - 1), landmarks=None)
    )
    write_observation(example[1], shorter)
    found = load_result(example[1])
    assert found.analysis.landmarks is None
    assert "Analyse the clip again" in found.lacking


def test_the_clip_is_found_two_folders_above_its_analysis(example: tuple[Path, Path]) -> None:
    clip, results = example
    assert find_clip(load_result(results)).path.samefile(clip)


def test_a_clip_that_moved_is_taken_from_where_the_user_says(example: tuple[Path, Path]) -> None:
    clip, results = example
    moved = clip.rename(clip.with_name("moved.mp4"))
    with pytest.raises(InputError, match="--clip PATH"):
        find_clip(load_result(results))
    assert find_clip(load_result(results), moved).path == moved


@pytest.mark.parametrize("named", [True, False])
def test_another_clip_of_that_name_is_refused(example: tuple[Path, Path], named: bool) -> None:
    clip, results = example
    write_clip(clip, [np.zeros((64, 64, 3), np.uint8)] * 5, fps=30)
    with pytest.raises(InputError, match="is not the clip that was analysed"):
        find_clip(load_result(results), clip if named else None)


def test_a_clip_that_is_not_there_is_said_plainly(example: tuple[Path, Path]) -> None:
    with pytest.raises(ClipNotFoundError):
        find_clip(load_result(example[1]), Path("nowhere.mp4"))


@pytest.mark.parametrize("name", NAMES)
def test_reports_go_into_the_folder_asked_for_whatever_the_clip_is_called(
    example: tuple[Path, Path], tmp_path: Path, name: str
) -> None:
    kept = replace(load_result(example[1]), analysis=make_analysis(clip=make_clip(file=name)))
    out = tmp_path / "out"
    out.mkdir()
    paths = report_paths(kept, out)
    assert set(paths) == set(ENDINGS)
    for path in paths.values():
        path.write_bytes(b"it can be written")
        assert path.parent == out
        assert path.name.isprintable()
