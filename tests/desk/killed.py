"""A process that keeps, reviews and deletes until it is killed, and what must be left then."""

from __future__ import annotations

import multiprocessing
import os
import random
import time
from collections.abc import Callable, Mapping
from multiprocessing.connection import Connection
from pathlib import Path

from gaitcheck.desk.athletes import find_athletes
from gaitcheck.desk.desk import Desk, open_desk
from gaitcheck.desk.keeping import keep_analysis
from gaitcheck.desk.kept import files_of, find_kept, load_analyses
from gaitcheck.desk.records import Session
from gaitcheck.desk.removal import delete_for_good
from gaitcheck.desk.reviews import read_review
from gaitcheck.desk.tables import ReviewRow, now
from tests.desk.results import DAY, an_analysis, an_athlete
from tests.examples import make_observation

_PLAIN: Mapping[str, str] = {}
LONGEST_S = 1.0
"""The writer is killed at a random moment of this time."""

# Its server has read all modules: each writer begins at once.
_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload([__name__])


def work(folder: Path, seed: int, pipe: Connection, environment: Mapping[str, str]) -> None:
    """Write until the end, and say what is written."""
    os.environ.update(environment)

    def tell(*words: str) -> None:
        pipe.send(words)

    try:
        _work(folder, seed, tell)
    except Exception as error:  # noqa: BLE001 - whatever it is, `check` says it
        tell("fault", repr(error))


def _work(folder: Path, seed: int, tell: Callable[..., None]) -> None:
    chance = random.Random(seed)
    with open_desk(folder) as desk:
        held = find_athletes(desk)[0]
        ann = held[0].athlete if held else an_athlete(desk)
        number = seed * 1000
        tell("ready")
        while True:
            number += 1
            analysis = an_analysis(number, ("heel", "toe", "midfoot")[number % 3])
            observation = make_observation(analysis)
            kept = keep_analysis(desk, Session(ann.id, DAY), analysis, observation)
            tell("kept", kept.id)
            _review(desk, kept.id, f"said {number}")
            tell("said", kept.id, str(number))
            others = find_kept(desk)
            if len(others) > 4:
                gone = chance.choice(others)
                tell("deleting", gone.id)
                delete_for_good(desk, session_id=gone.session_id)
                tell("deleted", gone.id)


def _review(desk: Desk, clip_id: str, said: str) -> None:
    """Write a review as `save_review` does, without the time that judging takes."""
    with desk.filing() as filing:
        corrections = f'[{{"kind": "confirm", "step": "left-1", "note": "{said}"}}]'
        row = ReviewRow(clip_id=clip_id, who="local", made_at=now(), corrections=corrections)
        filing.transaction.add(row)


def kill_once(
    folder: Path, seed: int, environment: Mapping[str, str] = _PLAIN, *, first: str = "ready"
) -> list[tuple[str, ...]]:
    """Start a writer, kill it a random while after it first said a word; return all it said."""
    ours, theirs = _PROCESSES.Pipe(duplex=False)
    process = _PROCESSES.Process(target=work, args=(folder, seed, theirs, environment))
    process.start()
    theirs.close()
    said = []
    if seed % 10:  # every tenth may die while it opens the desk
        while not said or said[-1][0] not in (first, "fault"):
            said.append(ours.recv())
    time.sleep(random.Random(seed).uniform(0, LONGEST_S))
    process.kill()
    process.join()
    try:
        while True:
            said.append(ours.recv())
    except EOFError:
        return said


def check(folder: Path, said: list[tuple[str, ...]]) -> None:
    """Assert that nothing written is lost, nothing half written is there, and no file is left."""
    assert not [line for line in said if line[0] == "fault"]
    with open_desk(folder) as desk:
        kept = {one.id: one for one in find_kept(desk)}
        deleting = {line[1] for line in said if line[0] == "deleting"}
        deleted = {line[1] for line in said if line[0] == "deleted"}
        for line in said:
            if line[0] in ("kept", "said") and line[1] not in deleting:
                assert line[1] in kept, f"{line} is lost"
            if line[0] == "said" and line[1] in kept:
                (correction,) = read_review(desk, line[1]).corrections
                assert correction.note == f"said {line[2]}"
        assert not deleted & kept.keys()
        analyses = load_analyses(desk, list(kept.values()))  # every file is whole
        assert len(analyses) == len(kept)
        named = {digest for one in kept for digest in files_of(desk, one).values()}
        assert set(desk.files.digests()) == named
        for digest in named:
            desk.files.read(digest)
        assert not desk.files.unfinished
