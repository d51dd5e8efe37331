"""The PDF, opened with another library than the one that made it."""

from __future__ import annotations

import datetime as dt
import io
from contextlib import nullcontext
from pathlib import Path

import pytest
from pypdf import PdfReader

from gaitcheck.errors import OutputError
from gaitcheck.model import Analysis
from gaitcheck.share import pdf
from gaitcheck.share.content import build_content
from gaitcheck.share.pdf import render_pdf
from gaitcheck.words import reports as texts
from tests.examples import (
    make_analysis,
    make_clip,
    make_mixed_analysis,
    make_stepless_analysis,
    make_unsure_analysis,
)
from tests.share.reports import strained_analysis, strip_picture

DAY = dt.date(2026, 3, 1)
A4_PT = (595.28, 841.89)


def read(analysis: Analysis, *, pictures: bool = True) -> tuple[PdfReader, list[str]]:
    """Return the document and the text of each page, its white space made plain."""
    strips = {step.index: strip_picture(step.index) for step in analysis.steps} if pictures else {}
    reader = PdfReader(io.BytesIO(render_pdf(build_content(analysis, DAY), strips)))
    return reader, [" ".join(page.extract_text().split()) for page in reader.pages]


@pytest.mark.parametrize(
    "analysis",
    [
        make_analysis("heel"),
        make_analysis("toe"),
        make_mixed_analysis(),
        make_unsure_analysis(),
        make_stepless_analysis(),
        strained_analysis(),
        make_analysis(clip=make_clip(file="#set page(width: 1cm) *bold* $x$ 走る.mp4")),
    ],
    ids=["heel", "toe", "mixed", "unsure", "refused", "strained", "markup"],
)
@pytest.mark.parametrize("pictures", [True, False])
def test_every_report_has_two_pages_of_a4(analysis: Analysis, pictures: bool) -> None:
    reader, pages = read(analysis, pictures=pictures)
    assert len(pages) == 2
    for page in reader.pages:
        assert (page.mediabox.width, page.mediabox.height) == pytest.approx(A4_PT, abs=0.1)
    assert texts.VERDICT_SENTENCE[analysis.verdict.strike] in pages[0]
    assert texts.LIMITS in pages[0]
    assert texts.METHOD in pages[1]
    assert all(texts.DISCLAIMER in page for page in pages)


def test_the_words_of_a_verdict_are_there_to_select() -> None:
    _, (first, second) = read(make_mixed_analysis())
    for words in ("Mixed strike", "somewhat sure (78 %)", "The left foot lands on the heel"):
        assert words in first
    for words in ("+15° to +21°", "4 midfoot", "Less reliable", "example run.mp4"):
        assert words in first
    for words in ("Aim to land on the middle of the foot", "Source: Preventing Heel Pain"):
        assert words in second


def test_a_refused_clip_is_told_how_to_film() -> None:
    _, (first, _) = read(make_stepless_analysis())
    assert "Nobody could be followed in this clip." in first
    assert texts.FILMING in first


def test_nothing_is_cut_off_where_there_is_much_to_say() -> None:
    _, (first, second) = read(strained_analysis())
    assert "8 findings more" in first
    for k in range(4):
        assert f"Finding {k}." in first
        assert f"Advice {k}" in second
    assert texts.METHOD_LIMITS[-1] in second


def test_the_document_has_title_language_and_alternative_texts() -> None:
    analysis = make_analysis("heel")
    reader, _ = read(analysis)
    assert reader.metadata is not None
    assert reader.metadata.title == texts.TITLE.format(name="example run.mp4")
    root = reader.trailer["/Root"]
    assert root["/Lang"] == texts.LANGUAGE
    assert root["/MarkInfo"]["/Marked"]
    assert len([image for page in reader.pages for image in page.images]) == 2


def test_the_same_report_gives_the_same_bytes() -> None:
    content = build_content(make_analysis(), DAY)
    assert render_pdf(content, {}) == render_pdf(content, {})


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this machine")
def test_no_room_for_temporary_files_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data.json").symlink_to("/dev/full")
    monkeypatch.setattr(pdf, "scratch_folder", lambda: nullcontext(tmp_path))
    with pytest.raises(OutputError, match=r"no room left to write data.json"):
        pdf.compile_pdf(pdf.TEMPLATE, {}, dt.date(2026, 1, 1))
