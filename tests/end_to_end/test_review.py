"""A person has the last word: at the desk by keyboard, by the drawings, and what follows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from gaitcheck.advice import load_library
from gaitcheck.words import page as texts
from gaitcheck.words import review as words
from tests.end_to_end.browser import PHONE, Server, Visit, visit
from tests.end_to_end.open_clip import (
    STEPS,
    back_to_result,
    bring_open_clip,
    open_desk,
    wait_for_answer,
)
from tests.end_to_end.results import Results, download, settle, unfold

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def app(browser: Browser, app_server: Server) -> Iterator[Visit]:
    with visit(browser, app_server) as opened:
        yield opened


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def corrections_of(server: Server) -> list[dict[str, object]]:
    """Return what stands in the result on disk: the latest of an open clip."""
    paths = [path for path in server.files() if path.match("open/analysis.json")]
    path = max(paths, key=lambda path: path.stat().st_mtime_ns)
    found: list[dict[str, object]] = json.loads(path.read_text())["corrections"]
    return found


def test_the_coach_reviews_a_clip_by_keyboard_and_the_verdict_follows(app: Visit) -> None:
    page = app.page
    bring_open_clip(app)
    open_desk(page, words.REVIEW)
    now = page.locator(".gc-now")
    expect(now).to_contain_text(words.SAID_COUNT.format(seen=0, total=STEPS, changed=0))

    # A label a key, as quickly as they can be pressed.
    press(page, *"h" * STEPS)
    wait_for_answer(page)
    expect(now).to_contain_text(words.SAID_COUNT.format(seen=STEPS, total=STEPS, changed=STEPS))
    said = words.SAID.format(who=words.YOU, label="heel", machine=words.UNSURE)
    expect(now.get_by_text(said)).to_have_count(3)

    # The last step is no contact after all; undone; then it is.
    press(page, "x", "u", "x")
    wait_for_answer(page)
    assert {c["kind"] for c in corrections_of(app.server)} == {"label", "not_a_contact"}

    # The step before: the contact one picture later, a sole by arrow keys, a note.
    press(page, "ArrowUp", "Shift+ArrowRight", "s")
    press(page, *["ArrowLeft"] * 3, "Enter", "Shift+ArrowRight", "Enter", "n")
    expect(page.locator(".gcr-form textarea")).to_be_focused()
    page.keyboard.type("Lace is loose <b>")
    press(page, "Enter")
    wait_for_answer(page)
    expect(page.locator(".gcr-said")).to_contain_text("Lace is loose <b>")
    kinds = [c["kind"] for c in corrections_of(app.server)]
    assert sorted(set(kinds)) == ["contact", "label", "not_a_contact", "note", "sole"]

    unfold(page, words.AGREEMENT_TITLE)
    expect(page.locator(".gc-crossed")).to_contain_text(words.MACHINE_SAYS.format(label="unsure"))

    back_to_result(page)
    verdict = page.locator(".gc-verdict")
    expect(verdict).to_contain_text(texts.VERDICT_SENTENCE["heel"])
    expect(verdict).to_contain_text(said)
    expect(page.get_by_text(words.NOTED.format(note="Lace is loose <b>"))).to_have_count(1)
    # The film's labels follow too.
    expect(page.locator(".gcp-stage canvas")).to_be_visible()
    expect(page.locator(".gcp-info")).to_contain_text("Heel")


@pytest.mark.long
def test_what_was_said_is_kept_in_a_file_and_loaded_again(app: Visit, tmp_path: Path) -> None:
    page = app.page
    bring_open_clip(app)
    open_desk(page, words.REVIEW)
    page.get_by_label(words.WHO).fill("Ann")
    page.get_by_label(words.WHO).press("Enter")
    settle(page)
    page.locator(".gcr").focus()
    press(page, *"ttt")
    wait_for_answer(page)
    unfold(page, words.FILES_TITLE)
    kept = tmp_path / "seen.json"
    download(page.get_by_role("button", name=words.DOWNLOAD_CORRECTIONS)).save_as(kept)
    corrections = json.loads(kept.read_text())["corrections"]
    assert [(c["kind"], c["strike"], c["who"]) for c in corrections] == [
        ("label", "toe", "Ann")
    ] * 3
    labelled = download(page.get_by_role("button", name=words.DOWNLOAD_LABELS))
    labels = json.loads(labelled.path().read_text())["clips"]
    assert [label["verdict"] for label in labels.values()] == [["toe"]]

    page.get_by_role("button", name=words.FORGET_ALL).click()
    now = page.locator(".gc-now")
    expect(now).to_contain_text(words.SAID_COUNT.format(seen=0, total=STEPS, changed=0))
    page.set_input_files("input[type=file]", str(kept))
    expect(page.get_by_text(words.LOADED.format(count=3))).to_be_visible()
    expect(now).to_contain_text(words.SAID_COUNT.format(seen=3, total=STEPS, changed=3))
    assert corrections_of(app.server) == sorted(corrections, key=lambda c: c["step"])

    bad = tmp_path / "bad.json"
    bad.write_text("[]")
    page.set_input_files("input[type=file]", str(bad))
    expect(page.get_by_text("bad.json holds no corrections")).to_be_visible()
    expect(now).to_contain_text(words.SAID_COUNT.format(seen=3, total=STEPS, changed=3))


@pytest.mark.long
def test_a_step_that_is_missing_is_added_with_its_pictures(app: Visit) -> None:
    page = app.page
    bring_open_clip(app)
    open_desk(page, words.REVIEW)
    steps = page.locator(".gcr-steps button")
    expect(steps).to_have_count(STEPS)
    # What is there already is said, and nothing changes.
    press(page, "a")
    form = page.locator(".gcr-form")
    form.get_by_label(words.WORDS["addFoot"]).select_option("left")
    form.get_by_label(words.WORDS["addFrame"]).fill("5")
    form.get_by_label(words.WORDS["addFrame"]).press("Enter")
    expect(page.locator(".gcr-message")).to_contain_text("there already")
    expect(steps).to_have_count(STEPS)
    # Once that one is no contact, another can be in its place.
    page.locator(".gcr").focus()
    press(page, "x", "a")
    form.get_by_label(words.WORDS["addFoot"]).select_option("left")
    form.get_by_label(words.WORDS["addFrame"]).fill("6")
    press(page, "Enter")
    expect(steps).to_have_count(STEPS + 1)
    wait_for_answer(page)
    expect(page.locator(".gcr-said")).to_contain_text(words.ADDED)
    expect(page.locator(".gcr-large")).to_have_attribute("data-drawn", "left-at-6 6")
    press(page, "t")
    wait_for_answer(page)
    kinds = {(c["kind"], c["step"]) for c in corrections_of(app.server)}
    assert {("missed_contact", "left-at-6"), ("label", "left-at-6")} < kinds


def test_a_runner_looks_himself(browser: Browser, app_server: Server) -> None:
    with visit(browser, app_server, PHONE) as app:
        page = app.page
        bring_open_clip(app)
        heel = load_library().technique["heel"].title
        expect(page.get_by_role("heading", name=heel)).to_have_count(0)
        open_desk(page, words.LOOK)
        assert not app.scrolls_sideways()
        steps = page.locator(".gcr-steps button")
        expect(steps).to_have_count(6)
        # The strip and the three drawings; the pictures around contact can be looked at.
        drawings = page.locator(".gcr-picks button")
        expect(drawings.locator("img")).to_have_count(3)
        page.locator(".gcr-strip button").first.click()
        expect(page.locator(".gcr-strip button").first).to_have_attribute("aria-pressed", "true")
        page.get_by_role("button", name=words.WORDS["skip"]).click()
        for _ in range(5):
            drawings.first.click()
        wait_for_answer(page)
        expect(page.locator(".gcr-message")).to_contain_text(words.WORDS["done"])
        back_to_result(page)
        said = words.SAID.format(who=words.YOU, label="heel", machine=words.UNSURE)
        expect(page.locator(".gc-verdict")).to_contain_text(said)
        # The advice follows, and there is nothing left to look at.
        expect(page.get_by_role("heading", name=heel)).to_be_visible()
        expect(page.get_by_role("button", name=words.LOOK)).to_have_count(0)
        assert not app.scrolls_sideways()


def test_who_may_look(host: Visit, app_server: Server, results: Results) -> None:
    page = host.page
    # Sure: nothing to look at, but all can be checked.
    page.goto(results.address(app_server, "heel"))
    expect(page.get_by_role("button", name=words.REVIEW)).to_be_visible()
    expect(page.get_by_role("button", name=words.LOOK)).to_have_count(0)
    # A clip that cannot be judged stays so: no desk pretends otherwise.
    page.goto(results.address(app_server, "unsure"))
    page.locator(".gc-verdict").wait_for()
    settle(page)
    expect(page.get_by_role("button", name=words.LOOK)).to_have_count(0)
    expect(page.get_by_role("button", name=words.REVIEW)).to_have_count(0)
