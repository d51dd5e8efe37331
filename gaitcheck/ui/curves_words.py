"""What the curves say: the sentence of each plot, and words for those who cannot see it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from gaitcheck.model import HEEL_ABOVE, SIDES, TOE_BELOW, Analysis, Side
from gaitcheck.report.stride_plots import (
    GRID,
    Drift,
    FootStrides,
    StepPoint,
    find_drift,
    mean_stride,
)
from gaitcheck.words import evidence as said
from gaitcheck.words import page as texts
from gaitcheck.words.results import (
    MINUS,
    angle_words,
    border_words,
    counted,
    label_counts,
    pace_words,
)

LEVEL_WITHIN: Final = 0.05
"""Foot lengths by which heel and toes differ at least at contact to say which one is lower: about
a centimetre, what the height of a track is known to."""


def say_angle(feet: Sequence[FootStrides], analysis: Analysis) -> str:
    """Return the sentence of the angle over the stride."""
    angles = []
    for foot in feet:
        angle = f"{foot.side} {angle_words(contact_angle(foot, analysis))}"
        result = analysis.sides.get(foot.side)
        unsure = result is not None and result.strike == "unsure"
        angles.append(said.UNSURE_ANGLE.format(angle=angle) if unsure else angle)
    return said.SAYS_ANGLE.format(angles="; ".join(angles))


def contact_angle(foot: FootStrides, analysis: Analysis) -> float | None:
    """Return the angle at contact as the result of the foot states it."""
    result = analysis.sides.get(foot.side)
    return None if result is None else result.foot_strike_angle_deg


def say_height(feet: Sequence[FootStrides]) -> str:
    """Return the sentence of the heights over the stride."""
    kinds, heights = set(), []
    for foot in feet:
        heel, toe = (float(mean_stride(v)[0]) for v in (foot.heel, foot.toe))
        if not (np.isfinite(heel) and np.isfinite(toe)):
            continue
        lower = "heel" if heel < toe else "toe"
        kinds.add("level" if abs(heel - toe) < LEVEL_WITHIN else lower)
        heights.append(said.HEIGHTS.format(side=foot.side, heel=_height(heel), toe=_height(toe)))
    if not heights:
        return said.SAYS_NO_HEIGHT
    kind = kinds.pop() if len(kinds) == 1 else "mixed"
    return said.SAYS_HEIGHT[kind].format(heights="; ".join(heights))


def say_strikes(points: Sequence[StepPoint]) -> str:
    """Return the sentence of the steps by angle."""
    parts = [said.COUNTS.format(side=s, counts=counted_labels(own)) for s, own in by_foot(points)]
    return said.SAYS_STRIKES.format(counts="; ".join(parts))


def say_drift(points: Sequence[StepPoint]) -> str:
    """Return the sentence of the steps over time."""
    parts = [change_words(side, find_drift(own)) for side, own in by_foot(points)]
    return said.SAYS_DRIFT.format(changes="; ".join(parts))


def by_foot(points: Sequence[StepPoint]) -> list[tuple[Side, list[StepPoint]]]:
    """Return the steps of each foot that has any."""
    feet = [(side, [point for point in points if point.side == side]) for side in SIDES]
    return [(side, own) for side, own in feet if own]


def counted_labels(points: Sequence[StepPoint]) -> str:
    """Return how many steps carry which label, in words."""
    counts = label_counts(point.strike for point in points)
    return ", ".join(f"{count} {texts.LABELS[label]}" for label, count in counts.items())


def change_words(side: Side, drift: Drift | None) -> str:
    """Return how the angle of a foot changes over the clip."""
    if drift is None:
        return said.CHANGE["few"].format(side=side)
    kind = "clear" if drift.clear else "steady"
    change, half = f"{drift.change_deg:+.1f}°".replace("-", MINUS), f"{drift.half_deg:.1f}°"
    return said.CHANGE[kind].format(side=side, change=change, half=half)


def alt_angle(foot: FootStrides, contact_deg: float | None) -> str:
    """Return the angle over the stride in words."""
    mean = mean_stride(foot.angle_deg)
    toe_off = ""
    if foot.toe_off is not None:
        toe_off = said.ALT_TOE_OFF.format(phase=round(100 * foot.toe_off))
    lowest, at = None, 0
    if np.isfinite(mean).any():
        at = int(np.nanargmin(mean))
        lowest = float(mean[at])
    return said.ALT_ANGLE.format(
        foot=said.PANEL[foot.side],
        count=counted(len(foot.steps), "stride"),
        duration=f"{foot.stride_s:.2f} s",
        contact=angle_words(contact_deg),
        lowest=angle_words(lowest),
        lowest_at=round(100 * at / (GRID - 1)),
        toe_off=toe_off,
    )


def alt_height(foot: FootStrides) -> str:
    """Return the heights over the stride in words."""
    heel, toe = mean_stride(foot.heel), mean_stride(foot.toe)
    return said.ALT_HEIGHT.format(
        foot=said.PANEL[foot.side],
        count=counted(len(foot.steps), "stride"),
        heel=_height(float(heel[0])),
        toe=_height(float(toe[0])),
        heel_top=_height(_most(heel)),
        toe_top=_height(_most(toe)),
    )


def alt_strikes(side: Side, points: Sequence[StepPoint]) -> str:
    """Return the steps by angle in words."""
    angles = [point.angle_deg for point in points]
    return said.ALT_STRIKES.format(
        foot=said.PANEL[side],
        low=angle_words(min(angles)),
        high=angle_words(max(angles)),
        counts=counted_labels(points),
        toe=border_words(TOE_BELOW),
        heel=border_words(HEEL_ABOVE),
    )


def alt_drift(side: Side, points: Sequence[StepPoint]) -> str:
    """Return the steps over time in words."""
    return said.ALT_DRIFT.format(
        foot=said.PANEL[side],
        count=counted(len(points), "step"),
        duration=f"{points[-1].time_s - points[0].time_s:.1f} s",
        first=angle_words(points[0].angle_deg),
        last=angle_words(points[-1].angle_deg),
        change=change_words(side, find_drift(points)),
    )


def chart_notes(
    feet: Sequence[FootStrides], analysis: Analysis, most_drawn: int
) -> Mapping[str, str]:
    """Return what a reader must know of these curves: far foot, slow motion, strides left out."""
    found = {}
    near, slow = analysis.view.near_side, analysis.clip.slow_motion
    if near in SIDES:
        far = "right" if near == "left" else "left"
        found["far"] = said.FAR_NOTE.format(side=far)
    if slow != 1.0:
        found["slow"] = said.SLOW_NOTE.format(pace=pace_words(slow))
    total = max((len(foot.steps) for foot in feet), default=0)
    if total > most_drawn:
        found["drawn"] = said.DRAWN.format(drawn=most_drawn, total=total)
    return found


def _height(value: float) -> str:
    """Return a height in foot lengths, without a sign where it is nothing."""
    return f"{round(value, 2) + 0.0:.2f}" if np.isfinite(value) else texts.NOT_MEASURED


def _most(values: np.ndarray) -> float:
    return float(np.nanmax(values)) if np.isfinite(values).any() else float("nan")
