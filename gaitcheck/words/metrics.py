"""What the metrics of running form are called, what they mean, and what limits them."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from gaitcheck.model import HEEL_ABOVE, TOE_BELOW, Metric


class MetricWords(NamedTuple):
    """A metric's name for people, what it is, and how it is measured."""

    title: str
    meaning: str
    method: str


METRICS: Final[Mapping[str, MetricWords]] = MappingProxyType(
    {
        "cadence": MetricWords(
            title="Cadence",
            meaning="Steps per minute, both feet counted.",
            method="From the rhythm of the legs over all strides used.",
        ),
        "stride_time": MetricWords(
            title="Stride time",
            meaning="Time from one contact of a foot to the next contact of the same foot.",
            method="From the rhythm of the legs over all strides used.",
        ),
        "step_time": MetricWords(
            title="Step time",
            meaning="Time from the other foot's contact to this foot's contact.",
            method="Between the instants of contact of both feet on the mean stride.",
        ),
        "contact_time": MetricWords(
            title="Contact time",
            meaning="Time from initial contact to toe-off of the same foot.",
            method="Initial contact and toe-off on the mean stride; toe-off from the toes at "
            "their lowest, the foot furthest back, and how far the rear of the shoe has turned.",
        ),
        "flight_time": MetricWords(
            title="Flight time",
            meaning="Time from this foot's toe-off to the other foot's contact: both feet in the "
            "air.",
            method="Toe-off of one foot to initial contact of the other on the mean stride.",
        ),
        "duty_factor": MetricWords(
            title="Duty factor",
            meaning="Share of the stride for which the foot is on the ground.",
            method="Contact time over stride time.",
        ),
        "foot_strike_angle": MetricWords(
            title="Foot-strike angle",
            meaning="Angle between sole and ground at initial contact, against the same foot "
            f"lying flat; toes up is positive. Above {HEEL_ABOVE:g} counts as heel, below "
            f"{TOE_BELOW:g} as toe strike.",
            method="From the shoe's own picture at contact where it can be followed, else from "
            "its sole in single pictures.",
        ),
        "sole_angle_toe_off": MetricWords(
            title="Sole angle at toe-off",
            meaning="Angle between sole and ground when the foot leaves it, against the same foot "
            "lying flat; heel up is negative.",
            method="From the picture of the shoe's rear at toe-off, against the same shoe lying "
            "flat.",
        ),
        "shank_angle_contact": MetricWords(
            title="Shank angle at contact",
            meaning="Angle of the shank to the vertical of the picture at initial contact; "
            "positive when the ankle is ahead of the knee.",
            method="Line from knee to ankle on the mean stride at the instant of contact.",
        ),
        "overstride": MetricWords(
            title="Ankle ahead of hip",
            meaning="How far ahead of the hip joint the ankle is at initial contact, in leg "
            "lengths (thigh plus shank).",
            method="Horizontal distance from hip to ankle on the mean stride at the instant of "
            "contact.",
        ),
        "knee_flexion_contact": MetricWords(
            title="Knee flexion at contact",
            meaning="How far the knee is bent at initial contact; 0 is straight.",
            method="Angle between thigh and shank on the mean stride at the instant of contact.",
        ),
        "knee_flexion_stance": MetricWords(
            title="Peak knee flexion in stance",
            meaning="The largest bend of the knee while the foot is on the ground.",
            method="Largest angle between thigh and shank on the mean stride in the first three "
            "quarters of contact.",
        ),
        "knee_flexion_swing": MetricWords(
            title="Peak knee flexion in swing",
            meaning="The largest bend of the knee while the foot is in the air.",
            method="Largest angle between thigh and shank on the mean stride from toe-off to the "
            "next contact.",
        ),
        "hip_extension_toe_off": MetricWords(
            title="Hip extension at toe-off",
            meaning="How far the thigh is behind the line of the trunk when the foot leaves the "
            "ground.",
            method="Angle between the lines hip to knee and shoulders to hips on the mean stride "
            "at toe-off; the tilt of the camera cancels.",
        ),
        "trunk_lean": MetricWords(
            title="Trunk lean",
            meaning="Lean of the line from the hips to the shoulders against the vertical of the "
            "picture, mean over the stride; forward is positive.",
            method="Middle of the hips to middle of the shoulders, averaged over the mean stride. "
            "A tilted camera or a sloping treadmill adds to it.",
        ),
        "vertical_oscillation": MetricWords(
            title="Vertical oscillation",
            meaning="How far the pelvis rises and falls during one step, in leg lengths (thigh "
            "plus shank).",
            method="Height of the middle of the hips, folded on the step; slow drift and the "
            "movement of the camera taken out.",
        ),
        "arm_swing": MetricWords(
            title="Arm swing",
            meaning="Angle through which the upper arm swings during one stride.",
            method="Line from shoulder to elbow, its range over the mean stride.",
        ),
        "speed": MetricWords(
            title="Speed",
            meaning="Running speed, on a treadmill the speed of the belt, in leg lengths (thigh "
            "plus shank) per second.",
            method="In stance the foot moves back under the hips as fast as the runner runs (on a "
            "treadmill: at belt speed).",
        ),
        "step_length": MetricWords(
            title="Step length",
            meaning="Distance from one foot's contact to the other's, in leg lengths (thigh plus "
            "shank).",
            method="Speed times stride time, halved.",
        ),
    }
)
"""By the name of the metric's definition."""

