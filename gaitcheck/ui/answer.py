"""The answer for one clip, from the verdict down to the downloads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from typing import Final

import streamlit as st

from gaitcheck.errors import InputError
from gaitcheck.model import (
    HEEL_ABOVE,
    SIDES,
    TOE_BELOW,
    Analysis,
    QualityNote,
    Side,
    SideResult,
    Step,
    gravest_first,
)
from gaitcheck.model.texts import without_turns
from gaitcheck.report.evidence import is_near
from gaitcheck.report.strike_drawings import draw_shoe
from gaitcheck.share.gauge import draw_gauge, scale_range
from gaitcheck.store.result import Result
from gaitcheck.ui.care import show_filming, show_research, show_technique
from gaitcheck.ui.desk.keep import offer_keep, point_to_keep
from gaitcheck.ui.downloads import show_downloads
from gaitcheck.ui.form_report import show_form
from gaitcheck.ui.gallery import show_gallery
from gaitcheck.ui.intake import start
from gaitcheck.ui.language import choose_language, current_language
from gaitcheck.ui.metronome.component import show_metronome
from gaitcheck.ui.navigation import go_to_learn
from gaitcheck.ui.options import ask_options
from gaitcheck.ui.outcome import result_of
from gaitcheck.ui.pieces import svg_image, with_ink
from gaitcheck.ui.player.component import show_player
from gaitcheck.ui.review.page import clip_note, offer_look, offer_review, review_mode, show_review
from gaitcheck.ui.said_words import said_of_foot, said_words
from gaitcheck.ui.style import bar, judged, paragraph, strike_colours
from gaitcheck.ui.who.picker import ask_runner
from gaitcheck.ui.workspace import Entry, Workspace
from gaitcheck.words import evidence as texts_evidence
from gaitcheck.words import page as texts
from gaitcheck.words.languages import ENGLISH, retell, say
from gaitcheck.words.results import (
    angle_words,
    border_words,
    label_counts,
    length_words,
    pace_words,
    verdict_sentence,
)
from gaitcheck.words.review import NOTED

MOST_SHOWN: Final = 3
"""Findings that are shown at once: whoever reads more reads none."""
UNSURE_FACTOR: Final = frozenset({"slow_motion_uncertain", "slow_motion_contradicted"})


def show_answer(workspace: Workspace, entry: Entry) -> None:
    """Show everything that a finished analysis says: the answer first, details on demand."""
    try:
        result = result_of(entry)
    except InputError:
        st.error(texts.RESULT_LOST, icon=":material/error:")
        return
    mode = review_mode(entry)
    if mode is not None:
        show_review(entry, result, mode)
        return
    analysis = result.analysis
    unsure = analysis.verdict.strike == "unsure"
    language = current_language()
    st.html(verdict_card(analysis, language=language))
    offer_look(entry, analysis)
    if unsure:
        _show_quality(analysis, language)
        _ask_runner(workspace, entry, analysis)
        show_filming(expanded=all(foot.strike == "unsure" for foot in analysis.sides.values()))
    st.header(say(texts.FEET_TITLE, language), anchor=False)
    st.html(feet_cards(analysis, language))
    point_to_keep(entry, result)
    show_technique(analysis.advice)
    show_metronome(analysis, f"metronome-{entry.id}")
    if not unsure:
        _show_quality(analysis, language)
        _ask_runner(workspace, entry, analysis)
        if any(note.severity != "info" for note in analysis.quality):
            show_filming(expanded=False)
    # In a place of its own: were the tabs to move when the film is ready, the page would go back
    # to the first of them.
    with st.container():
        show_player(workspace, entry, result)
    _show_details(workspace, entry, result)
    offer_keep(workspace, entry, result)
    _offer_repeat(workspace, entry, analysis)
    choose_language()


def _ask_runner(workspace: Workspace, entry: Entry, analysis: Analysis) -> None:
    """Ask whom to follow where several people are in the picture."""
    number = ask_runner(analysis, entry.clip.path, f"runner-{entry.id}")
    if number is not None:
        start(workspace, [(entry.clip, replace(entry.options, runner=number))])


def _show_details(workspace: Workspace, entry: Entry, result: Result) -> None:
    steps, curves, form, research, take = st.tabs(texts.DETAILS)
    with steps:
        offer_review(entry, result.analysis)
        show_gallery(result)
    with curves:
        _offer_curves(entry, result)
    with form:
        show_form(result.analysis)
    with research:
        show_research(result.analysis.advice)
        if st.button(texts.GO_LEARN, key=f"learn-{entry.id}", icon=":material/menu_book:"):
            go_to_learn()
    with take:
        show_downloads(workspace, entry, result)


@st.fragment
def _offer_curves(entry: Entry, result: Result) -> None:
    """Show the curves once they are asked for: they and Altair take a second or two to prepare."""
    wanted = f"curves-{entry.id}"
    if not st.session_state.get(wanted):
        st.html(paragraph(texts_evidence.CURVES_OFFER))
        st.button(
            texts_evidence.DRAW_CURVES,
            key=f"draw-{entry.id}",
            icon=":material/show_chart:",
            on_click=st.session_state.update,
            args=({wanted: True},),
        )
        return
    from gaitcheck.ui.curves_tab import show_curves

    show_curves(result)


def verdict_card(analysis: Analysis, heading: str = "h1", language: str = ENGLISH) -> str:
    """Return the verdict as a sentence, how sure it is, and why; `heading` is its tag."""
    verdict = analysis.verdict
    unsure = verdict.strike == "unsure"
    sentence = escape(say(verdict_sentence(analysis), language))
    return (
        f'<section lang="{language}" class="gc-card gc-verdict" '
        f'style="{strike_colours(verdict.strike)}">'
        f"{judged(verdict.strike, verdict.confidence, language)}"
        f'<{heading} class="gc-answer">{sentence}</{heading}>'
        f"{paragraph(retell(verdict.reason, language))}"
        f"{paragraph(said_words(verdict, analysis.corrections)) if verdict.by_person else ''}"
        f"{paragraph(say(texts.UNSURE_EXPLAINED, language)) if unsure else ''}"
        f"{paragraph(NOTED.format(note=note)) if (note := clip_note(analysis)) else ''}"
        f"{paragraph(_clip_facts(analysis, language), 'gc-small')}</section>"
    )


def feet_cards(analysis: Analysis, language: str = ENGLISH) -> str:
    """Return both feet beside each other, their angles on one scale."""
    results = {side: analysis.foot(side) for side in SIDES}
    angles = [
        angle
        for found in results.values()
        for angle in (found.foot_strike_angle_deg, *(found.foot_strike_angle_ci95_deg or ()))
        if angle is not None
    ]
    scale = scale_range(angles)
    cards = "".join(
        _foot_card(analysis, side, found, scale, language) for side, found in results.items()
    )
    return f'<div class="gc-grid">{cards}</div>'


def _foot_card(
    analysis: Analysis,
    side: Side,
    found: SideResult,
    scale: tuple[float, float],
    language: str,
) -> str:
    """Return one foot: strike, drawing, gauge, interval, contact time, and its steps' labels."""
    place = {True: texts.NEAR_FOOT, False: texts.FAR_FOOT, None: ""}[is_near(analysis, side)]
    own = said_of_foot(analysis, side)
    steps = [step for step in analysis.steps if step.side == side]
    return (
        f'<section lang="{language}" class="gc-card">'
        f"<h3>{escape(say(texts.FOOT[side], language))}</h3>"
        f"{paragraph(say(place, language), 'gc-small') if place else ''}"
        f"{paragraph(said, 'gc-small') if (said := said_words(found, own)) else ''}"
        f"{judged(found.strike, found.confidence, language)}"
        f"{_foot_pictures(found, side, steps, scale, language)}"
        f"{_foot_facts(found, language)}{_label_counts(analysis, side, language)}</section>"
    )


