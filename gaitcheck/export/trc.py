"""TRC, the marker file of OpenSim (and of Motion Analysis, where it comes from)."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final

from gaitcheck.export.trial import Trial
from gaitcheck.model import LANDMARK_NAMES, FloatArray

FILE_NAME: Final = "landmarks.trc"
HEADER: Final = (
    *("DataRate", "CameraRate", "NumFrames", "NumMarkers"),
    *("Units", "OrigDataRate", "OrigDataStartFrame", "OrigNumFrames"),
)


def write_trc(trial: Trial) -> bytes:
    """Return the landmarks in the gait view as TRC.

    X ahead, Y up, Z = 0, since one camera sees one plane. Gaps are empty cells. Every cell is
    followed by a tab, as in the files that OpenSim writes: it counts the tabs.

    Notes
    -----
    OpenSim documentation, "Marker (.trc) Files"; the reader is OpenSim's ``TRCFileAdapter``.
    """
    motion = trial.motion
    frames, markers = motion.points.shape[:2]
    rate = f"{trial.rate_hz:.6f}"
    header = (rate, rate, frames, markers, motion.unit, rate, 1, frames)
    axes = [f"{axis}{k}" for k in range(1, markers + 1) for axis in "XYZ"]
    lines = [
        f"PathFileType\t4\t(X/Y/Z)\t{FILE_NAME}",
        "\t".join(HEADER),
        "\t".join(str(value) for value in header),
        _line(["Frame#", "Time", *(cell for name in LANDMARK_NAMES for cell in (name, "", ""))]),
        _line(["", "", *axes]),
        "",
    ]
    digits = 3 if motion.unit == "mm" else 6
    for k, (time_s, points) in enumerate(zip(trial.time_s, motion.points, strict=True)):
        lines.append(_line([str(k + 1), f"{time_s:.6f}", *_cells(points, digits)]))
    return ("\n".join(lines) + "\n").encode("ascii")


def _cells(points: FloatArray, digits: int) -> Iterable[str]:
    zero = f"{0:.{digits}f}"
    for x, y in points.tolist():
        seen = math.isfinite(x) and math.isfinite(y)
        yield from (f"{x:.{digits}f}", f"{y:.{digits}f}", zero) if seen else ("", "", "")


def _line(cells: Iterable[str]) -> str:
    return "".join(f"{cell}\t" for cell in cells)
