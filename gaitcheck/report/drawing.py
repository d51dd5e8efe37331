"""Draw the evidence of contacts: the strip of one step, and the sheet of all steps."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, get_args

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from gaitcheck.model import SIDES, STRIKES, Analysis, Side, Step, StepStrike
from gaitcheck.report.colours import FOOT_LINE, STRIKE_COLOURS, Rgb, to_rgb
from gaitcheck.report.crops import PADDING_GREY, PanelPlan, StripPlan
from gaitcheck.report.evidence import anything_told
from gaitcheck.video.types import Picture
from gaitcheck.words import drawings as words
from gaitcheck.words.results import (
    VERDICT_WORDS,
    angle_words,
    counted,
    percent,
    person_words,
    reason_words,
)

STRIP_PANEL_PX: Final = (200, 480)
"""Smallest and largest side of a panel in the strip of one step; between them, full resolution."""

SHEET_PANEL_PX: Final = 144
"""Side of a panel on the sheet: its two columns of strips are then about 1550 pixels wide."""

SHEET_STEPS: Final = 60
"""Steps on the sheet at most, the first ones of the clip."""

PAPER: Final = (255, 255, 255)
INK: Final = (24, 24, 24)
SOFT_INK: Final = (92, 92, 92)

# The default font of Pillow holds little more than Latin-1: other signs become plain ones.
_PLAIN: Final = {
    0x2010: "-",  # hyphen
    0x2011: "-",  # hyphen that does not break
    0x2013: "-",  # en dash
    0x2014: "-",  # em dash
    0x2212: "-",  # minus
    0x2018: "'",  # quotation marks
    0x2019: "'",
    0x201C: '"',
    0x201D: '"',
    0x2026: "...",  # ellipsis
}
_SUBPIXEL_BITS: Final = 4

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


@dataclass(frozen=True, slots=True, eq=False)
class Strip:
    """The crops of one step at full resolution; None where there is no picture to show."""

    plan: StripPlan
    crops: tuple[Picture | None, ...]


@dataclass(frozen=True, slots=True)
class _Layout:
    """Measures of a strip, in pixels, from the side of its panels."""

    panel: int

    @property
    def gap(self) -> int:
        return self.frame + 3

    @property
    def frame(self) -> int:
        return max(4, self.panel // 40)

    @property
    def text(self) -> int:
        return max(16, self.panel // 10)

    @property
    def small_text(self) -> int:
        return max(13, self.panel // 10)

    @property
    def header(self) -> int:
        return round(1.9 * self.text)

    @property
    def caption(self) -> int:
        return round(1.7 * self.small_text) + self.frame

    def width(self, panels: int) -> int:
        return panels * (self.panel + self.gap) + self.gap

    def height(self, with_reason: bool) -> int:
        reason = round(1.6 * self.small_text) if with_reason else 0
        return self.header + self.frame + self.panel + self.caption + reason


def strip_panel_px(crop_px: int) -> int:
    """Return the side of the panels in a step's own strip, for crops of this side."""
    least, most = STRIP_PANEL_PX
    return min(max(crop_px, least), most)


def panel_corners(panels: int, panel_px: int) -> tuple[tuple[int, int], ...]:
    """Return left and top of every panel in a strip."""
    layout = _Layout(panel_px)
    top = layout.header + layout.frame
    return tuple((layout.gap + k * (panel_px + layout.gap), top) for k in range(panels))


def draw_strip(strip: Strip, panel_px: int, *, with_reason: bool = True) -> Image.Image:
    """Draw one step: label, angle and place above its pictures, the contact framed.

    Parameters
    ----------
    strip : Strip
        The crops of the step.
    panel_px : int
        Side of each panel.
    with_reason : bool
        Whether to say below the pictures why the step is unsure, if it is.
    """
    step, panels = strip.plan.step, strip.plan.panels
    layout = _Layout(panel_px)
    reason = reason_words(step.unsure_because) if with_reason else ""
    size = layout.width(len(panels)), layout.height(bool(reason))
    image = Image.new("RGB", size, PAPER)
    draw = ImageDraw.Draw(image)
    _draw_header(draw, strip.plan, layout, size[0])
    corners = panel_corners(len(panels), panel_px)
    for place, (panel, crop) in enumerate(zip(panels, strip.crops, strict=True)):
        left, top = corners[place]
        is_contact = place == len(panels) // 2
        if is_contact:
            box = (left, top, left + panel_px - 1, top + panel_px - 1)
            _draw_frame(draw, box, layout.frame, to_rgb(STRIKE_COLOURS[step.strike].fill))
        pixels = draw_panel(panel, crop, strip.plan.side_px, panel_px)
        image.paste(Image.fromarray(pixels), (left, top))
        caption = _caption(panel, is_contact) if crop is not None else words.NO_PICTURE
        at = (left + panel_px / 2, top + panel_px + (layout.caption + layout.frame) / 2)
        ink = INK if is_contact else SOFT_INK
        draw.text(at, caption, ink, text_font(layout.small_text), "mm")
    if reason:
        font = text_font(layout.small_text)
        at = (layout.gap, size[1] - round(1.5 * layout.small_text))
        draw.text(
            at,
            fitted_text(words.NOT_SURE.format(reason=reason), font, size[0] - 2 * layout.gap),
            INK,
            font,
        )
    return image


