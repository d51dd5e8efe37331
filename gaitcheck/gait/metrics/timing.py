"""When the feet touch and leave the ground: cadence, step, contact and flight times."""

from __future__ import annotations

from functools import partial
from typing import Final

import numpy as np

from gaitcheck.gait.metrics.definition import Definition
from gaitcheck.gait.metrics.form import Form, FormSide, phase_between
from gaitcheck.gait.metrics.reading import (
    COVERED,
    NO_STEPS,
    NO_TOE_OFF,
    Missing,
    Reading,
    mean_error,
    sample_spread,
)
from gaitcheck.model import OTHER, FloatArray, Side

NOVACHECK: Final = "Novacheck 1998, Gait & Posture 7:77, doi 10.1016/S0966-6362(97)00038-6"
ONE_FOOT: Final = Missing("one_foot")


def stride_times(side: FormSide) -> FloatArray:
    """Return the durations of successive strides, shape (strides,), real seconds."""
    pairs = zip(side.steps, side.steps[1:], strict=False)
    return np.array([b.contact_s - a.contact_s for a, b in pairs if b.stride == a.stride + 1])


def _all_stride_times(form: Form) -> FloatArray:
    return np.concatenate([stride_times(side) for side in form.sides.values()])


def read_stride_time(form: Form) -> Reading | Missing:
    """Read the stride time from the slope of the phase."""
    times = _all_stride_times(form)
    spread, n = sample_spread(times), max(len(times), 1)
    # One instant at either end of the part used bounds all strides between them.
    ends = form.stride_s * max(s.contact_spread for s in form.sides.values()) * np.sqrt(2)
    error = float(np.hypot(ends / max(form.strides, 1.0), mean_error(spread, n)))
    return Reading(form.stride_s, spread, error, n)


def read_cadence(form: Form) -> Reading | Missing:
    """Read steps per minute."""
    stride = read_stride_time(form)
    assert isinstance(stride, Reading)
    share = 1 / stride.value
    return Reading(
        120.0 * share,
        None if stride.spread is None else 120.0 * share * stride.spread * share,
        120.0 * share * stride.error * share,
        sum(len(side.steps) for side in form.sides.values()),
    )


def read_contact_time(form: Form, side: Side) -> Reading | Missing:
    """Read the time from contact to toe-off."""
    return _stance(form, side, form.stride_s)


def read_duty_factor(form: Form, side: Side) -> Reading | Missing:
    """Read contact time over stride time."""
    return _stance(form, side, 1.0)


def _stance(form: Form, side: Side, unit: float) -> Reading | Missing:
    """Read how long the foot is on the ground, in `unit` per stride."""
    own = form.sides[side]
    if own.duty is None:
        return NO_TOE_OFF
    if not own.steps:
        return NO_STEPS
    times = np.array([s.toe_off_s - s.contact_s for s in own.steps if s.toe_off_s is not None])
    spread = sample_spread(times / (form.stride_s / unit))
    ends = float(np.hypot(own.contact_spread, own.toe_off_spread))
    return _share(own, own.duty, unit, spread, ends)


def read_flight_time(form: Form, side: Side) -> Reading | Missing:
    """Read the time from this side's toe-off to the other side's contact."""
    other = OTHER[side]
    if other not in form.sides:
        return ONE_FOOT
    own, next_foot = form.sides[side], form.sides[other]
    if next_foot.covered:
        return COVERED
    if own.toe_off is None:
        return NO_TOE_OFF
    share = phase_between(side, own.toe_off, other, next_foot.contact)
    offs = [s.toe_off_s for s in own.steps if s.toe_off_s is not None]
    times = _pairs(offs, [s.contact_s for s in next_foot.steps], share, form.stride_s)
    ends = float(np.hypot(own.toe_off_spread, next_foot.contact_spread))
    return _share(next_foot, share, form.stride_s, sample_spread(times), ends)


def read_step_time(form: Form, side: Side) -> Reading | Missing:
    """Read the time from the other side's contact to this side's."""
    other = OTHER[side]
    if other not in form.sides:
        return ONE_FOOT
    own, before = form.sides[side], form.sides[other]
    if before.covered:
        return COVERED
    if not own.steps:
        return NO_STEPS
    share = phase_between(other, before.contact, side, own.contact)
    contacts = [s.contact_s for s in own.steps]
    times = _pairs([s.contact_s for s in before.steps], contacts, share, form.stride_s)
    error = float(np.hypot(own.contact_spread, before.contact_spread)) * form.stride_s
    return Reading(share * form.stride_s, sample_spread(times), error, len(own.steps))


def _pairs(starts: list[float], stops: list[float], share: float, stride_s: float) -> FloatArray:
    """Return the durations from each start to the stop about that share of a stride later."""
    if not stops:
        return np.array([])
    expected, ends = share * stride_s, np.array(stops)
    nearest = [ends[np.argmin(np.abs(ends - start - expected))] - start for start in starts]
    return np.array([t for t in nearest if abs(t - expected) <= stride_s / 4])


def _share(side: FormSide, share: float, unit: float, spread: float | None, ends: float) -> Reading:
    """Return a reading of a share of the stride, in `unit` per stride.

    `ends` is the standard uncertainty of the two events that bound it, strides.
    """
    error = float(np.hypot(mean_error(spread, max(len(side.steps), 1)), ends * unit))
    return Reading(share * unit, spread, error, len(side.steps))


_rhythm = partial(
    Definition,
    source=NOVACHECK,
    drawing="stride",
    needs=frozenset({"stride", "clock"}),
)
_between_events = partial(
    Definition,
    unit="s",
    source=NOVACHECK,
    needs=frozenset({"stride", "clock", "events"}),
    timed=True,
    digits=3,
)

METRICS: Final = (
    _rhythm(
        name="cadence",
        unit="steps/min",
        possible=(100.0, 320.0),
        error=(0.4, 0.4),
        whole=read_cadence,
    ),
    _rhythm(
        name="stride_time",
        unit="s",
        possible=(0.37, 1.2),
        error=(0.0016, 0.0016),
        whole=read_stride_time,
        digits=3,
    ),
    _between_events(
        name="step_time",
        drawing="stride",
        possible=(0.15, 0.7),
        error=(0.007, 0.008),
        per_side=read_step_time,
    ),
    _between_events(
        name="contact_time",
        source="Zeni 2008, Gait Posture 27:710, doi 10.1016/j.gaitpost.2007.07.007",
        drawing="contact_time",
        possible=(0.08, 0.6),
        error=(0.004, 0.004),
        per_side=read_contact_time,
    ),
    _between_events(
        name="flight_time",
        drawing="flight",
        possible=(-0.08, 0.3),
        error=(0.004, 0.004),
        per_side=read_flight_time,
    ),
    _between_events(
        name="duty_factor",
        unit="1",
        drawing="contact_time",
        needs=frozenset({"stride", "events"}),
        possible=(0.15, 0.55),
        error=(0.006, 0.006),
        per_side=read_duty_factor,
        digits=2,
    ),
)
