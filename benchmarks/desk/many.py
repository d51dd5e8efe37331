"""A desk with many athletes: ``python -m benchmarks.desk.many [--postgresql] [ATHLETES] [EACH]``.

By default 1,000 athletes with 100 analyses each, on a new SQLite desk; ``--postgresql`` starts a
PostgreSQL of its own. Nearly half of the clips want a look, and some were judged again with another
answer; a tenth was reviewed. Printed is how long the pages take as the server builds them, how long
each of their queries takes, and how the database goes about those that take longest. The analyses
share a handful of documents: what is measured is the database and reading documents, not the disk.
The processor's time is that of this process and of all of PostgreSQL's: on a quiet computer the
answer takes about as long.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import Any, Final, cast

from sqlalchemy import Connection, and_, event, func, insert, or_, select
from streamlit.util import calc_hash

from gaitcheck import judge
from gaitcheck.desk.athletes import find_athletes, get_athlete
from gaitcheck.desk.demo import FOLDER
from gaitcheck.desk.desk import Desk, open_desk
from gaitcheck.desk.keeping import keep_analysis
from gaitcheck.desk.kept import find_kept
from gaitcheck.desk.place import FILES, PLACE
from gaitcheck.desk.queue import find_queue
from gaitcheck.desk.records import KeptResult, Session, fold
from gaitcheck.desk.removal import what_goes
from gaitcheck.desk.reviews import save_review
from gaitcheck.desk.sessions import find_sessions, save_session
from gaitcheck.desk.tables import (
    AnalysisRow,
    AthleteRow,
    Base,
    ClipRow,
    FileRow,
    ReviewRow,
    SessionRow,
    TagRow,
    new_id,
    now,
)
from gaitcheck.desk.trends import load_history
from gaitcheck.desk.waiting import outdated, renew_waiting
from gaitcheck.model import Correction
from gaitcheck.store.folders import ANALYSIS_FILE
from gaitcheck.store.observation import load_observation
from gaitcheck.ui.navigation import ATHLETE, CLIP
from tests.desk.servers import postgresql
from tests.ui.pages import open_page

TRIES: Final = 7
REVIEWED: Final = 5
DOUBTS: Final[Mapping[int, dict[str, Any]]] = {
    1: {"strike": "unsure"},
    4: {"left_strike": "unsure"},
    6: {"confidence": 0.55},
    8: {"confidence": 0.7},
}
"""What makes four of ten analyses want a look, by their last digit."""
_PARENT: Final = 1
_SPENT: Final = 11
"""Places in what Linux says of a process: the parent's number, the time in four parts."""
WORDS: Final = ("Ann", "Bo", "Chi", "Dag", "Eve", "Finn", "Gus", "Hal", "Ida", "Jo")


