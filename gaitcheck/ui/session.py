"""What ties a visitor's browser session to a workspace, and lets it go when the visit ends."""

from __future__ import annotations

import atexit
from pathlib import Path
from typing import Final

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from gaitcheck.batching.afar import runner_of
from gaitcheck.jobs import CommandBuilder, JobRunner, Load
from gaitcheck.ui.admission import ADMISSION
from gaitcheck.ui.uploads import STASH, ReceivedFile
from gaitcheck.ui.workspace import Workspace, Workspaces

WORKSPACE: Final = "workspace"
VISIT: Final = "visit"
"""The name of the visit in the page's address."""


def current_workspace(command: CommandBuilder, who: str) -> Workspace:
    """Return the workspace of this session: the one in the page's address, or a new one.

    Where people log in, that of another is as good as none.
    """
    workspace: Workspace | None = st.session_state.get(WORKSPACE)
    if workspace is None or workspace.closed or workspace.who != who:
        visits = _workspaces(command)
        workspace = visits.find(st.query_params.get(VISIT, ""), who) or visits.new(who)
        st.session_state[WORKSPACE] = workspace
    context = get_script_run_ctx()
    if context is not None:
        ADMISSION.open(context.session_id, workspace)
    lease: Workspace = _lease(workspace.folder, workspace)
    return lease


def remember_in_address(workspace: Workspace) -> None:
    """Put a visit that holds something into the page's address, so that it can be reloaded."""
    holds = bool(workspace.entries or workspace.ready)
    if holds and st.query_params.get(VISIT) != workspace.id:
        st.query_params[VISIT] = workspace.id


def open_upload(upload: UploadedFile) -> ReceivedFile:
    """Return the file of an upload: from disk, or from memory where it went through Streamlit."""
    context = get_script_run_ctx()
    received = None
    if context is not None:
        received = STASH.take(context.session_id, upload.getvalue())
    return ReceivedFile(upload.name, upload) if received is None else received


def release_uploads() -> None:
    """Free what Streamlit and the stash would hold for uploads until the session ends."""
    context = get_script_run_ctx()
    if context is not None:
        context.uploaded_file_mgr.remove_session_files(context.session_id)
        STASH.clear(context.session_id)


def ask_json_file(label: str, key: str, most: int) -> tuple[str, bytes] | None:
    """Ask for a JSON file, whose field is empty again once it is taken.

    Parameters
    ----------
    label : str
    key : str
        Of the field.
    most : int
        Bytes that are taken; of a larger file one more comes, which tells it.

    Returns
    -------
    tuple of (str, bytes) or None
        Its name and what it holds, once there is one.
    """
    number = st.session_state.setdefault(f"{key}-round", 0)
    upload = st.file_uploader(
        label, type=["json"], key=f"{key}-{number}", max_upload_size=most >> 20
    )
    if upload is None:
        return None
    received = open_upload(upload)
    with received.content:
        data = received.content.read(most + 1)
    release_uploads()
    # A new key empties the widget.
    st.session_state[f"{key}-round"] = number + 1
    return received.name, data


def close_visits() -> None:
    """Stop all jobs and remove all files of this server, at its end."""
    while _OPEN:
        _OPEN.pop().close()


def server_loads() -> list[Load]:
    """Return how busy this server is; empty before the first visit."""
    return [workspaces.runner.load() for workspaces in _OPEN]


# A server ends by its lifespan or, without one, by leaving Python.
_OPEN: Final[list[Workspaces]] = []
atexit.register(close_visits)


@st.cache_resource(show_spinner=False)
def _workspaces(_command: CommandBuilder) -> Workspaces:
    workspaces = Workspaces(runner_of() or JobRunner(_command))
    _OPEN.append(workspaces)
    return workspaces


@st.cache_resource(show_spinner=False, scope="session", on_release=lambda held: held.leave())
def _lease(folder: Path, _workspace: Workspace) -> Workspace:  # noqa: ARG001 - the cache's key
    """Hold the workspace as long as the browser is connected; coming back in time renews it."""
    _workspace.enter()
    return _workspace
