"""Foot-strike analysis from a side-view running video.

``gaitcheck.analyze("clip.mov")`` gives an `Analysis`: the verdict, both feet, every step.
"""

from typing import TYPE_CHECKING, Any

from gaitcheck.errors import CancelledError, GaitcheckError, InputError

if TYPE_CHECKING:
    from gaitcheck.api import analyze, observe
    from gaitcheck.batching.run import batch
    from gaitcheck.judging import judge
    from gaitcheck.model import Analysis, ClipOptions, Correction, Observation
    from gaitcheck.store.observation import load_observation, save_observation

__version__ = "0.1.0"

__all__ = [
    "Analysis",
    "CancelledError",
    "ClipOptions",
    "Correction",
    "GaitcheckError",
    "InputError",
    "Observation",
    "__version__",
    "analyze",
    "batch",
    "judge",
    "load_observation",
    "observe",
    "save_observation",
]

# NumPy, SciPy, PyAV and MediaPipe come along only with what needs them: the command line and the
# pose workers start without.
_LATE = {
    **dict.fromkeys(("Analysis", "ClipOptions", "Correction", "Observation"), "gaitcheck.model"),
    **dict.fromkeys(("analyze", "observe"), "gaitcheck.api"),
    "batch": "gaitcheck.batching.run",
    "judge": "gaitcheck.judging",
    "load_observation": "gaitcheck.store.observation",
    "save_observation": "gaitcheck.store.observation",
}


def __getattr__(name: str) -> Any:
    if name in _LATE:
        from importlib import import_module

        return getattr(import_module(_LATE[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
