"""The desk on the page: a Streamlit component that shows the steps and takes what is said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer
from streamlit.runtime import Runtime
from streamlit.runtime.media_file_storage import MediaFileStorageError

from gaitcheck.report.pictures import KeptCrops, strip_name

NAME: Final = "gaitcheck_review"
LOG: Final = "log"
"""The name of what is said in the component's state: entries with their numbers."""

_HERE: Final = Path(__file__).parent
_SCRIPTS: Final = ("parts.js", "pictures.js", "keys.js", "review.js")
_RENDERER: ComponentRenderer | None = None


def mount_desk(data: Mapping[str, Any], key: str, on_said: Callable[[], None]) -> None:
    """Put the desk on the page; `on_said` is called when something was said."""
    _component()(key=key, data=data, on_log_change=on_said)


def row_addresses(kept: KeptCrops | None, key: str) -> dict[str, str]:
    """Return where the browser finds the pictures of each step, as long as the page shows them."""
    if kept is None:
        return {}
    found = {}
    manager = Runtime.instance().media_file_mgr
    for step_id in kept.plan.places:
        path = kept.folder / strip_name(step_id)
        try:
            found[step_id] = manager.add(str(path), "image/jpeg", f"{key}-{step_id}")
        except MediaFileStorageError:
            continue  # a step without pictures, or something has tidied them away
    return found


def _component() -> ComponentRenderer:
    global _RENDERER  # noqa: PLW0603 - registered once, by the first page that needs it
    if _RENDERER is None:
        script = "\n".join((_HERE / name).read_text(encoding="utf-8") for name in _SCRIPTS)
        style = (_HERE / "review.css").read_text(encoding="utf-8")
        _RENDERER = st.components.v2.component(NAME, css=style, js=script)
    return _RENDERER
