"""The metronome on the page: a Streamlit component that makes its beats in the browser."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import streamlit as st

from gaitcheck.advice import QUICKER, load_library
from gaitcheck.model import Analysis
from gaitcheck.ui.component import BASE_SCRIPT, component
from gaitcheck.ui.pieces import linked_source
from gaitcheck.ui.style import paragraph
from gaitcheck.words import review as texts

NAME: Final = "gaitcheck_metronome"
POSSIBLE_SPM: Final = (100.0, 260.0)
"""Steps a minute that somebody runs; outside, the slow-motion factor is wrong."""

_HERE: Final = Path(__file__).parent


def show_metronome(analysis: Analysis, key: str) -> None:
    """Show the metronome, folded, where the cadence is known."""
    cadence = analysis.cadence_spm
    low, high = POSSIBLE_SPM
    if cadence is None or analysis.refused or not low <= cadence <= high:
        return
    with st.expander(texts.METRONOME_TITLE, icon=":material/music_note:"):
        study = next(s for s in load_library().research if s.id == "step_rate")
        st.html(paragraph(texts.METRONOME_WHY) + linked_source(study.source))
        component(NAME, (BASE_SCRIPT, _HERE / "metronome.js"), (_HERE / "metronome.css",))(
            key=key, data=metronome_data(cadence)
        )


def metronome_data(cadence_spm: float) -> Mapping[str, Any]:
    """Return the beats to choose from, the own cadence first, ready for JSON."""
    words = texts.METRONOME_WORDS
    beats = [(words["own"], round(cadence_spm))]
    for share in QUICKER:
        name = words["more"].format(percent=round(100 * (share - 1)))
        beats.append((name, round(cadence_spm * share)))
    return {
        "beats": [
            {"name": name, "rate": rate, "text": words["rate"].format(rate=rate)}
            for name, rate in beats
        ],
        "words": dict(words),
    }
