"""The desk's pages in every state, run without a browser."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from sqlalchemy import delete
from streamlit.testing.v1 import AppTest

from gaitcheck.compare.course import figure_range
from gaitcheck.desk.athletes import find_athletes, save_athlete
from gaitcheck.desk.desk import Desk, open_desk
from gaitcheck.desk.kept import find_kept, get_kept, load_analyses
from gaitcheck.desk.place import find_place
from gaitcheck.desk.queue import find_queue
from gaitcheck.desk.records import Athlete
from gaitcheck.desk.reviews import read_review, save_review
from gaitcheck.desk.sessions import find_notes, find_sessions, save_session
from gaitcheck.desk.tables import AthleteRow, FileRow
from gaitcheck.desk.trends import load_history
from gaitcheck.ui.chart_look import DARK, LIGHT
from gaitcheck.ui.desk import place, sessions, trend_charts, trends
from gaitcheck.ui.style import plain
from gaitcheck.ui.workspace import Entry, Workspace
from gaitcheck.words import desk as texts
from gaitcheck.words import page as app_texts
from gaitcheck.words import review as review_words
from tests.desk.results import DAY, a_folder, an_analysis, an_athlete, keep_example, keep_judged
from tests.desk.test_athletes import HOSTILE
from tests.ui.pages import everything, open_page, open_result


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("GAITCHECK_DESK", str(tmp_path / "desk"))
    with open_desk() as opened:
        yield opened
    st.cache_resource.clear()


def open_at_desk(**address: str) -> AppTest:
    return open_page(name="desk", **address)


def six_weeks(desk: Desk, name: str = "Ann", **said: object) -> Athlete:
    ann = an_athlete(desk, name)
    for week in range(3):
        cue = "quicker steps" if week == 2 else ""
        day = DAY + dt.timedelta(14 * week)
        keep_example(desk, ann, week, day=day, cue=cue, shoes="red", **said)
    return ann


def test_an_empty_desk_says_what_it_is_for(desk: Desk) -> None:
    said = everything(open_at_desk())
    assert texts.EMPTY_TITLE in said
    assert texts.DEMO_TEXT in said


def test_the_list_shows_opens_and_searches(desk: Desk) -> None:
    ann = six_weeks(desk)
    an_athlete(desk, "Bob", tags=("club",))
    page = open_at_desk()
    said = everything(page)
    assert "3 sessions, last on 2026-03-29" in said
    assert texts.LISTED_NONE in said
    page.text_input(key="desk-search").set_value("club").run()
    assert "Ann" not in everything(page)
    page.text_input(key="desk-search").set_value("").run()
    page.button(key=f"desk-open-{ann.id}").click().run()
    assert not page.exception
    assert "<bdi>Ann</bdi></h1>" in everything(page)


def test_an_athlete_is_added_changed_and_deleted_for_good(desk: Desk) -> None:
    page = open_at_desk()
    page.text_input(key="desk-add-name").set_value("  ")
    page.button[_index(page, texts.ADD)].click().run()
    assert "needs a name" in everything(page)
    page.text_input(key="desk-add-name").set_value("Eve")
    page.number_input(key="desk-add-height").set_value(20.0)
    page.button[_index(page, texts.ADD)].click().run()
    assert "The height lies between" in everything(page)
    page.number_input(key="desk-add-height").set_value(None)
    assert page.text_input(key="desk-add-name").value == "Eve"  # what was typed is not lost
    page.button[_index(page, texts.ADD)].click().run()
    (found,), _ = find_athletes(desk)
    eve = found.athlete
    assert eve.name == "Eve"
    page = open_at_desk(athlete=eve.id)
    assert texts.NO_RUN in everything(page)
    page.number_input(key=f"athlete-{eve.id}-1-height").set_value(170.0)
    page.button[_index(page, texts.SAVE)].click().run()
    assert find_athletes(desk)[0][0].athlete.height_cm == 170
    page.checkbox(key=f"sure-{eve.id}").check().run()
    page.button(key=f"delete-{eve.id}").click().run()
    assert find_athletes(desk) == ((), 0)
    assert texts.EMPTY_TITLE in everything(page)


def _index(page: AppTest, label: str) -> int:
    return next(i for i, button in enumerate(page.button) if button.label == label)


def test_somebody_else_was_quicker(desk: Desk) -> None:
    ann = an_athlete(desk)
    page = open_at_desk(athlete=ann.id)
    save_athlete(desk, ann)
    page.text_input(key=f"athlete-{ann.id}-1-name").set_value("Anna")
    page.button[_index(page, texts.SAVE)].click().run()
    assert not page.exception
    assert find_athletes(desk)[0][0].athlete.name == "Ann"


def test_an_athlete_over_time(desk: Desk) -> None:
    page = open_at_desk(athlete=six_weeks(desk, pain=True, pain_where="left heel").id)
    said = everything(page)
    assert "From 2026-03-01 to 2026-03-29." in said
    assert "2026-03-15, before the cue, and 2026-03-29, with it." in said
    assert "pain: left heel" in said
    assert said.count("<h3>2026-03-") == 3
    assert review_words.METRONOME_WHY in said  # the beat of the last run, and quicker ones
    charts = page.get("arrow_vega_lite_chart") or page.get("vega_lite_chart")
    assert len(charts) == 2
    page.selectbox(key="trend-figure").select(texts.MIX).run()
    assert not page.exception
    assert texts.MIX_HELP in everything(page)


def test_of_many_sessions_the_last_ones_are_shown_first(desk: Desk) -> None:
    ann = an_athlete(desk)
    for number in range(sessions.FIRST + 2):
        keep_example(desk, ann, number, day=DAY + dt.timedelta(number))
    page = open_at_desk(athlete=ann.id)
    shown = everything(page).count("<h3>2026-03-")
    assert shown == sessions.FIRST
    assert f"<h3>{DAY}</h3>" not in everything(page)
    page.button(key="sessions-more").click().run()
    assert not page.exception
    assert f"<h3>{DAY}</h3>" in everything(page)
    assert "sessions-more" not in [button.key for button in page.button]


def test_a_run_is_shown_and_deleted(desk: Desk) -> None:
    ann = six_weeks(desk)
    kept = find_kept(desk, athlete_id=ann.id)[0]
    page = open_at_desk(athlete=ann.id)
    page.toggle(key=f"run-{kept.id}").set_value(True).run()
    assert "example run" in everything(page) or "clip 0.mp4" in everything(page)
    page.checkbox(key=f"sure-{kept.id}").check().run()
    page.button(key=f"delete-{kept.id}").click().run()
    assert not page.exception
    assert len(find_kept(desk)) == 2
    assert len(find_sessions(desk, ann.id)) == 2  # it was the only run of its session


def open_session(page: AppTest, session_id: str) -> None:
    """Unfold what is known of a session."""
    page.session_state[f"edit-{session_id}"] = True
    page.run()
    assert not page.exception


def test_a_session_is_changed(desk: Desk) -> None:
    ann = an_athlete(desk)
    kept = keep_example(desk, ann)
    page = open_at_desk(athlete=ann.id)
    key = f"session-{kept.session_id}-1"
    assert f"{key}-shoes" not in [one.key for one in page.text_input]  # made once it is asked for
    open_session(page, kept.session_id)
    page.text_input(key=f"{key}-shoes").set_value("blue")
    page.button[_index(page, texts.SAVE)].click().run()
    assert not page.exception
    assert find_sessions(desk, ann.id)[0].shoes == "blue"


def test_where_it_hurts_is_asked_as_soon_as_there_is_pain(desk: Desk) -> None:
    ann = an_athlete(desk)
    kept = keep_example(desk, ann, notes="one\ntwo")
    page = open_at_desk(athlete=ann.id)
    key = f"session-{kept.session_id}-1"
    open_session(page, kept.session_id)
    assert texts.PAIN_WHERE not in [one.label for one in page.text_input]
    page.radio(key=f"{key}-pain").set_value(True).run()
    page.text_input(key=f"{key}-where").set_value("left heel")
    page.button(key=f"{key}-save").click().run()
    assert not page.exception
    (session,) = find_sessions(desk, ann.id)
    assert (session.pain, session.pain_where, session.notes) == (True, "left heel", "one\ntwo")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_shown_as_words(desk: Desk, text: str) -> None:
    ann = an_athlete(desk, text, notes=text, tags=(text[:100],))
    for number in range(2):
        keep_example(
            desk,
            ann,
            number,
            shoes=text[:150],
            cue=text[:150] if number else "",
            day=DAY + dt.timedelta(number),
            notes=text,
        )
    for page in (open_at_desk(), open_at_desk(athlete=ann.id)):
        for element in page.get("html"):
            assert "<script" not in element.proto.body
            assert not re.search(r"<img[^>]*onerror", element.proto.body)
        assert not page.exception


def test_who_is_gone_and_a_desk_that_is_damaged_are_said(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for guess in ("0" * 24, "1", "' OR 1=1 --"):
        assert texts.GONE in everything(open_at_desk(athlete=guess))
    monkeypatch.setenv("GAITCHECK_DESK", str(tmp_path / "other"))
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "desk.sqlite3").write_text("no database at all")
    said = everything(open_at_desk())
    assert texts.TROUBLE in said
    assert "was left as it is" in said.replace("\\", "")


@pytest.mark.parametrize("address", [{}, {"athlete": "0" * 24}, {"clip": "0" * 24}])
def test_a_desk_that_breaks_while_it_is_open_is_said(
    desk: Desk, tmp_path: Path, address: dict[str, str]
) -> None:
    an_athlete(desk)
    open_at_desk()  # sound so far
    with desk.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    place._desk(find_place().name).engine.dispose()  # who connects anew reads the file anew
    desk.engine.dispose()
    (tmp_path / "desk" / "desk.sqlite3").write_bytes(b"no database at all" * 1000)
    said = everything(open_at_desk(**address))
    assert "was left as it is" in said.replace("\\", "")


def test_looking_at_the_page_makes_no_desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "none yet"
    monkeypatch.setenv("GAITCHECK_DESK", str(place))
    st.cache_resource.clear()
    page = open_at_desk()
    assert texts.EMPTY_TITLE in everything(page)
    assert texts.EMPTY_TITLE in everything(open_at_desk(athlete="0" * 24))
    assert not place.exists()
    page.text_input(key="desk-add-name").set_value("Eve")
    page.button[_index(page, texts.ADD)].click().run()
    assert not page.exception
    with open_desk() as made:
        assert find_athletes(made)[1] == 1


def test_the_queue_leads_to_a_review_and_on_to_the_next(desk: Desk) -> None:
    ann = an_athlete(desk)
    first = keep_judged(desk, ann, left=15, right=15)[0]
    session = replace(find_sessions(desk, ann.id)[0], pain=True, pain_where="left heel")
    save_session(desk, session)
    second = keep_example(desk, ann, 1, day=DAY + dt.timedelta(7), pain=True)
    page = open_at_desk()
    said = everything(page)
    assert texts.QUEUE_TITLE.format(count=2) in said
    assert "Pain was noted: left heel." in said
    page.button(key=f"queue-open-{first.id}").click().run()
    assert not page.exception
    said = everything(page)
    assert review_words.REVIEW_TITLE in said
    assert "Pain was noted: left heel." in said
    opened = page.session_state["desk-reviews"]
    machine = load_analyses(desk, [first])[0]
    entries = [
        {"n": n, "do": "label", "step": step.id, "strike": "toe"}
        for n, step in enumerate(machine.steps, 1)
    ]
    opened.reviewing.take(entries, "Bo")
    assert (read_review(desk, first.id).version, opened.version) == (1, 1)
    assert get_kept(desk, first.id).strike == "toe"
    # Another window's word is not overwritten, and this one's not shown as if it were kept.
    save_review(desk, first.id, read_review(desk, first.id).corrections[:1], 1, done=False)
    opened.reviewing.take([{"n": 90, "do": "undo"}], "Bo")
    assert "or you, in another window" in opened.reviewing.trouble
    assert len(opened.reviewing.ledger.said) == len(machine.steps)
    page.run()  # opened anew
    assert len(page.session_state["desk-reviews"].reviewing.ledger.said) == 1
    page.button(key="clip-done").click().run()
    assert not page.exception
    assert page.query_params["clip"] == second.id
    page.button(key="clip-done").click().run()
    assert texts.ALL_REVIEWED in [one.value for one in page.success]
    assert find_queue(desk) == ((), 0)
    said = everything(page)
    assert texts.AGREEMENT_ONE in said
    assert "Steps labelled by a person" in said
    said = everything(open_at_desk(athlete=ann.id))
    assert "corrected by a person" in said
    assert texts.CLIP_GONE in everything(open_at_desk(clip="0" * 24))


def test_a_clip_without_what_was_seen_is_taken_off_the_queue_too(desk: Desk) -> None:
    kept = keep_example(desk, an_athlete(desk), pain=True)
    with desk.writing() as transaction:
        gone = FileRow.clip_id == kept.id, FileRow.name == "observation.npz"
        transaction.execute(delete(FileRow).where(*gone))
    page = open_at_desk(clip=kept.id)
    assert page.error
    page.button(key="clip-done").click().run()
    assert find_queue(desk) == ((), 0)


def test_notes_are_kept_changed_and_deleted_and_a_report_is_offered(desk: Desk) -> None:
    ann = six_weeks(desk)
    page = open_at_desk(athlete=ann.id)
    page.text_area(key=f"note-text-{ann.id}").set_value("<b>Tired</b> today")
    page.button[_index(page, texts.NOTE_ADD)].click().run()
    assert not page.exception
    (note,) = find_notes(desk, ann.id)
    assert note.text == "<b>Tired</b> today"
    said = everything(page)
    assert "<b>Tired</b> today" in said
    assert f"<bdi>{note.when[:10]}</bdi>" in said  # who has the desk alone needs no name
    page.text_area(key=f"note-{note.id}-1-text").set_value("Rested")
    page.button(key=f"note-{note.id}-1-save").click().run()
    assert find_notes(desk, ann.id)[0].text == "Rested"
    page.button(key=f"note-{note.id}-2-delete").click().run()
    assert find_notes(desk, ann.id) == ()
    page.text_input(key=f"coach-{ann.id}").set_value("Kim").run()
    assert not page.exception
    assert {texts.REPORT_PDF, texts.REPORT_HTML} <= {
        one.proto.label for one in page.get("download_button")
    }


def test_others_on_the_network_meet_no_desk(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gaitcheck.ui.desk.place.is_alone", lambda: False)
    page = open_page()
    assert app_texts.PAGES["desk"] not in {link.proto.label for link in page.get("page_link")}


def test_charts_tell_more_than_noise_by_shape_and_words(desk: Desk) -> None:
    history = load_history(desk, six_weeks(desk).id)
    angle = next(c for c in history.courses if c.quantity.key == "foot_strike_angle_left")
    scale = figure_range([angle])
    for palette in (LIGHT, DARK):
        chart = trend_charts.figure_chart(angle, history, scale, palette, "x").to_dict()
        assert "cue: quicker steps" in str(chart)
    shown = angle.shown[0].value
    assert shown is not None
    assert scale[0] < shown < scale[1]
    rows = trends._rows([angle], history)
    assert [row[4] for row in rows] == [texts.FIRST, texts.JUDGED["within"], texts.JUDGED["within"]]
    assert "'label': 'heel'" in str(trend_charts.mix_chart(history, "left", LIGHT, "x").to_dict())


def test_what_is_marked_in_a_chart_has_room(desk: Desk) -> None:
    ann = an_athlete(desk)
    cues = {0: "", 1: "taller", 2: "quicker", 40: "softer"}
    for number, (day, cue) in enumerate(cues.items()):
        keep_example(desk, ann, number, day=DAY + dt.timedelta(day), cue=cue, speed_kmh=9 + number)
    history = load_history(desk, ann.id)
    angle = next(c for c in history.courses if c.quantity.key == "foot_strike_angle_left")
    chart = trend_charts.figure_chart(angle, history, (0, 20), LIGHT, "x").to_dict()
    layers = [layer for layer in chart["layer"] if layer["mark"]["type"] == "text"]
    words = {layer["mark"]["align"]: _rows(chart, layer) for layer in layers}
    # One below the other, and on the side of the line on which the chart goes on.
    assert words == {
        "left": ["cue: taller\n10 km/h", "\n\ncue: quicker\n11 km/h"],
        "right": ["cue: softer\n12 km/h"],
    }


def _rows(chart: dict[str, Any], layer: dict[str, Any]) -> list[str]:
    data = layer["data"]
    rows = data["values"] if "values" in data else chart["datasets"][data["name"]]
    return [row["said"] for row in rows]


def test_a_result_is_kept_in_one_click(
    desk: Desk, bring: Callable[..., Entry], visit: Workspace
) -> None:
    entry = bring('{"verdict": "heel"}')
    page = open_result(visit)
    page.button(key=f"keep-{entry.id}").click().run()
    # The stand-in's result is of another clip than the film.
    said = everything(page).replace("\\", "")
    assert f"{entry.clip.name} is not the clip that this result is of" in said
    assert str(visit.folder) not in said
    assert find_athletes(desk) == ((), 0)
    page.checkbox(key=f"keep-film-{entry.id}").uncheck().run()
    page.button(key=f"keep-{entry.id}").click().run()
    assert not page.exception
    (found,), _ = find_athletes(desk)
    assert found.athlete.name == texts.ME
    (kept,) = find_kept(desk)
    assert not kept.film
    assert [button.label for button in page.button].count(texts.GO_DESK.format(name=texts.ME)) == 1


def test_a_result_goes_to_whoever_is_last_of_many(
    desk: Desk, bring: Callable[..., Entry], visit: Workspace
) -> None:
    with desk.writing() as transaction:
        rows = [AthleteRow(owner="local", name=f"A{n}", folded=f"a{n}") for n in range(600)]
        transaction.add_all(rows)
    zoe = an_athlete(desk, "Zoe")
    entry = bring('{"verdict": "heel"}')
    page = open_result(visit)
    page.selectbox(key=f"keep-who-{entry.id}").select("Zoe").run()
    page.checkbox(key=f"keep-film-{entry.id}").uncheck().run()
    page.button(key=f"keep-{entry.id}").click().run()
    assert not page.exception
    assert [one.athlete_id for one in find_kept(desk)] == [zoe.id]


def test_another_cue_on_the_same_day_is_a_session_of_its_own(
    desk: Desk, bring: Callable[..., Entry], visit: Workspace
) -> None:
    for strike, cue in (("heel", ""), ("toe", "quicker steps")):
        entry = bring(f'{{"verdict": "{strike}"}}')
        page = open_result(visit)
        page.checkbox(key=f"keep-film-{entry.id}").uncheck().run()
        for field in page.text_input:
            if field.label == texts.CUE:
                field.set_value(cue).run()
        page.button(key=f"keep-{entry.id}").click().run()
        assert not page.exception
    (found,), _ = find_athletes(desk)
    assert [one.cue for one in find_sessions(desk, found.athlete.id)] == ["", "quicker steps"]


def test_no_run_is_kept_with_the_demo_unless_it_is_meant(
    desk: Desk, bring: Callable[..., Entry], visit: Workspace
) -> None:
    with desk.writing() as transaction:
        transaction.add(AthleteRow(owner="local", name="Ada", folded="ada", demo=True))
    entry = bring('{"verdict": "heel"}')
    asked = open_result(visit).selectbox(key=f"keep-who-{entry.id}")
    assert (asked.value, asked.options) == (texts.ME, [texts.ME, "Ada"])
    an_athlete(desk, "Zoe")
    asked = open_result(visit).selectbox(key=f"keep-who-{entry.id}")
    assert (asked.value, asked.options) == ("Zoe", ["Zoe", "Ada"])


def test_what_was_typed_stays_when_another_athlete_is_chosen(
    desk: Desk, bring: Callable[..., Entry], visit: Workspace
) -> None:
    an_athlete(desk)
    bo = an_athlete(desk, "Bo")
    keep_example(desk, bo, shoes="blue", surface="road")
    entry = bring('{"verdict": "heel"}')
    page = open_result(visit)
    page.checkbox(key=f"keep-film-{entry.id}").uncheck().run()

    def field(label: str) -> Any:
        return next(one for one in (*page.text_input, *page.radio) if one.label == label)

    field(texts.SHOES).set_value("red").run()
    field(texts.PAIN).set_value(True).run()
    field(texts.PAIN_WHERE).set_value("left knee").run()
    for name in ("Ann", "Bo"):
        page.selectbox(key=f"keep-who-{entry.id}").select(name).run()
    assert (field(texts.SHOES).value, field(texts.SURFACE).value) == ("red", "road")
    page.button(key=f"keep-{entry.id}").click().run()
    assert not page.exception
    session = find_sessions(desk, bo.id)[-1]
    said = (session.shoes, session.surface, session.pain, session.pain_where)
    assert said == ("red", "road", True, "left knee")


def test_all_results_of_a_visit_are_kept_together(
    desk: Desk, bring: Callable[..., Entry], visit: Workspace
) -> None:
    bring('{"verdict": "heel"}', name="first.mp4")
    bring('{"verdict": "toe"}', name="second.mp4")
    entry = bring('{"verdict": "midfoot"}', name="third.mp4")
    page = open_result(visit)
    page.checkbox(key=f"keep-film-{entry.id}").uncheck().run()
    assert texts.KEEP_OTHERS.format(count=2) in [box.label for box in page.checkbox]
    page.checkbox(key=f"keep-others-{entry.id}").check().run()
    page.button(key=f"keep-{entry.id}").click().run()
    assert not page.exception
    (found,), _ = find_athletes(desk)
    assert found.sessions == 1
    # The stand-in's results are all of one clip.
    (kept,) = find_kept(desk)
    assert kept.analyses == 3


def test_results_of_a_folder_are_imported(desk: Desk, tmp_path: Path) -> None:
    page = open_at_desk()  # where nobody is yet
    page.text_input(key="import-folder").set_value(str(tmp_path / "none"))
    page.button[_index(page, texts.IMPORT)].click().run()
    assert "There is no result in" in everything(page)
    assert find_athletes(desk) == ((), 0)
    for number in range(3):
        a_folder(tmp_path / "made" / f"clip {number}", an_analysis(number))
    (tmp_path / "made" / "clip 1" / "analysis.json").write_text("{}")
    page.text_input(key="import-folder").set_value(f'"{tmp_path / "made"}"')
    page.text_input(key="import-films").set_value(str(tmp_path / "none"))
    page.button[_index(page, texts.IMPORT)].click().run()
    assert "There is no folder" in everything(page)
    assert find_athletes(desk) == ((), 0)
    page.text_input(key="import-films").set_value("")
    page.button[_index(page, texts.IMPORT)].click().run()
    assert not page.exception
    assert [box.value for box in page.success] == [
        plain(texts.IMPORTED.format(name=texts.ME, count=2))
    ]
    (trouble,) = (box.value for box in page.warning)
    assert "clip 1" in trouble
    (found,), _ = find_athletes(desk)
    assert (found.athlete.name, len(find_kept(desk))) == (texts.ME, 2)
    # Once more: nothing is kept twice.
    page.text_input(key="import-folder").set_value(str(tmp_path / "made"))
    page.button[_index(page, texts.IMPORT)].click().run()
    assert len(find_kept(desk)) == 2
    assert find_athletes(desk)[1] == 1


def test_no_guest_names_folders(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    an_athlete(desk)
    assert texts.IMPORT_TITLE in [one.label for one in open_at_desk().expander]
    monkeypatch.setattr("gaitcheck.ui.desk.importing.who_asks", lambda: "ann@club.example")
    assert texts.IMPORT_TITLE not in [one.label for one in open_at_desk().expander]
