"""Keep the libraries inside a process from sending anything over the network.

MediaPipe's Tasks library reports usage figures to its maker ("Privacy Notice" in its package
metadata) and offers no switch for it. It sends them with libcurl, which obeys the usual proxy
variables; a proxy where nobody listens therefore keeps every report on this machine.
"""

from __future__ import annotations

import os
from typing import Final

NOWHERE: Final = "http://127.0.0.1:9"
"""The discard port of this machine: connections are refused at once."""


def stay_offline() -> None:
    """Send this process's HTTP requests, and those of its children, to nowhere.

    Call it first thing in a process that creates a pose landmarker, before MediaPipe is imported.
    It changes the process's environment, so it is for processes of our own, never for a program
    that merely uses this package.
    """
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        os.environ[name] = os.environ[name.upper()] = NOWHERE
    for name in ("no_proxy", "NO_PROXY"):
        os.environ.pop(name, None)