LIMITS: Final[Mapping[str, str]] = MappingProxyType(
    {
        # Why there is no value.
        "no_gait": "No running strides were found.",
        "no_side": "This foot could not be followed.",
        "impossible": "The reading is impossible, so the joints were not followed.",
        "joints_not_seen": "The joints were not seen often enough.",
        "feet_alone": "Only the legs are in the picture; this needs more of the body.",
        "no_toe_off": "Toe-off was not seen.",
        "no_steps": "No step of this foot was seen.",
        "one_foot": "Only one foot could be followed.",
        "legs_confused": "The legs were confused as they passed each other in swing.",
        "arm_hidden": "This arm is hidden behind the body for most of the clip.",
        "shoe_not_followed": "The shoe could not be followed in the pictures, and the joints of "
        "the leg alone are not enough.",
        "foot_covered": "The shoe cannot be seen as it lands.",
        "no_clock": "The playback speed changes, so times in the clip are not real times.",
        "wrong_clock": "The slow-motion factor that you entered does not fit this running.",
        # What makes a value less reliable.
        "followed_poorly": "the landmarks follow it poorly",
        "drawn_to_usual": "the usual angle helps to find toe-off, so this figure is pulled towards "
        "that angle",
        "shows_five_sixths": "the landmarks show only about five sixths of the swing",
        "few_pictures": "only {real_fps:.0f} frames a second",
        "far_leg": "the leg far from the camera",
        "slanted": "the camera stands about {yaw_deg:.0f} degrees off the side view",
        "small_foot": "the foot is small in the picture",
        "few_steps": "few steps",
        "uneven_pace": "the pace changes, or only a few strides are shown",
    }
)
"""By code; a finding that forbids an answer is said as the clip doctor says it."""


def say_metrics(
    metrics: Mapping[str, Metric], blockers: Mapping[str, str], **clip: float
) -> dict[str, Metric]:
    """Return metrics whose method and limits, so far names and codes, are words.

    Parameters
    ----------
    metrics : mapping of key to Metric
    blockers : mapping of code to str
        What the clip doctor says of what forbids an answer.
    **clip : float
        `real_fps` and `yaw_deg` of the clip.
    """
    return {key: _said(metric, blockers, clip) for key, metric in metrics.items()}


def _said(metric: Metric, blockers: Mapping[str, str], clip: Mapping[str, float]) -> Metric:
    limits = tuple(blockers.get(code) or LIMITS[code].format(**clip) for code in metric.limits)
    return dataclasses.replace(metric, method=METRICS[metric.method].method, limits=limits)
