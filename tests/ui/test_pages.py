"""The pages in every state, run without a browser on example results."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from gaitcheck.advice import load_library
from gaitcheck.jobs import JobRequest
from gaitcheck.model import ClipOptions, QualityNote, SoFar, View
from gaitcheck.ui.workspace import Entry, Workspace
from gaitcheck.words import comparison as texts_compare
from gaitcheck.words import page as texts
from tests.end_to_end.fake_analysis import fake_command
from tests.ui.pages import WAIT_S, bars, choice_of_result, everything, open_page, open_result


def test_the_first_page_asks_for_a_clip_and_says_how_to_film_it() -> None:
    page = open_page()
    said = everything(page)
    assert texts.PROMISE in said
    # The field itself says how large a clip may be.
    assert "GB" not in said
    assert page.button(key="start").disabled
    for tip in load_library().filming:
        assert tip.title in said


def test_without_sample_clips_the_page_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("gaitcheck.samples.SAMPLES_FOLDER", tmp_path)
    page = open_page()
    assert texts.SAMPLES_ABSENT in everything(page)
    assert "sample" not in [button.key for button in page.button]


def test_a_sample_clip_is_one_click_away(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, visit: Workspace
) -> None:
    folder = tmp_path / "samples"
    folder.mkdir()
    (folder / "specs.json").write_text('[{"name": "one", "note": "This is one."}]')
    (folder / "one.truth.json").touch()
    sample = folder / "one.mp4"
    sample.write_text('{"verdict": "heel"}', encoding="utf-8")
    monkeypatch.setattr("gaitcheck.samples.SAMPLES_FOLDER", folder)
    page = open_page(visit)
    assert page.selectbox(key="sample_choice").options == ["One"]
    assert "This is one." in everything(page)
    page.button(key="sample").click().run()
    assert visit.entries[0].job.wait(WAIT_S)
    assert texts.VERDICT_SENTENCE["heel"] in everything(page.run())
    assert sample.exists()


def test_an_unusable_clip_gets_a_friendly_box(
    bring: Callable[..., Entry], visit: Workspace
) -> None:
    entry = bring('{"unusable": "The file [x] has no *picture*. Export it again."}')
    page = open_page(visit)
    assert len(page.warning) == 1
    assert "run\\.mp4" in page.warning[0].value or "run.mp4" in page.warning[0].value
    assert "Export it again" in page.warning[0].value
    assert "\\*picture\\*" in page.warning[0].value
    page.button(key=f"dismiss-{entry.id}").click().run()
    assert not page.warning
    assert visit.entries == []


def test_a_fault_of_ours_shows_no_traceback(bring: Callable[..., Entry], visit: Workspace) -> None:
    bring('{"crash": true}')
    page = open_page(visit)
    assert len(page.error) == 1
    assert "Traceback" not in everything(page)
    assert texts.FAILED_TEXT in page.error[0].value


def test_a_lost_result_is_told(bring: Callable[..., Entry], visit: Workspace) -> None:
    entry = bring('{"verdict": "heel"}')
    folder = entry.job.result_folder()
    assert folder is not None
    (folder / "analysis.json").write_text("{", encoding="utf-8")
    assert texts.RESULT_LOST in everything(open_page(visit))
    assert texts.RESULT_LOST in everything(open_result(visit))


def test_waiting_shows_the_progress_and_can_be_cancelled(
    bring: Callable[..., Entry], visit: Workspace
) -> None:
    entry = bring('{"verdict": "heel", "seconds": 600}', wait=False)
    page = open_page(visit)
    page.button(key=f"cancel-{entry.id}").click().run()
    assert visit.entries == []
    assert entry.job.status().state == "cancelled"
    assert not entry.clip.path.exists()
    assert not page.exception


def test_what_is_known_so_far_is_shown_as_such_until_the_result_is_there(
    bring: Callable[..., Entry], visit: Workspace
) -> None:
    entry = bring('{"verdict": "heel", "seconds": 600}', wait=False)
    assert bars(open_page(visit))[0]["state"] == "waiting"
    notes = (
        QualityNote("low_frame_rate", "warning", "Only <25> pictures.", "Film at 120."),
        QualityNote("bystanders", "info", "There are 2 people.", "Nothing to do."),
    )
    entry.job._learn(SoFar(View("side", "left", "left"), 171.6, notes))
    page = open_page(visit)
    (bar,) = bars(page)
    assert bar["state"] == "so far"
    said = everything(page)
    assert "Cadence so far: 172 steps a minute" in said
    assert "View so far: from the side, running to the left" in said
    assert "Only <25> pictures." in said
    assert "There are 2 people." not in said
    assert texts.SO_FAR_STILL in said
    entry.job._learn(SoFar(View(), None))
    said = everything(open_page(visit))
    assert texts.SO_FAR_NO_CADENCE in said
    assert texts.SO_FAR_NO_NOTES in said
    page.button(key=f"cancel-{entry.id}").click().run()
    assert "so far" not in everything(page)


def test_what_changes_while_a_page_is_drawn_is_seen_afterwards(
    bring: Callable[..., Entry], visit: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = bring('{"verdict": "heel", "seconds": 600}', wait=False)
    monkeypatch.setattr("gaitcheck.ui.waiting._state", lambda *_: "done")
    (bar,) = bars(open_page(visit))
    assert bar["state"] == "waiting", "the browser would see no change"
    visit.remove(entry)


def test_what_is_still_to_come_takes_one_line_above_an_answer(
    bring: Callable[..., Entry], visit: Workspace
) -> None:
    bring('{"verdict": "heel"}')
    waiting = [
        bring(f'{{"verdict": "toe", "seconds": {seconds}}}', wait=False, name=f"{seconds}.mp4")
        for seconds in (600, 601)
    ]
    page = open_result(visit)
    assert texts.VERDICT_SENTENCE["heel"] in everything(page)
    said = [bar["words"] for bar in bars(page)]
    assert texts.STILL_MANY.format(count=2, percent=0) in said
    assert not any(texts.STARTING in words for words in said)
    assert not [button for button in page.button if button.key.startswith("cancel-")]
    page = open_page(visit)
    assert len(bars(page)) == 2
    for entry in waiting:
        page.button(key=f"cancel-{entry.id}").click().run()


def test_with_several_results_the_visitor_chooses(
    bring: Callable[..., Entry], visit: Workspace
) -> None:
    first = bring('{"verdict": "heel"}', name="one.mp4")
    second = bring('{"verdict": "toe"}', name="two.mp4")
    page = open_result(visit)
    assert texts.VERDICT_SENTENCE["toe"] in everything(page)
    choice = choice_of_result(page)
    assert choice.options == ["one.mp4", "two.mp4"]
    choice.set_value(first.id).run()
    assert texts.VERDICT_SENTENCE["heel"] in everything(page)
    assert second in visit.entries


def test_another_factor_is_another_analysis_and_the_same_is_not(
    bring: Callable[..., Entry], visit: Workspace
) -> None:
    entry = bring('{"verdict": "heel"}')
    page = open_result(visit)
    page.radio(key=f"repeat-{entry.id}-slow-motion").set_value(texts.SLOW_MOTION_GIVEN).run()
    page.number_input(key=f"repeat-{entry.id}-factor").set_value(8.0)
    page.button(key=f"repeat-{entry.id}").click().run()
    assert [e.options.slow_motion for e in visit.entries] == [None, 8.0]
    assert visit.entries[1].job.wait(WAIT_S)
    page.run()
    assert choice_of_result(page).options == ["run.mp4", "run.mp4, 8× slow motion"]
    jobs = [e.job for e in visit.entries]
    page.run()
    assert [e.job for e in visit.entries] == jobs


def test_the_first_page_lists_the_results_and_opens_them(
    bring: Callable[..., Entry], visit: Workspace
) -> None:
    entry = bring('{"verdict": "toe"}')
    page = open_page(visit)
    said = everything(page)
    assert texts.RESULTS_TITLE in said
    assert texts.VERDICT_SENTENCE["toe"] in said
    assert "<article" not in said
    page.button(key=f"open-{entry.id}").click().run()
    assert everything(page).count("<article") == 8
    assert page.query_params["result"] == entry.id
    assert page.query_params["visit"] == visit.id


def test_an_address_names_the_result(bring: Callable[..., Entry], visit: Workspace) -> None:
    first = bring('{"verdict": "heel"}', name="one.mp4")
    bring('{"verdict": "toe"}', name="two.mp4")
    page = open_page(visit, "result", result=first.id)
    assert texts.VERDICT_SENTENCE["heel"] in everything(page)


def test_buttons_of_one_kind_say_whose_they_are(
    bring: Callable[..., Entry], visit: Workspace
) -> None:
    entries = [bring('{"verdict": "heel"}', name="one.mp4")]
    entries.append(bring('{"verdict": "toe"}', name="two_b.mp4"))
    entries.append(bring('{"unusable": "No picture."}', name="three.mp4"))
    entries.append(bring('{"seconds": 600}', name="four.mp4", wait=False))
    page = open_page(visit)
    kinds = ("open", "open", "dismiss", "cancel")
    labels = [
        page.button(key=f"{kind}-{entry.id}").label
        for kind, entry in zip(kinds, entries, strict=True)
    ]
    assert labels == [
        "Open *the result of one.mp4*",
        r"Open *the result of two\_b.mp4*",
        "Close *the message about three.mp4*",
        "Cancel *the analysis of four.mp4*",
    ]


def test_an_empty_comparison_leads_to_bringing_a_clip(visit: Workspace) -> None:
    page = open_page(visit, "compare")
    assert texts_compare.EMPTY_TITLE in everything(page)
    page.button(key="compare-go-analyze").click().run()
    assert not page.exception
    assert texts.PROMISE in everything(page)


def test_removing_a_result_goes_back_to_the_start(
    bring: Callable[..., Entry], visit: Workspace
) -> None:
    entry = bring('{"verdict": "heel"}')
    page = open_result(visit)
    page.button(key=f"remove-{entry.id}").click().run()
    assert visit.entries == []
    assert texts.NO_RESULT_TEXT in everything(page)
    page.button(key="go-analyze").click().run()
    assert page.button(key="start").disabled


def test_both_copies_of_the_configuration_agree() -> None:
    root = Path(__file__).parents[2]
    for_checkout = root / ".streamlit" / "config.toml"
    for_package = root / "gaitcheck" / "ui" / ".streamlit" / "config.toml"
    assert for_checkout.read_bytes() == for_package.read_bytes()


def test_a_request_holds_what_the_command_needs(tmp_path: Path) -> None:
    command = fake_command(JobRequest(tmp_path / "a.mp4", tmp_path, ClipOptions(2.0)))
    assert command[-3:] == [str(tmp_path / "a.mp4"), str(tmp_path), "2"]


def test_a_clip_that_finds_no_place_in_the_queue_says_so_and_stays(
    visit: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("gaitcheck.jobs.runner.MAX_WAITING_EACH", 0)
    clip = visit.store(io.BytesIO(b'{"verdict": "heel"}'), "run.mp4")
    page = open_page(visit)
    page.button(key="start").click().run()
    (box,) = page.error
    assert "run.mp4" in box.value
    assert "waiting already" in box.value
    assert visit.ready == [clip]
    assert not page.run().error


def test_without_room_no_clip_is_asked_for(
    visit: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gaitcheck.ui.workspace.QUOTA_BYTES", 0)
    assert texts.UPLOAD_FULL in everything(open_page(visit))
