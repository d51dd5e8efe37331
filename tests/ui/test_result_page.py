"""The page of a result in every state, run without a browser on example results."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from gaitcheck.advice import load_library
from gaitcheck.model import QualityNote, Severity
from gaitcheck.ui.answer import shown_and_folded
from gaitcheck.ui.workspace import Entry, Workspace
from gaitcheck.words import evidence as texts_evidence
from gaitcheck.words import page as texts
from gaitcheck.words.results import ONE_FOOT_CLEAR
from tests.ui.pages import everything, open_result


@pytest.mark.parametrize("strike", ["heel", "midfoot", "toe", "mixed"])
def test_a_verdict_comes_with_its_confidence_feet_steps_and_advice(
    strike: str, bring: Callable[..., Entry], visit: Workspace
) -> None:
    bring(f'{{"verdict": "{strike}"}}')
    page = open_result(visit)
    said = everything(page)
    assert texts.VERDICT_SENTENCE[strike] in said  # type: ignore[index]
    assert "sure (" in said
    assert "95 % interval" in said
    assert said.count("<article") == said.count('<img alt="The left foot around') * 2 == 8
    assert "168 steps a minute" in said
    assert texts.ADVICE_CREDIT in said
    assert load_library().caveat.text in said
    for heading in (texts.FEET_TITLE, texts.ADVICE_TITLE, texts.QUALITY_TITLE):
        assert heading in said
    assert [tab.label for tab in page.tabs] == list(texts.DETAILS)
    assert said.count('class="gc-shoe"') == said.count('class="gc-gauge"') == 2
    labels = [button.proto.label for button in page.get("download_button")]
    assert labels == [
        *(texts.DOWNLOAD_PDF, texts.DOWNLOAD_HTML, texts.DOWNLOAD_EXPORTS),
        *(texts.DOWNLOAD_PICTURE, texts.DOWNLOAD_STEPS, texts.DOWNLOAD_RESULT),
    ]
    assert texts.FOOTER in said


def test_unsure_says_why_and_how_to_film_and_asks_for_no_change(
    bring: Callable[..., Entry], visit: Workspace
) -> None:
    bring('{"verdict": "unsure"}')
    page = open_result(visit)
    said = everything(page)
    assert texts.UNSURE_EXPLAINED in said
    assert said.index(texts.SEVERITY["blocker"]) < said.index(texts.SEVERITY["warning"])
    assert texts.REMEDY in said
    assert "sure (" not in said
    assert load_library().technique["film_again"].text in said
    # Where the clip cannot be judged, no step shows how likely the strikes are.
    assert re.search(r"heel (< |> )?\d+ %, midfoot", said) is None
    assert load_library().technique["aim_midfoot"].text not in said
    assert any(box.label == texts.FILMING_TITLE and box.proto.expanded for box in page.expander)


def test_where_one_foot_is_clear_how_to_film_is_folded(
    bring: Callable[..., Entry], visit: Workspace
) -> None:
    bring('{"verdict": "one foot"}')
    page = open_result(visit)
    assert ONE_FOOT_CLEAR in everything(page)
    (filming,) = (box for box in page.expander if box.label == texts.FILMING_TITLE)
    assert not filming.proto.expanded


def test_the_three_gravest_findings_are_shown_and_the_others_folded() -> None:
    kinds: tuple[Severity, ...] = ("info", "warning", "warning", "blocker", "warning", "info")
    notes = [QualityNote(f"{kind}-{k}", kind, "What.", "Do.") for k, kind in enumerate(kinds)]
    shown, folded = shown_and_folded(notes)
    assert [note.code for note in shown] == ["blocker-3", "warning-1", "warning-2"]
    assert [note.code for note in folded] == ["warning-4", "info-0", "info-5"]
    assert shown_and_folded(notes[:1]) == ([], notes[:1])


def test_a_refused_clip_shows_no_angle(bring: Callable[..., Entry], visit: Workspace) -> None:
    bring('{"verdict": "refused"}')
    said = everything(open_result(visit))
    cards = re.findall(r"<article.*?</article>", said, re.DOTALL)
    assert len(cards) == 8
    assert not any("angle" in card or "°" in card for card in cards)
    assert 'class="gc-gauge"' not in said
    assert 'class="gc-bar"' not in said
    assert "4 unsure" not in said


@pytest.mark.parametrize("verdict", ["heel", "unsure"])
def test_whom_to_follow_is_asked_beside_what_limits_the_answer(
    verdict: str, bring: Callable[..., Entry], visit: Workspace
) -> None:
    bring(f'{{"verdict": "{verdict} among people"}}')
    page = open_result(visit)
    headings = [heading.value for heading in page.header]
    assert headings.index(texts.WHO_TITLE) == headings.index(texts.QUALITY_TITLE) + 1
    # The people are asked for on the page itself, so nothing is to be said elsewhere.
    said = everything(page)
    assert f"“{texts.WHO_TITLE}”" in said
    assert "Choose the runner" not in said
    clicked = next(b for b in page.button if b.label == texts.WHO_CHOOSE.format(number=1))
    clicked.click().run()
    assert [entry.options.runner for entry in visit.entries] == [None, 1]


def test_a_clip_without_a_runner_has_a_page_too(
    bring: Callable[..., Entry], visit: Workspace
) -> None:
    bring('{"verdict": "nobody"}')
    said = everything(open_result(visit))
    assert texts.GALLERY_NO_STEPS in said
    assert said.count(texts.NO_STEPS) == 2


def test_steps_are_filtered_by_foot_and_label(
    bring: Callable[..., Entry], visit: Workspace
) -> None:
    bring('{"verdict": "mixed"}')
    page = open_result(visit)
    sides, labels, _ = page.get("button_group")[:3]
    assert [option.content for option in labels.proto.options] == ["Heel", "Midfoot"]
    sides.set_value(["left"]).run()  # type: ignore[union-attr]
    assert everything(page).count("<article") == 4
    assert texts.STEP_TITLE.format(number=2, side="right foot") not in everything(page)
    labels = page.get("button_group")[1]
    labels.set_value(["midfoot"]).run()  # type: ignore[union-attr]
    assert texts.GALLERY_EMPTY in everything(page)


def test_what_is_all_alike_is_not_offered_for_choosing(
    bring: Callable[..., Entry], visit: Workspace
) -> None:
    bring('{"verdict": "heel"}')
    labels = [group.proto.label for group in open_result(visit).get("button_group")]
    assert texts.FILTER_SIDE in labels
    assert texts.FILTER_LABEL not in labels


def test_the_curves_are_drawn_when_they_are_asked_for(
    bring: Callable[..., Entry], visit: Workspace
) -> None:
    entry = bring('{"verdict": "heel"}')
    page = open_result(visit)
    titles = list(texts_evidence.TITLES.values())
    assert not set(titles) & {heading.value for heading in page.subheader}
    page.button(key=f"draw-{entry.id}").click().run()
    assert not page.exception
    assert [heading.value for heading in page.subheader] == titles
    assert len(page.get("vega_lite_chart")) == 2 * len(titles)
