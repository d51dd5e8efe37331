"""What a person says entry by entry: what takes the place of what, and how it is taken back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaitcheck.errors import InputError
from gaitcheck.model import STRIKES, Correction
from gaitcheck.store.ledger import MOST_UNDONE, Ledger, apply_entry
from tests.examples import make_analysis

STEPS = [step.id for step in make_analysis().steps]
FIRST, SECOND = STEPS[:2]


def entered(*entries: dict[str, Any], ledger: Ledger = Ledger()) -> Ledger:  # noqa: B008 - frozen
    for entry in entries:
        ledger = apply_entry(ledger, entry)
    return ledger


def test_a_label_takes_the_place_of_a_confirmation_and_of_a_label() -> None:
    ledger = entered(
        {"do": "confirm", "step": FIRST},
        {"do": "label", "step": FIRST, "strike": "toe"},
        {"do": "label", "step": FIRST, "strike": "midfoot"},
        {"do": "confirm", "step": SECOND},
    )
    assert ledger.said == (
        Correction("label", FIRST, strike="midfoot"),
        Correction("confirm", SECOND),
    )


def test_a_label_and_a_contact_of_one_step_stand_side_by_side() -> None:
    ledger = entered(
        {"do": "label", "step": FIRST, "strike": "toe"},
        {"do": "contact", "step": FIRST, "frame": 7},
    )
    assert [c.kind for c in ledger.said] == ["label", "contact"]


def test_a_label_takes_a_rejected_step_back_and_a_note_does_not() -> None:
    rejected = {"do": "not_a_contact", "step": FIRST}
    noted = entered(rejected, {"do": "note", "step": FIRST, "note": "grazes the belt"})
    assert [c.kind for c in noted.said] == ["not_a_contact", "note"]
    labelled = entered(rejected, {"do": "label", "step": FIRST, "strike": "toe"})
    assert [c.kind for c in labelled.said] == ["label"]


def test_an_empty_note_is_taken_away_and_forgetting_a_step_keeps_its_note() -> None:
    noted = entered({"do": "note", "step": FIRST, "note": "sole is level"})
    assert entered({"do": "note", "step": FIRST, "note": "  "}, ledger=noted).said == ()
    label = {"do": "label", "step": FIRST, "strike": "toe"}
    forgotten = entered(label, {"do": "forget", "step": FIRST}, ledger=noted)
    assert forgotten.said == noted.said


def test_a_note_on_the_whole_clip_needs_no_step() -> None:
    assert entered({"do": "note", "note": "new shoes"}).said == (
        Correction("note", note="new shoes"),
    )


def test_an_added_step_takes_all_that_was_said_of_it_along_when_it_moves() -> None:
    added = Correction("missed_contact", side="left", frame=40.0)
    ledger = Ledger().put(added).put(Correction("label", added.step, strike="toe"))
    moved = apply_entry(ledger, {"do": "contact", "step": added.step, "frame": 41})
    assert moved.said == (
        Correction("missed_contact", side="left", frame=41.0),
        Correction("label", "left-at-41", strike="toe"),
    )
    assert apply_entry(ledger, {"do": "not_a_contact", "step": added.step}).said == ()


def test_who_and_when_go_with_every_entry() -> None:
    entry = {"do": "confirm", "step": FIRST, "n": 3}
    (said,) = apply_entry(Ledger(), entry, who="Ann", when="2026-01-02").said
    assert (said.who, said.when) == ("Ann", "2026-01-02")


@pytest.mark.parametrize(
    "entry",
    [
        {},
        {"do": "praise", "step": FIRST},
        {"do": "label", "step": FIRST, "strike": "sideways"},
        {"do": "contact", "step": FIRST, "frame": "early"},
        {"do": "sole", "step": FIRST, "frame": 4, "heel": [1, 2]},
    ],
)
def test_what_makes_no_sense_is_refused(entry: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        entered(entry)


ENTRIES = st.one_of(
    st.fixed_dictionaries(
        {
            "do": st.just("label"),
            "step": st.sampled_from(STEPS),
            "strike": st.sampled_from(STRIKES),
        }
    ),
    st.fixed_dictionaries(
        {
            "do": st.sampled_from(["confirm", "not_a_contact", "forget"]),
            "step": st.sampled_from(STEPS),
        }
    ),
    st.fixed_dictionaries(
        {
            "do": st.just("contact"),
            "step": st.sampled_from(STEPS),
            "frame": st.integers(0, 80),
        }
    ),
)


@given(st.lists(ENTRIES, max_size=12))
def test_undoing_every_entry_leaves_nothing_said(entries: list[dict[str, Any]]) -> None:
    ledger = entered(*entries)
    places = [(c.step, "label" if c.kind == "confirm" else c.kind) for c in ledger.said]
    assert len(places) == len(set(places))
    before = [Ledger()]
    for entry in entries:
        before.append(entered(entry, ledger=before[-1]))
    while ledger.past:
        ledger = ledger.undo()
        assert ledger.said in [other.said for other in before]
    assert ledger.undo().said == ()


def test_what_can_be_taken_back_has_an_end() -> None:
    ledger = Ledger()
    for frame in range(MOST_UNDONE + 10):
        ledger = entered({"do": "contact", "step": FIRST, "frame": frame}, ledger=ledger)
    assert len(ledger.past) == MOST_UNDONE
