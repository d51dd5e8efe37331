"""Visits of the app whose analyses end in prepared results."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import get_args

import pytest
from streamlit.components.v2 import manifest_scanner

from gaitcheck.jobs import JobRequest, JobRunner
from gaitcheck.model import Analysis, PersonSeen, QualityNote, Severity, VerdictStrike
from gaitcheck.ui.workspace import Entry, Workspace, Workspaces
from tests.end_to_end.example_results import write_example_result
from tests.examples import (
    make_analysis,
    make_one_foot_analysis,
    make_refused_analysis,
    make_stepless_analysis,
)
from tests.kept import kept
from tests.ui.pages import WAIT_S

# Puts a prepared result where the job is to leave its own, or does what the clip says instead.
ACT = """
import json, pathlib, shutil, sys, time
clip, out, examples = map(pathlib.Path, sys.argv[1:])
plan = json.loads(clip.read_text())
time.sleep(plan.get("seconds", 0))
if "unusable" in plan:
    print("gaitcheck: " + plan["unusable"], file=sys.stderr)
    sys.exit(2)
shutil.copytree(examples / plan["verdict"], out / clip.stem)
"""


def among_people(verdict: VerdictStrike) -> Analysis:
    """Return the result of a clip with two people, of whom the second was followed."""
    people = (PersonSeen(1, 0, 90, 90, 120), PersonSeen(2, 0, 200, 90, 120, followed=True))
    severity: Severity = "blocker" if verdict == "unsure" else "info"
    code = "several_people" if verdict == "unsure" else "bystanders"
    note = QualityNote(code, severity, "There are 2 people.", "Say who is meant.")
    return make_analysis(verdict, people=people, quality=(note,))


@pytest.fixture(scope="package", autouse=True)
def packages_are_read_once() -> Iterator[None]:
    """Streamlit looks for components in all installed packages each time a page is opened here."""
    with pytest.MonkeyPatch.context() as patch:
        found = cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", found)
        yield


@pytest.fixture(scope="session")
def examples() -> Path:
    """Return a folder with a result of every kind, as the analysis would write them."""
    return kept("results-of-every-kind", _write_results)


def _write_results(folder: Path) -> None:
    for strike in get_args(VerdictStrike):
        write_example_result(folder / strike, make_analysis(strike))
    write_example_result(folder / "nobody", make_stepless_analysis())
    write_example_result(folder / "refused", make_refused_analysis())
    write_example_result(folder / "one foot", make_one_foot_analysis())
    for verdict in ("heel", "unsure"):
        write_example_result(folder / f"{verdict} among people", among_people(verdict))


@pytest.fixture(scope="module")
def runner(examples: Path) -> Iterator[JobRunner]:
    def command(request: JobRequest) -> list[str]:
        paths = (request.clip, request.out, examples)
        return [sys.executable, "-c", ACT, *map(str, paths)]

    made = JobRunner(command)
    yield made
    made.cancel_all()


@pytest.fixture
def visit(runner: JobRunner, tmp_path: Path) -> Iterator[Workspace]:
    visits = Workspaces(runner, tmp_path)
    yield visits.new()
    visits.close()


@pytest.fixture
def bring(visit: Workspace, tmp_path: Path) -> Callable[..., Entry]:
    """Return a function that sends off a clip which says what shall come out."""

    def send(plan: str, *, wait: bool = True, name: str = "run.mp4") -> Entry:
        clip = tmp_path / name
        clip.write_text(plan, encoding="utf-8")
        with clip.open("rb") as source:
            entry = visit.analyze(visit.store(source, name))
        if wait:
            assert entry.job.wait(WAIT_S)
        return entry

    return send
