"""What a turned or tilted camera, an inclined belt and more light change for the same runners.

The clips come from ``render_runner.py --drawn turned N``: each runner is filmed level and square to
the run, then with one thing changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from benchmarks.accuracy.changed import ChangedRow, changed_row
from benchmarks.accuracy.compare import RunScore

LEVEL: Final = "level"
CHANGES: Final = {
    LEVEL: "level, square to the run",
    "yaw": "camera turned by 15 degrees",
    "roll": "camera tilted by 5 degrees",
    "incline": "treadmill at 10 %",
    "light": "bright light, exposed for 3 ms",
}


def change_of(name: str) -> str:
    """Return the change from the name of a clip, ``turned_003_yaw``."""
    return name.rpartition("_")[2]


def turned_rows(scores: Sequence[RunScore]) -> tuple[ChangedRow, ...]:
    """Return a row for every change that there are clips of."""
    rows = []
    for change, words in CHANGES.items():
        own = [score for score in scores if change_of(score.truth.name) == change]
        if own:
            rows.append(changed_row(words, own))
    return tuple(rows)
