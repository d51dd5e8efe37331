"""A desk to try: three drawn athletes over six weeks, put there and taken away in one call each.

What was seen of them is stored beside this module, as ``tools/make_demo_desk.py`` wrote it; it is
judged as any clip is.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any, Final

from sqlalchemy import update

from gaitcheck.desk.athletes import find_drawn, save_athlete
from gaitcheck.desk.desk import Desk
from gaitcheck.desk.keeping import keep_analysis
from gaitcheck.desk.kept import find_kept
from gaitcheck.desk.records import Athlete, KeptResult, Session
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
    return bool(find_drawn(desk))


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
    plan = _plan()
    total, done = sum(len(one["visits"]) for one in plan), 0
    today = dt.datetime.now().astimezone().date()
    for one in plan:
        athlete = save_athlete(desk, _athlete(one))
        _mark(desk, athlete.id, demo=True)
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
    """Delete the drawn athletes and all that is theirs; return how many there were.

    Where somebody kept a run of his own with one, that run stays, and who ran it.
    """
    ids = find_drawn(desk)
    drawn = {f"{visit['seen']}.mp4" for one in _plan() for visit in one["visits"]}
    for athlete_id in ids:
        runs = find_kept(desk, athlete_id=athlete_id)
        own = [run for run in runs if run.film or run.file not in drawn]
        if not own:
            delete_for_good(desk, athlete_id=athlete_id)
            continue
        taken = {run.session_id for run in own}
        for run in runs:
            if run not in own:
                _delete_run(desk, run, whole=run.session_id not in taken)
        _mark(desk, athlete_id, demo=False)
    return len(ids)


def _delete_run(desk: Desk, run: KeptResult, *, whole: bool) -> None:
    if whole:
        delete_for_good(desk, session_id=run.session_id)
    else:
        delete_for_good(desk, clip_id=run.id)


def _mark(desk: Desk, athlete_id: str, *, demo: bool) -> None:
    with desk.writing() as transaction:
        transaction.execute(update(AthleteRow).where(AthleteRow.id == athlete_id).values(demo=demo))


def _plan() -> list[dict[str, Any]]:
    plan = json.loads((FOLDER / "athletes.json").read_text(encoding="utf-8"))
    athletes: list[dict[str, Any]] = plan["athletes"]
    return athletes


def _athlete(one: dict[str, Any]) -> Athlete:
    return Athlete(
        one["name"], height_cm=one["height_cm"], notes=one["notes"], tags=tuple(one["tags"])
    )


def _session(athlete_id: str, visit: dict[str, Any], today: dt.date) -> Session:
    said = {name: value for name, value in visit.items() if name not in ("seen", "days_ago")}
    return Session(athlete_id, today - dt.timedelta(days=visit["days_ago"]), **said)
