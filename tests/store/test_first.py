"""``landmarks.npz`` of results before ``gaitcheck.analysis/2``."""

from __future__ import annotations

import io
import pickle
from pathlib import Path

import numpy as np
import pytest

from gaitcheck.errors import InputError
from gaitcheck.store.first import FIRST_LANDMARKS_NAME, observation_of_first
from tests.examples import make_analysis, make_clip
from tests.store.first import first_landmarks

ANALYSIS = make_analysis()


def npz(**changes: object) -> bytes:
    arrays = first_landmarks(ANALYSIS) | changes
    buffer = io.BytesIO()
    np.savez(buffer, **{name: array for name, array in arrays.items() if array is not None})
    return buffer.getvalue()


GOOD = npz()


def test_landmarks_come_back(tmp_path: Path) -> None:
    path = tmp_path / FIRST_LANDMARKS_NAME
    path.write_bytes(GOOD)
    found = observation_of_first(path, ANALYSIS.clip)
    own, back = ANALYSIS.landmarks, found.tracking.landmarks
    assert own is not None
    np.testing.assert_array_equal(back.time_s, own.time_s)
    np.testing.assert_allclose(back.points, own.points, rtol=1e-7, atol=1e-4)
    np.testing.assert_allclose(back.depth, own.depth, rtol=5e-4, atol=1e-6)
    np.testing.assert_allclose(back.visibility, own.visibility, rtol=0, atol=2.5e-4)
    assert (back.width, back.height) == (own.width, own.height)
    assert back.points.dtype == np.float64
    assert (found.clip, found.shoes, found.tracking.picture_quality) == (ANALYSIS.clip, {}, None)


def test_the_landmarks_of_another_clip_are_refused(tmp_path: Path) -> None:
    path = tmp_path / FIRST_LANDMARKS_NAME
    path.write_bytes(GOOD)
    for other in (make_clip(sha256="0" * 64), make_clip(frames=89)):
        with pytest.raises(InputError, match="belongs to another clip"):
            observation_of_first(path, other)


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
        npz(time_s=np.zeros(90)),
        npz(time_s=np.array(1.0)),
        npz(size=np.array([360], np.int32)),
        npz(size=np.array(["a", "b"])),
    ],
)
def test_damaged_and_foreign_files_are_one_sentence(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / FIRST_LANDMARKS_NAME
    path.write_bytes(data)
    with pytest.raises(InputError, match=r"landmarks\.npz is damaged") as caught:
        observation_of_first(path, ANALYSIS.clip)
    assert "\n" not in str(caught.value)


def test_a_folder_in_its_place_is_said(tmp_path: Path) -> None:
    (tmp_path / FIRST_LANDMARKS_NAME).mkdir()
    with pytest.raises(InputError):
        observation_of_first(tmp_path / FIRST_LANDMARKS_NAME, ANALYSIS.clip)


def test_a_file_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gaitcheck.store.arrays.LARGEST_BYTES", 10_000)
    (tmp_path / FIRST_LANDMARKS_NAME).write_bytes(GOOD)
    with pytest.raises(InputError, match="damaged"):
        observation_of_first(tmp_path / FIRST_LANDMARKS_NAME, ANALYSIS.clip)
