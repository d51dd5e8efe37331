"""Results to keep, made without a clip."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache
from pathlib import Path

from gaitcheck import judge
from gaitcheck.desk.athletes import save_athlete
from gaitcheck.desk.desk import Desk
from gaitcheck.desk.keeping import keep_analysis
from gaitcheck.desk.records import Athlete, KeptResult, Session
from gaitcheck.model import Analysis, Observation
from gaitcheck.report import write_judgement
from gaitcheck.store.observation import write_observation
from tests.examples import make_analysis, make_clip, make_observation
from tests.observations import observed

DAY = dt.date(2026, 3, 1)

_judged = cache(judge)


def an_athlete(desk: Desk, name: str = "Ann", **fields: object) -> Athlete:
    return save_athlete(desk, replace(Athlete(name), **fields))  # type: ignore[arg-type]


def an_analysis(clip: int = 0, strike: str = "heel", **fields: object) -> Analysis:
    """An example of a clip of its own, quickly."""
    made = make_clip(sha256=f"{clip:064x}", file=f"clip {clip}.mp4")
    return make_analysis(strike, clip=made, **fields)  # type: ignore[arg-type]


def a_folder(place: Path, analysis: Analysis | None = None) -> Path:
    """A results folder of an example, with what was seen."""
    analysis = analysis or make_analysis()
    place.mkdir(parents=True)
    write_judgement(analysis, place)
    write_observation(place, make_observation(analysis))
    return place


def keep_example(
    desk: Desk, athlete: Athlete, clip: int = 0, *, day: dt.date = DAY, **said: object
) -> KeptResult:
    """Keep an example in a session of its own."""
    analysis = an_analysis(clip)
    session = Session(athlete.id, day, **said)  # type: ignore[arg-type]
    return keep_analysis(desk, session, analysis, make_observation(analysis))


def keep_judged(desk: Desk, athlete: Athlete, **feet: float) -> tuple[KeptResult, Observation]:
    """Keep what was truly judged from an analytic runner."""
    seen = observed(**feet)
    return keep_analysis(desk, Session(athlete.id, DAY), _judged(seen), seen), seen
