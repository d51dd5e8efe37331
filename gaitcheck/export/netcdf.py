"""netCDF in the form of a ``movement`` poses dataset, for movement and xarray."""

from __future__ import annotations

import io
from typing import Any, Final

import numpy as np

from gaitcheck import __version__
from gaitcheck.export.trial import Trial
from gaitcheck.model import LANDMARK_NAMES

RUNNER: Final = "runner"
DIMENSIONS: Final = ("time", "space", "keypoints", "individuals")


def write_netcdf(trial: Trial) -> bytes:
    """Return the landmarks in the picture view as a ``movement`` poses dataset.

    ``position`` (time, space, keypoints, individuals) in pixels of the picture as shown, y
    downwards, as movement has it; ``confidence`` (time, keypoints, individuals) is MediaPipe's
    visibility. ``time`` is real time in seconds. Gaps are NaN.

    Notes
    -----
    The netCDF classic format (64-bit offset) holds all of it, SciPy writes it, and every reader of
    netCDF opens it. Dataset layout: movement documentation, "The movement datasets". Texts are
    arrays of characters by the conventions of xarray (attribute ``_Encoding``).
    """
    from scipy.io import netcdf_file  # brings half of SciPy along

    landmarks, clip = trial.landmarks, trial.analysis.clip
    buffer = io.BytesIO()
    file: Any = netcdf_file(buffer, "w", version=2)  # its attributes are those of the dataset
    file.createDimension("time", len(landmarks.time_s))
    _add_names(file, "space", ("x", "y"))
    _add_names(file, "keypoints", LANDMARK_NAMES)
    _add_names(file, "individuals", (RUNNER,))
    time = file.createVariable("time", "f8", ("time",))
    time[:] = trial.time_s
    # Not "units": xarray would take that for dates or time spans.
    time.unit = "seconds of real time"
    position = file.createVariable("position", "f4", DIMENSIONS)
    position[:] = landmarks.points.transpose(0, 2, 1)[..., np.newaxis]
    position.units = "pixels"
    position.long_name = "x to the right, y downwards in the picture as shown"
    confidence = file.createVariable("confidence", "f4", (DIMENSIONS[0], *DIMENSIONS[2:]))
    confidence[:] = landmarks.visibility[..., np.newaxis]
    confidence.long_name = "visibility as MediaPipe states it, 0 to 1"
    file.ds_type = "poses"
    file.source_software = f"gaitcheck {__version__}"
    file.source_file = clip.file.encode(errors="replace")
    file.fps = np.float64(trial.rate_hz)
    file.time_unit = "seconds"
    file.slow_motion = np.float64(clip.slow_motion)
    file.picture_size_px = np.array([landmarks.width, landmarks.height], dtype=np.int32)
    file.flush()
    data = buffer.getvalue()
    file.close()
    return data


def _add_names(file: Any, dimension: str, names: tuple[str, ...]) -> None:
    width = max(map(len, names))
    file.createDimension(dimension, len(names))
    file.createDimension(f"{dimension}_letters", width)
    variable = file.createVariable(dimension, "S1", (dimension, f"{dimension}_letters"))
    variable[:] = np.array([list(name.ljust(width, "\0")) for name in names], dtype="S1")
    variable._Encoding = "utf-8"
