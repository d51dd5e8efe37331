"""C3D, opened by ezc3d and by py-c3d, which share no code."""

from __future__ import annotations

import io
import sys
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gaitcheck.errors import InputError
from gaitcheck.export.c3d import put_on_grid, write_c3d
from gaitcheck.export.trial import Trial
from gaitcheck.model import LANDMARK_NAMES
from tests.examples import make_observation, make_step, make_stepless_analysis
from tests.export.trials import GAP, expected_points, make_landmarks, make_trial, with_times

ezc3d = pytest.importorskip("ezc3d", reason="there is no ezc3d for this machine")


@pytest.fixture
def reopen(tmp_path: Path) -> Any:
    def open_(trial: Trial) -> Any:
        path = tmp_path / "landmarks.c3d"
        path.write_bytes(write_c3d(trial))
        return ezc3d.c3d(str(path))

    return open_


def parameter(file: Any, group: str, name: str) -> Any:
    return file["parameters"][group][name]["value"]


@pytest.mark.parametrize(
    ("height_cm", "unit", "scale"), [(None, "leg_length", 1.0), (180.0, "mm", 0.491 * 1800)]
)
def test_points_are_the_gait_view_in_its_unit(
    reopen: Any, height_cm: float | None, unit: str, scale: float
) -> None:
    trial = make_trial(height_cm=height_cm)
    file = reopen(trial)
    assert parameter(file, "POINT", "LABELS") == list(LANDMARK_NAMES)
    assert parameter(file, "POINT", "UNITS") == [unit]
    assert parameter(file, "POINT", "X_SCREEN") == ["+X"]
    assert parameter(file, "POINT", "Y_SCREEN") == ["+Y"]
    points = file["data"]["points"]
    np.testing.assert_allclose(
        points[:2].transpose(2, 1, 0), expected_points(trial) * scale, rtol=1e-6
    )
    seen = np.isfinite(points[0]).all(axis=0)
    assert (points[2][:, seen] == 0).all()
    assert tuple(np.flatnonzero(~seen)) == GAP
    assert unit in parameter(file, "GAITCHECK", "LENGTHS")[0]
    assert parameter(file, "GAITCHECK", "FRAMES") == ["90 of 90 frames"]


def test_another_reader_sees_the_same() -> None:
    import c3d

    trial = make_trial()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it misses analog data
        reader = c3d.Reader(io.BytesIO(write_c3d(trial)))
        frames = [points for _, points, _ in reader.read_frames()]
    assert [label.strip() for label in reader.point_labels] == list(LANDMARK_NAMES)
    assert (reader.first_frame, reader.last_frame) == (1, 90)
    assert reader.point_rate == pytest.approx(30)
    points = np.array(frames)
    missing = points[..., 3] < 0
    assert tuple(np.flatnonzero(missing.all(axis=1))) == GAP
    np.testing.assert_allclose(
        np.where(missing[..., None], np.nan, points[..., :2]), expected_points(trial), rtol=1e-6
    )


def test_slow_motion_runs_in_real_time(reopen: Any) -> None:
    file = reopen(make_trial(slow_motion=8.0))
    assert parameter(file, "POINT", "RATE")[0] == pytest.approx(240)
    assert parameter(file, "EVENT", "TIMES")[1][0] == pytest.approx(0.2 / 8)


def test_contacts_and_toe_offs_are_events_of_their_side(reopen: Any) -> None:
    trial = make_trial()
    file = reopen(trial)
    times = parameter(file, "EVENT", "TIMES")
    rows = zip(
        times[0] * 60 + times[1],
        parameter(file, "EVENT", "CONTEXTS"),
        parameter(file, "EVENT", "LABELS"),
        strict=True,
    )
    found = {(side, label, round(float(time), 3)) for time, side, label in rows}
    wanted = {
        (step.side.title(), label, round(time, 3))
        for step in trial.analysis.steps
        for label, time in (
            ("Foot Strike", step.contact_time_s),
            ("Foot Off", step.toe_off_time_s),
        )
        if time is not None
    }
    assert found == wanted
    assert parameter(file, "EVENT", "USED") == len(wanted)
    assert (np.diff(times[1]) > 0).all()


def test_events_count_from_the_first_frame(reopen: Any) -> None:
    landmarks = make_landmarks()
    file = reopen(make_trial(with_times(landmarks, landmarks.time_s + 0.1)))
    assert parameter(file, "EVENT", "TIMES")[1][0] == pytest.approx(0.2 - 0.1)


def test_more_events_than_the_format_holds_are_counted(reopen: Any) -> None:
    trial = make_trial()
    steps = tuple(make_step(k, "left", 0.2 + 0.01 * k, "heel") for k in range(200))
    file = reopen(Trial(replace(trial.analysis, steps=steps), trial.observation))
    assert parameter(file, "EVENT", "TIMES").shape == (2, 255)
    assert parameter(file, "GAITCHECK", "EVENTS")[0].startswith("255 of ")


def test_more_frames_than_the_format_holds_are_counted(
    reopen: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gaitcheck.export.c3d.MOST_FRAMES", 40)
    file = reopen(make_trial())
    assert file["data"]["points"].shape[2] == 40
    assert parameter(file, "GAITCHECK", "FRAMES") == ["40 of 90 frames"]


def test_without_steps_there_are_no_events(reopen: Any) -> None:
    analysis = make_stepless_analysis(landmarks=make_landmarks())
    file = reopen(Trial(analysis, make_observation(analysis)))
    assert "EVENT" not in file["parameters"]


def test_uneven_frames_are_put_on_an_even_grid() -> None:
    time_s = np.array([0.0, 0.03, 0.08, 0.1, 0.16, 0.2])
    points = np.stack([3 * time_s, 1 - time_s], axis=1)[:, np.newaxis]
    grid = put_on_grid(points, time_s, 25.0)
    even = np.arange(6) / 25
    np.testing.assert_allclose(grid[:, 0], np.stack([3 * even, 1 - even], axis=1))


def test_a_gap_of_uneven_frames_stays_a_gap() -> None:
    time_s = np.array([0.0, 0.03, 0.08, 0.1, 0.16, 0.2])
    points = np.ones((6, 1, 2))
    points[2] = np.nan
    grid = put_on_grid(points, time_s, 25.0)
    # 0.04 s lies before the gap at 0.08 s; 0.08 s is in it; 0.12 s lies between two frames seen.
    assert np.isnan(grid[:, 0, 0]).tolist() == [False, True, True, False, False, False]


def test_frames_that_a_camera_rounded_stay_as_they_are() -> None:
    time_s = np.round(np.arange(50) / 29.97, 3)
    points = np.random.default_rng(1).normal(size=(50, 2, 2))
    assert put_on_grid(points, time_s, 29.97) is points


def test_without_the_library_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ezc3d", None)
    with pytest.raises(InputError, match="need the library ezc3d"):
        write_c3d(make_trial())
