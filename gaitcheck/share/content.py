"""What a report says, once for every form in which it leaves: plain texts and figures.

Whatever comes from ``analysis.json`` is made printable here: the file may be anybody's.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from typing import Final

from gaitcheck import __version__
from gaitcheck.advice import RESEARCH, load_library
from gaitcheck.model import (
    HEEL_ABOVE,
    SIDES,
    TOE_BELOW,
    AdviceItem,
    Analysis,
    Side,
    SideResult,
    Step,
    gravest_first,
)
from gaitcheck.report.evidence import is_near
from gaitcheck.report.form import (
    FormRow,
    form_rows,
    shown_scale,
    sureness,
    usual,
)
from gaitcheck.share.gauge import draw_gauge, scale_range
from gaitcheck.share.parts import (
    AdvicePart,
    Content,
    FootPart,
    NotePart,
    PicturePart,
    VerdictPart,
)
from gaitcheck.terminal import printable
from gaitcheck.words import reports as texts
from gaitcheck.words.results import (
    VERDICT_WORDS,
    angle_words,
    border_words,
    counted,
    label_counts,
    length_words,
    pace_words,
    percent,
    person_words,
    sure_words,
    verdict_sentence,
    whole_reason,
)

LONGEST_NAME: Final = 44
"""Characters of a clip's name in headings; the middle of longer ones is left out."""
LONGEST_FACT: Final = 28
"""The same in the narrow column of facts."""
MOST_NOTES: Final = 4
"""Findings about the clip that a report says in full, the gravest first."""

MOST_LISTED: Final = 60
"""Steps that a page shows in pictures, the first ones: more make it too large to mail."""


def build_content(analysis: Analysis, made: dt.date) -> Content:
    """Return what the report of an analysis says.

    Parameters
    ----------
    analysis : Analysis
    made : date
        The day of the report.
    """
    name = short_name(printable(analysis.clip.file))
    notes = _notes(analysis)
    gravest = analysis.verdict.strike == "unsure" or any(n.severity != "info" for n in notes)
    made_by = texts.MADE_BY.format(version=__version__, date=f"{made.day} {made:%B %Y}")
    return Content(
        language=texts.LANGUAGE,
        title=texts.TITLE.format(name=name),
        name=name,
        made=made,
        made_by=made_by,
        headings=_headings(analysis),
        verdict=_verdict(analysis),
        feet=_feet(analysis),
        pictures=tuple(_picture(step, refused=analysis.refused) for step in analysis.steps),
        typical=typical_steps(analysis),
        listed=tuple(range(min(len(analysis.steps), MOST_LISTED))),
        notes=notes[:MOST_NOTES],
        more_notes=_more(len(notes) - MOST_NOTES),
        columns=texts.FIGURE_COLUMNS,
        figures=tuple(_figure(row) for row in form_rows(analysis) if row.measured),
        advice=_advice(a for a in analysis.advice if not a.id.startswith(RESEARCH)),
        research=_advice(a for a in analysis.advice if a.id.startswith(RESEARCH)),
        filming=_filming() if gravest else (),
        method_limits=texts.METHOD_LIMITS,
        facts=_facts(analysis),
    )


def short_name(name: str, most: int = LONGEST_NAME) -> str:
    """Return a name without its middle where it is longer than `most` characters."""
    if len(name) <= most:
        return name
    tail = most // 3
    return f"{name[: most - tail - 1]}…{name[-tail:]}"


def typical_steps(analysis: Analysis) -> tuple[int, ...]:
    """Return one step for each foot, as the index in `analysis.steps`, left first.

    It carries the foot's label where any step does, and its angle is the nearest to the foot's;
    without angles it is the step whose label is surest.
    """
    return tuple(
        min(steps, key=lambda step: _distance(step, analysis.foot(side))).index
        for side in SIDES
        if (steps := [step for step in analysis.steps if step.side == side])
    )


def _distance(step: Step, result: SideResult) -> tuple[bool, float, float]:
    apart = math.inf
    if step.foot_strike_angle_deg is not None and result.foot_strike_angle_deg is not None:
        apart = abs(step.foot_strike_angle_deg - result.foot_strike_angle_deg)
    return step.strike != result.strike, apart, -max(step.probability.values())


