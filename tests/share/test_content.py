"""What a report says."""

from __future__ import annotations

import datetime as dt
import math
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaitcheck import __version__
from gaitcheck.model import QualityNote
from gaitcheck.share.content import MOST_NOTES, build_content, short_name, typical_steps
from gaitcheck.share.gauge import WIDTH, draw_gauge, scale_range
from gaitcheck.words import reports as texts
from tests.examples import (
    make_analysis,
    make_clip,
    make_mixed_analysis,
    make_refused_analysis,
    make_stepless_analysis,
    make_unsure_analysis,
)

DAY = dt.date(2026, 3, 1)
ANGLES = st.floats(-90, 90)


def test_a_report_says_verdict_confidence_and_why() -> None:
    content = build_content(make_analysis("heel"), DAY)
    assert content.verdict.sentence == texts.VERDICT_SENTENCE["heel"]
    assert "95 %" in content.verdict.confidence
    assert content.verdict.reason == "All 8 steps land on the heel."
    assert content.made_by == f"gaitcheck {__version__}, 1 March 2026"


def test_each_foot_has_its_own_answer() -> None:
    left, right = build_content(make_mixed_analysis(), DAY).feet
    assert (left.strike, right.strike) == ("heel", "midfoot")
    assert dict(left.facts)[texts.ANGLE] == "+18°"
    assert dict(left.facts)[texts.INTERVAL] == "+15° to +21°"
    assert dict(right.facts)[texts.STEPS] == "4 midfoot"
    assert (left.place, right.place) == (texts.NEAR_FOOT, texts.FAR_FOOT)
    assert "+18°" in left.gauge_alt


def test_an_unsure_report_gives_no_confidence_and_says_how_to_film() -> None:
    content = build_content(make_unsure_analysis(), DAY)
    assert content.verdict.confidence == ""
    assert content.verdict.explained == texts.UNSURE_EXPLAINED
    assert content.filming
    assert [foot.gauge for foot in content.feet] == ["", ""]


def test_a_refused_report_shows_no_angle() -> None:
    content = build_content(make_refused_analysis(), DAY)
    said = [*(p.alt for p in content.pictures), *(str(foot.facts) for foot in content.feet)]
    assert not any("°" in words for words in said)


def test_a_refused_report_shows_no_line_and_no_distribution() -> None:
    refused, judged = (
        build_content(make_refused_analysis(), DAY),
        build_content(make_analysis(), DAY),
    )
    assert texts.PICTURES_LINE in judged.headings["pictures_help"]
    assert texts.PICTURES_LINE not in refused.headings["pictures_help"]
    assert all(foot.counts for foot in judged.feet)
    assert [foot.counts for foot in refused.feet] == [(), ()]
    assert [dict(foot.facts)[texts.STEPS] for foot in refused.feet] == ["4", "4"]


def test_a_sure_report_of_a_good_clip_does_not_teach_filming() -> None:
    assert build_content(make_analysis("heel", quality=()), DAY).filming == ()


def test_without_steps_nothing_is_made_up() -> None:
    content = build_content(make_stepless_analysis(), DAY)
    assert (content.pictures, content.typical, content.figures) == ((), (), ())
    assert all(dict(foot.facts)[texts.STEPS] == texts.NO_STEPS for foot in content.feet)


def test_the_gravest_findings_come_first_and_the_rest_is_counted() -> None:
    notes = [QualityNote(f"n{k}", "info", f"Note {k}.", "") for k in range(MOST_NOTES + 2)]
    notes.append(QualityNote("grave", "blocker", "Nobody is there.", "Run."))
    content = build_content(make_analysis(quality=tuple(notes)), DAY)
    assert content.notes[0].message == "Nobody is there."
    assert len(content.notes) == MOST_NOTES
    assert content.more_notes.startswith("3 findings")


def test_the_typical_step_has_the_label_and_the_angle_of_its_foot() -> None:
    analysis = make_analysis("heel")
    steps = list(analysis.steps)
    steps[0] = replace(steps[0], strike="unsure", foot_strike_angle_deg=18.0)
    analysis = replace(analysis, steps=tuple(steps))
    for index, side in zip(typical_steps(analysis), ("left", "right"), strict=True):
        step = analysis.steps[index]
        assert (step.side, step.strike) == (side, "heel")
        mine = abs((step.foot_strike_angle_deg or math.nan) - 18.0)
        others = [s for s in steps if s.side == side and s.strike == "heel"]
        assert mine == min(abs((s.foot_strike_angle_deg or math.nan) - 18.0) for s in others)


@pytest.mark.parametrize("name", ["a\nb\x1b[31m.mp4", "\u202egpm.exe", "\udcff.mp4"])
def test_names_that_mean_harm_become_printable(name: str) -> None:
    content = build_content(make_analysis(clip=make_clip(file=name)), DAY)
    assert content.name.isprintable()
    assert content.title.isprintable()
    assert all(value.isprintable() for name, value in content.facts if name == texts.FACT_FILE)
    content.title.encode("utf-8")


@given(st.text(), st.integers(4, 60))
def test_a_short_name_is_never_longer_than_asked(name: str, most: int) -> None:
    short = short_name(name, most)
    assert len(short) <= most
    assert short == name or ("…" in short and name.startswith(short[: most // 3]))


@given(
    ANGLES,
    st.tuples(ANGLES, ANGLES).map(lambda pair: (min(pair), max(pair))),
    st.lists(ANGLES, max_size=70),
)
def test_the_gauge_is_a_drawing_that_holds_every_angle(
    angle: float, interval: tuple[float, float], steps: list[float]
) -> None:
    scale = scale_range([angle, *interval, *steps])
    assert scale[0] <= min([angle, *interval, *steps])
    assert scale[1] >= max([angle, *interval, *steps])
    drawing = ET.fromstring(draw_gauge("heel", angle, interval, steps, scale))
    circles = [e for e in drawing.iter() if e.tag.endswith("circle")]
    assert len(circles) == len(steps) + 1
    assert all(0 <= float(circle.attrib["cx"]) <= WIDTH for circle in circles)
    words = {e.text for e in drawing.iter() if e.tag.endswith("text")}
    assert {"toe", "midfoot", "heel"} <= words
