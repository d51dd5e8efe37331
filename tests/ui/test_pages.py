"""The pages in every state, run without a browser on example results."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import get_args

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Selectbox
from streamlit.util import calc_hash

from gaitcheck.advice import load_library
from gaitcheck.types import Analysis, PersonSeen, QualityNote, Severity, VerdictStrike
from gaitcheck.ui import texts, texts_compare, texts_evidence
from gaitcheck.ui.jobs import JobRequest, JobRunner, Settings
from gaitcheck.ui.session import WORKSPACE
from gaitcheck.ui.workspace import Entry, Workspace, Workspaces
from tests.end_to_end.fake_analysis import fake_command, write_example_result
from tests.examples import make_analysis, make_refused_analysis, make_stepless_analysis

FAKE_APP = Path(__file__).parents[1] / "end_to_end" / "fake_app.py"
WAIT_S = 120.0


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


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a result of every kind, as the analysis would."""
    folder = tmp_path_factory.mktemp("examples")
    for strike in get_args(VerdictStrike):
        write_example_result(folder / strike, make_analysis(strike))
    write_example_result(folder / "nobody", make_stepless_analysis())
    write_example_result(folder / "refused", make_refused_analysis())
    for verdict in ("heel", "unsure"):
        write_example_result(folder / f"{verdict} among people", among_people(verdict))
    return folder


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


def open_page(visit: Workspace | None = None) -> AppTest:
    page = AppTest.from_file(str(FAKE_APP), default_timeout=60)
    if visit is not None:
        page.session_state[WORKSPACE] = visit
    page.run()
    assert not page.exception
    return page


def open_result(visit: Workspace) -> AppTest:
    """Open the page that shows results."""
    page = open_page(visit)
    page._page_hash = calc_hash("result")
    page.run()
    assert not page.exception
    return page


def everything(page: AppTest) -> str:
    """Return all that the page says, HTML included."""
    said = [element.value for element in (*page.markdown, *page.caption, *page.header)]
    said += [element.value for element in (*page.warning, *page.error)]
    said += [element.proto.body for element in page.get("html")]
    return unescape("\n".join(said))


def choice_of_result(page: AppTest) -> Selectbox[str]:
    (choice,) = (box for box in page.selectbox if box.label == texts.CHOOSE_RESULT)
    return choice


def test_the_first_page_asks_for_a_clip_and_says_how_to_film_it() -> None:
    page = open_page()
    said = everything(page)
    assert texts.PROMISE in said
    assert "2 GB" in said
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


@pytest.mark.parametrize("strike", ["heel", "midfoot", "toe", "mixed"])
def test_a_verdict_comes_with_its_confidence_feet_steps_and_advice(
    strike: str, bring: Callable[..., Entry], visit: Workspace
) -> None:
    bring(f'{{"verdict": "{strike}"}}')
    page = open_result(visit)
    said = everything(page)
    assert texts.VERDICT_SENTENCE[strike] in said  # type: ignore[index]
    assert "sure (" in said
    assert "95 % interval" in said
    assert said.count("<article") == said.count('<img alt="The ') == 8
    assert "168 steps a minute" in said
    assert texts.ADVICE_CREDIT in said
    assert load_library().caveat.text in said
    for heading in (texts.FEET_TITLE, texts.ADVICE_TITLE, texts.QUALITY_TITLE):
        assert heading in said
    assert [tab.label for tab in page.tabs] == list(texts.DETAILS)
    assert said.count('class="gc-shoe"') == said.count('class="gc-gauge"') == 2
    labels = [button.proto.label for button in page.get("download_button")]
    assert labels == [
        *(texts.DOWNLOAD_PDF, texts.DOWNLOAD_HTML, texts.DOWNLOAD_EXPORTS),
        *(texts.DOWNLOAD_PICTURE, texts.DOWNLOAD_STEPS, texts.DOWNLOAD_RESULT),
    ]
    assert texts.FOOTER in said


def test_unsure_says_why_and_how_to_film_and_asks_for_no_change(
    bring: Callable[..., Entry], visit: Workspace
) -> None:
    bring('{"verdict": "unsure"}')
    page = open_result(visit)
    said = everything(page)
    assert texts.UNSURE_EXPLAINED in said
    assert said.index(texts.SEVERITY["blocker"]) < said.index(texts.SEVERITY["warning"])
    assert texts.REMEDY in said
    assert "sure (" not in said
    assert load_library().technique["film_again"].text in said
    # Where the clip cannot be judged, no step shows how likely the strikes are.
    assert re.search(r"heel (< |> )?\d+ %, midfoot", said) is None
    assert load_library().technique["aim_midfoot"].text not in said
    assert any(box.label == texts.FILMING_TITLE and box.proto.expanded for box in page.expander)


