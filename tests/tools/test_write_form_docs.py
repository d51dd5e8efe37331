"""The page about the metrics is the code's own."""

from __future__ import annotations

from gaitcheck.gait.metrics import DEFINITIONS
from gaitcheck.report.form_drawings import draw_filming, draw_metric
from tools.write_form_docs import DOCS, IMAGES, metrics_page


def test_the_page_and_its_drawings_are_up_to_date() -> None:
    assert (DOCS / "metrics.md").read_text(encoding="utf-8") == metrics_page()
    for definition in DEFINITIONS:
        drawing = (DOCS / IMAGES / f"{definition.drawing}.svg").read_text(encoding="utf-8")
        assert drawing == draw_metric(definition.drawing, definition.title) + "\n" or any(
            drawing == draw_metric(definition.drawing, other.title) + "\n" for other in DEFINITIONS
        )
    assert (DOCS / IMAGES / "filming.svg").read_text(encoding="utf-8") == draw_filming() + "\n"
