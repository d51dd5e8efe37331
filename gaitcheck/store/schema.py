"""Check a document against the contract ``gaitcheck.analysis/2``, or the older ``/1``.

The shape is that of ``analysis.schema.json`` (JSON Schema, draft 2020-12), which ships with the
package for other programs; what a schema cannot say about several numbers at once is checked here.
The older contract is the same without what the newer one added.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterator, Mapping
from functools import cache
from importlib.resources import files
from itertools import pairwise
from textwrap import shorten
from typing import Any, Final

from gaitcheck.errors import InputError

SCHEMA_ID: Final = "gaitcheck.analysis/2"
FIRST_SCHEMA_ID: Final = "gaitcheck.analysis/1"
_ADDED: Final[Mapping[str, frozenset[str]]] = {
    "clip": frozenset({"slow_motion_source", "camera_fps"}),
    "verdict": frozenset({"by_person", "machine"}),
    "side": frozenset({"angle_source", "probability", "misread", "by_person", "machine"}),
    "step": frozenset(
        {
            "id",
            "foot_strike_angle_ci95_deg",
            "angle_source",
            "misread",
            "by_person",
            "machine",
            "pass_number",
        }
    ),
}
"""What the second contract added to the parts of a result."""
_ADDED_ABOVE: Final = frozenset({"stride_time_s", "options", "program", "corrections", "rejected"})
"""What it added beside them."""
_WERE_OPTIONAL: Final = frozenset({"curves", "people", "height_cm"})

PROBABILITY_TOLERANCE: Final = 1e-3
"""How far from 1 the probabilities of a step may sum up, rounding included."""
_NO_SUM: Final = "has probabilities that do not sum up to 1"


@cache
def load_schema(schema_id: str = SCHEMA_ID) -> dict[str, Any]:
    """Return the JSON schema of a contract."""
    text = files("gaitcheck.store").joinpath("analysis.schema.json").read_text("utf-8")
    schema: dict[str, Any] = json.loads(text)
    return _first_of(schema) if schema_id == FIRST_SCHEMA_ID else schema


def _first_of(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of the first contract: the second's without what that added."""
    parts = schema["$defs"]
    whole = _without(schema, _ADDED_ABOVE)
    return {
        **whole,
        "$id": "urn:gaitcheck:analysis:1",
        "title": FIRST_SCHEMA_ID,
        "required": [name for name in whole["required"] if name not in _WERE_OPTIONAL],
        "properties": {**whole["properties"], "schema": {"const": FIRST_SCHEMA_ID}},
        "$defs": {**parts, **{n: _without(parts[n], added) for n, added in _ADDED.items()}},
    }


def _without(part: dict[str, Any], names: Container[str]) -> dict[str, Any]:
    """Return the schema of an object that has no such fields."""
    return {
        **part,
        "required": [name for name in part["required"] if name not in names],
        "properties": {n: field for n, field in part["properties"].items() if n not in names},
    }


def validate(document: object) -> None:
    """Check that a document keeps the contract, in shape and in sense.

    Raises
    ------
    InputError
        Naming the first place that breaks the contract.
    """
    # Imported here: an analysis that is only written never needs the validator.
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import best_match

    try:
        json.dumps(document, allow_nan=False)
    except (TypeError, ValueError) as cause:
        raise _broken("document", f"is no JSON ({cause})") from cause
    if not isinstance(document, Mapping):
        raise _broken("document", "is no JSON object")
    stated = document.get("schema")
    schema_id = FIRST_SCHEMA_ID if stated == FIRST_SCHEMA_ID else SCHEMA_ID
    error = best_match(Draft202012Validator(load_schema(schema_id)).iter_errors(document))
    if error is not None:
        raise _broken(
            error.json_path.removeprefix("$").lstrip(".") or "document", shorten(error.message, 160)
        )
    for place, message in _contradictions(document):
        raise _broken(place, message)


def _broken(place: str, message: str) -> InputError:
    return InputError(
        f"This is no analysis of gaitcheck ({SCHEMA_ID}): {place}: {message}. "
        "Analyse the clip again."
    )


def _contradictions(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for side, result in document["sides"].items():
        place = f"sides.{side}"
        yield from _interval(place, result["foot_strike_angle_ci95_deg"] or (None, None))
        if result["steps"] != sum(step["side"] == side for step in document["steps"]):
            yield f"{place}.steps", "does not count the steps of this side"
    for name, metric in document["metrics"].items():
        yield from _interval(f"metrics.{name}", (metric["low"], metric["high"]))
        yield from _interval(f"metrics.{name}.typical", metric.get("typical") or (None, None))
    for index, step in enumerate(document["steps"]):
        for message in _step_contradictions(index, step, document["clip"]["frames"]):
            yield f"steps[{index}]", message
    for index, step in enumerate(document.get("rejected", ())):
        if not _adds_up(step):
            yield f"rejected[{index}]", _NO_SUM
    for earlier, later in pairwise(document["steps"]):
        if earlier["contact_time_s"] > later["contact_time_s"]:
            yield f"steps[{later['index']}]", "comes before the step that it follows"


def _interval(place: str, interval: Any) -> Iterator[tuple[str, str]]:
    low, high = interval
    if low is not None and high is not None and low > high:
        yield place, "has an interval whose lower end is above its upper end"


def _adds_up(step: Mapping[str, Any]) -> bool:
    """Return whether the probabilities of a step do, and those of the machine beside it."""
    machine = step.get("machine")
    own = abs(sum(step["probability"].values()) - 1.0) <= PROBABILITY_TOLERANCE
    return own and (machine is None or _adds_up(machine))


def _step_contradictions(index: int, step: Mapping[str, Any], frames: int) -> Iterator[str]:
    probability = step["probability"]
    if step["index"] != index:
        yield "is not numbered by its place"
    if not _adds_up(step):
        yield _NO_SUM
    if step["strike"] != "unsure" and probability[step["strike"]] < max(probability.values()):
        yield "has a label that is not the most probable one"
    if step["contact_frame"] > frames:
        yield "has a contact after the end of the clip"
    if step["toe_off_time_s"] is not None and step["toe_off_time_s"] < step["contact_time_s"]:
        yield "has a toe-off before its contact"
