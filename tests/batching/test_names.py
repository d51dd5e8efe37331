"""Names of results: each its own, whatever the disk, and none inside another."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaitcheck.batching.names import Names

parts = st.sampled_from(["a", "A", "run", "run-2", "clips.csv", "é", "e\u0301"])
stems = st.lists(parts, min_size=1, max_size=3).map("/".join)


def given_out(*wanted: str, taken: tuple[str, ...] = ()) -> list[str]:
    names = Names(taken)
    return [names.give(name) for name in wanted]


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        (("a/run", "b/run"), ["a/run", "b/run"]),
        (("run", "run", "Run"), ["run", "run-2", "Run-3"]),
        (("run-2", "run", "run"), ["run-2", "run", "run-3"]),
        (("a", "a/run"), ["a", "a-run"]),
        (("a/run", "a"), ["a/run", "a-2"]),
        (("clips.csv",), ["clips.csv-2"]),
    ],
)
def test_names(wanted: tuple[str, ...], given: list[str]) -> None:
    assert given_out(*wanted) == given


def test_what_is_taken_is_not_given_again() -> None:
    assert given_out("run", "x/run", taken=("run", "x")) == ["run-2", "x-run"]


@given(st.lists(stems, max_size=12), st.lists(stems, max_size=3))
def test_no_name_is_another_or_lies_inside_it(wanted: list[str], before: list[str]) -> None:
    taken = tuple(given_out(*before))
    names = [
        unicodedata.normalize("NFC", name).casefold()
        for name in (*taken, *given_out(*wanted, taken=taken))
    ]
    assert len(set(names)) == len(names)
    assert not any(other.startswith(f"{name}/") for name in names for other in names)
