"""Which clips are meant: files, folders, patterns, lists, and what is no source of clips."""

from __future__ import annotations

from pathlib import Path

import pytest

from gaitcheck.batching.clips import find_clips
from gaitcheck.errors import ClipNotFoundError, InputError


@pytest.fixture(autouse=True)
def training(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A season: two runners, a note, hidden files, results."""
    monkeypatch.chdir(tmp_path)
    for name in (
        *("season/anna/run.mp4", "season/ben/run.MOV", "season/ben/2/run.mp4", "season/all.mkv"),
        *("season/notes.txt", "season/.hidden.mp4", "season/.trash/old.mp4"),
        *("season/results/run/film.mp4",),
    ):
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)


def found(*sources: str) -> dict[str, str]:
    """Return what the results are called, by the clip as it is shown."""
    clips = find_clips(sources, Path("season/results"))
    return {Path(clip.shown).as_posix(): clip.stem for clip in clips}


def test_a_folder_with_all_folders_in_it_but_no_results() -> None:
    assert found("season") == {
        "season/all.mkv": "all",
        "season/anna/run.mp4": "anna/run",
        "season/ben/run.MOV": "ben/run",
        "season/ben/2/run.mp4": "ben/2/run",
    }


def test_a_pattern_is_named_from_where_it_begins_to_vary() -> None:
    assert found("season/*/run.*") == {
        "season/anna/run.mp4": "anna/run",
        "season/ben/run.MOV": "ben/run",
    }
    assert list(found("season/**/*.mp4")) == [
        *("season/anna/run.mp4", "season/ben/2/run.mp4", "season/results/run/film.mp4"),
    ]
    assert found("season/ann*") == {"season/anna/run.mp4": "anna/run"}


def test_a_list_is_read_from_its_folder() -> None:
    lines = ["# monday", "", "anna/run.mp4", " ben/run.MOV ", "ben/gone.mp4", "../other.mp4"]
    Path("season/notes.txt").write_text("\ufeff" + "\n".join(lines), encoding="utf-8")
    assert list(found("season/notes.txt").values()) == [
        *("season/anna/run", "season/ben/run", "season/ben/gone", "other"),
    ]


def test_a_clip_may_have_any_suffix_and_is_meant_once() -> None:
    Path("odd.video").write_text("odd")
    assert found("odd.video", "./odd.video", str(Path("odd.video").absolute())) == {
        "odd.video": "odd"
    }


def test_size_and_change_are_those_of_the_file() -> None:
    (clip,) = find_clips(["season/anna/run.mp4"])
    status = Path(clip.place).stat()
    assert Path(clip.place).is_absolute()
    assert (clip.size, clip.modified) == (status.st_size, str(status.st_mtime_ns))


def test_a_clip_of_a_list_that_is_not_there_has_no_size() -> None:
    Path("list.txt").write_text("gone.mp4\n")
    (clip,) = find_clips(["list.txt"])
    assert clip.size is None


@pytest.mark.parametrize("name", ["...mp4", ".mp4", "..."])
def test_no_name_leads_out_of_the_folder(name: str) -> None:
    Path("list.txt").write_text(f"{name}\n")
    (clip,) = find_clips(["list.txt"])
    assert clip.stem.strip(".")


@pytest.mark.parametrize("source", ["nowhere", "nowhere/run.mp4", "nowhere.txt"])
def test_a_source_that_is_not_there(source: str) -> None:
    with pytest.raises(ClipNotFoundError, match=f"There is no clip, folder or list {source};"):
        find_clips([source])


@pytest.mark.parametrize("source", ["empty", "none*.mp4", "empty.txt"])
def test_no_clip_at_all(source: str) -> None:
    Path("empty").mkdir()
    Path("empty.txt").write_text("# nothing yet\n")
    with pytest.raises(InputError, match=r"There is no clip in .*: files ending in"):
        find_clips([source])
    with pytest.raises(InputError, match="There is no clip in nothing"):
        find_clips([])


def test_a_list_that_is_no_text() -> None:
    Path("list.txt").write_bytes(b"\xff\xfe\x00\x81")
    with pytest.raises(InputError, match=r"The list list.txt cannot be read"):
        find_clips(["list.txt"])