def draw_panel(panel: PanelPlan, crop: Picture | None, crop_px: int, panel_px: int) -> Picture:
    """Return one picture at the size of its panel, with the foot line where the foot is known."""
    if crop is None:
        return np.full((panel_px, panel_px, 3), PADDING_GREY, dtype=np.uint8)
    if panel_px == crop_px:
        pixels = crop.copy()
    else:
        method = cv2.INTER_AREA if panel_px < crop_px else cv2.INTER_CUBIC
        resized = cv2.resize(crop, (panel_px, panel_px), interpolation=method)
        pixels = np.asarray(resized, dtype=np.uint8)
    heel, toe = (to_panel(point, panel, crop_px, panel_px) for point in (panel.heel, panel.toe))
    if all(map(math.isfinite, (*heel, *toe))):
        draw_foot_line(pixels, heel, toe, strength=panel.strength)
    return pixels


def to_panel(
    point: tuple[float, float], panel: PanelPlan, crop_px: int, panel_px: int
) -> tuple[float, float]:
    """Return where a point of the picture lies in its panel; pixel centres are whole numbers."""
    scale = panel_px / crop_px
    return (
        (point[0] - panel.left + 0.5) * scale - 0.5,
        (point[1] - panel.top + 0.5) * scale - 0.5,
    )


def draw_sheet(analysis: Analysis, cells: Sequence[tuple[Step, Image.Image]]) -> Image.Image:
    """Lay strips out in time order, a column for each foot, under a title and a key.

    Parameters
    ----------
    analysis : Analysis
        For the title: all its steps are counted, those without a cell are said to be left out.
    cells : sequence of (step, picture)
        Strips of one size.
    """
    columns = [
        (side, [image for step, image in cells if step.side == side])
        for side in SIDES
        if any(step.side == side for step, _ in cells)
    ]
    cell_width, cell_height = cells[0][1].size
    margin, row = 16, cell_height + 10
    title_height, note_height = 108, 44
    left_out = len(analysis.steps) - len(cells)
    width = len(columns) * cell_width + (len(columns) + 1) * margin
    height = title_height + max(len(images) for _, images in columns) * row
    sheet = Image.new("RGB", (width, height + (note_height if left_out else margin)), PAPER)
    draw = ImageDraw.Draw(sheet)
    _draw_title(draw, analysis, margin)
    for place, (side, images) in enumerate(columns):
        x = margin + place * (cell_width + margin)
        draw.text((x, 70), _side_title(analysis, side), INK, text_font(22), stroke_width=0.4)
        for k, image in enumerate(images):
            sheet.paste(image, (x, title_height + k * row))
    if left_out:
        text = words.LEFT_OUT.format(steps=counted(left_out, "later step"))
        draw.text((margin, height + 8), text, INK, text_font(20))
    return sheet


