"""The steps one by one, each with the picture that shows its contact."""

from __future__ import annotations

from html import escape
from typing import Final, get_args

import streamlit as st

from gaitcheck.report.words import angle_words, percent
from gaitcheck.types import SIDES, STRIKES, Side, Step, StepStrike, VerdictStrike
from gaitcheck.ui import texts
from gaitcheck.ui.results import Result
from gaitcheck.ui.style import bar, chip, paragraph, picture

PAGE: Final = 8
"""Steps shown at first and added at a time, so that a phone is not flooded."""


@st.fragment
def show_gallery(result: Result) -> None:
    """Show the steps with filters by foot and by label."""
    steps = result.analysis.steps
    if not steps:
        st.html(paragraph(texts.GALLERY_NO_STEPS))
        return
    st.caption(texts.GALLERY_HELP)
    chosen = _filtered(steps, str(result.folder))
    if not chosen:
        st.html(paragraph(texts.GALLERY_EMPTY))
        return
    key = f"steps-shown-{result.folder}"
    shown = chosen[: st.session_state.get(key, PAGE)]
    st.caption(texts.GALLERY_COUNT.format(shown=len(shown), total=len(chosen)))
    cards = "".join(step_card(result, step) for step in shown)
    st.html(f'<div class="gc-grid gc-gallery">{cards}</div>')
    if len(shown) < len(chosen) and st.button(texts.SHOW_MORE, key=f"more-{result.folder}"):
        st.session_state[key] = len(shown) + PAGE
        st.rerun(scope="fragment")


def _filtered(steps: tuple[Step, ...], key: str) -> list[Step]:
    present = [strike for strike in get_args(StepStrike) if any(s.strike == strike for s in steps)]
    left, right = st.columns(2)
    sides: list[Side] = left.pills(
        texts.FILTER_SIDE,
        SIDES,
        selection_mode="multi",
        format_func=lambda side: texts.FILTER_SIDES[side],
        key=f"sides-{key}",
    )
    labels: list[StepStrike] = right.pills(
        texts.FILTER_LABEL,
        present,
        selection_mode="multi",
        format_func=lambda strike: texts.LABELS[strike].capitalize(),
        key=f"labels-{key}",
    )
    return [
        step
        for step in steps
        if (not sides or step.side in sides) and (not labels or step.strike in labels)
    ]


def step_card(result: Result, step: Step) -> str:
    """Return one step: picture, label, probabilities, angle, and why it is unsure."""
    time = f"{step.contact_time_s:.2f}"
    side = texts.FOOT[step.side].lower()
    title = texts.STEP_TITLE.format(number=step.index + 1, side=side)
    alt = texts.STEP_ALT.format(side=side, time=time, label=texts.LABELS[step.strike])
    strip = result.strip(step)
    image = picture(strip, alt) if strip.is_file() else paragraph(texts.STEP_NO_PICTURE, "gc-small")
    shares = ", ".join(f"{texts.LABELS[s]} {percent(step.probability[s])}" for s in STRIKES)
    angle = texts.STEP_ANGLE.format(angle=angle_words(step.foot_strike_angle_deg))
    if step.foot_strike_angle_deg is None:
        angle = angle_words(None)
    why = "".join(paragraph(f"{texts.STEP_WHY}{_reason(code)}") for code in step.unsure_because)
    weights: dict[VerdictStrike, int] = {s: round(step.probability[s] * 1000) for s in STRIKES}
    return (
        f'<article class="gc-card"><h3>{escape(title)}</h3>'
        f"{paragraph(texts.STEP_TIME.format(time=time), 'gc-small')}{image}"
        f'<div class="gc-chips">{chip(step.strike)}<span>{escape(angle)}</span></div>'
        f"{bar(weights)}{paragraph(shares, 'gc-small')}{why}</article>"
    )


def _reason(reason: str) -> str:
    """Return a reason as words, where the analysis states a bare code."""
    return reason if " " in reason else reason.replace("_", " ")
