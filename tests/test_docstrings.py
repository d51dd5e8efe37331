"""Docstrings say what the code does: parameters as in the signature, arrays with shape and unit.

Read from the source, so that no module has to be imported.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "gaitcheck"
# A `Picture` is no such array: its type says what it holds.
ARRAY = re.compile(r"\b(FloatArray|IntArray|NDArray)\b")
SHAPE = re.compile(r"\bshape \(|\bany shape\b")
UNIT = re.compile(
    r"pixel|second|\btimes?\b|degree|strides?\b|cycles?\b|phase|frame|step|sample|index|lengths?\b"
    r"|metre|\bmm\b|grey|share|likel|probab|correlation|ratio|weight|whether|which|where|class|row|column|mask"
    r"|coefficient|any unit|unit of|same unit|units? of|0\.\.|0 to 1|\+1|True|units?\b",
    re.IGNORECASE,
)
UNIT_IN_NAME = re.compile(r"_(deg|px|s|m|mm|cm|hz)$")
# Options of the command line are told by their help.
NOT_READ = ("cli.py", "commands/", "desk/migrations/")


@dataclass(frozen=True)
class Documented:
    """A public function or dataclass: what it takes, and what its docstring says of that."""

    place: str
    text: str
    section: str
    names: tuple[str, ...]
    arrays: tuple[str, ...]
    gives_array: bool

    @property
    def entries(self) -> dict[str, str]:
        return read_section(self.text, self.section)


def read_section(text: str, title: str) -> dict[str, str]:
    """Return what a section of a NumPy docstring says of each name, in its order."""
    found = re.search(rf"^{title}\n-+\n(.*?)(?=^\S[^\n]*\n-+\n|\Z)", text, re.MULTILINE | re.DOTALL)
    entries: dict[str, str] = {}
    names: list[str] = []
    for line in found[1].splitlines() if found else ():
        if line and not line[0].isspace():
            names = [name.strip().lstrip("*") for name in line.partition(" : ")[0].split(",")]
        for name in names:
            entries[name] = entries.get(name, "") + line + "\n"
    return entries


def is_array(annotation: ast.expr | None) -> bool:
    return annotation is not None and bool(ARRAY.search(ast.unparse(annotation)))


def of_function(node: ast.FunctionDef, place: str) -> Documented:
    taken = node.args
    arguments = [*taken.posonlyargs, *taken.args, *taken.kwonlyargs]
    arguments += [one for one in (taken.vararg, taken.kwarg) if one is not None]
    arguments = [one for one in arguments if one.arg not in {"self", "cls"}]
    return Documented(
        place,
        ast.get_docstring(node) or "",
        "Parameters",
        tuple(one.arg for one in arguments),
        tuple(one.arg for one in arguments if is_array(one.annotation)),
        is_array(node.returns),
    )


def of_class(node: ast.ClassDef, place: str) -> Documented:
    fields = [
        one
        for one in node.body
        if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)
    ]
    names = {one.target.id: one for one in fields if isinstance(one.target, ast.Name)}
    public = {name: one for name, one in names.items() if not name.startswith("_")}
    return Documented(
        place,
        ast.get_docstring(node) or "",
        "Attributes",
        tuple(public),
        tuple(name for name, one in public.items() if is_array(one.annotation)),
        False,
    )


def documented(body: list[ast.stmt], place: str) -> Iterator[Documented]:
    for node in body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield of_function(node, f"{place}.{node.name}")
        elif isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from documented(node.body, f"{place}.{node.name}")
            if any("dataclass" in ast.unparse(one) for one in node.decorator_list):
                yield of_class(node, f"{place}.{node.name}")


# Still to be described.
ARRAYS_OPEN = (
    *("observing/", "review/agreement.py"),
    *("gait/strike.py", "gait/touchdown.py", "gait/quality/evidence.py"),
)


def modules() -> list[str]:
    found = (path.relative_to(PACKAGE).as_posix() for path in sorted(PACKAGE.rglob("*.py")))
    return [name for name in found if not name.startswith(NOT_READ)]


@cache
def contents(module: str) -> tuple[Documented, ...]:
    tree = ast.parse((PACKAGE / module).read_text(encoding="utf-8"))
    return tuple(documented(tree.body, module.removesuffix(".py").replace("/", ".")))


def test_documented_parameters_are_those_of_the_signature() -> None:
    faults = []
    for one in chain.from_iterable(map(contents, modules())):
        entries = tuple(one.entries)
        if one.section == "Attributes":
            # What a name says by itself needs no entry; the prose may tell the rest.
            right = set(entries) <= set(one.names)
        else:
            right = not entries or sorted(entries) == sorted(one.names)
        if not right:
            faults.append(f"{one.place}: {', '.join(entries)}")
    assert not faults, "\n".join(faults)


def test_arrays_state_their_shape_and_unit() -> None:
    looked_at = (module for module in modules() if not module.startswith(ARRAYS_OPEN))
    faults = [
        fault
        for one in chain.from_iterable(map(contents, looked_at))
        for fault in array_faults(one)
    ]
    assert not faults, "\n".join(faults)


def array_faults(one: Documented) -> Iterator[str]:
    """Yield what the docstring leaves open about the arrays."""
    entries = one.entries
    for name in one.arrays:
        said = entries.get(name, "")
        if not SHAPE.search(said):
            yield f"{one.place}: no shape of {name}"
        elif not (UNIT_IN_NAME.search(name) or UNIT.search(said)):
            yield f"{one.place}: no unit of {name}"
    if one.gives_array:
        said = one.text if not entries else one.text.replace("".join(entries.values()), "")
        if not SHAPE.search(said):
            yield f"{one.place}: no shape of what it returns"
        elif not UNIT.search(said):
            yield f"{one.place}: no unit of what it returns"
