"""The metronome: by keyboard, without a file, silent once the page is left."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from gaitcheck.words import page as texts
from gaitcheck.words import review as words
from tests.end_to_end.browser import Server, Visit, visit
from tests.end_to_end.results import Results, unfold

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Notes every source of sound, so that a test can ask whether it is still there.
NOTE_SOUND = """
window.sounds = [];
window.AudioContext = class extends window.AudioContext {
  constructor(...rest) {
    super(...rest);
    window.sounds.push(this);
  }
};
"""
STATES = "window.sounds.map((sound) => sound.state)"


@pytest.fixture
def app(browser: Browser, app_server: Server, results: Results) -> Iterator[Visit]:
    with visit(browser, app_server, address="about:blank", alone=True) as opened:
        opened.page.add_init_script(NOTE_SOUND)
        opened.page.goto(results.address(app_server, "heel"))
        yield opened


def test_by_keyboard_and_silent_once_the_page_is_left(app: Visit) -> None:
    page = app.page
    unfold(page, words.METRONOME_TITLE)
    expect(page.get_by_text(words.METRONOME_WHY)).to_be_visible()
    metronome = page.locator(".gcm")
    said = metronome.get_by_role("status")
    beats = metronome.get_by_role("radio")
    expect(beats).to_have_count(3)
    assert page.evaluate(STATES) == []
    start = metronome.get_by_role("button")
    start.focus()
    page.keyboard.press("Enter")
    own = words.METRONOME_WORDS["running"]
    expect(said).to_have_text(own.format(rate=168))
    expect(start).to_have_text(words.METRONOME_WORDS["stop"])
    expect(metronome).to_have_attribute("data-beats", re.compile(r"[1-9]\d*"))
    beats.first.focus()
    page.keyboard.press("ArrowDown")
    expect(said).to_have_text(own.format(rate=176))
    page.keyboard.press("ArrowDown")
    expect(said).to_have_text(own.format(rate=185))
    start.focus()
    page.keyboard.press("Space")
    expect(said).to_have_text(words.METRONOME_WORDS["still"])
    start.click()
    page.wait_for_function(f"{STATES}.includes('running')")
    page.get_by_role("link", name=texts.PAGES["learn"]).click()
    page.wait_for_function(f"{STATES}.every((state) => state === 'closed')")
