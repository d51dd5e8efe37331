"""The few figures that the app tells its visitors, as a small file inside the package."""

from __future__ import annotations

import json
import math
from importlib.metadata import version
from pathlib import Path
from typing import Final

import gaitcheck
from benchmarks.accuracy.document_clips import real_in_short
from benchmarks.accuracy.figures import Figure
from benchmarks.accuracy.results import Results
from benchmarks.accuracy.sets import GAITCHECK
from gaitcheck.ui.accuracy import FACTS, SCHEMA

HELD_OUT: Final = "held_out"


def facts_text(results: Results) -> str | None:
    """Return the content of the file; None where no held-out clip was judged."""
    part = results.find(HELD_OUT)
    if part is None:
        return None
    figures = part.figures[GAITCHECK]
    data = {
        "schema": SCHEMA,
        "gaitcheck": gaitcheck.__version__,
        "mediapipe": version("mediapipe"),
        "runners": part.runners,
        "steps": figures["coverage"].n,
        "real": real_in_short(results.real) if results.real else "",
        **{name: _plain(figures[key]) for name, key in FACTS.items()},
    }
    return json.dumps(data, indent=1) + "\n"


def write_facts(results: Results, path: Path) -> None:
    """Write the file; a run without held-out clips leaves the one that is there."""
    text = facts_text(results)
    if text is not None:
        path.write_text(text, encoding="utf-8")


def _plain(figure: Figure) -> dict[str, float | None]:
    known = {"value": figure.value, "low": figure.low, "high": figure.high}
    return {
        key: None if value is None or not math.isfinite(value) else round(value, 4)
        for key, value in known.items()
    }
