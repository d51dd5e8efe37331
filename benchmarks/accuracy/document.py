"""``docs/accuracy.md``: what was measured, on what, the figures and their limits, in words."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.accuracy.compare import BORDER_S, TOLERANCE_S
from benchmarks.accuracy.figures import Figure, step_table, verdict_outcome
from benchmarks.accuracy.landmark_error import LandmarkError
from benchmarks.accuracy.plots import ANGLE_PLOT, CONTACT_PLOT, RELIABILITY_PLOT
from benchmarks.accuracy.real import RealClip
from benchmarks.accuracy.results import Results, SetResult
from benchmarks.accuracy.sets import GAITCHECK, METHODS, SEEDS
from benchmarks.accuracy.tables import (
    ANGLE,
    LABELS,
    TIMING,
    VERDICTS,
    Row,
    figure_table,
    markdown_table,
)

RENDERED: Final = ("tuning", "held_out")
_CLASS_WORDS: Final = (("heel", "heel strikers"), ("midfoot", "midfoot"), ("toe", "toe strikers"))
_PERCENT: Final = Row("", "", 0, True)

_INTRODUCTION: Final = """\
# How accurate is gaitcheck?

This page is written by a command, so that every change of the program shows in its figures:

```
python -m benchmarks.accuracy --rendered CLIPS --write-docs
```

`CLIPS` is a folder of rendered clips with their truth; `--assets MAKEHUMAN --render N` renders N
tuning and N held-out clips into it first (see [sample-clips.md](sample-clips.md)). Without it the
clips in `sample_videos/` are judged alone. Landmarks are kept in a cache, so a second run is quick.
"""

_METHOD: Final = """\
## What was measured, and on what

- **Rendered clips.** A drawn person runs, filmed as by a phone; every contact, toe-off and sole
  angle is known exactly. The *tuning* clips are those we looked at while we set thresholds: the
  sample videos and one drawn set. The *held-out* clips have other runners, seeds and cameras, and
  no threshold was set on them. Trust these more.
