"""What the clip doctor says of a clip: a message and a remedy for each finding.

`gaitcheck.gait.quality` finds, with codes and values; here they become sentences.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from gaitcheck.model import Finding, QualityNote, Value
from gaitcheck.words.film_findings import CLEAR_VIEW, FILM_FINDINGS, Words

PLACES: Final = "{places} of the width from the left"
PLACES_COUNTED: Final = "counted from the left"
PLACE: Final = "{number} at {percent:.0f} %"

NOTHING_TO_DO: Final = "Nothing to do."
FILM_AGAIN: Final = (
    "Film from the side for 15 seconds, with the whole runner and both feet in the picture."
)
FROM_THE_SIDE: Final = "Film exactly from the side."
TURN_CLIP: Final = "Turn the clip in your phone's photo app, save it and analyse it again."
GO_CLOSER: Final = "Go closer and film at full resolution; on a treadmill hold the phone upright."
STEP_BACK: Final = "Tilt the camera down or step back until both feet stay in the picture."
ONE_SPEED: Final = "Use 15 seconds of steady running at one playback speed."
CHECK_FACTOR: Final = "Check the slow-motion factor (now {factor:g}) and the height."
LEVEL_CAMERA: Final = "Hold the camera level, unless the treadmill is inclined on purpose."
THAT_RUN: Final = "Nothing to do, if that is the run you mean."

# In the order in which the clip doctor looks: view, people, running, hands, camera, time, picture.
FINDINGS: Final[Mapping[str, Words]] = MappingProxyType(
    {
        "picture_turned.upside_down": Words("The picture is upside down.", TURN_CLIP),
        "picture_turned.on_its_side": Words("The picture lies on its side.", TURN_CLIP),
        "legs_alone": Words(
            "The picture shows little more than the legs, too little to find the runner.",
            "Film the whole runner, from head to feet.",
        ),
        "legs_alone.feet": Words(
            "Only the legs are in the picture: how the feet land was read from the shoes alone. "
            "Not measured without knees, hips, trunk and arms: joint angles, overstride, trunk "
            "lean, rise and fall, arm swing, speed and step length.",
            "To get these too, film the whole runner, from head to feet.",
        ),
        "legs_alone.feet_not_told_apart": Words(
            "Only the legs are in the picture: how the feet land was read from the shoes alone, "
            "and left and right may be swapped. Not measured without knees, hips, trunk and arms: "
            "joint angles, overstride, trunk lean, rise and fall, arm swing, speed and step "
            "length.",
            "To get these too, film the whole runner, from head to feet.",
        ),
        "not_side_view.front": Words(
            "The runner is filmed from the front. How a foot lands shows only from the side.",
            FILM_AGAIN,
        ),
        "not_side_view.rear": Words(
            "The runner is filmed from behind. How a foot lands shows only from the side.",
            FILM_AGAIN,
        ),
        "view_unknown": Words("It is not clear from which side the clip is filmed.", FILM_AGAIN),
        "oblique_view": Words(
            "The camera is turned about {yaw_deg:.0f} degrees away from the side view, too far to "
            "read the angle of the foot.",
            FROM_THE_SIDE,
        ),
        "slanted_view": Words(
            "The camera is turned about {yaw_deg:.0f} degrees (± {error_deg:.0f}) away from the "
            "side view. Step lengths read about {short:.0f} % too short, and foot and shank angles "
            "are off by a few degrees.",
            FROM_THE_SIDE,
        ),
        "ground_slopes.uphill": Words(
            "The ground rises by about {slope_deg:.0f} degrees in the picture: the treadmill is "
            "inclined, or the camera tilted. A tilted camera shifts trunk lean and shank angle by "
            "as much, but not the angle of the foot.",
            LEVEL_CAMERA,
        ),
        "ground_slopes.downhill": Words(
            "The ground falls by about {slope_deg:.0f} degrees in the picture: the treadmill is "
            "inclined, or the camera tilted. A tilted camera shifts trunk lean and shank angle by "
            "as much, but not the angle of the foot.",
            LEVEL_CAMERA,
        ),
        "rotated_file": Words(
            "The file is stored rotated by {clockwise_deg} degrees. It was analysed upright, as "
            "players show it.",
            NOTHING_TO_DO,
        ),
        "no_person": Words("No runner was found in the picture.", FILM_AGAIN),
        "feet_out_of_picture.some_seen": Words(
            "The feet leave the picture for part of the clip; {landings} landings were seen.",
            STEP_BACK,
        ),
        "feet_out_of_picture": Words(
            "The feet are outside the picture for much of the clip.", STEP_BACK
        ),
        "runner_chosen": Words(
            "There are {people} people in the picture. As you asked, number {followed} from the "
            "left was followed.",
            "If that is a reflection in a mirror, say that the picture is mirrored: left and right "
            "are swapped in it.",
        ),
        "several_people": Words(
            "Several people of about the same size are in the picture, and it is not clear which "
            "one you mean.",
            "Choose the runner ({places}), or film one runner alone.",
        ),
        "bystanders": Words(
            "There are {people} people in the picture. Number {followed} from the left was "
            "followed.",
            "If you mean someone else, choose them. The answer is more reliable without "
            "bystanders.",
        ),
        "runner_leaves": Words(
            "The runner could not be found in {share:.0f} % of the frames: out of view, hidden or "
            "too blurred.",
            "Keep the whole runner in the picture from start to end, or cut the clip to that part.",
        ),
        "feet_too_small": Words(
            "The foot is only {length_px:.0f} pixels long, too small to judge.", GO_CLOSER
        ),
        "small_feet": Words(
            "The foot is only {length_px:.0f} pixels long, so its angle is uncertain.", GO_CLOSER
        ),
        "small_runner": Words(
            "The runner fills only {share:.0f} % of the picture's height ({width} x {height} "
            "pixels).",
            GO_CLOSER,
        ),
        "feet_hidden": Words(
            "The near foot is hidden for most of the clip.",
            "Move the camera so that nothing is in front of the feet.",
        ),
        "feet_not_followed": Words(
            "The near foot could not be followed: its angle jumps from frame to frame.",
            "Film closer and in better light, so that the feet are sharp.",
        ),
        "feet_covered": Words(
            "The near foot cannot be seen when it lands: something is in front of it, or it looks "
            "like the ground.",
            CLEAR_VIEW,
        ),
        "standing": Words(
            "The person in the picture is standing.",
            "Use the part of the clip that shows running.",
        ),
        "no_running_cycle": Words(
            "No running was found: the legs do not swing past each other often enough.",
            "Use a clip that shows at least three strides of running.",
        ),
        "on_the_spot": Words(
            "The legs hardly swing past each other: this is an exercise on the spot, not a run.",
            "Film a run.",
        ),
        "feet_stay_level": Words(
            "This does not look like running: the feet hardly tilt.",
            "Film a run. On a bike, a cross trainer or a stepper no foot lands.",
        ),
        "walking": Words(
            "This looks like walking: the body is highest over the standing foot, not in the air.",
            "Film a run.",
        ),
        "played_both_ways": Words(
            "One part of the clip plays forward, another in reverse.",
            "Use the part that plays forward.",
        ),
        "runs_backwards": Words(
            "The clip plays in reverse, or the person runs backwards.",
            "Use a clip of running forward that plays forward.",
        ),
        "irregular_cycle": Words(
            "The strides do not repeat, so the runner could not be followed from step to step.",
            FILM_AGAIN,
        ),
        "feet_do_not_alternate": Words(
            "The two legs were mixed up: left and right do not take turns as in running.",
            FILM_AGAIN,
        ),
        "contacts_missing": Words(
            "Only {found} of about {expected} landings of the near foot were seen.",
            "Move the camera so that nothing is in front of the feet.",
        ),
        "speed_ramp.everywhere": Words(
            "The playback speed changes within the clip (by a factor of {times:.1f}), or the legs "
            "could not be followed. Each step was read by itself; there is no cadence, contact "
            "time or speed.",
            ONE_SPEED,
        ),
        "speed_ramp.faster": Words(
            "In another part of the clip the steps are {times:.1f} times as fast: it plays at a "
            "different speed, or the legs could not be followed. Only the longest part at one pace "
            "was used.",
            ONE_SPEED,
        ),
        "speed_ramp.slower": Words(
            "In another part of the clip the steps are {times:.1f} times slower: it plays at a "
            "different speed, or the legs could not be followed. Only the longest part at one pace "
            "was used.",
            ONE_SPEED,
        ),
        "uneven_pace": Words(
            "The clip shows only a few strides, or their pace changes. Each step was read by "
            "itself.",
            ONE_SPEED,
        ),
        "belt_speed_agrees.height": Words(
            "Going by your height, the feet show {found_kmh:.1f} km/h; the console says "
            "{belt_kmh:.1f} km/h.",
            NOTHING_TO_DO,
        ),
        "belt_speed_agrees.no_height": Words(
            "Going by an average leg length, the feet show {found_kmh:.1f} km/h; the console says "
            "{belt_kmh:.1f} km/h.",
            NOTHING_TO_DO,
        ),
        "belt_speed_differs.height": Words(
            "Going by your height, the feet show {found_kmh:.1f} km/h, but the console says "
            "{belt_kmh:.1f} km/h: the slow-motion factor, the height or the console is off.",
            CHECK_FACTOR,
        ),
        "belt_speed_differs.no_height": Words(
            "Going by an average leg length, the feet show {found_kmh:.1f} km/h, but the console "
            "says {belt_kmh:.1f} km/h: the slow-motion factor, the leg length or the console is "
            "off.",
            "Check the slow-motion factor (now {factor:g}), and give the runner's height.",
        ),
        "part_chosen": Words(
            "As you chose, only {start_s:.1f} to {stop_s:.1f} s of the clip's {clip_s:.1f} s were "
            "used.",
            "Nothing to do. To see another part, analyse the clip again and choose that part.",
        ),
        "part_used": Words(
            "The steady part was used: {start_s:.1f} to {stop_s:.1f} s of {whole_s:.1f} s.",
            THAT_RUN,
        ),
        "part_used.of_chosen": Words(
            "The steady part was used: {start_s:.1f} to {stop_s:.1f} s of the {whole_s:.1f} s that "
            "you chose.",
            THAT_RUN,
        ),
        "few_steps": Words(
            "Only {left} left and {right} right steps could be used, too few for certain averages.",
            "Film 15 to 20 seconds of steady running.",
        ),
        "holding_rail": Words(
            "The runner seems to hold on to the treadmill: one hand stays still while the body "
            "bounces. That changes step length, trunk and landing.",
            "Run without holding on. Slow the belt down if you need to.",
        ),
        "hand_not_seen_moving": Words(
            "The near hand does not seem to move: it holds on to the treadmill, which changes the "
            "landing, or something hides it.",
            "Run without holding on, and move the camera so that no rail hides the hands.",
        ),
        **FILM_FINDINGS,
    }
)
"""By code, and by code and variant where a finding is said in several ways."""


def say_finding(finding: Finding) -> QualityNote:
    """Return a finding in sentences."""
    words = FINDINGS[f"{finding.code}.{finding.variant}" if finding.variant else finding.code]
    values = {name: _said(value) for name, value in finding.values.items()}
    message, remedy = words.message.format(**values), words.remedy.format(**values)
    return QualityNote(finding.code, finding.severity, message, remedy)


def _said(value: Value) -> float | str:
    return _places(value) if isinstance(value, tuple) else value


def _places(people: Sequence[tuple[int, float]]) -> str:
    """Return where everybody is: their numbers, and per cent of the width."""
    if not people:
        return PLACES_COUNTED
    found = (PLACE.format(number=number, percent=percent) for number, percent in people)
    return PLACES.format(places=", ".join(found))
