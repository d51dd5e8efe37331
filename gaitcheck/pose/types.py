"""What the pose room hands on."""

from __future__ import annotations

from dataclasses import dataclass

from gaitcheck.pose.look import Look
from gaitcheck.types import FloatArray, Landmarks, PersonSeen


@dataclass(frozen=True, slots=True)
class Person:
    """One person seen in one surveyed frame.

    Attributes
    ----------
    frame : int
    height : float
        Height of the box around the landmarks, pixels.
    x, y : float
        Centre of that box, pixels.
    """

    frame: int
    height: float
    x: float
    y: float


@dataclass(frozen=True, slots=True, eq=False)
class Tracking:
    """Everything that was read from the pictures.

    Attributes
    ----------
    landmarks : Landmarks
        Of the followed runner.
    camera_shift : array, shape (frames, 2)
        How far the background moved since the frame before, pixels (x right, y down); 0 for the
        first frame.
    steadiness : array, shape (frames,)
        Share of background corners that moved by that shift, 0..1; about 0 at a cut.
    people : tuple of Person
        Everybody found in the surveyed frames.
    surveyed_frames : tuple of int
    look : Look or None
        How good the pictures are; None where there are no pictures, only landmarks.
    candidates : tuple of PersonSeen
        Everybody who could be the runner, from left to right.
    chosen : bool
        Whether the user said whom to follow.
    shot : (int, int) or None
        First frame of the one shot that is judged, and the frame after its last; None for a clip
        without a cut. Outside it the landmarks are NaN.
    """

    landmarks: Landmarks
    camera_shift: FloatArray
    steadiness: FloatArray
    people: tuple[Person, ...]
    surveyed_frames: tuple[int, ...]
    look: Look | None = None
    candidates: tuple[PersonSeen, ...] = ()
    chosen: bool = False
    shot: tuple[int, int] | None = None
