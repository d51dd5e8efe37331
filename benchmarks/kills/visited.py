"""The app's own server with a visitor in it: ``python -m benchmarks.kills.visited PORT ...``.

The visitor is no browser but a thread that does what the pages do, by the same visits and the same
queue: bring a clip, have it analysed, keep the result on the desk, have the film for the player
made, go on with the next. All that is acknowledged is written down in a file, a line each.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import threading
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from benchmarks.kills.look import differences
from gaitcheck.cli import app
from gaitcheck.desk.athletes import find_athletes, save_athlete
from gaitcheck.desk.desk import Desk, open_desk
from gaitcheck.desk.keeping import keep_result
from gaitcheck.desk.kept import find_kept
from gaitcheck.desk.records import Athlete, Session
from gaitcheck.jobs import analyze_command
from gaitcheck.store.result import load_result
from gaitcheck.ui.player.making import DATA_NAME, VIDEO_NAME, Making
from gaitcheck.ui.session import _workspaces
from gaitcheck.ui.workspace import Entry, Workspace

Tell = Callable[..., None]

FIRST_DAY: Final = dt.date(2020, 1, 2)
_LOOK_EVERY_S: Final = 0.1


def main(port: str, clip: Path, whole: Path, desk: Path, said: Path) -> None:
    """Serve the pages with a visitor until the end."""

    def tell(what: str, **more: Any) -> None:
        with said.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"what": what, **more}) + "\n")

    threading.Thread(target=_visit, args=(port, clip, whole, desk, tell), daemon=True).start()
    app(["app", "--port", port])


def _visit(port: str, clip: Path, whole: Path, folder: Path, tell: Tell) -> None:
    try:
        _wait_for_server(port)
        visit = _workspaces(analyze_command).new()
        with open_desk(folder) as desk:
            held = find_athletes(desk)[0]
            athlete = held[0].athlete if held else save_athlete(desk, Athlete("Ann"))
            tell("ready")
            while not visit.closed:
                # Of another day each: the same clip is kept once in a session.
                day = FIRST_DAY + dt.timedelta(days=len(find_kept(desk)))
                _bring_one(visit, clip, whole, desk, Session(athlete.id, day), tell)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is counted
        tell("fault", fault=repr(error))


def _wait_for_server(port: str) -> None:
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
                return
        except OSError:
            time.sleep(_LOOK_EVERY_S)


def _bring_one(
    visit: Workspace, clip: Path, whole: Path, desk: Desk, session: Session, tell: Tell
) -> None:
    with clip.open("rb") as content:
        stored = visit.store(content, clip.name)
    entry = visit.analyze(stored)
    tell("begun")
    entry.job.wait()
    status = entry.job.status()
    place = entry.job.result_folder()
    if status.state == "done" and place is not None:
        tell("ended", state="done", message="", faults=differences(place, whole))
        kept = keep_result(desk, place, session, film=stored.path)
        tell("kept", id=kept.id)
        _make_film(visit, entry, tell)
    else:
        faults = ["a result that is not whole"] if entry.job.request.out.exists() else []
        tell("ended", state=status.state, message=status.message, faults=faults)
    visit.remove(entry)


def _make_film(visit: Workspace, entry: Entry, tell: Tell) -> None:
    """Have the film of the player made, as the result page does."""
    place = entry.job.result_folder()
    assert place is not None
    making = Making(
        entry.clip.path,
        entry.job.request.out,
        lambda: load_result(place).analysis,
        lambda: not visit.closed,
    )
    tell("filming")
    making.start()
    making.wait()
    there = sorted(path.name for path in (making.video, making.data) if path.exists())
    whole = [DATA_NAME, VIDEO_NAME] if making.state == "done" else []
    faults = [] if there == whole else [f"{making.state}, and {there} is there"]
    faults += [f"{path.name} was left" for path in making.folder.glob("*.part.*")]
    tell("film", state=making.state, message="", faults=faults)


if __name__ == "__main__":
    main(sys.argv[1], *map(Path, sys.argv[2:6]))
