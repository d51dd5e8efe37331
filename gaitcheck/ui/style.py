"""The look of the pages: one style sheet and small pieces of HTML, all text escaped."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from html import escape
from typing import Final

from gaitcheck.model import StepStrike, VerdictStrike
from gaitcheck.report.colours import STRIKE_COLOURS
from gaitcheck.words.languages import ENGLISH, say
from gaitcheck.words.results import VERDICT_WORDS, sure_words

_OWN_FOLDERS: Final = re.compile(
    r"(?:[A-Za-z]:)?(?:[/\\][^\s/\\]+)*[/\\]gaitcheck-(?:app|tmp)-[^\s/\\]+[/\\](?:[\w.-]+[/\\])*"
)
"""A path that leads through a folder of a visit, or of what is temporary, up to a file's name."""

# Greys with transparency and inherited colours read on the light and on the dark theme alike.
STYLE: Final = """
<style>
[data-testid="stMainBlockContainer"] { max-width: 66rem; padding-top: 5rem; }
/* Streamlit's captions are too pale for small print, and its accent too dark for text on dark. */
[data-testid="stMain"] [data-testid="stCaptionContainer"] { color: inherit; opacity: .8; }
[data-testid="stMain"] [data-testid="stButtonGroup"] [data-selected="true"] p,
[data-testid="stMain"] [role="tab"][aria-selected="true"] p { color: light-dark(#0f6b5c, #5fd0b9); }
/* Streamlit hardly shows where one is among the pages, and cuts its ring around a tab. */
[data-testid="stHeader"] a:focus-visible, .st-key-gc-places a:focus-visible,
[data-testid="stMain"] [role="tab"]:focus-visible {
  outline: 3px solid light-dark(#0f6b5c, #5fd0b9); outline-offset: -3px; box-shadow: none; }
/* What only screen readers say, such as whose "Open" a button is. */
[data-testid="stMain"] :is(
  [data-testid="stButton"], [data-testid="stCheckbox"], [data-testid="stPopover"]) em {
  position: absolute; width: 1px; height: 1px; overflow: hidden;
  clip-path: inset(50%); white-space: nowrap; }
/* A phone would see Streamlit's own navigation only behind an arrow. */
.st-key-gc-places { display: none; }
/* A clip's name is shortened by the screen, not the button beside it pushed below. */
[class*="st-key-gc-ready"] { flex-wrap: nowrap; }
[class*="st-key-gc-ready"] p { overflow-wrap: anywhere; }
@media (max-width: 767.98px) {
  [data-testid="stMainBlockContainer"] { padding-top: .75rem; }
  /* It lies over the ways to the pages, and holds nothing but a sign that the server works. */
  [data-testid="stHeader"] { background: none; }
  [data-testid="stHeader"], [data-testid="stToolbar"] { pointer-events: none; }
  [data-testid="stExpandSidebarButton"], [data-testid="stSidebar"] { display: none; }
  .st-key-gc-places { display: flex; gap: .25rem; }
  /* Five names fit into one line without their signs. */
  .st-key-gc-places span:has(> [data-testid="stIconMaterial"]) { display: none; }
  .st-key-gc-places a { padding-inline: .35rem; gap: 0; }
}
[data-testid="stMain"] h1, [data-testid="stMain"] h2, .gc-promise, .gc-change-sentence {
  text-wrap: balance; }
.gc-card p, .gc-card li, .gc-note p, .gc-footer p, .gc-text, .gc-small { text-wrap: pretty; }
.gc-promise { font-size: 1.15rem; margin: -0.6rem 0 0.4rem; opacity: .85; }
.gc-flush.gc-flush { margin: 0; }
.gc-small { font-size: .875rem; opacity: .8; }
.gc-grid { display: grid; gap: 1rem;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr)); }
.gc-so-far ul { margin: .1rem 0 .4rem; padding-left: 1.2rem; }
.gc-so-far p, .gc-so-far li { margin: .1rem 0; padding: 0; }
.gc-card { border: 1px solid rgba(128,128,128,.35); border-radius: .75rem; padding: 1rem;
  background: rgba(128,128,128,.06); min-width: 0; overflow-wrap: anywhere; }
.gc-card h2, .gc-card h3 { margin: 0 0 .5rem; padding: 0; font-size: 1.05rem; }
.gc-card p { margin: .25rem 0; }
.gc-verdict { border-left: .6rem solid var(--gc-fill); }
.gc-verdict h1.gc-answer { font-size: 1.6rem; line-height: 1.25; font-weight: 650; margin: .5rem 0;
  padding: 0; }
.gc-chip { display: inline-block; border-radius: 999px; padding: .1rem .7rem; font-weight: 600;
  font-size: .9rem; background: var(--gc-fill); color: var(--gc-ink); white-space: nowrap; }
.gc-chips { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; }
/* A name may be one long word: it breaks, and neither widens the page nor runs into a button. */
.gc-chips > * { min-width: 0; overflow-wrap: anywhere; }
[data-testid="stMain"] [data-testid="stHtml"] { overflow-wrap: break-word; }
.gc-card .gc-facts { display: grid; grid-template-columns: max-content 1fr; gap: .3rem .9rem;
  margin: .8rem 0 0; padding: 0; }
.gc-card .gc-facts dt { opacity: .75; margin: 0; padding: 0; }
.gc-card .gc-facts dd { margin: 0; padding: 0; font-weight: 600; }
.gc-facts dd span { font-weight: 400; opacity: .8; display: block; font-size: .875rem; }
.gc-bar { display: flex; height: .9rem; border-radius: .45rem; overflow: hidden; margin: .5rem 0;
  gap: 2px; }
.gc-bar i { display: block; background: var(--gc-fill); min-width: .25rem; }
.gc-strip { overflow-x: auto; border-radius: .5rem; margin: .6rem 0; }
.gc-strip img { display: block; width: 100%; min-width: 27rem; height: auto; }
.gc-film img { display: block; width: 100%; height: auto; border-radius: .25rem; }
.gc-note { border-left: .3rem solid rgba(128,128,128,.6); padding: .2rem 0 .2rem .8rem;
  margin: .6rem 0; }
.gc-note.blocker { border-color: #d55e00; }
.gc-note.warning { border-color: #e69f00; }
.gc-note p { margin: .15rem 0; }
.gc-card .gc-argument h4 { margin: .6rem 0 .1rem; padding: 0; font-size: .9rem; }
.gc-card .gc-argument ul { margin: 0; padding-left: 1.1rem; font-size: .875rem; }
.gc-card .gc-argument li { margin: .1rem 0; font-size: .875rem; }
.gc-research { border-style: dashed; background: none; }
.gc-drawing { display: block; width: 100%; max-width: 36rem; height: auto; margin: .6rem auto; }
.gc-shoe { display: block; width: 100%; max-width: 15rem; height: auto; margin: .4rem auto; }
.gc-gauge { display: block; width: 100%; max-width: 26rem; height: auto; margin: .2rem auto; }
.gc-panels { display: flex; gap: .4rem; flex: 0 1 auto; min-width: 0; margin: .4rem 0 .8rem; }
.gc-panels > span { flex: 0 1 11rem; min-width: 0; }
.gc-panels img { display: block; width: 100%; height: auto; }
.gc-panels span span { display: block; text-align: center; font-size: .8125rem; line-height: 1.25;
  overflow-wrap: normal; }
.gc-footer { font-size: .875rem; opacity: .8; border-top: 1px solid rgba(128,128,128,.35);
  padding-top: .8rem; margin-top: 1rem; }
.gc-now-cells { display: grid; gap: .8rem;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 9rem), 1fr)); }
.gc-crossed { border-collapse: collapse; margin-top: .8rem; font-size: .9rem; }
.gc-crossed th, .gc-crossed td { border: 1px solid rgba(128,128,128,.35); padding: .2rem .6rem;
  text-align: left; }
.gc-gallery { grid-template-columns: repeat(auto-fit, minmax(min(100%, 28rem), 1fr)); }
</style>
"""


