"""The advice as data: read from the TOML files of the package and checked on load.

What the article says and what research says are kept apart: every entry names its source, and the
kind of the source (`article`, `research`, `project`) decides where the entry may stand.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal, get_args

from gaitcheck.advice.drawings import DRAWINGS
from gaitcheck.model import SIDES, Side

SourceKind = Literal["article", "research", "project"]

TECHNIQUE_IDS = (
    "heel",
    "toe",
    "mixed",
    "midfoot",
    "aim_midfoot",
    "not_judged",
    "film_again",
    "general",
)


def _require(condition: bool, message: str) -> None:
    if not condition:
        raise ValueError(f"advice data: {message}")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement comes from; studies carry their DOI."""

    id: str
    kind: SourceKind
    citation: str
    doi: str | None = None

    def __post_init__(self) -> None:
        _require(self.kind in get_args(SourceKind), f"{self.id}: unknown kind {self.kind!r}")
        _require(bool(self.citation.strip()), f"{self.id}: no citation")
        _require(
            (self.kind == "research") == (self.doi is not None),
            f"{self.id}: DOI of a study",
        )

    def __str__(self) -> str:
        return self.citation if self.doi is None else f"{self.citation}, doi:{self.doi}"


@dataclass(frozen=True, slots=True)
class Point:
    """One titled piece of advice."""

    id: str
    title: str
    text: str
    source: Source

    def __post_init__(self) -> None:
        _require(
            bool(self.title.strip() and self.text.strip()),
            f"{self.id}: empty title or text",
        )


@dataclass(frozen=True, slots=True)
class Stretch:
    """A dynamic stretch: what it is for, how it is done, and the name of its drawing."""

    id: str
    title: str
    purpose: str
    steps: tuple[str, ...]
    drawing: str
    source: Source

    def __post_init__(self) -> None:
        _require(bool(self.title.strip() and self.purpose.strip()), f"{self.id}: empty")
        _require(
            len(self.steps) > 0 and all(s.strip() for s in self.steps),
            f"{self.id}: steps",
        )
        _require(self.drawing in DRAWINGS, f"{self.id}: no drawing {self.drawing!r}")


@dataclass(frozen=True, slots=True)
class Statement(Point):
    """What a study says; the caveat accompanies all technique advice."""

    caveat: bool = False

    def __post_init__(self) -> None:
        Point.__post_init__(self)
        _require(self.source.kind == "research", f"{self.id}: not from research")


@dataclass(frozen=True, slots=True)
class Library:
    """All advice that the product holds."""

    foot_names: Mapping[Side, str]
    technique: Mapping[str, Point]
    introduction: Point
    stretching: Point
    stretches: tuple[Stretch, ...]
    rest: tuple[Point, ...]
    massage: Point
    conditions: tuple[Point, ...]
    research: tuple[Statement, ...]
    filming: tuple[Point, ...]

    def __post_init__(self) -> None:
        _require(set(self.foot_names) == set(SIDES), "a name for each foot")
        _require(set(self.technique) == set(TECHNIQUE_IDS), "the technique points")
        _require(sum(s.caveat for s in self.research) == 1, "exactly one research caveat")
        for group in (
            self.stretches,
            self.rest,
            self.conditions,
            self.research,
            self.filming,
        ):
            ids = [entry.id for entry in group]
            _require(
                len(ids) > 0 and len(set(ids)) == len(ids),
                f"ids missing or twice: {ids}",
            )
        from_article: tuple[Point | Stretch, ...] = (
            self.introduction,
            self.stretching,
            self.massage,
            *self.stretches,
            *self.rest,
            *self.conditions,
        )
        for entry in from_article:
            _require(entry.source.kind == "article", f"{entry.id}: not from the article")

    @property
    def caveat(self) -> Statement:
        """Return the research statement that goes with every technique advice."""
        return next(s for s in self.research if s.caveat)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("gaitcheck.words.advice").joinpath(name).read_text(encoding="utf-8"))


def _sources(table: Mapping[str, Mapping[str, Any]]) -> dict[str, Source]:
    return {key: Source(id=key, **entry) for key, entry in table.items()}


def _cite(entry: Mapping[str, Any], sources: Mapping[str, Source]) -> dict[str, Any]:
    """Replace the name of the source by the source."""
    name = entry.get("source", "")
    _require(name in sources, f"{entry.get('id', entry)}: unknown source {name!r}")
    return {**entry, "source": sources[name]}


def _points(
    entries: Iterable[Mapping[str, Any]], sources: Mapping[str, Source]
) -> tuple[Point, ...]:
    return tuple(Point(**_cite(entry, sources)) for entry in entries)


@cache
def load_library() -> Library:
    """Read and check the advice files of the package.

    Raises
    ------
    ValueError
        If a file misses an entry, holds an unknown one, or names no source.
    """
    sources = _sources(_read("sources.toml"))
    technique, care = _read("technique.toml"), _read("care.toml")

    def single(key: str) -> Point:
        return Point(id=key, **_cite(care[key], sources))

    return Library(
        foot_names=MappingProxyType(technique["feet"]),
        technique=MappingProxyType(
            {
                key: Point(id=key, **_cite(entry, sources))
                for key, entry in technique["points"].items()
            }
        ),
        introduction=single("introduction"),
        stretching=single("stretching"),
        stretches=tuple(
            Stretch(**{**_cite(entry, sources), "steps": tuple(entry["steps"])})
            for entry in care["stretches"]
        ),
        rest=_points(care["rest"], sources),
        massage=single("massage"),
        conditions=_points(care["conditions"], sources),
        research=tuple(
            Statement(**_cite(entry, sources)) for entry in _read("research.toml")["statements"]
        ),
        filming=_points(_read("filming.toml")["tips"], sources),
    )
