"""What results of ``gaitcheck.analysis/1`` keep of the clip: its landmarks."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gaitcheck.errors import InputError
from gaitcheck.model import Clip, Landmarks, Observation, Tracking
from gaitcheck.store.arrays import DAMAGES, from_npz_bytes

FIRST_LANDMARKS_NAME: Final = "landmarks.npz"
FORMAT_ID: Final = "gaitcheck.landmarks/1"


def observation_of_first(path: Path, clip: Clip) -> Observation:
    """Return what can be known of an observation from ``landmarks.npz``.

    It holds the landmarks alone, so that they can be exported and drawn; to judge again, the clip
    must be analysed again.

    Raises
    ------
    InputError
        When the file is damaged, no landmarks of gaitcheck, or those of another clip.
    """
    try:
        arrays = from_npz_bytes(path.read_bytes())
        if str(arrays["format"]) != FORMAT_ID or str(arrays["sha256"]) != clip.sha256:
            raise ValueError("not the landmarks of this clip")
        landmarks = _landmarks(arrays)
        frames = len(landmarks.time_s)
        tracking = Tracking(landmarks, np.zeros((frames, 2)), np.ones(frames), (), ())
        return Observation(clip, tracking)
    except DAMAGES as error:
        raise InputError(
            f"{path} is damaged, or belongs to another clip. Analyse the clip again."
        ) from error


def _landmarks(arrays: dict[str, NDArray[Any]]) -> Landmarks:
    width, height = (int(side) for side in arrays["size"].tolist())
    return Landmarks(
        time_s=arrays["time_s"].astype(np.float64),
        points=arrays["points"].astype(np.float64),
        depth=arrays["depth"].astype(np.float64),
        visibility=arrays["visibility"].astype(np.float64),
        width=width,
        height=height,
    )