def main() -> None:
    """Fill a desk and time what the pages ask for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("athletes", type=int, nargs="?", default=1000)
    parser.add_argument("each", type=int, nargs="?", default=100)
    parser.add_argument("--postgresql", action="store_true", help="PostgreSQL in SQLite's place")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, ExitStack() as servers:
        place: Path | str | None = Path(name) / "desk"
        if args.postgresql:
            place = servers.enter_context(postgresql())
        assert place is not None, "no PostgreSQL on this machine"
        files = Path(name) / "files"
        with open_desk(place, files=files) as desk:
            begun = time.perf_counter()
            _fill(desk, args.athletes, args.each)
            print(f"{args.athletes} athletes, {_count(desk)} analyses in {_s(begun)}")
            _time_pages(desk, place, files)
            _time_queries(desk)
            if desk.place.database is not None:
                print(f"{desk.place.database.stat().st_size / 1e6:.0f} MB of database")
            _explain(desk)
        begun = time.perf_counter()
        with open_desk(place, files=files):
            print(f"opening it again: {_s(begun)}")


def _fill(desk: Desk, athletes: int, each: int) -> None:
    """Copy the rows of a few true results as often as wanted."""
    patterns = list(_patterns(desk))
    with desk.writing() as transaction:
        connection = transaction.connection()
        for number in range(athletes):
            for row, rows in _rows_for(number, each, patterns):
                _insert(connection, row, rows)
        renew_waiting(transaction, *outdated(transaction))
    if desk.place.database is None:
        # A desk that grew over months: by then the server itself has looked at its tables.
        with desk.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")


Pattern = tuple[dict[str, Any], dict[str, Any], list[dict[str, Any]], list[dict[str, Any]]]


def _patterns(desk: Desk) -> Iterator[Pattern]:
    """Keep five results, review one, and return the rows of clip, analysis, files and review."""
    with desk.writing() as transaction:
        row = AthleteRow(id="pattern", owner="nobody", name="x", folded="x")
        transaction.add(row)
    own = desk.seen_by("nobody")
    for visit in range(1, 6):
        seen = load_observation(FOLDER / f"ada-{visit}.npz")
        kept = keep_analysis(own, Session("pattern", dt.date(2026, 1, visit)), judge(seen), seen)
        yield _rows_of(desk, kept)
        if visit == REVIEWED:
            said = [Correction("confirm", step=step.id) for step in judge(seen).steps]
            yield _rows_of(desk, save_review(own, kept.id, said, 0))


def _rows_of(desk: Desk, kept: KeptResult) -> Pattern:
    with desk.reading() as transaction:
        connection = transaction.connection()

        def rows(row: type[Base], condition: Any) -> list[dict[str, Any]]:
            found = connection.execute(select(row.__table__).where(condition))
            return [dict(one) for one in found.mappings()]

        held = or_(FileRow.analysis_id.is_(None), FileRow.analysis_id == kept.analysis_id)
        return (
            rows(ClipRow, ClipRow.id == kept.id)[0],
            rows(AnalysisRow, AnalysisRow.id == kept.analysis_id)[0],
            rows(FileRow, and_(FileRow.clip_id == kept.id, held)),
            rows(ReviewRow, ReviewRow.clip_id == kept.id),
        )


def _insert(connection: Connection, row: type[Base], rows: list[dict[str, Any]]) -> None:
    """Insert rows, by PostgreSQL's COPY where there is one: it takes half of the time."""
    if not rows or connection.dialect.name == "sqlite":
        if rows:
            connection.execute(insert(row), rows)
        return
    names = list(rows[0])
    with (
        closing(connection.connection.cursor()) as cursor,
        cast(Any, cursor).copy(f"COPY {row.__tablename__} ({', '.join(names)}) FROM STDIN") as copy,
    ):
        for one in rows:
            copy.write_row([one[name] for name in names])


def _rows_for(
    number: int, each: int, patterns: list[Pattern]
) -> Iterator[tuple[type[Base], list[dict[str, Any]]]]:
    """Yield an athlete and all that is hers, those first to which others point."""
    *plain, reviewed = patterns
    athlete = new_id()
    name = f"{WORDS[number % 10]} {WORDS[number // 10 % 10]}son {number}"
    own: dict[str, Any] = {
        "id": athlete,
        "owner": "local",
        "name": name,
        "folded": fold(name),
        "notes": "",
    }
    own |= {"archived": False, "demo": False, "queue_rules": 0, "made_at": now(), "version": 1}
    yield AthleteRow, [own]
    tag = f"group {number % 25}"
    yield TagRow, [{"athlete_id": athlete, "tag": tag, "folded": tag}]
    sessions, clips, analyses, files, reviews = [], [], [], [], []
    for visit in range(each):
        clip, analysis, own_files, said = reviewed if visit % 10 == 9 else plain[visit % len(plain)]
        day = dt.date(2024, 1, 1) + dt.timedelta(days=7 * visit)
        ids = {"session": new_id(), "clip": new_id(), "analysis": new_id()}
        cue = "quicker steps" if visit > each // 2 else ""
        session: dict[str, Any] = {"shoes": "red", "surface": "", "pain_where": "", "notes": ""}
        session |= {"id": ids["session"], "athlete_id": athlete, "day": day, "cue": cue}
        session["pain"] = visit % 25 == 3
        sessions.append(session | {"made_at": now(), "version": 1})
        clips.append(clip | {"id": ids["clip"], "session_id": ids["session"]})
        held = analysis | {"id": ids["analysis"], "clip_id": ids["clip"]}
        analyses.append(held | DOUBTS.get(visit % 10, {}))
        if visit % 20 == 7:
            older = {"id": new_id(), "holds": False, "strike": "midfoot", "made_at": "2020-01-01"}
            analyses.append(held | older)
        for file in own_files:
            whose = None if file["analysis_id"] is None else ids["analysis"]
            row = file | {"id": new_id(), "clip_id": ids["clip"], "analysis_id": whose}
            if number and file["name"] != ANALYSIS_FILE:
                row["digest"] = new_id()  # nobody else's content; only the first one's can be read
            files.append(row)
        reviews += [one | {"clip_id": ids["clip"]} for one in said]
    yield from ((SessionRow, sessions), (ClipRow, clips), (ReviewRow, reviews))
    yield from ((AnalysisRow, analyses), (FileRow, files))


def _count(desk: Desk) -> int:
    with desk.reading() as transaction:
        return transaction.scalar(select(func.count()).select_from(AnalysisRow)) or 0


