"""An athlete over time: what changed by more than noise, and what a cue did."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from gaitcheck.compare import compare_analyses
from gaitcheck.compare.course import Figures
from gaitcheck.desk import demo
from gaitcheck.desk.athletes import find_athletes
from gaitcheck.desk.desk import Desk
from gaitcheck.desk.keeping import keep_analysis
from gaitcheck.desk.person import export_athlete
from gaitcheck.desk.records import Note, Session
from gaitcheck.desk.removal import delete_for_good
from gaitcheck.desk.sessions import find_sessions, save_note
from gaitcheck.desk.trends import (
    compare_cue,
    conditions,
    cue_words,
    cues_of,
    load_history,
    marks_of,
    span_words,
)
from gaitcheck.errors import DeskError, InputError, NotOnDeskError
from gaitcheck.model import Analysis, ClipOptions, Metric
from tests.desk.results import DAY, an_analysis, an_athlete, keep_example
from tests.desk.test_athletes import HOSTILE
from tests.examples import make_observation


def with_cadence(value: float | None, clip: int = 0, **fields: object) -> Analysis:
    metric = Metric(
        value,
        "steps/min",
        None if value is None else value - 2,
        None if value is None else value + 2,
        n=20,
        reliability="high",
        limits=() if value is not None else ("not seen",),
    )
    made = an_analysis(clip, **fields)
    return replace(made, metrics=dict(made.metrics) | {"cadence": metric})


def test_each_figure_is_compared_with_the_first_clip_that_shows_it() -> None:
    courses = Figures([with_cadence(v) for v in (None, 160, 161, 170, None)]).courses
    (cadence,) = [c for c in courses if c.quantity.key == "cadence"]
    assert [p.value for p in cadence.points] == [None, 160, 161, 170, None]
    assert [p.clip for p in cadence.shown] == [1, 2, 3]
    assert [p.half for p in cadence.shown] == [2, 2, 2]
    effects = [None if p.change is None else p.change.effect for p in cadence.points]
    # Detectable from the root of two squares of 2: 2.8.
    assert effects == ["unknown", None, "within", "larger", "unknown"]


def test_a_course_says_what_a_comparison_says() -> None:
    first, other = with_cadence(160, 1), with_cadence(150, 2)
    for course in Figures([first, other]).courses:
        change = course.points[1].change
        said = {c.key: c for c in compare_analyses(first, other).changes}
        assert change == said[course.quantity.key]


def test_lengths_stay_in_leg_lengths_where_heights_differ() -> None:
    tall = Metric(30.0, "cm", 28.0, 32.0)
    legs = Metric(0.3, "leg lengths", 0.28, 0.32)
    figures = {"overstride_left": legs, "overstride_left_cm": tall}
    known = [
        replace(an_analysis(i), metrics=figures, options=ClipOptions(height_cm=height))
        for i, height in enumerate((180.0, 180.0, None))
    ]
    same = {c.quantity.key for c in Figures(known[:2]).courses}
    assert "overstride_left_cm" in same
    assert "overstride_left" not in same
    differ = {c.quantity.key for c in Figures(known).courses}
    assert "overstride_left" in differ
    assert "overstride_left_cm" not in differ


def test_nobody_and_one_clip_have_a_history(desk: Desk) -> None:
    ann = an_athlete(desk)
    assert load_history(desk, ann.id).visits == ()
    keep_example(desk, ann)
    history = load_history(desk, ann.id)
    assert len(history.visits) == 1
    assert all(course.points[0].change is None for course in history.courses)
    assert cues_of(history) == ()


def test_before_and_after_a_cue_on_one_day(desk: Desk) -> None:
    ann = an_athlete(desk)
    for clip, cue in enumerate(("quick steps", "", "quick steps")):  # kept in another order
        keep_example(desk, ann, clip, cue=cue)
    history = load_history(desk, ann.id)
    (cue,) = cues_of(history)
    found = compare_cue(history, cue)
    assert (found.before.kept.file, found.after.kept.file) == ("clip 1.mp4", "clip 2.mp4")
    assert cue_words(found) == "Both on 2026-03-01: without the cue, and with it."
    first, last = history.visits[0].session, history.visits[-1].session
    assert span_words(first, last).startswith("Two clips of one day, 2026-03-01")


def test_before_and_after_a_cue(desk: Desk) -> None:
    ann = an_athlete(desk)
    plan = [
        ("", 160, "red"),
        ("", 161, "red"),
        ("Quick steps", 166, "red"),
        ("lean", 165, "red"),
        ("quick STEPS", 171, "blue"),
    ]
    for week, (cue, cadence, shoes) in enumerate(plan):
        analysis = with_cadence(cadence, week)
        session = Session(ann.id, DAY + dt.timedelta(7 * week), cue=cue, shoes=shoes)
        keep_analysis(desk, session, analysis, make_observation(analysis))
    history = load_history(desk, ann.id)
    assert cues_of(history) == ("Quick steps", "lean")
    found = compare_cue(history, "quick steps")
    assert (found.before.analysis.cadence_spm, found.after.session.shoes) == (168.0, "blue")
    change = next(c for c in found.comparison.changes if c.key == "cadence")
    assert (change.before, change.after, change.effect) == (161, 171, "larger")
    assert "The shoe differs too: red before, blue after." in found.cautions
    with pytest.raises(InputError):
        compare_cue(history, "relax")


def test_new_cues_other_shoes_and_another_speed_are_marked(desk: Desk) -> None:
    ann = an_athlete(desk)
    said: tuple[dict[str, object], ...] = (
        {"shoes": "red", "speed_kmh": 9.0},
        {"shoes": "Red", "cue": "quicker"},
        {"speed_kmh": 9.0, "cue": "Quicker"},
        {"shoes": "blue", "speed_kmh": 10.5},
        {"shoes": "red", "speed_kmh": 10.5, "cue": "taller"},
    )
    for number, one in enumerate(said):
        keep_example(desk, ann, number, day=DAY + dt.timedelta(number), **one)
    marked = marks_of(load_history(desk, ann.id))
    assert [((visit.session.day - DAY).days, words) for visit, words in marked] == [
        (1, ("cue: quicker",)),
        (3, ("shoes: blue", "10.5 km/h")),
        (4, ("cue: taller", "shoes: red")),
    ]


def test_the_conditions_of_a_run_leave_nothing_out_that_was_noted(desk: Desk) -> None:
    said = {"shoes": "red", "surface": "treadmill", "incline_pct": -1.5, "speed_kmh": 9.0}
    ann = an_athlete(desk)
    keep_example(desk, ann, cue="taller", pain=True, pain_where="left heel", **said)
    (visit,) = load_history(desk, ann.id).visits
    expected = "red, treadmill, -1.5 % incline, 9 km/h, cue: taller, pain: left heel"
    assert conditions(visit) == expected


def test_one_athletes_data_in_one_file(desk: Desk, tmp_path: Path) -> None:
    ann = an_athlete(desk, "=Ann")
    for number, text in enumerate(HOSTILE):
        kept = keep_example(desk, ann, number, shoes=text[:150], notes=text)
        save_note(desk, Note(ann.id, text, clip_id=kept.id))
    path = tmp_path / "ann.zip"
    assert export_athlete(desk, ann.id, path) == len(HOSTILE)
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert json.loads(archive.read("athlete.json"))["name"] == "=Ann"
        names = archive.namelist()
        assert all(not name.startswith(("/", "..")) and ".." not in name for name in names)
        assert sum(name.endswith("/analysis.json") for name in names) == len(HOSTILE)
        for table in ("sessions.csv", "figures.csv", "notes.csv"):
            rows = list(csv.reader(io.StringIO(archive.read(table).decode("utf-8-sig"))))
            assert len(rows) > len(HOSTILE)
            for cell in (cell for row in rows for cell in row):
                assert not cell.startswith(("=", "@", "+", "\t")), cell
                assert not cell.startswith("-") or float(cell) <= 0
    with pytest.raises(NotOnDeskError):
        export_athlete(desk.seen_by("mallory"), ann.id, path)


@pytest.mark.slow
def test_the_demo_shows_what_a_desk_is_for(sqlite_desk: Desk) -> None:
    desk = sqlite_desk
    own = an_athlete(desk, "Own")
    assert not demo.has_demo(desk)
    assert demo.fill_demo(desk) == 15
    assert demo.has_demo(desk)
    with pytest.raises(DeskError):
        demo.fill_demo(desk)
    found, total = find_athletes(desk)
    ada, ben, cleo, _ = (one.athlete for one in found)
    assert total == 4
    assert [one.sessions for one in found] == [5, 5, 5, 0]
    learned = compare_cue(load_history(desk, ada.id), "Quicker steps")
    cadence = next(c for c in learned.comparison.changes if c.key == "cadence")
    assert cadence.effect == "larger"
    assert cadence.difference is not None
    assert cadence.difference > 5
    steady = next(
        c for c in load_history(desk, ben.id).courses if c.quantity.key == "foot_strike_angle_right"
    )
    assert all(p.change is None or p.change.effect == "within" for p in steady.points)
    sore = [visit.kept.sides["right"] for visit in load_history(desk, cleo.id).visits]
    assert sore[0] == sore[-1] == "heel"
    assert "heel" not in sore[1:3]
    mine = keep_example(desk, ben)  # kept with one of them, as whoever tries the desk may do
    assert demo.clear_demo(desk) == 3
    assert {one.athlete.id for one in find_athletes(desk)[0]} == {own.id, ben.id}
    assert [visit.kept.id for visit in load_history(desk, ben.id).visits] == [mine.id]
    assert len(find_sessions(desk, ben.id)) == 1
    assert not demo.has_demo(desk)
    delete_for_good(desk, athlete_id=ben.id)
    assert list(desk.files.digests()) == []
