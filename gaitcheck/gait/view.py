"""How the camera sees the runner: plane, facing direction, near side."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from gaitcheck.gait.feet_alone import feet_yaw_deg, nearer_foot
from gaitcheck.model import HIP, SHOULDER, FloatArray, Landmarks, Plane, View

# Camera yaw off the side view, degrees, up to which a view counts as side and as oblique. Real
# side views read 4-20, a front view 86 (benchmarks/thresholds.py).
SIDE_YAW: Final = 27.0
OBLIQUE_YAW: Final = 50.0
# The same by the lengths of feet, which hardly change near the side view: 0 to 29 degrees in 25
# real and drawn side views.
FEET_SIDE_YAW: Final = 38.0
# MediaPipe's depth of the shoulders against their true distance: exaggerated this many times
# when seen from the side (shoulder depth over trunk length reads 2.2-2.5, anatomy says 0.75).
DEPTH_GAIN: Final = 3.0


@dataclass(frozen=True, slots=True)
class ViewEstimate:
    """The view with the camera's estimated yaw off the side view in degrees (0 = square on)."""

    view: View
    yaw_deg: float


def estimate_view(
    landmarks: Landmarks, facing_sign: int, used: np.ndarray | None = None
) -> ViewEstimate:
    """Estimate the view from how the shoulders and hips lie in the picture and in depth.

    Parameters
    ----------
    landmarks : Landmarks
    facing_sign : int
        +1 when the runner faces the right edge of the picture.
    used : array of bool, shape (frames,), optional
        Frames to look at.
    """
    if landmarks.feet_alone:
        return _view_of_feet(landmarks, facing_sign, used)
    points, depth = landmarks.points, landmarks.depth
    if used is not None and used.any():
        points, depth = points[used], depth[used]
    trunk = (
        float(
            np.nanmedian(
                np.linalg.norm(
                    (
                        points[:, SHOULDER]
                        + points[:, SHOULDER + 1]
                        - points[:, HIP]
                        - points[:, HIP + 1]
                    )
                    / 2,
                    axis=1,
                )
            )
        )
        if np.isfinite(points).any()
        else float("nan")
    )
    if not np.isfinite(trunk) or trunk <= 0:
        return ViewEstimate(View(), float("nan"))
    across = np.nanmedian(np.abs(_left_minus_right(points[:, :, 0], SHOULDER))) / trunk
    towards = np.nanmedian(_left_minus_right(depth, SHOULDER)) / trunk / DEPTH_GAIN
    yaw = float(np.degrees(np.arctan2(across, abs(towards))))
    plane = _plane(yaw, float(np.nanmedian(_left_minus_right(points[:, :, 0], SHOULDER))))
    if plane in ("front", "rear"):
        return ViewEstimate(View(plane=plane), yaw)
    return ViewEstimate(
        View(
            plane=plane,
            facing="right" if facing_sign > 0 else "left",
            near_side="left" if towards < 0 else "right",
        ),
        yaw,
    )


def _view_of_feet(landmarks: Landmarks, facing_sign: int, used: np.ndarray | None) -> ViewEstimate:
    """Return the view that feet alone show; a front or rear view is not told from the other."""
    yaw = feet_yaw_deg(landmarks, used)
    if not yaw <= OBLIQUE_YAW:
        return ViewEstimate(View(), yaw)
    view = View(
        plane="side" if yaw <= FEET_SIDE_YAW else "oblique",
        facing="right" if facing_sign > 0 else "left",
        near_side=nearer_foot(landmarks) or "unknown",
    )
    # Nearer to square than that the lengths of feet do not tell how the camera stands.
    return ViewEstimate(view, yaw if view.plane == "oblique" else float("nan"))


def turned_view(estimate: ViewEstimate) -> ViewEstimate:
    """Return the view where left and right were exchanged: what seemed the front is the rear."""
    other: dict[Plane, Plane] = {"front": "rear", "rear": "front"}
    plane = other.get(estimate.view.plane, estimate.view.plane)
    return replace(estimate, view=replace(estimate.view, plane=plane))


def _left_minus_right(values: FloatArray, index: int) -> FloatArray:
    return np.asarray(values[:, index] - values[:, index + 1])


def _plane(yaw: float, left_shoulder_is_right_by: float) -> Plane:
    if yaw <= SIDE_YAW:
        return "side"
    if yaw <= OBLIQUE_YAW:
        return "oblique"
    # Seen from the front, the runner's left shoulder is on the right of the picture.
    return "front" if left_shoulder_is_right_by > 0 else "rear"
