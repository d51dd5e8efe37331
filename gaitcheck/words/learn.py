"""Every text of the page Learn, in one place. ``{...}`` is filled in by the page.

The article's advice, the studies and the filming tips are data (`gaitcheck.advice`); here stand the
words around them, and what gaitcheck says of itself.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from gaitcheck.model import Strike
from gaitcheck.words import results

TITLE: Final = "Learn"
INTRODUCTION: Final = (
    "What the words mean, what the article and research say, how gaitcheck comes to its answer, "
    "and how far you can trust it."
)
CONTENTS: Final = "On this page"

# Section by section: anchor and heading, in the order of the page.
SECTIONS: Final[MappingProxyType[str, str]] = MappingProxyType(
    {
        "strikes": "Heel, midfoot, toe",
        "article": "What the article advises",
        "stretches": "Stretches",
        "pain": "When something hurts",
        "research": "What research says",
        "method": "How gaitcheck works",
        "accuracy": "How accurate it is",
        "filming": "How to film",
        "glossary": "Glossary",
    }
)

TO_THE_TOP: Final = "Back to the top"

# Heel, midfoot, toe
STRIKES_INTRODUCTION: Final = (
    "What counts is the instant of first contact: the angle between the sole and the ground, "
    "compared with the same foot lying flat. Toes up is positive. A few hundredths of a second "
    "later every foot lies flat, so a picture taken too late makes a heel strike look like a "
    "midfoot strike."
)
STRIKE_TEXT: Final[MappingProxyType[Strike, str]] = MappingProxyType(
    {
        "heel": "The rear of the shoe touches first, then the foot slaps down. More than "
        "{heel} toes up.",
        "midfoot": "Heel and ball touch at nearly the same time. Between {toe} and {heel}.",
        "toe": "The ball of the foot touches first; the heel comes down after it, or not at all. "
        "Below {toe}, toes down.",
    }
)
STRIKES_DRAWN: Final = (
    "Drawn from our own data: the shoes and mean angles of three sample runners, whose every "
    "step is known exactly. The coloured bar is the part of the sole that is on the ground or "
    "less than half a centimetre above it."
)
BORDERS_SOURCE: Final = (
    "The borders are a convention: Altman & Davis 2012, Gait & Posture 35:298-300, "
)
BORDERS_DOI: Final = "10.1016/j.gaitpost.2011.09.104"
CURVES: Final = (
    "Over a whole stride: the three runners differ most around contact. Once the foot lies flat, "
    "and when it leaves the ground, their curves run alike."
)
LANDING: Final = (
    "Around contact, enlarged: heel and midfoot strikers lower the toes, the toe striker lowers "
    "the heel. Only 5 % of the stride later, about 35 thousandths of a second, the heel striker's "
    "foot already looks like that of a midfoot striker."
)

# The article
ARTICLE_INTRODUCTION: Final = (
    "From the article “Preventing Heel Pain For Runners”, in our own words. What research adds "
    "follows below; the two do not agree in everything."
)
ARTICLE_TECHNIQUE: Final = ("aim_midfoot", "heel", "toe")
MOVING: Final = "Let the drawings move"
STRETCHES_CREDIT: Final = (
    "The article names the three stretches; the instructions and drawings are ours."
)
REST_TITLE: Final = "Give yourself a break"
CONDITIONS_TITLE: Final = "Names you may hear"
CONDITIONS_NOTE: Final = "Only a professional can tell whether you have one of these."
NOT_MEDICAL: Final = results.DISCLAIMER

# Research
RESEARCH_INTRODUCTION: Final = (
    "Statements from studies, each with its source. In short: no way of landing is proven to "
    "prevent injuries. A change moves the load to other parts of the leg."
)

# Method
METHOD_INTRODUCTION: Final = (
    "Everything happens on the computer that runs gaitcheck. The clip is looked at twice, and "
    "every answer comes with the picture that shows it."
)
METHOD_STEPS: Final[MappingProxyType[str, str]] = MappingProxyType(
    {
        "Find the runner": (
            "A pose model (MediaPipe) marks hips, knees, ankles, heels and toes in every frame. "
            "That gives the direction of running, the rhythm, and roughly where each foot is."
        ),
        "Lay the strides over one another": (
            "A steady runner repeats the same movement. All strides together show it at many more "
            "instants than a single one does, even at 30 frames a second."
        ),
        "Look at the shoes": (
            "The pose model does not see the sole. So the shoe itself is followed, at full "
            "resolution, from where it lies flat back to where it landed. It is compared with "
            "itself lying flat, so the shape of the shoe, a tilted camera and an inclined "
            "treadmill cancel out."
        ),
        "Find first contact": (
            "Contact is where the striking end of the sole stops moving over the ground."
        ),
        "Read the angle and its uncertainty": (
            "The turn of the shoe at contact is the foot-strike angle. How likely each strike is "
            "follows from the angle, its uncertainty and the borders above."
        ),
        "Answer, or say “unsure”": (
            "A step gets a label only when one strike is likely enough, a foot only when it is "
            "likelier still. Otherwise gaitcheck says what the problem was."
        ),
    }
)
METHOD_PICTURE: Final = (
    "A step of a sample clip as gaitcheck shows it: the framed picture is first contact, the line "
    "runs along the foot from heel to toe."
)
METHOD_PICTURE_ALT: Final = (
    "Five pictures of a shoe on a treadmill, before, at and after first contact. At contact the "
    "heel touches the belt and the toes point up; it is labelled as a heel strike."
)

# Accuracy
ACCURACY_INTRODUCTION: Final = (
    "Measured on {steps} steps of {runners} computer-drawn runners whose every contact is known "
    "exactly, and who played no part in setting gaitcheck's limits:"
)
ACCURACY_LABELS: Final = "Of all steps"
ACCURACY_RIGHT: Final = "labelled right"
ACCURACY_UNSURE: Final = "left unsure"
ACCURACY_WRONG: Final = "labelled wrong"
ACCURACY_ERRORS: Final = "Typical error (root mean square)"
ACCURACY_NEAR: Final = "Angle of a step, foot near the camera"
ACCURACY_FAR: Final = "Angle of a step, far foot"
ACCURACY_CONTACT: Final = "Instant of contact"
ACCURACY_DEGREES: Final = "{value}°"
ACCURACY_MS: Final = "{value} ms"
ACCURACY_INTERVAL: Final = "95 % interval {low} to {high}"
ACCURACY_ABSENT: Final = (
    "This copy holds no figures. The document accuracy.md, which comes with gaitcheck's source "
    "code, says what was measured and how to measure it again."
)
ACCURACY_LIMITS: Final[MappingProxyType[str, str]] = MappingProxyType(
    {
        "Drawn runners are not people": (
            "Cloth does not flutter on them and soles do not give way. On your clip errors may be "
            "larger."
        ),
        "Unsure says nothing about you": (
            "A step without a label is one that the clip does not show clearly enough. Clips from "
            "the side, with many frames a second and sharp feet, get more labels."
        ),
        "The far foot is harder": (
            "The near leg hides it with every step. Film from the other side too if it matters."
        ),
        "A border is a convention": (
            "A foot that lands a degree beyond a border lands almost like one a degree before it. "
            "Look at the angle and its interval, not at the label alone."
        ),
    }
)

# Glossary: the field's words, one plain sentence each.
GLOSSARY: Final[MappingProxyType[str, str]] = MappingProxyType(
    {
        "Initial contact": "The instant at which the foot first touches the ground.",
        "Toe-off": "The instant at which the foot leaves the ground.",
        "Stance": "The time from initial contact to toe-off of the same foot.",
        "Swing": "The time in which a foot is in the air.",
        "Flight": "The time in which both feet are in the air.",
        "Step": "From the contact of one foot to the next contact of the other.",
        "Stride": "From the contact of one foot to its own next contact: two steps.",
        "Cadence": "Steps a minute, both feet counted.",
        "Contact time": "How long a foot stays on the ground, in thousandths of a second.",
        "Duty factor": "Contact time as a share of the stride; below one half it is a run.",
        "Foot-strike angle": (
            "The angle between sole and ground at initial contact, against the same foot lying "
            "flat; toes up is positive."
        ),
        "Heel strike": "The rear of the foot lands first.",
        "Midfoot strike": "Heel and ball of the foot land nearly together.",
        "Toe strike": "The front of the foot lands first; also called a forefoot strike.",
        "Mixed": "The left and the right foot do not land the same way.",
        "Unsure": "The clip does not show clearly enough how the foot lands.",
        "Near and far leg": "The leg nearer to the camera, and the one behind it.",
        "Left and right": "The runner's own left and right, not those of the picture.",
        "Facing": "The direction of running in the picture.",
        "Confidence": "How likely the answer is to be right, given what the clip shows.",
        "95 % interval": (
            "The range in which the true value lies in 19 of 20 cases, if the method's assumptions "
            "hold."
        ),
        "Leg length": "Thigh plus shank: the unit for lengths when nobody has stated a height.",
        "File time": "The time that a video player shows.",
        "Real time": "The time that passed while filming: file time divided by the slow motion.",
        "Slow motion": "How many times slower than life a clip plays.",
    }
)
