"""Foot-strike analysis from a side-view running video.

``gaitcheck.analyze("clip.mov")`` gives an `Analysis`: the verdict, both feet, every step.
"""

from typing import TYPE_CHECKING, Any

from gaitcheck.errors import CancelledError, GaitcheckError, InputError
from gaitcheck.types import Analysis

if TYPE_CHECKING:
    from gaitcheck.analysis import analyze

__version__ = "0.1.0"

__all__ = ["Analysis", "CancelledError", "GaitcheckError", "InputError", "__version__", "analyze"]


def __getattr__(name: str) -> Any:
    # The analysis brings SciPy along: the command line and the pose workers start without it.
    if name == "analyze":
        from gaitcheck.analysis import analyze

        return analyze
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
