"""Where the words over the picture of the player stand: always within it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

import gaitcheck.ui.player

pytestmark = [pytest.mark.browser]

WIDTH, HEIGHT = 320, 240
SCRIPT = Path(gaitcheck.ui.player.__file__).with_name("overlay.js").read_text(encoding="utf-8")

# Draws one step with its foot at a place, and returns the plates under the words in pixels of the
# canvas, with the words themselves.
DRAW = """
([script, heel, toe, size, zoom, left, top]) => {
  const Overlay = new Function(`${script}; return Overlay;`)();
  const places = new Int16Array(4);
  places.set([...heel, ...toe]);
  const bytes = new Uint8Array(places.buffer);
  const facts = {
    times: [0, 0.1], slowMotion: 1, scale: 1, nearSide: "left", unit: 1,
    overlays: ["foot", "label"],
    points: ["left heel", "left toe"], places: btoa(String.fromCharCode(...bytes)),
    lines: btoa(String.fromCharCode(100, 100)),
    footLine: { fill: "#ffff00", ink: "#000000" },
    colours: { heel: { fill: "#d55e00", ink: "#000000" } },
    steps: [{ number: 1, side: "left", contact: 0, toeOff: 1, strike: "heel",
      labelText: "Midfoot > 99 %", angleText: "+17°", ground: null }],
  };
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = size;
  const context = canvas.getContext("2d");
  context.setTransform(zoom, 0, 0, zoom, -left * zoom, -top * zoom);
  const plates = [];
  const drawn = context.roundRect.bind(context);
  context.roundRect = (x, y, width, height, radius) => {
    plates.push([x - left, y - top, x - left + width, y - top + height].map((v) => v * zoom));
    drawn(x, y, width, height, radius);
  };
  const overlay = new Overlay(facts);
  overlay.draw(context, 0, 1 / zoom, { height: top + size[1] / zoom });
  return plates;
}
"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


@pytest.mark.parametrize("zoom", [1, 2])
@pytest.mark.parametrize(
    ("heel", "toe"),
    [
        ((2, 120), (22, 118)),
        ((318, 120), (298, 118)),
        ((298, 120), (318, 118)),
        ((22, 120), (2, 118)),
        ((160, 238), (190, 236)),
        ((4, 238), (24, 236)),
        ((316, 238), (296, 236)),
        ((160, 4), (190, 1)),
    ],
)
def test_words_stay_within_the_picture(
    page: Page, heel: tuple[int, int], toe: tuple[int, int], zoom: int
) -> None:
    # Enlarged, the cut lies at the edge of the picture that is nearer to the foot.
    left = 0 if heel[0] < WIDTH / 2 else WIDTH - WIDTH / zoom
    top = 0 if heel[1] < HEIGHT / 2 else HEIGHT - HEIGHT / zoom
    asked: list[Any] = [SCRIPT, heel, toe, (WIDTH, HEIGHT), zoom, left, top]
    plates = page.evaluate(DRAW, asked)
    assert len(plates) == 2
    for x0, y0, x1, y1 in plates:
        assert x0 >= 0
        assert y0 >= 0
        assert x1 <= WIDTH
        assert y1 <= HEIGHT
