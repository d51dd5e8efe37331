"""The database is made, brought up to date, and left alone where it is not sound."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from gaitcheck.desk import database
from gaitcheck.desk.athletes import find_athletes
from gaitcheck.desk.database import newest_version, plain_errors
from gaitcheck.desk.desk import Desk, open_desk
from gaitcheck.desk.place import find_place
from gaitcheck.desk.tables import Base
from gaitcheck.errors import DeskDamagedError, DeskError, OutputError
from tests.desk.conftest import OpenDesk
from tests.desk.results import an_athlete


def test_the_steps_lead_to_the_tables(desk: Desk) -> None:
    with desk.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_what_was_written_is_there_when_it_is_opened_again(open_here: OpenDesk) -> None:
    with open_here() as desk:
        an_athlete(desk)
    (found,), total = find_athletes(open_here())
    assert (found.athlete.name, total) == ("Ann", 1)


def test_where_there_is_none_nothing_is_made_unless_asked_for(
    place: str | Path, tmp_path: Path
) -> None:
    files = tmp_path / "files"
    for _ in range(2):
        with pytest.raises(DeskError, match="There is no desk in"):
            open_desk(place, files=files, make=False)
    assert list(tmp_path.iterdir()) == []
    open_desk(place, files=files).close()
    open_desk(place, files=files, make=False).close()


def test_many_may_open_a_new_desk_at_once(open_here: OpenDesk) -> None:
    faults: list[BaseException] = []

    def open_it() -> None:
        try:
            open_here()
        except Exception as error:  # noqa: BLE001 - whatever it is, the test says it
            faults.append(error)

    threads = [threading.Thread(target=open_it) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults


def test_a_disk_without_room_is_told_in_a_sentence(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "small")) as small:
        small.execute("PRAGMA max_page_count = 2")
        small.execute("CREATE TABLE notes (text)")
        said = r"is full or broken \(.*full\).*free some space"
        with pytest.raises(DeskError, match=said), plain_errors(find_place(str(tmp_path))):
            small.execute("INSERT INTO notes VALUES (?)", ("a" * 100_000,))


@pytest.fixture
def steps(tmp_path: Path) -> Path:
    """Those of a program of which the tables have gone a step further."""
    steps = tmp_path / "steps"
    (steps / "versions").mkdir(parents=True)
    own = database.MIGRATIONS
    (steps / "env.py").write_text((own / "env.py").read_text())
    for step in (own / "versions").glob("0*.py"):
        (steps / "versions" / step.name).write_text(step.read_text())
    (steps / "versions" / "9999_next.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\n"
        f'revision = "9999"\ndown_revision = "{newest_version()}"\n'
        "def upgrade():\n"
        '    op.add_column("athlete", sa.Column("club", sa.Text(), server_default="none"))\n'
    )
    return steps


def test_an_older_desk_is_brought_up_to_date_and_a_copy_kept(
    open_here: OpenDesk, steps: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_here() as desk:
        an_athlete(desk)
        older = newest_version()
    monkeypatch.setattr(database, "MIGRATIONS", steps)
    desk = open_here()
    with desk.engine.connect() as connection:
        assert connection.execute(text("SELECT name, club FROM athlete")).all() == [("Ann", "none")]
    if desk.place.database is None:
        assert (Path(desk.place.files) / f"before-{older}.zip").is_file()
    else:
        copy = desk.place.database.with_name(f"desk-before-{older}.sqlite3")
        with closing(sqlite3.connect(copy)) as kept:
            assert kept.execute("SELECT name FROM athlete").fetchall() == [("Ann",)]


def test_a_newer_desk_is_refused_and_left_alone(
    open_here: OpenDesk, steps: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as newer:
        newer.setattr(database, "MIGRATIONS", steps)
        with open_here() as desk:
            an_athlete(desk)
    with pytest.raises(DeskDamagedError, match="newer gaitcheck"):
        open_here()
    monkeypatch.setattr(database, "MIGRATIONS", steps)
    assert find_athletes(open_here())[1] == 1


def test_a_step_that_fails_changes_nothing(
    open_here: OpenDesk, steps: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_here() as desk:
        an_athlete(desk)
    monkeypatch.setattr(database, "MIGRATIONS", steps)
    step = steps / "versions" / "9999_next.py"
    step.write_text(step.read_text() + "    raise RuntimeError('half way')\n")
    with pytest.raises(RuntimeError, match="half way"):
        open_here()
    step.write_text(step.read_text().replace("    raise RuntimeError('half way')\n", ""))
    assert find_athletes(open_here())[1] == 1


@pytest.mark.parametrize("content", [b"?", b"no database at all", b"SQLite format 3\x00 and then"])
def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "desk.sqlite3"
    file.write_bytes(content)
    with pytest.raises(DeskDamagedError, match="was left as it is"):
        open_desk(tmp_path)
    assert file.read_bytes() == content


def test_an_empty_file_is_a_desk_that_was_about_to_be(tmp_path: Path) -> None:
    (tmp_path / "desk.sqlite3").touch()
    with open_desk(tmp_path) as desk:
        assert find_athletes(desk) == ((), 0)


def test_a_damaged_database_is_left_as_it_is(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        for number in range(300):
            an_athlete(desk, f"athlete {number}", notes="x" * 500)
    file = tmp_path / "desk.sqlite3"
    damaged = bytearray(file.read_bytes())
    damaged[len(damaged) // 2 : len(damaged) // 2 + 9000] = b"\x5a" * 9000
    file.write_bytes(damaged)
    with pytest.raises(DeskDamagedError, match="was left as it is"):
        open_desk(tmp_path)
    assert file.read_bytes() == damaged


def test_another_programs_database_is_left_as_it_is(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "desk.sqlite3")) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
        other.commit()
    with pytest.raises(DeskDamagedError, match="another program"):
        open_desk(tmp_path)


def test_a_place_that_cannot_be_a_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises((DeskError, OutputError)):
        open_desk(tmp_path / "file" / "desk")


@pytest.mark.parametrize("address", ["mysql://here/desk", "postgresql://here:port/x"])
def test_an_address_that_is_none_is_said(address: str) -> None:
    with pytest.raises(DeskError):
        open_desk(address, files=Path())


def test_a_server_that_does_not_answer_is_said(tmp_path: Path) -> None:
    address = f"postgresql://nobody:secret@/desk?host={tmp_path}"
    with pytest.raises(DeskError, match="cannot be reached") as said:
        open_desk(address, files=tmp_path)
    assert "secret" not in str(said.value)


def test_the_environment_names_the_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAITCHECK_DESK", str(tmp_path / "mine"))
    assert find_place().database == tmp_path / "mine" / "desk.sqlite3"
    assert find_place(tmp_path / "other").database == tmp_path / "other" / "desk.sqlite3"
    monkeypatch.delenv("GAITCHECK_DESK")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert tmp_path in find_place().database.parents  # type: ignore[union-attr]
