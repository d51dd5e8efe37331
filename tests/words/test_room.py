"""What people read is written in words/: every other room is searched for sentences.

Some sentences stay beside the code that needs them, and are not looked for: the message of a typed
error stands where the error is raised, for it names what was checked; the help of a command stands
with its option, for ``--help`` must load nothing; and what a log, the HTTP protocol or a
programmer's check says is read by developers alone.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final, TypeGuard

import pytest

import gaitcheck

PACKAGE: Final = Path(gaitcheck.__file__).parent
WORDS: Final = re.compile(r"(?:[A-Za-z’'-]+[,:;.]? ){2,}[A-Za-z]+")
"""Three words in a row."""
NOT_PROSE: Final = re.compile(r"[<>=\"@]|\]\{|sans-serif|doi[ :.]|https?:|^from \S+ import ")
"""Markup, styles, code and citations."""
NOT_SHOWN: Final = frozenset(
    {"PlainTextResponse", "Option", "Argument", "Typer", "callback", "require", "_require"}
)
LOGS: Final = frozenset({"_LOGGER", "warnings"})
BESIDE: Final = {
    "desk/database.py": "what databases say",
    "desk/importing.py": "an error's message that stops nothing",
    "desk/keeping.py": "beginnings of an error's message",
    "desk/migrations": "SQL",
    "desk/records.py": "beginnings of an error's message",
    "desk/report.py": "beginnings of an error's message",
    "desk/reviews.py": "a name within an error's message",
    "desk/rights.py": "a name within an error's message",
    "desk/unmaking.py": "SQL",
    "engine.py": "goes into a checksum",
    "export": "names of columns and notes inside exported files",
    "model/options.py": "beginnings of an error's message",
    "review/dataset.py": "a note inside a file for benchmarks",
    "store/cache.py": "a warning made of an error's message",
    "store/schema.py": "ends of an error's message",
}
"""Rooms whose text stays where it is."""


def sentences_in(source: str) -> Iterator[str]:
    """Yield the sentences of a module that are for people."""
    tree = ast.parse(source)
    passed_over = {id(inner) for node in ast.walk(tree) for inner in _not_shown(node)}
    raised = {node.id for node in ast.walk(tree) if id(node) in passed_over and _is_name(node)}
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and _named(node) & raised:
            passed_over.update(id(inner) for inner in ast.walk(node))
    for node in ast.walk(tree):
        if id(node) in passed_over:
            continue
        text = _text(node)
        if WORDS.search(text) and not NOT_PROSE.search(text):
            yield text


def _not_shown(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what within a node nobody is shown, and the parts of an f-string read as a whole."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        yield node.value  # a docstring
    elif isinstance(node, ast.JoinedStr):
        yield from (part for part in node.values if isinstance(part, ast.Constant))
    elif isinstance(node, ast.Raise | ast.Assert) or (
        isinstance(node, ast.Call) and _is_for_developers(node.func)
    ):
        yield from ast.walk(node)


def _is_for_developers(called: ast.expr) -> bool:
    if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
        if called.value.id in LOGS:
            return True
        called = ast.Name(called.attr)
    return isinstance(called, ast.Name) and (called.id in NOT_SHOWN or called.id.endswith("Error"))


def _is_name(node: ast.AST) -> TypeGuard[ast.Name]:
    return isinstance(node, ast.Name)


def _named(node: ast.Assign | ast.AnnAssign) -> set[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return {target.id for target in targets if isinstance(target, ast.Name)}


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        parts = (part.value if isinstance(part, ast.Constant) else "…" for part in node.values)
        return "".join(str(part) for part in parts)
    return ""


def room_of(path: Path) -> str:
    """Return the entry of `BESIDE` in which a module lies, or its own place."""
    place = path.relative_to(PACKAGE).as_posix()
    return next((room for room in BESIDE if place == room or place.startswith(f"{room}/")), place)


@cache
def found_by_room() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.is_relative_to(PACKAGE / "words"):
            continue
        for sentence in sentences_in(path.read_text(encoding="utf-8")):
            found.setdefault(room_of(path), []).append(sentence)
    return found


@pytest.mark.parametrize(
    "source",
    [
        'st.error("This clip is broken.")',
        'note = f"The foot is only {size} pixels long."',
        'if bad:\n    said = "No runner was found"',
        'return Finding("small", "The foot is too small.")',
    ],
)
def test_a_sentence_among_code_is_found(source: str) -> None:
    assert len(list(sentences_in(f'"""A docstring of words."""\n{source}'))) == 1


@pytest.mark.parametrize(
    "source",
    [
        'raise InputError(f"There is no result {result}.")',
        'GONE = "The clip is not there any more."\nraise InputError(GONE)',
        '_LOGGER.error("It is off again.")',
        'typer.Option("--out", help="Where the results go.")',
        'row = "<b>This is only markup</b>"',
        'code = "slow_motion_uncertain"',
        'program = "from gaitcheck.engine import judging_engine; judging_engine()"',
    ],
)
def test_what_is_not_for_the_page_is_passed_over(source: str) -> None:
    assert list(sentences_in(source)) == []


def test_every_sentence_for_people_stands_in_words() -> None:
    said = {room: texts for room, texts in found_by_room().items() if room not in BESIDE}
    assert said == {}


@pytest.mark.parametrize("room", BESIDE)
def test_a_room_that_has_no_sentence_any_more_leaves_the_list(room: str) -> None:
    assert found_by_room().get(room)
