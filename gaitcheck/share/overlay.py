"""What is drawn over the frames of the annotated film."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from PIL import Image, ImageDraw

from gaitcheck.model import SIDES, Analysis, FloatArray, Side, Step
from gaitcheck.report.colours import STRIKE_COLOURS, to_rgb
from gaitcheck.report.crops import nearest_frame
from gaitcheck.report.drawing import PAPER, badge_text, draw_foot_line, fitted_text, text_font
from gaitcheck.report.evidence import line_strength
from gaitcheck.video.types import Picture
from gaitcheck.words.results import angle_words

LEGS: Final[dict[Side, tuple[int, int, int]]] = {"left": (23, 25, 27), "right": (24, 26, 28)}
"""Hip, knee and ankle of MediaPipe's points."""
SHOWN_S: Final = 0.25
"""Real time for which a label stays where the clip has no toe-off; about a contact time."""
LINE_BEFORE_S: Final = 0.10
"""Real time before contact from which the foot line is drawn, up to half of stance: the shoe itself
is followed about then. At other times only landmarks are known, too rough for a line."""
TEXT_SHARE: Final = 1 / 32
"""Height of the text, as a share of the picture's shorter side."""
LEAST_TEXT_PX: Final = 12
BAND: Final = (20, 24, 28)
BAND_OPACITY: Final = 0.72
LEG: Final[dict[bool, tuple[int, int, int]]] = {True: (255, 255, 255), False: (188, 196, 204)}
"""Colour of the leg that is near the camera (or may be), and of the far one."""
OUTLINE: Final = (0, 0, 0)
_SUBPIXEL_BITS: Final = 4


@dataclass(frozen=True, slots=True)
class _Label:
    """The label of one step and the frames of its foot line and of itself."""

    step: Step
    line_first: int
    line_last: int
    first: int
    last: int
    picture: Picture


class Overlay:
    """Draws skeleton, foot lines and labels; made once for a film.

    Parameters
    ----------
    analysis : Analysis
        With feet and landmarks.
    scale : float
        Pixels of the film in one pixel of the clip.
    width, height : int
        Size of the film in pixels.
    """

    def __init__(self, analysis: Analysis, scale: float, width: int, height: int) -> None:
        assert analysis.landmarks is not None
        assert analysis.feet is not None
        self._width, self._height = width, height
        self._text = max(LEAST_TEXT_PX, round(min(width, height) * TEXT_SHARE))
        self._line = max(1, round(min(width, height) / 240))
        self._points = _scaled(analysis.landmarks.points, scale)
        feet = analysis.feet
        self._heels = {side: _scaled(feet.heel[side], scale) for side in SIDES}
        self._toes = {side: _scaled(feet.toe[side], scale) for side in SIDES}
        self._strengths = {side: line_strength(analysis, side) for side in SIDES}
        near = analysis.view.near_side
        self._far = next((side for side in SIDES if near in SIDES and side != near), None)
        self._time_s = analysis.landmarks.time_s
        self._labels = _labels(analysis, self._text)
        # A line would say where the foot points, and nothing of a refused clip may say that.
        self._lines = not analysis.refused

    def draw(self, picture: Picture, frame: int) -> None:
        """Draw everything of one frame into its picture, in place."""
        # The far leg first: the near one stands before it.
        for side in sorted(SIDES, key=lambda side: side != self._far):
            self._draw_leg(picture, side, frame)
        for label in self._labels:
            side = label.step.side
            heel, toe = self._heels[side][frame], self._toes[side][frame]
            if not np.isfinite([heel, toe]).all():
                continue
            strength = float(self._strengths[side][frame]) if self._lines else 0.0
            if strength and label.line_first <= frame <= label.line_last:
                draw_foot_line(picture, _pair(heel), _pair(toe), self._line, strength)
            if label.first <= frame <= label.last:
                self._draw_label(picture, label, frame)
        self._draw_band(picture, frame)

    def _draw_leg(self, picture: Picture, side: Side, frame: int) -> None:
        joints = self._points[frame, LEGS[side], :]
        if not np.isfinite(joints).all():
            return
        unit = 1 << _SUBPIXEL_BITS
        path = np.rint(joints * unit).astype(np.int32).reshape(-1, 1, 2)
        colour = LEG[side != self._far]
        for ink, thickness in ((OUTLINE, self._line + 2), (colour, self._line)):
            cv2.polylines(picture, [path], False, ink, thickness, cv2.LINE_AA, _SUBPIXEL_BITS)
        for place in path.reshape(-1, 2).tolist():
            for ink, radius in ((OUTLINE, 1.2 * self._line + 1), (colour, 1.2 * self._line)):
                size = round(radius * unit)
                cv2.circle(picture, place, size, ink, -1, cv2.LINE_AA, _SUBPIXEL_BITS)

    def _draw_label(self, picture: Picture, label: _Label, frame: int) -> None:
        """Put the label under the foot; in the frame of contact it has a white border."""
        feet = np.array([self._heels[label.step.side][frame], self._toes[label.step.side][frame]])
        height, width = label.picture.shape[:2]
        x, y = feet[:, 0].mean() - width / 2, feet[:, 1].max() + 0.9 * self._text
        border = max(2, self._line) if frame == label.first else 0
        left = round(min(max(float(x), border), self._width - width - border))
        top = round(min(max(float(y), border), self._height - height - border))
        if left < border or top < border:
            return
        if border:
            outer = (slice(top - border, top + height + border),)
            picture[(*outer, slice(left - border, left + width + border))] = PAPER
        picture[top : top + height, left : left + width] = label.picture

    def _draw_band(self, picture: Picture, frame: int) -> None:
        """Say on top how each foot landed last, and the time."""
        height = round(2.1 * self._text)
        band = picture[:height]
        dark = np.array(BAND) * BAND_OPACITY + band * (1 - BAND_OPACITY)
        image = Image.fromarray(np.rint(dark).astype(np.uint8))
        draw, font = ImageDraw.Draw(image), text_font(self._text)
        time = f"{self._time_s[frame]:.2f} s"
        pad, middle = self._text, height / 2
        draw.text((self._width - pad, middle), time, PAPER, font, "rm")
        room = self._width - 3 * pad - font.getlength(time)
        x = float(pad)
        for side in SIDES:
            step = self._last_step(side, frame)
            said = "-" if step is None else " ".join([step.strike, *_angle(step)])
            if step is not None:
                fill = to_rgb(STRIKE_COLOURS[step.strike].fill)
                box = (x, middle - 0.4 * pad, x + 0.8 * pad, middle + 0.4 * pad)
                draw.rectangle(box, fill=fill, outline=PAPER)
            text = fitted_text(f"{side} {said}", font, room / len(SIDES) - 1.5 * pad)
            draw.text((x + 1.2 * pad, middle), text, PAPER, font, "lm")
            x += room / len(SIDES)
        picture[:height] = np.asarray(image)

    def _last_step(self, side: Side, frame: int) -> Step | None:
        before = (k for k in reversed(self._labels) if k.step.side == side and k.first <= frame)
        label = next(before, None)
        return None if label is None else label.step


