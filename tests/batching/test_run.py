"""A batch over stand-ins for analyses: what is done, set aside, skipped, resumed, refused."""

from __future__ import annotations

import csv
import threading
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

import gaitcheck.batching.run
from gaitcheck.batching.place import OWN_FOLDER, LocalPlace
from gaitcheck.batching.record import Record
from gaitcheck.batching.run import BatchProgress, BatchResult, batch
from gaitcheck.errors import CancelledError, InputError, ModelError, OutputError
from gaitcheck.model import ClipOptions
from gaitcheck.words.jobs import BROKE_OFF
from tests.batching.examples import Stand, analysed_file, clips_in


@pytest.fixture
def stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stand:
    stand = Stand(tmp_path / "stand")
    monkeypatch.setattr(gaitcheck.batching.run, "analyze_command", stand.command)
    monkeypatch.chdir(tmp_path)
    return stand


def run(source: str = "clips", **more: Any) -> BatchResult:
    return batch(source, "out", **{"workers": 2, **more})


def states(result: BatchResult) -> dict[str, str]:
    return {Path(r.clip.shown).stem: r.state for r in result.records}


def rows() -> list[dict[str, str]]:
    with Path("out/clips.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def results() -> set[str]:
    return {p.parent.relative_to("out").as_posix() for p in Path("out").rglob("analysis.json")}


def test_every_clip_gets_its_results_and_a_row(stand: Stand) -> None:
    clips_in(Path("clips"), a__run="1", b__run="2", c="3")
    result = run()
    assert (result.skipped, result.set_aside) == (0, ())
    assert results() == {"a/run", "b/run", "c"}
    assert analysed_file(Path("out/c")) == "c.mp4"
    listed = rows()
    assert [Path(row["clip"]).as_posix() for row in listed] == [
        *("clips/c.mp4", "clips/a/run.mp4", "clips/b/run.mp4"),
    ]
    assert {row["state"] for row in listed} == {"analysed"}
    assert listed[0]["strike"] == "heel"
    assert [listed[0][f"contact_time{end}"] for end in ("", "_low")] == ["0.2571", "0.25"]
    assert listed[0]["vertical_oscillation"] == ""
    assert {p.name for p in Path("out").iterdir()} == {OWN_FOLDER, *"abc", *TABLES}
    table = pq.read_table("out/clips.parquet")
    assert table.num_rows == 3
    assert [str(f) for f in table["folder"].to_pylist()] == [row["folder"] for row in listed]
    assert table.schema.field("left_steps").type == "int64"
    assert table.schema.field("contact_time_low").metadata == {b"unit": b"s"}


TABLES = ("clips.csv", "clips.parquet")


def test_what_fails_is_set_aside_with_its_reason_and_the_rest_goes_on(stand: Stand) -> None:
    clips_in(Path("clips"), a="1", bad="unusable", c="fault", d="crash", e="2")
    result = run()
    assert states(result) == {
        "a": "analysed",
        "bad": "unusable",
        "c": "failed",
        "d": "failed",
        "e": "analysed",
    }
    reasons = {row["clip"][6:-4]: row["reason"] for row in rows()}
    assert reasons["bad"] == "it holds no video."
    assert reasons["c"] == "internal error."
    assert reasons["d"].startswith(BROKE_OFF)
    assert reasons["a"] == ""
    assert results() == {"a", "e"}


def test_what_is_finished_is_skipped_and_what_was_set_aside_tried_again(stand: Stand) -> None:
    clips_in(Path("clips"), a="1", b="fault", c="3")
    run()
    stand.forget()
    clips_in(Path("clips"), b="22")
    told: list[Record] = []
    result = run(finished=told.append)
    assert stand.started == ["b.mp4"]
    assert [Path(record.clip.shown).name for record in told] == ["b.mp4"]
    assert (result.skipped, len(result.records), result.set_aside) == (2, 3, ())
    assert len(rows()) == 3


@pytest.mark.parametrize(
    "change", ["content", "options", "result gone", "record damaged", "half", "nothing"]
)
def test_what_is_not_finished_any_more_is_done_again(stand: Stand, change: str) -> None:
    clips_in(Path("clips"), a="1", b="22")
    run()
    stand.forget()
    more = {}
    (record,) = [
        record for record in LocalPlace(Path("out")).records().values() if record.folder == "a"
    ]
    match change:
        case "content":
            Path("clips/a.mp4").write_text("another")
        case "options":
            more = {"options": ClipOptions(height_cm=170.0)}
        case "result gone":
            Path("out/a/analysis.json").unlink()
        case "record damaged":
            (Path("out") / OWN_FOLDER / "clips" / f"{record.clip.id}.json").write_text('{"for')
        case "half":
            place = LocalPlace(Path("out"))
            place.write(Record(record.clip, record.settings, "a"))
    run(**more)
    expected = {"nothing": [], "options": ["a.mp4", "b.mp4"]}.get(change, ["a.mp4"])
    assert sorted(stand.started) == expected
    # A record that is gone leaves its result to whoever finds it: it is not overwritten.
    assert results() == ({"a", "a-2", "b"} if change == "record damaged" else {"a", "b"})


def test_equal_clips_are_analysed_once_and_all_listed(stand: Stand) -> None:
    clips_in(Path("clips"), a="same", b="same", c="diff", d="same")
    result = run()
    assert len(stand.started) == 2
    assert {row["clip"][6:-4]: (row["folder"], row["same_as"][6:-4]) for row in rows()} == {
        "a": ("a", ""),
        "b": ("a", "a"),
        "c": ("c", ""),
        "d": ("a", "a"),
    }
    assert states(result) == dict.fromkeys("abcd", "analysed")
    stand.forget()
    assert run().skipped == 4
    assert stand.started == []


def test_a_twin_that_comes_later_needs_no_analysis(stand: Stand) -> None:
    clips_in(Path("clips"), b="same")
    run()
    clips_in(Path("clips"), a="same")
    stand.forget()
    result = run()
    assert stand.started == []
    assert [(r.folder, r.same_as[6:-4]) for r in result.records] == [("b", "b"), ("b", "")]


def test_a_twin_whose_other_changes_is_done_anew(stand: Stand) -> None:
    clips_in(Path("clips"), a="same", b="same")
    run()
    stand.forget()
    clips_in(Path("clips"), a="changed")
    result = run()
    assert sorted(stand.started) == ["a.mp4", "b.mp4"]
    assert [(r.folder, r.same_as) for r in result.records] == [("a", ""), ("b", "")]
    assert analysed_file(Path("out/b")) == "b.mp4"


def test_equal_clips_that_fail_are_all_set_aside(stand: Stand) -> None:
    clips_in(Path("clips"), a="unusable", b="unusable")
    result = run()
    assert states(result) == dict.fromkeys("ab", "unusable")
    assert [record.reason for record in result.records] == ["it holds no video."] * 2


def test_what_is_already_in_the_folder_is_not_overwritten(stand: Stand) -> None:
    Path("out/run").mkdir(parents=True)
    Path("out/run/analysis.json").write_text("of another time")
    Path("out/notes").write_text("mine")
    clips_in(Path("clips"), run="1", notes="2")
    run()
    assert results() == {"run", "run-2", "notes-2"}
    assert Path("out/run/analysis.json").read_text() == "of another time"
    assert Path("out/notes").read_text() == "mine"


def test_clips_of_earlier_calls_stay_in_the_table(stand: Stand) -> None:
    clips_in(Path("monday"), a="1", bad="unusable")
    clips_in(Path("tuesday"), a="22")
    run("monday")
    result = run("tuesday")
    assert len(result.records) == 1
    listed = [Path(row["clip"]).as_posix() for row in rows()]
    assert listed == ["tuesday/a.mp4", "monday/a.mp4"]
    assert results() == {"a", "a-2"}


def test_a_clip_that_vanishes_midway_is_set_aside(stand: Stand) -> None:
    clips_in(Path("clips"), a="long, so it comes first", b="2")

    def vanish(record: Record) -> None:
        Path("clips/b.mp4").unlink(missing_ok=True)

    result = run(workers=1, finished=vanish)
    assert states(result) == {"a": "analysed", "b": "unusable"}
    assert result.records[1].reason == "There is no file b.mp4."


def test_a_listed_clip_that_is_not_there_is_set_aside(stand: Stand) -> None:
    clips_in(Path("clips"), a="1")
    Path("list.txt").write_text("clips/a.mp4\nclips/gone.mp4\n")
    assert states(run("list.txt")) == {"a": "analysed", "gone": "unusable"}


def test_a_second_batch_into_the_same_folder_is_refused(stand: Stand) -> None:
    clips_in(Path("clips"), a="wait")
    first = threading.Thread(target=run)
    first.start()
    try:
        while not stand.started:
            first.join(0.02)
        with pytest.raises(OutputError, match=r"Another batch is writing into .*out"):
            run()
    finally:
        stand.go()
        first.join()
    assert results() == {"a"}
    assert run().skipped == 1


def test_cancelling_keeps_what_is_finished_and_ends_what_runs(stand: Stand) -> None:
    clips_in(Path("clips"), a="first, as it is long", b="wait")
    stop = threading.Event()
    with pytest.raises(CancelledError):
        run(workers=1, cancel=stop, finished=lambda _: stop.set())
    assert results() == {"a"}
    assert [row["clip"][6:-4] for row in rows()] == ["a"]
    assert not (Path("out") / OWN_FOLDER / "work").exists()
    stand.go()
    assert states(run()) == {"a": "analysed", "b": "analysed"}


def test_what_a_killed_batch_left_half_written_goes(stand: Stand) -> None:
    clips_in(Path("clips"), a="1")
    left = Path("out", OWN_FOLDER, "work", "tmpx", "out", "a")
    left.mkdir(parents=True)
    (left / "analysis.json").write_text("{")
    run()
    assert not (Path("out") / OWN_FOLDER / "work").exists()
    assert results() == {"a"}


def test_progress_reaches_the_end_and_never_goes_back(stand: Stand) -> None:
    clips_in(Path("clips"), **{f"c{k}": str(k) * (k + 1) for k in range(4)}, bad="unusable")
    told: list[BatchProgress] = []
    run(progress=told.append)
    known = [p.done + p.set_aside for p in told]
    assert known == sorted(known)
    assert (told[0].share_done, told[-1].share_done) == (0.0, 1.0)
    assert (told[-1].done, told[-1].set_aside, told[-1].total) == (4, 1, 5)
    assert told[-1].running == ()
    assert max(len(p.running) for p in told) <= 2


@pytest.mark.parametrize(("clips", "workers", "each"), [(1, 4, 4), (2, 4, 2), (5, 4, 1)])
def test_every_core_has_work(stand: Stand, clips: int, workers: int, each: int) -> None:
    clips_in(Path("clips"), **{f"c{k}": str(k) for k in range(clips)})
    run(workers=workers)
    assert {request.workers for request in stand.requests} == {each}


def test_options_reach_every_clip(stand: Stand, tmp_path: Path) -> None:
    clips_in(Path("clips"), a="1")
    said = ClipOptions(slow_motion=4.0, height_cm=170.0)
    run(options=said, cache=False)
    (request,) = stand.requests
    assert (request.options, request.cache, request.model) == (said, False, None)
    with pytest.raises(ModelError):
        run(model=tmp_path / "none.task")


@pytest.mark.parametrize("place", ["a file", "below a file"])
def test_a_folder_that_cannot_be_written_is_one_sentence(stand: Stand, place: str) -> None:
    clips_in(Path("clips"), a="1")
    Path("taken").write_text("")
    with pytest.raises(OutputError):
        batch("clips", "taken" if place == "a file" else "taken/out")
    assert stand.started == []


def test_a_folder_without_clips_leaves_nothing_behind(stand: Stand) -> None:
    Path("clips").mkdir()
    with pytest.raises(InputError, match="There is no clip in clips"):
        run()
    assert not Path("out").exists()


def test_results_inside_the_folder_of_the_clips_are_not_taken_for_clips(stand: Stand) -> None:
    clips_in(Path("clips"), a="1")
    batch("clips", "clips/out")
    Path("clips/out/a/film.mp4").write_text("a report")
    stand.forget()
    assert batch("clips", "clips/out").skipped == 1
    assert stand.started == []
