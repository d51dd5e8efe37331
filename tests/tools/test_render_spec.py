"""Specs of rendered clips: what is refused, and in which words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from render.errors import SpecError
from render.spec import ClipSpec, from_mapping, load_specs, strike_label, to_mapping


def test_a_name_is_all_a_spec_needs() -> None:
    spec = from_mapping(ClipSpec, {"name": "plain"})
    assert spec.motion.left.foot_strike_angle_deg == 15.0
    assert spec.video.frames == 240


def test_plain_data_and_back_is_the_same_spec() -> None:
    spec = from_mapping(
        ClipSpec,
        {"name": "a", "seed": 3, "motion": {"left": {"foot_strike_angle_deg": -5}}},
    )
    assert from_mapping(ClipSpec, json.loads(json.dumps(to_mapping(spec)))) == spec


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"name": "a", "sped": 3}, "Unknown field 'sped'"),
        ({"name": "a", "motion": {"left": {"angle": 3}}}, "Unknown field 'motion.left.angle'"),
        ({"seed": 1}, "has no 'name'"),
        ({"name": "../x"}, "clip name"),
        ({"name": "a", "motion": {"speed_mps": 9}}, "motion.speed_mps is 9"),
        ({"name": "a", "motion": {"speed_mps": "fast"}}, "motion.speed_mps must be a number"),
        ({"name": "a", "camera": {"subframes": 2.5}}, "camera.subframes must be a whole number"),
        ({"name": "a", "camera": {"near_side": "front"}}, "must be one of left, right"),
        ({"name": "a", "runner": {"shirt": "red"}}, "#rrggbb"),
        ({"name": "a", "runner": []}, "runner must be an object"),
        ({"name": "a", "video": {"width": 641}}, "even"),
        ({"name": "a", "motion": {"left": {"heel_comes_down": False}}}, "only for a toe strike"),
        ({"name": "a", "motion": {"right": {"foot_strike_angle_deg": 40}}}, "between -15 and 30"),
    ],
)
def test_a_bad_spec_is_refused_in_one_sentence(data: Any, words: str) -> None:
    with pytest.raises(SpecError) as caught:
        from_mapping(ClipSpec, data)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("angle", "label"),
    [(8.01, "heel"), (8.0, "midfoot"), (-1.6, "midfoot"), (-1.61, "toe"), (25.0, "heel")],
)
def test_the_label_follows_the_angle_rule(angle: float, label: str) -> None:
    assert strike_label(angle) == label


def test_slow_motion_has_more_frames_than_real_time_holds() -> None:
    spec = from_mapping(
        ClipSpec, {"name": "s", "video": {"fps": 120, "tagged_fps": 30, "duration_s": 8}}
    )
    assert spec.video.slow_motion == 4.0
    assert spec.video.frames == 240


def test_a_file_holds_one_spec_or_a_list(tmp_path: Path) -> None:
    file = tmp_path / "s.json"
    file.write_text('[{"name": "a"}, {"name": "b"}]', encoding="utf-8")
    assert [s.name for s in load_specs(file)] == ["a", "b"]
    file.write_text("{", encoding="utf-8")
    with pytest.raises(SpecError, match="not valid JSON"):
        load_specs(file)
    with pytest.raises(SpecError, match="cannot be read"):
        load_specs(tmp_path / "none.json")
