"""What recreational runners usually show: ranges to compare with, never grades."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

SPEEDS_MPS: Final = (2.0, 3.0, 4.0, 5.0)
# A runner is compared with groups up to this much slower and faster.
SPEED_MARGIN: Final = 0.5
LEG_CM: Final = 83.0

TEN_RUNNERS: Final = (
    "means of ten treadmill runners at 2, 3, 4 and 5 m/s with force plates and markers, measured "
    "for this project on the data of Fukuchi 2017, PeerJ 5:e3298, doi 10.7717/peerj.3298"
)
TRUNK_GROUPS: Final = (
    "24 recreational runners at 3.4 m/s, mean and standard deviation (Teng & Powers 2014, J Orthop "
    "Sports Phys Ther 44:785, doi 10.2519/jospt.2014.5249)"
)


@dataclass(frozen=True, slots=True)
class Typical:
    """Group means of a metric.

    Attributes
    ----------
    by_speed : tuple of float
        At `SPEEDS_MPS`.
    margin : float
        What the mean of another group may differ by; spread of single runners is larger.
    source : str
    """

    by_speed: tuple[float, ...]
    margin: float
    source: str = TEN_RUNNERS

    def around(self, speed_mps: float | None) -> tuple[float, float]:
        """Return the range of means near a speed; over all speeds where it is not known."""
        if speed_mps is None:
            means = np.array(self.by_speed)
        else:
            near = np.clip(
                [speed_mps - SPEED_MARGIN, speed_mps, speed_mps + SPEED_MARGIN],
                SPEEDS_MPS[0],
                SPEEDS_MPS[-1],
            )
            means = np.interp(near, SPEEDS_MPS, self.by_speed)
        return float(means.min() - self.margin), float(means.max() + self.margin)


def _in_legs(*cm: float) -> tuple[float, ...]:
    return tuple(value / LEG_CM for value in cm)


TYPICAL: Final[Mapping[str, Typical]] = {
    "cadence": Typical((160.0, 168.0, 178.0, 195.0), 5.0),
    "stride_time": Typical((0.750, 0.714, 0.674, 0.615), 0.02),
    "step_time": Typical((0.375, 0.357, 0.337, 0.308), 0.01),
    "contact_time": Typical((0.320, 0.263, 0.231, 0.207), 0.015),
    "flight_time": Typical((0.057, 0.095, 0.107, 0.102), 0.015),
    "duty_factor": Typical((0.42, 0.37, 0.34, 0.34), 0.02),
    "vertical_oscillation": Typical(_in_legs(8.3, 8.8, 8.0, 6.7), 0.006),
    "knee_flexion_contact": Typical((14.0, 15.0, 15.0, 16.0), 2.0),
    "shank_angle_contact": Typical((3.0, 7.0, 10.0, 12.0), 2.0),
    "overstride": Typical(_in_legs(16.0, 22.0, 27.0, 30.0), 0.02),
    "trunk_lean": Typical((7.3, 7.3, 7.3, 7.3), 3.6, TRUNK_GROUPS),
}


def typical_range(name: str, speed_mps: float | None) -> tuple[float, float] | None:
    """Return the range of a metric at a speed, None where no source exists."""
    found = TYPICAL.get(name)
    return None if found is None else found.around(speed_mps)
