"""Whole clips: rendered when the assets and OpenGL are there, skipped otherwise."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from render import cli
from render.errors import AssetsError
from render.spec import ClipSpec, from_mapping

ROOT = Path(__file__).resolve().parents[2]
ASSETS = ROOT.parent / "shared" / "assets" / "makehuman"
TINY: dict[str, Any] = {
    "name": "tiny",
    "seed": 4,
    "camera": {"subframes": 1},
    "video": {"width": 160, "height": 200, "duration_s": 0.3},
}


def studio_or_skip(data: dict[str, Any]) -> Any:
    if not ASSETS.is_dir():
        pytest.skip("needs the MakeHuman assets in ../shared/assets/makehuman")
    pytest.importorskip("moderngl")
    from render.draw import Studio

    try:
        return Studio(from_mapping(ClipSpec, data), ASSETS)
    except AssetsError as error:
        pytest.skip(str(error))


def test_missing_assets_say_where_to_get_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("moderngl")
    spec = tmp_path / "s.json"
    spec.write_text(json.dumps(TINY), encoding="utf-8")
    code = cli.main([str(spec), "--assets", str(tmp_path), "--out", str(tmp_path / "out")])
    message = capsys.readouterr().err
    assert code == 2
    assert "docs/sample-clips.md" in message
    assert message.count("\n") == 1
    assert not list((tmp_path / "out").glob("*.mp4"))


def test_a_bad_spec_ends_with_status_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec = tmp_path / "s.json"
    spec.write_text('{"name": "a", "legs": 3}', encoding="utf-8")
    code = cli.main([str(spec), "--assets", str(tmp_path), "--out", str(tmp_path / "out")])
    assert code == 2
    assert "Unknown field 'legs'" in capsys.readouterr().err


def test_a_frame_shows_the_runner_where_the_truth_says() -> None:
    data = {**TINY, "runner": {"shoe": "#ff0000", "midsole": "#ff0000", "shoe_accent": "#ff0000"}}
    data = {**data, "camera": {"subframes": 1, "noise": 0.0}, "scene": {"wall": "#808080"}}
    studio = studio_or_skip({**data, "video": {"width": 480, "height": 600, "duration_s": 0.3}})
    from render.truth import clip_truth

    times = np.array([0.1])
    truth = clip_truth(
        studio.spec, studio.motion, studio.motion.at(times), studio.pose_at(times), times
    )
    picture = studio.frame(0.1).astype(int)
    studio.close()
    red = (picture[..., 0] > 2 * picture[..., 1]) & (picture[..., 0] > 90)
    assert red.sum() > 200
    near = truth["frames"]["right"]
    points = np.array([near[k][0] for k in ("heel", "ball", "toe")])
    ys, xs = np.nonzero(red)
    for point in points:
        assert np.hypot(xs - point[0], ys - point[1]).min() < 5


def test_drawing_only_what_moves_changes_nothing() -> None:
    studio = studio_or_skip(TINY)
    part = [studio.frame(t) for t in (0.0, 0.2)]
    studio._still_camera = False
    whole = [studio.frame(t) for t in (0.0, 0.2)]
    studio.close()
    for a, b in zip(part, whole, strict=True):
        assert np.abs(a.astype(int) - b.astype(int)).max() <= 1


def test_the_same_spec_gives_the_same_clip(tmp_path: Path) -> None:
    studio_or_skip(TINY).close()
    from render.film import film

    spec = from_mapping(ClipSpec, TINY)
    sums = []
    for name in ("a", "b"):
        clip, truth = film(spec, ASSETS, tmp_path / name)
        sums.append([hashlib.sha256(p.read_bytes()).hexdigest() for p in (clip, truth)])
        assert {p.name for p in (tmp_path / name).iterdir()} == {"tiny.mp4", "tiny.truth.json"}
    assert sums[0] == sums[1]


def test_a_slow_motion_export_plays_slowly(tmp_path: Path) -> None:
    studio_or_skip(TINY).close()
    from render.film import film

    video = {"width": 160, "height": 200, "fps": 120, "tagged_fps": 30, "duration_s": 0.4}
    clip, _ = film(from_mapping(ClipSpec, {**TINY, "video": video}), ASSETS, tmp_path)
    with av.open(str(clip)) as container:
        stream = container.streams.video[0]
        assert float(stream.average_rate or 0) == 30.0
        assert sum(1 for _ in container.decode(stream)) == 12
