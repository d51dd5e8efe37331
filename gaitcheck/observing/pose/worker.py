"""A worker process: reads jobs from standard input, answers on standard output.

It is started as ``python -m gaitcheck.observing.pose.worker``, so that it needs nothing of the
program that called it, and it ends by itself when that program is gone (its input closes).
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from types import ModuleType
from typing import Final

from gaitcheck.offline import stay_offline

# Packages whose own module loads all that MediaPipe can do: sound, text, drawing. A worker needs
# one module inside them, and starts in a fraction of the time without the rest.
BARE: Final = (
    "mediapipe",
    "mediapipe.tasks",
    "mediapipe.tasks.python",
    "mediapipe.tasks.python.vision",
)


def load_barely() -> None:
    """Put packages in the place of MediaPipe's own that lead to its modules and load none."""
    for name in BARE:
        spec = find_spec(name)
        if spec is None or spec.submodule_search_locations is None:
            return
        package = ModuleType(name)
        package.__path__ = list(spec.submodule_search_locations)
        sys.modules[name] = package


def try_out() -> None:
    """Load all that a worker needs and open the model once: what is missing ends the process."""
    stay_offline()
    load_barely()
    from gaitcheck.observing.pose.landmarker import pose_landmarker
    from gaitcheck.observing.pose.model import bundled_model

    with pose_landmarker(bundled_model()):
        pass


def main() -> None:
    """Answer jobs until the input closes."""
    stay_offline()
    load_barely()
    from gaitcheck.observing.pose.serving import serve

    serve()


if __name__ == "__main__":
    main()
