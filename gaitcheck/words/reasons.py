"""Why a verdict is what it is, and why a step has no label."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from gaitcheck.model import Reason, SideResult, Step, Value

LANDS: Final[Mapping[str, str]] = MappingProxyType(
    {"heel": "on the heel", "midfoot": "on the midfoot", "toe": "on the toes"}
)
ANGLE_AT_CONTACT: Final = "{angle_deg:+.0f} degrees at contact"
SEEN_BY_PERSON: Final = "as a person saw it"

DOUBTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "near_heel_border": "the angle is too close to the border between heel and midfoot",
        "near_toe_border": "the angle is too close to the border between midfoot and toe",
        "angle_rough": "the angle could only be read to within about {spread_deg:.0f} degrees, too "
        "rough to tell the strike",
        "readings_disagree": "the readings of this foot do not agree well enough",
        "shoe_not_followed": "the shoe could not be followed, and the joints of the leg alone are "
        "not enough",
        "foot_covered": "this shoe cannot be seen as it lands",
        "not_seen": "the foot could not be read around this contact",
        "seen_too_seldom": "this foot was seen too rarely around contact",
        "angle_impossible": "the angle read here is impossible, so the foot was not followed "
        "correctly",
        "shoe_against_pose": "the shoe and the joints of the leg tell different things, so one of "
        "them was misread",
        "clip_refused": "the clip cannot be judged",
    }
)
"""Why a step has no label."""

VERDICTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "both_alike": "Both feet land {left_lands} (left {left_angle}, right {right_angle}).",
        "both_alike.each_from_near": "Both feet land {left_lands} (left {left_angle}, right "
        "{right_angle}), each filmed from its own side.",
        "less_than_uncertainty": "The feet differ (left {left_angle}, right "
        "{right_angle}), but by less than the uncertainty.",
        "mixed": "The left foot lands {left_lands} ({left_angle}), the right one {right_lands} "
        "({right_angle}).",
        "mixed.each_from_near": "The left foot lands {left_lands} ({left_angle}), the right one "
        "{right_lands} ({right_angle}), each filmed from its own side.",
        "other_contradicts": "The {foot} foot lands {own_lands} ({own_angle}), but the "
        "{other_foot} foot seems to land differently, and it is not clear "
        "how.",
        "nearer_not_judged": "The {foot} foot lands {own_lands} ({own_angle}), but the "
        "{other_foot} foot, nearer to the camera, could not be judged.",
        "alone_not_sure": "The {foot} foot lands {own_lands} ({own_angle}), but that is not "
        "certain enough to answer for both feet.",
        "alone": "The {foot} foot lands {own_lands} ({own_angle}); the other foot could not be "
        "judged.",
        "alone_other_alike": "The {foot} foot lands {own_lands} ({own_angle}); the other foot most "
        "likely lands the same way, but closer to a border ({other_angle}).",
        "no_contact": "No foot contact was seen.",
        "few_contacts": "Too few contacts were seen clearly enough to judge.",
        "shoes_not_followed": "The shoes could not be followed in the pictures, and the joints of "
        "the leg alone are not enough.",
        "shoe_against_sole": "Two ways of measuring the angle of this shoe disagree.",
        **{code: f"{DOUBTS[code][0].upper()}{DOUBTS[code][1:]}." for code in DOUBTS},
    }
)
"""Why a verdict is what it is."""


def say_reason(reason: Reason) -> str:
    """Return the reason of a verdict as a sentence."""
    return VERDICTS[reason.code].format(**_worded(reason.values))


def say_doubts(step: Step) -> Step:
    """Return a step whose doubts, so far codes, are words."""
    value, interval = step.foot_strike_angle_deg, step.foot_strike_angle_ci95_deg
    if value is None or interval is None:
        spread = math.nan
    else:
        spread = max(value - interval[0], interval[1] - value)
    said = tuple(DOUBTS[code].format(spread_deg=spread) for code in step.unsure_because)
    return dataclasses.replace(step, unsure_because=said)


def say_angle(result: SideResult) -> str:
    """Return the angle of a foot as verdicts say it."""
    angle = result.foot_strike_angle_deg
    return _angle(math.nan if angle is None else angle)


def _angle(angle_deg: float) -> str:
    if math.isnan(angle_deg):
        return SEEN_BY_PERSON
    return ANGLE_AT_CONTACT.format(angle_deg=angle_deg)


def _worded(values: Mapping[str, Value]) -> dict[str, Value]:
    """Return the values of a reason with strikes, angles and the other foot in words."""
    found = dict(values)
    for name, value in values.items():
        kind = name.rpartition("_")[0]
        if name.endswith("_strike"):
            found[f"{kind}_lands"] = LANDS.get(str(value), "")
        elif name.endswith("_deg") and isinstance(value, float):
            found[f"{kind}_angle"] = _angle(value)
    if "foot" in values:
        found["other_foot"] = "right" if values["foot"] == "left" else "left"
    return found
