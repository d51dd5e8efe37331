"""How well a person and the machine agree, over one clip or many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaitcheck.model import STRIKES, Analysis, Step, StepStrike, Strike

# What a person says of a step so that its label is the person's.
LABELS_A_STEP: Final = frozenset({"confirm", "label", "sole"})


@dataclass(frozen=True, slots=True)
class Agreement:
    """What a person made of the machine's answers.

    Attributes
    ----------
    labels : mapping of (StepStrike, Strike) to int
        Steps by the machine's label and the person's.
    kappa : float or None
        Cohen's, over the steps that both labelled; None without any, or where chance alone always
        agrees (both give everything one and the same label).
    angles : int
        Steps of which both state an angle, the person's by the sole.
    angle_bias_deg, angle_sd_deg : float or None
        Mean and standard deviation of the person's angle less the machine's; None without any, and
        for fewer than two.
    moved : int
        Contacts that a person moved.
    moved_frames : float or None
        Mean of how far, later positive.
    rejected, added : int
        Contacts that a person took away and added.
    """

    labels: Mapping[tuple[StepStrike, Strike], int]
    kappa: float | None
    angles: int = 0
    angle_bias_deg: float | None = None
    angle_sd_deg: float | None = None
    moved: int = 0
    moved_frames: float | None = None
    rejected: int = 0
    added: int = 0

    @property
    def steps(self) -> int:
        """Steps that a person labelled, and of which the machine knew."""
        return sum(self.labels.values())

    @property
    def both(self) -> int:
        """Those of them that the machine had labelled too."""
        return sum(n for (machine, _), n in self.labels.items() if machine != "unsure")

    @property
    def alike(self) -> int:
        """Those to which both gave one label."""
        return sum(n for (machine, person), n in self.labels.items() if machine == person)


def measure_agreement(analyses: Sequence[Analysis]) -> Agreement:
    """Compare what a person said with the machine's own answers.

    Parameters
    ----------
    analyses : sequence of Analysis
        Reviewed ones; those that were not add nothing.
    """
    pairs = [pair for analysis in analyses for pair in _labelled(analysis)]
    labels = Counter(
        (machine.strike, strike)
        for machine, person in pairs
        if (strike := _label(person)) is not None
    )
    known = [(m, p) for (m, p), count in labels.items() for _ in range(count) if m != "unsure"]
    kappa = cohen_kappa(
        np.array([STRIKES.index(machine) for machine, _ in known], dtype=np.intp),
        np.array([STRIKES.index(person) for _, person in known], dtype=np.intp),
    )
    apart = np.array([angle for analysis in analyses for angle in _angles(analysis)])
    moved = np.array([frames for analysis in analyses for frames in _moved(analysis)])
    return Agreement(
        labels=labels,
        kappa=float(kappa) if np.isfinite(kappa) else None,
        angles=len(apart),
        angle_bias_deg=float(apart.mean()) if len(apart) else None,
        angle_sd_deg=float(apart.std(ddof=1)) if len(apart) > 1 else None,
        moved=len(moved),
        moved_frames=float(moved.mean()) if len(moved) else None,
        rejected=sum(len(analysis.rejected) for analysis in analyses),
        added=sum(s.by_person and s.machine is None for a in analyses for s in a.steps),
    )


def cohen_kappa(one: NDArray[np.intp], other: NDArray[np.intp]) -> float:
    """Return Cohen's kappa of class numbers; NaN for no pairs, or where chance always agrees.

    Notes
    -----
    ``(observed - chance) / (1 - chance)`` (Cohen 1960, doi 10.1177/001316446002000104).
    """
    if not len(one):
        return float("nan")
    classes = int(max(one.max(), other.max())) + 1
    first, second = (np.bincount(x, minlength=classes) / len(x) for x in (one, other))
    observed, chance = float(np.mean(one == other)), float(first @ second)
    return (observed - chance) / (1 - chance) if chance < 1 else float("nan")


def _said(analysis: Analysis, *kinds: str) -> set[str]:
    return {c.step for c in analysis.corrections if c.kind in kinds}


def _labelled(analysis: Analysis) -> Iterator[tuple[Step, Step]]:
    """Yield the machine's step and the person's, where a person labelled it."""
    said = _said(analysis, *LABELS_A_STEP)
    for step in analysis.steps:
        if step.id in said and step.machine is not None:
            yield step.machine, step


def _label(step: Step) -> Strike | None:
    return next((strike for strike in STRIKES if strike == step.strike), None)


def _angles(analysis: Analysis) -> Iterator[float]:
    said = _said(analysis, "sole")
    for step in analysis.steps:
        own, machine = step.foot_strike_angle_deg, step.machine
        if step.id in said and own is not None and machine is not None:
            theirs = machine.foot_strike_angle_deg
            if theirs is not None:
                yield own - theirs


def _moved(analysis: Analysis) -> Iterator[float]:
    said = _said(analysis, "contact")
    for step in analysis.steps:
        if step.id in said and step.machine is not None:
            yield step.contact_frame - step.machine.contact_frame
