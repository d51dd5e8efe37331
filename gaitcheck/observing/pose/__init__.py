"""MediaPipe pose landmarks of every frame, on every core, the same bytes every time."""

from gaitcheck.observing.pose.model import bundled_model, check_model
from gaitcheck.observing.pose.track import track_pose

__all__ = ["bundled_model", "check_model", "track_pose"]
