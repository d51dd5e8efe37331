"""What the table of waiting clips holds is what the other tables say, whatever was done."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from sqlalchemy import delete, select, update

from gaitcheck.desk.archive import back_up, restore
from gaitcheck.desk.athletes import find_athletes, save_athlete
from gaitcheck.desk.desk import Desk, open_desk
from gaitcheck.desk.keeping import keep_analysis
from gaitcheck.desk.kept import find_kept, load_analyses
from gaitcheck.desk.queue import find_queue
from gaitcheck.desk.records import Session
from gaitcheck.desk.rejudge import rejudge
from gaitcheck.desk.removal import delete_for_good
from gaitcheck.desk.reviews import finish_review, read_review, save_review
from gaitcheck.desk.sessions import find_sessions, save_session
from gaitcheck.desk.tables import AthleteRow, WaitingRow
from gaitcheck.desk.waiting import find_looks
from gaitcheck.model import Correction
from tests.desk.conftest import OpenDesk
from tests.desk.results import DAY, an_analysis, an_athlete
from tests.examples import make_observation

STEPS = 25
STRIKES = ("heel", "toe", "midfoot", "unsure")


def in_table(desk: Desk) -> set[tuple[object, ...]]:
    row = WaitingRow
    with desk.reading() as transaction:
        wanted = select(row.clip_id, row.athlete_id, row.why, row.confidence, row.day)
        return {tuple(one) for one in transaction.execute(wanted)}


def worked_out(desk: Desk) -> set[tuple[object, ...]]:
    with desk.reading() as transaction:
        athletes = transaction.scalars(select(AthleteRow.id)).all()
        looks = find_looks(transaction, athletes).values()
        return {(one.clip_id, one.athlete_id, one.why, one.confidence, one.day) for one in looks}


class Coach:
    """Does one thing after another, at random."""

    def __init__(self, desk: Desk, chance: random.Random) -> None:
        self.desk, self.chance, self.clips = desk, chance, 0

    def keep(self) -> None:
        self.clips += 1
        analysis = an_analysis(self.clips, self.chance.choice(STRIKES))
        verdict = replace(analysis.verdict, confidence=self.chance.choice((0.6, 0.97)))
        feet = {
            side: replace(own, strike=self.chance.choice(STRIKES))
            for side, own in analysis.sides.items()
        }
        analysis = replace(analysis, sides=feet, verdict=verdict)
        day = DAY + dt.timedelta(self.chance.randrange(6))
        session = Session(self._athlete(), day, pain=self.chance.choice((None, True, False)))
        keep_analysis(self.desk, session, analysis, make_observation(analysis))

    def edit(self) -> None:
        if session := self._session():
            moved = replace(session, day=DAY + dt.timedelta(self.chance.randrange(6)))
            whose = self.chance.choice((session.athlete_id, self._athlete()))
            save_session(self.desk, replace(moved, athlete_id=whose, pain=not session.pain))

    def review(self) -> None:
        if clip := self._clip():
            (analysis,) = load_analyses(self.desk, [clip])
            strike = self.chance.choice(("heel", "toe"))
            said = [Correction("label", step.id, strike=strike) for step in analysis.steps]
            version = read_review(self.desk, clip.id).version
            save_review(self.desk, clip.id, said, version, done=self.chance.random() < 0.5)

    def finish(self) -> None:
        if clip := self._clip():
            finish_review(self.desk, clip.id, read_review(self.desk, clip.id).version)

    def rejudge(self) -> None:
        rejudge(self.desk, self._athlete(), everything=True)

    def archive(self) -> None:
        athlete = self.chance.choice(find_athletes(self.desk)[0]).athlete
        if find_athletes(self.desk)[1] > 1:
            save_athlete(self.desk, replace(athlete, archived=True))

    def delete(self) -> None:
        if clip := self._clip():
            what = {"clip_id": clip.id}
            if self.chance.random() < 0.5:
                what = {"session_id": clip.session_id}
            delete_for_good(self.desk, **what)

    def _athlete(self) -> str:
        return self.chance.choice(find_athletes(self.desk)[0]).athlete.id

    def _session(self) -> Session | None:
        found = find_sessions(self.desk, self._athlete())
        return self.chance.choice(found) if found else None

    def _clip(self):  # type: ignore[no-untyped-def]
        found = find_kept(self.desk)
        return self.chance.choice(found) if found else None


def test_the_table_says_what_the_others_say_after_each_change(desk: Desk) -> None:
    for name in ("Ann", "Bob", "Cleo"):
        an_athlete(desk, name)
    chance = random.Random(7)
    coach = Coach(desk, chance)
    jobs: list[Callable[[], None]] = [coach.keep] * 4
    jobs += [coach.edit, coach.review, coach.finish, coach.rejudge, coach.archive, coach.delete]
    most = 0
    for _ in range(STEPS):
        job = chance.choice(jobs)
        job()
        assert in_table(desk) == worked_out(desk), job
        most = max(most, len(in_table(desk)))
    assert most > 3
    (first, *_), _ = find_athletes(desk)
    delete_for_good(desk, athlete_id=first.athlete.id)
    assert in_table(desk) == worked_out(desk)


def test_what_was_weighed_by_other_rules_is_weighed_anew_once(open_here: OpenDesk) -> None:
    with open_here() as desk:
        ann = an_athlete(desk)
        analysis = an_analysis(1, "unsure")
        keep_analysis(desk, Session(ann.id, DAY), analysis, make_observation(analysis))
        before = find_queue(desk)
        assert before[1] == 1
        with desk.writing() as transaction:  # as a desk of a version before is brought up to date
            transaction.execute(delete(WaitingRow))
            transaction.execute(update(AthleteRow).values(queue_rules=0))
    assert find_queue(open_here()) == before


def test_a_restored_desk_has_its_queue(desk: Desk, tmp_path: Path) -> None:
    ann = an_athlete(desk)
    analysis = an_analysis(1, "unsure")
    keep_analysis(desk, Session(ann.id, DAY), analysis, make_observation(analysis))
    back_up(desk, tmp_path / "desk.zip")
    with open_desk(tmp_path / "other") as other:
        restore(other, tmp_path / "desk.zip")
        assert find_queue(other) == find_queue(desk)
