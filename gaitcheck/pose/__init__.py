"""MediaPipe pose landmarks of every frame, on every core, the same bytes every time."""

from gaitcheck.pose.model import bundled_model, check_model
from gaitcheck.pose.track import track_pose
from gaitcheck.pose.types import Person, Tracking

__all__ = ["Person", "Tracking", "bundled_model", "check_model", "track_pose"]
