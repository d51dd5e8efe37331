"""The formats of export: one place that names them all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Final

from gaitcheck.errors import InputError
from gaitcheck.export.c3d import write_c3d
from gaitcheck.export.csv import write_landmarks_csv, write_metrics_csv, write_steps_csv
from gaitcheck.export.labels import FILE_NAME as LABELS_NAME
from gaitcheck.export.labels import write_labels
from gaitcheck.export.mot import write_mot
from gaitcheck.export.netcdf import write_netcdf
from gaitcheck.export.parquet import write_metrics_parquet, write_steps_parquet
from gaitcheck.export.trc import FILE_NAME as TRC_NAME
from gaitcheck.export.trc import write_trc
from gaitcheck.export.trial import Trial


@dataclass(frozen=True, slots=True)
class Format:
    """One format of export.

    Attributes
    ----------
    name : str
        What ``--format`` takes.
    file_name : str
    write : callable
        Returns the content of the file.
    needs_landmarks : bool
        Whether the feet and what was seen must be beside the analysis.
    library : str or None
        A library that is not there on every machine.
    reviewed : bool
        Whether it holds what a person said, so that only a reviewed clip has it: written when it
        is asked for by name.
    """

    name: str
    file_name: str
    write: Callable[[Trial], bytes]
    needs_landmarks: bool = True
    library: str | None = None
    reviewed: bool = False


FORMATS: Final = (
    Format("steps-csv", "steps.csv", write_steps_csv, needs_landmarks=False),
    Format("metrics-csv", "metrics.csv", write_metrics_csv, needs_landmarks=False),
    Format("steps-parquet", "steps.parquet", write_steps_parquet, needs_landmarks=False),
    Format("metrics-parquet", "metrics.parquet", write_metrics_parquet, needs_landmarks=False),
    Format("landmarks-csv", "landmarks.csv", write_landmarks_csv),
    Format("trc", TRC_NAME, write_trc),
    Format("c3d", "landmarks.c3d", write_c3d, library="ezc3d"),
    Format("netcdf", "landmarks.nc", write_netcdf),
    Format("mot", "joint_angles.mot", write_mot),
    Format("labels", LABELS_NAME, write_labels, needs_landmarks=False, reviewed=True),
)


def find_formats(names: Sequence[str]) -> tuple[Format, ...]:
    """Return the formats of these names in the order of `FORMATS`.

    Parameters
    ----------
    names : sequence of str
        Empty for every format that any clip has and whose library is installed.

    Raises
    ------
    InputError
        When a name is not that of a format.
    """
    if not names:
        return tuple(
            f
            for f in FORMATS
            if not f.reviewed and (f.library is None or find_spec(f.library) is not None)
        )
    known = [f.name for f in FORMATS]
    for name in names:
        if name not in known:
            raise InputError(f"There is no format {name}; choose from {', '.join(known)}.")
    return tuple(f for f in FORMATS if f.name in names)
