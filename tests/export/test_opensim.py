"""TRC and MOT, read as OpenSim reads them."""

from __future__ import annotations

import numpy as np
import pytest

from gaitcheck.export.mot import write_mot
from gaitcheck.export.trc import write_trc
from gaitcheck.model import LANDMARK_NAMES
from tests.export.opensim import read_mot, read_trc
from tests.export.trials import GAP, expected_points, make_landmarks, make_trial, with_times


@pytest.mark.parametrize(
    ("height_cm", "unit", "scale", "tolerance"),
    [(None, "leg_length", 1.0, 1e-6), (180.0, "mm", 0.491 * 1800, 1e-3)],
)
def test_a_trc_holds_the_gait_view_in_its_unit(
    height_cm: float | None, unit: str, scale: float, tolerance: float
) -> None:
    trial = make_trial(height_cm=height_cm)
    trc = read_trc(write_trc(trial))
    assert trc.names == list(LANDMARK_NAMES)
    assert trc.header["Units"] == unit
    assert trc.frames == list(range(1, 91))
    np.testing.assert_allclose(trc.points[..., :2], expected_points(trial) * scale, atol=tolerance)
    seen = np.isfinite(trc.points).all(axis=(1, 2))
    assert (trc.points[seen][..., 2] == 0).all()
    assert tuple(np.flatnonzero(~seen)) == GAP


def test_a_trc_of_slow_motion_runs_in_real_time() -> None:
    trc = read_trc(write_trc(make_trial(slow_motion=8.0)))
    assert float(trc.header["DataRate"]) == pytest.approx(240)
    np.testing.assert_allclose(trc.time_s, np.arange(90) / 240, atol=1e-6)


def test_a_trc_keeps_uneven_times() -> None:
    uneven = np.cumsum(np.tile([0.03, 0.05], 45))
    trc = read_trc(write_trc(make_trial(with_times(make_landmarks(), uneven))))
    np.testing.assert_allclose(trc.time_s, uneven, atol=1e-6)


def test_a_trc_with_a_gap_in_the_last_marker_keeps_its_cells() -> None:
    landmarks = make_landmarks()
    landmarks.points[20, 32] = np.nan
    trc = read_trc(write_trc(make_trial(landmarks)))
    assert np.isnan(trc.points[20, 32]).all()
    assert np.isfinite(trc.points[20, :23]).all()


def test_a_mot_holds_the_joint_angles_by_the_names_of_opensim() -> None:
    trial = make_trial()
    header, table = read_mot(write_mot(trial))
    assert header["inDegrees"] == "yes"
    assert list(table) == [
        *("time", "pelvis_tilt"),
        *("hip_flexion_r", "knee_angle_r", "ankle_angle_r"),
        *("hip_flexion_l", "knee_angle_l", "ankle_angle_l"),
    ]
    for name, angle in trial.joint_angles.items():
        np.testing.assert_allclose(table[name], angle, atol=1e-4)
    assert tuple(np.flatnonzero(np.isnan(table["knee_angle_l"]))) == GAP


def test_a_mot_tells_left_from_right() -> None:
    """The left foot of the example lands at 0.2 s, the right one half a stride later."""
    _, table = read_mot(write_mot(make_trial()))
    at_left_contact = int(np.argmin(np.abs(table["time"] - 0.2)))
    assert table["hip_flexion_l"][at_left_contact] > table["hip_flexion_r"][at_left_contact] + 20


def test_a_mot_of_slow_motion_runs_in_real_time() -> None:
    _, table = read_mot(write_mot(make_trial(slow_motion=8.0)))
    np.testing.assert_allclose(table["time"], np.arange(90) / 240, atol=1e-6)
