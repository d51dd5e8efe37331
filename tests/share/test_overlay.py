"""What is drawn over the film."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PIL import ImageDraw

from gaitcheck.model import Analysis, StepStrike
from gaitcheck.report.colours import STRIKE_COLOURS, to_rgb
from gaitcheck.share.overlay import Overlay
from tests.examples import HEIGHT, WIDTH, make_analysis, make_refused_analysis, make_unsure_analysis

YELLOW = (0xF0, 0xE4, 0x42)


def draw(analysis: Analysis, frame: int, scale: float = 1.0) -> np.ndarray:
    width, height = round(WIDTH * scale) // 2 * 2, round(HEIGHT * scale) // 2 * 2
    picture = np.full((height, width, 3), 40, np.uint8)
    Overlay(analysis, scale, width, height).draw(picture, frame)
    return picture


def count(picture: np.ndarray, colour: tuple[int, int, int]) -> int:
    return int((np.abs(picture.astype(int) - colour).max(axis=-1) < 3).sum())


@pytest.mark.parametrize("strike", ["heel", "midfoot", "toe", "unsure"])
def test_a_label_shows_from_contact_to_toe_off(strike: StepStrike) -> None:
    analysis = make_analysis(strike)
    step = analysis.steps[2]
    assert step.toe_off_time_s is not None
    fill = to_rgb(STRIKE_COLOURS[step.strike].fill)
    first, last = round(step.contact_frame), int(step.toe_off_time_s * analysis.clip.fps)
    below = np.s_[HEIGHT // 6 :]
    alone = replace(analysis, steps=(replace(step, index=0),))
    shown = [k for k in range(first - 3, last + 4) if count(draw(alone, k)[below], fill) > 100]
    assert shown == list(range(first, last + 1))


def test_the_foot_line_shows_around_contact_only() -> None:
    analysis = make_analysis()
    step = analysis.steps[2]
    assert step.toe_off_time_s is not None
    alone = replace(analysis, steps=(step,))
    lines = [k for k in range(90) if count(draw(alone, k), YELLOW) > 10]
    middle = (step.contact_time_s + step.toe_off_time_s) / 2
    assert lines == list(range(lines[0], lines[-1] + 1))
    assert step.contact_time_s - 0.1 <= lines[0] / analysis.clip.fps <= step.contact_time_s
    assert lines[-1] / analysis.clip.fps <= middle + 1e-9


def test_the_foot_line_shows_only_where_the_sole_was_seen() -> None:
    analysis = make_analysis()
    assert analysis.feet is not None
    step = analysis.steps[2]
    alone = replace(analysis, steps=(step,))
    lines = [k for k in range(90) if count(draw(alone, k), YELLOW) > 10]
    seen = analysis.feet.from_shoe[step.side].copy()
    seen[lines[0]] = False
    covered = replace(alone, feet=replace(analysis.feet, from_shoe={step.side: seen}))
    assert [k for k in lines if count(draw(covered, k), YELLOW) > 10] == lines[1:]


def test_an_unsure_step_shows_no_angle() -> None:
    unsure = make_unsure_analysis()
    step = unsure.steps[0]
    frame = round(step.contact_frame)
    with_angle = replace(unsure, steps=(replace(step, foot_strike_angle_deg=6.0),))
    assert np.array_equal(draw(with_angle, frame), draw(replace(unsure, steps=(step,)), frame))


def test_every_sign_of_a_label_is_in_the_font(monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty box stood before the angle of each toe strike: the font has no minus."""
    said: list[str] = []
    write = ImageDraw.ImageDraw.text

    def listen(self: ImageDraw.ImageDraw, at: tuple[float, float], text: str, *more: Any) -> None:
        said.append(text)
        write(self, at, text, *more)

    monkeypatch.setattr(ImageDraw.ImageDraw, "text", listen)
    draw(make_analysis("toe"), 0)
    assert any(re.search(r"-\d+°", text) for text in said)
    assert all(max(map(ord, text), default=0) < 0x2000 for text in said)


def test_a_refused_clip_shows_no_foot_line() -> None:
    refused = make_refused_analysis()
    judged = replace(refused, quality=())
    frame = round(refused.steps[0].contact_frame)
    assert count(draw(judged, frame), YELLOW) > 10
    assert count(draw(refused, frame), YELLOW) == 0


def test_unknown_joints_and_feet_are_not_drawn() -> None:
    analysis = make_analysis()
    assert analysis.landmarks is not None
    assert analysis.feet is not None
    nowhere = replace(analysis.landmarks, points=np.full((90, 33, 2), np.nan))
    feet = replace(
        analysis.feet,
        heel={side: np.full((90, 2), np.nan) for side in ("left", "right")},
    )
    picture = draw(replace(analysis, landmarks=nowhere, feet=feet), 10)
    assert (picture[HEIGHT // 6 :] == 40).all()


@pytest.mark.parametrize("scale", [0.1, 0.5, 3.0])
def test_every_size_of_picture_is_drawn_on(scale: float) -> None:
    """A thin line is mixed with what lies under it, so any yellowish pixel counts."""
    red, green, blue = draw(make_analysis(), 8, scale).astype(int).transpose(2, 0, 1)
    assert ((np.minimum(red, green) - blue) > 60).any()
