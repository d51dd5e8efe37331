"""The files of a finished job, read back for the pages."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from gaitcheck.errors import InputError
from gaitcheck.report.feet import read_feet
from gaitcheck.report.landmarks import read_landmarks
from gaitcheck.report.serialize import from_dict
from gaitcheck.types import Analysis, Step


class ResultLostError(Exception):
    """The files of a result are gone or damaged."""


@dataclass(frozen=True, slots=True)
class Result:
    """An analysis and the folder with its files."""

    analysis: Analysis
    folder: Path

    @property
    def document(self) -> Path:
        """The whole result as JSON."""
        return self.folder / "analysis.json"

    @property
    def table(self) -> Path:
        """The steps as CSV."""
        return self.folder / "steps.csv"

    @property
    def sheet(self) -> Path:
        """The picture of all contacts."""
        return self.folder / "contacts.png"

    def strip(self, step: Step) -> Path:
        """Return the picture of one step."""
        return self.folder / "steps" / f"{step.index:03d}_{step.side}.jpg"


def with_tracks(result: Result) -> Analysis:
    """Return the analysis with its landmarks and feet, without those that cannot be read."""
    analysis, folder = result.analysis, result.folder
    with suppress(InputError):
        analysis = replace(analysis, landmarks=read_landmarks(folder, analysis.clip))
    with suppress(InputError):
        analysis = replace(analysis, feet=read_feet(folder, analysis.clip))
    return analysis


def load_result(folder: Path) -> Result:
    """Read ``analysis.json`` of a result folder.

    Raises
    ------
    ResultLostError
        If the file is gone, or is not an analysis.
    """
    try:
        document = json.loads((folder / "analysis.json").read_text(encoding="utf-8"))
        return Result(from_dict(document), folder)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ResultLostError(str(folder)) from error