- **Motion capture.** Treadmill running with force plates (Fukuchi and others 2017, PeerJ 5:e3298,
  [doi 10.7717/peerj.3298](https://doi.org/10.7717/peerj.3298), data figshare 4543435, CC BY 4.0):
  five trials of three runners. A simulated camera turns the markers into landmarks at 30, 60, 120
  and 240 pictures a second, {seeds} draws of the noise, from both sides. The errors it adds
  (offset, scatter and its memory, exchanged legs, lost legs) are measured on the rendered tuning
  clips (`benchmarks/accuracy/landmark_error.json`), not guessed. Labels follow the measured angle.
- **Real clips** labelled by hand. Only figures are published here, no pictures.

A found contact counts when it lies within {tolerance:.0f} ms of a true one of the same foot.
Contacts within {border:.0f} ms of a clip's ends count neither as missed nor as extra. Times are
real time, *found minus true*: positive is late. Angles are degrees, toes up positive. The true
strike is *heel* above 8.0 degrees, *toe* below -1.6, else *midfoot* (Altman and Davis 2012,
[doi 10.1016/j.gaitpost.2011.09.104](https://doi.org/10.1016/j.gaitpost.2011.09.104)). Brackets hold
95 % intervals from a bootstrap over runners, because the steps of one runner share their errors;
with fewer than three runners there is none. Kappa over *labelled* steps leaves out the unsure ones;
over *every* step it takes the likeliest strike, as if gaitcheck had to choose.
"""

_PUBLISHED: Final = """\
## Beside published figures

{table}
Kappas in this table are over every step, without the choice to be unsure. Sources: Mo and others
2025 (4,800 footfalls against 3-D motion capture); Young and others 2023, Sensors 23(2):696,
[doi 10.3390/s23020696](https://doi.org/10.3390/s23020696) (against Vicon; its foot angle is not
only the one at contact); Goto 2024 (162 strikes). Drawn runners are not those runners, and the
intervals are wide: read this as an order of magnitude, not as a race. We know of no published
program that labels strikes from video and states its accuracy.
"""

_NAIVE: Final = """\
## The line to beat: naive rules on the same landmarks

Many tools take the instant at which ankle or heel is lowest in the picture, and look how the foot
lies then. Written from that description and given the same landmarks:
"""

_END: Final = """\
## Limits

- Drawn runners are not people: cloth does not flutter, soles do not compress, and the pose model
  sees their far leg better than in real clips. Differences between methods mean more than absolute
  errors.
- **Contact time looks better here than it will on you.** gaitcheck finds contact a fixed share of
  the stride after the foot is furthest ahead. That share was taken from this motion capture, and
  the drawn runners move by curves from the same data. A runner who lands in another way is read
  early or late, and the angle with it.
- The motion capture holds three runners. One lands on the border between midfoot and toe in both
  trials. Its simulated landmarks have the scatter of the rendered clips, so the two kinds of data
  are not independent; the trials were also looked at while thresholds were set.
- The held-out set is small as long as it holds few runners: its figures can change much with one
  more.
- The few real clips have no measured angle, and contacts labelled by eye to one picture.
- The border between midfoot and toe is a convention; so is the one between heel and midfoot. No
  figure here says anything about injuries.
"""


def write_document(results: Results, path: Path) -> None:
    """Write the document."""
    parts = [
        _INTRODUCTION,
        _summary(results),
        _METHOD.format(
            seeds=SEEDS,
            tolerance=1000 * TOLERANCE_S,
            border=1000 * BORDER_S,
        ),
        _sizes(results),
        _labels(results),
        _angles(results),
        _timing(results),
        _published(results),
        _naive(results),
        _clips(results),
        _real(results.real),
        _error(results.error),
        _END,
    ]
    path.write_text("\n".join(part for part in parts if part), encoding="utf-8")


def _summary(results: Results) -> str:
    lines = ["## In short\n"]
    for name in RENDERED:
        part = results.find(name)
        if part is None:
            continue
        f = part.figures[GAITCHECK]
        lines.append(
            f"- **{_capital(part.title)}** ({part.runners} runners, {f['coverage'].n} steps): "
            f"{_percent(f['coverage'])} of the steps get a label, the rest stay `unsure`; "
            f"{_percent(f['right'])} of all steps are labelled right, "
            f"{_percent(f['confidently_wrong'], 1)} wrong. "
            f"Initial contact is found with an RMSE of {_round(f['contact_rmse_ms'])} ms, the "
            f"angle of a step with {_round(f['angle_near_rmse_deg'], 1)} (near foot) and "
            f"{_round(f['angle_far_rmse_deg'], 1)} degrees (far foot)."
        )
        lines.append(
            "  " + "; ".join(_by_class(f, strike, words) for strike, words in _CLASS_WORDS) + "."
        )
    lines.append("- " + _in_words(results))
    refused = [s for part in results.sets for s in part.to_refuse]
    if refused:
        right = sum(bool(score.answer.refused) for score in refused)
        lines.append(f"- {right} of {len(refused)} clips that must be refused were refused.")
    if results.real:
        counts = {
            o: sum(c.outcome == o for c in results.real) for o in ("right", "unsure", "wrong")
        }
        lines.append(
            f"- **Real clips:** of {len(results.real)}, {counts['right']} get the right verdict or "
            f"the right refusal, {counts['unsure']} get no verdict where one was possible, "
            f"{counts['wrong']} a wrong one."
        )
    return "\n".join(lines) + "\n"


def _by_class(figures: Mapping[str, Figure], strike: str, words: str) -> str:
    n = figures[f"recall_{strike}"].n
    if not n:
        return f"{words}: none in the set"
    return (
        f"{words}: {_percent(figures[f'recall_{strike}'])} of {n} steps labelled right, "
        f"{_percent(figures[f'unsure_{strike}'])} unsure, "
        f"{_percent(figures[f'wrong_{strike}'], 1)} wrong"
    )


def _in_words(results: Results) -> str:
    """Say what the recall of each strike means for a runner, as measured on all rendered clips."""
    recall = {}
    for strike, words in _CLASS_WORDS:
        steps = [(part.figures[GAITCHECK][f"recall_{strike}"]) for part in _rendered(results)]
        total = sum(figure.n for figure in steps)
        if total:
            recall[words] = sum(f.value * f.n for f in steps if f.n) / total
    mostly = [words for words, value in recall.items() if value >= 0.5]
    partly = [words for words, value in recall.items() if 0.2 <= value < 0.5]
    seldom = [words for words, value in recall.items() if value < 0.2]
    said = [
        f"{verb} {_list(words)}"
        for verb, words in (
            ("mostly labels", mostly),
            ("labels fewer than half of the steps of", partly),
            ("seldom labels the steps of", seldom),
        )
        if words
    ]
    return (
        f"In words: today's program {', '.join(said)}; where it does not label it says `unsure`, "
        "so no answer does not mean that you run in any particular way."
    )


def _rendered(results: Results) -> list[SetResult]:
    return [part for name in RENDERED if (part := results.find(name))]


def _sizes(results: Results) -> str:
    rows = [
        [
            _capital(part.title),
            str(part.runners),
            str(len(part.own)),
            str(sum(score.true_contacts for score in part.own)),
            " / ".join(str(part.figures[GAITCHECK][f"recall_{s}"].n) for s, _ in _CLASS_WORDS),
        ]
        for part in results.sets
    ]
    return markdown_table(
        ["set", "runners", "runs", "contacts", "paired steps heel / midfoot / toe"], rows
    )


def _two_tables(results: Results, rows: tuple[Row, ...]) -> str:
    """Return the rendered sets in one table, motion capture in another: six columns are many."""
    rendered = {s.title: s.figures[GAITCHECK] for s in _rendered(results)}
    captured = {s.title: s.figures[GAITCHECK] for s in results.sets if s.name not in RENDERED}
    tables = [figure_table(rows, columns) for columns in (rendered, captured) if columns]
    return "\n".join(tables)


def _labels(results: Results) -> str:
    return (
        "## Heel, midfoot or toe\n\n"
        + _two_tables(results, (*LABELS, *VERDICTS))
        + "\nCoverage is the price of not guessing: a step is labelled only when one strike is "
        "likely enough. The calibration error says how far the stated probability lies from the "
        f"share that is right. {_confidence(results)}\n\n"
        f"![Stated probability against share right]({RELIABILITY_PLOT})\n"
    )


def _confidence(results: Results) -> str:
    """Say whether the stated probability is too low or too high, as measured."""
    gaps = []
    for part in _rendered(results):
        table = step_table(part.own)
        best = table.probability.max(axis=1)
        gaps.append(
            f"{100 * float(best.mean()):.0f} % stated against "
            f"{100 * float(np.mean(table.likeliest == table.truth)):.0f} % right ({part.title})"
        )
    return f"On average: {', '.join(gaps)}."


def _angles(results: Results) -> str:
    return (
        "## Foot-strike angle\n\n"
        + _two_tables(results, ANGLE)
        + f"\n![Difference of measured and true angle against their mean]({ANGLE_PLOT})\n\n"
        "Lines: mean difference and the limits between which 95 % of the differences lie.\n"
    )


def _timing(results: Results) -> str:
    return (
        "## Contact, toe-off, contact time, cadence\n\n"
        + _two_tables(results, TIMING)
        + f"\n![Error of initial contact]({CONTACT_PLOT})\n\n"
        "Boxes hold the middle half of the contacts, whiskers 90 %.\n"
    )


def _published(results: Results) -> str:
    parts = _rendered(results)

    def row(study: str, reports: str, *asked: tuple[str, str, int]) -> list[str]:
        return [
            study,
            reports,
            *(
                ", ".join(f"{w} {_round(part.figures[GAITCHECK][k], d)}" for w, k, d in asked)
                for part in parts
            ),
        ]

    rows = [
        row(
            f"Mo 2025: 20 runners, {foot} foot, people digitise 2-D video",
            reports,
            ("angle RMSE", f"angle_{foot}_rmse_deg", 1),
            ("kappa", f"kappa3_forced_{foot}", 2),
        )
        for foot, reports in (
            ("near", "angle RMSE 2.9, kappa .785"),
            ("far", "angle RMSE 5.1, kappa .606"),
        )
    ]
    rows += [
        row(
            f"Young 2023: 31 runners, MediaPipe, phone, {foot} leg",
            reports,
            ("contact RMSE", f"contact_{foot}_rmse_ms", 0),
            ("ICC of the angle at contact", f"angle_{foot}_icc", 2),
        )
        for foot, reports in (
            ("near", "time error 10-14 ms, foot angle ICC .98"),
            ("far", "time error 14-33 ms, foot angle ICC .84"),
        )
    ]
    rows.append(
        row(
            "Goto 2024: people look at 240 pictures a second",
            "heel or not: kappa .89-.95",
            ("kappa", "kappa2_forced", 2),
        )
    )
    head = ["study", "it reports", *(f"gaitcheck, {part.title}" for part in parts)]
    return _PUBLISHED.format(table=markdown_table(head, rows))


def _naive(results: Results) -> str:
    keys = (
        "contact_bias_ms",
        "contact_rmse_ms",
        "missed_share",
        "extra_share",
        "cadence_rmse_spm",
        "angle_near_rmse_deg",
        "angle_far_rmse_deg",
        "coverage",
        "right",
        "confidently_wrong",
        "kappa3_forced",
        "kappa2_forced",
        "recall_heel_forced",
        "recall_midfoot_forced",
        "recall_toe_forced",
        "verdict_right",
        "verdict_unsure",
        "verdict_wrong",
    )
    every = {row.key: row for row in (*TIMING, *ANGLE, *LABELS, *VERDICTS)}
    rows = tuple(every[key] for key in keys)
    tables = [
        f"**{_capital(part.title)}**\n\n"
        + figure_table(rows, {m: part.figures[m] for m in METHODS}, interval=False)
        for name in (*RENDERED, "mocap_30")
        if (part := results.find(name))
    ]
    return _NAIVE + "\n" + "\n".join(tables)


def _clips(results: Results) -> str:
    """Every rendered clip with its verdict, so that no bad one hides in a mean."""
    rows = []
    for part in _rendered(results):
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


def _real(clips: tuple[RealClip, ...]) -> str:
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


def _error(error: LandmarkError | None) -> str:
    if error is None:
        return ""
    rows = []
    for words, leg in (("near", error.near), ("far", error.far)):
        scatter = np.sqrt(np.diag(np.array(leg.frame_covariance))).reshape(5, 2)
        rows.append(
            [
                words,
                f"{leg.visibility:.2f}",
                " / ".join(f"{100 * float(np.hypot(*joint)):.1f}" for joint in scatter[2:]),
                f"{1000 * leg.memory_s:.0f}",
                f"{leg.lost_per_s:.2f} × {1000 * leg.lost_s:.0f} ms",
            ]
        )
    head = [
        "leg",
        "visibility of the foot",
        "scatter of ankle / heel / toe, % of leg length",
        "memory, ms",
        "lost, per second × length",
    ]
    return (
        "## The landmark error behind the simulated camera\n\n"
        f"Measured on {error.clips} rendered tuning clips, {error.frames} pictures. The legs are "
        f"exchanged at {100 * error.swap_share:.0f} % of their crossings, for "
        f"{1000 * error.swap_s:.0f} ms on average; no person is found in "
        f"{100 * error.missing_share:.1f} % of the pictures.\n\n" + markdown_table(head, rows)
    )


def _percent(figure: Figure, digits: int = 0) -> str:
    return "–" if not math.isfinite(figure.value) else f"{100 * figure.value:.{digits}f} %"


def _round(figure: Figure, digits: int = 0) -> str:
    return "–" if not math.isfinite(figure.value) else f"{figure.value:.{digits}f}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _list(words: list[str]) -> str:
    return " and ".join(words)
