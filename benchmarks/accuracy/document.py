"""``docs/accuracy.md``: what was measured, on what, the figures and their limits, in words."""

from __future__ import annotations

import math
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Final

import numpy as np

import gaitcheck
from benchmarks.accuracy.caution import caution
from benchmarks.accuracy.ceiling import out_of_reach
from benchmarks.accuracy.changed import changed_section
from benchmarks.accuracy.compare import BORDER_S, TOLERANCE_S
from benchmarks.accuracy.degraded import real_table
from benchmarks.accuracy.document_clips import naive_real, real_section, rendered_section
from benchmarks.accuracy.figures import CLASSES, Figure, confusion, step_table
from benchmarks.accuracy.form import form_section
from benchmarks.accuracy.landmark_error import LandmarkError
from benchmarks.accuracy.plots import ANGLE_PLOT, CONTACT_PLOT, RELIABILITY_PLOT
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
from benchmarks.accuracy.targets import target_rows
from benchmarks.accuracy.wording import (
    AIMS,
    DEGRADED,
    END,
    INTRODUCTION,
    METHOD,
    NAIVE,
    PUBLISHED,
    TURNED,
)
from gaitcheck.model import STRIKES

RENDERED: Final = ("tuning", "held_out")
_CLASS_WORDS: Final = (
    ("heel", "heel strikers"),
    ("midfoot", "midfoot strikers"),
    ("toe", "toe strikers"),
)


def write_document(results: Results, path: Path) -> None:
    """Write the document."""
    parts = [
        INTRODUCTION.format(version=gaitcheck.__version__, mediapipe=version("mediapipe")),
        real_section(results.real),
        _summary(results),
        METHOD.format(
            seeds=SEEDS,
            tolerance=1000 * TOLERANCE_S,
            border=1000 * BORDER_S,
        ),
        _sizes(results),
        _labels(results),
        _angles(results),
        _timing(results),
        _aims(results),
        changed_section(TURNED, "camera and belt", results.turned),
        changed_section(DEGRADED, "film", results.degraded),
        real_table(results.degraded_real),
        _published(results),
        _naive(results),
        naive_real(results.real),
        rendered_section(_rendered(results)),
        form_section(results.form),
        _error(results.error),
        END,
    ]
    path.write_text("\n".join(part for part in parts if part), encoding="utf-8")


def _summary(results: Results) -> str:
    lines = ["## Drawn runners and motion capture in short\n"]
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
    captured = [part for part in results.sets if part.name not in RENDERED]
    if captured:
        lines.append(_captured_in_short(captured))
    refused = [s for part in results.sets for s in part.to_refuse]
    if refused:
        right = sum(bool(score.answer.refused) for score in refused)
        lines.append(f"- {right} of {len(refused)} clips that must be refused were refused.")
    return "\n".join(lines) + "\n"


def _captured_in_short(parts: list[SetResult]) -> str:
    def span(key: str, scale: float = 1.0, digits: int = 0) -> str:
        found = [scale * part.figures[GAITCHECK][key].value for part in parts]
        values = [value for value in found if math.isfinite(value)]
        if not values:
            return "none"  # landmarks alone state an angle only where it decides
        low, high = (f"{value:.{digits}f}" for value in (min(values), max(values)))
        return low if low == high else f"{low} to {high}"

    return (
        f"- **Motion capture** ({parts[0].runners} runners, by frame rate): "
        f"{span('coverage', 100)} % of the steps get a label, "
        f"{span('confidently_wrong', 100)} % of all steps a wrong one (midfoot steps: "
        f"{span('wrong_midfoot', 100)} %). Contact RMSE {span('contact_rmse_ms')} ms, RMSE of the "
        f"few angles stated, degrees: near {span('angle_near_rmse_deg', digits=1)}, far "
        f"{span('angle_far_rmse_deg', digits=1)}."
    )


def _confusion(results: Results) -> str:
    """Return how many steps of each strike got which label, set by set."""
    rows = [
        [_capital(part.title), strike, *(str(count) for count in counts)]
        for part in results.sets
        for strike, counts in zip(STRIKES, confusion(part.own), strict=True)
        if counts.any()
    ]
    return markdown_table(["set", "true strike", *(f"labelled {c}" for c in CLASSES)], rows)


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
        f"In words: on rendered clips today's program {', '.join(said)}; where it does not label "
        "it says `unsure`, so no answer does not mean that you run in any particular way."
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
        + "\nThe same as numbers of steps:\n\n"
        + _confusion(results)
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
        "Lines: mean difference and the limits between which 95 % of the differences lie. ICC says "
        "little where the runners of a set are alike: it compares the error with their spread.\n"
    )


def _timing(results: Results) -> str:
    return (
        "## Contact, toe-off, contact time, cadence\n\n"
        + _two_tables(results, TIMING)
        + f"\n![Error of initial contact]({CONTACT_PLOT})\n\n"
        "Boxes hold the middle half of the contacts, whiskers 90 %.\n"
    )


def _aims(results: Results) -> str:
    parts = _rendered(results)
    head = ["figure", "aim"]
    for part in parts:
        head += [f"{part.title.removeprefix('rendered, ')} (clips)", "reached"]
    aims = AIMS + "\n" + markdown_table(head, target_rows([part.own for part in parts]))
    limits = "".join(out_of_reach(part.title, part.own) for part in parts[-1:])
    return aims + limits + caution(parts)


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
    return PUBLISHED.format(table=markdown_table(head, rows))


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
    return NAIVE + "\n" + "\n".join(tables)


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
