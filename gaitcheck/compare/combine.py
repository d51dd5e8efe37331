"""Two clips of one run, filmed from both sides: each foot from the clip in which it is near."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from gaitcheck.compare.changes import UNCERTAIN_FACTOR
from gaitcheck.compare.quantities import CADENCE, half_width
from gaitcheck.errors import InputError
from gaitcheck.gait.metrics import DEFINITIONS, Definition
from gaitcheck.gait.metrics.measure import SCALES, difference_of
from gaitcheck.gait.two_feet import angles_differ, judge_feet
from gaitcheck.model import OTHER, SIDES, STRIKES, Analysis, Metric, Side, SideResult, Verdict, Z
from gaitcheck.words import changes as words
from gaitcheck.words.reasons import say_angle, say_reason

# How much the step length of trained runners varies from day to day at one speed of the treadmill,
# as a share (standard deviation): Craib 1994, Int J Sports Med 15:80, doi 10.1055/s-2007-1021024.
# At one speed cadence varies by the same share; two clips of one run never by more.
CADENCE_VARIES: Final = 0.025


class CombineError(InputError):
    """Two clips do not show one run from both sides; the message says why."""


@dataclass(frozen=True, slots=True)
class CombinedRun:
    """One run seen from both sides.

    Attributes
    ----------
    verdict : Verdict
    sides : mapping of side to SideResult
        Each from the clip in which that foot is near the camera.
    cadence_spm : float
    metrics : mapping of name to Metric
        Those of a side from the clip in which it is near, their differences anew; those of the
        whole runner from the clip that knows them better.
    sources : mapping of side to Analysis
        The clip in which that foot is near.
    disputed : tuple of str
        One sentence for each foot about which the two clips contradict each other.
    differing : tuple of str
        One sentence for each foot that lands one way in both clips, but at another angle.
    """

    verdict: Verdict
    sides: Mapping[Side, SideResult]
    cadence_spm: float
    metrics: Mapping[str, Metric]
    sources: Mapping[Side, Analysis]
    disputed: tuple[str, ...] = ()
    differing: tuple[str, ...] = ()


def combine_sides(one: Analysis, other: Analysis) -> CombinedRun:
    """Make one result of two clips of one run that show opposite sides.

    Parameters
    ----------
    one, other : Analysis
        In any order.

    Raises
    ------
    CombineError
        When the clips are the same, show the same near side, cannot be judged, or cannot belong to
        one run because their cadences lie too far apart.

    Notes
    -----
    The rules are those of the verdict of one clip, but for what rests on the shared camera. In one
    clip the two feet share camera, light and landmark bias, so that the surer foot speaks for both.
    Here their errors are independent: a statement about both feet holds with the product of both
    confidences. A foot on which the far view of the other clip contradicts is unsure.
    """
    sources = _sources(one, other)
    cadence = _cadence(sources["left"], sources["right"])
    disputed = {side: said for side in SIDES if (said := _dispute(side, sources))}
    sides = {
        side: _doubted(_near(side, sources)) if side in disputed else _near(side, sources)
        for side in SIDES
    }
    verdict = _judge(sides, disputed)
    return CombinedRun(
        verdict,
        sides,
        cadence,
        _metrics(sources),
        sources,
        disputed=tuple(disputed.values()),
        differing=tuple(said for side in SIDES if (said := _difference(side, sources))),
    )


def _sources(one: Analysis, other: Analysis) -> Mapping[Side, Analysis]:
    """Return for each foot the clip in which it is near, or refuse."""
    if one.clip.sha256 == other.clip.sha256:
        raise CombineError("Both results come from the same clip, so there is only one side.")
    found: dict[Side, Analysis] = {}
    for analysis in (one, other):
        _require_judged(analysis)
        near = analysis.view.near_side
        if near == "unknown":
            raise CombineError(
                f"It is not known which side {analysis.clip.file} shows. Film square from the side."
            )
        if near in found:
            raise CombineError(
                f"Both clips show the runner's {near} side. Film the same run from the other side."
            )
        found[near] = analysis
    return {side: found[side] for side in SIDES}


def _require_judged(analysis: Analysis) -> None:
    blockers = [note for note in analysis.quality if note.severity == "blocker"]
    if blockers:
        raise CombineError(f"{analysis.clip.file} cannot be judged: {blockers[0].message}")
    if any(note.code == UNCERTAIN_FACTOR for note in analysis.quality):
        raise CombineError(
            f"The slow-motion factor of {analysis.clip.file} is uncertain, so that nothing shows "
            "whether both clips belong to one run. State the factor."
        )


def _cadence(left: Analysis, right: Analysis) -> float:
    """Return the mean cadence, or refuse clips that cannot belong to one run."""
    if left.cadence_spm is None or right.cadence_spm is None:
        raise CombineError(
            "The cadence of one clip is not known, so that nothing shows whether both clips belong "
            "to one run."
        )
    one, other = left.cadence_spm, right.cadence_spm
    mean = (one + other) / 2
    own = np.hypot(_cadence_half(left), _cadence_half(right))
    plausible = float(np.hypot(own, Z * np.sqrt(2) * CADENCE_VARIES * mean))
    if abs(one - other) > plausible:
        raise CombineError(
            f"The cadences ({one:.0f} and {other:.0f} steps a minute) lie too far apart for one "
            "run. Compare the clips instead, or film both sides at the same speed."
        )
    return mean


def _cadence_half(analysis: Analysis) -> float:
    metric = analysis.metrics.get(CADENCE)
    if metric is None or metric.value is None or metric.low is None or metric.high is None:
        return 0.0
    return half_width(metric.value, metric.low, metric.high)


def _near(side: Side, sources: Mapping[Side, Analysis]) -> SideResult:
    return sources[side].foot(side)


def _dispute(side: Side, sources: Mapping[Side, Analysis]) -> str:
    """Say that both clips are sure about a foot and contradict each other, or nothing."""
    near = _near(side, sources)
    far = sources[OTHER[side]].foot(side)
    if not (_is_sure(near) and _is_sure(far)) or near.strike == far.strike:
        return ""
    if not angles_differ(near, far):
        return ""
    return words.DISPUTED.format(
        side=side,
        near=near.strike,
        near_angle=say_angle(near),
        far=far.strike,
        far_angle=say_angle(far),
    )


def _difference(side: Side, sources: Mapping[Side, Analysis]) -> str:
    """Say that a foot lands one way in both clips but at another angle, or nothing."""
    near = _near(side, sources)
    far = sources[OTHER[side]].foot(side)
    if near.strike != far.strike or not _is_sure(near) or not angles_differ(near, far):
        return ""
    angles = {"near_angle": say_angle(near), "far_angle": say_angle(far)}
    return words.ANGLES_DIFFER.format(side=side, **angles)


def _is_sure(side: SideResult) -> bool:
    return side.strike in STRIKES and side.foot_strike_angle_deg is not None


def _doubted(side: SideResult) -> SideResult:
    return dataclasses.replace(side, strike="unsure", confidence=0.0)


def _judge(sides: Mapping[Side, SideResult], disputed: Mapping[Side, str]) -> Verdict:
    if len(disputed) == len(SIDES):
        return Verdict("unsure", 0.0, words.TWO_RUNS)
    if disputed:
        return Verdict("unsure", 0.0, next(iter(disputed.values())))
    judged = judge_feet(sides, each_from_near=True)
    if judged is None:
        return Verdict("unsure", 0.0, words.NEITHER_JUDGED)
    return Verdict(judged.strike, judged.confidence, say_reason(judged.reason))


def _metrics(sources: Mapping[Side, Analysis]) -> dict[str, Metric]:
    one_height = sources["left"].height_cm == sources["right"].height_cm
    metrics: dict[str, Metric] = {}
    for definition in DEFINITIONS:
        metrics |= _metric(definition, "", sources)
        if definition.scale is not None and one_height:
            metrics |= _metric(definition, SCALES[definition.scale][0], sources)
    return metrics


def _metric(
    definition: Definition, ending: str, sources: Mapping[Side, Analysis]
) -> dict[str, Metric]:
    if definition.whole is not None:
        key = definition.name + ending
        known = [a.metrics[key] for a in sources.values() if key in a.metrics]
        return {key: min(known, key=_width)} if known else {}
    keys = {side: f"{definition.name}_{side}{ending}" for side in SIDES}
    if not all(keys[side] in sources[side].metrics for side in SIDES):
        return {}
    own = {side: sources[side].metrics[keys[side]] for side in SIDES}
    difference = difference_of(own["left"], own["right"])
    return {
        **{keys[side]: own[side] for side in SIDES},
        f"{definition.name}_difference{ending}": difference,
    }


def _width(metric: Metric) -> float:
    if metric.value is None or metric.low is None or metric.high is None:
        return float("inf")
    return metric.high - metric.low
