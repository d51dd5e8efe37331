"""What the clip doctor looks at, and the forms of what it finds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, get_args

import numpy as np
from numpy.typing import NDArray

from gaitcheck.gait.contacts import strides_since
from gaitcheck.gait.measure import GaitMeasure
from gaitcheck.gait.metrics.form import Form
from gaitcheck.gait.pace import SlowMotion
from gaitcheck.model import (
    SIDES,
    Finding,
    FloatArray,
    Need,
    Observation,
    PictureQuality,
    ShoeTrack,
    Side,
    Sight,
    Tracking,
    Value,
)

# Frames from which on a median over the near foot tells something.
FEWEST_LOOKS: Final = 5

# What a finding needs, and what a blocker hides.
STRIDES: Final[frozenset[Sight]] = frozenset({"strides"})
SIDE_VIEW: Final[frozenset[Sight]] = frozenset({"side_view"})
FEET: Final[frozenset[Sight]] = frozenset({"feet"})
ANYWAY: Final[frozenset[Sight]] = frozenset()

# What a blocker spoils.
EVERY_METRIC: Final[frozenset[Need]] = frozenset(get_args(Need))
FOOT_METRICS: Final[frozenset[Need]] = frozenset({"foot", "events"})
LEG_METRICS: Final[frozenset[Need]] = frozenset({"foot", "events", "legs"})
BODY_METRICS: Final[frozenset[Need]] = frozenset({"foot", "events", "legs", "trunk"})


def different_fps(fps: float, tracking: Tracking) -> float:
    """Return the rate of pictures that differ, where some were stored twice."""
    return fps * (1 - tracking.repeated)


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """Everything that is known of a clip when it is examined.

    Attributes
    ----------
    observation : Observation
        Of the one shot that is judged.
    gait : GaitMeasure
    form : Form or None
        None where no running cycle was seen.
    slow : SlowMotion
    belt_kmh : float or None
        What the treadmill's console shows, where the user said so.
    """

    observation: Observation
    gait: GaitMeasure
    form: Form | None
    slow: SlowMotion
    belt_kmh: float | None = None

    @property
    def tracking(self) -> Tracking:
        """What the pose pass saw of the shot that is judged."""
        return self.observation.tracking

    @property
    def shoes(self) -> Mapping[Side, ShoeTrack]:
        """The shoes that were followed."""
        return self.observation.shoes

    @property
    def fps(self) -> float:
        """Pictures per second of file time."""
        return self.observation.clip.fps

    @property
    def time_s(self) -> FloatArray:
        """File time of every frame."""
        return self.tracking.landmarks.time_s

    @property
    def real_fps(self) -> float:
        """Different pictures per second of real time."""
        return different_fps(self.fps, self.tracking) * self.slow.factor

    @property
    def used(self) -> NDArray[np.bool_]:
        """Frames of the part used; all where no cycle was found."""
        cycle = self.gait.cycle
        frames = len(self.time_s)
        return np.ones(frames, dtype=bool) if cycle is None else np.isfinite(cycle.phase)

    @property
    def found(self) -> NDArray[np.bool_]:
        """In which frames of the shot somebody was found, shape (frames of the shot,)."""
        start, stop = self.tracking.shot or self.tracking.looked_at
        return self.tracking.landmarks.seen[start:stop]

    @property
    def picture_quality(self) -> PictureQuality | None:
        """How good the pictures are; None without pictures."""
        return self.tracking.picture_quality

    @property
    def leg_px(self) -> float:
        """Length of the leg in the picture; NaN where nobody was found."""
        return self.gait.body.leg_length


Check = Callable[[Evidence], Finding | None]


def info(
    code: str, variant: str = "", *, needs: frozenset[Sight] = ANYWAY, **values: Value
) -> Finding:
    """Return a finding that is good to know."""
    return Finding(code, "info", variant, values, needs)


def warning(
    code: str, variant: str = "", *, needs: frozenset[Sight] = ANYWAY, **values: Value
) -> Finding:
    """Return a finding on what makes the answer less certain."""
    return Finding(code, "warning", variant, values, needs)


def blocker(
    code: str,
    variant: str = "",
    *,
    spoils: frozenset[Need],
    needs: frozenset[Sight] = ANYWAY,
    hides: frozenset[Sight] = ANYWAY,
    **values: Value,
) -> Finding:
    """Return a finding on what forbids an answer; of the metrics it leaves what it does not spoil.

    Where there is no answer, nothing is said of single strides either.
    """
    return Finding(code, "blocker", variant, values, needs, hides | STRIDES, spoils)


def median_of(values: FloatArray) -> float:
    """Return the median of the finite values; NaN without any."""
    known = values[np.isfinite(values)]
    return float(np.median(known)) if known.size else float("nan")


def near_foot_median(evidence: Evidence, values: FloatArray, window: tuple[float, float]) -> float:
    """Return the median at the near foot within strides around contact; NaN where seldom seen.

    `values` has a row for each frame and a column for each of `SIDES`.
    """
    sides = {} if evidence.form is None else evidence.form.sides
    for k, side in enumerate(SIDES):
        own = sides.get(side)
        if own is None or not own.near:
            continue
        after = strides_since(own.contact, own.phase)
        seen = values[(after >= window[0]) & (after <= window[1]), k]
        if np.isfinite(seen).sum() >= FEWEST_LOOKS:
            return median_of(seen)
    return float("nan")
