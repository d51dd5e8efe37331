"""The part of the document that names every clip, so that no bad one hides in a mean."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from benchmarks.accuracy.figures import verdict_outcome
from benchmarks.accuracy.real import RealClip
from benchmarks.accuracy.results import SetResult
from benchmarks.accuracy.sets import GAITCHECK, METHODS
from benchmarks.accuracy.tables import markdown_table


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
    """Return every real clip with its label and all methods' verdicts."""
    if not clips:
        return ""
    rows = [
        [
            clip.name,
            "must be refused" if clip.accepted == ("unsure",) else " or ".join(clip.accepted),
            _verdict(clip.verdicts[GAITCHECK], clip.refused),
            clip.outcome,
            _cadences(clip),
            *(clip.verdicts[method] for method in METHODS[1:]),
        ]
        for clip in clips
    ]
    head = ["clip", "label", "gaitcheck", "outcome", "cadence, label → found"]
    text = "## Real clips\n\n" + markdown_table(
        [*head, *(f"naive: {m}" for m in METHODS[1:])], rows
    )
    for clip in clips:
        if clip.labelled:
            errors = np.array(clip.contact_errors)
            text += (
                f"\nContacts of *{clip.name}*, labelled by eye to one picture: "
                f"{clip.labelled - clip.missed} of {clip.labelled} found, error "
                f"{errors.mean():+.1f} ± {errors.std(ddof=1):.1f} pictures (mean ± SD).\n"
            )
    return text


def _cadences(clip: RealClip) -> str:
    if clip.cadence is None:
        return "–"
    found = "–" if clip.found_cadence is None else f"{clip.found_cadence:.1f}"
    return f"{clip.cadence:.1f} → {found}"
