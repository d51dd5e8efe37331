"""What speaks for and against the label of a step, from what the analysis holds.

Nothing is measured anew here. All steps of a foot share the reference that they are measured
against, so their agreement shows that they are alike and not that the reference is right.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from gaitcheck.gait.metrics.measure import Z
from gaitcheck.gait.strike import HEEL_ABOVE, STEP_SPREAD, TOE_BELOW, most_likely
from gaitcheck.report.words import confidence_words
from gaitcheck.types import SIDES, STRIKES, Analysis, FloatArray, FootTracks, Side, Step, Strike

Source = Literal["shoe", "landmarks"]
Border = Literal["heel", "toe"]

WORTH_SAYING: Final = 0.05
"""Probability from which another strike than the likeliest is named (a convention)."""
ALIKE_DEG: Final = 2 * STEP_SPREAD
"""Steps of one foot differ by less than this, in truth, in 19 of 20 cases."""
UNSURE: Final = "unsure"

# A shoe that was followed is turned and shifted as one piece: its line keeps one length throughout,
# but for the rounding of ``feet.npz``. Landmarks repeat a length by chance, hardly in a row.
_SAME_PX: Final = 0.004
_FEWEST_FOLLOWED: Final = 6


@dataclass(frozen=True, slots=True)
class Margin:
    """How far an angle lies on its label's side of the nearest border.

    Attributes
    ----------
    border : {"heel", "toe"}
        The border to heel strikes, or to toe strikes.
    distance_deg : float
        Negative where the angle lies on the other side of it.
    uncertainty_deg : float or None
        The half of the step's own 95 % interval that points to the border: that of its foot, with
        the true variation from step to step in full, which is its upper bound.
    """

    border: Border
    distance_deg: float
    uncertainty_deg: float | None

    @property
    def clear(self) -> bool:
        """Whether the angle lies farther from the border than its uncertainty reaches."""
        return self.uncertainty_deg is not None and self.distance_deg >= self.uncertainty_deg


@dataclass(frozen=True, slots=True)
class StepEvidence:
    """What is known of one step's label.

    Attributes
    ----------
    likeliest : Strike or None
        The label, or what comes nearest to one where the step is unsure; None where no strike is
        likelier than another.
    other : (Strike, float) or None
        The next likeliest strike with its probability, where that is worth saying.
    source : {"shoe", "landmarks"} or None
        What gave the angle; None without an angle, and where that is not known any more.
    margin : Margin or None
        None without an angle, and for landmarks alone, whose angles are not the true ones.
    alike, others : int
        Other steps of the foot with the same label; all other steps of the foot.
    apart_deg : float or None
        How much the angle exceeds the median of the foot's other steps.
    far : bool
        Whether the foot is the one farther from the camera.
    """

    likeliest: Strike | None
    other: tuple[Strike, float] | None
    source: Source | None
    margin: Margin | None
    alike: int
    others: int
    apart_deg: float | None
    far: bool


def gather_evidence(analysis: Analysis) -> tuple[StepEvidence, ...]:
    """Return the evidence of every step of an analysis, with its feet where they are known."""
    sources: dict[Side, Source | None] = {side: find_source(analysis.feet, side) for side in SIDES}
    return tuple(_gather(analysis, step, sources[step.side]) for step in analysis.steps)


def find_source(feet: FootTracks | None, side: Side) -> Source | None:
    """Return what the angles of a foot stand on, None where its track is not at hand.

    Notes
    -----
    The sole of a shoe stands in the tracks only where the shoe was followed and believed.
    """
    if feet is None:
        return None
    followed = shoe_frames(feet.heel[side], feet.toe[side])
    return "shoe" if int(followed.sum()) >= _FEWEST_FOLLOWED else "landmarks"


def shoe_frames(heel: FloatArray, toe: FloatArray) -> NDArray[np.bool_]:
    """Return in which frames the shoe was followed, from a foot's track of shape (frames, 2)."""
    length = np.hypot(*(toe - heel).T)
    known = np.sort(length[np.isfinite(length)])
    if not len(known):
        return np.zeros(len(length), np.bool_)
    alike = np.searchsorted(known, known + _SAME_PX) - np.arange(len(known))
    shortest = known[int(np.argmax(alike))]
    same = (length >= shortest) & (length <= shortest + _SAME_PX)
    return np.asarray(same & (np.append(same[1:], False) | np.insert(same[:-1], 0, False)))


def certainty(step: Step) -> str:
    """Return how sure the label of a step is, in words."""
    return UNSURE if step.strike == "unsure" else confidence_words(max(step.probability.values()))


def least_sure_first(step: Step) -> tuple[bool, float, float]:
    """Return what to sort steps by, so that those without a label come first."""
    return step.strike != "unsure", max(step.probability.values()), step.contact_time_s


def find_margin(strike: Strike, angle_deg: float, uncertainty_deg: float | None = None) -> Margin:
    """Return how far an angle lies from the nearest border of a strike."""
    to_heel, to_toe = HEEL_ABOVE - angle_deg, angle_deg - TOE_BELOW
    if strike == "heel":
        return Margin("heel", -to_heel, uncertainty_deg)
    if strike == "toe":
        return Margin("toe", -to_toe, uncertainty_deg)
    border: Border = "heel" if to_heel <= to_toe else "toe"
    return Margin(border, min(to_heel, to_toe), uncertainty_deg)


def _gather(analysis: Analysis, step: Step, source: Source | None) -> StepEvidence:
    likeliest, most = most_likely(step.probability)
    rest = {strike: step.probability[strike] for strike in STRIKES if strike != likeliest}
    second, share = most_likely(rest)
    others = [s for s in analysis.steps if s.side == step.side and s is not step]
    known = [a for s in others if (a := s.foot_strike_angle_deg) is not None and math.isfinite(a)]
    angle = step.foot_strike_angle_deg
    if angle is not None and not math.isfinite(angle):
        angle = None
    margin = None
    told = most - min(step.probability.values()) >= WORTH_SAYING
    if angle is not None and source != "landmarks":
        border = HEEL_ABOVE if find_margin(likeliest, angle).border == "heel" else TOE_BELOW
        uncertainty = _uncertainty_deg(analysis, step.side, upwards=angle < border)
        margin = find_margin(likeliest, angle, uncertainty)
    near = analysis.view.near_side
    return StepEvidence(
        likeliest=likeliest if told else None,
        other=(second, share) if told and share >= WORTH_SAYING else None,
        source=None if angle is None else source,
        margin=margin if told else None,
        alike=sum(s.strike == likeliest for s in others),
        others=len(others),
        apart_deg=angle - float(np.median(known)) if angle is not None and known else None,
        far=near in SIDES and near != step.side,
    )


def _uncertainty_deg(analysis: Analysis, side: Side, *, upwards: bool) -> float | None:
    """Return the half of a step's 95 % interval that points to a border."""
    found = analysis.sides.get(side)
    if found is None or found.foot_strike_angle_deg is None:
        return None
    if found.foot_strike_angle_ci95_deg is None:
        return None
    low, high = found.foot_strike_angle_ci95_deg
    value = found.foot_strike_angle_deg
    return math.hypot(high - value if upwards else value - low, Z * STEP_SPREAD)
