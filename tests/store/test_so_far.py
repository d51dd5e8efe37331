"""What is known so far, as a line between two processes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaitcheck.model import QualityNote, SoFar, View
from gaitcheck.store.so_far import read_so_far, so_far_line

notes = st.builds(
    QualityNote, st.text(), st.sampled_from(["info", "warning", "blocker"]), st.text(), st.text()
)
cadences = st.none() | st.floats(1, 400)


@given(st.builds(SoFar, st.just(View("side", "left", "left")), cadences, st.tuples(notes, notes)))
def test_a_line_tells_the_same_again(so_far: SoFar) -> None:
    line = so_far_line(so_far)
    assert "\n" not in line
    assert read_so_far(line) == so_far


@pytest.mark.parametrize(
    "line",
    [
        "",
        "gaitcheck: no video",
        '{"stage": "pose", "done": 1, "total": 2}',
        '{"so_far": ',
        '{"so_far": {}}',
        '{"so_far": {"view": {}, "cadence_spm": "fast", "notes": []}}',
        '{"so_far": {"view": {}, "cadence_spm": NaN, "notes": []}}',
        '{"so_far": {"view": {"odd": 1}, "cadence_spm": null, "notes": []}}',
        '{"so_far": {"view": {}, "cadence_spm": null, "notes": [{"odd": 1}]}}',
    ],
)
def test_any_other_line_is_none_of_them(line: str) -> None:
    assert read_so_far(line) is None
