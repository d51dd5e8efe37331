"""The desk on the command line: what a coach types, what comes back, one line for a fault."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

import gaitcheck.desk.rejudge as rejudging
from gaitcheck.batching.record import Clip, Record
from gaitcheck.batching.run import BatchResult
from gaitcheck.cli import app
from gaitcheck.desk.athletes import find_athletes, name_athlete
from gaitcheck.desk.desk import Desk
from gaitcheck.desk.removal import delete_for_good
from tests.desk.results import a_folder, an_analysis
from tests.examples import make_analysis, make_clip

HOSTILE = "\u202e\x1b[31m<b>=1+1\u0000\nend"


@pytest.fixture(autouse=True)
def _workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAITCHECK_DESK", str(tmp_path / "desk"))
    monkeypatch.chdir(tmp_path)


def run(*arguments: object, status: int = 0, **options: Any) -> Result:
    result = CliRunner().invoke(app, [*map(str, arguments)], **options)
    assert result.exit_code == status, result.output
    assert "Traceback" not in result.output
    return result


def listed(*arguments: object) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run(*arguments, "--json").stdout)
    return found


NEEDS_A_DESK = (
    ("athletes", "list"),
    ("athletes", "list", "--json"),
    ("athletes", "show", "Ann"),
    ("athletes", "edit", "Ann", "--archive"),
    ("athletes", "export", "Ann", "--out", "ann.zip"),
    ("athletes", "report", "Ann", "--out", "reports"),
    ("athletes", "delete", "Ann", "--yes"),
    ("athletes", "share", "Ann", "Bo"),
    ("athletes", "give", "Ann", "Bo"),
    ("athletes", "demo", "--remove"),
    ("sessions", "list", "Ann"),
    ("sessions", "edit", "1"),
    ("sessions", "delete", "1", "--yes"),
    ("review",),
    ("review", "list"),
    ("review", "done", "1"),
    ("review", "agreement"),
    ("review", "labels", "--out", "labels.json"),
    ("keep", ".", "--athlete", "Ann"),
    ("backup", "desk.zip"),
    ("rejudge",),
)


@pytest.mark.parametrize("arguments", NEEDS_A_DESK, ids=" ".join)
def test_a_place_without_a_desk_is_no_empty_desk(
    arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GAITCHECK_DESK", str(tmp_path / "mistyped" / "desk"))
    result = run(*arguments, status=2)
    assert result.stderr == (
        f"gaitcheck: There is no desk in {tmp_path}/mistyped/desk. Name the right place with "
        "--desk, or begin a desk there with gaitcheck athletes add NAME.\n"
    )
    assert result.stdout == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("restore", "gone.zip"),
        ("restore", "no-backup.zip"),
        ("keep", "empty", "-a", "Ann", "--new"),
        ("keep", "empty", "-a", "Ann", "--new", "--day", "yesterday"),
        ("athletes", "add", " "),
        ("athletes", "add", "Ann", "--height", "tall"),
    ],
    ids=" ".join,
)
def test_a_command_that_fails_leaves_no_empty_desk(
    arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "no-backup.zip").write_text("text")
    monkeypatch.setenv("GAITCHECK_DESK", str(tmp_path / "new" / "desk"))
    run(*arguments, status=2)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty", "no-backup.zip"]
    assert "There is no desk in" in run("athletes", "list", status=2).stderr


def test_a_folder_that_is_no_desk_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "desk.sqlite3").touch()  # its making was cut short
    assert "There is no desk in" in run("athletes", "list", status=2).stderr
    assert [path.stat().st_size for path in (tmp_path / "desk").iterdir()] == [0]
    run("athletes", "add", "Ann")
    assert len(listed("athletes", "list")) == 1


def test_an_athletes_way_over_the_desk() -> None:
    identity = run("athletes", "add", "Ann", "--height", 170, "--tag", "club").stdout.strip()
    run("athletes", "edit", "ann", "--leg", 88, "--height", "none", "--tag", "x", "--untag", "club")
    (found,) = listed("athletes", "list")
    athlete = found["athlete"]
    assert (athlete["id"], athlete["leg_cm"], athlete["height_cm"]) == (identity, 88, None)
    assert athlete["tags"] == ["x"]
    run("athletes", "edit", identity, "--archive", "--name", "Anna")
    assert listed("athletes", "list") == []
    assert len(listed("athletes", "list", "ANNA", "--archived")) == 1
    assert "None" not in run("athletes", "list", "--archived").stdout


def test_results_are_kept_shown_exported_and_deleted(tmp_path: Path) -> None:
    for number in range(2):
        a_folder(tmp_path / "results" / f"run {number}", an_analysis(number))
    kept = run(
        *("keep", "results", "-a", "Ann", "--new", "--day", "2026-03-01", "--shoes", "red ones"),
        *("--speed", 10.5, "--cue", "quicker", "--pain", "left knee"),
    )
    assert kept.stdout.splitlines() == [
        "2026-03-01 clip 0.mp4: heel",
        "2026-03-01 clip 1.mp4: heel",
    ]
    (session,) = listed("sessions", "list", "Ann")
    assert (session["day"], session["shoes"], session["pain"]) == ("2026-03-01", "red ones", True)
    run("sessions", "edit", session["id"], "--pain", "none", "--day", "2026-03-02")
    (session,) = listed("sessions", "list", "ann")
    assert (session["pain"], session["pain_where"], session["cue"]) == (False, "", "quicker")
    shown = run("athletes", "show", "Ann").stdout
    assert "clip 0.mp4" in shown
    assert "Two clips of one day, 2026-03-02" in shown
    assert len(json.loads(run("athletes", "show", "Ann", "--json").stdout)["clips"]) == 2
    run("athletes", "report", "Ann", "--out", "reports", "--coach", "Kim", "--message", "Go on.")
    assert "Go on." in (tmp_path / "reports" / "Ann_report.html").read_text()
    assert (tmp_path / "reports" / "Ann_report.pdf").read_bytes().startswith(b"%PDF")
    run("athletes", "export", "Ann", "--out", "ann.zip")
    with zipfile.ZipFile("ann.zip") as archive:
        assert "figures.csv" in archive.namelist()
    asked = run("athletes", "delete", "Ann", status=2)
    assert "1 session, 2 clips, 2 analyses, 0 notes" in asked.stderr
    assert "--yes" in asked.stderr
    run("sessions", "delete", session["id"], "--yes")
    run("athletes", "delete", "Ann", "--yes")
    assert "Nobody is on the desk yet." in run("athletes", "list").stdout
    assert not [path for path in (tmp_path / "desk" / "files").rglob("*") if path.is_file()]


def test_one_result_that_cannot_be_kept_stops_no_other(tmp_path: Path) -> None:
    a_folder(tmp_path / "good")
    result = run("keep", "gone", "good", "-a", "Ann", "--new", status=2)
    assert "There is no result in gone." in result.stderr
    assert "heel" in result.stdout


def test_who_is_new_stays_only_with_a_run(tmp_path: Path) -> None:
    run("athletes", "add", "Bo")
    run("keep", "gone", "-a", "Ann", "--new", status=2)
    assert [found["athlete"]["name"] for found in listed("athletes", "list")] == ["Bo"]


def test_a_run_goes_to_nobody_elses_session(tmp_path: Path) -> None:
    a_folder(tmp_path / "run")
    run("keep", "run", "-a", "Ann", "--new")
    run("athletes", "add", "Bo")
    (session,) = listed("sessions", "list", "Ann")
    result = run("keep", "run", "-a", "Bo", "--session", session["id"], status=2)
    assert result.stderr == f"gaitcheck: The session {session['id']} is not one of Bo.\n"


def test_a_folder_of_clips_is_analysed_and_kept_with_its_clips(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The stand-in of the analysis writes what a batch does."""
    monday = tmp_path / "monday"
    monday.mkdir()
    for name in ("a.mp4", "b.mov", "notes.txt"):
        (monday / name).write_text(name)

    def stand_in(clips: list[Path], out: Path, **said: Any) -> BatchResult:
        assert clips == [Path("monday")]
        assert said["options"].height_cm is None
        digest = hashlib.sha256(b"a.mp4").hexdigest()
        a_folder(out / "a", make_analysis(clip=make_clip(sha256=digest, file="a.mp4")))
        good = Record(Clip(str(monday / "a.mp4"), "monday/a.mp4", "a"), "", "a", "analysed")
        bad = Record(Clip(str(monday / "b.mov"), "monday/b.mov", "b"), "", "b", "unusable", "dark")
        for record in (good, bad):
            said["finished"](record)
        return BatchResult((good, bad), 0, ())

    monkeypatch.setattr("gaitcheck.batching.run.batch", stand_in)
    result = run("keep", "monday", "-a", "Ann", "--new", "--day", "2026-03-01", status=2)
    assert "2026-03-01 a.mp4: heel" in result.stdout
    assert "monday/b.mov: dark" in result.stderr
    (clip,) = json.loads(run("athletes", "show", "Ann", "--json").stdout)["clips"]
    assert clip["film"]
    assert run("keep", "empty", "-a", "Ann", status=2).stderr.count("There is no result in") == 1


