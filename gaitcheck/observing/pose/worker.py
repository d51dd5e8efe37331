"""A worker process: reads jobs from standard input, answers on standard output.

It is started as ``python -m gaitcheck.observing.pose.worker``, so that it needs nothing of the
program that called it, and it ends by itself when that program is gone (its input closes).
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Final

from gaitcheck.offline import stay_offline

# MediaPipe imports these to draw and to record sound, which no worker does; without them a worker
# starts in a fraction of the time.
UNUSED: Final = ("matplotlib", "matplotlib.pyplot", "sounddevice")


def leave_out_unused() -> None:
    """Put empty modules in the place of libraries that a worker never calls."""
    for name in UNUSED:
        module = ModuleType(name)
        parent, _, child = name.rpartition(".")
        if parent:
            setattr(sys.modules[parent], child, module)
        sys.modules[name] = module


def main() -> None:
    """Answer jobs until the input closes."""
    stay_offline()
    leave_out_unused()
    from gaitcheck.observing.pose.serving import serve

    serve()


if __name__ == "__main__":
    main()
