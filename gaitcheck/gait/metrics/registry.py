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


def metric_names(definition: Definition) -> tuple[str, ...]:
    """Return the keys that a metric has in the result when no height is given."""
    if definition.whole is not None:
        return (definition.name,)
    return tuple(definition.name + ending for ending in _ENDINGS)
