"""The trunk and the arms: lean, rise and fall, arm swing."""

from __future__ import annotations

from typing import Final

import numpy as np

from gaitcheck.gait import angles
from gaitcheck.gait.curves import fit_periodic, moving_average
from gaitcheck.gait.metrics.definition import POORLY, Definition
from gaitcheck.gait.metrics.form import Form
from gaitcheck.gait.metrics.reading import (
    NOT_SEEN,
    Missing,
    Reading,
    mean_error,
    read_range,
    sample_spread,
)
from gaitcheck.model import FloatArray, Side

# MediaPipe's visibility of the elbow below which the arm is behind the body.
ARM_VISIBLE: Final = 0.5
# Strides from which on a moving mean over one stride takes out slow drift; a straight line before.
DRIFT_STRIDES: Final = 3.0
HIDDEN_ARM: Final = Missing("arm_hidden")
FOLLAND: Final = "Folland 2017, Med Sci Sports Exerc 49:1412, doi 10.1249/MSS.0000000000001245"


def trunk_lean(form: Form) -> FloatArray:
    """Return the lean of hips to shoulders, shape (frames,), degrees; forward positive."""
    return angles.trunk_lean(form.pelvis, form.shoulders)


def read_trunk_lean(form: Form) -> Reading | Missing:
    """Read the mean lean over the stride."""
    values = trunk_lean(form)
    curve = fit_periodic(form.phase, values)
    if curve is None:
        return NOT_SEEN
    grid = np.linspace(0, 1, 100, endpoint=False)
    whole = np.floor(form.phase)
    strides = [values[whole == k] for k in np.unique(whole[np.isfinite(whole)])]
    means = np.array([float(np.nanmean(own)) for own in strides if np.isfinite(own).any()])
    spread = sample_spread(means)
    error = max(float(np.mean(curve.standard_error(grid))), mean_error(spread, len(means)))
    return Reading(float(np.mean(curve(grid))), spread, error, len(means))


def pelvis_height(form: Form) -> FloatArray:
    """Return the pelvis' height over its slow drift, shape (frames,), leg lengths.

    NaN outside the part used.
    """
    height = form.pelvis[:, 1] - form.ground_y
    width = round(np.isfinite(form.phase).sum() / max(form.strides, 0.5))
    used = np.isfinite(form.phase) & np.isfinite(height)
    height = np.where(used, height, np.nan) / form.leg_px
    frames = np.arange(len(height))
    if form.strides >= DRIFT_STRIDES:
        drift = moving_average(height, width)
        inside = (frames >= frames[used][0] + width // 2) & (
            frames <= frames[used][-1] - width // 2
        )
        return np.where(inside, height - drift, np.nan)
    return height - np.polyval(np.polyfit(frames[used], height[used], 1), frames)


def read_vertical_oscillation(form: Form) -> Reading | Missing:
    """Read how far the pelvis rises from its lowest to its highest, per step."""
    if not np.isfinite(form.pelvis[:, 1]).any():
        return NOT_SEEN
    return read_range(2 * form.phase, pelvis_height(form))


def upper_arm_angle(form: Form, side: Side) -> FloatArray:
    """Return the upper arm's angle to the vertical, shape (frames,), degrees; forward positive."""
    line = form.elbow[side] - form.shoulder[side]
    return np.degrees(np.arctan2(line[:, 0], -line[:, 1]))


def read_arm_swing(form: Form, side: Side) -> Reading | Missing:
    """Read through which angle the upper arm swings."""
    if not form.arm_visibility[side] >= ARM_VISIBLE:
        return HIDDEN_ARM
    return read_range(form.sides[side].phase, upper_arm_angle(form, side))


METRICS: Final = (
    Definition(
        name="trunk_lean",
        unit="deg",
        source="Teng & Powers 2014, J Orthop Sports Phys Ther 44:785, doi 10.2519/jospt.2014.5249",
        drawing="trunk",
        needs=frozenset({"stride", "trunk"}),
        possible=(-20.0, 45.0),
        error=(4.4, 4.4),
        whole=read_trunk_lean,
        weak=POORLY,
    ),
    Definition(
        name="vertical_oscillation",
        unit="leg lengths",
        source=FOLLAND,
        drawing="oscillation",
        needs=frozenset({"stride", "trunk"}),
        possible=(0.01, 0.25),
        error=(0.016, 0.016),
        whole=read_vertical_oscillation,
        scale="length",
        weak=POORLY,
        digits=3,
    ),
    Definition(
        name="arm_swing",
        unit="deg",
        source="Arellano & Kram 2014, J Exp Biol 217:2456, doi 10.1242/jeb.100420",
        drawing="arm",
        needs=frozenset({"stride", "trunk"}),
        possible=(3.0, 160.0),
        error=(10.0, 12.0),  # the far arm was hidden in every rendered clip: a guess, wider
        per_side=read_arm_swing,
        weak="shows_five_sixths",
    ),
)
