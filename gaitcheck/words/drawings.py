"""Every text in and beside the drawings of a report, in one place. ``{...}`` is filled in."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from gaitcheck.model import Strike

# What each metric measures
CONTACT: Final = "contact"
TOE_OFF: Final = "toe-off"
STANCE: Final = "stance"
SWING: Final = "swing"
STRIDE: Final = "whole stride"
OTHER_FOOT: Final = "the other foot next"
FLIGHT: Final = "both in the air"
RISE_AND_FALL: Final = "rise and fall of the hips"
SPEED: Final = "distance per second"
STEP: Final = "from foot to foot"

# How to film
FILMING_ALT: Final = (
    "Left: the picture, upright, with the whole runner, both feet and some ground in it, the hips "
    "at half its height. Right: from above, the camera stands 3 to 5 metres away, square to the "
    "direction of running."
)
FILMING_PICTURE: Final = "the picture"
FILMING_PLAN: Final = "seen from above"
FILMING_DISTANCE: Final = "3 to 5 m"
FILMING_CAMERA: Final = "camera at hip height"
FILMING_RUNNER: Final = "runner or treadmill"

# Joint angles over the stride
CURVE_TITLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "hip_flexion": "Hip flexion, degrees",
        "knee_flexion": "Knee flexion, degrees",
        "shank_angle": "Shank to the vertical, degrees",
        "sole_angle": "Sole to the ground, degrees",
    }
)
CURVE_ALT: Final = "{title}, over the stride of each leg"
CURVE_AXIS: Final = "% of the stride, from contact"

# The three strikes
CONTACT_ALT: Final = "{strike}, {angle} at contact: {where}."
CONTACT_WHERE: Final[Mapping[Strike, str]] = MappingProxyType(
    {
        "heel": "the rear edge of the heel touches the ground, the toes point up",
        "midfoot": "the sole is almost level and heel and ball touch nearly together",
        "toe": "the ball of the foot touches the ground, the heel is still in the air",
    }
)
STRIKES_ALT: Final = (
    "Angle of the sole over a stride for a heel, a midfoot and a toe strike. At contact the three "
    "differ: {heel}, {midfoot} and {toe}. Soon afterwards all lie flat at 0°, and after half of "
    "stance the heel lifts the same way in all."
)
LANDING_ALT: Final = (
    "The same curves around contact, enlarged: the heel striker comes down from {heel}, the "
    "midfoot striker from {midfoot}, the toe striker up from {toe}."
)
STRIKES_AXIS: Final = "share of the stride after contact"
RANGE: Final = "{strike} range"

# Under and over the pictures of a step.
NOT_SURE: Final = "Not sure: {reason}"
NO_PICTURE: Final = "no picture"
AT_CONTACT: Final = "contact: frame {frame}"
FRAME: Final = "frame {frame}   {offset_ms:+.0f} ms"
STEPS_TITLE: Final = "Foot contacts: {steps}"
LEFT_OUT: Final = "{steps} not shown here: the folder of the steps has all."
