"""The results folders: names, all or nothing, other people's files."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaitcheck.errors import OutputError
from gaitcheck.store.disk import write_file
from gaitcheck.store.folders import ResultsFolder, result_folders

OUT = Path("out")


def names(*clips: str) -> list[str]:
    return [str(folder.relative_to(OUT)) for folder in folders(*clips)]


def folders(*clips: str) -> list[Path]:
    return list(result_folders([Path(clip) for clip in clips], OUT).values())


def write_result(place: Path, text: str) -> None:
    with ResultsFolder(place).writing() as folder:
        (folder / "analysis.json").write_text(text)


def write_half(place: Path) -> None:
    with ResultsFolder(place).writing() as folder:
        (folder / "analysis.json").write_text("half")
        raise ZeroDivisionError


@pytest.mark.parametrize(
    ("clips", "expected"),
    [
        (["run.mp4"], ["run"]),
        (["a/run.mp4", "b/run.mp4"], ["run", "run-2"]),
        (["run.mp4", "run.mov", "run.webm"], ["run", "run-2", "run-3"]),
        (["run.mp4", "run.mov", "run-2.mp4"], ["run", "run-3", "run-2"]),
        (["Run.mp4", "run.mov"], ["Run", "run-2"]),
        (["cafe\u0301.mp4", "caf\u00e9.mov"], ["cafe\u0301", "caf\u00e9-2"]),
        (["run.mp4", "./run.mp4"], ["run"]),
        (["my run. 2.mp4"], ["my run. 2"]),
        (["-dash.mp4"], ["-dash"]),
        ([".mp4"], [".mp4"]),
        (["..mp4", "...mp4", "/", ".."], ["mp4", "mp4-2", "clip", "clip-2"]),
    ],
)
def test_each_clip_has_a_folder_named_after_it(clips: list[str], expected: list[str]) -> None:
    assert names(*clips) == expected


@given(st.lists(st.text("aAé.-2 ", min_size=1, max_size=6), min_size=1, max_size=8, unique=True))
def test_no_two_clips_share_a_folder_and_none_leaves_the_output(clips: list[str]) -> None:
    found = folders(*clips)
    assert len({str(folder).casefold() for folder in found}) == len(found)
    assert all(folder.parent == OUT and folder.name not in {"", ".", ".."} for folder in found)


def test_a_result_appears_complete_with_the_folders_above_it(tmp_path: Path) -> None:
    place = tmp_path / "new" / "deep" / "run"
    with ResultsFolder(place).writing() as folder:
        (folder / "analysis.json").write_text("1")
        assert not place.exists()
    assert [entry.name for entry in place.iterdir()] == ["analysis.json"]
    assert list(place.parent.iterdir()) == [place]


def test_a_failure_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        write_half(tmp_path / "a" / "run")
    assert list(tmp_path.iterdir()) == []


def test_a_failure_leaves_the_earlier_result(tmp_path: Path) -> None:
    place = tmp_path / "run"
    write_result(place, "good")
    with pytest.raises(ZeroDivisionError):
        write_half(place)
    assert (place / "analysis.json").read_text() == "good"
    assert list(tmp_path.iterdir()) == [place]


def test_a_new_result_replaces_the_old_one_and_keeps_foreign_files(tmp_path: Path) -> None:
    place = tmp_path / "run"
    write_result(place, "old")
    (place / "contacts.png").write_text("old picture")
    (place / "notes.txt").write_text("mine")
    (place / "clips").mkdir()
    write_result(place, "new")
    assert {entry.name for entry in place.iterdir()} == {"analysis.json", "notes.txt", "clips"}
    assert (place / "analysis.json").read_text() == "new"
    assert list(tmp_path.iterdir()) == [place]


def test_a_folder_of_other_things_is_refused_and_untouched(tmp_path: Path) -> None:
    place = tmp_path / "run"
    place.mkdir()
    (place / "thesis.txt").write_text("mine")
    with pytest.raises(OutputError, match="holds other files"):
        write_result(place, "new")
    assert [entry.name for entry in place.iterdir()] == ["thesis.txt"]
    assert list(tmp_path.iterdir()) == [place]


def test_an_empty_folder_is_used(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    write_result(tmp_path / "run", "new")
    assert (tmp_path / "run" / "analysis.json").read_text() == "new"


@pytest.mark.parametrize("place", ["file", "file/run", "file/deep/run"])
def test_a_file_in_the_way_is_refused(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(OutputError, match="a file"):
        write_result(tmp_path / place, "new")
    assert (tmp_path / "file").read_text() == "mine"


def test_a_name_that_the_disk_cannot_hold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="too long"):
        write_result(tmp_path / ("n" * 300), "new")
    assert list(tmp_path.iterdir()) == []


def test_a_link_to_a_results_folder_stays_a_link(tmp_path: Path) -> None:
    write_result(tmp_path / "elsewhere" / "run", "old")
    (tmp_path / "run").symlink_to(tmp_path / "elsewhere" / "run")
    write_result(tmp_path / "run", "new")
    assert (tmp_path / "run").is_symlink()
    assert (tmp_path / "elsewhere" / "run" / "analysis.json").read_text() == "new"


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="no /proc")
def test_a_place_where_nothing_can_be_made_is_refused() -> None:
    with pytest.raises(OutputError, match="cannot be written to /proc/results/run"):
        write_result(Path("/proc/results/run"), "new")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_write_permission_is_refused(tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0o555)
    with pytest.raises(OutputError, match="Permission denied"):
        write_result(tmp_path / "locked" / "run", "new")


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_named_and_leaves_nothing(tmp_path: Path, code: int) -> None:
    with (
        pytest.raises(OutputError, match="disk is full"),
        ResultsFolder(tmp_path / "run").writing(),
    ):
        raise OSError(code, os.strerror(code))
    assert list(tmp_path.iterdir()) == []


def test_an_error_about_another_file_is_not_blamed_on_the_output(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), ResultsFolder(tmp_path / "run").writing():
        (tmp_path / "missing.mp4").read_bytes()


def test_an_error_inside_the_output_is_the_outputs(tmp_path: Path) -> None:
    with (
        pytest.raises(OutputError, match="cannot be written"),
        ResultsFolder(tmp_path / "run").writing() as folder,
    ):
        (folder / "gone" / "steps.csv").write_text("")


def test_a_file_for_which_there_is_no_room_is_told_as_the_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, data: bytes) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self))

    place = tmp_path / "run"
    monkeypatch.setattr(Path, "write_bytes", refuse)
    with (
        pytest.raises(OutputError, match="The disk is full") as caught,
        ResultsFolder(place).writing() as folder,
    ):
        write_file(folder / "steps.csv", b"x")
    assert str(place) in str(caught.value)
    assert ".gaitcheck-" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []
