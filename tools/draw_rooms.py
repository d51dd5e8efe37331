"""Draw the rooms of the package for docs/architecture.md: ``python tools/draw_rooms.py``.

Rows are the layers of the contract in pyproject.toml, what stands in a box is the first sentence of
the room's docstring, and arrows are the imports that the code has, without those that follow from
others.
"""

from __future__ import annotations

import ast
import textwrap
import tomllib
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Final

import grimp

ROOT: Final = Path(__file__).parents[1]
PICTURE: Final = ROOT / "docs" / "images" / "rooms.svg"
PACKAGE: Final = "gaitcheck"

WIDTH, BOX_HEIGHT, GAP, EDGE = 920.0, 68.0, 30.0, 12.0
LETTERS_A_PIXEL: Final = 1 / 6.4
INK, PAPER, LINE = "#1b2a2f", "#eef3f2", "#7f9a95"


def read_layers() -> list[list[str]]:
    """Return the rooms by layer, the last of the flow first."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = next(one["layers"] for one in contracts["contracts"] if one["type"] == "layers")
    return [[name.strip().removeprefix(f"{PACKAGE}.") for name in row.split("|")] for row in layers]


def read_purpose(room: str) -> str:
    """Return the first sentence of a room's docstring."""
    path = ROOT / PACKAGE / room / "__init__.py"
    source = path if path.exists() else path.parent.with_suffix(".py")
    text = ast.get_docstring(ast.parse(source.read_text(encoding="utf-8"))) or ""
    return " ".join(text.split("\n\n")[0].split()).replace("``", "").replace("`", "")


def read_imports(rooms: set[str]) -> dict[str, set[str]]:
    """Return which rooms each room imports, without those that others of its imports import."""
    graph = grimp.build_graph(PACKAGE, exclude_type_checking_imports=True)
    found: dict[str, set[str]] = {room: set() for room in rooms}
    for module in graph.modules:
        room = _room_of(module)
        if room in rooms:
            others = map(_room_of, graph.find_modules_directly_imported_by(module))
            found[room] |= {other for other in others if other in rooms and other != room}
    return {
        room: {o for o in own if not _leads(found, own - {o}, o)} for room, own in found.items()
    }


def _room_of(module: str) -> str:
    return module.partition(".")[2].partition(".")[0]


def _leads(imports: Mapping[str, set[str]], starts: set[str], goal: str) -> bool:
    return any(goal in imports[one] or _leads(imports, imports[one], goal) for one in starts)


def draw_rooms() -> str:
    """Return the picture as an SVG document."""
    layers = read_layers()
    places: dict[str, tuple[float, float, float]] = {}
    for k, row in enumerate(layers):
        width = (WIDTH - EDGE * (len(row) + 1)) / len(row)
        for j, room in enumerate(row):
            places[room] = (EDGE + j * (width + EDGE), EDGE + k * (BOX_HEIGHT + GAP), width)
    imports = read_imports(set(places))
    body = [
        _arrow(places[room], places[other], k, len(imports[room]))
        for room in places
        for k, other in enumerate(sorted(imports[room], key=lambda one: places[one]))
    ]
    body += [_box(room, *place) for room, place in places.items()]
    height = EDGE + len(layers) * (BOX_HEIGHT + GAP) - GAP + EDGE
    title = "The rooms of gaitcheck: each imports only what lies below it"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {height:g}" role="img" '
        f'font-family="sans-serif"><title>{title}</title>'
        f'<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
        f'markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8Z" fill="{LINE}"/></marker></defs>'
        f'<rect width="100%" height="100%" fill="#ffffff"/>{"".join(body)}</svg>\n'
    )


def _box(room: str, x: float, y: float, width: float) -> str:
    lines = textwrap.wrap(read_purpose(room), int((width - 20) * LETTERS_A_PIXEL))[:3]
    texts = "".join(
        f'<text x="{x + 10:g}" y="{y + 35 + 14 * k:g}" font-size="12" fill="{INK}">'
        f"{escape(line)}</text>"
        for k, line in enumerate(lines)
    )
    return (
        f'<rect x="{x:.1f}" y="{y:g}" width="{width:.1f}" height="{BOX_HEIGHT:g}" rx="8" '
        f'fill="{PAPER}" stroke="{LINE}"/>'
        f'<text x="{x + 10:g}" y="{y + 19:g}" font-size="14" font-weight="bold" fill="{INK}">'
        f"{room}</text>{texts}"
    )


def _arrow(
    start: tuple[float, float, float], end: tuple[float, float, float], k: int, count: int
) -> str:
    """Draw an arrow from the foot of a box, in its place among `count`, to the head of another."""
    x = start[0] + start[2] * (k + 1) / (count + 1)
    y, target_y = start[1] + BOX_HEIGHT, end[1] - 2
    target_x = min(max(x, end[0] + 24), end[0] + end[2] - 24)
    return (
        f'<path d="M{x:.1f} {y:g}C{x:.1f} {y + GAP:g} {target_x:.1f} {target_y - GAP:g} '
        f'{target_x:.1f} {target_y:g}" fill="none" stroke="{LINE}" stroke-width="1.4" '
        f'marker-end="url(#tip)"/>'
    )


if __name__ == "__main__":
    PICTURE.write_text(draw_rooms(), encoding="utf-8")
