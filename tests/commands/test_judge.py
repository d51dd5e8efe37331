"""``gaitcheck judge``: the same bytes again, other options, corrections, one line for a fault."""

from __future__ import annotations

import dataclasses
import errno
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from gaitcheck.cli import app
from gaitcheck.judging import judge
from gaitcheck.model import ClipOptions, Correction
from gaitcheck.report import write_report
from gaitcheck.store.corrections import to_corrections_bytes
from gaitcheck.store.folders import OWN_FILES
from gaitcheck.store.observation import OBSERVATION_NAME, load_observation, write_observation
from gaitcheck.store.result import load_result
from tests.examples import make_analysis, make_observation, write_example_clip
from tests.kept import kept
from tests.store.first import write_first_result

SAID = ClipOptions(slow_motion=2.0, height_cm=180.0)


def _write_result(folder: Path) -> None:
    clip = write_example_clip(folder / "run.mp4")
    observation = make_observation(make_analysis(options=SAID))
    result = folder / "run"
    result.mkdir()
    write_report(judge(observation), observation, clip, result)
    clip.unlink()


@pytest.fixture(autouse=True)
def _workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(kept("judged-result", _write_result) / "run", tmp_path / "run")
    monkeypatch.chdir(tmp_path)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["judge", *map(str, arguments)])


def contents(folder: str | Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in Path(folder).rglob("*")
        if path.is_file()
    }


def document(folder: str | Path = "run") -> dict[str, Any]:
    read: dict[str, Any] = json.loads(Path(folder, "analysis.json").read_text())
    return read


def said(**values: object) -> dict[str, object]:
    nothing = dict.fromkeys(("slow_motion", "runner", "height_cm", "belt_kmh"))
    return {
        **nothing,
        "mirrored": False,
        "every_frame": False,
        "from_s": None,
        "to_s": None,
        **values,
    }


@pytest.mark.parametrize("name", ["run", "run/analysis.json"])
def test_judging_again_gives_the_same_bytes(name: str) -> None:
    before = contents("run")
    assert {path.split("/")[0] for path in before} == OWN_FILES - {"landmarks.npz", "soles.csv"}
    result = run(name)
    assert (result.exit_code, result.stderr) == (0, "")
    assert contents("run") == before
    assert result.stdout.rstrip().endswith("Results: run")
    assert [path.name for path in Path().iterdir()] == ["run"]


def test_the_clip_is_not_needed_and_the_answer_is_summed_up() -> None:
    result = run("run")
    assert document()["verdict"]["reason"] in " ".join(result.stdout.split())


def test_what_is_said_anew_replaces_what_was_said_and_the_rest_holds() -> None:
    assert document()["options"] == said(slow_motion=2.0, height_cm=180.0)
    assert run("run", "--slow-motion", "4").exit_code == 0
    assert document()["options"] == said(slow_motion=4.0, height_cm=180.0)
    assert document()["clip"]["slow_motion"] == 4.0
    assert document()["clip"]["slow_motion_source"] == "given"
    assert run("run", "--height", "160.5", "--belt-speed", "12").exit_code == 0
    assert document()["options"] == said(slow_motion=4.0, height_cm=160.5, belt_kmh=12.0)


def test_a_mirrored_clip_exchanges_the_feet() -> None:
    before = document()["view"]["near_side"]
    assert run("run", "--mirrored").exit_code == 0
    assert document()["options"]["mirrored"] is True
    assert {before, document()["view"]["near_side"]} == {"left", "right"}
    assert run("run").exit_code == 0
    assert document()["options"]["mirrored"] is True
    assert run("run", "--not-mirrored").exit_code == 0
    assert document()["options"]["mirrored"] is False
    assert document()["view"]["near_side"] == before


def test_auto_forgets_what_was_said() -> None:
    assert run("run", "--belt-speed", "12").exit_code == 0
    arguments = ("--slow-motion", "auto", "--height", "auto", "--belt-speed", "auto")
    assert run("run", *arguments).exit_code == 0
    assert document()["options"] == said()
    assert document()["clip"]["slow_motion_source"] == "gait"
    assert document()["height_cm"] is None


