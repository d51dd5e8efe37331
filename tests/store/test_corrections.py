"""Files of corrections: they come back, and everything else is one sentence."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaitcheck.errors import InputError
from gaitcheck.model import KINDS, Correction
from gaitcheck.store.corrections import (
    FORMAT_ID,
    correction_from,
    correction_to_dict,
    read_corrections,
    to_corrections_bytes,
)
from tests.report.strategies import corrections

SOLE = {"kind": "sole", "step": "left-4", "frame": 118.0, "heel": [10, 20.5], "toe": [50, 18]}


@given(st.lists(corrections, max_size=4))
def test_corrections_come_back(given_: list[Correction]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "said.json"
        path.write_bytes(to_corrections_bytes(given_))
        back = read_corrections(path)
    assert back == tuple(given_)
    assert to_corrections_bytes(back) == to_corrections_bytes(given_)


def test_what_has_no_value_is_left_out() -> None:
    assert correction_to_dict(Correction("confirm", "left-4")) == {
        "kind": "confirm",
        "step": "left-4",
    }
    assert correction_to_dict(correction_from(SOLE)) == SOLE


def test_a_missed_contact_needs_no_id_and_gets_one() -> None:
    found = correction_from({"kind": "missed_contact", "side": "left", "frame": 118})
    assert (found.step, found.frame) == ("left-at-118", 118.0)
    assert correction_from(correction_to_dict(found)) == found


def test_null_is_the_same_as_nothing() -> None:
    assert correction_from({**SOLE, "strike": None, "side": None}) == correction_from(SOLE)


def refused(document: Any) -> str:
    with pytest.raises(InputError) as caught:
        correction_from(document)
    message = str(caught.value)
    assert "\n" not in message
    assert message.endswith(".")
    assert len(message) < 300
    return message


def but(**changes: object) -> dict[str, object]:
    return {**SOLE, **changes}


LABEL = {"kind": "label", "step": "left-4"}


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (None, "is an object"),
        ([], "is an object"),
        ("confirm left-4", "is an object"),
        ({}, 'needs its "kind"'),
        ({"kind": None}, 'needs its "kind"'),
        ({"step": "left-4"}, 'needs its "kind"'),
        (but(kind="maybe"), "is one of confirm, label"),
        (but(kind=3), "'kind' is a text"),
        (but(step=4), "'step' is a text"),
        (but(who=["me"]), "'who' is a text"),
        (but(when=2026), "'when' is a text"),
        (but(note={}), "'note' is a text"),
        (but(strike=1), "'strike' is a text"),
        (but(side=1), "'side' is a text"),
        (but(colour="red"), "no field 'colour'"),
        ({"kind": "confirm"}, "needs the id of a step"),
        (LABEL, "label of step left-4 is one of heel, midfoot, toe"),
        ({**LABEL, "strike": "forefoot"}, "label of step left-4 is one of"),
        # Such a word would make an analysis.json that nobody can read again.
        ({"kind": "confirm", "step": "left-4", "strike": "forefoot"}, "label is one of"),
        ({"kind": "confirm", "step": "left-4", "side": "middle"}, "foot is one of left, right"),
        ({"kind": "contact", "step": "left-4"}, "needs a frame"),
        (but(frame=None), "needs a frame"),
        (but(frame="118"), "'frame' is a number"),
        (but(frame=True), "'frame' is a number"),
        (but(frame=-1), "counted from 0"),
        (but(frame=float("nan")), "no finite number"),
        (but(frame=float("inf")), "no finite number"),
        (but(frame=10**400), "no finite number"),
        (but(heel=None), "needs two points"),
        (but(toe=[50, 18, 0]), "'toe' is a point"),
        (but(toe=7), "'toe' is a point"),
        (but(toe="ab"), "'toe' is a point"),
        (but(toe=["a", "b"]), "'toe' is a number"),
        (but(toe=[float("nan"), 1.0]), "no finite number"),
        (but(toe=[10, 20.5]), "are one point"),
        ({"kind": "missed_contact"}, "needs its side and its frame"),
        ({"kind": "missed_contact", "side": "middle", "frame": 1}, "needs its side"),
        ({"kind": "missed_contact", "side": "left"}, "needs its side and its frame"),
        (
            {"kind": "missed_contact", "side": "left", "frame": 118, "step": "left-4"},
            "is step left-at-118, not left-4",
        ),
    ],
)
def test_a_correction_that_makes_no_sense_is_one_sentence(document: Any, words: str) -> None:
    assert words in refused(document)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


@given(
    st.dictionaries(
        st.sampled_from(["kind", "step", "side", "frame", "strike", "heel", "toe", "who"]),
        json_values | st.sampled_from([*KINDS, "left", "heel"]),
    )
)
def test_any_object_is_a_correction_or_refused(document: dict[str, Any]) -> None:
    try:
        found = correction_from(document)
    except InputError:
        return
    assert correction_from(correction_to_dict(found)) == found


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "There is no file"),
        (b"", "it is no JSON"),
        (b"\xff\xfe", "it is no JSON"),
        (b"[" * 100_000, "it is no JSON"),
        (b"[]", '"schema" is not gaitcheck.corrections/1'),
        (b"{}", '"schema" is not gaitcheck.corrections/1'),
        (b'{"schema": "gaitcheck.corrections/2", "corrections": []}', '"schema" is not'),
        (b'{"schema": "gaitcheck.corrections/1"}', 'no list of "corrections"'),
        (b'{"schema": "gaitcheck.corrections/1", "corrections": {}}', 'no list of "corrections"'),
        (b'{"schema": "gaitcheck.corrections/1", "corrections": [1]}', "is an object"),
    ],
)
def test_a_file_that_holds_none_is_one_sentence(
    tmp_path: Path, content: bytes | None, words: str
) -> None:
    path = tmp_path / "said.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_corrections(path)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_folder_in_its_place_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_corrections(tmp_path)


def test_a_file_without_a_correction_is_a_file(tmp_path: Path) -> None:
    path = tmp_path / "said.json"
    path.write_text(json.dumps({"schema": FORMAT_ID, "corrections": []}))
    assert read_corrections(path) == ()


def test_letters_of_every_kind_stay_readable() -> None:
    data = to_corrections_bytes([Correction("confirm", "left-4", who="Läufer 走", note="gut")])
    assert "Läufer 走" in data.decode("utf-8")
    assert data.endswith(b"}\n")
