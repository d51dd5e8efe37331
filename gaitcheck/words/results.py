"""How figures and labels are said: one wording for pictures, summary and app."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from types import MappingProxyType
from typing import Final, get_args

from gaitcheck.model import (
    Analysis,
    Plane,
    Severity,
    Side,
    SideResult,
    Step,
    StepStrike,
    Verdict,
    VerdictStrike,
)
from gaitcheck.model.options import clock
from gaitcheck.words.languages import ENGLISH, say

# The minus sign is as wide as the plus, so that columns of angles stay straight.
MINUS: Final = "\u2212"
VERDICT_WORDS: Final[dict[VerdictStrike, str]] = {
    "heel": "Heel strike",
    "midfoot": "Midfoot strike",
    "toe": "Toe strike",
    "mixed": "Mixed strike",
    "unsure": "Not sure",
}

CONFIDENCE_WORDS: Final = (
    (0.95, "very sure"),
    (0.80, "fairly sure"),
    (0.60, "somewhat sure"),
    (0.0, "not sure"),
)
"""Least confidence for each wording, from the surest down (a convention of this project)."""


# Words that the app and the reports share.
VERDICT_SENTENCE: Final[MappingProxyType[VerdictStrike, str]] = MappingProxyType(
    {
        "heel": "The heel lands first.",
        "midfoot": "The middle of the foot lands first.",
        "toe": "The front of the foot lands first.",
        "mixed": "The two feet do not land the same way.",
        "unsure": "This clip does not show how the feet land.",
    }
)
ONE_FOOT_CLEAR: Final = "One foot is clear, the other is not."
PLANES: Final[MappingProxyType[Plane, str]] = MappingProxyType(
    {
        "side": "the side",
        "oblique": "an angle",
        "front": "the front",
        "rear": "behind",
        "unknown": "an unknown side",
    }
)
FOOT: Final[MappingProxyType[Side, str]] = MappingProxyType(
    {"left": "Left foot", "right": "Right foot"}
)
NEAR_FOOT: Final = "nearer to the camera"
FAR_FOOT: Final = "farther from the camera, harder to read"
CONTACT_TIME_VALUE: Final = "{value} ms"
SEVERITY: Final[MappingProxyType[Severity, str]] = MappingProxyType(
    {"blocker": "No answer", "warning": "Less reliable", "info": "Good to know"}
)
LIMITS: Final = "What limits this answer"
LIMITS_NONE: Final = "No problems were found in the clip."
PART_OF: Final = "{start} to {stop} of {whole}"
SLOWED: Final = "{factor}× slow motion"
SPED_UP: Final = "{factor}× time lapse"
DISCLAIMER: Final = (
    "gaitcheck is not a medical device and gives no diagnosis. If pain lasts or gets worse, see a "
    "doctor."
)


def verdict_sentence(analysis: Analysis) -> str:
    """Return the answer of a result as a sentence, in English."""
    labelled = [side for side in analysis.sides.values() if side.strike != "unsure"]
    if analysis.verdict.strike == "unsure" and len(labelled) == 1:
        return ONE_FOOT_CLEAR
    return VERDICT_SENTENCE[analysis.verdict.strike]


def confidence_words(confidence: float) -> str:
    """Return how sure a confidence of 0..1 is, in words."""
    return next(words for least, words in CONFIDENCE_WORDS if confidence >= least)


def sure_words(confidence: float, language: str = ENGLISH) -> str:
    """Return how sure a confidence of 0..1 is, in words and as percent."""
    return f"{say(confidence_words(confidence), language)} ({percent(confidence)})"


def percent(share: float) -> str:
    """Return a share of 0..1 as percent, never rounded up to certainty or down to nothing."""
    if 0.99 < share < 1.0:
        return "> 99 %"
    if 0.0 < share < 0.01:
        return "< 1 %"
    return f"{share * 100:.0f} %"


def angle_words(angle_deg: float | None) -> str:
    """Return an angle in whole degrees with its sign (toes up positive), or "no angle"."""
    if angle_deg is None or not math.isfinite(angle_deg):
        return "no angle"
    whole = round(angle_deg)
    return f"{whole:+d}°".replace("-", MINUS) if whole else "0°"


BY_PERSON: Final = "{label}, by a person"


def person_words(answer: Step | SideResult | Verdict) -> str:
    """Return that a person decided, and what the program says by itself; empty where none did."""
    if not answer.by_person:
        return ""
    if answer.machine is None:
        return "added by a person"
    if answer.machine.strike == answer.strike:
        return "checked by a person"
    alone = VERDICT_WORDS[answer.machine.strike].lower()
    return f"corrected by a person; the program alone: {alone}"


def whole_reason(verdict: Verdict) -> str:
    """Return the reason of a verdict, and that a person decided it where one did."""
    said = person_words(verdict)
    return f"{verdict.reason} {said[0].upper()}{said[1:]}." if said else verdict.reason


def border_words(angle_deg: float) -> str:
    """Return the border between two strikes in degrees, as precisely as its source gives it."""
    return f"{angle_deg:g}°".replace("-", MINUS)


def pace_words(slow_motion: float, language: str = ENGLISH) -> str:
    """Return how a clip plays against life, such as ``4× slow motion``."""
    words, factor = (SLOWED, slow_motion) if slow_motion >= 1 else (SPED_UP, 1 / slow_motion)
    return say(words, language, factor=f"{factor:.3g}")


def length_words(analysis: Analysis, language: str = ENGLISH) -> str:
    """Return how long the clip lasts, and which part of it was looked at where one was chosen."""
    options, whole = analysis.options, f"{analysis.clip.duration_s:.1f}\u00a0s"
    if not options.partial:
        return whole
    stop = min(options.to_s or analysis.clip.duration_s, analysis.clip.duration_s)
    start = clock(options.from_s or 0.0)
    return say(PART_OF, language, start=start, stop=clock(stop), whole=whole)


def counted(count: int, noun: str) -> str:
    """Return the count with its noun, in the plural where it belongs: ``2 steps``."""
    if count == 1:
        return f"1 {noun}"
    return f"{count} {noun.removesuffix('is')}es" if noun.endswith("sis") else f"{count} {noun}s"


def label_counts(labels: Iterable[StepStrike]) -> dict[StepStrike, int]:
    """Return how often each label occurs, in the order of labels; without those that do not."""
    counts = Counter(labels)
    return {label: counts[label] for label in get_args(StepStrike) if counts[label]}


def reason_words(reasons: Sequence[str]) -> str:
    """Return reasons in one line; a bare code such as ``blurred_foot`` is said as words."""
    said = (r if " " in r else r.replace("_", " ") for r in reasons)
    return "; ".join(reason.rstrip(".") for reason in said)
