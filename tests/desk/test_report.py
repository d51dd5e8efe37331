"""The report for an athlete: what it says, and that nobody's words do harm in it."""

from __future__ import annotations

import datetime as dt
import io
import re
from pathlib import Path

import pytest
from pypdf import PdfReader

from gaitcheck.desk.desk import Desk
from gaitcheck.desk.kept import load_analyses
from gaitcheck.desk.records import Athlete, Note
from gaitcheck.desk.report import (
    MOST_RUNS,
    Words,
    athlete_content,
    render_report,
    write_athlete_report,
)
from gaitcheck.desk.reviews import save_review
from gaitcheck.desk.sessions import save_note
from gaitcheck.desk.sharing import share_athlete
from gaitcheck.errors import InputError, NotOnDeskError
from gaitcheck.model import Correction
from gaitcheck.share.athlete import breakable, harmless
from gaitcheck.share.trend_drawing import Dot, draw_course
from tests.desk.results import DAY, an_athlete, keep_example, keep_judged
from tests.desk.test_athletes import HOSTILE
from tests.share.test_html import Page

LONG = "🦶 <b>ungewöhnlich</b> & #set page(width: 1cm) $x$ " * 2000 + "w" * 3000


def pages_of(document: bytes) -> str:
    reader = PdfReader(io.BytesIO(document))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def parsed(document: bytes) -> Page:
    page = Page()
    page.feed(document.decode())
    page.close()
    assert page.open == []
    return page


def six_weeks(desk: Desk, name: str = "Ann", **said: object) -> Athlete:
    ann = an_athlete(desk, name)
    for week in range(3):
        cue = "quicker steps" if week == 2 else ""
        keep_example(desk, ann, week, day=DAY + dt.timedelta(14 * week), **{"cue": cue} | said)
    return ann


def test_a_report_says_what_became_of_the_runs(sqlite_desk: Desk, tmp_path: Path) -> None:
    ann = six_weeks(sqlite_desk, shoes="red ones")
    words = Words("Coach Kim", "Well done.\n\nGo on.")
    pdf, html = write_athlete_report(sqlite_desk, ann.id, tmp_path / "out", words)
    assert (pdf.name, html.name) == ("Ann_report.pdf", "Ann_report.html")
    page = parsed(html.read_bytes())
    for said in (pages_of(pdf.read_bytes()), " ".join("".join(page.text).split())):
        for wanted in (
            *("3 runs, 2026-03-01 to 2026-03-29", "By Coach Kim", "Well done.", "Go on."),
            *("From 2026-03-01 to 2026-03-29.", "Before and after “quicker steps”"),
            *("2026-03-15, before the cue, and 2026-03-29, with it.", "Cue 1: quicker steps."),
            *("Foot-strike angle", "Cadence", "red ones"),
        ):
            assert wanted in said
    drawings = [one for one in page.all("div") if one.get("role") == "img"]
    assert len(drawings) == 4  # strike mix and angle of both feet: the examples have no cadence
    assert all(one["aria-label"] for one in drawings)
    assert not page.all("script")


def test_a_correction_shows_in_the_report(sqlite_desk: Desk) -> None:
    kept, _ = keep_judged(sqlite_desk, an_athlete(sqlite_desk), left=15, right=15)
    (machine,) = load_analyses(sqlite_desk, [kept])
    said = [Correction("label", step.id, strike="toe") for step in machine.steps]
    said.append(Correction("note", machine.steps[0].id, note="Lace is loose."))
    save_review(sqlite_desk, kept.id, said, 0)
    content = athlete_content(sqlite_desk, kept.athlete_id, Words(notes=True), DAY)
    (row,) = content.rows
    assert (row[1], row[2], row[-1]) == ("toe", "toe", "corrected by a person")
    assert content.notes == ((f"{DAY}, step {machine.steps[0].id}", "Lace is loose."),)
    assert athlete_content(sqlite_desk, kept.athlete_id, Words(), DAY).notes == ()


@pytest.mark.parametrize("text", ["\n".join(HOSTILE), LONG], ids=["hostile", "long"])
def test_nobodys_words_do_harm(sqlite_desk: Desk, text: str) -> None:
    ann = six_weeks(sqlite_desk, text[:200], cue=text[:200], shoes=text[:200])
    save_note(sqlite_desk, Note(ann.id, text))
    content = athlete_content(sqlite_desk, ann.id, Words(text[:200], text, notes=True), DAY)
    page = parsed(render_report(content, "html"))
    assert not {"script", "iframe", "link", "a", "img"} & {name for name, _ in page.elements}
    assert not [a for _, a in page.elements if any(k.startswith("on") for k in a)]
    shown = "".join(page.text)
    assert harmless(text).strip() in shown
    assert "\u202e" not in shown
    reader = PdfReader(io.BytesIO(render_report(content, "pdf")))
    assert {round(float(page.mediabox.width)) for page in reader.pages} == {595}
    assert "/JavaScript" not in str(reader.trailer["/Root"])
    assert not [page for page in reader.pages if "/Annots" in page]


def test_notes_say_who_wrote_them_where_several_do(sqlite_desk: Desk) -> None:
    ann = six_weeks(sqlite_desk)
    share_athlete(sqlite_desk, ann.id, "bo@club.example")
    save_note(sqlite_desk, Note(ann.id, "Mine."))
    save_note(sqlite_desk.seen_by("bo@club.example"), Note(ann.id, "His."))
    (mine, _), (his, _) = athlete_content(sqlite_desk, ann.id, Words(notes=True), DAY).notes
    assert (len(mine), his) == (len("2026-03-01"), f"{mine} bo@club.example")


def test_signs_that_turn_others_around_are_left_out() -> None:
    assert harmless("\u202eab\u2066c\u200d\u2028d\u00a0e\x07\ufffe\n") == "abc\u200d\nd e\n"
    assert breakable(["x" * 100, {"svg": "y" * 100}]) == [
        f"{'x' * 40}\u200b{'x' * 40}\u200b{'x' * 20}",
        {"svg": "y" * 100},
    ]


def test_many_runs_are_cut_to_the_last_ones(sqlite_desk: Desk) -> None:
    ann = an_athlete(sqlite_desk)
    for day in range(MOST_RUNS + 2):
        keep_example(sqlite_desk, ann, 0, day=DAY + dt.timedelta(day))
    content = athlete_content(sqlite_desk, ann.id, Words(), DAY)
    assert len(content.rows) == MOST_RUNS
    assert "the last 30 are shown" in content.runs
    assert content.rows[0][0] == "2026-03-03"


def test_without_a_run_or_of_somebody_elses_there_is_no_report(
    sqlite_desk: Desk, tmp_path: Path
) -> None:
    ann = an_athlete(sqlite_desk)
    with pytest.raises(InputError, match="no run of Ann"):
        write_athlete_report(sqlite_desk, ann.id, tmp_path / "out", Words())
    assert not (tmp_path / "out").exists()
    with pytest.raises(NotOnDeskError):
        athlete_content(sqlite_desk.seen_by("carla"), ann.id, Words(), DAY)


def test_a_drawing_bears_gaps_and_figures_that_never_change() -> None:
    dots = [Dot("1 Mar", None), Dot("2 Mar", 0.0), Dot("3 Mar", 0.0, -1, 1, "unknown", 1)]
    svg = draw_course(dots, (-1.0, 2.0))
    assert "nan" not in svg
    assert re.findall(r'"end">([^<]+)<', svg) == ["−1", "0", "1", "2"]
    assert svg.count("<rect") == 1
