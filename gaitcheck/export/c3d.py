"""C3D, the file of motion-capture laboratories: Mokka, Visual3D, Vicon, MATLAB, OpenSim."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

import numpy as np

from gaitcheck import __version__
from gaitcheck.errors import InputError
from gaitcheck.export.trial import Trial, length_note
from gaitcheck.model import LANDMARK_NAMES, FloatArray, Side
from gaitcheck.store.leftovers import scratch_folder

# Frames may lie this far off an even grid, as a share of their interval, before they are put on
# one: a time stamp of a phone is rounded to about that much.
UNEVEN: Final = 0.1
CONTEXTS: Final[Mapping[Side, str]] = MappingProxyType({"left": "Left", "right": "Right"})
STRIKE_ICON: Final = 1
OFF_ICON: Final = 2
# A parameter of C3D counts its elements in one byte, the header its frames in two.
MOST_EVENTS: Final = 255
MOST_FRAMES: Final = 65535


def write_c3d(trial: Trial) -> bytes:
    """Return the landmarks in the gait view, with contacts and toe-offs as events.

    X ahead, Y up (as POINT:X_SCREEN and Y_SCREEN say), Z = 0, since one camera sees one plane.
    Gaps are points of residual -1. C3D knows one rate only: frames that are not evenly spaced are
    interpolated onto an even grid of the mean rate. Event times count from the first frame. C3D has
    room for 65535 frames and 255 events; GAITCHECK:FRAMES and EVENTS say how many there are.

    Raises
    ------
    InputError
        When the library that writes C3D is not installed.

    Notes
    -----
    The C3D File Format, C-Motion 2021, https://www.c3d.org; EVENT group as in Vicon's files.
    """
    try:
        import ezc3d
    except ImportError as error:
        raise InputError(
            "C3D files need the library ezc3d, which is not installed here; "
            "the other formats remain."
        ) from error
    motion = trial.motion
    points = put_on_grid(motion.points, trial.time_s, trial.rate_hz)[:MOST_FRAMES]
    seen = np.asarray(np.isfinite(points).all(axis=2))
    data = np.zeros((4, *points.shape[1::-1]))
    data[:2] = np.where(seen[..., None], points, np.nan).transpose(2, 1, 0)
    data[2] = np.where(seen, 0.0, np.nan).T
    file: Any = ezc3d.c3d()
    file["header"]["points"]["first_frame"] = 0
    file["parameters"]["POINT"]["RATE"]["value"] = [trial.rate_hz]
    file["parameters"]["POINT"]["LABELS"]["value"] = list(LANDMARK_NAMES)
    file["parameters"]["POINT"]["UNITS"]["value"] = [motion.unit]
    file["data"]["points"] = data
    file["data"]["meta_points"]["residuals"] = np.where(seen, 0.0, -1.0).T[np.newaxis]
    file.add_parameter("POINT", "X_SCREEN", ["+X"])
    file.add_parameter("POINT", "Y_SCREEN", ["+Y"])
    file.add_parameter("MANUFACTURER", "SOFTWARE", ["gaitcheck"])
    file.add_parameter("MANUFACTURER", "VERSION_LABEL", [__version__])
    file.add_parameter("GAITCHECK", "LENGTHS", [length_note(trial)])
    file.add_parameter("GAITCHECK", "FRAMES", [f"{len(points)} of {len(motion.points)} frames"])
    _add_events(file, trial)
    with scratch_folder() as folder:
        path = folder / "landmarks.c3d"
        file.write(str(path))
        return path.read_bytes()


def put_on_grid(points: FloatArray, time_s: FloatArray, rate_hz: float) -> FloatArray:
    """Return the points at even times of the same number, unless they are even already.

    Parameters
    ----------
    points : array, shape (frames, points, 2)
    time_s : array, shape (frames,)
    rate_hz : float
        Mean rate.

    Returns
    -------
    array, shape (frames, points, 2)
        Interpolated linearly; NaN where a neighbour in time is NaN.
    """
    grid = time_s[0] + np.arange(len(time_s)) / rate_hz
    if np.abs(grid - time_s).max() <= UNEVEN / rate_hz:
        return points
    after = np.clip(np.searchsorted(time_s, grid), 1, len(time_s) - 1)
    share = (grid - time_s[after - 1]) / (time_s[after] - time_s[after - 1])
    share = np.clip(share, 0.0, 1.0)[:, np.newaxis, np.newaxis]
    between = (1 - share) * points[after - 1] + share * points[after]
    # A grid time on a frame needs that frame only.
    between = np.where(share == 0.0, points[after - 1], between)
    return np.asarray(np.where(share == 1.0, points[after], between))


def _add_events(file: Any, trial: Trial) -> None:
    """Add contacts and toe-offs as the EVENT group that Vicon introduced."""
    start = trial.time_s[0]
    events = []
    for step in trial.analysis.steps:
        for label, icon, file_time_s in (
            ("Foot Strike", STRIKE_ICON, step.contact_time_s),
            ("Foot Off", OFF_ICON, step.toe_off_time_s),
        ):
            time_s = trial.real_time_s(file_time_s)
            if time_s is not None:
                events.append((time_s - start, CONTEXTS[step.side], label, icon))
    if not events:
        return
    kept = sorted(events)[:MOST_EVENTS]
    times, contexts, labels, icons = zip(*kept, strict=True)
    note = f"{len(kept)} of {len(events)} contacts and toe-offs"
    file.add_parameter("GAITCHECK", "EVENTS", [note])
    file.add_parameter("EVENT", "USED", len(kept))
    file.add_parameter("EVENT", "CONTEXTS", list(contexts))
    file.add_parameter("EVENT", "LABELS", list(labels))
    file.add_parameter("EVENT", "TIMES", np.vstack(np.divmod(np.array(times), 60.0)))
    file.add_parameter("EVENT", "ICON_IDS", list(icons))
