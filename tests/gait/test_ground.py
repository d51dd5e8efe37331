"""Where the ground lies in the picture, and the feet laid on it."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaitcheck.gait.ground import (
    Stances,
    feet_on_ground,
    find_stances,
    ground_slope_deg,
    lay_on_ground,
)
from gaitcheck.model import FloatArray, FootTracks, Step
from tests.examples import make_step

FPS = 60.0
STANCE = 15
PERIOD = 42
STEPS = 6
FOOT = 50.0


def walk(
    slope_deg: float, belt: float, stride: float, tilt_deg: float, contact_deg: float, way: int = 1
) -> tuple[FloatArray, FloatArray, tuple[Step, ...], FloatArray]:
    """Return heel, toe, steps and times of a foot that lands with `contact_deg` and lies flat.

    `belt` and `stride` are pixels that the foot moves along the ground per frame in stance, and
    from step to step; `tilt_deg` is how far the line of the flat foot is off the ground's.
    """
    frames = STEPS * PERIOD
    along = np.array([math.cos(math.radians(slope_deg)), math.sin(math.radians(slope_deg))])
    heel, toe = np.full((frames, 2), np.nan), np.full((frames, 2), np.nan)
    steps = []
    for k in range(STEPS):
        start = k * PERIOD + 5
        step = make_step(k, "left", start / FPS, "heel")
        steps.append(step)
        for i in range(STANCE):
            pitch = tilt_deg + (contact_deg if i == 0 else 0.0)
            angle = math.radians(slope_deg) - way * math.radians(pitch)
            half = way * FOOT / 2 * np.array([math.cos(angle), math.sin(angle)])
            middle = np.array([300.0, 200.0]) + along * (stride * k - way * belt * i)
            heel[start + i], toe[start + i] = middle - half, middle + half
    return heel, toe, tuple(steps), np.arange(frames) / FPS


def stances_of(steps: tuple[Step, ...], times_s: FloatArray) -> Stances:
    return find_stances(steps, "left", times_s, None, 1.0)


@given(
    slope=st.floats(-15, 15),
    tilt=st.floats(-12, 12),
    contact=st.floats(-20, 30),
    on_belt=st.booleans(),
    way=st.sampled_from([1, -1]),
)
def test_the_flat_foot_lies_on_the_ground_and_the_landing_foot_at_its_angle(
    slope: float, tilt: float, contact: float, on_belt: bool, way: int
) -> None:
    moves = {"belt": 12.0, "stride": 0.0} if on_belt else {"belt": 0.0, "stride": 90.0 * way}
    heel, toe, steps, times_s = walk(slope, tilt_deg=tilt, contact_deg=contact, way=way, **moves)
    stances = stances_of(steps, times_s)
    found = ground_slope_deg([(heel, toe, stances.grounded)])
    assert found == pytest.approx(slope, abs=0.5)
    foot = lay_on_ground(heel, toe, stances, found)
    assert set(foot.lines) == {step.index for step in steps}
    for step in steps:
        contact_frame = round(step.contact_time_s * FPS)
        x, y, dx, dy = foot.lines[step.index]
        assert math.hypot(dx, dy) == pytest.approx(1.0)
        along = foot.toe - foot.heel
        turned = [
            math.degrees(math.atan2(along[i][0] * dy - along[i][1] * dx, along[i] @ [dx, dy]))
            for i in (contact_frame, contact_frame + 4)
        ]
        assert [way * angle for angle in turned] == pytest.approx([contact, 0.0], abs=0.6)
        assert np.hypot(*along[contact_frame]) == pytest.approx(FOOT)
        flat = contact_frame + 4
        off = (foot.heel[flat] - [x, y]) @ [-dy, dx]
        assert abs(off) < 1.0


def test_a_camera_that_turns_with_the_runner_gives_level_ground() -> None:
    heel, toe, steps, times_s = walk(0.0, 0.0, 0.0, 5.0, 10.0)
    shake = np.random.default_rng(3).normal(0, 20, heel.shape)
    slope = ground_slope_deg([(heel + shake, toe + shake, stances_of(steps, times_s).grounded)])
    assert slope == 0.0


def test_where_the_camera_follows_the_runner_the_background_tells_how_the_ground_runs() -> None:
    """Else the way of the camera passes for the ground: 19 degrees on a level beach."""
    slope, pan = 3.0, np.array([-2.0, -0.7])
    heel, toe, steps, times = walk(slope, 0.0, 90.0, 5.0, 10.0)
    shift = np.tile(pan, (len(heel), 1))
    moved = np.cumsum(shift, axis=0)
    feet = FootTracks({"left": heel + moved}, {"left": toe + moved}, {"left": heel})
    seen = feet_on_ground(feet, steps, times, {"left": STANCE / FPS}, 1.0, shift)
    for line in seen.ground.values():
        assert math.degrees(math.atan2(line.dy, line.dx)) == pytest.approx(slope, abs=0.5)


def test_feet_that_show_another_slope_each_give_level_ground() -> None:
    feet = [walk(slope, 12.0, 0.0, 5.0, 10.0) for slope in (-14.0, 14.0)]
    pairs = [(heel, toe, stances_of(steps, time).grounded) for heel, toe, steps, time in feet]
    assert ground_slope_deg(pairs) == 0.0
    assert ground_slope_deg(pairs[:1]) == pytest.approx(-14.0, abs=0.5)


def test_a_foot_never_seen_flat_stays_as_it_is() -> None:
    heel, toe, steps, times_s = walk(3.0, 12.0, 0.0, 5.0, 10.0)
    nowhere = np.full_like(heel, np.nan)
    stances = stances_of(steps, times_s)
    assert ground_slope_deg([(nowhere, toe, stances.grounded)]) == 0.0
    foot = lay_on_ground(nowhere, toe, stances, 0.0)
    assert foot.lines == {}
    assert np.array_equal(foot.toe, toe, equal_nan=True)


def test_without_steps_nothing_is_turned() -> None:
    heel, toe, _, times_s = walk(3.0, 12.0, 0.0, 5.0, 10.0)
    foot = lay_on_ground(heel, toe, stances_of((), times_s), 0.0)
    assert np.array_equal(foot.heel, heel, equal_nan=True)
    assert foot.lines == {}


def test_both_feet_are_laid_on_the_ground_and_once_is_enough() -> None:
    heel, toe, steps, times = walk(2.0, 12.0, 0.0, 9.0, 17.0)
    feet = FootTracks(heel={"left": heel}, toe={"left": toe}, ankle={"left": heel})
    once = feet_on_ground(feet, steps, times, {"left": STANCE / FPS}, 1.0)
    twice = feet_on_ground(once, steps, times, {"left": STANCE / FPS}, 1.0)
    contact = round(steps[0].contact_time_s * FPS)
    across, down = (once.toe["left"] - once.heel["left"])[contact]
    assert math.degrees(math.atan2(-down, across)) + 2.0 == pytest.approx(17.0, abs=0.5)
    assert np.allclose(once.heel["left"], twice.heel["left"], atol=0.1, equal_nan=True)
    assert once.ankle is feet.ankle


def test_the_line_of_the_sole_is_turned_by_its_own_flat_phase_alone() -> None:
    """Where only half of the steps show the sole, the others' landmarks lie at another angle."""
    sole_heel, sole_toe, steps, times = walk(2.0, 12.0, 0.0, 1.0, 17.0)
    heel, toe, _, _ = walk(2.0, 12.0, 0.0, -12.0, 17.0)
    own = np.zeros(len(heel), dtype=bool)
    own[: 2 * PERIOD] = True
    heel[own], toe[own] = sole_heel[own], sole_toe[own]
    feet = FootTracks({"left": heel}, {"left": toe}, {"left": heel}, {"left": own})
    laid = feet_on_ground(feet, steps, times, {"left": STANCE / FPS}, 1.0)
    contact = round(steps[0].contact_time_s * FPS)
    across, down = (laid.toe["left"] - laid.heel["left"])[contact]
    assert math.degrees(math.atan2(-down, across)) + 2.0 == pytest.approx(17.0, abs=0.5)
