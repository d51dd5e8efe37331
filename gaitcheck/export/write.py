"""From the files of an analysis to the files of other programs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gaitcheck.errors import InputError
from gaitcheck.export.registry import Format
from gaitcheck.export.trial import Trial
from gaitcheck.store.disk import make_folder, replace_file
from gaitcheck.store.leftovers import clear_leftovers
from gaitcheck.store.result import load_result


def read_trial(path: Path, formats: Sequence[Format]) -> Trial:
    """Read a result and, where one of the formats needs it, what was seen in the clip.

    Raises
    ------
    InputError
        When a file is missing, damaged or none of ours.
    """
    result = load_result(path)
    if result.lacking and any(format_.needs_landmarks for format_ in formats):
        raise InputError(result.lacking)
    return Trial(result.analysis, result.observation)


def write_exports(trial: Trial, formats: Sequence[Format], folder: Path) -> list[Path]:
    """Write the formats into a folder, which is made if it is not there; return the files.

    All are made before the first is written, and each appears only when it is complete.

    Raises
    ------
    InputError
        When a format has nothing to hold; then nothing is written.
    OutputError
        When a file cannot be written.
    """
    contents = [(folder / format_.file_name, format_.write(trial)) for format_ in formats]
    make_folder(folder, parents=True)
    clear_leftovers(folder)
    for path, content in contents:
        replace_file(path, content)
    return [path for path, _ in contents]
