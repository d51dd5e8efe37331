"""The pose landmarks, their numbers and names; the one place where axes are turned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaitcheck.model.basics import FloatArray, require

# MediaPipe pose landmark indices (BlazePose topology): the left one of each pair; right is + 1.
SHOULDER: Final = 11
ELBOW: Final = 13
HIP: Final = 23
KNEE: Final = 25
ANKLE: Final = 27
HEEL: Final = 29
TOE: Final = 31
LEG_POINTS: Final = (HIP, KNEE, ANKLE, HEEL, TOE)
# All 33, in MediaPipe's order and by its names.
LANDMARK_NAMES: Final = (
    "nose",
    *("left_eye_inner", "left_eye", "left_eye_outer"),
    *("right_eye_inner", "right_eye", "right_eye_outer"),
    *("left_ear", "right_ear", "mouth_left", "mouth_right"),
    *("left_shoulder", "right_shoulder", "left_elbow", "right_elbow", "left_wrist", "right_wrist"),
    *("left_pinky", "right_pinky", "left_index", "right_index", "left_thumb", "right_thumb"),
    *("left_hip", "right_hip", "left_knee", "right_knee", "left_ankle", "right_ankle"),
    *("left_heel", "right_heel", "left_foot_index", "right_foot_index"),
)


@dataclass(frozen=True, slots=True, eq=False)
class Landmarks:
    """MediaPipe's 33 pose landmarks of every frame; NaN where no person was found.

    Where the feet alone were found, all but ankles, heels and toes is NaN.

    Attributes
    ----------
    time_s : array, shape (frames,)
        File time of each frame, strictly increasing: when it is shown or, of pictures that a
        conversion shows twice in a rhythm, when each was taken.
    points : array, shape (frames, 33, 2)
        Pixels of the picture as shown, y downwards.
    depth : array, shape (frames, 33)
        MediaPipe's z relative to the hips, scaled to pixels, smaller is nearer to the camera. Of
        feet alone -1 for the nearer and 1 for the other one; 0 where it is not known which is.
    visibility : array, shape (frames, 33)
        0..1 as MediaPipe states it.
    width, height : int
        Size of the picture in pixels.
    """

    time_s: FloatArray
    points: FloatArray
    depth: FloatArray
    visibility: FloatArray
    width: int
    height: int

    def __post_init__(self) -> None:
        n = len(self.time_s)
        require(self.points.shape == (n, 33, 2), "points have shape (frames, 33, 2)")
        require(self.depth.shape == (n, 33), "depth has shape (frames, 33)")
        require(self.visibility.shape == (n, 33), "visibility has shape (frames, 33)")
        require(bool(np.all(np.diff(self.time_s) > 0)), "frame times increase strictly")

    @property
    def seen(self) -> NDArray[np.bool_]:
        """In which frames anything of the runner is known, shape (frames,)."""
        return np.asarray(np.isfinite(self.points[..., 0]).any(axis=1))

    @property
    def feet_alone(self) -> bool:
        """Whether feet were found and no body: hips are known in no frame."""
        hips, feet = (self.points[:, pair : pair + 2, 0] for pair in (HIP, HEEL))
        return bool(np.isfinite(feet).any() and not np.isfinite(hips).any())


def turn_axes(points: FloatArray, *, mirrored: bool) -> FloatArray:
    """Turn picture coordinates into the gait frame, or back: the same step does both.

    Parameters
    ----------
    points : array, shape (..., 2)
        Pixels: x to the right and y down, or x in the direction of running and y up.
    mirrored : bool
        Whether the runner faces the left edge of the picture.

    Returns
    -------
    array, shape (..., 2)
    """
    return np.asarray(points * np.array([-1.0 if mirrored else 1.0, -1.0]))
