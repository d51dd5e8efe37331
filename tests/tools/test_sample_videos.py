"""The committed sample videos: small, readable, and at one with their specs and truth."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from render.errors import AssetsError
from render.spec import ClipSpec, from_mapping, load_specs, strike_label, to_mapping

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "sample_videos"
ASSETS = ROOT.parent / "shared" / "assets" / "makehuman"
SPECS = {spec.name: spec for spec in load_specs(FOLDER / "specs.json")}


def truth_of(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((FOLDER / f"{name}.truth.json").read_text(encoding="utf-8"))
    return data


def test_the_samples_stay_light() -> None:
    assert sum(p.stat().st_size for p in FOLDER.iterdir()) <= 20_000_000


def test_every_spec_has_its_clip_and_every_clip_its_spec() -> None:
    assert {p.stem for p in FOLDER.glob("*.mp4")} == set(SPECS)
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert all(f"`{name}.mp4`" in readme for name in SPECS)


@pytest.mark.parametrize("name", sorted(SPECS))
def test_clip_spec_and_truth_agree(name: str) -> None:
    spec, truth = SPECS[name], truth_of(name)
    assert from_mapping(ClipSpec, truth["spec"]) == spec
    assert truth["spec"] == to_mapping(spec)
    assert 6.0 <= truth["clip"]["duration_s"] <= 12.0
    with av.open(str(FOLDER / f"{name}.mp4")) as container:
        stream = container.streams.video[0]
        assert (stream.width, stream.height) == (spec.video.width, spec.video.height)
        assert stream.frames == truth["clip"]["frames"] == spec.video.frames
        assert float(stream.average_rate or 0) == pytest.approx(truth["clip"]["fps_file"])
    for step in truth["steps"]:
        assert step["strike"] == strike_label(step["foot_strike_angle_deg"])
    for side in ("left", "right"):
        frames = truth["frames"][side]
        assert all(len(values) == spec.video.frames for values in frames.values())
        feet = np.array([frames[k] for k in ("heel", "ball", "toe", "ankle")])
        assert feet.min() > 0
        assert (feet.reshape(-1, 2).max(axis=0) < [spec.video.width, spec.video.height]).all()


def test_the_samples_show_every_case() -> None:
    truths = {name: truth_of(name) for name in SPECS}
    kinds = {(s["side"], s["strike"]) for truth in truths.values() for s in truth["steps"]}
    assert kinds == {(a, b) for a in ("left", "right") for b in ("heel", "midfoot", "toe")}
    assert {t["view"]["facing"] for t in truths.values()} == {"left", "right", None}
    assert {t["view"]["plane"] for t in truths.values()} == {"side", "oblique", "front"}
    assert {s.runner.sex for s in SPECS.values()} == {"female", "male"}
    assert max(s.video.fps for s in SPECS.values()) == 120
    assert max(t["clip"]["slow_motion"] for t in truths.values()) == 4


def test_the_truth_is_made_again_from_the_spec() -> None:
    if not ASSETS.is_dir():
        pytest.skip("needs the MakeHuman assets in ../shared/assets/makehuman")
    pytest.importorskip("moderngl")
    from render.draw import Studio
    from render.film import frame_times
    from render.truth import clip_truth

    spec = SPECS["left_heel_right_toe"]
    try:
        studio = Studio(spec, ASSETS)
    except AssetsError as error:
        pytest.skip(str(error))
    times = frame_times(spec)
    again = clip_truth(spec, studio.motion, studio.motion.at(times), studio.pose_at(times), times)
    studio.close()
    stored = truth_of(spec.name)
    assert again["steps"] == stored["steps"]
    for side in ("left", "right"):
        for key in ("heel", "toe", "ankle", "shoulder", "elbow"):
            made = np.array(again["frames"][side][key])
            assert np.allclose(made, stored["frames"][side][key], atol=0.011)
