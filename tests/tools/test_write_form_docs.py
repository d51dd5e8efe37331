"""The page about the metrics is the code's own."""

from __future__ import annotations

from gaitcheck.gait.metrics import DEFINITIONS
from gaitcheck.report.form_drawings import draw_filming, draw_metric
from gaitcheck.words.metrics import METRICS
from tools.write_form_docs import DOCS, IMAGES, metrics_page


def test_the_page_and_its_drawings_are_up_to_date() -> None:
    assert (DOCS / "metrics.md").read_text(encoding="utf-8") == metrics_page()
    titles = [METRICS[definition.name].title for definition in DEFINITIONS]
    for definition in DEFINITIONS:
        drawing = (DOCS / IMAGES / f"{definition.drawing}.svg").read_text(encoding="utf-8")
        # Metrics that share a drawing share its file: the title is that of one of them.
        assert drawing in {draw_metric(definition.drawing, title) + "\n" for title in titles}
    assert (DOCS / IMAGES / "filming.svg").read_text(encoding="utf-8") == draw_filming() + "\n"
