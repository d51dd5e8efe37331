"""The clip of a result, found again for a report."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from gaitcheck.errors import InputError
from gaitcheck.store.result import Result
from gaitcheck.video import Video, probe_video

ANOTHER_CLIP: Final = (
    "{path} is not the clip that was analysed: its content differs (SHA-256). Name that clip with "
    "--clip, or analyse this one."
)
NO_CLIP: Final = (
    "The clip {name} is not beside its analysis any more. Say with --clip PATH where it is."
)


def find_clip(result: Result, given: Path | None = None) -> Video:
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
        return _checked(probe_video(given), result)
    name = Path(result.analysis.clip.file).name
    refused: InputError | None = None
    for place in _places(result.folder, name):
        try:
            return _checked(probe_video(place), result)
        except InputError as error:
            refused = error
    raise refused or InputError(NO_CLIP.format(name=name or "of this analysis"))


def _places(folder: Path, name: str) -> Iterator[Path]:
    absolute = folder.absolute()
    folders = (folder, *absolute.parents[:2], Path())
    return (place / name for place in folders if name and (place / name).is_file())


def _checked(video: Video, result: Result) -> Video:
    if video.sha256 != result.analysis.clip.sha256:
        raise InputError(ANOTHER_CLIP.format(path=video.path))
    return video
