"""How processes of our own are started."""

from __future__ import annotations

import os
from pathlib import Path


def own_environment() -> dict[str, str]:
    """Return an environment in which a new Python finds this very package."""
    here = str(Path(__file__).parents[1])
    path = os.environ.get("PYTHONPATH")
    return os.environ | {"PYTHONPATH": here if not path else here + os.pathsep + path}