def test_other_options_and_back_again_give_the_first_bytes() -> None:
    before = contents("run")
    assert run("run", "--slow-motion", "3", "--height", "auto").exit_code == 0
    assert contents("run") != before
    assert run("run", "--slow-motion", "2", "--height", "180").exit_code == 0
    assert contents("run") == before


@pytest.mark.parametrize("content", ["{", "[]", "[" * 100_000, '{"options": {}}'])
def test_what_was_said_when_it_was_observed_holds_where_the_analysis_is_lost(content: str) -> None:
    Path("run/analysis.json").write_text(content)
    assert run("run").exit_code == 0
    assert document()["options"] == said(slow_motion=2.0, height_cm=180.0)


def write_corrections(*corrections: Correction) -> str:
    Path("said.json").write_bytes(to_corrections_bytes(corrections))
    return "said.json"


def test_corrections_are_taken_in_and_kept_beside_the_machines_answer() -> None:
    machine = document()
    first, last = machine["steps"][0]["id"], machine["steps"][-1]["id"]
    name = write_corrections(
        Correction("label", first, strike="toe", who="me"),
        Correction("not_a_contact", last),
    )
    result = run("run", "--corrections", name)
    assert (result.exit_code, result.stderr) == (0, "")
    judged = document()
    assert judged["steps"][0]["strike"] == "toe"
    assert judged["steps"][0]["machine"] == machine["steps"][0]
    assert [step["id"] for step in judged["rejected"]] == [last]
    assert len(judged["corrections"]) == 2
    assert judged["verdict"]["machine"] == machine["verdict"]
    # They hold only where their file is given.
    assert run("run").exit_code == 0
    assert document() == machine


def test_a_contact_that_was_moved_is_drawn_from_the_pictures_that_are_there() -> None:
    step = document()["steps"][2]
    rows = {name: data for name, data in contents("run").items() if name.startswith("steps/")}
    before = contents("run")
    name = write_corrections(Correction("contact", step["id"], frame=step["contact_frame"] + 2))
    assert run("run", "-c", name).exit_code == 0
    now = contents("run")
    assert {name: data for name, data in now.items() if name.startswith("steps/")} == rows
    assert now["contacts.png"] != before["contacts.png"]
    assert document()["steps"][2]["contact_frame"] == pytest.approx(step["contact_frame"] + 2)


def test_the_new_result_goes_where_it_is_asked_to() -> None:
    before = contents("run")
    result = run("run", "--out", "new/deep", "--slow-motion", "4")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.rstrip().endswith(f"Results: {Path('new/deep/run')}")
    assert contents("run") == before
    assert contents("new/deep/run").keys() == before.keys()
    assert document("new/deep/run")["options"]["slow_motion"] == 4.0
    found = load_result(Path("new/deep/run"))
    assert found.lacking == ""


def test_in_a_folder_named_by_a_point_the_new_result_has_its_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir("run")
    assert run(".", "--out", "../new").exit_code == 0
    assert Path("../new/run/analysis.json").is_file()
    before = contents(".")
    assert run("analysis.json").exit_code == 0
    monkeypatch.chdir("..")
    assert contents("run") == before


def test_what_else_lies_in_the_folder_stays() -> None:
    Path("run/notes.txt").write_text("mine")
    assert run("run", "--slow-motion", "4").exit_code == 0
    assert Path("run/notes.txt").read_text() == "mine"


