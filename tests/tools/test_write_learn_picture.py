"""The step that the page Learn shows, and the picture in the package."""

from __future__ import annotations

from PIL import Image

from tests.examples import make_analysis
from tools.write_learn_picture import TARGET, chosen_step


def test_the_near_step_nearest_to_a_frame_is_chosen() -> None:
    analysis = make_analysis("heel")
    step = chosen_step(analysis)
    assert step.side == analysis.view.near_side
    beside = [s for s in analysis.steps if s.side == step.side]
    off = abs(step.contact_frame - round(step.contact_frame))
    assert all(off <= abs(s.contact_frame - round(s.contact_frame)) for s in beside)


def test_the_picture_is_a_strip() -> None:
    with Image.open(TARGET) as picture:
        assert picture.format == "WEBP"
        assert picture.width > 2 * picture.height
