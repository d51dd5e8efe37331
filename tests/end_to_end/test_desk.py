"""The desk in a real browser: a runner sees the trend, a coach reviews a clip and reports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from gaitcheck.desk.athletes import find_athletes
from gaitcheck.desk.desk import open_desk
from gaitcheck.desk.keeping import keep_analysis, keep_result
from gaitcheck.desk.kept import find_kept
from gaitcheck.desk.records import Note, Session
from gaitcheck.desk.sessions import find_sessions, save_note, save_session
from gaitcheck.words import desk as texts
from gaitcheck.words import review as words
from gaitcheck.words.page import ADVICE_TITLE
from tests.desk.results import an_athlete, keep_example
from tests.end_to_end.accessible import assert_clean
from tests.end_to_end.browser import DESKTOP, PHONE, Server, serve, visit
from tests.end_to_end.example_results import write_open_result
from tests.end_to_end.open_clip import STEPS, wait_for_answer
from tests.end_to_end.results import click_until, download, drawn_clip, settle, tick, unfold
from tests.examples import make_analysis, make_clip, make_observation

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "desk"


@pytest.fixture
def server(place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("GAITCHECK_DESK", str(place))
    script = Path(__file__).with_name("fake_server.py")
    (tmp_path / "server").mkdir()
    with serve(script, tmp_path / "server") as running:
        yield running


def keep(page: Page) -> None:
    """Press the one button, and follow the way to the desk."""
    # The stand-in's result is of another clip than the film.
    tick(page, texts.KEEP_FILM.format(size=0), on=False)
    button = page.get_by_role("button", name=texts.KEEP_BUTTON, exact=True)
    go = page.get_by_role("button", name=texts.GO_DESK.format(name=texts.ME), exact=True)
    click_until(button, go)
    expect(page.get_by_role("link", name=texts.KEEP_POINTER)).to_have_count(0)
    settle(page)
    go.click()
    page.get_by_role("heading", name=texts.ME, exact=True).wait_for()


def follow_the_link(page: Page) -> None:
    """Go from below both feet to where the result is kept."""
    link = page.get_by_role("link", name=texts.KEEP_POINTER)
    link.wait_for()
    settle(page)
    button = page.get_by_role("button", name=texts.KEEP_BUTTON, exact=True)
    expect(link).not_to_be_in_viewport()  # whoever only wants the answer does not see it first
    first = page.get_by_role("heading", name=ADVICE_TITLE).first
    assert link.bounding_box()["y"] < first.bounding_box()["y"]  # type: ignore[index]
    expect(button).not_to_be_in_viewport()
    link.click()
    expect(button).to_be_in_viewport()


def test_a_runner_comes_back_tomorrow_and_sees_the_trend(
    browser: Browser, server: Server, place: Path
) -> None:
    with visit(browser, server, PHONE) as today:
        assert not place.exists()
        today.upload(drawn_clip("heel"))
        today.start()
        today.page.locator(".gc-verdict").wait_for()
        assert not place.exists()  # whoever only wants an answer makes no desk
        follow_the_link(today.page)
        keep(today.page)
        expect(today.page.get_by_text(texts.ONE_RUN)).to_be_visible()
    with open_desk(place) as desk:  # a night passes
        (found,), _ = find_athletes(desk)
        (session,) = find_sessions(desk, found.athlete.id)
        assert session.day == dt.datetime.now().astimezone().date()
        save_session(desk, replace(session, day=session.day - dt.timedelta(1)))
    with visit(browser, server) as tomorrow:
        page = tomorrow.page
        tomorrow.upload(drawn_clip("toe"))
        tomorrow.start()
        page.locator(".gc-verdict").wait_for()
        keep(page)
        said = "left foot-strike angle from 18° (heel) to −7° (toe)"
        expect(page.get_by_text(said).first).to_be_visible()
        expect(page.locator("[data-testid=stVegaLiteChart] svg")).to_have_count(2)
        settle(page)
        assert_clean(page)
        tomorrow.resize(PHONE)
        settle(page)
        page.get_by_role("button", name=texts.BACK, exact=True).click()
        opens = texts.OPEN_NAMED.format(name=texts.ME)
        page.get_by_role("button", name=opens, exact=True).wait_for()
        settle(page)
        assert_clean(page)
        assert not tomorrow.scrolls_sideways()
    with open_desk(place) as desk:
        first, second = find_kept(desk)
        assert (first.strike, second.strike) == ("heel", "toe")
        assert (second.day - first.day).days == 1


def put_two_clips_there(place: Path, folder: Path) -> None:
    """Keep a sure clip of a month ago, and one of today of which gaitcheck is not sure."""
    write_open_result(folder / "open")
    today = dt.datetime.now().astimezone().date()
    with open_desk(place) as desk:
        ann = an_athlete(desk)
        keep_example(desk, ann, day=today - dt.timedelta(30), cue="")
        keep_result(desk, folder / "open", Session(ann.id, today, cue="quicker steps"))


def test_a_coach_reviews_a_clip_compares_and_reports(
    browser: Browser, server: Server, place: Path, tmp_path: Path
) -> None:
    put_two_clips_there(place, tmp_path / "results")
    with visit(browser, server, address=f"{server.url}/desk") as coach:
        page = coach.page
        expect(page.get_by_role("heading", name=texts.QUEUE_TITLE.format(count=1))).to_be_visible()
        expect(page.get_by_text("gaitcheck is not sure how the feet land.")).to_be_visible()
        settle(page)
        assert_clean(page)
        page.get_by_role("button", name=texts.REVIEW_NAMED.format(run="Ann")).press("Enter")
        page.locator(".gcr-large[data-drawn]").wait_for()
        expect(page.locator(".gcr")).to_be_focused()
        for _ in range(STEPS):
            page.keyboard.press("m")
        wait_for_answer(page)
        expect(page.locator(".gcr-message")).to_contain_text(words.DONE_ON_DESK)
        said = words.SAID.format(who=words.YOU, label="midfoot", machine=words.UNSURE)
        expect(page.locator(".gc-now").get_by_text(said)).to_have_count(3)
        assert_clean(page)
        coach.resize(PHONE)
        coach.resize(DESKTOP)
        with open_desk(place) as desk:  # each key is kept at once
            assert [one.strike for one in find_kept(desk)] == ["heel", "midfoot"]
        page.get_by_role("button", name=texts.REVIEWED).press("Enter")
        expect(page.get_by_text(texts.ALL_REVIEWED)).to_be_visible()
        expect(page.get_by_text(texts.AGREEMENT_ONE)).to_be_visible()
        settle(page)
        opens = texts.OPEN_NAMED.format(name="Ann")
        page.get_by_role("button", name=opens, exact=True).press("Enter")
        page.get_by_role("heading", name="Ann", exact=True).wait_for()
        changed = page.get_by_role("heading", name=texts.CHANGED_TITLE)
        expect(changed).to_be_visible()
        unfold(page, texts.REPORT_TITLE.format(name="Ann"))
        page.get_by_label(texts.REPORT_COACH).fill("Kim")
        page.get_by_label(texts.REPORT_COACH).press("Enter")
        report = download(page.get_by_role("button", name=texts.REPORT_HTML)).path().read_text()
        for wanted in ("By Kim", "corrected by a person", "2 runs"):
            assert wanted in report
        settle(page)
        assert_clean(page)


def keep_long_words(place: Path) -> tuple[str, str]:
    """Keep a run whose names are one long word each, and a note; return who, and the clip."""
    analysis = make_analysis("heel", clip=make_clip(file=f"{'l' * 180}.mp4"))
    with open_desk(place) as desk:
        long = an_athlete(desk, "W" * 200, tags=("t" * 150,), notes="n" * 100_000)
        session = Session(long.id, dt.date(2026, 3, 1), cue="c" * 200, pain=True)
        kept = keep_analysis(desk, session, analysis, make_observation(analysis))
        save_note(desk, Note(long.id, "x" * 5000))
    return long.id, kept.id


# Words that end beyond the card they stand in.
BEYOND = """
cards => cards.flatMap(card => [...card.querySelectorAll("p, li, strong, span")].filter(
  words => words.getBoundingClientRect().right > card.getBoundingClientRect().right + 1))
  .map(words => words.outerHTML.slice(0, 200))
