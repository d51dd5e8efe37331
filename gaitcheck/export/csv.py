"""CSV for spreadsheets, R and pandas: units in the names of the columns, gaps as empty cells."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from gaitcheck.export.rows import STEP_COLUMNS, steps_table
from gaitcheck.export.trial import Trial
from gaitcheck.model import LANDMARK_NAMES
from gaitcheck.report.tables import csv_bytes, to_metrics_csv_bytes

TIME_DIGITS: Final = 6
PIXEL_DIGITS: Final = 3
VISIBILITY_DIGITS: Final = 3

LANDMARK_COLUMNS: Final = (
    *("frame", "time_s", "file_time_s"),
    *(f"{name}_{what}" for name in LANDMARK_NAMES for what in ("x_px", "y_px", "visibility")),
)


def write_steps_csv(trial: Trial) -> bytes:
    """Return the steps, one row each."""
    return csv_bytes(STEP_COLUMNS, steps_table(trial))


def write_metrics_csv(trial: Trial) -> bytes:
    """Return the metrics, one row each, with a column for the unit."""
    return to_metrics_csv_bytes(trial.analysis)


def write_landmarks_csv(trial: Trial) -> bytes:
    """Return the landmarks in the picture view, one row for each frame.

    ``frame`` counts from 0, ``time_s`` is real time, ``file_time_s`` what a player shows; x and y
    are pixels of the picture as shown, y downwards; visibility is MediaPipe's, 0 to 1.
    """
    landmarks = trial.landmarks
    points = np.round(landmarks.points, PIXEL_DIGITS)
    visibility = np.round(landmarks.visibility, VISIBILITY_DIGITS)
    cells = np.concatenate([points, visibility[..., np.newaxis]], axis=2)
    times = np.round(np.column_stack([trial.time_s, landmarks.time_s]), TIME_DIGITS)
    table = np.column_stack([times, cells.reshape(len(cells), -1)]).tolist()
    rows = (
        dict(zip(LANDMARK_COLUMNS, (frame, *map(_or_gap, row)), strict=True))
        for frame, row in enumerate(table)
    )
    return csv_bytes(LANDMARK_COLUMNS, rows)


def _or_gap(value: float) -> float | None:
    return value if math.isfinite(value) else None
