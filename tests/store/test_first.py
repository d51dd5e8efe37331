from __future__ import annotations

import io
import pickle
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from gaitcheck.model import Landmarks
from gaitcheck.store.landmarks import (
    LANDMARKS_NAME,
    LandmarksError,
    read_landmarks,
    to_npz_bytes,
    write_landmarks,
)
from tests.examples import make_analysis, make_clip

CLIP = make_clip()


def example() -> Landmarks:
    landmarks = make_analysis().landmarks
    assert landmarks is not None
    return landmarks


def arrays_of(data: bytes) -> dict[str, np.ndarray]:
    with np.load(io.BytesIO(data)) as archive:
        return dict(archive)


@st.composite
def all_landmarks(draw: st.DrawFn) -> Landmarks:
    """Draw the landmarks of up to twelve frames; in some the runner is not found."""
    intervals = draw(st.lists(st.floats(1e-4, 10), max_size=12))
    frames = len(intervals)
    pixels = st.floats(-20_000, 20_000)
    points = draw(npst.arrays(np.float64, (frames, 33, 2), elements=pixels, fill=pixels))
    depth = draw(npst.arrays(np.float64, (frames, 33), elements=pixels, fill=pixels))
    visibility = draw(npst.arrays(np.float64, (frames, 33), elements=st.floats(0, 1)))
    lost = draw(npst.arrays(np.bool_, frames))
    for values in (points, depth, visibility):
        values[lost] = np.nan
    return Landmarks(np.cumsum(intervals), points, depth, visibility, 1920, 1080)


@given(all_landmarks())
def test_landmarks_come_back(landmarks: Landmarks) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_landmarks(Path(folder), landmarks, CLIP)
        back = read_landmarks(Path(folder), CLIP)
    np.testing.assert_array_equal(back.time_s, landmarks.time_s)
    np.testing.assert_allclose(back.points, landmarks.points, rtol=1e-7, atol=1e-6)
    np.testing.assert_allclose(back.depth, landmarks.depth, rtol=5e-4, atol=1e-6)
    np.testing.assert_allclose(back.visibility, landmarks.visibility, rtol=0, atol=2.5e-4)
    assert (back.width, back.height) == (1920, 1080)
    # What was read once is written again to the last bit.
    assert to_npz_bytes(back, CLIP) == to_npz_bytes(landmarks, CLIP)


def test_the_file_says_which_frames_were_tracked() -> None:
    landmarks = example()
    points = landmarks.points.copy()
    points[[3, 4, 20]] = np.nan
    data = to_npz_bytes(replace(landmarks, points=points), CLIP)
    assert np.flatnonzero(~arrays_of(data)["tracked"]).tolist() == [3, 4, 20]


def test_the_file_is_compact() -> None:
    landmarks = example()
    assert len(to_npz_bytes(landmarks, CLIP)) < 0.5 * landmarks.points.nbytes


def test_missing_landmarks_are_said(tmp_path: Path) -> None:
    with pytest.raises(LandmarksError, match=r"landmarks\.npz is not in") as caught:
        read_landmarks(tmp_path, CLIP)
    assert "\n" not in str(caught.value)


def test_the_landmarks_of_another_clip_are_refused(tmp_path: Path) -> None:
    write_landmarks(tmp_path, example(), make_clip(sha256="0" * 64))
    with pytest.raises(LandmarksError, match="another clip"):
        read_landmarks(tmp_path, CLIP)


def test_a_folder_in_its_place_is_said(tmp_path: Path) -> None:
    (tmp_path / LANDMARKS_NAME).mkdir()
    with pytest.raises(LandmarksError, match="cannot be read"):
        read_landmarks(tmp_path, CLIP)


def npz(**changes: object) -> bytes:
    arrays = arrays_of(to_npz_bytes(example(), CLIP)) | changes
    buffer = io.BytesIO()
    np.savez(buffer, **{name: array for name, array in arrays.items() if array is not None})
    return buffer.getvalue()


GOOD = npz()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04",
        b"not a zip",
        GOOD[: len(GOOD) // 2],
        GOOD[:2000] + bytes(4000) + GOOD[6000:],
        pickle.dumps({"points": 1}),
        npz(points=None),
        npz(format=np.array("other/1")),
        npz(points=np.array([{"a": 1}], dtype=object)),
        npz(points=np.zeros((90, 33, 3), np.float32)),
        npz(points=np.zeros((89, 33, 2), np.float32)),
        npz(points=np.zeros((90, 33, 2), np.float64)),
        npz(time_s=np.zeros(90)),
        npz(time_s=np.array(1.0)),
        npz(tracked=np.zeros(90, bool)),
        npz(size=np.array([0, 360], np.int32)),
    ],
)
def test_damaged_and_foreign_files_are_one_sentence(tmp_path: Path, data: bytes) -> None:
    (tmp_path / LANDMARKS_NAME).write_bytes(data)
    with pytest.raises(LandmarksError, match=r"landmarks\.npz (is damaged|holds no)") as caught:
        read_landmarks(tmp_path, CLIP)
    assert "\n" not in str(caught.value)


def test_a_file_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gaitcheck.store.landmarks.LARGEST_BYTES", 10_000)
    write_landmarks(tmp_path, example(), CLIP)
    with pytest.raises(LandmarksError, match="larger than"):
        read_landmarks(tmp_path, CLIP)
