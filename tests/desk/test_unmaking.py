"""A desk that was made for something that failed is taken away again, unless it is in use."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from gaitcheck.desk.athletes import find_athletes
from gaitcheck.desk.desk import Desk, open_desk
from gaitcheck.errors import DeskError
from tests.desk.results import an_athlete


class _StoppedError(Exception):
    """Whatever may go wrong."""


@pytest.fixture
def open_it(place: str | Path, tmp_path: Path) -> Callable[[], Desk]:
    """Open the desk with its files apart."""
    return lambda: open_desk(place, files=tmp_path / "far" / "files")


def fail_on(desk: Desk) -> None:
    with pytest.raises(_StoppedError), desk:
        raise _StoppedError


def count(open_it: Callable[[], Desk]) -> int:
    with open_it() as desk:
        return find_athletes(desk)[1]


def is_there(place: str | Path, tmp_path: Path) -> bool:
    try:
        open_desk(place, files=tmp_path / "far" / "files", make=False).close()
    except DeskError:
        return False
    return True


def test_nothing_is_left_of_it(
    open_it: Callable[[], Desk], place: str | Path, tmp_path: Path
) -> None:
    for _ in range(2):
        fail_on(open_it())
        assert not is_there(place, tmp_path)
        assert list(tmp_path.iterdir()) == []
    with open_it() as desk:
        an_athlete(desk)
    assert count(open_it) == 1


def test_folders_that_were_there_stay_as_they_were(tmp_path: Path) -> None:
    for name in ("desk", "files"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "notes.txt").write_text("mine")
    fail_on(open_desk(tmp_path / "desk", files=tmp_path / "files"))
    left = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert sorted(left) == [tmp_path / name / "notes.txt" for name in ("desk", "files")]


def test_somebody_on_it_stays(
    open_it: Callable[[], Desk], place: str | Path, tmp_path: Path
) -> None:
    desk = open_it()
    an_athlete(desk)
    fail_on(desk)
    assert count(open_it) == 1
    assert is_there(place, tmp_path)


def test_a_desk_that_was_there_stays_though_it_is_empty(
    open_it: Callable[[], Desk], place: str | Path, tmp_path: Path
) -> None:
    open_it().close()
    fail_on(open_it())
    assert is_there(place, tmp_path)


def test_what_somebody_else_has_opened_meanwhile_stays(
    open_it: Callable[[], Desk], place: str | Path, tmp_path: Path
) -> None:
    mine, other = open_it(), open_it()
    fail_on(mine)
    an_athlete(other)
    other.close()
    assert is_there(place, tmp_path)
    assert count(open_it) == 1


def test_a_desk_whose_files_are_anothers_is_not_begun(tmp_path: Path) -> None:
    files = tmp_path / "files"
    open_desk(tmp_path / "one", files=files).close()
    owner = (files / "desk").read_text()
    with pytest.raises(DeskError, match="belong to another desk"):
        open_desk(tmp_path / "other", files=files)
    assert not (tmp_path / "other").exists()
    assert (files / "desk").read_text() == owner


def test_files_at_an_address_are_nobodys_again(tmp_path: Path, bucket: str) -> None:
    address = f"{bucket}/failed"
    fail_on(open_desk(tmp_path / "desk", files=address))
    with open_desk(tmp_path / "other", files=address) as desk:
        assert desk.files.owner() is not None
    assert not (tmp_path / "desk").exists()
