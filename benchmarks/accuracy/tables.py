"""Figures as rows of text: for the terminal and, in Markdown, for the document."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from benchmarks.accuracy.figures import Figure


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: the figure's key, its words, how it is written."""

    key: str
    words: str
    digits: int = 1
    percent: bool = False


TIMING: Final = (
    Row("contact_bias_ms", "initial contact: bias, ms", 0),
    Row("contact_sd_ms", "initial contact: SD, ms", 0),
    Row("contact_rmse_ms", "initial contact: RMSE, ms", 0),
    Row("contact_near_rmse_ms", "of these near foot: RMSE, ms", 0),
    Row("contact_far_rmse_ms", "of these far foot: RMSE, ms", 0),
    Row("missed_share", "contacts missed", 1, True),
    Row("extra_share", "contacts too many", 1, True),
    Row("toe_off_bias_ms", "toe-off: bias, ms", 0),
    Row("toe_off_sd_ms", "toe-off: SD, ms", 0),
    Row("toe_off_rmse_ms", "toe-off: RMSE, ms", 0),
    Row("foot_contact_bias_ms", "contact time of a foot: bias, ms", 0),
    Row("foot_contact_rmse_ms", "contact time of a foot: RMSE, ms", 0),
    Row("cadence_rmse_spm", "cadence: RMSE, steps/min", 1),
)
ANGLE: Final = (
    Row("angle_near_bias_deg", "near foot, each step: bias, degrees"),
    Row("angle_near_rmse_deg", "near foot, each step: RMSE, degrees"),
    Row("angle_near_icc", "near foot, each step: ICC(2,1)", 2),
    Row("angle_near_stated", "near foot: steps with an angle", 0, True),
    Row("angle_far_bias_deg", "far foot, each step: bias, degrees"),
    Row("angle_far_rmse_deg", "far foot, each step: RMSE, degrees"),
    Row("angle_far_icc", "far foot, each step: ICC(2,1)", 2),
    Row("angle_far_stated", "far foot: steps with an angle", 0, True),
    Row("foot_angle_within", "feet whose true mean lies in the 95 % interval", 0, True),
    Row("angle_heel_bias_deg", "heel steps: bias, degrees"),
    Row("angle_midfoot_bias_deg", "midfoot steps: bias, degrees"),
    Row("angle_toe_bias_deg", "toe steps: bias, degrees"),
)
LABELS: Final = (
    Row("coverage", "steps labelled (the rest: unsure)", 0, True),
    Row("right", "steps labelled right", 0, True),
    Row("confidently_wrong", "steps labelled wrong", 1, True),
    Row("kappa3", "three classes, labelled steps: kappa", 2),
    Row("kappa2", "heel or not, labelled steps: kappa", 2),
    Row("kappa3_forced", "three classes, every step: kappa", 2),
    Row("kappa3_forced_near", "of these near foot: kappa", 2),
    Row("kappa3_forced_far", "of these far foot: kappa", 2),
    Row("kappa2_forced", "heel or not, every step: kappa", 2),
    Row("recall_heel", "heel steps labelled heel", 0, True),
    Row("recall_midfoot", "midfoot steps labelled midfoot", 0, True),
    Row("recall_toe", "toe steps labelled toe", 0, True),
    Row("unsure_heel", "heel steps left unsure", 0, True),
    Row("unsure_midfoot", "midfoot steps left unsure", 0, True),
    Row("unsure_toe", "toe steps left unsure", 0, True),
    Row("wrong_heel", "heel steps labelled wrong", 1, True),
    Row("wrong_midfoot", "midfoot steps labelled wrong", 1, True),
    Row("wrong_toe", "toe steps labelled wrong", 1, True),
    Row("recall_heel_forced", "every heel step: likeliest is heel", 0, True),
    Row("recall_midfoot_forced", "every midfoot step: likeliest is midfoot", 0, True),
    Row("recall_toe_forced", "every toe step: likeliest is toe", 0, True),
    Row("calibration_error", "calibration error of the probability", 2),
    Row("brier", "Brier score (0 best, 2 worst)", 2),
)
VERDICTS: Final = (
    Row("verdict_right", "clips with the right verdict", 0, True),
    Row("verdict_unsure", "clips left unsure", 0, True),
    Row("verdict_wrong", "clips with a wrong verdict", 0, True),
)
ALL_ROWS: Final = (*TIMING, *ANGLE, *LABELS, *VERDICTS)


def write_figure(figure: Figure | None, row: Row, *, interval: bool = True) -> str:
    """Return a figure as text, with its interval in brackets; a dash where there is none."""
    if figure is None or not math.isfinite(figure.value) or figure.n == 0:
        return "–"
    text = _number(figure.value, row)
    if not interval or figure.low is None or figure.high is None:
        return text
    return f"{text} ({_number(figure.low, row)} to {_number(figure.high, row)})"


def _number(value: float, row: Row) -> str:
    text = f"{100 * value:.{row.digits}f} %" if row.percent else f"{value:.{row.digits}f}"
    # Rounding must not leave a zero with a sign.
    return text.removeprefix("-") if not any(c in "123456789" for c in text) else text


def markdown_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def figure_table(
    rows: Sequence[Row],
    columns: Mapping[str, Mapping[str, Figure]],
    *,
    interval: bool = True,
) -> str:
    """Return a Markdown table of figures, one column per set or method."""
    body = [
        [
            row.words,
            *(write_figure(c.get(row.key), row, interval=interval) for c in columns.values()),
        ]
        for row in rows
    ]
    return markdown_table(["", *columns], body)


def text_table(rows: Sequence[Row], columns: Mapping[str, Mapping[str, Figure]]) -> str:
    """Return the same for a terminal, without intervals."""
    width = max(len(row.words) for row in rows)
    cells = max(10, *(len(name) for name in columns))
    lines = [" " * width + "".join(f"  {name:>{cells}}" for name in columns)]
    for row in rows:
        texts = [write_figure(c.get(row.key), row, interval=False) for c in columns.values()]
        lines.append(f"{row.words:<{width}}" + "".join(f"  {text:>{cells}}" for text in texts))
    return "\n".join(lines)
