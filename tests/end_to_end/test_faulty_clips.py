"""Real files that are spoilt in one way each get the diagnosis; the unspoilt one does not."""

from __future__ import annotations

import json
from pathlib import Path

import av
import numpy as np
import pytest

from gaitcheck import Analysis, analyze
from gaitcheck.store.result import read_analysis
from gaitcheck.video import FrameReader, probe_video
from tests.end_to_end.command import SAMPLE, analysed_sample
from tests.end_to_end.spoilt import SPOILT, filmed, numbers_with_gaps, write

pytestmark = pytest.mark.slow
FAST_SAMPLE = Path(__file__).parents[2] / "sample_videos" / "heel_120fps.mp4"
# One shows the way with every `make test`; `test_spoilt_pictures` has all.
ALWAYS = ("cuts",)


def codes(analysis: Analysis) -> set[str]:
    return {note.code for note in analysis.quality}


@pytest.fixture(scope="module")
def original() -> set[str]:
    return codes(read_analysis(analysed_sample().results / "analysis.json"))


@pytest.mark.parametrize(
    "code", [pytest.param(c, marks=() if c in ALWAYS else pytest.mark.long) for c in SPOILT]
)
def test_a_spoilt_file_is_diagnosed(code: str, original: set[str], tmp_path: Path) -> None:
    assert code not in original
    spoilt = SPOILT[code](filmed())
    path = write(tmp_path / "spoilt.mp4", spoilt.pictures)
    assert code in codes(analyze(path, workers=1))


@pytest.mark.long
def test_the_same_pictures_unspoilt_have_none_of_it(tmp_path: Path) -> None:
    found = codes(analyze(write(tmp_path / "original.mp4", filmed().pictures), workers=1))
    assert not found & {*SPOILT, "strongly_compressed", "dropped_frames"}


@pytest.mark.long
def test_a_strongly_compressed_file_is_diagnosed(original: set[str], tmp_path: Path) -> None:
    assert "strongly_compressed" not in original
    path = write(tmp_path / "mush.mp4", filmed().pictures, rate_factor=42)
    assert "strongly_compressed" in codes(analyze(path, workers=1))


@pytest.mark.long
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


@pytest.mark.long
def test_combed_fields_give_no_wrong_answer(tmp_path: Path) -> None:
    """As old camcorders film: every other row of a picture a sixtieth of a second later."""
    with FrameReader(probe_video(FAST_SAMPLE)) as reader:
        every = [picture.copy() for _, picture in reader.read(0, 480)]
    woven = [picture.copy() for picture in every[::4]]
    for picture, later in zip(woven, every[2::4], strict=True):
        picture[1::2] = later[1::2]
    analysis = analyze(write(tmp_path / "fields.mp4", woven), workers=1)
    truth = json.loads(FAST_SAMPLE.with_suffix(".truth.json").read_text())
    assert analysis.cadence_spm == pytest.approx(truth["motion"]["cadence_spm"], rel=0.01)
    assert analysis.verdict.strike in ("heel", "unsure")


@pytest.mark.long
def test_left_out_and_uneven_pictures_are_diagnosed(original: set[str], tmp_path: Path) -> None:
    kept = numbers_with_gaps(filmed())
    path = write(tmp_path / "gaps.mp4", [filmed().pictures[number] for number in kept], kept)
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