"""


def test_long_words_keep_to_their_place_on_a_phone(
    browser: Browser, server: Server, place: Path
) -> None:
    athlete, clip = keep_long_words(place)
    with visit(browser, server, PHONE, address=f"{server.url}/desk") as phone:
        page = phone.page
        page.get_by_role("heading", name=texts.PEOPLE_TITLE).wait_for()
        settle(page)
        cards = "[data-testid=stMain] [data-testid=stVerticalBlock]"
        assert page.eval_on_selector_all(cards, BEYOND) == []
        assert not phone.scrolls_sideways()
        places = page.locator(".st-key-gc-places a").all()
        assert len({round((one.bounding_box() or {"y": 0})["y"]) for one in places}) == 1
        page.goto(f"{server.url}/desk?athlete={athlete}")
        change = page.get_by_role("button", name=texts.NOTE_EDIT_NAMED.format(when=""))
        change.wait_for()
        settle(page)
        assert page.eval_on_selector_all(cards, BEYOND) == []
        assert not phone.scrolls_sideways()
        assert change.locator("em").evaluate("words => words.clientWidth") <= 1  # for ears alone
        # A clip that was kept without pictures can be reviewed, and names none that is not there.
        page.goto(f"{server.url}/desk?clip={clip}")
        expect(page.locator(".gcr-hint")).to_have_text(words.WORDS["noPicture"])
        settle(page)
        assert not phone.scrolls_sideways()
        assert_clean(page)
