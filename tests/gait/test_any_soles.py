"""Whatever the soles are said to be, something sensible or nothing comes out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gaitcheck.gait.measure import measure_gait
from gaitcheck.gait.refine import refine_gait
from gaitcheck.gait.strike import strike_probability
from gaitcheck.gait.verdict import judge_clip, label_steps, summarise_sides
from gaitcheck.model import SIDES, FloatArray, SoleTrack
from tests.gait.synthetic import Runner, landmarks_of

RUNNER = Runner(seconds=3.0, noise_px=2.0)


def any_sole(rng: np.random.Generator, frames: int, wild: float) -> SoleTrack:
    def place(x: float) -> FloatArray:
        spot = np.array([500.0 + x, 900.0]) + rng.normal(0, wild, (frames, 2))
        spot[rng.random(frames) < 0.2] = np.nan
        return spot

    pitch = rng.normal(0, wild, frames)
    pitch[rng.random(frames) < 0.1] = np.nan
    return SoleTrack(
        heel=place(0.0),
        ball=place(40.0),
        toe=place(60.0),
        pitch_deg=pitch,
        sd_deg=rng.uniform(1.5, 14.0, frames),
        seen=rng.random(frames) ** 0.2,
    )


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), wild=st.sampled_from([0.0, 3.0, 40.0, 1000.0]))
def test_any_soles_give_probabilities_and_intervals(seed: int, wild: float) -> None:
    rng = np.random.default_rng(seed)
    gait = measure_gait(landmarks_of(RUNNER))
    soles = {side: any_sole(rng, RUNNER.frames, wild) for side in SIDES}
    shift = rng.normal(0, wild / 10 + 0.1, (RUNNER.frames, 2))
    refined = refine_gait(gait, {}, soles=soles, shift=shift)
    for measure in refined.sides.values():
        angle = measure.angle
        assert np.isfinite([angle.value, angle.spread, angle.noise]).all()
        assert angle.spread > 0
        assert sum(strike_probability(angle).values()) == pytest.approx(1.0)
        for step in measure.steps:
            assert np.isfinite(step.contact_frame)
        for own in measure.step_angles:
            assert own is None or (np.isfinite(own.value) and own.spread > 0)
    sides = summarise_sides(refined, (), 1.0)
    assert judge_clip(refined, sides).confidence <= 1.0
    label_steps(refined, ())


def test_soles_that_are_noise_give_no_label() -> None:
    gait = measure_gait(landmarks_of(RUNNER))
    for seed in range(20):
        rng = np.random.default_rng(seed)
        soles = {side: any_sole(rng, RUNNER.frames, 40.0) for side in SIDES}
        refined = refine_gait(gait, {}, soles=soles)
        assert judge_clip(refined, summarise_sides(refined, (), 1.0)).strike == "unsure"
