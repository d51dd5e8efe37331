"""All of the article's content is there, sourced, and kept apart from research."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gaitcheck.advice import Library, Point, Source, Statement, load_library

ARTICLE = Path(__file__).parents[3] / "shared" / "article.txt"


def texts(library: Library) -> dict[str, str]:
    """Return every text of the article's part, by id."""
    found: dict[str, str] = {}
    points = (
        library.introduction,
        library.stretching,
        library.massage,
        *library.technique.values(),
        *library.rest,
        *library.conditions,
    )
    for point in points:
        found[point.id] = f"{point.title}. {point.text}"
    for stretch in library.stretches:
        found[stretch.id] = " ".join((stretch.title, stretch.purpose, *stretch.steps))
    return found


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("introduction", ["pavement", "chronic", "marathon"]),
        ("toe", ["structures under the foot", "metatarsals", "weight"]),
        ("heel", ["Achilles tendon", "ankle", "crutches"]),
        ("aim_midfoot", ["middle of the foot", "heel", "toe"]),
        (
            "stretching",
            ["Runner's World", "dynamic", "range of motion", "warm", "supple"],
        ),
        ("donkey_kicks", ["Donkey kicks"]),
        ("leg_swings", ["Leg swings"]),
        ("high_knees", ["High knees"]),
        ("stop", ["pain", "end the run"]),
        ("ice", ["ice"]),
        ("elevate", ["raised"]),
        ("inserts", ["insoles", "orthotics", "podiatrist", "chiropractor"]),
        ("physician", ["worse", "few days"]),
        ("fractures", ["stress", "compression", "professional"]),
        ("massage", ["calf", "plantar fasciitis", "shin splints", "Achilles tendon"]),
        ("achilles_tendonitis", ["Achilles tendonitis"]),
        ("achilles_tendinosis", ["Achilles tendinosis"]),
        ("plantar_fasciitis", ["Plantar fasciitis"]),
        ("plantar_fasciosis", ["Plantar fasciosis"]),
        ("flexor_tendonitis", ["Flexor tendonitis"]),
    ],
)
def test_the_whole_article_is_covered(entry: str, words: list[str]) -> None:
    text = texts(load_library())[entry]
    assert [word for word in words if word not in text] == []


def test_research_has_studies_and_every_study_a_doi() -> None:
    library = load_library()
    assert library.caveat.id == "no_promise"
    for statement in library.research:
        assert statement.source.kind == "research"
        assert re.fullmatch(r"10\.\d{4,}/\S+", statement.source.doi or "")
        assert f"doi:{statement.source.doi}" in str(statement.source)


def test_no_run_of_six_words_is_the_article_s() -> None:
    if not ARTICLE.exists():
        pytest.skip("the article is not beside the project")

    def runs(text: str) -> set[tuple[str, ...]]:
        words = re.findall(r"[a-z]+", text.lower().replace("'", "").replace("’", ""))
        return {tuple(words[i : i + 6]) for i in range(len(words) - 5)}

    article = runs(ARTICLE.read_text(encoding="utf-8"))
    assert len(article) > 100
    shared = {key: runs(text) & article for key, text in texts(load_library()).items()}
    assert {key: run for key, run in shared.items() if run} == {}


ARTICLE_SOURCE = Source("a", "article", "An article")
STUDY = Source("s", "research", "A study", "10.1000/1")


def test_a_study_without_doi_is_refused() -> None:
    with pytest.raises(ValueError, match="DOI"):
        Source("s", "research", "A study")


def test_an_empty_citation_is_refused() -> None:
    with pytest.raises(ValueError, match="no citation"):
        Source("a", "article", " ")


def test_an_empty_point_is_refused() -> None:
    with pytest.raises(ValueError, match="empty title or text"):
        Point("p", "Title", "", ARTICLE_SOURCE)


def test_the_article_is_no_research() -> None:
    with pytest.raises(ValueError, match="not from research"):
        Statement("x", "Title", "Text", ARTICLE_SOURCE)


def test_research_may_not_stand_as_the_article_s_advice() -> None:
    library = load_library()
    fields = {name: getattr(library, name) for name in Library.__dataclass_fields__}
    with pytest.raises(ValueError, match="not from the article"):
        Library(**{**fields, "massage": Point("m", "Massage", "Text", STUDY)})
    with pytest.raises(ValueError, match="one research caveat"):
        Library(**{**fields, "research": ()})
