"""The sample clips: found, picked and copied."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest

from gaitcheck.errors import InputError, OutputError
from gaitcheck.samples import (
    SAMPLES_FOLDER,
    Sample,
    copy_samples,
    find_samples,
    pick_samples,
    require_samples,
)


@pytest.fixture
def samples(tmp_path: Path) -> tuple[Sample, ...]:
    """Two whole samples; of a third there is no clip yet, of a fourth no truth."""
    folder = tmp_path / "sample_videos"
    folder.mkdir()
    names = ("second_walk", "a_run", "no_clip", "no_truth")
    specs = [{"name": name, "note": f"This is {name}."} for name in names]
    (folder / "specs.json").write_text(json.dumps(specs))
    for name in ("second_walk", "a_run", "no_truth"):
        (folder / f"{name}.mp4").write_text(f"clip {name}")
    for name in ("second_walk", "a_run", "no_clip"):
        (folder / f"{name}.truth.json").write_text(f"truth {name}")
    (folder / ".half-written.mp4").touch()
    return find_samples(folder)


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir()}


def test_the_checkout_has_samples_and_begins_with_a_clear_one() -> None:
    found = require_samples()
    assert found[0].name == "heel_treadmill_left"
    assert {sample.clip.name for sample in found} == {
        path.name for path in SAMPLES_FOLDER.glob("*.mp4")
    }
    for sample in found:
        assert json.loads(sample.truth.read_text())["note"] == sample.shows


def test_only_whole_samples_are_found_in_the_order_of_the_specs(
    samples: tuple[Sample, ...],
) -> None:
    assert [(sample.name, sample.title) for sample in samples] == [
        ("second_walk", "Second walk"),
        ("a_run", "A run"),
    ]
    assert samples[0].shows == "This is second_walk."


def test_an_installed_package_has_none_and_says_where_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gaitcheck.samples.SAMPLES_FOLDER", tmp_path / "sample_videos")
    assert find_samples() == ()
    with pytest.raises(InputError, match="source code, in its folder sample_videos"):
        require_samples()


def test_samples_are_picked_by_name_each_once_and_all_for_none(
    samples: tuple[Sample, ...],
) -> None:
    walk, run = samples
    assert pick_samples(["a_run.mp4", "second_walk", "a_run"], samples) == (run, walk)
    assert pick_samples([], samples) == samples


def test_an_unknown_name_lists_the_known_ones(samples: tuple[Sample, ...]) -> None:
    with pytest.raises(InputError, match=r"no sample clip 'jump'.*: second_walk, a_run"):
        pick_samples(["a_run", "jump"], samples)


def test_the_clip_comes_with_its_truth(samples: tuple[Sample, ...], tmp_path: Path) -> None:
    folder = tmp_path / "new" / "place"
    assert copy_samples(samples[1:], folder) == (folder / "a_run.mp4",)
    expected = {"a_run.mp4": "clip a_run", "a_run.truth.json": "truth a_run"}
    assert contents(folder) == expected
    assert copy_samples(samples[1:], folder) == (folder / "a_run.mp4",)
    assert contents(folder) == expected


@pytest.mark.parametrize("name", ["a_run.mp4", "a_run.truth.json"])
def test_another_file_of_the_name_is_kept_and_nothing_copied(
    samples: tuple[Sample, ...], tmp_path: Path, name: str
) -> None:
    folder = tmp_path / "place"
    folder.mkdir()
    (folder / name).write_text("mine")
    with pytest.raises(OutputError, match=f"{name} exists and is another file"):
        copy_samples(samples, folder)
    assert contents(folder) == {name: "mine"}


def test_a_dangling_link_of_the_name_is_kept(samples: tuple[Sample, ...], tmp_path: Path) -> None:
    folder = tmp_path / "place"
    folder.mkdir()
    (folder / "a_run.mp4").symlink_to("elsewhere.mp4")
    with pytest.raises(OutputError, match="another file"):
        copy_samples(samples, folder)
    assert [path.name for path in folder.iterdir()] == ["a_run.mp4"]
    assert not (folder / "elsewhere.mp4").exists()


def test_a_file_in_the_path_is_refused(samples: tuple[Sample, ...], tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("mine")
    for folder in (tmp_path / "taken", tmp_path / "taken" / "below"):
        with pytest.raises(OutputError, match="a part of this path is a file"):
            copy_samples(samples, folder)


def test_a_full_disk_leaves_no_half_file(
    samples: tuple[Sample, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(source: Path, target: Path) -> None:
        target.write_text("half of it")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("shutil.copyfile", fill)
    with pytest.raises(OutputError, match="disk is full"):
        copy_samples(samples, tmp_path / "place")
    assert contents(tmp_path / "place") == {}
