"""``analysis.json`` and back: every field, in the order of the contract, as of old."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given

from gaitcheck.errors import InputError
from gaitcheck.model import Analysis, ClipOptions, Metric, SideResult, VerdictStrike
from gaitcheck.store.schema import validate
from gaitcheck.store.serialize import from_dict, to_dict, to_json_bytes
from tests.examples import (
    PROBABILITY,
    make_analysis,
    make_clip,
    make_reviewed_analysis,
    make_stepless_analysis,
)
from tests.report.strategies import analyses
from tests.store.first import to_first_document

STRIKES = get_args(VerdictStrike)
EXAMPLES = [
    *(make_analysis(strike) for strike in STRIKES),
    *(make_stepless_analysis(), make_reviewed_analysis()),
]


@pytest.mark.parametrize("analysis", EXAMPLES, ids=[*STRIKES, "stepless", "reviewed"])
def test_examples_keep_the_contract_and_come_back(analysis: Analysis) -> None:
    document = json.loads(to_json_bytes(analysis))
    validate(document)
    assert to_dict(from_dict(document)) == document


def test_the_keys_stand_in_the_order_of_the_contract() -> None:
    document = to_dict(make_analysis())
    assert list(document) == [
        *("schema", "clip", "view", "verdict", "sides"),
        *("cadence_spm", "metrics", "steps", "quality", "advice", "curves", "people", "height_cm"),
        *("stride_time_s", "options", "program", "corrections", "rejected"),
    ]
    assert list(document["clip"]) == [
        *("file", "sha256", "width", "height", "fps"),
        *("frames", "duration_s", "rotation_deg", "slow_motion"),
        *("slow_motion_source", "camera_fps"),
    ]
    assert list(document["steps"][0]) == [
        *("index", "id", "side", "contact_time_s", "contact_frame", "toe_off_time_s"),
        *("strike", "probability", "foot_strike_angle_deg", "unsure_because"),
        *(
            "foot_strike_angle_ci95_deg",
            "angle_source",
            "misread",
            "by_person",
            "machine",
            "pass_number",
        ),
    ]
    assert list(document["sides"]["left"]) == [
        *("strike", "confidence", "steps", "foot_strike_angle_deg", "foot_strike_angle_ci95_deg"),
        *("contact_time_s", "angle_source", "probability", "misread", "by_person", "machine"),
    ]
    assert list(document["verdict"]) == ["strike", "confidence", "reason", "by_person", "machine"]
    assert list(document["options"]) == [
        "slow_motion",
        "runner",
        "height_cm",
        "belt_kmh",
        "mirrored",
        "from_s",
        "to_s",
        "every_frame",
    ]
    assert list(document["program"]) == ["judged_with", "observed_with"]


def test_values_arrive_under_their_names() -> None:
    step = to_dict(make_analysis("toe"))["steps"][1]
    assert step["side"] == "right"
    assert step["contact_time_s"] == 0.5571
    assert step["contact_frame"] == 16.714
    assert step["probability"] == {"heel": 0.01, "midfoot": 0.15, "toe": 0.84}
    assert step["foot_strike_angle_deg"] == -7.0
    assert step["foot_strike_angle_ci95_deg"] == [-13.0, -1.0]
    assert (step["id"], step["angle_source"], step["misread"]) == ("right-0", "shoe", 0.0)
    assert (step["by_person"], step["machine"]) == (False, None)


def test_what_a_person_said_stands_beside_the_machines_answer() -> None:
    analysis = make_reviewed_analysis()
    document = to_dict(analysis)
    first = document["steps"][0]
    assert (first["by_person"], first["probability"]["heel"]) == (True, 1.0)
    assert first["machine"] == to_dict(make_analysis())["steps"][0]
    assert document["sides"]["right"]["machine"]["steps"] == 4
    assert document["verdict"]["machine"]["reason"] == analysis.verdict.reason
    assert [correction["kind"] for correction in document["corrections"]] == [
        *("confirm", "not_a_contact"),
    ]
    assert [step["id"] for step in document["rejected"]] == ["right-3"]
    back = from_dict(document)
    assert back.corrections == analysis.corrections
    assert back.steps[0].machine is not None
    assert back.steps[0].machine.machine is None
    assert [step.id for step in back.rejected] == ["right-3"]


def test_what_the_user_said_comes_back() -> None:
    options = ClipOptions(slow_motion=8.0, runner=2, height_cm=178.5, belt_kmh=10.0)
    analysis = make_analysis(options=options, version="2.0", observed_version="1.9")
    document = to_dict(analysis)
    assert document["height_cm"] == 178.5
    assert document["program"] == {"judged_with": "2.0", "observed_with": "1.9"}
    back = from_dict(document)
    assert (back.options, back.height_cm) == (options, 178.5)
    assert (back.version, back.observed_version) == ("2.0", "1.9")


def test_a_step_without_an_id_is_named_by_foot_and_place() -> None:
    steps = tuple(replace(step, id="") for step in make_analysis().steps)
    document = to_dict(make_analysis(steps=steps))
    assert [step["id"] for step in document["steps"]][:3] == ["left-0", "right-1", "left-2"]
    validate(document)


@pytest.mark.parametrize("optional", [True, False])
def test_documents_of_the_first_contract_are_read(optional: bool) -> None:
    analysis = make_analysis("mixed", options=ClipOptions(height_cm=178.0))
    first = to_first_document(analysis)
    if not optional:
        for name in ("curves", "people", "height_cm"):
            del first[name]
    back = from_dict(json.loads(json.dumps(first)))
    assert (back.verdict, back.view, back.quality) == (
        *(analysis.verdict, analysis.view, analysis.quality),
    )
    assert back.height_cm == (178.0 if optional else None)
    assert [step.id for step in back.steps][:3] == ["left-0", "right-1", "left-2"]
    assert all(step.angle_source is None for step in back.steps)
    assert (back.stride_time_s, back.version, back.corrections, back.rejected) == (None, "", (), ())
    left = back.sides["left"]
    assert (left.strike, left.angle_source) == ("heel", None)
    assert left.probability == pytest.approx(PROBABILITY["heel"])
    # Written again it is a document of the contract of today.
    again = to_dict(back)
    validate(again)
    assert to_dict(from_dict(again)) == again


def test_a_foot_of_the_first_contract_without_any_angle_says_nothing() -> None:
    back = from_dict(to_first_document(make_analysis("unsure")))
    assert back.sides["left"].probability is None


def test_a_height_of_the_first_contract_that_cannot_be_is_one_sentence() -> None:
    first = to_first_document(make_analysis()) | {"height_cm": 17.8}
    with pytest.raises(InputError, match="height lies between") as caught:
        from_dict(first)
    assert "\n" not in str(caught.value)


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
