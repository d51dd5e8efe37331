"""The report for an athlete: what changed over the sessions, with the coach's words and name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from gaitcheck import __version__
from gaitcheck.compare import Change, compare_analyses
from gaitcheck.compare.course import Course, Point, as_change, figure_range, judged, said_value
from gaitcheck.compare.quantities import ANGLE_NAME
from gaitcheck.compare.sentence import say_value, scale_and_unit
from gaitcheck.desk.athletes import get_athlete
from gaitcheck.desk.desk import Desk
from gaitcheck.desk.records import clean, fold, one_line
from gaitcheck.desk.sessions import find_notes
from gaitcheck.desk.trends import (
    CueComparison,
    History,
    Visit,
    compare_cue,
    conditions,
    count_steps,
    cue_words,
    cues_of,
    load_history,
    span_words,
)
from gaitcheck.desk.who import named
from gaitcheck.errors import InputError
from gaitcheck.model import SIDES, Side
from gaitcheck.share.athlete import (
    AthleteContent,
    ChartPart,
    CuePart,
    Panel,
    harmless,
    render_athlete_html,
    render_athlete_pdf,
)
from gaitcheck.share.trend_drawing import Dot, draw_course, draw_mix
from gaitcheck.share.write import file_stem
from gaitcheck.store.disk import make_folder, replace_file
from gaitcheck.store.leftovers import clear_leftovers
from gaitcheck.words import athlete_report as texts
from gaitcheck.words import reports as shared
from gaitcheck.words.results import angle_words

Form = Literal["pdf", "html"]

FIGURES: Final = (ANGLE_NAME, "cadence", "contact_time")
"""Those that are drawn, in this order, by how their keys begin."""
MOST_RUNS: Final = 30
"""Runs that are drawn and listed, the last ones."""
DASH: Final = "-"


@dataclass(frozen=True, slots=True)
class Words:
    """What a coach adds to a report.

    Attributes
    ----------
    coach : str
        The name of the coach who signs it.
    message : str
        What the coach wants to say.
    notes : bool
        Whether the notes that are kept of athlete, sessions and clips are in it, too.
    """

    coach: str = ""
    message: str = ""
    notes: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "coach", one_line("The coach's name", self.coach))
        object.__setattr__(self, "message", clean("What the coach says", self.message))


def write_athlete_report(
    desk: Desk,
    athlete_id: str,
    out: Path,
    words: Words,
    *,
    forms: Sequence[Form] = ("pdf", "html"),
) -> tuple[Path, ...]:
    """Write an athlete's report into a folder, and return where.

    Raises
    ------
    InputError
        When there is no run yet.
    NotOnDeskError
        When there is no such athlete, or it is another coach's.
    OutputError
        When a file cannot be written.
    """
    content = athlete_content(desk, athlete_id, words, dt.datetime.now().astimezone().date())
    make_folder(out, parents=True)
    clear_leftovers(out)
    paths = []
    for form in forms:
        paths.append(out / f"{file_stem(content.name, 'athlete')}_report.{form}")
        replace_file(paths[-1], render_report(content, form))
    return tuple(paths)


def render_report(content: AthleteContent, form: Form) -> bytes:
    """Return a report in one of its forms."""
    return render_athlete_pdf(content) if form == "pdf" else render_athlete_html(content)


def athlete_content(desk: Desk, athlete_id: str, words: Words, made: dt.date) -> AthleteContent:
    """Return what the report of an athlete says; see `write_athlete_report`."""
    name = harmless(get_athlete(desk, athlete_id).name)
    history = load_history(desk, athlete_id)
    if not history.visits:
        raise InputError(texts.NO_RUNS.format(name=name))
    numbers = _cue_numbers(history)
    return AthleteContent(
        language=shared.LANGUAGE,
        title=texts.TITLE.format(name=name),
        name=name,
        made=made,
        made_by=shared.MADE_BY.format(version=__version__, date=f"{made.day} {made:%B %Y}"),
        headings=dict(texts.HEADINGS),
        runs=_runs(history),
        coach=harmless(texts.COACH.format(coach=words.coach)) if words.coach else "",
        message=_paragraphs(words.message),
        changed=_changed(history),
        cues=tuple(_cue(compare_cue(history, cue)) for cue in cues_of(history)),
        charts=tuple(_charts(history, numbers)),
        cue_key=tuple(
            harmless(texts.CUE_KEY.format(number=number, cue=cue))
            for _, (number, cue) in sorted(numbers.items())
        ),
        columns=texts.COLUMNS,
        rows=tuple(_row(history, place) for place in _last(history)),
        notes=tuple(_notes(desk, athlete_id, history)) if words.notes else (),
    )


def _paragraphs(text: str) -> tuple[str, ...]:
    parts = (part.strip() for part in harmless(text).split("\n\n"))
    return tuple(part for part in parts if part)


def _runs(history: History) -> str:
    days = [visit.session.day for visit in history.visits]
    if len(days) == 1:
        return texts.RUN.format(last=days[-1])
    said = texts.RUNS.format(count=len(days), first=days[0], last=days[-1])
    return said + (texts.LAST_RUNS.format(shown=MOST_RUNS) if len(days) > MOST_RUNS else "")


def _last(history: History) -> range:
    """Return the places of the runs that are drawn and listed."""
    count = len(history.visits)
    return range(max(0, count - MOST_RUNS), count)


def _changed(history: History) -> tuple[str, ...]:
    first, last = history.visits[0], history.visits[-1]
    if first is last:
        return (texts.ONE_RUN,)
    found = compare_analyses(first.analysis, last.analysis)
    said = f"{span_words(first.session, last.session)} {found.sentence}"
    return (said, *_bear_in_mind(found.cautions))


def _bear_in_mind(cautions: Sequence[str]) -> tuple[str, ...]:
    said = harmless(" ".join(cautions))
    return (texts.CAUTIONS.format(cautions=said),) if said else ()


def _cue(told: CueComparison) -> CuePart:
    return CuePart(
        title=harmless(texts.CUE.format(cue=told.cue)),
        days=cue_words(told),
        sentence=told.comparison.sentence,
        columns=texts.CUE_COLUMNS,
        rows=tuple(map(_change, told.comparison.of("larger"))),
        cautions=" ".join(_bear_in_mind(told.cautions)),
    )


def _change(change: Change) -> tuple[str, ...]:
    foot = "" if change.side is None else f" ({texts.FEET[change.side].lower()})"
    values = (say_value(change, value) for value in (change.before, change.after))
    return (f"{change.title}{foot}", *values)


def _cue_numbers(history: History) -> dict[int, tuple[int, str]]:
    """Return number and words of each cue by the place of the run in which it is first seen."""
    places = _last(history)
    found: dict[str, int] = {}
    for place in places:
        cue = history.visits[place].session.cue
        if cue:
            found.setdefault(fold(cue), place)
    return {
        place: (number, history.visits[place].session.cue)
        for number, place in enumerate(found.values(), start=1)
    }


def _charts(history: History, numbers: dict[int, tuple[int, str]]) -> Iterator[ChartPart]:
    yield ChartPart(texts.MIX, tuple(_mix(history, side) for side in SIDES))
    places = _last(history)
    for figure in FIGURES:
        courses = [
            course
            for course in history.courses
            if course.quantity.key.startswith(figure)
            and any(point.clip in places for point in course.shown)
        ]
        if courses:
            scale = figure_range(courses)
            unit = scale_and_unit(as_change(courses[0]))[2]
            title = courses[0].quantity.title + (f" ({unit})" if unit else "")
            panels = (_panel(course, history, numbers, scale) for course in courses)
            yield ChartPart(title, tuple(panels))


def _mix(history: History, side: Side) -> Panel:
    visits = [history.visits[place] for place in _last(history)]
    counts = [count_steps(visit, side) for visit in visits]
    said = "; ".join(
        f"{visit.session.day} {', '.join(f'{n} {strike}' for strike, n in own.items() if n)}"
        for visit, own in zip(visits, counts, strict=True)
    )
    svg = draw_mix([(_day(visit), own) for visit, own in zip(visits, counts, strict=True)])
    foot = texts.FEET[side]
    return Panel(foot, svg, texts.ALT.format(figure=texts.MIX, foot=foot.lower(), values=said))


def _panel(
    course: Course,
    history: History,
    numbers: dict[int, tuple[int, str]],
    scale: tuple[float, float],
) -> Panel:
    places, factor = _last(history), scale_and_unit(as_change(course))[0]
    dots, said = [], []
    for point in course.points:
        if point.clip in places:
            visit = history.visits[point.clip]
            number, _ = numbers.get(point.clip, (0, ""))
            dots.append(_dot(point, factor, _day(visit), number))
            if point.value is not None:
                said.append(f"{visit.session.day} {said_value(course, point)}")
    foot = texts.FEET[course.quantity.side]
    alt = texts.ALT.format(figure=course.quantity.title, foot=foot.lower(), values="; ".join(said))
    return Panel(foot, draw_course(dots, scale), alt)


def _dot(point: Point, factor: float, day: str, cue: int) -> Dot:
    if point.value is None:
        return Dot(day, None, cue=cue)
    value = factor * point.value
    if point.half is None:
        return Dot(day, value, kind=judged(point), cue=cue)
    half = factor * point.half
    return Dot(day, value, value - half, value + half, judged(point), cue)


def _day(visit: Visit) -> str:
    return f"{visit.session.day.day} {visit.session.day:%b}"


def _row(history: History, place: int) -> tuple[str, ...]:
    visit = history.visits[place]
    what = [conditions(visit)]
    if visit.kept.by_person:
        what.append(texts.BY_PERSON)
    return (
        str(visit.session.day),
        *(_foot(visit, side) for side in SIDES),
        _figure(history, place, "cadence"),
        *(_figure(history, place, f"contact_time_{side}") for side in SIDES),
        harmless(", ".join(part for part in what if part)),
    )


def _foot(visit: Visit, side: Side) -> str:
    found = visit.analysis.sides.get(side)
    if found is None:
        return DASH
    if found.foot_strike_angle_deg is None:
        return found.strike
    return texts.ANGLE.format(strike=found.strike, angle=angle_words(found.foot_strike_angle_deg))


def _figure(history: History, place: int, key: str) -> str:
    course = next((one for one in history.courses if one.quantity.key == key), None)
    return DASH if course is None else said_value(course, course.points[place])


def _notes(desk: Desk, athlete_id: str, history: History) -> Iterator[tuple[str, str]]:
    """Yield the notes on athlete, sessions, clips and steps, each with what it is about."""
    athlete = get_athlete(desk, athlete_id)
    if athlete.notes.strip():
        yield harmless(athlete.name), harmless(athlete.notes)
    for note in find_notes(desk, athlete_id):
        yield harmless(f"{note.when[:10]} {named(note.who)}".strip()), harmless(note.text)
    seen: set[str] = set()
    for visit in history.visits:
        day = visit.session.day
        if visit.session.id not in seen and visit.session.notes.strip():
            yield texts.NOTE_ON_DAY.format(day=day), harmless(visit.session.notes)
        seen.add(visit.session.id)
        for said in visit.analysis.corrections:
            if said.note.strip():
                words = texts.NOTE_ON_STEP if said.step else texts.NOTE_ON_DAY
                yield harmless(words.format(day=day, step=said.step)), harmless(said.note)
