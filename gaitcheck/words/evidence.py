"""Every text of the step cards and of the curves, in one place. ``{...}`` is filled in."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from gaitcheck.model import Strike
from gaitcheck.words import results

# The step cards
FILTER_CERTAINTY: Final = "How sure"
ORDER: Final = "Order"
ORDERS: Final = MappingProxyType({"time": "By time", "unsure": "Least sure first"})
SHARED_REFERENCE: Final = (
    "All steps of a foot are measured in the same way. That they agree shows only that they are "
    "alike: the measurement itself could still be off."
)
SPEAKS_FOR: Final = "Evidence for a {strike}"
SPEAKS_AGAINST: Final = "Evidence against"
SPEAKS_FOR_ANY: Final = "Evidence for one of the strikes"
ALL_ALIKELY: Final = "No strike is more likely than another."
NOTHING_AGAINST: Final = "None."
NOTHING_FOR: Final = "None."
STRIKE_NAMES: Final[MappingProxyType[Strike, str]] = MappingProxyType(
    {"heel": "heel strike", "midfoot": "midfoot strike", "toe": "toe strike"}
)
LIKELIEST: Final = "{strike}, the most likely here"

PLACE: Final = MappingProxyType(
    {
        ("heel", True): "{angle}, {distance} above the heel border of {border}",
        ("toe", True): "{angle}, {distance} below the toe border of {border}",
        ("heel", False): "{angle}, {distance} short of the heel border of {border}",
        ("toe", False): "{angle}, {distance} short of the toe border of {border}",
        ("midfoot-heel", True): "{angle}, in the midfoot range, {distance} below the heel border "
        "of {border}",
        ("midfoot-toe", True): "{angle}, in the midfoot range, {distance} above the toe border of "
        "{border}",
        ("midfoot-heel", False): "{angle}, {distance} above the heel border of {border}",
        ("midfoot-toe", False): "{angle}, {distance} below the toe border of {border}",
    }
)
CLEAR: Final = "{place}: that is {times} times the uncertainty of ± {uncertainty}."
TOO_NEAR: Final = "{place}: that is within the uncertainty of ± {uncertainty}."
HARDLY_ENOUGH: Final = "{place}: that is about as much as the uncertainty of ± {uncertainty}."
BEYOND: Final = "{place}: by its angle alone it would be the other strike."
PLAIN: Final = "{place}."
SOLE_READ: Final = "The sole was read in the pictures around contact."
SOLE_BY_HAND: Final = "A person set the line of the sole in the picture."
SHOE_FOLLOWED: Final = "The shoe itself was followed in the pictures."
LANDMARKS_ONLY: Final = (
    "Landmarks only ({angle}): the shoe was not followed, and the pose hardly shows toes that "
    "point down."
)
NO_ANGLE: Final = "No angle could be read well enough at this contact."
ALL_ALIKE: Final = "All {others} other steps of this foot land the same way."
ONE_ALIKE: Final = "The other step of this foot lands the same way."
BOTH_ALIKE: Final = "Both other steps of this foot land the same way."
MOST_ALIKE: Final = "{alike} of {others} other steps of this foot land the same way."
FEW_ALIKE: Final = "Only {alike} of {others} other steps of this foot land the same way."
NONE_ALIKE: Final = "No other step of this foot has this label."
ONLY_STEP: Final = "It is the only step of this foot: no other step can confirm it."
APART: Final = "The angle is {difference} {direction} than in the foot's other steps."
STEEPER: Final = "higher"
FLATTER: Final = "lower"
POSSIBLE_TOO: Final = "The probability of a {strike} is still {share}."
FAR: Final = "This foot is farther from the camera and harder to read."

# The curves
CURVES_OFFER: Final = (
    "Foot angle, heel and toe height over the stride; how the steps are spread; and whether they "
    "change over the clip."
)
DRAW_CURVES: Final = "Draw the curves"
CURVES_HELP: Final = (
    "Thin lines are single strides, the thick line is their mean. 0 % is first contact, 100 % the "
    "next contact of the same foot."
)
NO_FEET: Final = (
    "The tracks of the feet are not kept with this result. Analyse the clip again to see the "
    "curves over the stride."
)
NO_STRIDES: Final = (
    "No foot was seen at two contacts in a row, so there is no stride to draw. A clip of ten "
    "seconds shows a dozen."
)
BLOCKED: Final = (
    "This clip cannot be judged (see “What limits this answer”), so its curves would show nothing."
)
UNSURE_ANGLE: Final = "{angle}, unsure"
NO_STEPS: Final = "No step with an angle could be read in this clip."
DRAWN: Final = "{drawn} of {total} strides are drawn; the mean is over all of them."
FAR_NOTE: Final = "The {side} foot is farther from the camera: its curves and angles are rougher."
SWING_NOTE: Final = (
    "Around each contact the lines come from the shoe itself; while the foot swings they come from "
    "the joints that were found, less exactly."
)
SLOW_NOTE: Final = "All times are real time; the clip is {pace}."
PANEL: Final = results.FOOT
PANEL_FAR: Final = "{foot} (far)"
TITLES: Final = MappingProxyType(
    {
        "angle": "Foot angle over the stride",
        "height": "Heel and toe height over the stride",
        "strikes": "How the steps are spread",
        "drift": "Each step over the clip",
    }
)
AXES: Final = MappingProxyType(
    {
        "phase": "% of the stride after contact",
        "angle": "Sole to ground, degrees (toes up +)",
        "height": "Height over ground, foot lengths",
        "contact_angle": "Foot-strike angle, degrees",
        "count": "Steps",
        "time": "Time, s",
        "real_time": "Real time, s",
    }
)
CONTACT: Final = "contact"
TOE_OFF: Final = "toe-off"
HEEL: Final = "heel"
TOE: Final = "toe"

SAYS_ANGLE: Final = (
    "Look at the left edge: the dot is the angle at contact ({angles}) beside the ranges of the "
    "three strikes; then the foot lies flat at 0°, and from there the heel rises."
)
SAYS_HEIGHT: Final = {
    "heel": "At contact the heel is lower and touches first: {heights} foot lengths.",
    "toe": "At contact the toes are lower and touch first: {heights} foot lengths.",
    "level": "At contact heel and toes are about level: {heights} foot lengths.",
    "mixed": "The lower line at contact touches first: {heights} foot lengths.",
}
SAYS_NO_HEIGHT: Final = "The foot was not seen at contact; see how far heel and toes rise after it."
HEIGHTS: Final = "{side} heel {heel}, toes {toe}"
SAYS_STRIKES: Final = (
    "The higher a column, the more steps have that angle ({counts}); the dashed lines are the "
    "borders between the strikes."
)
COUNTS: Final = "{side} {counts}"
SAYS_DRIFT: Final = "Dots that climb or fall together show a change while running: {changes}."
CHANGE: Final = MappingProxyType(
    {
        "clear": "the {side} foot changes by {change} ± {half} over the clip",
        "steady": "the {side} foot shows no clear change ({change} ± {half})",
        "few": "the {side} foot has too few steps to tell",
    }
)
ALT_ANGLE: Final = (
    "{foot}, foot angle over {count} of {duration}: {contact} at contact, {lowest} at its "
    "lowest at {lowest_at} % of the stride{toe_off}."
)
ALT_TOE_OFF: Final = ", toe-off at {phase} %"
ALT_HEIGHT: Final = (
    "{foot}, height over the ground in {count}: at contact the heel is at {heel} and the "
    "toes at {toe} foot lengths; at most the heel rises to {heel_top}, the toes to {toe_top}."
)
ALT_STRIKES: Final = (
    "{foot}, steps by foot-strike angle from {low} to {high}: {counts}. Toe strikes lie below "
    "{toe}, heel strikes above {heel}."
)
ALT_DRIFT: Final = "{foot}, angle of {count} over {duration}, from {first} to {last}: {change}."
SAVE: Final = MappingProxyType({"svg": "Save {foot} as SVG", "png": "Save {foot} as PNG"})
SAVE_FAILED: Final = "The picture could not be made in this browser."
