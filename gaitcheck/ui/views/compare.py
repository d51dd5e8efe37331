"""Two results beside each other: flip-book, verdicts, what changed, both sides as one run."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import streamlit as st

from gaitcheck.compare import CombineError, Comparison, combine_sides, compare_analyses
from gaitcheck.compare.sentence import figures_compared
from gaitcheck.errors import InputError
from gaitcheck.model import SIDES, Side
from gaitcheck.report.form import form_rows
from gaitcheck.ui.compare_choice import Chosen, choose_pair
from gaitcheck.ui.compare_tables import (
    STYLE,
    change_table,
    changes_card,
    combined_card,
    unknown_list,
    verdict_cards,
    worth_showing,
)
from gaitcheck.ui.flipbook.component import Leaf, mount_flipbook
from gaitcheck.ui.flipbook.frames import Reel, cut_reel
from gaitcheck.ui.form_report import STYLE as FORM_STYLE
from gaitcheck.ui.form_report import form_table
from gaitcheck.ui.style import paragraph, plain
from gaitcheck.ui.workspace import Workspace
from gaitcheck.words import comparison as texts
from gaitcheck.words.results import counted

_REELS: Final = "compare_reels"
_MOST_REELS: Final = 12
"""Strides kept for coming back to; each weighs about half a megabyte."""


def show_compare(workspace: Workspace) -> None:
    """Show the page from top to bottom."""
    st.html(STYLE)
    st.title(texts.TITLE, anchor=False)
    st.html(paragraph(texts.PROMISE, "gc-promise"))
    pair = choose_pair(workspace)
    if pair is None:
        return
    first, second = pair
    comparison = compare_analyses(first.analysis, second.analysis)
    st.header(texts.ANSWER_TITLE, anchor=False)
    st.html(changes_card(comparison))
    st.html(verdict_cards(first, second))
    if _opposite(first, second):
        _offer_combined(first, second)
    _show_flipbook(first, second)
    _show_changes(comparison)


def _opposite(first: Chosen, second: Chosen) -> bool:
    return {first.analysis.view.near_side, second.analysis.view.near_side} == set(SIDES)


def _offer_combined(first: Chosen, second: Chosen) -> None:
    st.header(texts.COMBINE_TITLE, anchor=False)
    st.html(paragraph(texts.COMBINE_TEXT))
    if not st.toggle(texts.COMBINE_TOGGLE, key=f"combine-{first.id}-{second.id}"):
        return
    try:
        run = combine_sides(first.analysis, second.analysis)
    except CombineError as error:
        st.warning(plain(str(error)), icon=":material/compare:")
        return
    names = {
        side: chosen.name
        for side in SIDES
        for chosen in (first, second)
        if chosen.analysis is run.sources[side]
    }
    st.html(combined_card(run, names))
    rows = form_rows(replace(run.sources["left"], metrics=run.metrics))
    if measured := [row for row in rows if row.measured]:
        with st.expander(texts.COMBINE_FORM):
            st.html(FORM_STYLE + form_table(measured))


@st.fragment
def _show_flipbook(first: Chosen, second: Chosen) -> None:
    st.header(texts.FLIPBOOK_TITLE, anchor=False)
    if first.clip is None or second.clip is None:
        st.html(paragraph(texts.FLIPBOOK_FILES))
        return
    side = st.segmented_control(
        texts.FLIPBOOK_FOOT,
        SIDES,
        default=_usual_side(first, second),
        required=True,
        format_func=lambda one: texts.FLIPBOOK_FEET[one],
        key=f"flip-side-{first.id}-{second.id}",
    )
    st.caption(texts.FLIPBOOK_HELP)
    reels = [_reel(chosen, side) for chosen in (first, second)]
    leaves = [
        Leaf(chosen.name, reel, chosen.analysis.view.facing)
        for chosen, reel in zip((first, second), reels, strict=True)
        if reel is not None
    ]
    if leaves:
        mount_flipbook(leaves, key=f"flipbook-{first.id}-{second.id}-{side}")


def _usual_side(first: Chosen, second: Chosen) -> Side:
    near = first.analysis.view.near_side
    both = near == second.analysis.view.near_side
    return near if both and near != "unknown" else "left"


def _reel(chosen: Chosen, side: Side) -> Reel | None:
    """Return a clip's stride, cut once; say why where there is none."""
    reels: dict[tuple[str, Side], Reel | None] = st.session_state.setdefault(_REELS, {})
    key = chosen.id, side
    if key not in reels:
        assert chosen.clip is not None
        try:
            with st.spinner(texts.FLIPBOOK_MAKING):
                reel = cut_reel(chosen.clip, chosen.analysis, side)
        except InputError:
            st.warning(texts.FLIPBOOK_GONE.format(clip=plain(chosen.name)))
            return None
        while len(reels) >= _MOST_REELS:
            reels.pop(next(iter(reels)))
        reels[key] = reel
    if reels[key] is None:
        foot, clip = texts.FLIPBOOK_FEET[side], plain(chosen.name)
        st.info(texts.FLIPBOOK_NONE.format(foot=foot, clip=clip))
    return reels[key]


def _show_changes(comparison: Comparison) -> None:
    larger, within = comparison.of("larger"), tuple(filter(worth_showing, comparison.of("within")))
    unknown = comparison.of("unknown")
    if larger or within:
        st.header(texts.TABLE_LARGER, anchor=False)
        table = change_table(larger, "larger") if larger else paragraph(texts.TABLE_LARGER_NONE)
        st.html(table)
    # The shares of labels follow the angle: the sentence above does not count them either.
    if count := len(figures_compared(within)):
        title = texts.TABLE_WITHIN.format(count=counted(count, "figure"))
        with st.expander(title, expanded=not larger):
            st.caption(texts.TABLE_WITHIN_HELP)
            st.html(change_table(within, "within"))
    if unknown:
        with st.expander(texts.TABLE_UNKNOWN, expanded=not larger and not within):
            st.html(unknown_list(unknown))
    with st.expander(texts.METHOD_TITLE):
        st.html("".join(map(paragraph, texts.METHOD)))
