"""All metrics, as the modules of their families list them: a new one needs nothing here."""

from __future__ import annotations

from typing import Final

from gaitcheck.gait.metrics import foot, leg, speed, timing, trunk
from gaitcheck.gait.metrics.definition import Definition

FAMILIES: Final = (timing, foot, leg, trunk, speed)
DEFINITIONS: Final[tuple[Definition, ...]] = tuple(
    definition for family in FAMILIES for definition in family.METRICS
)
_ENDINGS: Final = ("_left", "_right", "_difference")
_SCALED: Final = ("_cm", "_kmh")


def metric_names(definition: Definition) -> tuple[str, ...]:
    """Return the keys that a metric has in the result when no height is given."""
    if definition.whole is not None:
        return (definition.name,)
    return tuple(definition.name + ending for ending in _ENDINGS)


def find_definition(key: str) -> Definition:
    """Return the metric behind a key of the result, such as ``overstride_left_cm``.

    Raises
    ------
    KeyError
        When no metric has that key.
    """
    base = key
    for ending in (*_SCALED, *_ENDINGS):
        base = base.removesuffix(ending)
    for definition in DEFINITIONS:
        if definition.name in (key, base):
            return definition
    raise KeyError(key)
