"""Landmarks in pixels: CSV read by pandas, netCDF opened by xarray."""

from __future__ import annotations

import io

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from gaitcheck.export.csv import LANDMARK_COLUMNS, write_landmarks_csv
from gaitcheck.export.netcdf import write_netcdf
from gaitcheck.model import ANKLE, HEEL, LANDMARK_NAMES, TOE
from tests.export.trials import GAP, make_trial

TRIAL = make_trial(slow_motion=8.0)


def test_the_names_are_mediapipes_left_before_right() -> None:
    assert len(set(LANDMARK_NAMES)) == 33
    for index, name in ((ANKLE, "ankle"), (HEEL, "heel"), (TOE, "foot_index")):
        assert LANDMARK_NAMES[index : index + 2] == (f"left_{name}", f"right_{name}")
    from mediapipe.tasks.python.vision import PoseLandmark

    assert [point.name.lower() for point in PoseLandmark] == list(LANDMARK_NAMES)


def test_the_csv_holds_the_landmarks() -> None:
    table = pd.read_csv(io.BytesIO(write_landmarks_csv(TRIAL)))
    assert tuple(table.columns) == LANDMARK_COLUMNS
    assert table["frame"].tolist() == list(range(90))
    np.testing.assert_allclose(table["time_s"], np.arange(90) / 240, atol=1e-6)
    np.testing.assert_allclose(table["file_time_s"], np.arange(90) / 30, atol=1e-6)
    for index, name in enumerate(LANDMARK_NAMES):
        seen = table[[f"{name}_x_px", f"{name}_y_px"]].to_numpy()
        np.testing.assert_allclose(seen, TRIAL.landmarks.points[:, index], atol=6e-4)
        np.testing.assert_allclose(
            table[f"{name}_visibility"], TRIAL.landmarks.visibility[:, index], atol=6e-4
        )
    assert tuple(np.flatnonzero(table["nose_x_px"].isna())) == GAP


@pytest.fixture(scope="module")
def dataset() -> xr.Dataset:
    return xr.load_dataset(io.BytesIO(write_netcdf(TRIAL)))


def test_the_netcdf_is_a_poses_dataset_of_movement(dataset: xr.Dataset) -> None:
    """What ``movement.validators.datasets.ValidPosesInputs`` asks of a dataset."""
    assert dataset["position"].dims == ("time", "space", "keypoints", "individuals")
    assert dataset["confidence"].dims == ("time", "keypoints", "individuals")
    assert dataset["space"].values.tolist() == ["x", "y"]
    assert dataset["keypoints"].values.tolist() == list(LANDMARK_NAMES)
    assert dataset["individuals"].values.tolist() == ["runner"]
    assert dataset.attrs["ds_type"] == "poses"
    assert dataset.attrs["fps"] == pytest.approx(240)
    assert dataset.attrs["time_unit"] == "seconds"
    assert dataset.attrs["source_software"].startswith("gaitcheck ")
    assert dataset.attrs["source_file"] == "example run.mp4"
    assert dataset["position"].attrs["units"] == "pixels"


def test_the_netcdf_holds_the_landmarks(dataset: xr.Dataset) -> None:
    np.testing.assert_allclose(dataset["time"], np.arange(90) / 240)
    for index, name in enumerate(LANDMARK_NAMES):
        own = dataset.sel(keypoints=name, individuals="runner")
        np.testing.assert_allclose(own["position"], TRIAL.landmarks.points[:, index], rtol=1e-6)
        np.testing.assert_allclose(
            own["confidence"], TRIAL.landmarks.visibility[:, index], rtol=1e-6
        )
    gaps = dataset["position"].isnull().all(("space", "keypoints", "individuals"))
    assert tuple(np.flatnonzero(gaps)) == GAP


def test_a_file_name_of_any_letters_is_kept() -> None:
    from dataclasses import replace

    from gaitcheck.export.trial import Trial

    analysis = TRIAL.analysis
    named = replace(analysis, clip=replace(analysis.clip, file="-läuft 走\udcff.mp4"))
    dataset = xr.load_dataset(io.BytesIO(write_netcdf(Trial(named))))
    assert dataset.attrs["source_file"] == "-läuft 走?.mp4"
