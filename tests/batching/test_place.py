"""Where a batch writes: a folder and a store keep one and the same contract."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from gaitcheck.batching.place import OWN_FOLDER, LocalPlace, Place
from gaitcheck.batching.record import Clip, Record, from_bytes, to_bytes
from gaitcheck.batching.remote import RemotePlace, fetched, find_anywhere
from gaitcheck.errors import ClipNotFoundError, InputError

CLIP = Clip("/clips/a.mp4", "a.mp4", "a", 3, "now")
RECORD = Record(CLIP, "settings", "a", "analysed", seconds=2.5, row={"strike": "heel", "n": None})


@pytest.fixture(params=["folder", "memory", "file"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    if request.param == "folder":
        made: Place = LocalPlace(tmp_path / "out")
    elif request.param == "memory":
        made = RemotePlace(f"memory://{secrets.token_hex(8)}/out/")
    else:
        made = RemotePlace(f"file://{tmp_path}/out")
    with made.alone():
        yield made


def result_in(folder: Path, content: str, *more: str) -> Path:
    (folder / "steps").mkdir(parents=True)
    (folder / "analysis.json").write_text(content)
    for name in more:
        (folder / "steps" / name).write_text(content)
    return folder


def test_records_come_back(place: Place) -> None:
    assert place.records() == {}
    assert place.read(CLIP.id) is None
    place.write(replace(RECORD, state="begun"))
    place.write(RECORD)
    assert place.records() == {CLIP.id: RECORD.slim()}
    assert RECORD.slim().row == {"strike": "heel"}
    assert list(place.whole([CLIP.id, "0" * 32])) == [RECORD]
    assert place.read(CLIP.id) == RECORD


def test_a_result_appears_under_its_name_and_replaces_the_earlier_one(place: Place) -> None:
    assert not place.is_taken("anna/run")
    with place.working() as folder:
        place.publish(result_in(folder / "one", "first", "left-0.jpg", "left-1.jpg"), "anna/run")
        place.publish(result_in(folder / "two", "second", "left-0.jpg"), "anna/run")
    assert not folder.exists()
    assert place.is_taken("anna/run")
    assert place.has_result("anna/run")
    with fetched(at(place, "anna/run/analysis.json")) as path:
        assert path.read_text() == "second"
    with pytest.raises(ClipNotFoundError), fetched(at(place, "anna/run/steps/left-1.jpg")) as path:
        raise ClipNotFoundError(str(path)) if not path.exists() else AssertionError(path)


def at(place: Place, name: str) -> Clip:
    return Clip(f"{place}/{name}", name, name)


def test_a_table_is_written_where_it_says(place: Place) -> None:
    where = place.write_table("clips.csv", b"clip")
    assert where == f"{place}/clips.csv"
    with fetched(Clip(where, "", "")) as path:
        assert path.read_bytes() == b"clip"


def test_clips_by_address_are_named_from_their_folder() -> None:
    import fsspec

    files = fsspec.filesystem("memory")
    base = secrets.token_hex(8)
    for name in ("run.mp4", "anna/run.MOV", "anna/.hid.mp4", "notes.md", "out/a/film.mp4"):
        files.pipe_file(f"/{base}/{name}", b"clip")
    files.pipe_file(f"/{base}/list.txt", b"# all\nanna/run.MOV\nodd.video\n")
    top = f"memory:///{base}"
    found = {clip.stem: clip for clip in find_anywhere([top], f"{top}/out")}
    assert set(found) == {"run", "anna/run"}
    assert (found["run"].size, found["run"].place) == (4, f"{top}/run.mp4")
    assert [clip.stem for clip in find_anywhere([f"{top}/run.mp4"], "")] == ["run"]
    assert [clip.stem for clip in find_anywhere([f"{top}/an*/*.MOV"], "")] == ["anna/run"]
    listed = find_anywhere([f"{top}/list.txt"], "")
    assert [(clip.stem, clip.size) for clip in listed] == [("anna/run", 4), ("odd", None)]
    with pytest.raises(ClipNotFoundError, match="check the address"):
        find_anywhere([f"{top}/nowhere"], "")
    with pytest.raises(InputError, match="There is no clip in"):
        find_anywhere([f"{top}/*.webm"], "")


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"null", b'{"format": "other"}', b"\xff"])
def test_a_damaged_record_is_none(data: bytes) -> None:
    assert from_bytes(data) is None
    assert from_bytes(to_bytes(RECORD)[:-5]) is None
    assert from_bytes(to_bytes(RECORD).replace(b'"analysed"', b'"sleeping"')) is None
    assert from_bytes(to_bytes(RECORD)) == RECORD


def test_a_folder_is_free_again_after_a_batch(tmp_path: Path) -> None:
    for _ in range(2):
        with LocalPlace(tmp_path).alone(), LocalPlace(tmp_path).working() as folder:
            (folder / "half").write_text("")
    assert [path.name for path in tmp_path.iterdir()] == [OWN_FOLDER]
