"""What the program found, as codes and values: `gaitcheck.words` makes sentences of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gaitcheck.model.basics import Severity

Value = float | str | tuple[tuple[int, float], ...]
"""A number, a name such as ``left``, or people by number with their place in per cent."""


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
    """

    code: str
    severity: Severity
    variant: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an answer is what it is: a code, and the values that belong to it."""

    code: str
    values: Mapping[str, Value] = field(default_factory=dict)
