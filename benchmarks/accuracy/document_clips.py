"""The part of the document that names every clip, so that no bad one hides in a mean."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from benchmarks.accuracy.figures import verdict_outcome
from benchmarks.accuracy.real import RealClip
from benchmarks.accuracy.results import SetResult
from benchmarks.accuracy.sets import GAITCHECK, METHODS
from benchmarks.accuracy.statistics import calibration_error
from benchmarks.accuracy.tables import markdown_table
from benchmarks.accuracy.wording import REAL
from gaitcheck.model import STRIKES


def rendered_section(parts: Sequence[SetResult]) -> str:
    """Return every rendered clip with its verdict."""
    rows = []
    for part in parts:
        for score in (*part.own, *part.to_refuse):
            judged = score.truth.usable
            rows.append(
                [
                    score.truth.name.replace("_", " "),
                    part.title.removeprefix("rendered, "),
                    str(score.truth.verdict) if judged else "must be refused",
                    _verdict(score.answer.verdict, score.answer.refused),
                    verdict_outcome(score) if judged else _refusal(score.answer.refused),
                    "; ".join(
                        f"{'near' if near else 'far'} {true:+.1f} → {found:+.1f}"
                        for true, found, near in sorted(score.foot_angles, key=lambda f: not f[2])
                    )
                    if judged
                    else "–",
                ]
            )
    head = ["clip", "set", "truth", "gaitcheck", "outcome", "mean angle per foot, true → found"]
    return "## Every rendered clip\n\n" + markdown_table(head, rows)


def _refusal(refused: tuple[str, ...]) -> str:
    return "right" if refused else "wrong"


def _verdict(verdict: str, refused: tuple[str, ...]) -> str:
    return f"refused ({', '.join(refused)})" if refused else verdict


def real_section(clips: Sequence[RealClip]) -> str:
    """Return every real clip: label, answer, angles, contacts and soles against marks by eye."""
    if not clips:
        return ""
    rows = [
        [
            clip.name,
            "must be refused" if clip.accepted == ("unsure",) else " or ".join(clip.accepted),
            _verdict(clip.verdicts[GAITCHECK], clip.refused),
            clip.outcome,
            ", ".join(f"{a:+.0f} ± {half:.0f}" for a, half in clip.angles.values()) or "–",
            _contacts(clip),
            _pitches(clip),
        ]
        for clip in clips
    ]
    head = [
        "clip",
        "label",
        "gaitcheck",
        "outcome",
        "angle left, right",
        "contacts: found, median and largest error (pictures)",
        "soles: bias, mean error (marks)",
    ]
    return f"{REAL}{real_in_short(clips)}\n\n{markdown_table(head, rows)}{_calibration(clips)}"


def _calibration(clips: Sequence[RealClip]) -> str:
    """Return how far the probabilities of the steps on real film can be trusted."""
    told = [clip for clip in clips if clip.stated]
    if not told:
        return ""
    stated, right = (
        np.array(part) for part in zip(*(s for c in told for s in c.stated), strict=True)
    )
    error = calibration_error(stated, right)
    return (
        f"\n\n{len(stated)} steps of {len(told)} of these clips have an angle and a known strike. "
        f"Their likeliest strike is stated with a probability of {stated.mean():.2f} in the mean, "
        f"and it is right for {right.mean():.2f} of them: a calibration error of {error:.2f}. The "
        "steps of a clip share their errors, so this says little more than the number of clips.\n"
    )


def real_in_short(clips: Sequence[RealClip]) -> str:
    """Return in two sentences what becomes of real film."""
    refuse = [clip for clip in clips if clip.accepted == ("unsure",)]
    judged = [clip for clip in clips if clip.accepted[0] in (*STRIKES, "mixed")]
    labelled = [clip for clip in judged if clip.verdicts[GAITCHECK] != "unsure"]
    wrong = sum(clip.outcome == "wrong" for clip in clips)
    judged_anyway = sum(clip.verdicts[GAITCHECK] != "unsure" for clip in refuse)
    errors = np.abs([error for clip in clips for error in clip.contact_errors])
    pitches = np.abs([error for clip in clips for error in clip.pitch_errors])
    return (
        f"Of {len(judged)} real clips on which a person sees the strike {len(labelled)} get a "
        f"label, and of all {len(clips)} {wrong or 'none'} a wrong one; "
        f"{judged_anyway or 'none'} of the {len(refuse)} that cannot be judged get one. Contacts "
        f"lie {np.median(errors):.1f} pictures "
        f"from the hand label in the median, {100 * np.mean(errors <= 1):.0f} % within one "
        f"({len(errors)} contacts); soles {pitches.mean():.1f} degrees from marks by eye in the "
        f"mean, nine of ten within {np.percentile(pitches, 90):.1f} ({len(pitches)} marks)."
    )


def _contacts(clip: RealClip) -> str:
    if not clip.labelled:
        return "–"
    found = f"{clip.labelled - clip.missed} of {clip.labelled}"
    errors = np.abs(clip.contact_errors)
    return f"{found}, {np.median(errors):.1f} / {errors.max():.1f}" if len(errors) else found


def _pitches(clip: RealClip) -> str:
    if not clip.pitch_errors:
        return "–"
    errors = np.array(clip.pitch_errors)
    return f"{errors.mean():+.1f}, {np.abs(errors).mean():.1f} ({len(errors)})"


def naive_real(clips: Sequence[RealClip]) -> str:
    """Return what the naive rules say of the real clips, and the cadence."""
    if not clips:
        return ""
    rows = [
        [
            clip.name,
            " or ".join(clip.accepted),
            *(clip.verdicts[method] for method in METHODS),
            _cadences(clip),
        ]
        for clip in clips
    ]
    head = ["clip", "label", *METHODS, "cadence, label → found"]
    return "\n" + markdown_table(head, rows)


def _cadences(clip: RealClip) -> str:
    if clip.cadence is None:
        return "–"
    found = "–" if clip.found_cadence is None else f"{clip.found_cadence:.1f}"
    return f"{clip.cadence:.1f} → {found}"
