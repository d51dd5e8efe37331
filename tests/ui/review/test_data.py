"""What the desk draws from."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from gaitcheck.judging import Judged
from gaitcheck.model import Correction
from gaitcheck.report.crops import plan_crops
from gaitcheck.ui.review.data import drawings, review_data, steps_to_look_at, unsure_feet
from tests.examples import make_analysis, make_observation, make_refused_analysis
from tests.observations import observed

JUDGED = Judged.of(make_observation())
MACHINE = JUDGED.machine
CROPS = plan_crops(MACHINE)


def test_every_step_comes_with_its_pictures_around_contact() -> None:
    data = review_data(MACHINE, MACHINE, CROPS, {"left-0": "/media/row.jpg"})
    assert json.loads(json.dumps(data, allow_nan=False)) == data
    assert [step["id"] for step in data["steps"]] == [step.id for step in MACHINE.steps]
    first = data["steps"][0]
    assert first["row"] == "/media/row.jpg"
    frames = [picture["frame"] for picture in first["pictures"]]
    assert first["contact"] in frames
    assert frames == sorted(frames)
    at_contact = first["pictures"][frames.index(first["contact"])]
    assert abs(at_contact["afterMs"]) <= 500 / MACHINE.clip.fps


def test_a_line_is_only_drawn_where_a_sole_was_read() -> None:
    # The pose alone does not tell how the sole lies: a person shall not be led by it.
    pose = review_data(MACHINE, MACHINE, CROPS, {})
    assert not any(p["line"] for step in pose["steps"] for p in step["pictures"])
    seen = Judged.of(observed(15.0, 15.0)).machine
    data = review_data(seen, seen, plan_crops(seen), {})
    assert any(p["line"] for step in data["steps"] for p in step["pictures"])


def test_what_a_person_said_is_beside_what_the_machine_says() -> None:
    first, second, third = MACHINE.steps[:3]
    said = [
        Correction("label", first.id, strike="toe"),
        Correction("note", second.id, note="<b>&"),
        Correction("not_a_contact", third.id),
    ]
    data = review_data(JUDGED.corrected(said), MACHINE, CROPS, {})
    labelled, noted, rejected = data["steps"][:3]
    assert (labelled["strike"], labelled["picked"], labelled["seen"]) == ("toe", "toe", True)
    assert labelled["machine"].startswith("gaitcheck is not sure")
    assert (noted["note"], noted["seen"]) == ("<b>&", False)
    assert rejected["rejected"]
    assert [step["number"] for step in data["steps"]] == list(range(1, len(data["steps"]) + 1))


def test_an_unsure_step_cannot_be_confirmed_and_a_sure_one_can() -> None:
    sure = make_analysis("heel")
    assert all(s["confirmable"] for s in review_data(sure, sure, None, {})["steps"])
    assert not any(s["confirmable"] for s in review_data(MACHINE, MACHINE, None, {})["steps"])


def test_a_runner_is_asked_about_some_steps_of_the_unsure_feet() -> None:
    ids = steps_to_look_at(MACHINE)
    assert len(ids) == 6
    assert {name.partition("-")[0] for name in ids} == {"left", "right"}
    mixed = make_analysis("mixed")
    sides = {**mixed.sides, "left": replace(mixed.sides["left"], strike="unsure", confidence=0.0)}
    one = replace(mixed, sides=sides)
    assert unsure_feet(one) == ("left",)
    assert {name.partition("-")[0] for name in steps_to_look_at(one)} == {"left"}


def test_nobody_is_asked_about_a_clip_that_cannot_be_judged_or_is_sure() -> None:
    assert unsure_feet(make_refused_analysis()) == ()
    assert steps_to_look_at(make_analysis("heel")) == ()


@pytest.mark.parametrize("facing", ["left", "right"])
def test_the_drawings_point_as_the_runner_does(
    facing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    monkeypatch.setattr("gaitcheck.ui.review.data.with_ink", lambda svg: drawn.append(svg) or svg)
    assert [each["strike"] for each in drawings(facing)] == ["heel", "midfoot", "toe"]
    assert all(("matrix(-1 0 0 1" in svg) == (facing == "left") for svg in drawn)
