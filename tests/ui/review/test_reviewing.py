"""A result under review: entries in, answer and files out."""

from __future__ import annotations

import json
import shutil
import threading
from pathlib import Path

import pytest

from gaitcheck.errors import OutputError
from gaitcheck.judging import judge
from gaitcheck.model import Correction
from gaitcheck.report.pictures import read_crops
from gaitcheck.report.write import complete_sheet
from gaitcheck.store.result import load_result
from gaitcheck.ui.review import reviewing as module
from gaitcheck.ui.review.reviewing import Reviewing
from tests.end_to_end.example_results import write_open_clip, write_open_result
from tests.examples import make_observation
from tests.kept import kept

MACHINE = judge(make_observation())
FIRST, SECOND = (step.id for step in MACHINE.steps[:2])


def label(number: int, step: str, strike: str) -> dict[str, object]:
    return {"n": number, "do": "label", "step": step, "strike": strike}


@pytest.fixture
def clip() -> Path:
    return kept("review-clip", lambda folder: write_open_clip(folder) and None) / "open.mp4"


@pytest.fixture
def review(tmp_path: Path, clip: Path) -> Reviewing:
    folder = tmp_path / "run"
    shutil.copytree(kept("review-result", write_open_result), folder)
    return Reviewing.of(load_result(folder, tracks=False), lambda: clip)


def test_the_files_follow_every_entry(review: Reviewing) -> None:
    review.take([label(k, step.id, "heel") for k, step in enumerate(MACHINE.steps, 1)], "Ann")
    assert review.trouble == ""
    assert review.analysis.verdict.strike == "heel"
    on_disk = load_result(review.folder, tracks=False)
    assert on_disk.analysis.verdict == review.analysis.verdict
    assert {c.who for c in on_disk.analysis.corrections} == {"Ann"}
    assert on_disk.table.read_text().count(",heel,") >= len(MACHINE.steps)
    # The sheet of the old labels is gone, and is drawn anew when it is wanted.
    assert not on_disk.sheet.exists()
    complete_sheet(review.analysis, review.folder)
    assert on_disk.sheet.exists()


def test_undoing_all_restores_the_machines_own_files(review: Reviewing) -> None:
    before = (review.folder / "analysis.json").read_bytes()
    review.take([label(1, FIRST, "toe"), label(2, FIRST, "heel")])
    assert (review.folder / "analysis.json").read_bytes() != before
    review.take([{"n": 3, "do": "undo"}, {"n": 4, "do": "undo"}])
    assert review.ledger.said == ()
    assert (review.folder / "analysis.json").read_bytes() == before


def test_an_entry_counts_once_however_often_it_is_sent(review: Reviewing) -> None:
    review.take([label(1, FIRST, "toe")])
    review.take([label(1, FIRST, "toe"), {"n": 2, "do": "undo"}])
    review.take([label(1, FIRST, "toe"), {"n": 2, "do": "undo"}])
    assert review.applied == 2
    assert review.ledger.said == ()


def test_what_cannot_be_is_said_and_what_came_before_it_stays(review: Reviewing) -> None:
    review.take([label(1, FIRST, "toe"), label(2, "left-99", "toe"), label(3, SECOND, "toe")])
    assert "There is no step left-99" in review.trouble
    assert [c.step for c in review.ledger.said] == [FIRST]
    assert review.applied == 3
    review.take([label(4, SECOND, "toe")])
    assert review.trouble == ""
    assert [c.step for c in review.ledger.said] == [FIRST, SECOND]


def test_keys_that_come_while_the_last_one_is_worked_out_are_not_lost(review: Reviewing) -> None:
    log = [label(k, step.id, "toe") for k, step in enumerate(MACHINE.steps, 1)]
    threads = [
        threading.Thread(target=review.take, args=(log[:count],))
        for count in range(1, len(log) + 1)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(review.ledger.said) == len(log)
    assert review.analysis.verdict.strike == "toe"


def test_a_review_goes_on_where_it_was_left(review: Reviewing, clip: Path) -> None:
    review.take([label(1, FIRST, "toe")])
    again = Reviewing.of(load_result(review.folder, tracks=False), lambda: clip)
    assert again.ledger.said == review.ledger.said
    assert again.analysis == review.analysis
    again.take([{"n": 1, "do": "forget", "step": FIRST}])
    assert again.ledger.said == ()


def test_an_added_step_gets_its_pictures(review: Reviewing) -> None:
    step = MACHINE.steps[2]
    frame = round(step.contact_frame) + 1
    review.take(
        [
            {"n": 1, "do": "not_a_contact", "step": step.id},
            {"n": 2, "do": "missed_contact", "side": step.side, "frame": frame},
        ]
    )
    added = f"{step.side}-at-{frame}"
    crops = read_crops(review.folder)
    assert crops is not None
    assert frame in [place.frame for place in crops.plan.places[added]]
    assert (crops.folder / f"{added}.jpg").is_file()
    assert step.id in crops.plan.places  # it may be taken back


def test_a_file_takes_the_place_of_all_that_was_said_and_can_be_undone(review: Reviewing) -> None:
    review.take([label(1, FIRST, "toe")])
    review.replace([Correction("label", SECOND, strike="heel")])
    assert [c.step for c in review.ledger.said] == [SECOND]
    review.take([{"n": 2, "do": "undo"}])
    assert [c.step for c in review.ledger.said] == [FIRST]


def test_a_note_on_the_clip_is_kept_and_taken_away(review: Reviewing) -> None:
    review.note_clip("windy")
    document = json.loads((review.folder / "analysis.json").read_text())
    assert [c["note"] for c in document["corrections"]] == ["windy"]
    assert not document["verdict"]["by_person"]
    review.note_clip("")
    assert review.ledger.said == ()


def test_a_full_disk_is_said(review: Reviewing, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OutputError("There is no room left.")

    monkeypatch.setattr(module, "write_reviewed", full)
    review.take([label(1, FIRST, "toe")])
    assert review.trouble == "There is no room left."
