"""The running cycle where frames come unevenly or the playback speed changes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gaitcheck.gait.cycle import even_clock
from gaitcheck.gait.measure import GaitMeasure, measure_gait
from gaitcheck.gait.verdict import summarise_sides
from gaitcheck.model import FloatArray, Landmarks
from tests.gait.metrics.runners import form_of, measure_metrics
from tests.gait.synthetic import Runner, landmarks_of, without_frames

DENSE = Runner(fps=240.0, seconds=9.0)


def seen_at(real_s: FloatArray, file_s: FloatArray | None = None) -> Landmarks:
    """Return the runner at these instants of real time, stamped with these of file time."""
    dense = landmarks_of(DENSE)
    frames = np.round(real_s * DENSE.fps).astype(int)
    return replace(
        dense,
        time_s=real_s if file_s is None else file_s,
        points=dense.points[frames],
        depth=dense.depth[frames],
        visibility=dense.visibility[frames],
    )


def contact_errors_ms(gait: GaitMeasure, real_s: FloatArray) -> FloatArray:
    """Return how far the near foot's contacts lie from the truth, milliseconds of real time."""
    truth = DENSE.contact_frames("right") / DENSE.fps
    found = [step.contact_frame for step in gait.sides["right"].steps]
    at = np.interp(found, np.arange(len(real_s)), real_s)
    return np.array([1000 * np.abs(truth - t).min() for t in at])


def uneven_times() -> FloatArray:
    steps = np.random.default_rng(2).choice([4, 6, 8, 10, 12], 260)
    times = np.cumsum(steps) / DENSE.fps
    return times[times < DENSE.seconds - 0.1]


def ramp() -> tuple[FloatArray, FloatArray]:
    """Return real and file time of a 240 fps clip at 30 fps: normal, eight times slower, normal."""
    steps = np.concatenate([np.full(60, 8), np.full(400, 1), np.full(60, 8)])
    real_s = np.cumsum(steps) / 240
    return real_s, np.arange(len(steps)) / 30


def test_even_frames_keep_their_own_times() -> None:
    times = np.arange(100) / 29.97
    assert even_clock(times) is times
    # Time stamps in whole milliseconds.
    rounded = np.round(times, 3)
    assert even_clock(rounded) is rounded


def test_contacts_are_found_where_frames_come_at_uneven_times() -> None:
    times = uneven_times()
    gait = measure_gait(seen_at(times))
    assert gait.cycle is not None
    assert 120 / gait.cycle.stride_s == pytest.approx(DENSE.cadence_spm, abs=0.5)
    assert len(gait.sides["right"].steps) >= 10
    assert np.median(contact_errors_ms(gait, times)) < 12
    assert np.max(contact_errors_ms(gait, times)) < 30


def test_contacts_are_found_where_frames_were_left_out() -> None:
    kept = np.random.default_rng(5).random(260) > 0.2
    times = (np.arange(260) / 30)[kept]
    gait = measure_gait(seen_at(times))
    assert np.max(contact_errors_ms(gait, times)) < 25


@pytest.mark.parametrize("by_stamps", [False, True])
def test_of_a_slow_motion_export_the_slow_part_alone_is_used(by_stamps: bool) -> None:
    real_s, file_s = ramp()
    if by_stamps:
        # Every picture of the camera is kept; those of the slow part are shown for longer.
        real_s = np.arange(1200) / 240
        file_s = np.cumsum(np.where((real_s > 1.0) & (real_s < 4.0), 8, 1) / 240)
    gait = measure_gait(seen_at(real_s, file_s))
    assert gait.cycle is not None
    assert gait.pace is not None
    assert gait.cycle.one_speed
    assert gait.pace.slow_motion == 8.0
    cadence = 120 / gait.cycle.stride_s * 8
    assert cadence == pytest.approx(DENSE.cadence_spm, rel=0.04)
    rate = np.diff(file_s) / np.diff(real_s)
    used = np.isfinite(gait.cycle.phase)[1:]
    assert np.mean(rate[used] > 4) > 0.97
    for side in summarise_sides(gait, (), 8.0).values():
        assert side.contact_time_s == pytest.approx(0.36 * 0.714, abs=0.03)


def test_times_are_withheld_where_the_playback_speed_changes_within_the_part_used() -> None:
    # One stride at each speed: nothing steady to use.
    steps = np.repeat([8, 4], [24, 40])
    landmarks = seen_at(np.cumsum(steps) / 240, np.arange(len(steps)) / 30)
    gait = measure_gait(landmarks)
    assert gait.cycle is not None
    assert not gait.cycle.one_speed
    assert gait.pace is not None
    assert gait.pace.slow.certainty == 0.0
    assert all(side.contact_time_s is None for side in summarise_sides(gait, (), 1.0).values())
    metrics = measure_metrics(form_of(landmarks, 30.0), ())
    for name in ("cadence", "stride_time", "contact_time_right", "flight_time_left", "speed"):
        assert metrics[name].value is None
        assert metrics[name].limits == ("no_clock",)
    assert metrics["duty_factor_right"].value is not None


@pytest.mark.parametrize(
    ("seconds", "first", "stop"), [(30, 300, 380), (30, 300, 420), (60, 600, 680)]
)
def test_the_cadence_of_a_short_run_in_a_long_film(seconds: int, first: int, stop: int) -> None:
    """Before and after the runner is seen, nothing swings and no cycle goes on."""
    film = landmarks_of(Runner(seconds=seconds, noise_px=1.0))
    empty = [frame for frame in range(len(film.time_s)) if not first <= frame < stop]
    cycle = measure_gait(without_frames(film, empty)).cycle
    assert cycle is not None
    assert 120 / cycle.stride_s == pytest.approx(Runner().cadence_spm, abs=1.0)
    known = np.flatnonzero(np.isfinite(cycle.phase))
    assert first <= known[0] < known[-1] < stop
