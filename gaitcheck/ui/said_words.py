"""Who said what, beside the machine's own answer: the app speaks to the one who looked."""

from __future__ import annotations

from collections.abc import Sequence

from gaitcheck.model import Analysis, Correction, Side, SideResult, Step, Verdict, VerdictStrike
from gaitcheck.words import review as texts
from gaitcheck.words.page import LABELS


def who_said(corrections: Sequence[Correction]) -> str:
    """Return the names of those who said something; "You" where nobody gave one."""
    names = sorted({c.who.strip() for c in corrections if c.who.strip()})
    return " and ".join(names) if names else texts.YOU


def said_words(answer: Step | SideResult | Verdict, corrections: Sequence[Correction]) -> str:
    """Return what a person said and what the machine says alone; empty where nobody did.

    Parameters
    ----------
    answer : Step, SideResult or Verdict
    corrections : sequence of Correction
        Of the result, or of the step alone.
    """
    if not answer.by_person:
        return ""
    who = who_said(corrections)
    if answer.machine is None:
        return texts.SAID_ADDED.format(who=who)
    own, alone = answer.strike, answer.machine.strike
    words = texts.SAID
    if own == alone:
        words = texts.SAID_STILL_OPEN if own == "unsure" else texts.SAID_ALIKE
    elif own == "unsure":
        words = texts.SAID_OPEN
    machine = texts.UNSURE if alone == "unsure" else texts.FOR.format(label=_word(alone))
    return words.format(who=who, label=_word(own), machine=machine)


def said_of_foot(analysis: Analysis, side: Side) -> list[Correction]:
    """Return what persons said of the steps of a foot."""
    ids = {step.id for step in (*analysis.steps, *analysis.rejected) if step.side == side}
    return [said for said in analysis.corrections if said.step in ids]


def _word(strike: VerdictStrike) -> str:
    return texts.MIXED if strike == "mixed" else LABELS[strike]
