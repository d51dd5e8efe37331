"""A result read back from its folder: the one place where that is done."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gaitcheck.errors import InputError
from gaitcheck.gait.ground import feet_on_ground
from gaitcheck.model import Analysis, FootTracks, Landmarks, Observation
from gaitcheck.model.mirror import as_run
from gaitcheck.store.feet import read_feet
from gaitcheck.store.first import FIRST_LANDMARKS_NAME, observation_of_first
from gaitcheck.store.folders import ANALYSIS_FILE
from gaitcheck.store.observation import OBSERVATION_NAME, load_observation
from gaitcheck.store.serialize import from_dict

CSV_NAME: Final = "steps.csv"
METRICS_NAME: Final = "metrics.csv"
SOLES_NAME: Final = "soles.csv"
SHEET_NAME: Final = "contacts.png"
STEPS_FOLDER: Final = "steps"
ANOTHER_CLIP: Final = (
    f"The {OBSERVATION_NAME} in {{folder}} belongs to another clip than the analysis beside it. "
    "Analyse the clip again."
)


@dataclass(frozen=True, slots=True)
class Result:
    """An analysis and the folder with its files.

    Attributes
    ----------
    analysis : Analysis
        With feet and landmarks where they were asked for and can be read.
    folder : Path
    observation : Observation or None
        What was seen, where it was asked for and can be read.
    lacking : str
        Why feet or observation are not there; empty if they are, or were not asked for.
    """

    analysis: Analysis
    folder: Path
    observation: Observation | None = None
    lacking: str = ""

    @property
    def document(self) -> Path:
        """The whole result as JSON."""
        return self.folder / ANALYSIS_FILE

    @property
    def table(self) -> Path:
        """The steps as CSV."""
        return self.folder / CSV_NAME

    @property
    def sheet(self) -> Path:
        """The picture of all contacts."""
        return self.folder / SHEET_NAME


def load_result(path: Path, *, tracks: bool = True) -> Result:
    """Read a result.

    Parameters
    ----------
    path : Path
        ``analysis.json``, or the folder that holds it.
    tracks : bool
        Whether to read feet and observation too. What cannot be read of them is left out, and the
        result says why.

    Raises
    ------
    InputError
        When there is no such file, or it holds no analysis; the message says which.
    """
    if path.is_dir():
        path /= ANALYSIS_FILE
    result = Result(read_analysis(path), path.parent)
    return with_tracks(result) if tracks else result


def with_tracks(result: Result) -> Result:
    """Return the result with feet, landmarks and observation, as far as they can be read.

    The feet of results before ``gaitcheck.analysis/2`` are laid on the ground here.
    """
    analysis, folder = result.analysis, result.folder
    observation, lacking = None, []
    try:
        observation = read_observation(folder, analysis)
        landmarks = as_run(observation).tracking.landmarks
        analysis = dataclasses.replace(analysis, landmarks=landmarks)
    except InputError as error:
        lacking.append(str(error))
    try:
        feet = read_feet(folder, analysis.clip)
        if not feet.from_shoe and analysis.landmarks is not None:
            feet = _laid(feet, analysis, analysis.landmarks)
        analysis = dataclasses.replace(analysis, feet=feet)
    except InputError as error:
        lacking.append(str(error))
    return Result(analysis, folder, observation, lacking[0] if lacking else "")


def _laid(feet: FootTracks, analysis: Analysis, landmarks: Landmarks) -> FootTracks:
    """Return feet of the first format on the ground, as `judge` lays them now."""
    contact_s = {side: found.contact_time_s for side, found in analysis.sides.items()}
    slow = analysis.clip.slow_motion
    return feet_on_ground(feet, analysis.steps, landmarks.time_s, contact_s, slow)


def read_analysis(path: Path) -> Analysis:
    """Read ``analysis.json``, without feet and landmarks.

    Raises
    ------
    InputError
        When there is no such file, or it holds no analysis; the message says which.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise InputError(f"There is no file {path}.") from error
    except IsADirectoryError as error:
        raise InputError(f"{path} is a folder; name the analysis.json in it.") from error
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror or error}).") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path} is no analysis of gaitcheck: it holds no JSON.") from error
    if not isinstance(document, dict):
        raise InputError(f"{path} is no analysis of gaitcheck: it holds no JSON object.")
    return from_dict(document)


def read_observation(folder: Path, analysis: Analysis) -> Observation:
    """Read what was seen in the clip of an analysis, from the files beside it.

    Raises
    ------
    InputError
        When it is missing, damaged, or belongs to another clip.
    """
    first = folder / FIRST_LANDMARKS_NAME
    if first.exists() and not (folder / OBSERVATION_NAME).exists():
        return observation_of_first(first, analysis.clip)
    observation = load_observation(folder)
    seen, judged = observation.clip, analysis.clip
    if (seen.sha256, seen.frames) != (judged.sha256, judged.frames):
        raise InputError(ANOTHER_CLIP.format(folder=folder))
    return observation