def strike_colours(strike: VerdictStrike) -> str:
    """Return the style that gives an element the colours of a strike."""
    colour = STRIKE_COLOURS[strike]
    return f"--gc-fill:{colour.fill};--gc-ink:{colour.ink}"


def chip(strike: VerdictStrike, language: str = ENGLISH) -> str:
    """Return a strike as a coloured label that says its name."""
    return (
        f'<span class="gc-chip" style="{strike_colours(strike)}">'
        f"{escape(say(VERDICT_WORDS[strike], language))}</span>"
    )


def judged(strike: VerdictStrike, confidence: float, language: str = ENGLISH) -> str:
    """Return a strike as a label, and beside it how sure it is; an unsure one stands alone."""
    sure = "" if strike == "unsure" else escape(sure_words(confidence, language))
    return f'<div class="gc-chips">{chip(strike, language)}<span>{sure}</span></div>'


def bar(counts: Mapping[StepStrike, int]) -> str:
    """Return a bar with a share for each label; the figures stand beside it as text."""
    parts = "".join(
        f'<i style="{strike_colours(strike)};flex:{count}"></i>'
        for strike, count in counts.items()
        if count
    )
    return f'<div class="gc-bar" aria-hidden="true">{parts}</div>'


def paragraph(text: str, kind: str = "") -> str:
    """Return a paragraph of plain text."""
    attribute = f' class="{kind}"' if kind else ""
    return f"<p{attribute}>{escape(text)}</p>"


def picture(jpeg: bytes, alt: str, kind: str = "gc-strip") -> str:
    """Return a picture; by its usual kind it scrolls sideways where the page is too narrow."""
    alt = escape(alt, quote=True)
    return (
        f'<div class="{kind}" tabindex="0" role="group" aria-label="{alt}"><img alt="{alt}" '
        f'src="{data_address("image/jpeg", jpeg)}"></div>'
    )


def data_address(kind: str, content: bytes) -> str:
    """Return a file of a kind such as ``image/jpeg`` as an address that holds it whole."""
    return f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"


def named_label(seen: str, name: str) -> str:
    """Return the label of a button of which the page has several: `seen` is all that shows.

    Parameters
    ----------
    seen : str
        A word or two.
    name : str
        What the button does, and to what, for those who hear it; begins with `seen`.
    """
    return f"{seen} *{plain(name.removeprefix(seen).strip())}*"


def with_names_alone(text: str) -> str:
    """Return a text that calls files of a visit by name, not by the server's place for them."""
    return _OWN_FOLDERS.sub("", text)


def plain(text: str) -> str:
    """Return a text in which Markdown finds nothing to format, with files of a visit by name."""
    text = with_names_alone(text)
    return "".join(f"\\{c}" if c in r"\`*_{}[]<>()#+-!|~:$" else c for c in text)
