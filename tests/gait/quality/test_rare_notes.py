"""Faults that no simple spoiling of a clip brings about: the measurement itself is changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from gaitcheck.gait.quality import Evidence, check_quality
from gaitcheck.gait.quality.people import MOST_PITCH_NOISE, hidden_feet
from gaitcheck.gait.quality.running import LOWEST_REGULARITY, irregular, uneven_pace
from gaitcheck.gait.quality.view import plane
from gaitcheck.model import View
from gaitcheck.words.findings import say_finding
from tests.gait.quality.clips import evidence_of, good
from tests.gait.synthetic import Runner


@cache
def fine() -> Evidence:
    return evidence_of(good())


def irregular_strides(evidence: Evidence) -> Evidence:
    assert evidence.gait.cycle is not None
    cycle = replace(evidence.gait.cycle, regularity=LOWEST_REGULARITY - 0.01)
    return replace(evidence, gait=replace(evidence.gait, cycle=cycle))


def unknown_view(evidence: Evidence) -> Evidence:
    view = replace(evidence.gait.view, view=View())
    return replace(evidence, gait=replace(evidence.gait, view=view))


def jumping_foot(evidence: Evidence) -> Evidence:
    sides = dict(evidence.gait.sides)
    (near,) = (side for side, measure in sides.items() if measure.near)
    pitch = replace(sides[near].mean.pitch, noise=MOST_PITCH_NOISE + 0.1)
    sides[near] = replace(sides[near], mean=replace(sides[near].mean, pitch=pitch))
    return replace(evidence, gait=replace(evidence.gait, sides=sides))


@pytest.mark.parametrize(
    ("code", "check", "spoil"),
    [
        ("irregular_cycle", irregular, irregular_strides),
        ("view_unknown", plane, unknown_view),
        ("feet_not_followed", hidden_feet, jumping_foot),
    ],
    ids=["irregular", "view", "foot"],
)
def test_a_blocker_with_the_fault_and_none_without(
    code: str, check: Callable[[Evidence], object], spoil: Callable[[Evidence], Evidence]
) -> None:
    assert check(fine()) is None
    spoilt = spoil(fine())
    notes = {found.code: say_finding(found) for found in check_quality(spoilt)}
    assert notes[code].severity == "blocker"
    assert notes[code].remedy.endswith(".")
    assert code not in {note.code for note in check_quality(fine())}


def test_a_few_strides_are_read_one_by_one_and_said_so() -> None:
    evidence = evidence_of(good(Runner(noise_px=1.0, seconds=2.2)))
    assert evidence.gait.cycle is not None
    assert not evidence.gait.cycle.steady
    note = uneven_pace(evidence)
    assert note is not None
    assert (note.code, note.severity) == ("uneven_pace", "warning")
    assert uneven_pace(fine()) is None
    assert np.isfinite(evidence.gait.cycle.phase).any()
