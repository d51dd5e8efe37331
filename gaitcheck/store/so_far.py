"""What is known so far as a line of JSON: from an analysis on its way to whoever waits for it."""

from __future__ import annotations

import dataclasses
import json
import math
from typing import Final

from gaitcheck.model import QualityNote, SoFar, View

KEY: Final = "so_far"
"""By this key the line is told from reports of progress."""


def so_far_line(so_far: SoFar) -> str:
    """Return the line, without its end."""
    return json.dumps({KEY: dataclasses.asdict(so_far)}, allow_nan=False)


def read_so_far(line: str) -> SoFar | None:
    """Return what a line tells; None for any other line."""
    if not line.startswith(f'{{"{KEY}"'):
        return None
    try:
        told = json.loads(line)[KEY]
        cadence = None if told["cadence_spm"] is None else float(told["cadence_spm"])
        if cadence is not None and not math.isfinite(cadence):
            return None
        notes = tuple(QualityNote(**note) for note in told["notes"])
        return SoFar(View(**told["view"]), cadence, notes)
    except (ValueError, KeyError, TypeError):
        return None
