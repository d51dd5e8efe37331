"""The sample clips of a checkout: what there is, what each shows, and copies of them.

They are too heavy for the installed package and live in the source code's ``sample_videos`` folder.
Its ``specs.json``, from which the clips were rendered, names and describes them.
"""

from __future__ import annotations

import errno
import filecmp
import json
import os
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gaitcheck.errors import InputError, OutputError
from gaitcheck.store.leftovers import new_name

SAMPLES_FOLDER: Final = Path(__file__).resolve().parents[1] / "sample_videos"
SPECS_FILE: Final = "specs.json"
ABSENT: Final = (
    "The sample clips are not here: they come with gaitcheck's source code, in its folder "
    "sample_videos, and not with the installed package. Get the source code, or film a clip of "
    "your own."
)


@dataclass(frozen=True, slots=True)
class Sample:
    """A clip to try gaitcheck with.

    Attributes
    ----------
    name : str
        Its name, such as ``heel_treadmill_left``.
    shows : str
        What it shows, in one sentence.
    clip, truth : Path
        The video, and the JSON file with the true contacts and angles.
    """

    name: str
    shows: str
    clip: Path
    truth: Path

    @property
    def title(self) -> str:
        """Its name in plain words."""
        return self.name.replace("_", " ").capitalize()


def find_samples(folder: Path | None = None) -> tuple[Sample, ...]:
    """Return the sample clips of this copy of gaitcheck, the best one to begin with first.

    Parameters
    ----------
    folder : Path, optional
        Where to look instead of the checkout's ``sample_videos``.

    Returns
    -------
    tuple of Sample
        Empty where there are none, as in an installed package.
    """
    folder = SAMPLES_FOLDER if folder is None else folder
    try:
        specs = json.loads((folder / SPECS_FILE).read_text(encoding="utf-8"))
    except OSError:
        return ()
    found = (
        Sample(
            name=spec["name"],
            shows=spec["note"],
            clip=folder / f"{spec['name']}.mp4",
            truth=folder / f"{spec['name']}.truth.json",
        )
        for spec in specs
    )
    return tuple(s for s in found if s.clip.is_file() and s.truth.is_file())


def require_samples() -> tuple[Sample, ...]:
    """Return the sample clips of this copy of gaitcheck.

    Raises
    ------
    InputError
        When there are none; the message says where to get them.
    """
    samples = find_samples()
    if not samples:
        raise InputError(ABSENT)
    return samples


def pick_samples(names: Sequence[str], samples: Sequence[Sample]) -> tuple[Sample, ...]:
    """Return the samples of these names (with or without ``.mp4``), each once; all for no name.

    Raises
    ------
    InputError
        When there is no sample of that name.
    """
    known = {sample.name: sample for sample in samples}
    wanted = dict.fromkeys(name.removesuffix(".mp4") for name in names) or dict.fromkeys(known)
    for name in wanted:
        if name not in known:
            raise InputError(f"There is no sample clip {name!r}. There are: {', '.join(known)}.")
    return tuple(known[name] for name in wanted)


def copy_samples(samples: Iterable[Sample], folder: Path) -> tuple[Path, ...]:
    """Copy the clips and their truth files into a folder, which is made if need be.

    A file that is there already and holds the same stays as it is.

    Returns
    -------
    tuple of Path
        The clips in `folder`.

    Raises
    ------
    OutputError
        When another file has one of the names (then nothing is copied), or on rights or a full
        disk.
    """
    copies = {
        source: folder / source.name for sample in samples for source in (sample.clip, sample.truth)
    }
    try:
        present = {source for source, copy in copies.items() if os.path.lexists(copy)}
        for source in present:
            copy = copies[source]
            if not copy.is_file() or not filecmp.cmp(source, copy, shallow=False):
                raise OutputError(f"{copy} exists and is another file. Choose another folder.")
        folder.mkdir(parents=True, exist_ok=True)
        for source, copy in copies.items():
            if source not in present:
                _copy_whole(source, copy)
    except OSError as error:
        raise _output_error(error, folder) from error
    return tuple(copy for source, copy in copies.items() if source.suffix == ".mp4")


def _copy_whole(source: Path, target: Path) -> None:
    """Copy a file so that its name appears only when it is complete."""
    half = target.with_name(new_name())
    try:
        shutil.copyfile(source, half)
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)


def _output_error(error: OSError, folder: Path) -> OutputError:
    if isinstance(error, FileExistsError | NotADirectoryError):
        return OutputError(f"{folder} cannot be made: a part of this path is a file.")
    if error.errno == errno.ENOSPC:
        return OutputError(f"The disk is full: the clips cannot be copied to {folder}.")
    return OutputError(
        f"The clips cannot be copied to {folder} ({error.strerror}). Choose another folder."
    )
