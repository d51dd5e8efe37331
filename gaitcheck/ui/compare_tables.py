"""What a comparison looks like: both verdicts, the table of changes, the combined result."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Final

from gaitcheck.compare import Change, CombinedRun, Comparison, Effect
from gaitcheck.compare.sentence import say_number, say_value
from gaitcheck.model import SIDES, Side, SideResult, Verdict
from gaitcheck.ui.compare_choice import Chosen
from gaitcheck.ui.pieces import table
from gaitcheck.ui.style import judged, paragraph, strike_colours
from gaitcheck.words import comparison as texts
from gaitcheck.words.results import FOOT, VERDICT_WORDS, angle_words

STYLE: Final = """<style>
.gc-changes { border-collapse: collapse; width: 100%; font-size: .92rem; }
.gc-changes th, .gc-changes td { text-align: left; padding: .35rem .7rem .35rem 0;
  vertical-align: top; border-bottom: 1px solid rgba(128,128,128,.25); }
.gc-changes td { font-variant-numeric: tabular-nums; }
.gc-changes td:last-child > span { min-width: 0; overflow-wrap: anywhere; }
.gc-changes th[scope=row] { font-weight: 600; min-width: 8rem; }
.gc-changes .gc-judged { white-space: nowrap; }
.gc-changes .larger .gc-judged { font-weight: 700; }
.gc-changes .larger .gc-judged span::before { content: "\\25B2\\00a0"; }
.gc-changes .within .gc-judged span::before { content: "\\2248\\00a0"; }
.gc-changes th small { display: none; font-weight: 400; font-size: inherit; }
.gc-card .gc-change-sentence { font-size: 1.25rem; line-height: 1.35; font-weight: 600; }
.gc-card .gc-change-sentence + h3 { margin-top: .8rem; }
.gc-card .gc-cautions { margin: 0; }
@media (max-width: 640px) {
  .gc-changes thead { position: absolute; width: 1px; height: 1px; overflow: hidden;
    clip-path: inset(50%); }
  .gc-changes, .gc-changes tbody, .gc-changes tr, .gc-changes th, .gc-changes td {
    display: block; width: 100%; }
  .gc-changes tr { border-bottom: 1px solid rgba(128,128,128,.35); padding: .5rem 0; }
  .gc-changes th[scope=row], .gc-changes td { border: 0; padding: .1rem 0; }
  .gc-changes td { display: flex; justify-content: space-between; gap: 1rem; }
  .gc-changes td.gc-foot { display: none; }
  .gc-changes th small { display: inline; }
  .gc-changes td::before { content: attr(data-label); opacity: .8; font-weight: 400; }
}
</style>"""


def verdict_cards(first: Chosen, second: Chosen) -> str:
    """Return both verdicts beside each other."""
    return f'<div class="gc-grid">{_verdict_of(first)}{_verdict_of(second)}</div>'


def _verdict_of(chosen: Chosen) -> str:
    analysis = chosen.analysis
    near = analysis.view.near_side
    seen = texts.NEAR.format(side=near) if near in SIDES else ""
    return _card(chosen.name, analysis.verdict, seen, "")


def combined_card(run: CombinedRun, names: Mapping[Side, str]) -> str:
    """Return the verdict of one run seen from both sides."""
    feet = "".join(
        paragraph(f"{_foot(s, run.sides[s])} ({texts.COMBINE_FOOT.format(clip=names[s])})")
        for s in SIDES
    )
    cadence = texts.COMBINE_CADENCE.format(cadence=round(run.cadence_spm))
    said = (*run.disputed, *run.differing)
    doubts = "".join(paragraph(words) for words in said if words != run.verdict.reason)
    return _card(
        texts.COMBINE_RESULT, run.verdict, "", f"{feet}{doubts}{paragraph(cadence, 'gc-small')}"
    )


def _card(title: str, verdict: Verdict, under: str, more: str) -> str:
    return (
        f'<section class="gc-card gc-verdict" style="{strike_colours(verdict.strike)}">'
        f"<h3>{escape(title)}</h3>{paragraph(under, 'gc-small') if under else ''}"
        f"{judged(verdict.strike, verdict.confidence)}{paragraph(verdict.reason)}{more}</section>"
    )


def _foot(side: Side, result: SideResult) -> str:
    label = VERDICT_WORDS[result.strike].lower()
    return texts.FOOT_STRIKE.format(
        side=FOOT[side],
        label=label,
        angle=angle_words(result.foot_strike_angle_deg),
    )


def changes_card(comparison: Comparison) -> str:
    """Return the sentence of what changed, and what to bear in mind."""
    cautions = "".join(f"<li>{escape(caution)}</li>" for caution in comparison.cautions)
    below = ""
    if cautions:
        title = escape(texts.CAUTIONS_TITLE)
        below = f'<h3>{title}</h3><ul class="gc-cautions">{cautions}</ul>'
    return (
        f'<section class="gc-card">{paragraph(comparison.sentence, "gc-change-sentence")}'
        f"{below}</section>"
    )


def change_table(changes: tuple[Change, ...], effect: Effect) -> str:
    """Return changes of one kind as a table; on a phone each row becomes a small list."""
    rows = "".join(_row(change, effect) for change in changes)
    return table(texts.COLUMNS, rows, "gc-changes")


def _row(change: Change, effect: Effect) -> str:
    values = [say_value(change, change.before), say_value(change, change.after)]
    if change.labels is not None:
        values = [f"{v}, {label}" for v, label in zip(values, change.labels, strict=True)]
    foot = texts.BOTH_FEET if change.side is None else texts.SIDES[change.side]
    interval = texts.RANGE.format(
        low=say_number(change, change.low, signed=True),
        high=say_number(change, change.high, signed=True),
    )
    said = texts.JUDGED[effect] + (f" ({texts.ROUGH})" if change.rough else "")
    cells = (
        (texts.COLUMNS[1], foot, "gc-foot"),
        (texts.COLUMNS[2], values[0], ""),
        (texts.COLUMNS[3], values[1], ""),
        (
            texts.COLUMNS[4],
            f"{say_value(change, change.difference, signed=True)} ({interval})",
            "",
        ),
        (texts.COLUMNS[5], say_value(change, change.mdc), ""),
        (texts.COLUMNS[6], said, "gc-judged"),
    )
    tds = "".join(
        f'<td role="cell" class="{kind}" data-label="{escape(label, quote=True)}">'
        f"<span>{escape(text)}</span></td>"
        for label, text, kind in cells
    )
    # On a phone the foot stands in the heading, not in a line of its own.
    side = "" if change.side is None else f"<small>, {escape(foot)}</small>"
    head = f'<th role="rowheader" scope="row">{escape(change.title)}{side}</th>'
    return f'<tr role="row" class="{effect}">{head}{tds}</tr>'


def worth_showing(change: Change) -> bool:
    """Return whether a change says anything: not the share of a label that no step carries."""
    return change.definition is not None or bool(change.before or change.after)


def unknown_list(changes: tuple[Change, ...]) -> str:
    """Return what could not be compared, each reason once with the figures it is about."""
    reasons: dict[str, list[str]] = {}
    for change in changes:
        side = "" if change.side is None else f" ({texts.SIDES[change.side]})"
        reasons.setdefault(change.reason, []).append(f"{change.title}{side}")
    rows = "".join(
        f"<li><strong>{escape(', '.join(titles))}</strong>: {escape(reason)}</li>"
        for reason, titles in reasons.items()
    )
    return f"<ul>{rows}</ul>"