def test_json_is_one_line_and_nothing_else() -> None:
    result = run("run", "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    assert len(result.stdout.splitlines()) == 1
    assert json.loads(result.stdout) == document()


def test_a_result_without_pictures_is_judged() -> None:
    shutil.rmtree("run/steps")
    Path("run/contacts.png").unlink()
    before = contents("run")
    assert run("run").exit_code == 0
    assert contents("run") == before


def _spoil(name: str, content: bytes | None) -> None:
    Path(name).unlink(missing_ok=True)
    if content is not None:
        Path(name).write_bytes(content)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere"], "There is no result nowhere."),
        (["nowhere/analysis.json"], "There is no result nowhere"),
        (["run", "--slow-motion", "0"], "slow-motion factor lies between 0.25 and 100."),
        (["run", "--slow-motion", "nan"], "slow-motion factor lies between"),
        (["run", "--slow-motion", "fast"], "--slow-motion takes a number or auto, not fast."),
        (["run", "--height", "1.8"], "height lies between 80 and 250 cm."),
        (["run", "--height", ""], "--height takes a number or auto"),
        (["run", "--belt-speed", "inf"], "belt speed lies between 1 and 45 km/h."),
        (["run", "--corrections", "absent.json"], "There is no file absent.json."),
        (["run", "--corrections", "run"], "run cannot be read"),
        (["run", "--corrections", "run/analysis.json"], "holds no corrections"),
        (["run", "--corrections", "run/feet.npz"], "it is no JSON"),
        (["run", "--out", "taken"], "a file"),
        (["run", "--out", "full"], "holds other files"),
    ],
)
def test_a_wrong_call_is_one_line_and_status_2(arguments: list[str], words: str) -> None:
    Path("taken").write_text("mine")
    Path("full/run").mkdir(parents=True)
    Path("full/run/thesis.txt").write_text("mine")
    before = contents(".")
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("gaitcheck: ")
    assert words in result.stderr
    assert result.stderr.count("\n") == 1
    assert contents(".") == before
    assert sorted(path.name for path in Path().iterdir()) == ["full", "run", "taken"]


@pytest.mark.parametrize(
    ("correction", "words"),
    [
        (Correction("confirm", "left-99"), "left-99"),
        (Correction("missed_contact", side="left", frame=10**6), "the clip ends with frame 89"),
    ],
)
def test_a_correction_that_does_not_fit_is_one_line_and_status_2(
    correction: Correction, words: str
) -> None:
    before = contents("run")
    result = run("run", "--corrections", write_corrections(correction))
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr
    assert result.stderr.count("\n") == 1
    assert contents("run") == before


@pytest.mark.parametrize(
    ("content", "words"),
    [(None, "There is no observation.npz in run"), (b"PK", "observation.npz is damaged")],
)
def test_without_what_was_seen_it_is_one_line_and_status_2(
    content: bytes | None, words: str
) -> None:
    _spoil(f"run/{OBSERVATION_NAME}", content)
    before = contents("run")
    result = run("run")
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr
    assert "Analyse the clip again." in result.stderr
    assert result.stderr.count("\n") == 1
    assert contents("run") == before


def test_a_result_of_the_first_contract_must_be_analysed_again() -> None:
    write_first_result(Path("old"), make_analysis())
    before = contents("old")
    result = run("old")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Analyse the clip again." in result.stderr
    assert result.stderr.count("\n") == 1
    assert contents("old") == before


def test_what_was_seen_of_another_clip_is_not_judged_in_its_name() -> None:
    other = load_observation(Path("run"))
    clip = dataclasses.replace(other.clip, sha256="0" * 64)
    write_observation(Path("run"), dataclasses.replace(other, clip=clip))
    before = contents("run")
    result = run("run")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "belongs to another clip" in result.stderr
    assert contents("run") == before


def test_a_fault_of_ours_is_one_line_and_status_1(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr("gaitcheck.judging.judge", fail)
    before = contents("run")
    result = run("run")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "internal error while working on run (" in result.stderr
    assert "--debug" in result.stderr
    assert result.stderr.count("\n") == 1
    assert contents("run") == before


def test_help_says_what_holds_and_shows_examples() -> None:
    result = run("--help")
    assert result.exit_code == 0
    assert "Examples" in result.stdout
    for option in ("--corrections", "--slow-motion", "--height", "--belt-speed", "--out", "--json"):
        assert option in result.stdout


def test_a_disk_that_fills_up_amid_the_pictures_is_told_and_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(_source: object, target: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(target))

    before = contents("run")
    monkeypatch.setattr(shutil, "copyfile", refuse)
    done = run("run", "--out", "again")
    assert done.exit_code == 2
    assert "The disk is full" in done.stderr
    assert not Path("again").exists()
    assert contents("run") == before