def _labels(analysis: Analysis, text_px: int) -> tuple[_Label, ...]:
    """Return the labels of all steps with the frames from contact to toe-off."""
    assert analysis.landmarks is not None
    time_s = analysis.landmarks.time_s
    labels = []
    for step in analysis.steps:
        first = nearest_frame(step.contact_frame, len(time_s))
        end_s = step.toe_off_time_s
        if end_s is None:
            end_s = step.contact_time_s + SHOWN_S * analysis.clip.slow_motion
        before_s = step.contact_time_s - LINE_BEFORE_S * analysis.clip.slow_motion
        middle_s = (step.contact_time_s + end_s) / 2
        labels.append(
            _Label(
                step,
                line_first=min(first, int(np.searchsorted(time_s, before_s))),
                line_last=max(first, int(np.searchsorted(time_s, middle_s, side="right")) - 1),
                first=first,
                last=max(first, int(np.searchsorted(time_s, end_s, side="right")) - 1),
                picture=_badge(step, text_px),
            )
        )
    return tuple(labels)


def _badge(step: Step, text_px: int) -> Picture:
    colour, font = STRIKE_COLOURS[step.strike], text_font(text_px)
    text = fitted_text("  ".join([badge_text(step), *_angle(step)]), font, math.inf)
    size = (math.ceil(font.getlength(text) + text_px), round(1.6 * text_px))
    image = Image.new("RGB", size, to_rgb(colour.fill))
    place = (size[0] / 2, size[1] / 2)
    ImageDraw.Draw(image).text(place, text, to_rgb(colour.ink), font, "mm")
    return np.asarray(image)


def _angle(step: Step) -> list[str]:
    """Return the angle of a step in words; nothing where the step is unsure, or so is the angle."""
    if step.strike == "unsure" or step.foot_strike_angle_deg is None:
        return []
    return [angle_words(step.foot_strike_angle_deg)]


def _scaled(points: FloatArray, scale: float) -> FloatArray:
    """Scale places in pixels; pixel centres are whole numbers, so corners stay corners."""
    return np.asarray((points + 0.5) * scale - 0.5, dtype=np.float64)


def _pair(place: FloatArray) -> tuple[float, float]:
    return float(place[0]), float(place[1])
