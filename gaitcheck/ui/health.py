"""``/healthz``: whether the server can take an analysis, for whoever looks after it.

Counts only: nothing of visitors, clips or folders.
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import asdict
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from gaitcheck import __version__
from gaitcheck.checkup import LEAST_FREE_MB
from gaitcheck.jobs import MAX_RUNNING, Load
from gaitcheck.ui.session import server_loads

HEALTHY: Final = 200
UNHEALTHY: Final = 503


def health() -> dict[str, Any]:
    """Return queue, workers and disk, and whether all is well."""
    loads = server_loads() or [Load(0, 0, MAX_RUNNING)]
    free_mb = _free_mb()
    full = free_mb is None or free_mb < LEAST_FREE_MB
    return {
        "status": "disk full" if full else "ok",
        "version": __version__,
        "queue": [asdict(load) for load in loads],
        "disk": {"free_mb": free_mb, "least_mb": LEAST_FREE_MB},
    }


def _free_mb() -> float | None:
    try:
        return round(shutil.disk_usage(tempfile.gettempdir()).free / 1e6)
    except OSError:
        return None


def answer(request: Request) -> JSONResponse:  # noqa: ARG001 - the form of an endpoint
    """Answer with what `health` says; status 503 where no clip can be taken."""
    found = health()
    return JSONResponse(found, HEALTHY if found["status"] == "ok" else UNHEALTHY)


ROUTES: Final = (Route("/healthz", answer, methods=["GET"]),)