def test_a_refused_clip_shows_no_angle(bring: Callable[..., Entry], visit: Workspace) -> None:
    bring('{"verdict": "refused"}')
    said = everything(open_result(visit))
    cards = re.findall(r"<article.*?</article>", said, re.DOTALL)
    assert len(cards) == 8
    assert not any("angle" in card or "°" in card for card in cards)
    assert 'class="gc-gauge"' not in said


@pytest.mark.parametrize("verdict", ["heel", "unsure"])
def test_whom_to_follow_is_asked_beside_what_limits_the_answer(
    verdict: str, bring: Callable[..., Entry], visit: Workspace
) -> None:
    bring(f'{{"verdict": "{verdict} among people"}}')
    page = open_result(visit)
    headings = [heading.value for heading in page.header]
    assert headings.index(texts.WHO_TITLE) == headings.index(texts.QUALITY_TITLE) + 1
    # The people are asked for on the page itself, so nothing is to be said elsewhere.
    said = everything(page)
    assert f"“{texts.WHO_TITLE}”" in said
    assert "Say who is meant" not in said
    clicked = next(b for b in page.button if b.label == texts.WHO_CHOOSE.format(number=1))
    clicked.click().run()
    assert [entry.settings.runner for entry in visit.entries] == [None, 1]


def test_a_clip_without_a_runner_has_a_page_too(
    bring: Callable[..., Entry], visit: Workspace
) -> None:
    bring('{"verdict": "nobody"}')
    said = everything(open_result(visit))
    assert texts.GALLERY_NO_STEPS in said
    assert said.count(texts.NO_STEPS) == 2


def test_steps_are_filtered_by_foot_and_label(
    bring: Callable[..., Entry], visit: Workspace
) -> None:
    bring('{"verdict": "mixed"}')
    page = open_result(visit)
    sides, labels, _ = page.get("button_group")[:3]
    assert [option.content for option in labels.proto.options] == ["Heel", "Midfoot"]
    sides.set_value(["left"]).run()  # type: ignore[union-attr]
    assert everything(page).count("<article") == 4
    assert texts.STEP_TITLE.format(number=2, side="right foot") not in everything(page)
    labels = page.get("button_group")[1]
    labels.set_value(["midfoot"]).run()  # type: ignore[union-attr]
    assert texts.GALLERY_EMPTY in everything(page)


def test_what_is_all_alike_is_not_offered_for_choosing(
    bring: Callable[..., Entry], visit: Workspace
) -> None:
    bring('{"verdict": "heel"}')
    labels = [group.proto.label for group in open_result(visit).get("button_group")]
    assert texts.FILTER_SIDE in labels
    assert texts.FILTER_LABEL not in labels


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
    said = [bar.proto.text for bar in page.get("progress")]
    assert texts.STILL_MANY.format(count=2, percent=0) in said
    assert not any(texts.STARTING in words for words in said)
    assert not [button for button in page.button if button.key.startswith("cancel-")]
    page = open_page(visit)
    assert len(page.get("progress")) == 2
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
    assert [e.settings.slow_motion for e in visit.entries] == [None, 8.0]
    assert visit.entries[1].job.wait(WAIT_S)
    page.run()
    assert choice_of_result(page).options == ["run.mp4", "run.mp4, slowed down 8 times"]
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
    page = open_page(visit)
    page._page_hash = calc_hash("result")
    page.query_params["result"] = first.id
    page.run()
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


def test_the_curves_are_drawn_when_they_are_asked_for(
    bring: Callable[..., Entry], visit: Workspace
) -> None:
    entry = bring('{"verdict": "heel"}')
    page = open_result(visit)
    titles = list(texts_evidence.TITLES.values())
    assert not set(titles) & {heading.value for heading in page.subheader}
    page.button(key=f"draw-{entry.id}").click().run()
    assert not page.exception
    assert [heading.value for heading in page.subheader] == titles
    assert len(page.get("vega_lite_chart")) == 2 * len(titles)


def test_an_empty_comparison_leads_to_bringing_a_clip(visit: Workspace) -> None:
    page = open_page(visit)
    page._page_hash = calc_hash("compare")
    page.run()
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
    command = fake_command(JobRequest(tmp_path / "a.mp4", tmp_path, Settings(2.0)))
    assert command[-3:] == [str(tmp_path / "a.mp4"), str(tmp_path), "2"]
