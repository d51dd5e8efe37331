"""What the metrics of timing have in common."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gaitcheck.gait.measure import measure_gait
from gaitcheck.gait.metrics import read_form
from gaitcheck.gait.metrics.reading import Reading
from gaitcheck.gait.metrics.timing import read_contact_time, read_duty_factor
from gaitcheck.model import SIDES
from tests.gait.synthetic import Runner, landmarks_of, tracking_of


@settings(max_examples=10)
@given(st.floats(150, 190), st.floats(0, 3), st.integers(0, 100))
def test_contact_time_is_the_duty_factor_times_the_stride(
    cadence: float, noise: float, seed: int
) -> None:
    landmarks = landmarks_of(Runner(cadence_spm=cadence, noise_px=noise, seed=seed))
    form = read_form(
        measure_gait(landmarks),
        landmarks,
        real_fps=30.0,
        slow_motion=1.0,
        height_m=None,
        camera_shift=tracking_of(landmarks).camera_shift,
    )
    assert form is not None
    for side in SIDES:
        time, duty = read_contact_time(form, side), read_duty_factor(form, side)
        assert isinstance(time, Reading)
        assert isinstance(duty, Reading)
        assert time.n == duty.n
        assert duty.spread is not None
        for whole, share in (
            (time.value, duty.value), (time.spread, duty.spread), (time.error, duty.error),
        ):  # fmt: skip
            assert whole == pytest.approx(share * form.stride_s)
