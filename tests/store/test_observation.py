"""``observation.npz``: what was seen comes back to the last bit, and damage is one sentence."""

from __future__ import annotations

import io
import json
import pickle
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaitcheck.model import Observation
from gaitcheck.model.precision import keep_precision
from gaitcheck.store.arrays import to_npz_bytes
from gaitcheck.store.observation import (
    FORMAT_ID,
    OBSERVATION_NAME,
    ObservationError,
    from_bytes,
    load_observation,
    save_observation,
    to_bytes,
    write_observation,
)
from tests.examples import make_analysis, make_observation, make_stepless_analysis
from tests.gait.quality.clips import tracking_of_pictures
from tests.gait.synthetic import Runner, landmarks_of, observation_of
from tests.store.seen import assert_same, observations


@given(observations())
def test_a_rounded_observation_comes_back_to_the_last_bit(observation: Observation) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_observation(Path(folder), observation)
        back = load_observation(Path(folder))
    assert_same(back, observation)
    assert to_bytes(back) == to_bytes(observation)


@given(observations())
def test_the_same_observation_gives_the_same_bytes(observation: Observation) -> None:
    turned = replace(observation, shoes=dict(reversed(list(observation.shoes.items()))))
    again = to_bytes(replace(observation, tracking=keep_precision(observation.tracking)))
    assert to_bytes(observation) == again
    assert arrays_of(to_bytes(turned)).keys() == arrays_of(to_bytes(observation)).keys()


@pytest.mark.parametrize("analysis", [make_analysis(), make_stepless_analysis()])
def test_the_example_comes_back(analysis: Any, tmp_path: Path) -> None:
    observation = make_observation(analysis)
    write_observation(tmp_path, observation)
    assert_same(load_observation(tmp_path), observation)
    save_observation(observation, tmp_path / "elsewhere.bin")
    assert_same(load_observation(tmp_path / "elsewhere.bin"), observation)


def test_landmarks_are_rounded_once_and_then_kept() -> None:
    tracking = make_observation().tracking
    raw = replace(
        tracking,
        landmarks=replace(tracking.landmarks, points=tracking.landmarks.points + 0.001),
    )
    once = keep_precision(raw)
    assert np.abs(once.landmarks.points - raw.landmarks.points).max() <= 1 / 128
    assert_same(keep_precision(once), once)


def test_the_file_is_compact() -> None:
    observation = make_observation()
    assert len(to_bytes(observation)) < 0.5 * observation.tracking.landmarks.points.nbytes


def arrays_of(data: bytes) -> dict[str, np.ndarray]:
    with np.load(io.BytesIO(data)) as archive:
        return dict(archive)


def test_an_observation_that_does_not_say_how_bare_the_ground_is_can_be_read() -> None:
    tracking = tracking_of_pictures(landmarks_of(Runner()))
    arrays = arrays_of(to_bytes(observation_of(tracking)))
    del arrays["look.bare"]
    quality = from_bytes(to_npz_bytes(arrays)).tracking.picture_quality
    assert quality is not None
    assert np.isnan(quality.bare).all()
    assert np.isfinite(quality.white).any()


def npz(**changes: object) -> bytes:
    names = {name.replace("__", "."): value for name, value in changes.items()}
    arrays = arrays_of(to_bytes(make_observation())) | names
    buffer = io.BytesIO()
    np.savez(buffer, **{name: array for name, array in arrays.items() if array is not None})
    return buffer.getvalue()


def told(**changes: object) -> bytes:
    """Return an observation whose text says something else."""
    rest = json.loads(str(arrays_of(GOOD)["text"])) | changes
    rest = {name: value for name, value in rest.items() if value is not None}
    return npz(text=np.array(json.dumps(rest)))


GOOD = npz()


@pytest.mark.parametrize("place", ["folder", "file"])
def test_a_missing_observation_is_said(tmp_path: Path, place: str) -> None:
    path = tmp_path if place == "folder" else tmp_path / OBSERVATION_NAME
    with pytest.raises(ObservationError, match=r"There is no observation\.npz in") as caught:
        load_observation(path)
    assert "Analyse the clip again." in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["gaitcheck.observation/2", "other"])
def test_another_format_is_said(tmp_path: Path, name: str) -> None:
    (tmp_path / OBSERVATION_NAME).write_bytes(told(format=name))
    with pytest.raises(ObservationError, match="written by another version") as caught:
        load_observation(tmp_path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04",
        b"not a zip",
        GOOD[: len(GOOD) // 2],
        GOOD[:2000] + bytes(4000) + GOOD[6000:],
        pickle.dumps({"text": 1}),
        npz(text=None),
        npz(text=np.array("{")),
        npz(text=np.array("[]")),
        npz(text=np.array([{"a": 1}], dtype=object)),
        npz(landmarks__points=None),
        npz(landmarks__points=np.array([{"a": 1}], dtype=object)),
        npz(landmarks__points=np.zeros((90, 33, 3), np.float32)),
        npz(landmarks__points=np.zeros((89, 33, 2), np.float32)),
        npz(landmarks__points=np.zeros((90, 33, 2), np.float64)),
        npz(landmarks__time_s=np.zeros(90)),
        npz(landmarks__time_s=np.array(1.0)),
        npz(camera__steadiness=None),
        told(clip=None),
        told(clip={"file": "a"}),
        told(size=[1]),
        told(people=[{"who": 1}]),
        told(people=7),
        told(options={"shoe_size": 44}),
        told(foot_length={"left": 40.0}),
        told(foot_length=7),
    ],
)
def test_damage_is_one_sentence(tmp_path: Path, data: bytes) -> None:
    (tmp_path / OBSERVATION_NAME).write_bytes(data)
    with pytest.raises(ObservationError, match=r"observation\.npz is damaged") as caught:
        load_observation(tmp_path)
    assert "Analyse the clip again." in str(caught.value)
    assert "\n" not in str(caught.value)


@given(st.integers(0, len(GOOD) - 1), st.integers(1, 255))
def test_no_byte_that_changed_is_a_fault_of_the_program(place: int, by: int) -> None:
    data = bytearray(GOOD)
    data[place] ^= by
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / OBSERVATION_NAME).write_bytes(bytes(data))
        try:
            load_observation(Path(folder))
        except ObservationError as error:
            assert "\n" not in str(error)  # noqa: PT017


def test_a_folder_in_its_place_is_said(tmp_path: Path) -> None:
    (tmp_path / OBSERVATION_NAME).mkdir()
    with pytest.raises(ObservationError):
        load_observation(tmp_path)


def test_a_file_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gaitcheck.store.arrays.LARGEST_BYTES", 10_000)
    write_observation(tmp_path, make_observation())
    with pytest.raises(ObservationError, match="damaged"):
        load_observation(tmp_path)


def test_the_format_is_named_in_the_file() -> None:
    assert json.loads(str(arrays_of(GOOD)["text"]))["format"] == FORMAT_ID