def _foot_pictures(
    found: SideResult, side: Side, steps: list[Step], scale: tuple[float, float], language: str
) -> str:
    """Return the shoe as it lands, and its angle on the scale of the strikes."""
    angle = found.foot_strike_angle_deg
    if angle is None:
        return ""
    strike = found.strike if found.strike != "mixed" else "unsure"
    words = say(texts.SHOE_ALT, language, side=say(side, language), angle=angle_words(angle))
    readings = [s.foot_strike_angle_deg for s in steps if s.foot_strike_angle_deg is not None]
    gauge = draw_gauge(strike, angle, found.foot_strike_angle_ci95_deg, readings, scale, language)
    borders = {"toe": border_words(TOE_BELOW), "heel": border_words(HEEL_ABOVE)}
    return svg_image(draw_shoe(angle, strike, words), words, "gc-shoe") + svg_image(
        with_ink(gauge),
        say(texts.GAUGE_ALT, language, angle=angle_words(angle), **borders),
        "gc-gauge",
    )


def _foot_facts(found: SideResult, language: str) -> str:
    angle = say(texts.NO_ANGLE, language)
    if found.foot_strike_angle_deg is not None:
        angle = angle_words(found.foot_strike_angle_deg)
    interval = ""
    if found.foot_strike_angle_ci95_deg is not None:
        low, high = found.foot_strike_angle_ci95_deg
        words = say(texts.INTERVAL, language, low=angle_words(low), high=angle_words(high))
        interval = f"<span>{escape(words)}</span>"
    contact = say(texts.NOT_MEASURED, language)
    if found.contact_time_s is not None:
        contact = texts.CONTACT_TIME_VALUE.format(value=round(found.contact_time_s * 1000))
    return (
        f'<dl class="gc-facts"><dt title="{escape(say(texts.ANGLE_HELP, language), quote=True)}">'
        f"{escape(say(texts.ANGLE, language))}</dt><dd>{escape(angle)}{interval}</dd>"
        f"<dt>{escape(say(texts.CONTACT_TIME, language))}</dt><dd>{escape(contact)}</dd>"
        f"<dt>{escape(say(texts.STEPS, language))}</dt><dd>{found.steps}</dd></dl>"
    )


