"""The player in a real headless browser: the very frame asked for, and all that one can do."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from gaitcheck.words import page as texts
from tests.end_to_end.browser import (
    PRINT,
    Server,
    Visit,
    serve,
    visit,
)
from tests.examples import write_example_clip
from tests.ui.player_clips import FRAMES, prepare_player, uneven_times_s
from tests.video.clips import BITS

WORDS = texts.PLAYER_WORDS
# Slow and uneven; in between and beyond, time stamps are read in the same way.
CLIPS = [
    *("24 fps", "uneven"),
    *(pytest.param(f"{rate} fps", marks=pytest.mark.long) for rate in (30, 60, 120, 240)),
]
# Forwards, backwards, far, near, the same again, both ends, across keyframes.
ASKED = [0, 1, 2, 11, 12, 13, 12, 11, 60, 59, 58, FRAMES - 1, FRAMES - 2, 0, 37, 37, 38, 36, 24]

# Reads the number that `tests.video.clips.numbered` drew, from the pixels on the canvas.
READ = """
canvas => {
  const context = canvas.getContext("2d");
  let number = 0;
  for (let bit = 0; bit < BITS; bit += 1) {
    const x = Math.floor(((bit + 0.5) * canvas.width) / BITS);
    const [r, g, b] = context.getImageData(x, canvas.height / 2, 1, 1).data;
    if ((r + g + b) / 3 > 128) number |= 1 << bit;
  }
  return number;
}
""".replace("BITS", str(BITS))

# How often a playing clip is watched at most.
WATCHED = 10
# Notes, for a while, the frame that the player states and the frame in the pixels, at each repaint.
WATCH = """
async (canvas, [read, seconds]) => {
  const number = eval(read);
  const seen = [];
  const end = performance.now() + 1000 * seconds;
  while (performance.now() < end) {
    await new Promise(requestAnimationFrame);
    seen.push([Number(canvas.dataset.frame), number(canvas)]);
  }
  return seen;
}
"""

expect.set_options(timeout=60_000)

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Return the folder of a clip, written when it is first asked for."""
    base = tmp_path_factory.mktemp("players")

    @cache
    def folder(clip: str) -> Path:
        if clip == "uneven":
            return prepare_player(base / clip, 30.0, uneven_times_s())
        return prepare_player(base / clip.replace(" ", "-"), float(clip.removesuffix(" fps")))

    return folder


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serve(Path(__file__).with_name("player_page.py"), tmp_path_factory.mktemp("s")) as server:
        yield server