def _time_pages(desk: Desk, place: Path | str, files: Path) -> None:
    """Time whole pages, as the server builds them for one visitor; the first look is left out."""
    os.environ.update({PLACE: str(place), FILES: str(files)})
    (first, *_), _ = find_athletes(desk)
    clip = find_kept(desk, athlete_id=first.athlete.id)[0]
    pages: dict[str, dict[str, str]] = {
        "the desk": {},
        "page of an athlete": {ATHLETE: first.athlete.id},
        "page of a review": {CLIP: clip.id},
    }
    for title, address in pages.items():
        page = open_page()
        page._page_hash = calc_hash("desk")
        page.query_params.update(address)
        _time(desk, title, page.run)
        assert not page.exception, page.exception


def _time_queries(desk: Desk) -> None:
    (first, *_), _ = find_athletes(desk)
    athlete = first.athlete
    session = find_sessions(desk, athlete.id)[0]
    last = max(find_queue(desk, most=1)[1] - 20, 0)
    jobs: dict[str, Callable[[], object]] = {
        "list, first page": lambda: find_athletes(desk),
        "list, last page": lambda: find_athletes(desk, skip=950),
        "search for a word": lambda: find_athletes(desk, "idason"),
        "search for a tag": lambda: find_athletes(desk, tag="group 7"),
        "one athlete": lambda: get_athlete(desk, athlete.id),
        "sessions of one": lambda: find_sessions(desk, athlete.id),
        "clips of one": lambda: find_kept(desk, athlete_id=athlete.id),
        "queue, first page": lambda: find_queue(desk),
        "queue, last page": lambda: find_queue(desk, skip=last),
        "queue of one": lambda: find_queue(desk, athlete_id=athlete.id),
        "all trends of one": lambda: load_history(desk, athlete.id),
        "what a deletion takes": lambda: what_goes(desk, athlete_id=athlete.id),
        "a session added": lambda: save_session(desk, Session(athlete.id, session.day)),
    }
    for title, job in jobs.items():
        _time(desk, title, job)


def _time(desk: Desk, title: str, job: Callable[[], object]) -> None:
    job()
    times, busy = [], []
    for _ in range(TRIES):
        begun, before = time.perf_counter(), _busy_s(desk)
        job()
        times.append(1000 * (time.perf_counter() - begun))
        busy.append(1000 * (_busy_s(desk) - before))
    middle, work = statistics.median(times), statistics.median(busy)
    print(
        f"{title:24}{middle:7.0f} ms, at most {max(times):.0f}; processor {work:.0f} ms", flush=True
    )


def _busy_s(desk: Desk) -> float:
    """Return the processor's time so far, with that of the server's process where there is one."""
    own = time.process_time()
    if desk.place.database is not None:
        return own
    with desk.engine.connect() as connection:
        pid = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
    server = _stat(Path(f"/proc/{pid}"))[_PARENT]
    ticks = 0
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has just ended: the server has its time by now
            stat = _stat(place)
            if place.name == server:
                ticks += sum(map(int, stat[_SPENT : _SPENT + 4]))  # and of those that ended
            elif stat[_PARENT] == server:
                ticks += sum(map(int, stat[_SPENT : _SPENT + 2]))
    return own + ticks / os.sysconf("SC_CLK_TCK")


def _stat(place: Path) -> list[str]:
    return (place / "stat").read_text().rpartition(")")[2].split()


def _explain(desk: Desk) -> None:
    """Print how the list, the clips of one athlete, and the queue are answered."""
    asked: list[tuple[str, Any]] = []

    def note(_c: Any, _u: Any, statement: str, parameters: Any, *_: Any) -> None:
        asked.append((statement, parameters))

    event.listen(desk.engine, "before_cursor_execute", note)
    (first, *_), _ = find_athletes(desk)
    find_kept(desk, athlete_id=first.athlete.id)
    find_queue(desk)
    event.remove(desk.engine, "before_cursor_execute", note)
    with desk.engine.connect() as connection:
        for statement, parameters in asked:
            if not statement.startswith(("SELECT", "WITH")):
                continue
            how = "EXPLAIN QUERY PLAN" if desk.place.database is not None else "EXPLAIN ANALYZE"
            plan = connection.exec_driver_sql(f"{how} {statement}", parameters)
            steps = [row[-1] for row in plan]
            print(json.dumps({"asked": " ".join(statement.split())[:70], "plan": steps}, indent=1))


def _s(begun: float) -> str:
    return f"{time.perf_counter() - begun:.1f} s"


if __name__ == "__main__":
    main()
