from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from gaitcheck.errors import InputError
from gaitcheck.store.schema import FIRST_SCHEMA_ID, SCHEMA_ID, load_schema, validate
from gaitcheck.store.serialize import from_dict, to_dict
from tests.examples import make_reviewed_analysis, make_stepless_analysis

Document = dict[str, Any]


BOTH = pytest.mark.parametrize("schema_id", [SCHEMA_ID, FIRST_SCHEMA_ID])


@BOTH
def test_the_schema_is_a_schema_and_says_of_what(schema_id: str) -> None:
    schema = load_schema(schema_id)
    Draft202012Validator.check_schema(schema)
    assert schema["title"] == schema["properties"]["schema"]["const"] == schema_id


@BOTH
def test_every_object_of_the_schema_is_closed_or_checks_its_values(schema_id: str) -> None:
    def objects(node: object) -> list[Document]:
        if isinstance(node, list):
            return [found for child in node for found in objects(child)]
        if not isinstance(node, dict):
            return []
        own = [node] if node.get("type") == "object" else []
        return own + [found for child in node.values() for found in objects(child)]

    found = objects(load_schema(schema_id))
    assert len(found) > 8
    for node in found:
        assert "additionalProperties" in node
        assert node["additionalProperties"] is not True


FIRST: dict[str, str] = {
    "": "schema clip view verdict sides cadence_spm metrics steps quality advice "
    "curves? people? height_cm?",
    "clip": "file sha256 width height fps frames duration_s rotation_deg slow_motion",
    "view": "plane facing near_side",
    "verdict": "strike confidence reason",
    "side": "strike confidence steps foot_strike_angle_deg foot_strike_angle_ci95_deg "
    "contact_time_s",
    "step": "index side contact_frame contact_time_s toe_off_time_s strike probability "
    "foot_strike_angle_deg unsure_because",
}
"""The first contract's fields, for ever; those with a question mark could be left out."""


@pytest.mark.parametrize("name", FIRST)
def test_the_first_contract_stays_what_it_was(name: str) -> None:
    schema = load_schema(FIRST_SCHEMA_ID)
    part = schema["$defs"][name] if name else schema
    fields = {n if n in part["required"] else f"{n}?" for n in part["properties"]}
    assert fields == set(FIRST[name].split())


def _set(*path: str | int, to: object) -> Callable[[Document], None]:
    def change(document: Document) -> None:
        target: Any = document
        for key in path[:-1]:
            target = target[key]
        target[path[-1]] = to

    return change


BROKEN: dict[str, tuple[Callable[[Document], None], str]] = {
    "other schema": (_set("schema", to="gaitcheck.analysis/3"), "schema"),
    "the schema is no text": (_set("schema", to=["gaitcheck.analysis/2"]), "schema"),
    "unknown key": (_set("extra", to=1), "extra"),
    "unknown key of a step": (_set("steps", 0, "extra", to=1), "extra"),
    "missing key": (lambda d: d.pop("verdict"), "verdict"),
    "missing side": (lambda d: d["sides"].pop("left"), "left"),
    "unknown strike": (_set("verdict", "strike", to="forefoot"), "verdict.strike"),
    "unknown step strike": (_set("steps", 2, "strike", to="mixed"), "steps[2].strike"),
    "confidence above 1": (_set("verdict", "confidence", to=1.2), "verdict.confidence"),
    "no reason": (_set("verdict", "reason", to=""), "verdict.reason"),
    "checksum": (_set("clip", "sha256", to="abc"), "clip.sha256"),
    "not a number": (_set("cadence_spm", to=float("nan")), "document"),
    "a set": (_set("cadence_spm", to={1}), "document"),
    "negative cadence": (_set("cadence_spm", to=-3), "cadence_spm"),
    "half an interval": (
        _set("sides", "left", "foot_strike_angle_ci95_deg", to=[1.0]),
        "sides.left.foot_strike_angle_ci95_deg",
    ),
    "interval upside down": (
        _set("sides", "left", "foot_strike_angle_ci95_deg", to=[4.0, 1.0]),
        "lower end",
    ),
    "metric upside down": (_set("metrics", "duty_factor", "low", to=9.0), "lower end"),
    "metric name": (_set("metrics", "Duty factor", to={}), "Duty factor"),
    "steps of a side": (_set("sides", "right", "steps", to=9), "sides.right.steps"),
    "probabilities": (_set("steps", 0, "probability", "heel", to=0.5), "sum up to 1"),
    "label": (_set("steps", 0, "strike", to="toe"), "most probable"),
    "unsure without a reason": (_set("steps", 0, "strike", to="unsure"), "unsure_because"),
    "labelled with a reason": (_set("steps", 0, "unsure_because", to=["?"]), "unsure_because"),
    "numbering": (_set("steps", 3, "index", to=7), "numbered"),
    "order": (_set("steps", 2, "contact_time_s", to=0.0), "before"),
    "toe-off": (_set("steps", 0, "toe_off_time_s", to=0.1), "toe-off"),
    "after the end": (_set("steps", 6, "contact_frame", to=91), "after the end"),
    "no id": (_set("steps", 0, "id", to=""), "steps[0].id"),
    "source of an angle": (_set("steps", 0, "angle_source", to="guess"), "angle_source"),
    "misread": (_set("steps", 0, "misread", to=1.5), "misread"),
    "probabilities of the machine": (
        _set("steps", 0, "machine", "probability", "toe", to=0.5),
        "steps[0]: has probabilities",
    ),
    "machine of a machine": (
        lambda d: d["steps"][0]["machine"].update(machine={"index": 0}),
        "steps[0]",
    ),
    "probabilities of a rejected step": (
        _set("rejected", 0, "probability", "heel", to=0.5),
        "rejected[0]: has probabilities",
    ),
    "a correction without a kind": (lambda d: d["corrections"][0].pop("kind"), "kind"),
    "kind of a correction": (_set("corrections", 0, "kind", to="maybe"), "corrections[0]"),
    "no program": (lambda d: d["program"].pop("judged_with"), "judged_with"),
    "unknown option": (_set("options", "shoe_size", to=44), "shoe_size"),
    "label without steps": (_set("steps", to=[]), "verdict.strike"),
    "label despite a blocker": (_set("quality", 0, "severity", to="blocker"), "verdict.strike"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_document_that_breaks_the_contract_is_named(name: str) -> None:
    change, place = BROKEN[name]
    document = to_dict(make_reviewed_analysis())
    change(document)
    with pytest.raises(InputError) as caught:
        validate(document)
    message = str(caught.value)
    assert place in message
    assert "\n" not in message
    assert len(message) < 400
    with pytest.raises(InputError):
        from_dict(document)


@pytest.mark.parametrize("document", [[], None, "text", {}])
def test_other_json_is_refused(document: Any) -> None:
    with pytest.raises(InputError, match="no analysis of gaitcheck"):
        validate(document)


def test_a_side_without_steps_has_no_label() -> None:
    document = to_dict(make_stepless_analysis())
    document["sides"]["left"]["strike"] = "heel"
    with pytest.raises(InputError, match=r"sides\.left\.strike"):
        validate(document)
