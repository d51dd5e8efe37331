"""Which frames show a stride at equal phases, and where the runner is in them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gaitcheck.compare import choose_stride, crop_boxes
from gaitcheck.compare.stride import PHASES, SHAPE
from gaitcheck.model import SIDES, Analysis, FloatArray, Landmarks, Side
from tests.examples import (
    FIRST_CONTACT_S,
    FPS,
    FRAMES,
    STANCE_SHARE,
    STRIDE_S,
    make_analysis,
    make_clip,
    make_step,
)
from tests.report.strategies import analyses

TIMES = np.arange(FRAMES) / FPS


def test_a_stride_goes_from_contact_to_contact_of_the_chosen_foot() -> None:
    for side in SIDES:
        view = choose_stride(make_analysis(), side, TIMES)
        assert view is not None
        assert view.side == side
        assert view.stop_s - view.start_s == pytest.approx(STRIDE_S)
        assert view.stride_s == pytest.approx(STRIDE_S)
        strides = (view.start_s - FIRST_CONTACT_S[side]) / STRIDE_S
        assert strides == pytest.approx(round(strides), abs=1e-6)
        assert len(view.frames) == PHASES + 1
        wanted = view.start_s + np.arange(PHASES + 1) / PHASES * STRIDE_S
        assert np.abs(TIMES[list(view.frames)] - wanted).max() <= 0.5 / FPS + 1e-9


def test_events_have_their_phase() -> None:
    view = choose_stride(make_analysis(), "left", TIMES)
    assert view is not None
    assert view.toe_off == pytest.approx(STANCE_SHARE)
    assert view.other_contact == pytest.approx(0.5)
    assert view.other_toe_off == pytest.approx(0.5 + STANCE_SHARE)


def test_frames_follow_the_times_of_an_uneven_clip() -> None:
    times = np.sort(np.concatenate([TIMES[:40], TIMES[40::3]]))
    view = choose_stride(make_analysis(), "left", times)
    assert view is not None
    wanted = view.start_s + np.arange(PHASES + 1) / PHASES * STRIDE_S
    nearest = [np.abs(times - moment).min() for moment in wanted]
    assert np.allclose(np.abs(times[list(view.frames)] - wanted), nearest)


def test_slow_motion_is_real_time() -> None:
    slow = replace(make_analysis(), clip=make_clip(slow_motion=4.0))
    view = choose_stride(slow, "left", TIMES)
    assert view is not None
    assert view.stride_s == pytest.approx(STRIDE_S / 4)


def contacts_at(*moments: float, side: Side = "left") -> Analysis:
    steps = tuple(make_step(i, side, t, "heel") for i, t in enumerate(moments))
    return replace(make_analysis(), steps=steps)


def test_a_gap_between_contacts_is_no_stride() -> None:
    view = choose_stride(contacts_at(0.2, 1.6, 2.3), "left", TIMES)
    assert view is not None
    assert (view.start_s, view.stop_s) == (1.6, 2.3)


def test_the_usual_stride_is_taken() -> None:
    view = choose_stride(contacts_at(0.1, 0.7, 1.4, 2.1, 2.9), "left", TIMES)
    assert view is not None
    assert view.stop_s - view.start_s == pytest.approx(0.7)


def test_a_single_contact_is_no_stride() -> None:
    assert choose_stride(contacts_at(0.5), "left", TIMES) is None
    assert choose_stride(contacts_at(0.5, 1.2), "right", TIMES) is None
    assert choose_stride(contacts_at(2.5, 3.2), "left", TIMES) is None, "beyond the clip"


@settings(max_examples=80, deadline=None)
@given(analyses(), st.sampled_from(SIDES))
def test_frames_are_in_the_clip_and_in_order(analysis: Analysis, side: Side) -> None:
    times: FloatArray = np.arange(300) / 30.0
    view = choose_stride(analysis, side, times)
    if view is not None:
        assert list(view.frames) == sorted(view.frames)
        assert view.frames[0] >= 0
        assert view.frames[-1] < len(times)
        for phase in (view.toe_off, view.other_contact, view.other_toe_off):
            assert phase is None or 0 < phase < 1


def moved(landmarks: Landmarks, per_frame: float) -> Landmarks:
    shift = per_frame * np.arange(len(landmarks.time_s))[:, None]
    points = landmarks.points.copy()
    points[..., 0] += shift
    return replace(landmarks, points=points)


@pytest.mark.parametrize("speed", [0.0, 4.0])
def test_the_crop_holds_the_runner_and_follows(speed: float) -> None:
    analysis = make_analysis()
    assert analysis.landmarks is not None
    landmarks = moved(analysis.landmarks, speed)
    view = choose_stride(analysis, "left", TIMES)
    assert view is not None
    boxes = crop_boxes(landmarks, view, landmarks.width, landmarks.height)
    assert len(boxes) == len(view.frames)
    assert len({(box.width, box.height) for box in boxes}) == 1
    assert boxes[0].width / boxes[0].height == pytest.approx(SHAPE)
    for frame, box in zip(view.frames, boxes, strict=True):
        x, y = landmarks.points[frame, :, 0], landmarks.points[frame, :, 1]
        assert box.left <= x.min()
        assert x.max() <= box.left + box.width
        assert box.top <= y.min()
        assert y.max() <= box.top + box.height
    moves = np.diff([box.left for box in boxes])
    frames = np.diff(view.frames)
    assert np.allclose(moves, speed * frames, atol=0.5)


def test_without_landmarks_the_whole_picture_is_shown() -> None:
    analysis = make_analysis()
    view = choose_stride(analysis, "left", TIMES)
    assert view is not None
    assert analysis.landmarks is not None
    lost = replace(analysis.landmarks, points=np.full((FRAMES, 33, 2), np.nan))
    for landmarks in (None, lost):
        (whole,) = set(crop_boxes(landmarks, view, 640, 360))
        assert (whole.left, whole.top, whole.width, whole.height) == (0, 0, 640, 360)
