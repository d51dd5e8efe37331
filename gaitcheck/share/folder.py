"""What an analysis left behind in its folder, read back for a report."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gaitcheck.errors import InputError
from gaitcheck.report import JSON_NAME, read_analysis, read_feet, read_landmarks
from gaitcheck.types import Analysis
from gaitcheck.video import Video, probe_video

ANOTHER_CLIP: Final = (
    "{path} is not the clip that was analysed: its content differs (SHA-256). Name that clip with "
    "--clip, or analyse this one."
)
ANOTHER_LENGTH: Final = (
    "The landmarks in {folder} do not have the frames of the analysis. Analyse the clip again."
)
NO_CLIP: Final = (
    "The clip {name} is not beside its analysis any more. Say with --clip PATH where it is."
)


@dataclass(frozen=True, slots=True)
class Kept:
    """An analysis read back.

    Attributes
    ----------
    analysis : Analysis
        With feet and landmarks where the folder has them.
    folder : Path
    lacking : str
        Why feet or landmarks are not there; empty if they are.
    """

    analysis: Analysis
    folder: Path
    lacking: str = ""


def read_kept(path: Path) -> Kept:
    """Read an analysis with all that its folder holds.

    Parameters
    ----------
    path : Path
        ``analysis.json``, or the folder that holds it.

    Raises
    ------
    InputError
        When it is no analysis.
    """
    if path.is_dir():
        path /= JSON_NAME
    analysis, folder = read_analysis(path), path.parent
    try:
        landmarks = read_landmarks(folder, analysis.clip)
        feet = read_feet(folder, analysis.clip)
        if len(landmarks.time_s) != analysis.clip.frames:
            raise InputError(ANOTHER_LENGTH.format(folder=folder))
    except InputError as error:
        return Kept(analysis, folder, str(error))
    return Kept(dataclasses.replace(analysis, landmarks=landmarks, feet=feet), folder)


def find_clip(kept: Kept, given: Path | None = None) -> Video:
    """Return the clip of an analysis, checked to be the very one.

    Without `given` it is looked for by its name beside the analysis, up to two folders above, and
    in the current folder.

    Raises
    ------
    ClipNotFoundError, ClipUnreadableError
        When `given` is no clip.
    InputError
        When the clip is not found, or is another one.
    """
    if given is not None:
        return _checked(probe_video(given), kept)
    name = Path(kept.analysis.clip.file).name
    refused: InputError | None = None
    for place in _places(kept.folder, name):
        try:
            return _checked(probe_video(place), kept)
        except InputError as error:
            refused = error
    raise refused or InputError(NO_CLIP.format(name=name or "of this analysis"))


def _places(folder: Path, name: str) -> Iterator[Path]:
    absolute = folder.absolute()
    folders = (folder, *absolute.parents[:2], Path())
    return (place / name for place in folders if name and (place / name).is_file())


def _checked(video: Video, kept: Kept) -> Video:
    if video.sha256 != kept.analysis.clip.sha256:
        raise InputError(ANOTHER_CLIP.format(path=video.path))
    return video
