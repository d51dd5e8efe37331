"""The first screen of a result in German, as the page shows it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gaitcheck.ui.workspace import Entry, Workspace
from gaitcheck.words import page as texts
from tests.ui.pages import everything, open_result


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        (
            "heel",
            (
                "Fersenlandung",
                "Die Ferse setzt zuerst auf.",
                "Der linke Schuh",
                "sicher (",
                "Linker Fuß",
            ),
        ),
        ("unsure", ("Nicht sicher", "gaitcheck rät nicht.", "Keine Antwort:", "Was hilft:")),
    ],
)
def test_the_address_chooses_german_and_it_stays(
    verdict: str, said: tuple[str, ...], bring: Callable[..., Entry], visit: Workspace
) -> None:
    bring(f'{{"verdict": "{verdict}"}}')
    page = open_result(visit)
    assert not any(words in everything(page) for words in said)
    page.query_params["lang"] = "de"
    page.run()
    del page.query_params["lang"]
    shown = everything(page.run())
    for words in said:
        assert words in shown
    assert "Was diese Antwort einschränkt" in shown
    assert texts.QUALITY_TITLE not in shown


def test_an_unknown_language_is_english(bring: Callable[..., Entry], visit: Workspace) -> None:
    bring('{"verdict": "heel"}')
    page = open_result(visit)
    page.query_params["lang"] = "xx"
    assert texts.VERDICT_SENTENCE["heel"] in everything(page.run())


def test_the_page_offers_its_languages(bring: Callable[..., Entry], visit: Workspace) -> None:
    bring('{"verdict": "toe"}')
    page = open_result(visit)
    (choice,) = (group for group in page.button_group if group.label == texts.LANGUAGE)
    choice.set_value("de")
    assert "Vorfußlandung" in everything(page.run())
