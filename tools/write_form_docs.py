"""Write what docs say of running form and filming from the code.

That is ``docs/metrics.md`` with its drawings, and the drawing and the table of findings in
``docs/filming.md``.
"""

from __future__ import annotations

import ast
import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from gaitcheck.gait.metrics import DEFINITIONS, Definition
from gaitcheck.gait.metrics.typical import LEG_CM, SPEEDS_MPS, TYPICAL
from gaitcheck.gait.quality import CHECKS
from gaitcheck.report.form import shown_scale, shown_unit
from gaitcheck.report.form_drawings import DRAWINGS, draw_filming, draw_metric
from gaitcheck.words.metrics import LIMITS, METRICS

DOCS: Final = Path(__file__).parents[1] / "docs"
IMAGES: Final = "images/form"
FILMING: Final = DOCS / "filming.md"
SEVERITIES: Final = {"blocker": "refused", "warning": "less certain", "info": "good to know"}
TABLE: Final = re.compile(r"(?:^\|.*\n)+", re.MULTILINE)
INTRODUCTION: Final = """# The running-form report

This page is written by `python -m tools.write_form_docs`.

Every metric is measured on the mean stride: all strides are laid over one another, so that a foot
is seen at many instants even at 30 frames a second. Each comes with a 95 % interval (scatter,
timing, and what averaging cannot remove: the root mean square error against exact truth, see
[accuracy.md](accuracy.md)), the spread from step to step, the number of steps, how it was measured,
and a class:

- **good**: nothing in the clip speaks against it;
- **fair**: one thing does: few frames a second for what depends on instants, the far leg, a
  slanted view, a small foot, few steps, an uneven pace, or landmarks that follow the quantity
  poorly;
- **rough**: more than one does. A first look, nothing to act on.

A metric that the clip cannot support has no value, and the reason instead. Metrics of a foot come
for left and right with their difference (left minus right). Lengths are in *leg lengths* (thigh
plus shank); with the runner's height (`--height`, thigh plus shank taken as 49.1 % of it, Drillis &
Contini 1966) also in centimetres and kilometres an hour. Ranges are group means, no targets: nobody
has shown that runners outside of them do worse. There is no overall mark, no injury score and no
pronation: one camera cannot see them.

The joint angles of hip, knee, shank and sole over the whole stride, mean and band, are in
`analysis.json` under `curves`.

"""


def metrics_page() -> str:
    """Return the text of ``docs/metrics.md``."""
    return INTRODUCTION + "\n".join(_section(definition) for definition in DEFINITIONS)


def _section(definition: Definition) -> str:
    unit, words = shown_unit(definition.unit) or "share", METRICS[definition.name]
    keys = (
        f"`{definition.name}`"
        if definition.whole is not None
        else f"`{definition.name}_left`, `_right`, `_difference`"
    )
    near, far = (_error(definition, error) for error in definition.error)
    error = near if near == far else f"{near} near, {far} far leg"
    lines = [
        f"## {words.title}",
        "",
        f"![{words.title}]({IMAGES}/{definition.drawing}.svg)",
        "",
        words.meaning,
        "",
        f"- In the result: {keys}, unit {definition.unit if definition.unit != '1' else 'share'}"
        + (f" (shown in {unit})" if definition.unit == "s" else ""),
        f"- How: {words.method}",
        f"- Source: {definition.source}",
    ]
    if any(definition.error):
        lines.append(f"- Error that averaging does not remove (standard): {error}")
    if definition.weak:
        lines.append(f"- Never better than *fair*: {LIMITS[definition.weak]}")
    lines += _typical(definition)
    return "\n".join(lines) + "\n"


def _error(definition: Definition, error: float) -> str:
    scale, digits = shown_scale(definition.unit, definition)
    return f"{scale * error:.{max(digits, 1)}f} {shown_unit(definition.unit)}".strip()


def _typical(definition: Definition) -> list[str]:
    typical = TYPICAL.get(definition.name)
    if typical is None:
        return ["- Usual range: no source found, so none is shown"]
    scale, digits = shown_scale(definition.unit, definition)
    means = (f"{scale * mean:.{digits}f}" for mean in typical.by_speed)
    if len(set(typical.by_speed)) == 1:
        values = f"{typical.by_speed[0]:g} ± {typical.margin:g}"
    else:
        speeds = ", ".join(f"{speed:g}" for speed in SPEEDS_MPS)
        values = f"{', '.join(means)} at {speeds} m/s"
    note = f" (a leg length taken as {LEG_CM:g} cm)" if definition.scale == "length" else ""
    return [f"- Usual: {values}{note}; {typical.source}"]


def drawings() -> dict[str, str]:
    """Return every drawing by the name of its file."""
    found = {f"{name}.svg": draw_metric(name) for name in DRAWINGS} | {
        "filming.svg": draw_filming()
    }
    return {name: drawing + "\n" for name, drawing in found.items()}


def filming_page(page: str) -> str:
    """Return the text of ``docs/filming.md`` with its table of findings as the code has them."""
    rows = ["| | " + " | ".join(SEVERITIES.values()) + " |", "|---" * (len(SEVERITIES) + 1) + "|"]
    for subject, findings in doctor_findings().items():
        cells = (", ".join(c for c, found in findings if found == one) for one in SEVERITIES)
        rows.append(f"| {' | '.join((subject, *cells))} |".replace("_", " "))
    return TABLE.sub("\n".join(rows) + "\n", page, count=1)


def doctor_findings() -> dict[str, list[tuple[str, str]]]:
    """Return the clip doctor's findings by subject: their codes, each with its severity."""
    found: dict[str, list[tuple[str, str]]] = {}
    for module in dict.fromkeys(sys.modules[check.__module__] for check in CHECKS):
        pairs = dict.fromkeys(_findings(ast.parse(inspect.getsource(module))))
        found[module.__name__.rpartition(".")[2]] = list(pairs)
    return found


def _findings(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for function in (node for node in tree.body if isinstance(node, ast.FunctionDef)):
        nodes = list(ast.walk(function))
        # A finding that is graver or not: `note = warning if ... else info`.
        either = {
            ast.unparse(node.targets[0]): [
                ast.unparse(node.value.body),
                ast.unparse(node.value.orelse),
            ]
            for node in nodes
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.IfExp)
        }
        for node in nodes:
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = ast.unparse(node.func)
                severities = [one for one in either.get(name, [name]) if one in SEVERITIES]
                yield from ((str(node.args[0].value), severity) for severity in severities)


def main() -> None:
    """Write the pages and all drawings."""
    images = DOCS / IMAGES
    images.mkdir(parents=True, exist_ok=True)
    for name, drawing in drawings().items():
        (images / name).write_text(drawing, encoding="utf-8")
    (DOCS / "metrics.md").write_text(metrics_page(), encoding="utf-8")
    FILMING.write_text(filming_page(FILMING.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
