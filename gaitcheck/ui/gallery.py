"""The steps one by one, each with the picture of its contact and what speaks for its label."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from html import escape
from typing import Any, Final

import streamlit as st

from gaitcheck.model import SIDES, STRIKES, Correction, Step, StepStrike
from gaitcheck.report.evidence import (
    UNSURE,
    StepEvidence,
    anything_told,
    certainty,
    gather_evidence,
    least_sure_first,
)
from gaitcheck.report.pictures import drawn_step, plan_kept, read_crops
from gaitcheck.store.result import Result, with_tracks
from gaitcheck.ui.evidence_words import argue
from gaitcheck.ui.remembered import remembered
from gaitcheck.ui.said_words import said_words
from gaitcheck.ui.style import bar, chip, paragraph, picture
from gaitcheck.words import evidence as texts_evidence
from gaitcheck.words import page as texts
from gaitcheck.words.results import CONFIDENCE_WORDS, angle_words, label_counts, percent
from gaitcheck.words.review import NOTED

PAGE: Final = 8
"""Steps shown at first and added at a time, so that a phone is not flooded."""

_EVIDENCE: Final = "evidence"
_PICTURES: Final = "pictures-of-steps"


@st.fragment
def show_gallery(result: Result) -> None:
    """Show the steps, those of one foot, label or certainty, by time or the least sure first."""
    steps = result.analysis.steps
    if not steps:
        st.html(paragraph(texts.GALLERY_NO_STEPS))
        return
    refused = result.analysis.refused
    said = (texts.GALLERY_HELP, *(() if refused else (texts_evidence.SHARED_REFERENCE,)))
    st.caption(" ".join(said))
    chosen = _filtered(steps, str(result.folder), refused=refused)
    if not chosen:
        st.html(paragraph(texts.GALLERY_EMPTY))
        return
    key = f"steps-shown-{result.folder}"
    shown = chosen[: st.session_state.get(key, PAGE)]
    st.caption(texts.GALLERY_COUNT.format(shown=len(shown), total=len(chosen)))
    evidence = _evidence(result)
    drawn = _pictures(result)
    cards = "".join(
        step_card(step, evidence[step.index], drawn.of(step), _said(result, step), refused=refused)
        for step in shown
    )
    st.html(f'<div class="gc-grid gc-gallery">{cards}</div>')
    if len(shown) < len(chosen) and st.button(texts.SHOW_MORE, key=f"more-{result.folder}"):
        st.session_state[key] = len(shown) + PAGE
        st.rerun(scope="fragment")


def _evidence(result: Result) -> dict[int, StepEvidence]:
    """Return the evidence by the number of the step, gathered once in a session."""

    def gather() -> dict[int, StepEvidence]:
        steps, gathered = result.analysis.steps, gather_evidence(result.analysis)
        return {step.index: found for step, found in zip(steps, gathered, strict=True)}

    return remembered(_EVIDENCE, result, gather)


class _Pictures:
    """The strips of a result's steps, each drawn when it is first shown."""

    def __init__(self, result: Result) -> None:
        whole = with_tracks(result)
        self._kept = read_crops(result.folder)
        plans = () if self._kept is None else plan_kept(whole.analysis, self._kept)
        self._plans = {plan.step.id: plan for plan in plans}
        self._drawn: dict[str, bytes | None] = {}

    def of(self, step: Step) -> bytes | None:
        """Return the strip of a step as JPEG; None where there is no picture of it."""
        if self._kept is None or step.id not in self._plans:
            return None
        if step.id not in self._drawn:
            strip = self._kept.strip(self._plans[step.id])
            seen = any(crop is not None for crop in strip.crops)
            self._drawn[step.id] = drawn_step(strip) if seen else None
        return self._drawn[step.id]


def _pictures(result: Result) -> _Pictures:
    return remembered(_PICTURES, result, lambda: _Pictures(result))


