"""The comparison in every state, run without a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from gaitcheck.compare import compare_analyses
from gaitcheck.errors import InputError
from gaitcheck.jobs import JobRunner
from gaitcheck.model import ClipOptions
from gaitcheck.store.serialize import to_json_bytes
from gaitcheck.ui import compare_choice
from gaitcheck.ui.compare_choice import Chosen, entry_names, read_upload
from gaitcheck.ui.compare_tables import change_table, verdict_cards
from gaitcheck.ui.session import WORKSPACE
from gaitcheck.ui.workspace import Workspace, Workspaces
from gaitcheck.words import comparison as texts
from tests.compare.examples import figures, measured
from tests.end_to_end.compare_examples import bring, copy_command, example, write_examples
from tests.examples import make_stepless_analysis

APP = Path(__file__).parents[1] / "end_to_end" / "compare_app.py"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("examples")
    write_examples(made)
    return made


@pytest.fixture
def visit(tmp_path: Path) -> Iterator[Workspace]:
    visits = Workspaces(JobRunner(copy_command), tmp_path)
    yield visits.new()
    visits.close()


def open_page(visit: Workspace, **state: object) -> AppTest:
    page = AppTest.from_file(str(APP), default_timeout=60)
    page.session_state[WORKSPACE] = visit
    for key, value in state.items():
        page.session_state[key] = value
    page.run()
    assert not page.exception
    return page


def everything(page: AppTest) -> str:
    said = [element.value for element in (*page.markdown, *page.caption, *page.header)]
    said += [element.value for element in (*page.warning, *page.error, *page.info)]
    said += [element.proto.body for element in page.get("html")]
    return unescape("\n".join(said))


def test_without_results_the_page_says_what_to_do(visit: Workspace) -> None:
    page = open_page(visit)
    said = everything(page)
    assert texts.EMPTY_NONE in said
    assert [expander.label for expander in page.expander] == [texts.SOURCE_FILES]


def test_with_one_result_the_page_asks_for_another(visit: Workspace, folder: Path) -> None:
    bring(visit, folder, "heel")
    assert "“heel.mp4” is analysed." in everything(open_page(visit))


def test_the_last_two_results_are_compared(visit: Workspace, folder: Path) -> None:
    bring(visit, folder, "unsure", "heel", "toe")
    page = open_page(visit)
    first, second = page.selectbox
    assert (first.label, second.label) == (texts.FIRST, texts.SECOND)
    names = {entry.id: entry.clip.name for entry in visit.entries}
    assert [names[box.value] for box in (first, second)] == ["heel.mp4", "toe.mp4"]
    said = everything(page)
    assert "left foot-strike angle from 18° (heel) to −7° (toe)" in said
    assert texts.FLIPBOOK_TITLE in said
    assert texts.TABLE_LARGER in said
    assert texts.COMBINE_TITLE not in said


def test_another_choice_is_compared(visit: Workspace, folder: Path) -> None:
    bring(visit, folder, "heel", "toe")
    page = open_page(visit)
    first, second = page.selectbox
    before, after = first.value, second.value
    first.set_value(after)
    second.set_value(before)
    page.run()
    assert not page.exception
    assert "from −7° (toe) to 18° (heel)" in everything(page)
    page.selectbox[0].set_value(before).run()
    assert texts.SAME_CHOICE in everything(page)


def test_an_unsure_clip_shows_why_nothing_is_said_about_its_feet(
    visit: Workspace, folder: Path
) -> None:
    bring(visit, folder, "heel", "unsure")
    page = open_page(visit)
    said = everything(page)
    assert "Not sure" in said
    assert "Foot-strike angle (left)" in said
    assert "it was not measured" in said or "is unsure" in said


def test_both_sides_of_one_run_become_one_result(visit: Workspace, folder: Path) -> None:
    bring(visit, folder, "heel", "heel_right")
    page = open_page(visit)
    assert texts.COMBINE_TITLE in everything(page)
    assert texts.COMBINE_RESULT not in everything(page)
    page.toggle[0].set_value(True).run()
    assert not page.exception
    said = everything(page)
    assert texts.COMBINE_RESULT in said
    assert "each filmed from its own side" in said
    assert "from heel.mp4" in said
    assert "from heel_right.mp4" in said
    assert texts.COMBINE_FORM in [expander.label for expander in page.expander]


def test_clips_that_contradict_each_other_are_no_verdict(visit: Workspace, folder: Path) -> None:
    bring(visit, folder, "heel", "toe_right")
    page = open_page(visit)
    page.toggle[0].set_value(True).run()
    assert "disagree about" in everything(page)


def test_a_result_that_is_gone_is_said(visit: Workspace, folder: Path) -> None:
    bring(visit, folder, "heel", "toe")
    lost = visit.entries[0].job.result_folder()
    assert lost is not None
    (lost / "analysis.json").write_text("{}", encoding="utf-8")
    assert "cannot be read any more" in everything(open_page(visit))


def test_saved_results_are_compared_without_pictures(visit: Workspace) -> None:
    files = {
        slot: Chosen(f"file-{slot}", f"{name}.json", example(name))
        for slot, name in (("first", "heel"), ("second", "toe"))
    }
    page = open_page(visit, **{compare_choice._FILES: files})
    said = everything(page)
    assert "left foot-strike angle from 18° (heel) to −7° (toe)" in said
    assert texts.FLIPBOOK_FILES in said
    page.button(key="compare-remove-first").click().run()
    assert texts.UPLOAD_BOTH in everything(page)


def test_saved_results_are_told_apart_by_their_clips(visit: Workspace) -> None:
    """Every saved result is a file of the same name."""
    page = open_page(visit)
    for name in ("heel", "toe"):
        data = to_json_bytes(example(name))
        page.file_uploader[0].set_value(("analysis.json", data, "application/json")).run()
    assert {"heel.mp4", "toe.mp4"} <= set(re.findall(r"<h3>(.*?)</h3>", everything(page)))


def test_saved_results_of_one_clip_are_numbered(visit: Workspace) -> None:
    files = {
        slot: Chosen(f"file-{slot}", "run.mp4", example("heel")) for slot in compare_choice._SLOTS
    }
    said = everything(open_page(visit, **{compare_choice._FILES: files}))
    assert re.findall(r"<h3>(run.*?)</h3>", said) == ["run.mp4 (1)", "run.mp4 (2)"]


def test_the_figures_within_noise_are_those_of_the_sentence(visit: Workspace) -> None:
    analyses = measured(), measured(metrics=figures(0.3))
    files = {
        slot: Chosen(f"file-{slot}", slot, analysis)
        for slot, analysis in zip(compare_choice._SLOTS, analyses, strict=True)
    }
    page = open_page(visit, **{compare_choice._FILES: files})
    found = re.search(r"the other (\d+) figures did not", everything(page))
    assert found is not None
    labels = [expander.label for expander in page.expander]
    assert texts.TABLE_WITHIN.format(count=f"{found[1]} figures") in labels


def test_where_nothing_can_be_compared_nothing_is_called_unchanged(visit: Workspace) -> None:
    empty = make_stepless_analysis()
    files = {
        "first": Chosen("file-first", "nobody.json", empty),
        "second": Chosen("file-second", "heel.json", example("heel")),
    }
    said = everything(open_page(visit, **{compare_choice._FILES: files}))
    assert "Nothing can be compared" in said
    assert texts.TABLE_LARGER not in said
    assert texts.TABLE_LARGER_NONE not in said


def test_a_saved_result_is_read_back() -> None:
    analysis = read_upload(to_json_bytes(example("heel")), "analysis.json")
    assert analysis.verdict.strike == "heel"


@pytest.mark.parametrize(
    "data", [b"", b"no json", b"{}", b"[]", b"\xff\xfe", b"[" * 100_000, b'{"schema": 1}']
)
def test_other_files_are_refused_in_one_sentence(data: bytes) -> None:
    with pytest.raises(InputError, match=r"“notes\.json” is no result of gaitcheck"):
        read_upload(data, "notes.json")


def test_a_file_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compare_choice, "LARGEST_RESULT", 10)
    with pytest.raises(InputError, match="too large"):
        read_upload(b" " * 11, "analysis.json")


def test_names_that_occur_twice_are_numbered(visit: Workspace, folder: Path) -> None:
    bring(visit, folder, "heel", "toe")
    clip = visit.entries[0].clip
    visit.analyze(clip, ClipOptions(slow_motion=2.0))
    names = list(entry_names(visit.entries).values())
    assert names == ["heel.mp4 (1)", "toe.mp4", "heel.mp4 (2)"]


def test_what_a_file_says_is_shown_as_text() -> None:
    name = "<script>alert(1)</script>"
    chosen = Chosen("x", name, example("heel"))
    assert name not in verdict_cards(chosen, chosen)


def test_the_table_shows_units_as_the_running_form_does() -> None:
    comparison = compare_analyses(measured(), measured(metrics=figures(0.3)))
    table = unescape(change_table(comparison.of("larger"), "larger"))
    assert table.count('class="larger"') == len(comparison.of("larger"))
    contact = next(c for c in comparison.changes if c.key == "contact_time_left")
    assert contact.before is not None
    assert f"{contact.before * 1000:.0f} ms" in table
    assert texts.JUDGED["larger"] in table
