from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given

from gaitcheck.model import Analysis, Metric, SideResult, VerdictStrike
from gaitcheck.store.schema import validate
from gaitcheck.store.serialize import from_dict, to_dict, to_json_bytes
from tests.examples import make_analysis, make_clip, make_stepless_analysis
from tests.report.strategies import analyses

STRIKES = get_args(VerdictStrike)
EXAMPLES = [*(make_analysis(strike) for strike in STRIKES), make_stepless_analysis()]


@pytest.mark.parametrize("analysis", EXAMPLES, ids=[*STRIKES, "stepless"])
def test_examples_keep_the_contract_and_come_back(analysis: Analysis) -> None:
    document = json.loads(to_json_bytes(analysis))
    validate(document)
    assert to_dict(from_dict(document)) == document


def test_the_keys_stand_in_the_order_of_the_contract() -> None:
    document = to_dict(make_analysis())
    assert list(document) == [
        *("schema", "clip", "view", "verdict", "sides"),
        *("cadence_spm", "metrics", "steps", "quality", "advice", "curves", "people", "height_cm"),
    ]
    assert list(document["clip"]) == [
        *("file", "sha256", "width", "height", "fps"),
        *("frames", "duration_s", "rotation_deg", "slow_motion"),
    ]
    assert list(document["steps"][0]) == [
        *("index", "side", "contact_time_s", "contact_frame", "toe_off_time_s"),
        *("strike", "probability", "foot_strike_angle_deg", "unsure_because"),
    ]


def test_values_arrive_under_their_names() -> None:
    step = to_dict(make_analysis("toe"))["steps"][1]
    assert step["side"] == "right"
    assert step["contact_time_s"] == 0.5571
    assert step["contact_frame"] == 16.714
    assert step["probability"] == {"heel": 0.01, "midfoot": 0.15, "toe": 0.84}
    assert step["foot_strike_angle_deg"] == -7.0


def test_bytes_are_utf8_with_one_newline_at_the_end() -> None:
    data = to_json_bytes(make_analysis(clip=make_clip(file="lauf möwe 走.mp4")))
    assert "lauf möwe 走.mp4" in data.decode("utf-8")
    assert data.endswith(b"}\n")
    assert not data.endswith(b"\n\n")


def test_a_file_name_that_is_not_utf8_survives() -> None:
    name = b"run\xff.mp4".decode("utf-8", "surrogateescape")
    data = to_json_bytes(make_analysis(clip=make_clip(file=name)))
    assert json.loads(data.decode("utf-8"))["clip"]["file"] == name


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_not_finite_becomes_null(value: float) -> None:
    analysis = make_analysis(
        cadence_spm=value,
        metrics={"contact_time": Metric(value, "s", value, value, 2)},
        sides={
            "left": SideResult("heel", 0.9, 4, value, (value, 3.0), value),
            "right": SideResult("heel", 0.9, 4),
        },
    )
    document = json.loads(to_json_bytes(analysis))
    validate(document)
    assert document["cadence_spm"] is None
    assert document["metrics"]["contact_time"]["value"] is None
    left = document["sides"]["left"]
    assert left["foot_strike_angle_deg"] is None
    assert left["foot_strike_angle_ci95_deg"] is None
    assert left["contact_time_s"] is None


def test_no_number_shows_noise_of_the_arithmetic() -> None:
    noisy = replace(make_analysis().steps[0], contact_time_s=0.1 + 0.2, foot_strike_angle_deg=-1e-9)
    first = to_dict(make_analysis(steps=(noisy,)))["steps"][0]
    assert first["contact_time_s"] == 0.3
    assert math.copysign(1, first["foot_strike_angle_deg"]) == 1.0


def test_a_side_that_is_missing_is_unsure_without_steps() -> None:
    analysis = make_analysis(sides={}, steps=())
    left = to_dict(analysis)["sides"]["left"]
    assert (left["strike"], left["confidence"], left["steps"]) == ("unsure", 0.0, 0)


@given(analyses())
def test_any_analysis_keeps_the_contract_and_comes_back(analysis: Analysis) -> None:
    data = to_json_bytes(analysis)
    document = json.loads(data)
    validate(document)
    assert to_json_bytes(from_dict(document)) == data


@given(analyses())
def test_the_order_of_sides_and_probabilities_does_not_matter(
    analysis: Analysis,
) -> None:
    turned = replace(
        analysis,
        sides=dict(reversed(list(analysis.sides.items()))),
        steps=tuple(
            replace(step, probability=dict(reversed(list(step.probability.items()))))
            for step in analysis.steps
        ),
    )
    assert to_json_bytes(turned) == to_json_bytes(analysis)