def _filtered(steps: tuple[Step, ...], key: str, *, refused: bool) -> list[Step]:
    levels = (*(words for _, words in CONFIDENCE_WORDS), UNSURE)
    reached = {certainty(step) for step in steps}
    offers: dict[str, tuple[str, Sequence[str], Mapping[Any, str]]] = {
        "sides": (
            texts.FILTER_SIDE,
            [side for side in SIDES if any(step.side == side for step in steps)],
            texts.FILTER_SIDES,
        ),
        "labels": (
            texts.FILTER_LABEL,
            list(label_counts(step.strike for step in steps)),
            texts.LABELS,
        ),
        "certainty": (
            texts_evidence.FILTER_CERTAINTY,
            [words for words in levels if words in reached],
            {},
        ),
    }
    # Where there is but one, there is nothing to choose.
    offered = {name: offer for name, offer in offers.items() if len(offer[1]) > 1}
    wanted: dict[str, list[str]] = {name: [] for name in offers}
    for place, (name, (label, options, words)) in zip(
        st.columns(max(len(offered), 1)), offered.items(), strict=False
    ):
        wanted[name] = place.pills(
            label,
            options,
            selection_mode="multi",
            format_func=partial(_capital, words),
            key=f"{name}-{key}",
        )
    order: str | None = "time"
    if not refused:
        order = st.segmented_control(
            texts_evidence.ORDER,
            list(texts_evidence.ORDERS),
            default="time",
            format_func=lambda name: texts_evidence.ORDERS[name],
            key=f"order-{key}",
        )
    sides, labels, sures = wanted.values()
    chosen = [
        step
        for step in steps
        if (not sides or step.side in sides)
        and (not labels or step.strike in labels)
        and (not sures or certainty(step) in sures)
    ]
    return sorted(chosen, key=least_sure_first) if order == "unsure" else chosen


def _capital(words: Mapping[Any, str], option: str) -> str:
    return words.get(option, option).capitalize()


def _said(result: Result, step: Step) -> tuple[Correction, ...]:
    return tuple(c for c in result.analysis.corrections if c.step == step.id)


def step_card(
    step: Step,
    evidence: StepEvidence,
    jpeg: bytes | None,
    said_of_it: Sequence[Correction] = (),
    *,
    refused: bool = False,
) -> str:
    """Return one step: picture, label, probabilities, angle, why unsure, for and against."""
    time = f"{step.contact_time_s:.2f}"
    side = texts.FOOT[step.side].lower()
    title = texts.STEP_TITLE.format(number=step.index + 1, side=side)
    alt = texts.STEP_ALT.format(foot=side, time=time, label=texts.LABELS[step.strike])
    image = paragraph(texts.STEP_NO_PICTURE, "gc-small") if jpeg is None else picture(jpeg, alt)
    why = "".join(paragraph(f"{texts.STEP_WHY}{_reason(code)}") for code in step.unsure_because)
    # Where the clip cannot be judged, no reading speaks for anything.
    angle = "" if refused else f"<span>{escape(_angle(step))}</span>"
    decided = [
        said_words(step, said_of_it),
        *(NOTED.format(note=c.note) for c in said_of_it if c.note),
    ]
    said = why if refused else f"{_shares(step)}{why}{_argument(step, evidence)}"
    return (
        f'<article class="gc-card"><h3>{escape(title)}</h3>'
        f"{paragraph(texts.STEP_TIME.format(time=time), 'gc-small')}{image}"
        f'<div class="gc-chips">{chip(step.strike)}{angle}</div>'
        f"{''.join(paragraph(words, 'gc-small') for words in decided if words)}"
        f"{said}</article>"
    )


def _angle(step: Step) -> str:
    words = angle_words(step.foot_strike_angle_deg)
    return words if step.foot_strike_angle_deg is None else texts.STEP_ANGLE.format(angle=words)


def _shares(step: Step) -> str:
    """Return how likely each strike is, as a bar and in words; nothing where nothing was read."""
    if not anything_told(step):
        return ""
    weights: dict[StepStrike, int] = {s: round(step.probability[s] * 1000) for s in STRIKES}
    words = ", ".join(f"{texts.LABELS[s]} {percent(step.probability[s])}" for s in STRIKES)
    return bar(weights) + paragraph(words, "gc-small")


def _argument(step: Step, evidence: StepEvidence) -> str:
    """Return what speaks for the label and what against it, as two lists."""
    said = argue(step, evidence)
    sides = (
        (said.heading, said.speaks_for or (texts_evidence.NOTHING_FOR,)),
        (texts_evidence.SPEAKS_AGAINST, said.speaks_against or (texts_evidence.NOTHING_AGAINST,)),
    )
    return "".join(
        f'<div class="gc-argument"><h4>{escape(heading)}</h4>'
        f"<ul>{''.join(f'<li>{escape(words)}</li>' for words in sentences)}</ul></div>"
        for heading, sentences in sides
    )


def _reason(reason: str) -> str:
    """Return a reason as words, where the analysis states a bare code."""
    return reason if " " in reason else reason.replace("_", " ")
