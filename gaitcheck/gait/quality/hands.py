"""Whether a hand holds on to the treadmill, is hidden, or swings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from gaitcheck.gait.quality.evidence import STRIDES, Check, Evidence, median_of, warning
from gaitcheck.model import ELBOW, SHOULDER, SIDES, Finding, FloatArray

WRIST: Final = 15
# MediaPipe's visibility from which a joint of the arm was seen and not guessed.
SEEN: Final = 0.6
# A wrist that moves less than this, leg lengths, is still; runners' wrists move 0.24 and more. The
# trunk itself bounces by about 0.1, so a still hand must also move less in the picture than against
# the trunk: a hand that only hangs at the body bounces along.
STILL_WRIST: Final = 0.10
# An elbow that moves more than this against the shoulder, leg lengths, belongs to an arm that
# swings; bouncing above a hand that holds moves it by less than 0.1.
SWINGING_ELBOW: Final = 0.15


@dataclass(frozen=True, slots=True)
class _Arm:
    """How one arm moves, leg lengths between the 10th and the 90th percentile.

    Attributes
    ----------
    seen : bool
        Whether the wrist was seen and not guessed.
    in_picture, on_body : float
        Way of the wrist against the background and against the shoulder.
    swings : bool
        Whether the elbow was seen to swing.
    """

    seen: bool
    in_picture: float
    on_body: float
    swings: bool

    @property
    def holds(self) -> bool:
        """Whether the hand stays where it is while the trunk bounces."""
        still = self.in_picture < min(STILL_WRIST, self.on_body)
        return self.seen and still and not self.swings

    @property
    def seen_moving(self) -> bool:
        """Whether hand or elbow was seen to move."""
        moving = self.seen and min(self.in_picture, self.on_body) >= STILL_WRIST
        return moving or self.swings


def _arms(evidence: Evidence) -> list[_Arm]:
    """Return the left and the right arm."""
    landmarks, used = evidence.tracking.landmarks, evidence.used
    points, visibility = landmarks.points[used], landmarks.visibility[used]
    moved = np.cumsum(np.nan_to_num(evidence.tracking.known_shift), axis=0)[used]

    def way(places: FloatArray) -> float:
        known = places[np.isfinite(places[:, 0])]
        if len(known) < 2:
            return float("nan")
        low, high = np.percentile(known, [10, 90], axis=0)
        return float(np.hypot(*(high - low))) / evidence.leg_px

    def seen(joint: int) -> bool:
        return median_of(visibility[:, joint]) >= SEEN

    arms = []
    for k in range(len(SIDES)):
        shoulder, elbow, wrist = (points[:, joint + k] for joint in (SHOULDER, ELBOW, WRIST))
        arms.append(
            _Arm(
                seen=seen(WRIST + k),
                in_picture=way(wrist - moved),
                on_body=way(wrist - shoulder),
                swings=seen(ELBOW + k) and way(elbow - shoulder) > SWINGING_ELBOW,
            )
        )
    return arms


def hands(evidence: Evidence) -> Finding | None:
    """Name a hand that holds on, or one that is not seen moving."""
    gait = evidence.gait
    if gait.cycle is None or gait.body.feet_alone or not np.isfinite(evidence.leg_px):
        return None
    arms = _arms(evidence)
    if any(arm.holds for arm in arms):
        return warning("holding_rail", needs=STRIDES)
    near = gait.view.view.near_side
    if near not in SIDES or arms[SIDES.index(near)].seen_moving:
        return None
    return warning("hand_not_seen_moving", needs=STRIDES)


CHECKS: Final[tuple[Check, ...]] = (hands,)