def test_a_backup_restores_to_another_place(tmp_path: Path) -> None:
    a_folder(tmp_path / "run")
    run("keep", "run", "-a", "Ann", "--new")
    run("backup", "desk.zip", "--progress", "json")
    assert "something on this desk" in run("restore", "desk.zip", status=2).stderr
    assert "1 athlete restored." in run("restore", "desk.zip", "--desk", "other").stdout
    assert len(listed("sessions", "list", "Ann", "--desk", "other")) == 1


def test_judging_again_says_what_moved(tmp_path: Path) -> None:
    a_folder(tmp_path / "run")  # by version 1.2.3, its figures made up
    run("keep", "run", "-a", "Ann", "--new")
    said = run("rejudge", "--progress", "none").stdout
    assert said.startswith("Ann, ")
    assert "verdict from heel to unsure" in said
    assert "1 judged again; a figure moved in 1 of them." in said
    assert "0 judged again" in run("rejudge", "--athlete", "Ann").stdout
    (clip,) = json.loads(run("athletes", "show", "Ann", "--json").stdout)["clips"]
    assert clip["analyses"] == 2


def test_who_is_deleted_while_clips_are_judged_again_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, number in (("Ann", 0), ("Bo", 1), ("Cleo", 2)):
        a_folder(tmp_path / name, an_analysis(number))
        day = f"2026-03-0{number + 1}"
        run("keep", name, "-a", name, "--new", "--day", day)
    judge_kept = rejudging.judge_kept

    def judge_slowly(desk: Desk, clip_id: str, said: Any) -> Any:
        found = judge_kept(desk, clip_id, said)
        if find_athletes(desk, "bo")[1]:  # while Ann's clip is judged, Bo goes
            delete_for_good(desk, athlete_id=name_athlete(desk, "Bo").id)
        return found

    monkeypatch.setattr(rejudging, "judge_kept", judge_slowly)
    result = run("rejudge", "--progress", "none")
    first, second, third, last = result.stdout.splitlines()
    assert first.startswith("Ann, 2026-03-01, clip 0.mp4: ")
    assert second == "Bo, 2026-03-02, clip 1.mp4: deleted meanwhile."
    assert third.startswith("Cleo, 2026-03-03, clip 2.mp4: ")
    assert last == "2 judged again; a figure moved in 2 of them."
    assert result.stderr == ""