def _draw_header(draw: ImageDraw.ImageDraw, plan: StripPlan, layout: _Layout, width: int) -> None:
    step = plan.step
    font, middle = text_font(layout.text), layout.header / 2
    colour = STRIKE_COLOURS[step.strike]
    badge = badge_text(step)
    pad = layout.text // 2
    right = layout.gap + font.getlength(badge) + 2 * pad
    box = (layout.gap, 2, right, layout.header - 3)
    draw.rounded_rectangle(box, radius=pad // 2, fill=to_rgb(colour.fill))
    draw.text((layout.gap + pad, middle), badge, to_rgb(colour.ink), font, "lm")
    facts = [f"{step.side} foot"]
    if not plan.refused:
        facts.append(_angle_text(step.foot_strike_angle_deg))
    if step.strike == "unsure" and not plan.refused and anything_told(step):
        facts.append(", ".join(f"{s} {percent(step.probability[s])}" for s in STRIKES))
    facts.append(f"{step.contact_time_s:.2f} s")
    if step.by_person:
        facts.append(person_words(step))
    text = fitted_text("   ".join(facts), font, width - right - 3 * pad)
    draw.text((right + pad, middle), text, INK, font, "lm")
    number = f"step {step.index + 1}"
    if right + 4 * pad + font.getlength(text) + font.getlength(number) < width:
        draw.text((width - layout.gap, middle), number, SOFT_INK, font, "rm")


def _caption(panel: PanelPlan, is_contact: bool) -> str:
    if is_contact:
        return words.AT_CONTACT.format(frame=panel.frame)
    return words.FRAME.format(frame=panel.frame, offset_ms=panel.offset_s * 1000)


def _draw_frame(
    draw: ImageDraw.ImageDraw, box: tuple[int, int, int, int], thickness: int, colour: Rgb
) -> None:
    """Frame a box from outside, so that nothing of the picture is covered."""
    x0, y0, x1, y1 = box
    outer = (x0 - thickness, y0 - thickness, x1 + thickness, y1 + thickness)
    draw.rectangle(outer, fill=colour)


def draw_foot_line(
    pixels: Picture,
    heel: tuple[float, float],
    toe: tuple[float, float],
    core: int | None = None,
    strength: float = 1.0,
) -> None:
    """Draw a line from heel to toe, light on a dark outline, in place.

    Parameters
    ----------
    pixels : array of uint8, shape (height, width, 3)
    heel, toe : pair of float
        Ends of the line, pixels.
    core : int, optional
        How thick it is, pixels; thin by default.
    strength : float
        0..1; less than 1 lets the picture shine through.
    """
    core = core or max(1, round(pixels.shape[0] / 200))
    outlined = core + (1 if core == 1 else 2)
    unit = 1 << _SUBPIXEL_BITS
    start, end = ((round(x * unit), round(y * unit)) for x, y in (heel, toe))
    left, top = (max(math.floor(min(a, b)) - outlined, 0) for a, b in zip(heel, toe, strict=True))
    right, bottom = (math.ceil(max(a, b)) + outlined + 1 for a, b in zip(heel, toe, strict=True))
    around = pixels[top : max(bottom, 0), left : max(right, 0)]
    below = around.copy()
    for colour, thickness in ((FOOT_LINE.ink, outlined), (FOOT_LINE.fill, core)):
        cv2.line(pixels, start, end, to_rgb(colour), thickness, cv2.LINE_AA, _SUBPIXEL_BITS)
    if strength < 1 and around.size:
        around[:] = cv2.addWeighted(around, strength, below, 1 - strength, 0)


def _draw_title(draw: ImageDraw.ImageDraw, analysis: Analysis, margin: int) -> None:
    title = words.STEPS_TITLE.format(steps=counted(len(analysis.steps), "step"))
    font = text_font(28)
    draw.text((margin, 14), title, INK, font, stroke_width=0.5)
    x = margin + font.getlength(title) + 40
    small = text_font(18)
    for strike in () if analysis.refused else get_args(StepStrike):
        count = sum(step.strike == strike for step in analysis.steps)
        draw.rectangle((x, 24, x + 16, 40), fill=to_rgb(STRIKE_COLOURS[strike].fill))
        text = f"{strike} {count}"
        draw.text((x + 24, 32), text, INK, small, "lm")
        x += 24 + small.getlength(text) + 28


def _side_title(analysis: Analysis, side: Side) -> str:
    count = sum(step.side == side for step in analysis.steps)
    result = analysis.sides.get(side)
    verdict = f": {VERDICT_WORDS[result.strike].lower()}" if result else ""
    return f"{side.capitalize()} foot{verdict}, {counted(count, 'step')}"


def badge_text(step: Step) -> str:
    """Return a step's label with its probability, such as ``heel  97 %``."""
    if step.strike == "unsure":
        return "unsure"
    return f"{step.strike}  {percent(step.probability[step.strike])}"


def _angle_text(angle_deg: float | None) -> str:
    words = angle_words(angle_deg)
    return words if words == "no angle" else f"angle {words}"


def fitted_text(text: str, font: Font, width: float) -> str:
    """Return a text the font can draw, cut with dots where it would be wider than `width`."""
    text = text.translate(_PLAIN)
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(f"{text}...") > width:
        text = text[:-1]
    return f"{text}..."


@cache
def text_font(size: int) -> Font:
    """Return the font of the pictures, which comes with Pillow."""
    return ImageFont.load_default(size)
