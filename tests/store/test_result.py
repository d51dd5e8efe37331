"""Results read back from their folder, those of today and those of the first contract."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gaitcheck.errors import InputError
from gaitcheck.model import SIDES, Analysis, ClipOptions
from gaitcheck.report.stride_plots import cut_strides
from gaitcheck.store.feet import FEET_NAME, write_feet
from gaitcheck.store.first import FIRST_LANDMARKS_NAME
from gaitcheck.store.observation import OBSERVATION_NAME, write_observation
from gaitcheck.store.result import Result, load_result, read_analysis, read_observation, with_tracks
from gaitcheck.store.serialize import to_dict, to_json_bytes
from tests.examples import make_analysis, make_clip, make_observation
from tests.store.first import write_first_result
from tests.store.seen import assert_same


def test_an_analysis_comes_back(tmp_path: Path) -> None:
    analysis = make_analysis(options=ClipOptions(height_cm=178.0))
    path = tmp_path / "analysis.json"
    path.write_bytes(to_json_bytes(analysis))
    back = read_analysis(path)
    assert to_dict(back) == to_dict(analysis)
    assert back.height_cm == 178.0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "There is no file"),
        (b"", "holds no JSON"),
        (b"\xff\xfe", "holds no JSON"),
        (b"[" * 100_000, "holds no JSON"),
        (b"[]", "no JSON object"),
        (b"{}", "no analysis of gaitcheck"),
    ],
)
def test_what_is_no_analysis_is_one_sentence(
    tmp_path: Path, content: bytes | None, words: str
) -> None:
    path = tmp_path / "analysis.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=words) as caught:
        read_analysis(path)
    assert "\n" not in str(caught.value)


def test_a_folder_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder"):
        read_analysis(tmp_path)


def write_result(folder: Path, analysis: Analysis) -> Path:
    """Write what is read back of a result."""
    folder.mkdir()
    (folder / "analysis.json").write_bytes(to_json_bytes(analysis))
    write_observation(folder, make_observation(analysis))
    assert analysis.feet is not None
    write_feet(folder, analysis.feet, analysis.clip)
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_result(tmp_path / "run", make_analysis("mixed"))


@pytest.mark.parametrize("name", ["", "analysis.json"])
def test_a_result_comes_back_with_all_that_was_seen(folder: Path, name: str) -> None:
    result = load_result(folder / name)
    assert (result.folder, result.lacking) == (folder, "")
    assert_same(result.observation, make_observation(make_analysis("mixed")))
    analysis = result.analysis
    assert to_dict(analysis) == to_dict(make_analysis("mixed"))
    assert analysis.feet is not None
    assert analysis.feet.ground.keys() == {step.index for step in analysis.steps}
    assert analysis.landmarks is not None
    assert result.document.is_file()
    assert {path.name for path in (result.table, result.sheet)} == {"steps.csv", "contacts.png"}


def test_tracks_are_read_only_when_they_are_asked_for(folder: Path) -> None:
    bare = load_result(folder, tracks=False)
    assert (bare.analysis.feet, bare.analysis.landmarks, bare.observation) == (None, None, None)
    assert bare.lacking == ""
    assert_same(with_tracks(bare).observation, load_result(folder).observation)


@pytest.mark.parametrize("name", [FEET_NAME, OBSERVATION_NAME])
@pytest.mark.parametrize("content", [None, b"PK"])
def test_a_file_that_cannot_be_read_is_left_out_and_named(
    folder: Path, name: str, content: bytes | None
) -> None:
    (folder / name).unlink()
    if content is not None:
        (folder / name).write_bytes(content)
    result = load_result(folder)
    assert name in result.lacking
    assert "Analyse the clip again." in result.lacking
    assert "\n" not in result.lacking
    assert (result.analysis.feet is None) == (name == FEET_NAME)
    assert (result.analysis.landmarks is None) == (name == OBSERVATION_NAME)
    assert (result.observation is None) == (name == OBSERVATION_NAME)


def test_without_both_the_landmarks_are_named(folder: Path) -> None:
    for name in (FEET_NAME, OBSERVATION_NAME):
        (folder / name).unlink()
    assert OBSERVATION_NAME in load_result(folder).lacking


def test_the_observation_of_another_clip_is_not_used(folder: Path) -> None:
    other = make_analysis(clip=make_clip(sha256="0" * 64))
    write_observation(folder, make_observation(other))
    result = load_result(folder)
    assert result.observation is None
    assert "belongs to another clip" in result.lacking
    with pytest.raises(InputError, match="belongs to another clip"):
        read_observation(folder, make_analysis())


def test_an_observation_of_another_length_is_not_used(folder: Path) -> None:
    other = make_analysis(clip=make_clip(frames=80), landmarks=None)
    write_observation(folder, make_observation(other))
    assert load_result(folder).observation is None


def test_the_runner_is_known_outside_the_shot_that_was_judged_too(tmp_path: Path) -> None:
    """Else a face there would not be blurred."""
    analysis = make_analysis()
    seen = make_observation(analysis)
    steady = seen.tracking.steadiness.copy()
    steady[70] = 0.0
    cut = replace(seen, tracking=replace(seen.tracking, steadiness=steady))
    folder = write_result(tmp_path / "run", analysis)
    write_observation(folder, cut)
    found = load_result(folder)
    assert found.analysis.landmarks is not None
    assert np.isfinite(found.analysis.landmarks.points).all()


@pytest.fixture
def first(tmp_path: Path) -> Path:
    return write_first_result(tmp_path / "old", make_analysis("mixed"))


def test_a_result_of_the_first_contract_still_opens(first: Path) -> None:
    result, example = load_result(first), make_analysis("mixed")
    assert result.lacking == ""
    assert result.analysis.verdict == example.verdict
    assert result.analysis.landmarks is not None
    assert example.landmarks is not None
    np.testing.assert_allclose(
        result.analysis.landmarks.points, example.landmarks.points, rtol=1e-6
    )
    assert result.observation is not None
    assert result.observation.shoes == {}
    feet = result.analysis.feet
    assert feet is not None
    assert feet.from_shoe == {}


def test_the_feet_of_the_first_contract_are_laid_on_the_ground(first: Path) -> None:
    analysis = load_result(first).analysis
    assert analysis.feet is not None
    assert analysis.feet.ground.keys() == {step.index for step in analysis.steps}
    for line in analysis.feet.ground.values():
        assert line.y == pytest.approx(330.0, abs=3.0)
        assert (line.dx, line.dy) == pytest.approx((-1.0, 0.0), abs=0.06)
    assert {foot.side for foot in cut_strides(analysis)} == set(SIDES)


def test_the_observation_of_today_goes_before_old_landmarks(first: Path) -> None:
    write_observation(first, make_observation(make_analysis("mixed")))
    assert_same(load_result(first).observation, make_observation(make_analysis("mixed")))


@pytest.mark.parametrize("lost", [FEET_NAME, FIRST_LANDMARKS_NAME])
def test_an_old_result_without_one_of_its_files_opens(first: Path, lost: str) -> None:
    (first / lost).unlink()
    result = load_result(first)
    assert "Analyse the clip again." in result.lacking
    assert (result.analysis.feet is None) == (lost == FEET_NAME)
    assert (result.analysis.landmarks is None) == (lost == FIRST_LANDMARKS_NAME)


def test_a_result_is_what_it_is_made_of(tmp_path: Path) -> None:
    assert with_tracks(Result(make_analysis(), tmp_path)).lacking
