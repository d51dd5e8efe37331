"""Real files that are spoilt in one way each get the diagnosis; the unspoilt one does not."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from gaitcheck import Analysis, analyze
from gaitcheck.video import FrameReader, probe_video
from gaitcheck.video.types import Picture

pytestmark = pytest.mark.slow
FAST_SAMPLE = Path(__file__).parents[2] / "sample_videos" / "heel_120fps.mp4"
SAMPLE = Path(__file__).parents[2] / "sample_videos" / "heel_treadmill_left.mp4"
FRAMES = 60
# Rows of the picture in which the shoes land.
RAIL = slice(700, 785)
# Rows across the hips.
HIPS = slice(462, 476)

Spoil = Callable[[list[Picture]], list[Picture]]


@cache
def pictures() -> list[Picture]:
    """Return the sample's first frames; who spoils them makes new ones."""
    with FrameReader(probe_video(SAMPLE)) as reader:
        return [picture.copy() for _, picture in reader.read(0, FRAMES)]


def write(
    path: Path, frames: list[Picture], stamps: list[int] | None = None, rate_factor: int = 20
) -> Path:
    height, width = (side // 2 * 2 for side in frames[0].shape[:2])
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=30, options={"crf": str(rate_factor)})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for number, picture in enumerate(frames):
            cut = np.ascontiguousarray(picture[:height, :width])
            frame = av.VideoFrame.from_ndarray(cut, format="rgb24")
            frame.pts = number if stamps is None else stamps[number]
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


def codes(analysis: Analysis) -> set[str]:
    return {note.code for note in analysis.quality}


def dark(frames: list[Picture]) -> list[Picture]:
    return [(picture * 0.15).astype(np.uint8) for picture in frames]


def bright(frames: list[Picture]) -> list[Picture]:
    return [np.clip(picture * 2.6, 0, 255).astype(np.uint8) for picture in frames]


def smeared(frames: list[Picture]) -> list[Picture]:
    return [np.asarray(cv2.GaussianBlur(picture, (0, 0), 7.0)) for picture in frames]


def doubled(frames: list[Picture]) -> list[Picture]:
    return [frames[index - index % 5 // 4] for index in range(len(frames))]


def zoomed(frames: list[Picture]) -> list[Picture]:
    height, width = frames[0].shape[:2]
    out = []
    for number, picture in enumerate(frames):
        scale = 1 + 0.3 * number / len(frames)
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), 0.0, scale * 0.75)
        out.append(np.asarray(cv2.warpAffine(picture, turn, (width, height))))
    return out


def shaken(frames: list[Picture]) -> list[Picture]:
    rng = np.random.default_rng(0)
    out = []
    for picture in frames:
        dx, dy = rng.normal(0, 9.0, 2)
        move = np.array([[1.0, 0.0, dx], [0.0, 1.0, dy]])
        out.append(
            np.asarray(
                cv2.warpAffine(picture, move, picture.shape[1::-1], borderMode=cv2.BORDER_REPLICATE)
            )
        )
    return out


def rail_over_the_shoes(frames: list[Picture]) -> list[Picture]:
    out = [picture.copy() for picture in frames]
    for picture in out:
        picture[RAIL] = 20
    return out


def rail_over_the_hips(frames: list[Picture]) -> list[Picture]:
    """Draw a bar where the hips of the sample's runner are."""
    out = [picture.copy() for picture in frames]
    for picture in out:
        picture[HIPS] = (150, 152, 155)
    return out


def without_feet(frames: list[Picture]) -> list[Picture]:
    return [picture[:740] for picture in frames]


def on_its_side(frames: list[Picture]) -> list[Picture]:
    return [np.asarray(cv2.rotate(picture, cv2.ROTATE_90_CLOCKWISE)) for picture in frames]


def cut_together(frames: list[Picture]) -> list[Picture]:
    other = [np.ascontiguousarray(picture[:, ::-1]) for picture in frames]
    return frames[: FRAMES // 2] + other[FRAMES // 2 :]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    path = write(tmp_path_factory.mktemp("clips") / "original.mp4", pictures())
    return codes(analyze(path, workers=1))


@pytest.mark.parametrize(
    ("code", "spoil"),
    [
        ("too_dark", dark),
        ("too_bright", bright),
        ("blurred_feet", smeared),
        ("feet_covered", rail_over_the_shoes),
        ("hips_hidden", rail_over_the_hips),
        ("duplicate_frames", doubled),
        ("zoom", zoomed),
        ("shaking_camera", shaken),
        ("feet_out_of_picture", without_feet),
        ("picture_turned", on_its_side),
        ("cuts", cut_together),
    ],
)
def test_a_spoilt_file_is_diagnosed(
    code: str, spoil: Spoil, original: set[str], tmp_path: Path
) -> None:
    assert code not in original
    found = codes(analyze(write(tmp_path / "spoilt.mp4", spoil(pictures())), workers=1))
    assert code in found


def test_a_strongly_compressed_file_is_diagnosed(original: set[str], tmp_path: Path) -> None:
    assert "strongly_compressed" not in original
    path = write(tmp_path / "mush.mp4", pictures(), rate_factor=42)
    assert "strongly_compressed" in codes(analyze(path, workers=1))


def test_a_slow_motion_export_that_turns_slow_and_back(tmp_path: Path) -> None:
    """As phones export it: every fourth picture, then all of them, then every fourth again."""
    with FrameReader(probe_video(FAST_SAMPLE)) as reader:
        every = [picture.copy() for _, picture in reader.read(0, 720)]
    shown = [*range(0, 180, 4), *range(180, 500), *range(500, 720, 4)]
    truth = json.loads(FAST_SAMPLE.with_suffix(".truth.json").read_text())
    analysis = analyze(write(tmp_path / "ramp.mp4", [every[k] for k in shown]), workers=1)
    assert {"speed_ramp", "part_used", "slow_motion"} <= codes(analysis)
    assert not {"dropped_frames", "duplicate_frames", "variable_frame_rate"} & codes(analysis)
    assert analysis.clip.slow_motion == 4.0
    assert analysis.cadence_spm == pytest.approx(truth["motion"]["cadence_spm"], rel=0.04)
    # Steps are read in the slow part alone, pictures 45 to 365 of the file.
    assert all(40 <= step.contact_frame <= 370 for step in analysis.steps)
    assert analysis.verdict.strike in ("heel", "unsure")
    for side, result in analysis.sides.items():
        own = [step for step in truth["steps"] if step["side"] == side]
        true_s = np.mean([s["toe_off_time_s"] - s["contact_time_s"] for s in own[:-1]])
        assert result.contact_time_s == pytest.approx(true_s, abs=0.03)


def test_left_out_and_uneven_pictures_are_diagnosed(original: set[str], tmp_path: Path) -> None:
    frames = pictures()
    kept = [number for number in range(len(frames)) if number % 20 != 7]
    path = write(tmp_path / "gaps.mp4", [frames[number] for number in kept], kept)
    assert "dropped_frames" not in original
    assert "dropped_frames" in codes(analyze(path, workers=1))


def test_the_cameras_note_of_its_rate_is_read(tmp_path: Path) -> None:
    path = tmp_path / "android.mp4"
    with av.open(str(path), "w", options={"movflags": "use_metadata_tags"}) as out:
        out.metadata["com.android.capture.fps"] = "240.0"
        stream = out.add_stream("libx264", rate=30)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for _ in range(3):
            frame = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24")
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    assert probe_video(path).camera_fps == 240.0
    assert probe_video(SAMPLE).camera_fps is None
