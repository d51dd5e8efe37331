"""How accurate gaitcheck was in its last benchmark: read from a file that the benchmark writes.

``python -m benchmarks.accuracy --write-docs`` writes ``accuracy_facts.json`` beside this module
together with ``docs/accuracy.md``, so that the page and the document never differ.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

SCHEMA: Final = "gaitcheck.accuracy_facts/1"
FACTS_FILE: Final = Path(__file__).with_name("accuracy_facts.json")
FACTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "coverage": "coverage",
        "right": "right",
        "wrong": "confidently_wrong",
        "angle_rmse_near_deg": "angle_near_rmse_deg",
        "angle_rmse_far_deg": "angle_far_rmse_deg",
        "contact_rmse_ms": "contact_rmse_ms",
    }
)
"""The figures in the file, and what the benchmark calls them."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure with its 95 % interval over runners, where there are enough of them."""

    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class AccuracyFacts:
    """Figures over the held-out rendered clips, and what becomes of real film.

    Attributes
    ----------
    real : str
        Sentences on the real labelled clips; empty where none were at hand.
    runners, steps : int
        How many were judged.
    coverage, right, wrong : Fact
        Shares (0..1) of all steps that got a label, the right one, a wrong one.
    angle_rmse_near_deg, angle_rmse_far_deg : Fact
        Root mean square error of a step's foot-strike angle, by foot.
    contact_rmse_ms : Fact
        Root mean square error of initial contact, real time.
    """

    runners: int
    steps: int
    coverage: Fact
    right: Fact
    wrong: Fact
    angle_rmse_near_deg: Fact
    angle_rmse_far_deg: Fact
    contact_rmse_ms: Fact
    real: str = ""


def read_accuracy_facts(path: Path = FACTS_FILE) -> AccuracyFacts | None:
    """Read the figures; None where there is no such file, or not all of them are in it."""
    try:
        data: Any = json.loads(path.read_text(encoding="utf-8"))
        if data["schema"] != SCHEMA:
            return None
        return AccuracyFacts(
            runners=int(data["runners"]),
            steps=int(data["steps"]),
            **{name: _fact(data[name]) for name in FACTS},
            real=str(data.get("real", "")),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _fact(entry: Mapping[str, float | None]) -> Fact:
    value, low, high = (entry[key] for key in ("value", "low", "high"))
    if value is None or not math.isfinite(value):
        raise ValueError("a figure is not known")
    return Fact(value, low, high)
