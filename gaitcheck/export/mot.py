"""MOT, the motion file of OpenSim: joint angles over time."""

from __future__ import annotations

from typing import Final

import numpy as np

from gaitcheck import __version__
from gaitcheck.export.trial import Trial

NAME: Final = "joint_angles"
# OpenSim takes a header line with "=" for a value, so that these hold none.
NOTES: Final = (
    "Joint angles in degrees over real time in seconds, from one camera: the sagittal plane only.",
    "Signs as in the model of Rajagopal 2016: hip and knee flexion and dorsiflexion positive,",
    "pelvis leaning forward negative. In gait2392 knee_angle has the opposite sign.",
    "The pelvis follows the line from hips to shoulders. Not filtered; gaps are nan.",
)


def write_mot(trial: Trial) -> bytes:
    """Return the joint angles of every frame as MOT; gaps are ``nan``.

    Notes
    -----
    OpenSim documentation, "Storage (.sto) Files" and "Motion (.mot) Files".
    """
    table = {"time": trial.time_s, **trial.joint_angles}
    lines = [
        NAME,
        "version=1",
        f"nRows={len(trial.time_s)}",
        f"nColumns={len(table)}",
        "inDegrees=yes",
        f"Written by gaitcheck {__version__}.",
        *NOTES,
        "endheader",
        "\t".join(table),
    ]
    rows = np.column_stack([trial.time_s, *trial.joint_angles.values()]).tolist()
    lines += ["\t".join((f"{t:.6f}", *(f"{v:.4f}" for v in angles))) for t, *angles in rows]
    return ("\n".join(lines) + "\n").encode("ascii")
