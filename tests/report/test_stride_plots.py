"""The data of the plots over the stride and over the clip."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaitcheck.gait.ground import feet_on_ground
from gaitcheck.model import HEEL_ABOVE, TOE_BELOW, Analysis, FloatArray, FootTracks, Step
from gaitcheck.report.stride_plots import (
    BIN_DEG,
    GRID,
    FootStrides,
    StepPoint,
    bin_angles,
    cut_strides,
    find_drift,
    frame_times,
    mean_stride,
    step_points,
)
from tests.examples import (
    ANGLE_DEG,
    FOOT_LENGTH,
    STANCE_SHARE,
    STRIDE_S,
    make_analysis,
    make_clip,
    make_stepless_analysis,
)

FPS = 120.0
LENGTH = 60.0
STRIDE = 84
"""Frames of a stride, 0.7 s."""
STRIDES = 6


def angle_at(phase: FloatArray) -> FloatArray:
    """Return a stride in closed form: 15 degrees at contact, flat from 6 % to 20 %, then down."""
    return np.interp(phase, [0.0, 0.06, 0.2, 0.6, 1.0], [15.0, 0.0, 0.0, -70.0, 15.0])


def closed_form(
    *, slow: float = 1.0, way: int = 1, slope_deg: float = 0.0, sink: float = 0.0
) -> Analysis:
    """Return an analysis of a left foot whose sole turns as `angle_at` says.

    In stance it moves along the ground; `sink` is how many pixels the picture sinks per frame.
    """
    frames = STRIDES * STRIDE + 10
    i = np.arange(frames)
    phase = (i % STRIDE) / STRIDE
    angle = np.radians(angle_at(phase))
    height = np.interp(phase, [0.0, 0.35, 0.6, 1.0], [0.0, 0.0, 0.8, 0.0]) * LENGTH
    half = LENGTH / 2 * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    x = np.interp(phase, [0.0, 0.35, 1.0], [100.0, -100.0, 100.0])
    middle = np.stack([x, height], axis=1)
    tilt = math.radians(slope_deg)
    turn = np.array([[math.cos(tilt), -math.sin(tilt)], [math.sin(tilt), math.cos(tilt)]])

    def to_picture(points: FloatArray) -> FloatArray:
        placed = (points @ turn.T) * (way, -1.0) + (400.0, 300.0)
        return placed + np.stack([np.zeros(frames), sink * i], axis=1)

    heel, toe = to_picture(middle - half), to_picture(middle + half)
    nothing = np.full((frames, 2), np.nan)
    feet = FootTracks(
        heel={"left": heel, "right": nothing},
        toe={"left": toe, "right": nothing},
        ankle={"left": heel, "right": nothing},
    )
    fps = FPS / slow
    steps = tuple(
        Step(
            index=k,
            side="left",
            contact_time_s=k * STRIDE / fps,
            contact_frame=float(k * STRIDE),
            toe_off_time_s=(k + 0.35) * STRIDE / fps if k < STRIDES else None,
            strike="heel",
            probability={"heel": 1.0, "midfoot": 0.0, "toe": 0.0},
            foot_strike_angle_deg=15.0,
        )
        for k in range(STRIDES + 1)
    )
    clip = make_clip(fps=fps, frames=frames, duration_s=frames / fps, slow_motion=slow)
    analysis = make_analysis("heel", clip=clip, steps=steps, feet=feet, landmarks=None)
    return on_ground(analysis)


def on_ground(analysis: Analysis) -> Analysis:
    """Return the analysis with its feet laid on the ground, as judging does."""
    assert analysis.feet is not None
    contact_s = {side: found.contact_time_s for side, found in analysis.sides.items()}
    laid = feet_on_ground(
        analysis.feet,
        analysis.steps,
        frame_times(analysis),
        contact_s,
        analysis.clip.slow_motion,
    )
    return replace(analysis, feet=laid)


def only(analysis: Analysis) -> FootStrides:
    (foot,) = cut_strides(analysis)
    assert foot.side == "left"
    return foot


@pytest.mark.parametrize("way", [1, -1])
@pytest.mark.parametrize("slope", [0.0, 5.0])
def test_a_stride_in_closed_form_is_read_back(way: int, slope: float) -> None:
    foot = only(closed_form(way=way, slope_deg=slope))
    assert len(foot.steps) == STRIDES
    phase = np.linspace(0, 1, GRID)
    mean = mean_stride(foot.angle_deg)
    assert np.abs(mean - angle_at(phase)).max() < 1.5
    assert mean[0] == pytest.approx(15.0, abs=0.5)
    assert foot.toe_off == pytest.approx(0.35)
    heel, toe = mean_stride(foot.heel), mean_stride(foot.toe)
    flat = (phase > 0.07) & (phase < 0.19)
    assert np.abs(heel[flat]).max() < 0.03
    assert np.abs(toe[flat]).max() < 0.03
    top = np.sin(np.radians(70.0)) / 2
    at = int(np.argmin(np.abs(phase - 0.6)))
    assert heel[at] == pytest.approx(0.8 + top, abs=0.06)
    assert toe[at] == pytest.approx(0.8 - top, abs=0.06)


def test_slow_motion_changes_the_duration_and_nothing_else() -> None:
    real, slow = only(closed_form()), only(closed_form(slow=4.0))
    assert real.stride_s == pytest.approx(STRIDE / FPS)
    assert slow.stride_s == pytest.approx(real.stride_s)
    np.testing.assert_allclose(slow.angle_deg, real.angle_deg, atol=1e-6)
    np.testing.assert_allclose(slow.heel, real.heel, atol=1e-6)


def test_a_picture_that_sinks_evenly_does_not_lift_the_foot() -> None:
    still, sinking = only(closed_form()), only(closed_form(sink=0.05))
    at_ends = [0, 5, GRID - 1]
    difference = mean_stride(sinking.heel) - mean_stride(still.heel)
    assert np.abs(difference[at_ends]).max() < 0.06


def test_landmarks_inside_the_shoe_are_set_down_on_the_sole() -> None:
    analysis = closed_form()
    assert analysis.feet is not None
    heel, toe = analysis.feet.heel["left"].copy(), analysis.feet.toe["left"].copy()
    along = (toe - heel) / LENGTH
    phase = (np.arange(len(heel)) % STRIDE) / STRIDE
    seen = (phase < 0.15) | (phase > 0.9)
    above = np.where(seen, 0.0, 12.0)[:, None] * np.stack([along[:, 1], -along[:, 0]], axis=1)
    tremble = np.where(seen, 0.0, np.resize([0.4, -0.4], len(heel)))[:, None] * along
    feet = replace(
        analysis.feet,
        heel={**analysis.feet.heel, "left": heel + above},
        toe={**analysis.feet.toe, "left": toe + above + tremble},
        from_shoe={"left": seen, "right": np.zeros(len(heel), dtype=bool)},
    )
    raised = only(on_ground(replace(analysis, feet=feet)))
    plain = only(analysis)
    # The toes do not stay quite down while the heel rises in this stride: two tenths of the foot.
    difference = np.abs(mean_stride(raised.angle_deg) - mean_stride(plain.angle_deg))
    assert difference.max() < 1.5
    assert mean_stride(raised.toe)[14] < 12.0 / LENGTH


def test_the_example_runner_has_its_own_angles_at_contact() -> None:
    for strike in ("heel", "midfoot", "toe"):
        for foot in cut_strides(make_analysis(strike)):
            mean = mean_stride(foot.angle_deg)
            assert mean[0] == pytest.approx(ANGLE_DEG[strike], abs=3.0)
            assert foot.stride_s == pytest.approx(STRIDE_S)
            assert foot.toe_off == pytest.approx(STANCE_SHARE)
            # Heights are in foot lengths; the lower end is on the ground.
            heel, toe = mean_stride(foot.heel)[0], mean_stride(foot.toe)[0]
            assert min(heel, toe) == pytest.approx(0.0, abs=3.0 / FOOT_LENGTH)
            assert (heel < toe) == (strike != "toe")


def hide(analysis: Analysis, frames: slice) -> Analysis:
    assert analysis.feet is not None
    heel = analysis.feet.heel["left"].copy()
    heel[frames] = np.nan
    return replace(analysis, feet=replace(analysis.feet, heel={**analysis.feet.heel, "left": heel}))


def test_a_foot_that_is_not_seen_leaves_a_gap_in_its_stride_only() -> None:
    start = STRIDE + STRIDE // 2
    foot = only(hide(closed_form(), slice(start, start + 20)))
    assert np.isnan(foot.angle_deg[1]).sum() >= 10
    assert np.isfinite(foot.angle_deg[[0, 2, 3, 4, 5]]).all()
    assert np.isfinite(mean_stride(foot.angle_deg)).all()
    # One missing frame is bridged.
    assert np.isfinite(only(hide(closed_form(), slice(start, start + 1))).angle_deg).all()


def test_a_foot_that_is_never_seen_has_no_strides() -> None:
    assert cut_strides(hide(closed_form(), slice(None))) == ()


def test_a_step_that_was_not_seen_begins_no_stride() -> None:
    analysis = closed_form()
    unseen = replace(analysis.steps[3], foot_strike_angle_deg=None)
    steps = (*analysis.steps[:3], unseen, *analysis.steps[4:])
    assert only(replace(analysis, steps=steps)).steps == (0, 1, 2, 4, 5)


def test_a_missing_contact_makes_no_stride_of_two() -> None:
    analysis = closed_form()
    kept = tuple(step for step in analysis.steps if step.index != 2)
    foot = only(replace(analysis, steps=kept))
    assert foot.steps == (0, 3, 4, 5)


@pytest.mark.parametrize(
    "without",
    [
        lambda a: replace(a, feet=None),
        lambda a: replace(a, steps=a.steps[:1]),
        lambda a: replace(a, steps=()),
        lambda _: make_stepless_analysis(),
    ],
    ids=["feet", "second step", "steps", "runner"],
)
def test_what_is_missing_gives_no_strides(without: Callable[[Analysis], Analysis]) -> None:
    assert cut_strides(without(make_analysis("heel"))) == ()


def test_a_mean_needs_half_of_the_strides() -> None:
    values = np.array([[1.0, 1.0, np.nan], [3.0, np.nan, np.nan], [5.0, np.nan, np.nan]])
    np.testing.assert_array_equal(mean_stride(values), [3.0, np.nan, np.nan])
    np.testing.assert_array_equal(mean_stride(values[:1]), [1.0, 1.0, np.nan])


def points(angles: list[float], step_s: float = 0.7) -> list[StepPoint]:
    return [StepPoint(i, "left", i * step_s, a, "heel") for i, a in enumerate(angles)]


def test_a_line_is_read_as_a_drift_and_scatter_is_not() -> None:
    drift = find_drift(points([10.0 + 0.5 * i for i in range(9)]))
    assert drift is not None
    assert drift.change_deg == pytest.approx(4.0)
    assert drift.half_deg == pytest.approx(0.0, abs=1e-6)
    assert drift.clear
    noisy = find_drift(points([10.0, 12.0, 9.0, 13.0, 8.0, 12.5, 9.5, 11.0]))
    assert noisy is not None
    assert not noisy.clear


def test_few_steps_or_one_instant_show_no_drift() -> None:
    assert find_drift(points([1.0, 2.0, 3.0, 4.0, 5.0])) is None
    assert find_drift(points([1.0] * 8, step_s=0.0)) is None
    assert find_drift([]) is None


def test_points_are_in_real_time_and_need_an_angle() -> None:
    analysis = make_analysis("heel")
    steps = list(analysis.steps)
    steps[0] = replace(steps[0], foot_strike_angle_deg=None)
    steps[1] = replace(steps[1], foot_strike_angle_deg=math.nan)
    slow = replace(analysis, clip=replace(analysis.clip, slow_motion=4.0), steps=tuple(steps))
    found = step_points(slow)
    assert [point.index for point in found] == list(range(2, 8))
    assert found[0].time_s == pytest.approx(steps[2].contact_time_s / 4.0)
    assert step_points(make_stepless_analysis()) == ()


@given(st.lists(st.floats(-30, 45), max_size=40))
def test_every_step_is_in_one_bin_and_no_border_cuts_a_bin(angles: list[float]) -> None:
    bins = bin_angles(points(angles))
    assert sum(one.count for one in bins) == len(angles)
    for one in bins:
        for border in (TOE_BELOW, HEEL_ABOVE):
            assert not one.low_deg + 1e-6 < border < one.low_deg + BIN_DEG - 1e-6


def test_borders_belong_to_the_midfoot() -> None:
    found = bin_angles(points([TOE_BELOW, HEEL_ABOVE]))
    assert [one.low_deg for one in found] == pytest.approx([TOE_BELOW, HEEL_ABOVE - BIN_DEG])
