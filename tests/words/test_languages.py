"""Every sentence of a result's first screen has its German, and results told in it say the same."""

from __future__ import annotations

import re
import string

import pytest

from gaitcheck.commands.options import Language
from gaitcheck.model import Finding
from gaitcheck.report.summary import summarize
from gaitcheck.words import page, results, terminal
from gaitcheck.words.findings import FINDINGS, say_finding
from gaitcheck.words.languages import ENGLISH, LANGUAGES, catalogue, readcatalogue, retell, say
from gaitcheck.words.reasons import ANGLE_AT_CONTACT, LANDS, SEEN_BY_PERSON, VERDICTS
from tests.examples import make_analysis, make_mixed_analysis, make_unsure_analysis

FIRST_SCREEN = {
    *(text for words in FINDINGS.values() for text in words),
    *VERDICTS.values(),
    *(*LANDS.values(), ANGLE_AT_CONTACT, SEEN_BY_PERSON),
    *results.VERDICT_WORDS.values(),
    *results.VERDICT_SENTENCE.values(),
    results.ONE_FOOT_CLEAR,
    *(words for _, words in results.CONFIDENCE_WORDS),
    *results.SEVERITY.values(),
    *results.PLANES.values(),
    *results.FOOT.values(),
    *(results.NEAR_FOOT, results.FAR_FOOT, results.SLOWED, results.SPED_UP, results.PART_OF),
    *page.REMEDY_HERE.values(),
    *page.LABELS.values(),
    *(page.UNSURE_EXPLAINED, page.QUALITY_TITLE, page.QUALITY_NONE, page.QUALITY_MORE),
    *(page.REMEDY, page.CADENCE, page.VIEW_FACTS, page.FEET_TITLE, page.ANGLE, page.ANGLE_HELP),
    *(page.INTERVAL, page.NO_ANGLE, page.CONTACT_TIME, page.STEPS, page.NO_STEPS),
    *(page.SHOE_ALT, page.GAUGE_ALT),
    *(page.NOT_MEASURED, terminal.VERDICT, terminal.UNSURE, terminal.OPTION),
    *terminal.SEVERITY.values(),
}
OTHERS = [language for language in LANGUAGES if language != ENGLISH]


def names_in(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_the_options_of_the_command_line_are_the_languages() -> None:
    assert [str(language) for language in Language] == list(LANGUAGES)


@pytest.mark.parametrize("language", OTHERS)
def test_the_first_screen_is_said_in_each_language(language: str) -> None:
    known = catalogue(language)
    assert FIRST_SCREEN - set(known) == set()
    for text in FIRST_SCREEN:
        assert names_in(known[text]) == names_in(text), text


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("key", FINDINGS)
def test_a_finding_is_told_with_its_values(key: str, language: str) -> None:
    code, _, variant = key.partition(".")
    names = {name for text in FINDINGS[key] for name in names_in(text)}
    values = {name: float(20 + k) for k, name in enumerate(sorted(names - {"places"}))}
    places = {"places": ((1, 31.0), (2, 82.0))} if "places" in names else {}
    note = say_finding(Finding(code, "warning", variant, {**values, **places}))
    for sentence in (note.message, note.remedy):
        told = retell(sentence, language)
        assert told != sentence
        numbers = [re.findall(r"\d+(?:[.,]\d+)?", text) for text in (sentence, told)]
        assert sorted(numbers[0]) == sorted(one.replace(",", ".") for one in numbers[1])


def test_a_reason_is_told_with_its_feet_and_angles() -> None:
    reason = (
        "The left foot lands on the toes (-12 degrees at contact), but the right foot, nearer to "
        "the camera, could not be judged."
    )
    assert retell(reason, "de") == (
        "Der linke Fuß setzt mit dem Vorfuß auf (-12 Grad beim Aufsetzen), aber der rechte Fuß, "
        "näher an der Kamera, war nicht zu beurteilen."
    )


def test_decimals_have_a_comma_in_german() -> None:
    sentence = "The steady part was used: 3.5 to 11.2 s of 20.0 s."
    assert retell(sentence, "de") == (
        "Der gleichmäßige Teil wurde verwendet: 3,5 bis 11,2 s von 20,0 s."
    )


@pytest.mark.parametrize("sentence", ["What nobody wrote.", "", "7 of 9"])
def test_what_has_no_translation_stays_as_it_is(sentence: str) -> None:
    assert retell(sentence, "de") == say(sentence, "de") == sentence
    assert retell(sentence, ENGLISH) == sentence


def test_a_catalogue_may_break_lines_and_leave_gaps() -> None:
    source = (
        'msgid ""\nmsgstr "Language: de\\n"\n\n# a note\nmsgid "One "\n"\\"two\\""\nmsgstr "Eins"'
    )
    assert readcatalogue(f'{source}\n\nmsgid "Not yet"\nmsgstr ""\n') == {'One "two"': "Eins"}


def test_the_terminal_speaks_german() -> None:
    lines = summarize(make_analysis(), language="de").splitlines()
    assert re.search(r": Fersenlandung, (sehr|ziemlich) sicher \(", lines[0])
    assert ": Nicht sicher, wie die Füße aufsetzen." in summarize(
        make_unsure_analysis(), None, "de"
    )
    assert ": Gemischte Landung" in summarize(make_mixed_analysis(), language="de")
