"""A desk to try: three drawn athletes over six weeks, put there and taken away in one call each.

What was seen of them is stored beside this module, as ``tools/make_demo_desk.py`` wrote it; it is
judged as any clip is.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select, update

from gaitcheck.desk.athletes import save_athlete
from gaitcheck.desk.desk import Desk
from gaitcheck.desk.keeping import keep_analysis
from gaitcheck.desk.records import Athlete, Session
from gaitcheck.desk.removal import delete_for_good
from gaitcheck.desk.tables import AthleteRow
from gaitcheck.errors import DeskError
from gaitcheck.judging import judge
from gaitcheck.model import ClipOptions
from gaitcheck.progress import Progress, ProgressCallback, ignore_progress
from gaitcheck.store.observation import load_observation

FOLDER: Final = Path(__file__).parent


def has_demo(desk: Desk) -> bool:
    """Return whether the drawn athletes are on the desk."""
    return bool(_demo_ids(desk))


def fill_demo(desk: Desk, *, progress: ProgressCallback = ignore_progress) -> int:
    """Put three drawn athletes with six weeks of sessions on the desk.

    Returns
    -------
    int
        How many clips that are.

    Raises
    ------
    DeskError
        When they are there already.
    """
    if has_demo(desk):
        raise DeskError("The demo's athletes are on the desk already.")
    plan = json.loads((FOLDER / "athletes.json").read_text(encoding="utf-8"))["athletes"]
    total, done = sum(len(one["visits"]) for one in plan), 0
    today = dt.datetime.now().astimezone().date()
    for one in plan:
        athlete = save_athlete(desk, _athlete(one))
        with desk.writing() as transaction:
            mark = update(AthleteRow).where(AthleteRow.id == athlete.id).values(demo=True)
            transaction.execute(mark)
        for visit in one["visits"]:
            progress(Progress("desk", done, total))
            observation = load_observation(FOLDER / f"{visit['seen']}.npz")
            options = ClipOptions(height_cm=athlete.height_cm)
            session = _session(athlete.id, visit, today)
            keep_analysis(desk, session, judge(observation, options), observation)
            done += 1
    progress(Progress("desk", total, total))
    return total


def clear_demo(desk: Desk) -> int:
    """Delete the drawn athletes and all that is theirs; return how many there were."""
    ids = _demo_ids(desk)
    for athlete_id in ids:
        delete_for_good(desk, athlete_id=athlete_id)
    return len(ids)


def _demo_ids(desk: Desk) -> tuple[str, ...]:
    own = select(AthleteRow.id).where(AthleteRow.owner == desk.who, AthleteRow.demo)
    with desk.reading() as transaction:
        return tuple(transaction.scalars(own))


def _athlete(one: dict[str, Any]) -> Athlete:
    return Athlete(
        one["name"], height_cm=one["height_cm"], notes=one["notes"], tags=tuple(one["tags"])
    )


def _session(athlete_id: str, visit: dict[str, Any], today: dt.date) -> Session:
    said = {name: value for name, value in visit.items() if name not in ("seen", "days_ago")}
    return Session(athlete_id, today - dt.timedelta(days=visit["days_ago"]), **said)
