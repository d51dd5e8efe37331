"""The beats that the metronome offers."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from gaitcheck.advice import QUICKER
from gaitcheck.ui.metronome.component import POSSIBLE_SPM, metronome_data


def test_ones_own_cadence_comes_first() -> None:
    data = metronome_data(168.2)
    assert [(beat["name"], beat["rate"]) for beat in data["beats"]] == [
        ("Yours", 168),
        ("+5 %", 177),
        ("+10 %", 185),
    ]
    assert json.loads(json.dumps(data)) == data


@given(st.floats(*POSSIBLE_SPM))
def test_the_beats_rise_by_the_shares_that_research_looked_at(cadence: float) -> None:
    own, *more = (beat["rate"] for beat in metronome_data(cadence)["beats"])
    assert abs(own - cadence) <= 0.5
    assert all(
        abs(rate - cadence * share) <= 0.5 for rate, share in zip(more, QUICKER, strict=True)
    )
