"""Write everything that an analysis leaves behind into one folder."""

from __future__ import annotations

from pathlib import Path

from gaitcheck.model import Analysis, Observation
from gaitcheck.progress import (
    CancelSignal,
    ProgressCallback,
    ignore_progress,
    stop_if_cancelled,
)
from gaitcheck.report.pictures import add_crops, has_pictures, write_crops, write_sheet
from gaitcheck.report.tables import to_csv_bytes, to_metrics_csv_bytes, to_soles_csv_bytes
from gaitcheck.store.disk import remove_file, replace_file, write_file
from gaitcheck.store.feet import write_feet
from gaitcheck.store.folders import ANALYSIS_FILE
from gaitcheck.store.observation import write_observation
from gaitcheck.store.result import CSV_NAME, METRICS_NAME, SHEET_NAME, SOLES_NAME
from gaitcheck.store.serialize import to_json_bytes
from gaitcheck.video import probe_video


def write_report(
    analysis: Analysis,
    observation: Observation,
    clip_path: Path,
    folder: Path,
    *,
    progress: ProgressCallback = ignore_progress,
    cancel: CancelSignal | None = None,
) -> None:
    """Write everything that an analysis leaves behind into a folder that exists.

    Without steps (or without feet to show) there are no pictures: no ``contacts.png`` and no
    folder ``steps``. What was written before an error stays; write into a folder of its own and
    move that when all went well.

    Parameters
    ----------
    analysis : Analysis
        The result.
    observation : Observation
        What it was judged from.
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
    write_observation(folder, observation)
    if has_pictures(analysis):
        write_crops(analysis, probe_video(clip_path), folder, progress=progress, cancel=cancel)
    write_judgement(analysis, folder)


def add_crops_of(analysis: Analysis, clip: Path, folder: Path) -> None:
    """Cut the pictures of steps that a person added, for the page; see `gaitcheck.apart`.

    Raises
    ------
    InputError
        When the clip can no longer be read, or a file not be written.
    """
    add_crops(analysis, probe_video(clip), folder)


def write_judgement(analysis: Analysis, folder: Path) -> None:
    """Write what follows from judging: JSON, tables, feet, and the sheet from the bare pictures.

    Raises
    ------
    OutputError
        When a file cannot be written.
    """
    write_file(folder / ANALYSIS_FILE, to_json_bytes(analysis))
    _write_tables(analysis, folder)
    write_sheet(analysis, folder)


def write_reviewed(analysis: Analysis, folder: Path) -> None:
    """Write what follows from a correction in place, in the time between two keys.

    The sheet takes longer: it goes, and `complete_sheet` draws it when it is wanted.

    Raises
    ------
    OutputError
        When a file cannot be written; the analysis before it then stays whole.
    """
    replace_file(folder / ANALYSIS_FILE, to_json_bytes(analysis))
    remove_file(folder / SHEET_NAME)
    _write_tables(analysis, folder)


def complete_sheet(analysis: Analysis, folder: Path) -> None:
    """Draw ``contacts.png`` where a correction has taken it away.

    Parameters
    ----------
    analysis : Analysis
        With feet.
    folder : Path

    Raises
    ------
    OutputError
        When the file cannot be written.
    """
    if not (folder / SHEET_NAME).exists():
        write_sheet(analysis, folder)


def _write_tables(analysis: Analysis, folder: Path) -> None:
    write_file(folder / CSV_NAME, to_csv_bytes(analysis))
    write_file(folder / METRICS_NAME, to_metrics_csv_bytes(analysis))
    if analysis.soles:
        write_file(folder / SOLES_NAME, to_soles_csv_bytes(analysis.soles))
    if analysis.feet is not None:
        write_feet(folder, analysis.feet, analysis.clip)
