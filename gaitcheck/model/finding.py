"""What the program found, as codes and values: `gaitcheck.words` makes sentences of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from gaitcheck.model.basics import Severity

Value = float | str | tuple[tuple[int, float], ...]
"""A number, a name such as ``left``, or people by number with their place in per cent."""

Need = Literal["stride", "clock", "events", "foot", "legs", "trunk"]
"""What a metric needs of the clip; a fault of the clip takes away some of them.

``clock``: real seconds, which a clip that changes its playback speed does not have.
"""

Sight = Literal["strides", "side_view", "feet"]
"""What must be seen before a finding about it means anything."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding about a clip.

    Attributes
    ----------
    code : str
    severity : {"blocker", "warning", "info"}
    variant : str
        Which of several sentences says it; empty where there is one.
    values : mapping of name to value
    needs : frozenset of Sight
        Without these it is not said.
    hides : frozenset of Sight
        What a blocker keeps from being seen.
    spoils : frozenset of Need
        What a blocker takes from the metrics.
    """

    code: str
    severity: Severity
    variant: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)
    needs: frozenset[Sight] = frozenset()
    hides: frozenset[Sight] = frozenset()
    spoils: frozenset[Need] = frozenset()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an answer is what it is: a code, and the values that belong to it."""

    code: str
    values: Mapping[str, Value] = field(default_factory=dict)
