"""What a visitor can tell about a clip: slow motion, height, the treadmill's speed."""

from __future__ import annotations

import dataclasses

import streamlit as st

from gaitcheck.model import DEFAULT_OPTIONS, ClipOptions
from gaitcheck.model.options import BELT_RANGE_KMH, HEIGHT_RANGE_CM, SLOW_MOTION_RANGE
from gaitcheck.words import page as texts


def ask_options(key: str, told: ClipOptions = DEFAULT_OPTIONS) -> ClipOptions:
    """Ask for everything; `told` fills in what is known already."""
    return dataclasses.replace(
        told,
        slow_motion=_ask_slow_motion(key, told.slow_motion),
        height_cm=_ask_number(
            f"{key}-height", texts.HEIGHT_LABEL, texts.HEIGHT_HELP, HEIGHT_RANGE_CM, told.height_cm
        ),
        belt_kmh=_ask_number(
            f"{key}-belt", texts.BELT_LABEL, texts.BELT_HELP, BELT_RANGE_KMH, told.belt_kmh
        ),
        mirrored=st.checkbox(
            texts.MIRRORED_LABEL, told.mirrored, help=texts.MIRRORED_HELP, key=f"{key}-mirrored"
        ),
    )


def _ask_slow_motion(key: str, told: float | None) -> float | None:
    choice = st.radio(
        texts.SLOW_MOTION_LABEL,
        (texts.SLOW_MOTION_AUTO, texts.SLOW_MOTION_GIVEN),
        index=0 if told is None else 1,
        help=texts.SLOW_MOTION_HELP,
        horizontal=True,
        key=f"{key}-slow-motion",
    )
    if choice == texts.SLOW_MOTION_AUTO:
        return None
    return float(
        st.number_input(
            texts.SLOW_MOTION_FACTOR,
            *SLOW_MOTION_RANGE,
            told or 1.0,
            step=1.0,
            format="%g",
            key=f"{key}-factor",
        )
    )


def _ask_number(
    key: str, label: str, explained: str, limits: tuple[float, float], told: float | None
) -> float | None:
    value = st.number_input(
        label,
        *limits,
        value=told,
        step=1.0,
        format="%g",
        placeholder=texts.NOT_TOLD,
        help=explained,
        key=key,
    )
    return None if value is None else float(value)
