"""Running speed and step length, from the foot that stands."""

from __future__ import annotations

from typing import Final

import numpy as np

from gaitcheck.gait.curves import fit_periodic
from gaitcheck.gait.metrics.definition import Definition
from gaitcheck.gait.metrics.form import Form, FormSide
from gaitcheck.gait.metrics.reading import NO_TOE_OFF, Missing, Reading, mean_of, sample_spread
from gaitcheck.model import FloatArray

# Share of contact time in which the whole foot stands: after it has come down, before the heel
# rises.
STANDING: Final = (0.20, 0.55)
BELT: Final = (
    "Measured for this project on the force-plate trials of Fukuchi 2017, PeerJ 5:e3298, "
    "doi 10.7717/peerj.3298: belt speed from the foot in stance within 3 %"
)


def foot_place(form: Form, side: FormSide) -> FloatArray:
    """Return how far the foot is ahead of the pelvis, shape (frames,), leg lengths.

    The foot is the mean of ankle, heel and toe.
    """
    points = (side.leg.ankle + side.leg.heel + side.leg.toe)[:, 0] / 3
    seen = np.where(side.foot_seen, points, np.nan)
    return np.asarray((seen - form.pelvis[:, 0]) / form.leg_px)


def _side_speed(form: Form, side: FormSide) -> Reading | None:
    """Return leg lengths per stride."""
    curve = fit_periodic(side.phase, foot_place(form, side))
    if curve is None or side.duty is None:
        return None
    ends = side.contact + side.duty * np.array(STANDING)
    places, errors = curve(ends), curve.standard_error(ends)
    length = float(ends[1] - ends[0])
    value = float(places[0] - places[1]) / length
    steps = _step_speeds(form, side, ends)
    error = float(np.hypot(*errors)) / length
    return Reading(value, sample_spread(steps), error, len(steps))


def _step_speeds(form: Form, side: FormSide, ends: FloatArray) -> FloatArray:
    """Return each step's own slope where at least three pictures show the foot standing."""
    place = foot_place(form, side)
    found = []
    for step in side.steps:
        phase = side.phase - step.stride
        own = (phase >= ends[0]) & (phase <= ends[1]) & np.isfinite(place)
        if own.sum() >= 3:
            found.append(-float(np.polyfit(phase[own], place[own], 1)[0]))
    return np.array(found)


def _per_stride(form: Form) -> Reading | Missing:
    found = [_side_speed(form, side) for side in form.sides.values()]
    known = [reading for reading in found if reading is not None]
    return mean_of(known) if known else NO_TOE_OFF


def _scaled(reading: Reading | Missing, factor: float) -> Reading | Missing:
    if isinstance(reading, Missing):
        return reading
    spread = None if reading.spread is None else reading.spread * factor
    return Reading(reading.value * factor, spread, reading.error * factor, reading.n)


def read_speed(form: Form) -> Reading | Missing:
    """Read running speed in leg lengths per second."""
    return _scaled(_per_stride(form), 1 / form.stride_s)


def read_step_length(form: Form) -> Reading | Missing:
    """Read the way from one contact to the next, leg lengths."""
    return _scaled(_per_stride(form), 0.5)


METRICS: Final = (
    Definition(
        name="speed",
        unit="leg lengths/s",
        source=BELT,
        drawing="speed",
        needs=frozenset({"stride", "clock", "events", "foot", "legs"}),
        possible=(1.0, 14.0),
        error=(0.24, 0.24),
        whole=read_speed,
        scale="speed",
        digits=2,
    ),
    Definition(
        name="step_length",
        unit="leg lengths",
        source=BELT,
        drawing="step_length",
        needs=frozenset({"stride", "events", "foot", "legs"}),
        possible=(0.4, 3.2),
        error=(0.08, 0.08),
        whole=read_step_length,
        scale="length",
        digits=2,
    ),
)
