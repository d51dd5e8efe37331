"""The soles marked by eye on real film are complete and agree with themselves."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

from benchmarks.places import ROOT

FILE = ROOT / "benchmarks" / "sole_marks.json"
POINTS = ("heel_bottom", "ball_bottom", "toe_tip")
PHASES = {"before_contact", "contact", "flat", "toe_off", "swing"}
REASONS = {
    "behind something",
    "covered by the other leg",
    "cut off by the edge of the picture",
    "no foot here",
}
MARK = {*POINTS, "frame", "side", "pitch_deg", "pitch_first", "pitch_second", "phase", "good", "by"}

Entry = dict[str, Any]
Entries = list[tuple[str, Entry]]


def no_constant(name: str) -> None:
    """NaN and infinities are no JSON: an unknown point is null."""
    raise ValueError(f"{name} in {FILE.name}")


def read() -> Entry:
    marks: Entry = json.loads(FILE.read_text(encoding="utf-8"), parse_constant=no_constant)
    return marks


def entries(kind: str) -> Entries:
    return [(clip, entry) for clip, found in read()[kind].items() for entry in found]


@pytest.fixture(scope="module")
def marks() -> Entries:
    return entries("clips")


@pytest.fixture(scope="module")
def unseen() -> Entries:
    return entries("unseen")


def is_number(value: object) -> bool:
    # A bool is an int for Python, but no coordinate.
    return isinstance(value, int | float) and not isinstance(value, bool)


def test_every_mark_has_all_fields(marks: Entries) -> None:
    for clip, mark in marks:
        where = (clip, mark["frame"], mark["side"])
        assert mark.keys() == MARK, where
        assert isinstance(mark["frame"], int), where
        assert mark["frame"] >= 0, where
        assert mark["side"] in {"left", "right"}, where
        assert mark["phase"] in PHASES, where
        assert isinstance(mark["good"], bool), where
        assert mark["by"] in {1, 2}, where


def test_points_are_pairs_of_numbers_and_only_a_toe_may_be_unknown(marks: Entries) -> None:
    for clip, mark in marks:
        where = (clip, mark["frame"], mark["side"])
        for name in POINTS:
            point = mark[name]
            if point is None:
                assert name == "toe_tip", where
                continue
            assert len(point) == 2, where
            assert all(is_number(value) and value == round(value, 1) for value in point), where


def test_the_pitch_is_that_of_the_points(marks: Entries) -> None:
    for clip, mark in marks:
        (heel_x, heel_y), (ball_x, ball_y) = mark["heel_bottom"], mark["ball_bottom"]
        pitch = math.degrees(math.atan2(heel_y - ball_y, abs(ball_x - heel_x)))
        assert mark["pitch_deg"] == pytest.approx(pitch, abs=0.2), (clip, mark["frame"])


def test_the_toe_is_farther_from_the_heel_than_the_ball(marks: Entries) -> None:
    for clip, mark in marks:
        if mark["toe_tip"] is None:
            continue
        ball = math.dist(mark["heel_bottom"], mark["ball_bottom"])
        toe = math.dist(mark["heel_bottom"], mark["toe_tip"])
        assert ball < toe < 3 * ball, (clip, mark["frame"])


def test_both_passes_are_told_and_a_good_mark_is_one_on_which_they_agree(marks: Entries) -> None:
    for clip, mark in marks:
        first, second = mark["pitch_first"], mark["pitch_second"]
        where = (clip, mark["frame"], mark["side"])
        assert is_number(first), where
        if mark["by"] == 1:  # marked once
            assert second is None, where
            assert first == mark["pitch_deg"], where
            continue
        assert is_number(second), where
        # The points are means; their angle is the mean of both angles but for the curvature.
        assert mark["pitch_deg"] == pytest.approx((first + second) / 2, abs=1.0), where
        if mark["good"]:
            assert abs(first - second) <= 5.1, where  # both are rounded


def test_no_foot_is_marked_twice(marks: Entries) -> None:
    feet = [(clip, mark["frame"], mark["side"]) for clip, mark in marks]
    assert len(set(feet)) == len(feet)


def test_there_are_enough_marks(marks: Entries) -> None:
    own = [(clip, mark) for clip, mark in marks if mark["by"] == 2]
    assert len(own) >= 160
    assert len({clip for clip, _ in own}) == 13
    for side in ("left", "right"):
        assert sum(mark["side"] == side for _, mark in own) >= 80


def test_places_without_a_sole_have_a_reason(unseen: Entries) -> None:
    assert 40 <= len(unseen) <= 60
    for clip, place in unseen:
        where = (clip, place["frame"])
        assert place.keys() == {"frame", "side", "x", "y", "foot_px", "why"}, where
        assert place["why"] in REASONS, where
        assert place["side"] in {"left", "right", None}, where
        assert place["side"] is None or place["why"] != "no foot here", where
        assert all(is_number(place[name]) for name in ("frame", "x", "y", "foot_px")), where
        assert place["foot_px"] > 0, where
    assert {place["why"] for _, place in unseen} == REASONS


def test_no_foot_is_both_marked_and_unseen(marks: Entries, unseen: Entries) -> None:
    marked = {(clip, mark["frame"], mark["side"]) for clip, mark in marks}
    hidden = {(clip, place["frame"], place["side"]) for clip, place in unseen}
    assert not marked & hidden
