"""The desk on the page: a Streamlit component that shows the steps and takes what is said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from streamlit.runtime import Runtime
from streamlit.runtime.media_file_storage import MediaFileStorageError

from gaitcheck.report.pictures import KeptCrops, strip_name
from gaitcheck.ui.component import BASE_SCRIPT, BASE_STYLE, component

NAME: Final = "gaitcheck_review"
LOG: Final = "log"
"""The name of what is said in the component's state: entries with their numbers."""

_HERE: Final = Path(__file__).parent
_SCRIPTS: Final = (
    BASE_SCRIPT,
    *(_HERE / name for name in ("parts.js", "pictures.js", "keys.js", "review.js")),
)


def mount_review(data: Mapping[str, Any], key: str, on_said: Callable[[], None]) -> None:
    """Put the desk on the page; `on_said` is called when something was said."""
    component(NAME, _SCRIPTS, (BASE_STYLE, _HERE / "review.css"))(
        key=key, data=data, on_log_change=on_said
    )


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