def _headings(analysis: Analysis) -> dict[str, str]:
    count = len(analysis.steps)
    listed = texts.ALL_STEPS if count <= MOST_LISTED else texts.FIRST_STEPS
    borders = {"toe": f"{TOE_BELOW:g}", "heel": f"{HEEL_ABOVE:g}"}
    return {
        "brand": texts.BRAND,
        "subtitle": texts.SUBTITLE,
        "disclaimer": texts.DISCLAIMER,
        "feet": texts.FEET,
        "gauge_key": texts.GAUGE_KEY.format(**borders),
        "pictures": texts.PICTURES,
        "pictures_help": texts.PICTURES_HELP + ("" if analysis.refused else texts.PICTURES_LINE),
        "pictures_none": texts.PICTURES_NONE,
        "all_steps": listed.format(count=count, shown=MOST_LISTED),
        "limits": texts.LIMITS,
        "limits_none": texts.LIMITS_NONE,
        "figures": texts.FIGURES,
        "figures_help": texts.FIGURES_HELP,
        "figures_none": texts.FIGURES_NONE,
        "advice": texts.ADVICE,
        "research": texts.RESEARCH,
        "filming": texts.FILMING,
        "method": texts.METHOD,
        "method_text": texts.METHOD_TEXT,
        "facts": texts.FACTS,
    }


def _verdict(analysis: Analysis) -> VerdictPart:
    verdict = analysis.verdict
    unsure = verdict.strike == "unsure"
    return VerdictPart(
        strike=verdict.strike,
        label=VERDICT_WORDS[verdict.strike],
        sentence=verdict_sentence(analysis),
        confidence="" if unsure else sure_words(verdict.confidence),
        reason=printable(whole_reason(verdict)),
        explained=texts.UNSURE_EXPLAINED if unsure else "",
    )


def _feet(analysis: Analysis) -> tuple[FootPart, ...]:
    results = {side: analysis.foot(side) for side in SIDES}
    angles = [s.foot_strike_angle_deg for s in analysis.steps] + [
        angle
        for result in results.values()
        for angle in (result.foot_strike_angle_deg, *(result.foot_strike_angle_ci95_deg or ()))
    ]
    scale = scale_range([angle for angle in angles if angle is not None])
    return tuple(_foot(analysis, side, result, scale) for side, result in results.items())


def _foot(
    analysis: Analysis, side: Side, result: SideResult, scale: tuple[float, float]
) -> FootPart:
    steps = [step for step in analysis.steps if step.side == side]
    counts = tuple(label_counts(step.strike for step in steps).items())
    said = ", ".join(f"{count} {name}" for name, count in counts)
    if analysis.refused:
        # That no step of such a clip has a label is not how the steps are distributed.
        counts, said = (), str(len(steps)) if steps else ""
    place = {True: texts.NEAR_FOOT, False: texts.FAR_FOOT, None: ""}[is_near(analysis, side)]
    interval = _interval(result)
    gauge = gauge_alt = ""
    if result.foot_strike_angle_deg is not None:
        gauge = draw_gauge(
            result.strike,
            result.foot_strike_angle_deg,
            result.foot_strike_angle_ci95_deg,
            [s.foot_strike_angle_deg for s in steps if s.foot_strike_angle_deg is not None],
            scale,
        )
        gauge_alt = texts.GAUGE_ALT.format(
            side=side,
            angle=angle_words(result.foot_strike_angle_deg),
            interval=f"{texts.INTERVAL} {interval or texts.NOT_MEASURED}",
            toe=border_words(TOE_BELOW),
            heel=border_words(HEEL_ABOVE),
        )
    return FootPart(
        side=side,
        title=texts.FOOT[side],
        place=place,
        strike=result.strike,
        label=VERDICT_WORDS[result.strike],
        confidence="" if result.strike == "unsure" else sure_words(result.confidence),
        facts=_foot_facts(result, interval, said),
        counts=counts,
        gauge=gauge,
        gauge_alt=gauge_alt,
    )


