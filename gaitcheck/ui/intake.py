"""Bringing clips: upload, sample, settings, start."""

from __future__ import annotations

from typing import Final

import streamlit as st

from gaitcheck.samples import find_samples
from gaitcheck.ui import texts
from gaitcheck.ui.session import open_upload, release_uploads
from gaitcheck.ui.style import plain
from gaitcheck.ui.workspace import StoredClip, Workspace

CLIP_SUFFIXES: Final = ("mp4", "mov", "m4v", "webm", "mkv", "avi")
SLOWEST_FACTOR: Final = 40.0
CHOSEN: Final = "chosen_entry"

_ROUND: Final = "upload_round"
_LOST: Final = "uploads_lost"


def show_intake(workspace: Workspace) -> None:
    """Show the upload, what is ready, the settings and the start."""
    _take_uploads(workspace)
    for clip in workspace.ready:
        _show_ready(workspace, clip)
    slow_motion = _ask_slow_motion()
    _offer_start(workspace, slow_motion)
    _offer_samples(workspace, slow_motion)


def start(
    workspace: Workspace,
    clips: list[StoredClip],
    slow_motion: float | None,
    runner: int | None = None,
) -> None:
    """Send clips off and look at the first of them."""
    entries = [workspace.analyze(clip, slow_motion, runner) for clip in clips]
    st.session_state[CHOSEN] = entries[0].id
    st.rerun()


def _take_uploads(workspace: Workspace) -> None:
    """Move what was uploaded to the visitor's folder at once."""
    number = st.session_state.setdefault(_ROUND, 0)
    limit_mb = int(st.get_option("server.maxUploadSize"))
    limit = f"{limit_mb // 1024} GB" if limit_mb % 1024 == 0 else f"{limit_mb} MB"
    uploads = st.file_uploader(
        texts.UPLOAD_LABEL,
        type=list(CLIP_SUFFIXES),
        accept_multiple_files=True,
        key=f"upload-{number}",
    )
    st.caption(texts.UPLOAD_HELP.format(limit=limit))
    for name in st.session_state.pop(_LOST, []):
        st.error(texts.UPLOAD_FAILED.format(name=name), icon=":material/error:")
    if not uploads:
        return
    lost = []
    for upload in uploads:
        received = open_upload(upload)
        with received.content:
            try:
                workspace.store(received.content, received.name)
            except OSError:
                lost.append(received.name)
    release_uploads()
    st.session_state[_LOST] = lost
    # A new key empties the widget, and with it the last hold on the uploaded bytes.
    st.session_state[_ROUND] = number + 1
    st.rerun()


def _show_ready(workspace: Workspace, clip: StoredClip) -> None:
    name, button = st.columns([4, 1], vertical_alignment="center")
    name.markdown(f":material/movie: {plain(clip.name)} ({clip.size / 1e6:.1f} MB)")
    if button.button(
        texts.DISCARD,
        key=f"discard-{clip.id}",
        help=texts.DISCARD_NAMED.format(name=clip.name),
        width="stretch",
    ):
        workspace.discard(clip)
        st.rerun()


def _ask_slow_motion() -> float | None:
    with st.expander(texts.SETTINGS):
        choice = st.radio(
            texts.SLOW_MOTION_LABEL,
            (texts.SLOW_MOTION_AUTO, texts.SLOW_MOTION_GIVEN),
            help=texts.SLOW_MOTION_HELP,
            horizontal=True,
            key="slow_motion_choice",
        )
        if choice == texts.SLOW_MOTION_AUTO:
            return None
        return ask_factor("slow_motion_factor")


def ask_factor(key: str) -> float:
    """Ask for a slow-motion factor."""
    return float(
        st.number_input(
            texts.SLOW_MOTION_FACTOR, 1.0, SLOWEST_FACTOR, 1.0, step=1.0, format="%g", key=key
        )
    )


def _offer_start(workspace: Workspace, slow_motion: float | None) -> None:
    count = len(workspace.ready)
    label = texts.START if count < 2 else texts.START_COUNT.format(count=count)
    if st.button(label, type="primary", disabled=count == 0, key="start", width="stretch"):
        start(workspace, list(workspace.ready), slow_motion)


def _offer_samples(workspace: Workspace, slow_motion: float | None) -> None:
    samples = find_samples()
    if not samples:
        st.caption(texts.SAMPLES_ABSENT)
        return
    choice, button = st.columns([3, 2], vertical_alignment="bottom")
    chosen = choice.selectbox(
        texts.SAMPLE_LABEL, samples, format_func=lambda sample: sample.title, key="sample_choice"
    )
    if button.button(texts.SAMPLE_BUTTON, key="sample", width="stretch"):
        start(workspace, [workspace.add_sample(chosen.clip)], slow_motion)
    st.caption(chosen.shows)