def test_who_is_deleted_after_a_clip_was_judged_again_is_still_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_folder(tmp_path / "run")
    run("keep", "run", "-a", "Ann", "--new")

    def judge_all(desk: Desk, *only: Any, **said: Any) -> Any:
        found = rejudge(desk, *only, **said)
        delete_for_good(desk, athlete_id=name_athlete(desk, "Ann").id)
        return found

    rejudge = rejudging.rejudge
    monkeypatch.setattr(rejudging, "rejudge", judge_all)
    said = run("rejudge", "--progress", "none").stdout
    assert said.startswith("Ann, ")
    assert "1 judged again" in said


def test_what_waits_is_listed_reviewed_and_measured(tmp_path: Path) -> None:
    run("athletes", "add", "Bo")
    assert "No clip is left to review." in run("review").stdout
    assert "No clip was reviewed yet." in run("review", "agreement").stdout
    a_folder(tmp_path / "run", an_analysis(1, "unsure"))
    run("keep", "run", "-a", HOSTILE.replace("\0", ""), "--new", "--pain", "left knee")
    assert "Pain was noted: left knee." in run("review").stdout
    (waiting,) = listed("review", "list")
    assert waiting["why"] == [
        "gaitcheck is not sure how the feet land.",
        "Pain was noted: left knee.",
    ]
    assert listed("review", "list", "--athlete", waiting["athlete_id"]) == [waiting]
    assert "No clip is labelled yet" in run("review", "labels", "-o", "all.json", status=2).stderr
    steps = [f"left-{number}" for number in range(2)]
    said = [{"kind": "label", "step": step, "strike": "toe", "who": "Bo"} for step in steps]
    document = {"schema": "gaitcheck.corrections/1", "corrections": said}
    (tmp_path / "seen.json").write_text(json.dumps(document))
    run("review", "apply", waiting["clip_id"], "seen.json")
    assert "No clip is left to review." in run("review").stdout
    assert "a person says toe" in run("review", "agreement").stdout
    found = json.loads(run("review", "agreement", "--json").stdout)
    assert (found["labels"], found["kappa"]) == ([["unsure", "toe", 2]], None)
    run("review", "done", waiting["clip_id"])
    assert "1 of 1 reviewed clips" in run("review", "labels", "--out", "all.json").stdout
    assert len(json.loads((tmp_path / "all.json").read_text())["clips"]) == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("review", "done", "gone"), "no such clip"),
        (("review", "list", "-a", "Eve"), "no athlete 'Eve'"),
        (("athletes", "show", "Eve"), "no athlete 'Eve'"),
        (("athletes", "add", " "), "needs a name"),
        (("athletes", "add", "Ann", "--height", "tall"), "takes a number or none"),
        (("athletes", "add", "Ann", "--height", "1.7"), "between 80 and 250 cm"),
        (("sessions", "edit", "gone", "--shoes", "x"), "no such session"),
        (("keep", ".", "-a", "Ann"), "no athlete 'Ann'"),
        (("keep", ".", "-a", "Ann", "--new", "--day", "yesterday"), "written as 2026-03-01"),
        (("keep", ".", "-a", "Ann", "--new", "--films", "gone"), "no folder gone"),
        (("restore", "gone.zip", "--desk", "other"), "no file gone.zip"),
        (("rejudge", "--athlete", "Eve"), "no athlete 'Eve'"),
        (("athletes", "list", "--desk", "mysql://x/y"), "A desk is a folder"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(arguments: tuple[str, ...], said: str) -> None:
    run("athletes", "add", "Bo")
    result = run(*arguments, status=2)
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert result.stdout == ""


def test_a_damaged_desk_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "desk.sqlite3").write_text("no database at all")
    result = run("athletes", "list", status=2)
    assert "was left as it is" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_hostile_names_do_nothing_to_a_terminal(tmp_path: Path) -> None:
    run("athletes", "add", HOSTILE, "--tag", HOSTILE, "--notes", HOSTILE)
    a_folder(tmp_path / "run")
    run("keep", "run", "-a", HOSTILE.replace("\x00", "").replace("\x1b", ""), "--cue", HOSTILE)
    for command in (("list",), ("show", listed("athletes", "list")[0]["athlete"]["id"])):
        said = run("athletes", *command).stdout
        assert "[31m<b>=1+1" in said  # what would turn or move anything is left out
        assert said.isprintable() or not any(c in said for c in "\x1b\u202e\x00")


def test_everybody_has_athletes_of_their_own() -> None:
    run("athletes", "add", "Ann", "--who", "one")
    assert listed("athletes", "list") == listed("athletes", "list", "--who", "other") == []
    assert len(listed("athletes", "list", "--who", "one")) == 1
    run("athletes", "show", "Ann", "--who", "other", status=2)
    said = run("athletes", "share", "Ann", "Guest@Club.example", "--who", "one").stdout
    assert said == "Ann is seen by you and guest@club.example.\n"
    run("athletes", "show", "Ann", "--who", "guest@club.example")
    run("athletes", "share", "Ann", "me@x.example", "--who", "guest@club.example", status=2)
    said = run("athletes", "share", "Ann", "guest@club.example", "--stop", "--who", "one").stdout
    assert said == "Ann is seen by you and nobody else.\n"
    run("athletes", "show", "Ann", "--who", "guest@club.example", status=2)
    run("athletes", "give", "Ann", "heir@club.example", "--who", "one")
    assert listed("athletes", "list", "--who", "one") == []
    assert len(listed("athletes", "list", "--who", "heir@club.example")) == 1
