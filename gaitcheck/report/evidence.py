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

from gaitcheck.gait.refine import LIKELY_SEEN
from gaitcheck.gait.strike import STEP_SPREAD, most_likely
from gaitcheck.model import (
    HEEL_ABOVE,
    OTHER,
    STRIKES,
    TOE_BELOW,
    Analysis,
    AngleSource,
    FloatArray,
    Side,
    Step,
    Strike,
)
from gaitcheck.words.results import confidence_words

Border = Literal["heel", "toe"]

WORTH_SAYING: Final = 0.05
"""Probability from which another strike than the likeliest is named (a convention)."""
ALIKE_DEG: Final = 2 * STEP_SPREAD
"""Steps of one foot differ by less than this, in truth, in 19 of 20 cases."""
UNSURE: Final = "unsure"
FAINT: Final = 0.4
"""How strongly the line of a sole is drawn that was read with little certainty."""
FAINT_FROM_DEG: Final = 5.0
"""Stated spread of such a reading; nine of ten that are used lie within 4 degrees of the sole."""


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
        The half of the step's own 95 % interval that points to the border.
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
    source : {"shoe", "sole", "landmarks", "person"} or None
        What gave the angle; None without one, and where an old result does not tell.
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
    source: AngleSource | None
    margin: Margin | None
    alike: int
    others: int
    apart_deg: float | None
    far: bool


def gather_evidence(analysis: Analysis) -> tuple[StepEvidence, ...]:
    """Return the evidence of every step of an analysis."""
    return tuple(_gather(analysis, step) for step in analysis.steps)


def sole_seen(analysis: Analysis, side: Side) -> NDArray[np.bool_]:
    """Return in which frames a foot's line is the shoe's or the sole's own, shape (frames,).

    Elsewhere the line joins landmarks of the pose, which do not tell how the sole lies.

    Parameters
    ----------
    analysis : Analysis
        With feet.
    side : Side
    """
    seen = np.zeros(analysis.clip.frames, dtype=bool)
    own = () if analysis.feet is None else analysis.feet.from_shoe.get(side, ())
    seen[: len(own)] = own[: len(seen)]
    return seen


def near_foot(analysis: Analysis, step: Step) -> Side | None:
    """Return the foot nearer to the camera in a step; None where that is not known.

    Of a runner who comes back the other way it is the other one than the view says.
    """
    near, facing = analysis.view.near_side, analysis.view.facing
    if near == "unknown":
        return None
    feet, frame = analysis.feet, round(step.contact_frame)
    if feet is None or facing == "unknown" or not 0 <= frame < len(feet.toe[step.side]):
        return near
    ahead = float(feet.toe[step.side][frame, 0] - feet.heel[step.side][frame, 0])
    turned = ahead < 0 if facing == "right" else ahead > 0
    return OTHER[near] if turned else near


def is_near(analysis: Analysis, side: Side) -> bool | None:
    """Return whether a foot is nearer to the camera in all its steps, or in none; else None."""
    steps = [step for step in analysis.steps if step.side == side]
    view = analysis.view.near_side
    near = {near_foot(analysis, step) for step in steps} or {None if view == "unknown" else view}
    return None if len(near) > 1 or None in near else near == {side}


def line_strength(analysis: Analysis, side: Side) -> FloatArray:
    """Return how strongly a foot's line is drawn, shape (frames,), 0..1.

    0 where no sole was seen: nothing is drawn there. `FAINT` where it was read with little
    certainty, or where something in front of a shoe that was followed hides its sole. Results that
    do not tell where a line comes from show all of it: those that note no frame of a foot whose
    sole gave the angle were written before soles were noted.

    Parameters
    ----------
    analysis : Analysis
        With feet.
    side : Side
    """
    feet, frames = analysis.feet, analysis.clip.frames
    seen, source = sole_seen(analysis, side), analysis.sides[side].angle_source
    if feet is None or not feet.from_shoe or (source == "sole" and not seen.any()):
        return np.ones(frames)
    strength = seen.astype(np.float64)
    sole = analysis.soles.get(side)
    if sole is not None:
        # How sure the angle of a sole is says nothing of the line of a shoe that was followed.
        rough = sole.sd_deg > FAINT_FROM_DEG if source != "shoe" else np.array(False)
        hidden = np.isfinite(sole.heel).all(axis=1) & (sole.seen < LIKELY_SEEN)
        faint = np.flatnonzero((rough | hidden)[:frames])
        strength[faint] = np.minimum(strength[faint], FAINT)
    return strength


def anything_told(step: Step) -> bool:
    """Return whether the foot was read, and one strike is likelier than another.

    What landmarks alone say is too weak to stand beside "unsure".
    """
    if step.strike == "unsure" and _known_angle(step) is None:
        return False
    return max(step.probability.values()) - min(step.probability.values()) >= WORTH_SAYING


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


def _known_angle(step: Step) -> float | None:
    angle = step.foot_strike_angle_deg
    return None if angle is None or not math.isfinite(angle) else angle


def _gather(analysis: Analysis, step: Step) -> StepEvidence:
    likeliest, _ = most_likely(step.probability)
    rest = {strike: step.probability[strike] for strike in STRIKES if strike != likeliest}
    second, share = most_likely(rest)
    others = [s for s in analysis.steps if s.side == step.side and s is not step]
    known = [angle for other in others if (angle := _known_angle(other)) is not None]
    angle = _known_angle(step)
    margin = None
    told = anything_told(step)
    if angle is not None and step.angle_source != "landmarks":
        border = HEEL_ABOVE if find_margin(likeliest, angle).border == "heel" else TOE_BELOW
        uncertainty = _uncertainty_deg(step, upwards=angle < border)
        margin = find_margin(likeliest, angle, uncertainty)
    return StepEvidence(
        likeliest=likeliest if told else None,
        other=(second, share) if told and share >= WORTH_SAYING else None,
        source=None if angle is None else step.angle_source,
        margin=margin if told else None,
        alike=sum(s.strike == likeliest for s in others),
        others=len(others),
        apart_deg=angle - float(np.median(known)) if angle is not None and known else None,
        far=near_foot(analysis, step) not in (step.side, None),
    )


def _uncertainty_deg(step: Step, *, upwards: bool) -> float | None:
    """Return the half of a step's 95 % interval that points to a border."""
    value, interval = step.foot_strike_angle_deg, step.foot_strike_angle_ci95_deg
    if value is None or interval is None:
        return None
    low, high = interval
    return high - value if upwards else value - low
