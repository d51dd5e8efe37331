"""The sentences of the pages stand together in words/, not among the code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Final

import pytest

import gaitcheck.ui
from gaitcheck.advice import drawings
from gaitcheck.report import form_curves, form_drawings, strike_drawings

FOLDER: Final = Path(gaitcheck.ui.__file__).parent
PROSE: Final = re.compile(r"(?:[A-Za-z’-]+[,:;.]? ){2,}[A-Za-z]+")
# What logs, the protocol and errors of the program itself say is read by developers.
NOT_SHOWN: Final = {"_LOGGER", "PlainTextResponse", "ValueError"}


def said_among_the_code(source: str) -> Iterator[str]:
    """Return the sentences in a module that are neither docstring, HTML, log nor protocol."""
    tree = ast.parse(source)
    passed_over: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            passed_over.add(id(node.value))
        if isinstance(node, ast.Call) and _is_not_shown(node.func):
            passed_over.update(id(inner) for inner in ast.walk(node))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            words = node.value
            markup = "<" in words or "{" in words or "=" in words or '"' in words
            if id(node) not in passed_over and not markup and PROSE.search(words):
                yield words


def _is_not_shown(called: ast.expr) -> bool:
    if isinstance(called, ast.Attribute):
        called = called.value
    return isinstance(called, ast.Name) and called.id in NOT_SHOWN


def test_a_sentence_among_code_is_found() -> None:
    source = (
        '"""A docstring of words."""\nst.error("This clip is broken.")\n_LOGGER.error("It is off.")'
    )
    assert list(said_among_the_code(source)) == ["This clip is broken."]


@pytest.mark.parametrize("module", [form_drawings, form_curves, strike_drawings, drawings])
def test_no_drawing_says_a_sentence_of_its_own(module: ModuleType) -> None:
    source = Path(str(module.__file__)).read_text(encoding="utf-8")
    assert list(said_among_the_code(source)) == []


def test_no_page_says_a_sentence_of_its_own() -> None:
    modules = list(FOLDER.rglob("*.py"))
    assert len(modules) > 20
    found = {
        path.relative_to(FOLDER).as_posix(): said
        for path in modules
        if (said := list(said_among_the_code(path.read_text(encoding="utf-8"))))
    }
    assert found == {}
