"""Each reason for a missing or less certain metric has its words."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import gaitcheck.gait.metrics
from gaitcheck.gait.metrics import DEFINITIONS
from gaitcheck.gait.metrics.measure import IMPOSSIBLE, NO_GAIT, NO_SIDE
from gaitcheck.gait.metrics.support import FEET_ALONE, NO_CLOCK, WRONG_CLOCK
from gaitcheck.words.metrics import LIMITS

FOLDER = Path(gaitcheck.gait.metrics.__file__).parent


def codes_in_code() -> Iterator[str]:
    """Yield the codes of `Missing(...)` and of `limits.append(...)`, and those that have names."""
    yield from (IMPOSSIBLE, NO_GAIT, NO_SIDE, FEET_ALONE, NO_CLOCK, WRONG_CLOCK)
    yield from (definition.weak for definition in DEFINITIONS if definition.weak)
    for path in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            made = isinstance(node, ast.Call) and ast.unparse(node.func) in (
                "Missing",
                "limits.append",
            )
            if made and isinstance(node.args[0], ast.Constant):
                yield node.args[0].value


def test_each_reason_has_words_and_none_is_left_over() -> None:
    assert set(codes_in_code()) == set(LIMITS)