def _label_counts(analysis: Analysis, side: Side, language: str) -> str:
    counts = label_counts(step.strike for step in analysis.steps if step.side == side)
    if not counts:
        return paragraph(say(texts.NO_STEPS, language), "gc-small")
    if analysis.refused:
        return ""
    words = ", ".join(
        f"{count} {say(texts.LABELS[strike], language)}" for strike, count in counts.items()
    )
    return f"{bar(counts)}{paragraph(words, 'gc-small')}"


def _clip_facts(analysis: Analysis, language: str) -> str:
    clip = analysis.clip
    facts = []
    if analysis.cadence_spm is not None:
        facts.append(say(texts.CADENCE, language, cadence=round(analysis.cadence_spm)))
    facts.append(
        say(
            texts.VIEW_FACTS,
            language,
            length=length_words(analysis, language),
            fps=f"{clip.fps:.3g}",
            plane=say(texts.PLANES[analysis.view.plane], language),
        )
    )
    if clip.slow_motion != 1.0:
        facts.append(pace_words(clip.slow_motion, language))
    return f"{without_turns(clip.file)}: {', '.join(facts)}."


def _show_quality(analysis: Analysis, language: str) -> None:
    """Show the gravest findings that limit the answer; the rest is folded."""
    st.header(say(texts.QUALITY_TITLE, language), anchor=False)
    grave, rest = shown_and_folded(analysis.quality)
    asked = len(analysis.people) > 1
    nothing = paragraph(say(texts.QUALITY_NONE, language))
    st.html("".join(_note(note, asked, language) for note in grave) or nothing)
    if rest:
        with st.expander(say(texts.QUALITY_MORE, language, count=len(rest))):
            st.html("".join(_note(note, asked, language) for note in rest))


def shown_and_folded(
    notes: Sequence[QualityNote],
) -> tuple[Sequence[QualityNote], Sequence[QualityNote]]:
    """Return the gravest findings, `MOST_SHOWN` at most, and the others; each the gravest first."""
    ordered = gravest_first(notes)
    grave = [note for note in ordered if note.severity != "info"][:MOST_SHOWN]
    return grave, ordered[len(grave) :]


def remedy_here(note: QualityNote, *, asked: bool, language: str = ENGLISH) -> str:
    """Return what to do about a finding; `asked` says whether the page asks whom to follow."""
    words = texts.REMEDY_HERE.get(note.code, "{remedy}")
    remedy = retell(note.remedy, language)
    if "{who}" in words and not asked:
        return remedy
    places = {"who": texts.WHO_TITLE, "repeat": texts.REPEAT_TITLE}
    return say(words, language, remedy=remedy, **places)


def _note(note: QualityNote, asked: bool, language: str) -> str:
    said = remedy_here(note, asked=asked, language=language)
    what = say(texts.REMEDY, language)
    remedy = paragraph(f"{what}{said}", "gc-small") if said else ""
    return (
        f'<div lang="{language}" class="gc-note {note.severity}"><p><strong>'
        f"{escape(say(texts.SEVERITY[note.severity], language))}:</strong> "
        f"{escape(retell(note.message, language))}</p>"
        f"{remedy}</div>"
    )


def factor_in_doubt(analysis: Analysis) -> bool:
    """Return whether the user should be asked for the slow-motion factor."""
    return any(note.code in UNSURE_FACTOR for note in analysis.quality)


def _offer_repeat(workspace: Workspace, entry: Entry, analysis: Analysis) -> None:
    with st.expander(texts.REPEAT_TITLE, expanded=factor_in_doubt(analysis)):
        factor = analysis.clip.slow_motion
        speed = texts.SPEED_REAL if factor == 1.0 else pace_words(factor)
        st.html(paragraph(texts.REPEAT_TEXT.format(speed=speed)))
        wanted = ask_options(f"repeat-{entry.id}", entry.options)
        if st.button(texts.REPEAT_BUTTON, key=f"repeat-{entry.id}"):
            start(workspace, [(entry.clip, wanted)])
    if st.button(texts.REMOVE_RESULT, key=f"remove-{entry.id}", type="tertiary"):
        workspace.remove(entry)
        st.rerun()