def _interval(result: SideResult) -> str:
    if result.foot_strike_angle_ci95_deg is None:
        return ""
    low, high = result.foot_strike_angle_ci95_deg
    return texts.INTERVAL_VALUE.format(low=angle_words(low), high=angle_words(high))


def _foot_facts(result: SideResult, interval: str, steps: str) -> tuple[tuple[str, str], ...]:
    angle = contact = texts.NOT_MEASURED
    if result.foot_strike_angle_deg is not None:
        angle = angle_words(result.foot_strike_angle_deg)
    if result.contact_time_s is not None:
        contact = texts.CONTACT_TIME_VALUE.format(value=round(result.contact_time_s * 1000))
    said = person_words(result)
    return (
        *([(texts.BY_PERSON, said)] if said else []),
        (texts.ANGLE, angle),
        *([(texts.INTERVAL, interval)] if interval else []),
        (texts.STEPS, steps or texts.NO_STEPS),
        (texts.CONTACT_TIME, contact),
    )


def _picture(step: Step, *, refused: bool) -> PicturePart:
    label = "not sure"
    if step.strike != "unsure":
        label = f"{step.strike} ({percent(step.probability[step.strike])})"
    if said := person_words(step):
        label = f"{label}, {said}"
    words = {"side": step.side.capitalize(), "label": label, "time": f"{step.contact_time_s:.2f}"}
    angle = angle_words(None if refused else step.foot_strike_angle_deg)
    return PicturePart(
        index=step.index,
        caption=texts.PICTURE_CAPTION.format(number=step.index + 1, **words),
        alt=texts.PICTURE_ALT.format(angle=angle, **words),
    )


def _notes(analysis: Analysis) -> tuple[NotePart, ...]:
    return tuple(
        NotePart(
            note.severity,
            texts.SEVERITY[note.severity],
            printable(note.message),
            printable(note.remedy),
        )
        for note in gravest_first(analysis.quality)
    )


def _more(count: int) -> str:
    return texts.MORE_NOTES.format(count=counted(count, "finding")) if count > 0 else ""


def _figure(row: FormRow) -> tuple[str, ...]:
    return (row.title, *row.figures, _spread(row), usual(row), sureness(row))


def _spread(row: FormRow) -> str:
    scale, digits = shown_scale(row.unit, row.definition)
    shown = [
        "–" if metric.spread is None else f"{scale * metric.spread:.{digits}f}"
        for metric in row.metrics
    ]
    return " / ".join(shown) if any(text != "–" for text in shown) else ""


def _advice(items: Iterable[AdviceItem]) -> tuple[AdvicePart, ...]:
    return tuple(
        AdvicePart(
            printable(item.title),
            printable(item.text),
            texts.SOURCE.format(source=printable(item.source)),
        )
        for item in items
    )


def _filming() -> tuple[AdvicePart, ...]:
    return tuple(AdvicePart(tip.title, tip.text, "") for tip in load_library().filming)


def _facts(analysis: Analysis) -> tuple[tuple[str, str], ...]:
    clip, view = analysis.clip, analysis.view
    picture = texts.FACT_PICTURE_VALUE.format(
        width=clip.width,
        height=clip.height,
        fps=f"{clip.fps:.4g}",
        length=length_words(analysis),
    )
    seen = texts.FACT_VIEW_ONLY if view.facing == "unknown" else texts.FACT_VIEW_VALUE
    facts = [
        (texts.FACT_FILE, short_name(printable(clip.file), LONGEST_FACT)),
        (texts.FACT_PICTURE, picture),
        (texts.FACT_VIEW, seen.format(plane=texts.PLANES[view.plane], facing=view.facing)),
    ]
    if clip.slow_motion != 1.0:
        pace = pace_words(clip.slow_motion)
        facts.append((texts.FACT_SPEED, texts.FACT_SPEED_VALUE.format(pace=pace)))
    if analysis.cadence_spm is not None:
        cadence = round(analysis.cadence_spm)
        facts.append((texts.FACT_CADENCE, texts.FACT_CADENCE_VALUE.format(cadence=cadence)))
    checksum = texts.FACT_CHECKSUM_VALUE.format(start=clip.sha256[:12])
    return (*facts, (texts.FACT_CHECKSUM, checksum))
