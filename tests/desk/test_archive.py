"""The whole desk in one file and back, also from an older desk and to another kind of database."""

from __future__ import annotations

import zipfile
from contextlib import nullcontext
from pathlib import Path

import pytest
from sqlalchemy import select

from gaitcheck.desk import archive as archiving
from gaitcheck.desk.archive import back_up, restore
from gaitcheck.desk.athletes import find_athletes
from gaitcheck.desk.desk import Desk, open_desk
from gaitcheck.desk.kept import files_of, find_kept, load_analyses
from gaitcheck.desk.records import Note
from gaitcheck.desk.sessions import find_notes, find_sessions, save_note
from gaitcheck.desk.sharing import share_athlete
from gaitcheck.desk.tables import Base
from gaitcheck.errors import (
    CancelledError,
    DeskDamagedError,
    DeskError,
    InputError,
    OutputError,
)
from tests.desk.results import an_athlete, keep_example


@pytest.fixture
def full(desk: Desk) -> Desk:
    """A desk with something in every table but one."""
    ann = an_athlete(desk, "Ann \u202e🏃", tags=("a", "b"), height_cm=170.0)
    kept = keep_example(desk, ann, 1, pain=True, cue="quicker\u2028steps", speed_kmh=9.5)
    share_athlete(desk, ann.id, "guest")
    save_note(desk, Note(ann.id, 'line\nbreak "quoted"', clip_id=kept.id, step="left-1"))
    return desk


def rows(desk: Desk) -> dict[str, list[tuple[object, ...]]]:
    """Return all that a desk holds, but for its own name: a restored desk is another one."""
    with desk.engine.connect() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for table in Base.metadata.sorted_tables
            if table.name != "desk"
        }


def test_a_restored_desk_is_the_desk(full: Desk, tmp_path: Path) -> None:
    file = tmp_path / "desk.zip"
    assert back_up(full, file) == len(set(full.files.digests()))
    with open_desk(tmp_path / "restored") as restored:
        assert restore(restored, file) == 1
        assert rows(restored) == rows(full)
        kept = find_kept(restored)
        assert kept == find_kept(full)
        assert load_analyses(restored, kept) == load_analyses(full, kept)
        assert set(restored.files.digests()) == set(full.files.digests())
        assert not restored.files.unfinished
        second = tmp_path / "second.zip"
        back_up(restored, second)
        with zipfile.ZipFile(file) as one, zipfile.ZipFile(second) as other:
            assert sorted(one.namelist()) == sorted(other.namelist())


def test_a_backup_of_sqlite_goes_into_any_database(
    desk: Desk, sqlite_desk: Desk, tmp_path: Path
) -> None:
    if desk.place == sqlite_desk.place:
        pytest.skip("both are the same")
    ann = an_athlete(sqlite_desk)
    keep_example(sqlite_desk, ann, 1, pain=False)
    back_up(sqlite_desk, tmp_path / "desk.zip")
    restore(desk, tmp_path / "desk.zip")
    assert rows(desk) == rows(sqlite_desk)
    assert find_sessions(desk, ann.id) == find_sessions(sqlite_desk, ann.id)


def test_a_desk_with_something_on_it_is_not_overwritten(full: Desk, tmp_path: Path) -> None:
    back_up(full, tmp_path / "desk.zip")
    before = rows(full)
    with pytest.raises(DeskError, match="something on this desk"):
        restore(full, tmp_path / "desk.zip")
    assert rows(full) == before


def test_a_desk_that_is_not_whole_is_not_backed_up(full: Desk, tmp_path: Path) -> None:
    file = tmp_path / "desk.zip"
    back_up(full, file)
    good = file.read_bytes()
    digest = next(iter(files_of(full, find_kept(full)[0].id).values()))
    full.files.local(digest).write_bytes(b"damaged")
    with pytest.raises(DeskDamagedError, match="no backup was made"):
        back_up(full, file)
    assert file.read_bytes() == good
    assert [path.name for path in tmp_path.glob("*.zip")] == ["desk.zip"]


def test_a_backup_that_is_not_whole_restores_nothing(full: Desk, tmp_path: Path) -> None:
    whole, spoilt = tmp_path / "desk.zip", tmp_path / "spoilt.zip"
    back_up(full, whole)
    with zipfile.ZipFile(whole) as source:
        names = source.namelist()
        files = [name for name in names if name.startswith("files/")]
        with zipfile.ZipFile(spoilt, "w") as lacking:
            for name in names:
                if name != files[-1]:
                    lacking.writestr(name, source.read(name))
        with zipfile.ZipFile(tmp_path / "changed.zip", "w") as changed:
            for name in names:
                changed.writestr(name, b"other" if name == files[-1] else source.read(name))
    (tmp_path / "text.zip").write_text("no backup")
    (tmp_path / "cut.zip").write_bytes(whole.read_bytes()[:-200])
    with zipfile.ZipFile(tmp_path / "empty.zip", "w"):
        pass
    with open_desk(tmp_path / "restored") as restored:
        for name in ("spoilt", "changed", "text", "cut", "empty", "gone"):
            with pytest.raises(InputError):
                restore(restored, tmp_path / f"{name}.zip")
            assert find_athletes(restored) == ((), 0)
            assert list(restored.files.digests()) == []
        assert restore(restored, whole) == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this machine")
def test_a_restore_without_room_does_not_blame_the_backup(
    full: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    back_up(full, tmp_path / "desk.zip")
    (tmp_path / "file").symlink_to("/dev/full")
    monkeypatch.setattr(archiving, "scratch_folder", lambda: nullcontext(tmp_path))
    with open_desk(tmp_path / "restored") as restored:
        with pytest.raises(OutputError, match=r"no room left to unpack desk.zip in .*TMPDIR"):
            restore(restored, tmp_path / "desk.zip")
        assert find_athletes(restored) == ((), 0)


class _Now:
    def is_set(self) -> bool:
        return True


def test_both_can_be_cancelled(full: Desk, tmp_path: Path) -> None:
    with pytest.raises(CancelledError):
        back_up(full, tmp_path / "desk.zip", cancel=_Now())
    assert not (tmp_path / "desk.zip").exists()
    back_up(full, tmp_path / "desk.zip")
    with open_desk(tmp_path / "restored") as restored:
        with pytest.raises(CancelledError):
            restore(restored, tmp_path / "desk.zip", cancel=_Now())
        assert find_athletes(restored) == ((), 0)


def test_a_backup_of_an_older_desk_is_brought_up_to_date(
    full: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tables of today stand for those of yesterday, and a step more for today's."""
    back_up(full, tmp_path / "desk.zip")
    notes = find_notes(full, find_athletes(full)[0][0].athlete.id)
    older = archiving.newest_version()
    with open_desk(tmp_path / "restored") as restored, monkeypatch.context() as newer:
        newer.setattr(archiving, "newest_version", lambda: "later")
        newer.setattr(archiving, "version_of", lambda _: "later")
        newer.setattr(archiving, "known_versions", lambda: frozenset({older, "later"}))
        restore(restored, tmp_path / "desk.zip")
        assert rows(restored) == rows(full)
        assert find_notes(restored, find_athletes(restored)[0][0].athlete.id) == notes
        newer.setattr(archiving, "known_versions", lambda: frozenset({"later"}))
        with pytest.raises(DeskDamagedError, match="newer"):
            restore(restored, tmp_path / "desk.zip")
