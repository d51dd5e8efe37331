"""The examples in the package are those of the sample clips."""

from __future__ import annotations

import json

import pytest

from gaitcheck.model import STRIKES
from tools.write_strike_examples import CLIPS, SAMPLES, TARGET, strike_examples_text


def test_the_file_in_the_package_is_up_to_date() -> None:
    assert TARGET.read_text(encoding="utf-8") == strike_examples_text()


@pytest.mark.parametrize("strike", STRIKES)
def test_the_angle_at_contact_is_the_mean_of_the_near_foots_truth(strike: str) -> None:
    found = json.loads(TARGET.read_text(encoding="utf-8"))["strikes"][strike]
    truth = json.loads((SAMPLES / f"{CLIPS[strike]}.truth.json").read_text(encoding="utf-8"))
    near = [s for s in truth["steps"] if s["side"] == truth["view"]["near_side"]]
    assert {step["strike"] for step in near} == {strike}
    angles = [step["foot_strike_angle_deg"] for step in near]
    assert found["contact_deg"] == pytest.approx(sum(angles) / len(angles), abs=0.051)
    assert found["steps"] == len(near)
