"""Write everything that an analysis leaves behind into one folder."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from gaitcheck.progress import (
    CancelSignal,
    ProgressCallback,
    ignore_progress,
    stop_if_cancelled,
)
from gaitcheck.report.disk import write_file
from gaitcheck.report.feet import write_feet
from gaitcheck.report.landmarks import write_landmarks
from gaitcheck.report.pictures import has_pictures, write_pictures
from gaitcheck.report.serialize import to_json_bytes
from gaitcheck.report.tables import to_csv_bytes, to_metrics_csv_bytes
from gaitcheck.types import Analysis
from gaitcheck.video import probe_video

JSON_NAME: Final = "analysis.json"
CSV_NAME: Final = "steps.csv"
METRICS_NAME: Final = "metrics.csv"


def write_report(
    analysis: Analysis,
    clip_path: Path,
    folder: Path,
    *,
    progress: ProgressCallback = ignore_progress,
    cancel: CancelSignal | None = None,
) -> None:
    """Write ``analysis.json``, both tables, landmarks and pictures into a folder that exists.

    Without steps (or without feet to show) there are no pictures: no ``contacts.png`` and no
    folder ``steps``. What was written before an error stays; write into a folder of its own and
    move that when all went well.

    Parameters
    ----------
    analysis : Analysis
        The result.
    clip_path : Path
        The clip that was analysed, to take the pictures from.
    folder : Path
        Where to write.
    progress : callable, optional
        Told the number of steps whose pictures are done.
    cancel : CancelSignal, optional
        Stops the job when set.

    Raises
    ------
    OutputError
        When a file cannot be written (rights, full disk, no such folder).
    ClipNotFoundError, ClipUnreadableError
        When the clip can no longer be read.
    CancelledError
        When the user asked to stop.
    """
    stop_if_cancelled(cancel)
    write_file(folder / JSON_NAME, to_json_bytes(analysis))
    write_file(folder / CSV_NAME, to_csv_bytes(analysis))
    write_file(folder / METRICS_NAME, to_metrics_csv_bytes(analysis))
    if analysis.landmarks is not None:
        write_landmarks(folder, analysis.landmarks, analysis.clip)
    if analysis.feet is not None:
        write_feet(folder, analysis.feet, analysis.clip)
    if has_pictures(analysis):
        video = probe_video(clip_path)
        write_pictures(analysis, video, folder, progress=progress, cancel=cancel)
