"""What changed between two clips, what did not, and what keeps them from being compared."""

from __future__ import annotations

from typing import Final

ORDINALS: Final = ("first", "second")

# One sentence of what changed.
NOISE: Final = "measurement noise and step-to-step variation"
NOTHING_COMPARED: Final = "Nothing can be compared. {reason}"
NONE_CHANGED: Final = "None of the {count} figures compared changed by more than " + NOISE + "."
CHANGED: Final = "Changed by more than " + NOISE + ": {what}."
CHANGED_ALONE: Final = "Changed by more than " + NOISE + ": {what}; {others} did not."
ONE_MORE: Final = "1 more figure"
MORE: Final = "{count} more figures"
ONE_OTHER: Final = "the other figure"
OTHERS: Final = "the other {count} figures"
FROM_TO: Final = "{figure} from {before} to {after}"
AND: Final = "{most} and {last}"

# Why a figure cannot be compared: the end of a sentence that begins with the clip.
NOT_MEASURED: Final = "it was not measured"
NO_INTERVAL: Final = "its uncertainty is not known"
UNSURE_FOOT: Final = "how the foot lands is unsure"
FEW_LABELS: Final = "too few steps have a sure label"
IN_BOTH: Final = "In both clips"
IN_ONE: Final = "In the {ordinal} clip"
BOTH_CLIPS: Final = "both clips"
ONE_CLIP: Final = "the {ordinal} clip"
FACTOR_UNCERTAIN: Final = (
    "The slow-motion factor of {clips} is uncertain, so its durations may be off."
)
LANDING_UNSURE: Final = (
    "In {clips} it is unclear how the {side} foot lands, and so exactly when it touches the ground."
)
OTHER_VIEWS: Final = "The clips show the runner from different views ({before} and {after})."
ONE_SLANTED: Final = (
    "Only the {ordinal} clip is filmed at an angle, which distorts angles and shortens lengths."
)
GROUND_SLOPES: Final = (
    "The ground slopes in the picture of {clips}: that is an incline or a tilted camera, and a "
    "tilted camera throws this figure off."
)

# What to bear in mind.
SAME_CLIP: Final = "Both results come from the same clip: only the way of analysing it can differ."
OPPOSITE_SIDES: Final = (
    "The clips show opposite sides: each foot is near the camera in one clip and far from it in "
    "the other, so no error of the camera cancels."
)
BY_CHANCE: Final = (
    "{count} figures are compared: even if nothing had changed, up to {chance} of them could cross "
    "the line by chance."
)
SPEEDS_UNKNOWN: Final = (
    "The speeds of the two runs cannot be compared; most figures of running change with speed."
)
SPEED_CHANGED: Final = "The speed changed too, and most figures of running change with speed."
LABEL_ALONE: Final = (
    "The {side} foot is labelled {before} in the first clip and {after} in the second, but its "
    "angle changed by no more than noise: that is no sign of a different landing."
)

# One run filmed from both sides.
TWO_RUNS: Final = (
    "The two clips disagree about both feet: they may show two different runs. Compare them "
    "instead, or film both sides of one run."
)
NEITHER_JUDGED: Final = (
    "Neither foot can be judged, not even in the clip where it is nearer to the camera."
)
DISPUTED: Final = (
    "The two clips disagree about the {side} foot: {near} where it is nearer to the camera "
    "({near_angle}), {far} where it is farther away ({far_angle})."
)
ANGLES_DIFFER: Final = (
    "The {side} foot's angle differs between the clips by more than its uncertainty ({near_angle} "
    "where it is nearer to the camera, {far_angle} where it is farther away): make sure that both "
    "show the same run."
)
