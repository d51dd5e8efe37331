"""All that the desk holds of one athlete, in one file for the athlete."""

from __future__ import annotations

import dataclasses
import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from gaitcheck.desk.athletes import get_athlete
from gaitcheck.desk.desk import Desk
from gaitcheck.desk.kept import write_kept
from gaitcheck.desk.reviews import read_review
from gaitcheck.desk.sessions import find_notes, find_sessions
from gaitcheck.desk.trends import History, load_history
from gaitcheck.report.tables import csv_bytes
from gaitcheck.store.corrections import to_corrections_bytes
from gaitcheck.store.disk import replacing
from gaitcheck.store.leftovers import scratch_folder

SESSION_COLUMNS: Final = (
    *("day", "shoes", "speed_kmh", "surface", "incline_pct", "cue"),
    *("pain", "pain_where", "notes", "id"),
)
FIGURE_COLUMNS: Final = (
    *("day", "clip", "figure", "foot", "unit", "value", "low", "high"),
    *("change", "detectable_from", "judged", "shoes", "speed_kmh", "cue"),
)
NOTE_COLUMNS: Final = ("when", "who", "clip_id", "step", "text")


def export_athlete(desk: Desk, athlete_id: str, path: Path) -> int:
    """Write all that the desk holds of an athlete to a ZIP archive: tables, results, films, notes.

    Returns
    -------
    int
        How many clips it holds.

    Raises
    ------
    NotOnDeskError
        When there is no such athlete, or it is another coach's.
    OutputError
        When it cannot be written.
    """
    athlete = get_athlete(desk, athlete_id)
    history = load_history(desk, athlete_id)
    with (
        replacing(path) as temporary,
        zipfile.ZipFile(temporary, "w") as archive,
        scratch_folder() as scratch,
    ):

        def put(name: str, data: bytes) -> None:
            archive.writestr(name, data, zipfile.ZIP_DEFLATED)

        document = dataclasses.asdict(athlete)
        put("athlete.json", json.dumps(document, ensure_ascii=False, indent=2).encode())
        sessions = [dataclasses.asdict(one) for one in find_sessions(desk, athlete_id)]
        put("sessions.csv", csv_bytes(SESSION_COLUMNS, sessions))
        put("figures.csv", csv_bytes(FIGURE_COLUMNS, figure_rows(history)))
        notes = [dataclasses.asdict(one) for one in find_notes(desk, athlete_id)]
        put("notes.csv", csv_bytes(NOTE_COLUMNS, notes))
        for number, visit in enumerate(history.visits, start=1):
            folder = f"results/{number:03}-{visit.session.day}"
            result = scratch / folder
            result.parent.mkdir(exist_ok=True)
            write_kept(desk, visit.kept.id, result)
            for file in sorted(path for path in result.rglob("*") if path.is_file()):
                archive.write(file, file.relative_to(scratch))
            shutil.rmtree(result)
            if said := read_review(desk, visit.kept.id).corrections:
                put(f"{folder}/corrections.json", to_corrections_bytes(said))
    return len(history.visits)


def figure_rows(history: History) -> Iterator[dict[str, Any]]:
    """Yield a row for each figure of each clip, by the names of `FIGURE_COLUMNS`."""
    for course in history.courses:
        for point in course.shown:
            visit, change = history.visits[point.clip], point.change
            assert point.value is not None
            known = point.half is not None
            half = point.half or 0.0
            yield {
                "day": visit.session.day,
                "clip": visit.kept.file,
                "figure": course.quantity.title,
                "foot": course.quantity.side or "",
                "unit": course.quantity.unit,
                "value": point.value,
                "low": point.value - half if known else None,
                "high": point.value + half if known else None,
                "change": None if change is None else change.difference,
                "detectable_from": None if change is None else change.mdc,
                "judged": "" if change is None else change.effect,
                "shoes": visit.session.shoes,
                "speed_kmh": visit.session.speed_kmh,
                "cue": visit.session.cue,
            }
