"""What docs say of running form and filming is the code's own."""

from __future__ import annotations

from gaitcheck.words.findings import FINDINGS
from tools.write_form_docs import (
    DOCS,
    FILMING,
    IMAGES,
    doctor_findings,
    drawings,
    filming_page,
    metrics_page,
)

SAID = "run python -m tools.write_form_docs"


def test_the_pages_and_their_drawings_are_up_to_date() -> None:
    assert (DOCS / "metrics.md").read_text(encoding="utf-8") == metrics_page(), SAID
    page = FILMING.read_text(encoding="utf-8")
    assert page == filming_page(page), SAID
    files = {path.name: path.read_text(encoding="utf-8") for path in (DOCS / IMAGES).iterdir()}
    assert files == drawings(), SAID


def test_the_table_has_every_finding() -> None:
    found = {code for findings in doctor_findings().values() for code, _ in findings}
    assert found == {key.partition(".")[0] for key in FINDINGS}
