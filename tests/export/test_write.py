"""The registry, and files on disk."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import numpy as np
import pytest

from gaitcheck.errors import InputError, OutputError
from gaitcheck.export import FORMATS, find_formats, read_trial, write_exports
from gaitcheck.store.feet import FEET_NAME, write_feet
from gaitcheck.store.observation import OBSERVATION_NAME, write_observation
from gaitcheck.store.serialize import to_json_bytes
from tests.examples import make_observation, make_stepless_analysis
from tests.export.opensim import read_mot, read_trc
from tests.export.trials import expected_points, make_trial
from tests.store.first import write_first_result


@pytest.fixture
def results(tmp_path: Path) -> Path:
    """The path of an analysis with its feet and all that was seen."""
    trial = make_trial()
    assert trial.observation is not None
    assert trial.analysis.feet is not None
    folder = tmp_path / "run"
    folder.mkdir()
    (folder / "analysis.json").write_bytes(to_json_bytes(trial.analysis))
    write_observation(folder, trial.observation)
    write_feet(folder, trial.analysis.feet, trial.analysis.clip)
    return folder / "analysis.json"


def test_no_two_formats_share_a_name_or_a_file() -> None:
    assert len({f.name for f in FORMATS}) == len({f.file_name for f in FORMATS}) == len(FORMATS)


def test_formats_are_found_by_name_each_once() -> None:
    assert [f.name for f in find_formats(["mot", "trc", "mot"])] == ["trc", "mot"]
    with pytest.raises(InputError, match="There is no format xls; choose from steps-csv, "):
        find_formats(["trc", "xls"])


def test_without_a_name_every_format_is_meant_whose_library_is_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("gaitcheck.export.registry.find_spec", lambda _: None)
    assert [f.name for f in FORMATS if f not in find_formats([])] == ["c3d", "labels"]


def test_labels_are_written_by_name_and_only_of_a_reviewed_clip(
    results: Path, tmp_path: Path
) -> None:
    formats = find_formats(["labels"])
    with pytest.raises(InputError, match="is not labelled yet"):
        write_exports(read_trial(results, formats), formats, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_the_files_hold_what_was_read(results: Path, tmp_path: Path) -> None:
    formats = find_formats([])
    trial = read_trial(results, formats)
    out = tmp_path / "new" / "deep"
    written = write_exports(trial, formats, out)
    assert written == [out / f.file_name for f in formats]
    assert sorted(out.iterdir()) == sorted(written)
    trc = read_trc((out / "landmarks.trc").read_bytes())
    np.testing.assert_allclose(trc.points[..., :2], expected_points(trial), atol=1e-5)
    _, table = read_mot((out / "joint_angles.mot").read_bytes())
    np.testing.assert_allclose(table["knee_angle_r"], trial.joint_angles["knee_angle_r"], atol=1e-4)


def test_tables_do_not_need_the_landmarks(results: Path, tmp_path: Path) -> None:
    (results.parent / OBSERVATION_NAME).unlink()
    formats = find_formats(["steps-csv", "metrics-parquet"])
    assert len(write_exports(read_trial(results, formats), formats, tmp_path)) == 2
    with pytest.raises(InputError, match=r"There is no observation\.npz"):
        read_trial(results, find_formats([]))


def test_without_the_feet_as_judged_nothing_of_the_motion_is_exported(results: Path) -> None:
    (results.parent / FEET_NAME).unlink()
    with pytest.raises(InputError, match=r"feet\.npz is not in"):
        read_trial(results, find_formats(["mot"]))


@pytest.mark.parametrize("given", ["folder", "file"])
def test_a_result_may_be_named_by_its_folder(results: Path, given: str) -> None:
    path = results if given == "file" else results.parent
    assert read_trial(path, find_formats(["trc"])).motion.points.shape == (90, 33, 2)


def test_a_result_of_the_first_contract_is_exported(tmp_path: Path) -> None:
    trial = make_trial()
    old = write_first_result(tmp_path / "old", trial.analysis)
    formats = find_formats([])
    written = write_exports(read_trial(old, formats), formats, tmp_path / "out")
    assert len(written) == len(formats)
    trc = read_trc((tmp_path / "out" / "landmarks.trc").read_bytes())
    np.testing.assert_allclose(trc.points[..., :2], expected_points(trial), atol=1e-5)
    _, table = read_mot((tmp_path / "out" / "joint_angles.mot").read_bytes())
    for name in ("knee_angle_r", "ankle_angle_r"):
        np.testing.assert_allclose(table[name], trial.joint_angles[name], atol=0.05)


def test_a_format_that_has_nothing_to_hold_leaves_nothing(results: Path, tmp_path: Path) -> None:
    results.write_bytes(to_json_bytes(make_stepless_analysis()))
    write_observation(results.parent, make_observation(make_stepless_analysis()))
    trial = read_trial(results, find_formats(["steps-csv"]))
    with pytest.raises(InputError, match="Nobody was found"):
        write_exports(trial, find_formats(["steps-csv", "trc"]), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_disk_that_fills_up_leaves_the_earlier_file(
    results: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    formats = find_formats(["trc"])
    (tmp_path / "landmarks.trc").write_text("earlier")

    def half(self: Path, data: bytes) -> int:
        with self.open("wb") as file:
            file.write(data[:10])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self))

    monkeypatch.setattr(Path, "write_bytes", half)
    with pytest.raises(OutputError, match=r"no room left to write landmarks\.trc"):
        write_exports(read_trial(results, formats), formats, tmp_path)
    assert (tmp_path / "landmarks.trc").read_text() == "earlier"
    assert {path.name for path in tmp_path.iterdir()} == {"run", "landmarks.trc"}