class Shown:
    """A player on a page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.canvas = page.locator(".gcp-stage canvas")
        self.lanes = page.get_by_role("slider", name=WORDS["timeline"])
        self.number = page.get_by_label(WORDS["frame"], exact=True)

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=WORDS[name], exact=True)

    def ask(self, frame: int) -> None:
        self.number.fill(str(frame))
        self.number.press("Enter")

    def expect_frame(self, frame: int) -> None:
        expect(self.canvas).to_have_attribute("data-frame", str(frame))

    def pixels(self) -> int:
        return int(self.canvas.evaluate(READ))

    def frame(self) -> int:
        return int(self.canvas.get_attribute("data-frame") or -1)


@pytest.fixture
def app(browser: Browser, server: Server) -> Iterator[Visit]:
    with visit(browser, server, address="about:blank") as opened:
        yield opened


@pytest.fixture
def page(app: Visit) -> Page:
    return app.page


def open_player(page: Page, server: Server, folder: Path) -> Shown:
    page.goto(f"{server.url}/?folder={folder}")
    shown = Shown(page)
    expect(shown.canvas).to_have_attribute("data-frame", re.compile(r"\d+"))
    return shown


def steps_of(folder: Path) -> list[dict[str, Any]]:
    steps: list[dict[str, Any]] = json.loads((folder / "player.json").read_text())["steps"]
    return steps


@pytest.mark.parametrize("clip", CLIPS)
def test_the_very_frame_asked_for_is_shown_and_keys_lose_none(
    page: Page, server: Server, folders: Callable[[str], Path], clip: str
) -> None:
    player = open_player(page, server, folders(clip))
    for frame in ASKED:
        player.ask(frame)
        player.expect_frame(frame)
        assert player.pixels() == frame
    player.ask(20)
    player.expect_frame(20)
    player.canvas.focus()
    for frame in range(21, 40):
        page.keyboard.press("ArrowRight")
        player.expect_frame(frame)
        assert player.pixels() == frame
    for _ in range(30):
        page.keyboard.press("ArrowLeft")
    player.expect_frame(9)
    assert player.pixels() == 9
    page.keyboard.press("End")
    player.expect_frame(FRAMES - 1)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Home")
    player.expect_frame(0)
    assert player.pixels() == 0


@pytest.mark.long
@pytest.mark.parametrize("callbacks", [True, False])
@pytest.mark.parametrize("clip", ["24 fps", "240 fps", "uneven"])
def test_browsers_that_know_less_show_the_very_frame_too(
    browser: Browser, server: Server, folders: Callable[[str], Path], clip: str, callbacks: bool
) -> None:
    with visit(browser, server, address="about:blank", alone=True) as app:
        page = app.page
        page.add_init_script("delete window.VideoFrame")
        if not callbacks:
            page.add_init_script("delete HTMLVideoElement.prototype.requestVideoFrameCallback")
        player = open_player(page, server, folders(clip))
        for frame in ASKED:
            player.ask(frame)
            player.expect_frame(frame)
            assert player.pixels() == frame


def test_by_contact_and_by_stride(
    page: Page, server: Server, folders: Callable[[str], Path]
) -> None:
    folder = folders("30 fps")
    steps = steps_of(folder)
    contacts = [step["contact"] for step in steps]
    player = open_player(page, server, folder)
    player.expect_frame(contacts[0])
    for contact, key in zip(contacts[1:4], ["]", "Shift+ArrowRight", "]"], strict=True):
        player.canvas.press(key)
        player.expect_frame(contact)
        assert player.pixels() == contact
    player.canvas.press("[")
    player.expect_frame(contacts[2])
    player.button("strideOn").click()
    player.expect_frame(contacts[4])
    expect(page.locator(".gcp-info")).to_contain_text("Left foot, step 5: Heel 96 %")
    player.canvas.press("{")
    player.expect_frame(contacts[2])
    player.button("contactBack").click()
    player.expect_frame(contacts[1])
    expect(player.canvas).to_have_attribute("aria-label", re.compile("Right foot, step 2: Midfoot"))


@pytest.mark.parametrize(
    "clip", [*(pytest.param(c, marks=pytest.mark.long) for c in ("30 fps", "120 fps")), "uneven"]
)
def test_while_it_plays_the_overlay_belongs_to_the_picture(
    page: Page, server: Server, folders: Callable[[str], Path], clip: str
) -> None:
    player = open_player(page, server, folders(clip))
    player.ask(0)
    player.expect_frame(0)
    seen: list[list[int]] = []
    for _ in range(WATCHED):
        # A busy machine shows few of the pictures; once the end is reached it begins anew.
        if player.button("play").count():
            player.button("play").click()
        seen += player.canvas.evaluate(WATCH, [READ, 1.5])
        if len({frame for frame, _ in seen}) > 5:
            break
    if player.button("pause").count():  # else it has come to its end
        player.button("pause").click()
    expect(player.button("play")).to_be_visible()
    assert len({frame for frame, _ in seen}) > 5
    assert [pair for pair in seen if pair[0] != pair[1]] == []
    assert [frame for frame, _ in seen] == sorted(frame for frame, _ in seen)
    frame = player.frame()
    page.wait_for_timeout(500)
    assert player.frame() == player.pixels() == frame


@pytest.mark.long
def test_a_stance_is_repeated(page: Page, server: Server, folders: Callable[[str], Path]) -> None:
    folder = folders("60 fps")
    step = steps_of(folder)[1]
    player = open_player(page, server, folder)
    player.ask(step["contact"])
    player.expect_frame(step["contact"])
    page.get_by_label(WORDS["speed"], exact=True).select_option(label=WORDS["speeds"][3])
    player.button("loop").click()
    expect(player.button("loop")).to_have_attribute("aria-pressed", "true")
    seen = [frame for frame, _ in player.canvas.evaluate(WATCH, [READ, 3.0])]
    assert min(seen) >= step["contact"] - 8
    # A busy machine notices the end of the stance late now and then, by any time.
    assert np.quantile(seen, 0.75) <= step["toeOff"] + 8
    assert sum(b < a for a, b in pairwise(seen)) >= 2
    player.button("loop").click()
    expect(player.button("loop")).to_have_attribute("aria-pressed", "false")
    expect(player.button("play")).to_be_visible()
    player.expect_frame(FRAMES - 1)


def test_the_timeline_jumps_to_a_contact(
    page: Page, server: Server, folders: Callable[[str], Path]
) -> None:
    folder = folders("30 fps")
    steps, times = steps_of(folder), [i / 30 for i in range(FRAMES)]
    player = open_player(page, server, folder)
    box = player.lanes.bounding_box()
    assert box is not None
    left, room = 2.6 * 16, box["width"] - 3.6 * 16
    for step in steps[2:4]:
        x = left + times[step["contact"]] / times[-1] * room + 8
        y = box["height"] * (0.27 if step["side"] == "left" else 0.73)
        player.lanes.click(position={"x": x, "y": y})
        player.expect_frame(step["contact"])
        assert player.pixels() == step["contact"]
    expect(player.lanes).to_have_attribute("aria-valuenow", str(steps[3]["contact"]))
    player.lanes.press("ArrowLeft")
    player.expect_frame(steps[3]["contact"] - 1)


def test_left_and_right_stand_side_by_side(
    page: Page, server: Server, folders: Callable[[str], Path]
) -> None:
    folder = folders("uneven")
    steps = steps_of(folder)
    player = open_player(page, server, folder)
    player.expect_frame(steps[0]["contact"])
    compare = player.button("compare")
    expect(compare).to_have_attribute("aria-expanded", "false")
    compare.click()
    for side in ("left", "right"):
        own = [step for step in steps if step["side"] == side]
        choice = page.get_by_label(WORDS["choose"][side])
        still = page.locator("figure", has=choice).get_by_role("img")
        for step in (own[1], own[0]):
            choice.select_option(str(step["number"]))
            expect(still).to_have_attribute("data-frame", str(step["contact"]))
            expect(still).to_have_attribute("aria-label", re.compile(f"step {step['number']}:"))
    player.expect_frame(steps[0]["contact"])
    page.get_by_role("button", name=WORDS["showInPlayer"]).nth(1).click()
    right = next(step for step in steps if step["side"] == "right")
    player.expect_frame(right["contact"])


def test_running_the_page_again_keeps_the_place(
    page: Page, server: Server, folders: Callable[[str], Path]
) -> None:
    player = open_player(page, server, folders("30 fps"))
    player.ask(50)
    player.expect_frame(50)
    page.get_by_role("button", name="Run again").click()
    page.wait_for_timeout(1500)
    player.expect_frame(50)
    player.canvas.press("ArrowRight")
    player.expect_frame(51)
    assert player.pixels() == 51


def test_a_film_that_does_not_come_is_said(
    app: Visit, server: Server, folders: Callable[[str], Path]
) -> None:
    page = app.page
    page.route("**/media/*.mp4", lambda route: route.abort())
    page.goto(f"{server.url}/?folder={folders('30 fps')}")
    expect(page.get_by_role("status").get_by_text(WORDS["failed"])).to_be_visible()
    app.errors.clear()  # the browser notes the broken connection


def test_the_whole_way_in_the_app(browser: Browser, app_server: Server, tmp_path: Path) -> None:
    clip = write_example_clip(tmp_path / "mixed.mp4")
    with visit(browser, app_server, {"width": 1400, "height": 900}) as app:
        others = app_server.visits()
        app.upload(clip)
        app.start()
        player = Shown(app.page)
        expect(app.page.get_by_role("heading", name=texts.PLAYER_TITLE)).to_be_visible()
        expect(player.canvas).to_have_attribute("data-frame", re.compile(r"\d+"))
        # The overlays are the same in both schemes: each scheme sees them all once.
        for scheme, width in (("dark", 1400), ("light", 820), ("light", 390)):
            app.page.emulate_media(color_scheme=scheme)
            app.resize({"width": width, "height": 900})
            if width != 820:
                every_overlay_shows(player)
            ratio = player.canvas.evaluate("canvas => canvas.clientWidth / canvas.clientHeight")
            assert ratio == pytest.approx(640 / 360, rel=0.02), (scheme, width)
        player.canvas.press("ArrowRight")
        assert player.canvas.evaluate("canvas => getComputedStyle(canvas).outlineStyle === 'solid'")
        (own,) = app_server.visits() - others
        assert "player.mp4" in names_of(app_server, own)
        app.page.get_by_role("button", name=texts.REMOVE_RESULT).click()
        expect(app.page.get_by_role("heading", name=texts.PLAYER_TITLE)).to_have_count(0)
        assert not {"player.mp4", "player.json"} & names_of(app_server, own)


def names_of(server: Server, own: str) -> set[str]:
    """Return the names of the files of one visit."""
    return {path.name for path in server.files() if server.visit_of(path) == own}


def every_overlay_shows(player: Shown) -> None:
    """Switch the overlays off one by one, each changes the picture, and on again."""
    before = whole = still_print(player)
    for name in WORDS["overlays"].values():
        player.page.get_by_label(name, exact=True).uncheck()
        after = player.canvas.evaluate(PRINT)
        assert after != before, name
        before = after
    for name in WORDS["overlays"].values():
        player.page.get_by_label(name, exact=True).check()
    assert player.canvas.evaluate(PRINT) == whole


def still_print(player: Shown) -> str:
    """Return what is drawn once it no longer changes: a new width is drawn a moment later."""
    before = ""
    for _ in range(20):
        player.page.wait_for_timeout(250)
        now: str = player.canvas.evaluate(PRINT)
        if now == before:
            break
        before = now
    return before
