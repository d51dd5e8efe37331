"""Joint angles over the stride, 0 to 100 %, mean and band."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np
from threadpoolctl import threadpool_limits

from gaitcheck.gait.curves import fit_periodic
from gaitcheck.gait.fold import foot_pitch
from gaitcheck.gait.metrics.form import Form, FormSide
from gaitcheck.gait.metrics.leg import hip_flexion, is_followed_in_swing, knee_flexion, shank_angle
from gaitcheck.gait.strike import FLAT_PHASE
from gaitcheck.model import Finding, FloatArray, Side, StrideCurve

PERCENT: Final = np.arange(101) / 100


def _seen_pitch(side: FormSide) -> FloatArray:
    """Return the pitch of the foot in the frames that show it, degrees."""
    return np.where(side.foot_seen, foot_pitch(side.leg), np.nan)


def _flat_pitch(side: FormSide) -> float | None:
    """Return the pitch of the foot while it lies flat, degrees; None where it was not seen."""
    curve = fit_periodic(side.phase, _seen_pitch(side))
    if curve is None or side.duty is None:
        return None
    return float(np.mean(curve(side.contact + side.duty * np.linspace(*FLAT_PHASE, 9))))


def _sole(form: Form, side: Side) -> FloatArray:
    own = form.sides[side]
    flat = _flat_pitch(own)
    return _seen_pitch(own) - flat if flat is not None else np.full(len(own.phase), np.nan)


ANGLES: Final[Mapping[str, Callable[[Form, Side], FloatArray]]] = {
    "hip_flexion": hip_flexion,
    "knee_flexion": knee_flexion,
    "shank_angle": shank_angle,
    "sole_angle": _sole,
}


def measure_curves(form: Form | None, blockers: Sequence[Finding]) -> dict[str, StrideCurve]:
    """Return the angles of both legs from contact to contact; none where the clip is blocked.

    Keys are the names of `ANGLES` with ``_left`` and ``_right``. A leg that was taken for the other
    one in swing has none.
    """
    spoilt = any("legs" in note.spoils for note in blockers)
    if form is None or form.feet_alone or spoilt:
        return {}
    # Many small systems: more threads would only wait for one another.
    with threadpool_limits(limits=1):
        return _measure(form)


def _measure(form: Form) -> dict[str, StrideCurve]:
    followed = {side for side in form.sides if is_followed_in_swing(form, side)}
    found = {}
    for name, angle in ANGLES.items():
        for side, own in form.sides.items():
            curve = fit_periodic(own.phase, angle(form, side))
            if curve is None or side not in followed:
                continue
            mean = curve(own.contact + PERCENT)
            found[f"{name}_{side}"] = StrideCurve(
                "deg", tuple(mean.tolist()), (curve.noise,) * len(PERCENT)
            )
    return found
