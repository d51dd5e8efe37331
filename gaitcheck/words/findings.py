"""What the clip doctor says of a clip: a message and a remedy for each finding.

`gaitcheck.gait.quality` finds, with codes and values; here they become sentences.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple

from gaitcheck.model import Finding, QualityNote, Value


class Words(NamedTuple):
    """A message, what to do about it; both with the values of the finding in braces."""

    message: str
    remedy: str


NOTHING_TO_DO: Final = "Nothing to do."
FILM_AGAIN: Final = (
    "Film from the side, square to the direction of running, with the whole body and both feet in "
    "the picture, for 15 seconds."
)
FROM_THE_SIDE: Final = "Film exactly from the side."
MORE_LIGHT: Final = "Film in daylight or in a bright room, with the light behind the camera."
GO_CLOSER: Final = (
    "Go closer, use the full resolution of the phone, and hold it upright for one runner."
)
STEP_BACK: Final = "Tilt the camera down or step back until both feet stay in the picture."
ONE_SPEED: Final = "Use 15 seconds of even running at one playback speed."
CHOOSE_RUNNER: Final = "Choose the runner: {places}; or film one runner alone."
FACTOR_OF_CAMERA: Final = (
    "Enter the factor: the camera's frames a second divided by {file_fps:.0f}."
)
IN_REAL_TIME: Final = "Cadence and times are given in real time."
BETTER_FACTOR: Final = "If you know a better factor, enter it."

# In the order in which the clip doctor looks: view, people, running, hands, camera, time, picture.
FINDINGS: Final[Mapping[str, Words]] = MappingProxyType(
    {
        "picture_turned.upside_down": Words(
            "The picture stands upside down: the runner's body does not point upwards.",
            "Turn the clip in your phone's photo app, save it and analyse it again.",
        ),
        "picture_turned.on_its_side": Words(
            "The picture stands on its side: the runner's body does not point upwards.",
            "Turn the clip in your phone's photo app, save it and analyse it again.",
        ),
        "legs_alone": Words(
            "Little more than the legs is in the picture, too little to find the runner's pose.",
            "Film the whole runner, from head to feet.",
        ),
        "not_side_view.front": Words(
            "The runner is filmed from the front: how the foot lands shows only from the side.",
            FILM_AGAIN,
        ),
        "not_side_view.rear": Words(
            "The runner is filmed from the rear: how the foot lands shows only from the side.",
            FILM_AGAIN,
        ),
        "view_unknown": Words("The view could not be made out.", FILM_AGAIN),
        "oblique_view": Words(
            "The camera is turned about {yaw_deg:.0f} degrees away from the side view, too far to "
            "read the angle of the foot.",
            FROM_THE_SIDE,
        ),
        "slanted_view": Words(
            "The camera is turned about {yaw_deg:.0f} degrees (give or take {error_deg:.0f}) away "
            "from the side view, so step lengths look about {short:.0f} % too short, and foot and "
            "shank angles are off by a few degrees.",
            FROM_THE_SIDE,
        ),
        "ground_slopes.uphill": Words(
            "The ground slopes by about {slope_deg:.0f} degrees in the picture (uphill in the "
            "direction of running): an inclined treadmill, or a tilted camera. A tilted camera "
            "shifts trunk lean and shank angle as much; the angle of the foot is not affected, "
            "because it is measured against the same foot on the ground.",
            "Hold the camera level, unless the treadmill is inclined on purpose.",
        ),
        "ground_slopes.downhill": Words(
            "The ground slopes by about {slope_deg:.0f} degrees in the picture (downhill in the "
            "direction of running): an inclined treadmill, or a tilted camera. A tilted camera "
            "shifts trunk lean and shank angle as much; the angle of the foot is not affected, "
            "because it is measured against the same foot on the ground.",
            "Hold the camera level, unless the treadmill is inclined on purpose.",
        ),
        "rotated_file": Words(
            "The file is stored rotated by {clockwise_deg} degrees. It was analysed upright, as "
            "players show it.",
            NOTHING_TO_DO,
        ),
        "no_person": Words("No runner was found in the picture.", FILM_AGAIN),
        "feet_out_of_picture.some_seen": Words(
            "The feet are outside the picture for part of the clip: {landings} landings were seen.",
            STEP_BACK,
        ),
        "feet_out_of_picture": Words(
            "The feet are outside the picture for much of the clip.", STEP_BACK
        ),
        "runner_chosen": Words(
            "There are {people} people in the picture. As you asked, number {followed} from the "
            "left was followed.",
            NOTHING_TO_DO,
        ),
        "several_people": Words(
            "There are several people of about the same size in the picture, and it is not clear "
            "which one you mean.",
            CHOOSE_RUNNER,
        ),
        "bystanders": Words(
            "There are {people} people in the picture. Number {followed} from the left was "
            "followed.",
            "If you mean someone else, choose them. Without bystanders the answer is more "
            "reliable.",
        ),
        "runner_leaves": Words(
            "The runner could not be found in {share:.0f} % of the pictures: out of view, hidden "
            "or too blurred.",
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
            "Film in better light and closer, so that the feet are sharp.",
        ),
        "feet_covered": Words(
            "The near foot cannot be seen when it lands: something is in front of it, or it looks "
            "like the ground behind it.",
            "Move the camera so that nothing is in front of the feet, and wear shoes that stand "
            "out from the ground.",
        ),
        "standing": Words(
            "The person in the picture is standing: the legs do not swing past each other.",
            "Use the part of the clip that shows running.",
        ),
        "no_running_cycle": Words(
            "No running strides were found: the legs do not swing past each other often enough.",
            "Use a clip that shows at least three strides of running.",
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
            "The clip plays in reverse, or the person runs backwards: the feet move forward on the "
            "ground and back through the air.",
            "Use a clip of running forward that plays forward.",
        ),
        "irregular_cycle": Words(
            "The strides do not repeat, so the runner could not be followed from step to step.",
            FILM_AGAIN,
        ),
        "feet_do_not_alternate": Words(
            "Left and right do not take turns as in running: the two legs were mixed up.",
            FILM_AGAIN,
        ),
        "contacts_missing": Words(
            "Only {found} landings of the near foot were seen; at this cadence there should be "
            "about {expected}.",
            "Move the camera so that nothing stands between it and the feet.",
        ),
        "speed_ramp.everywhere": Words(
            "The time from step to step changes {times:.1f} times within the clip: it changes to "
            "slow motion or back, or the legs could not be followed. So there is no cadence, "
            "contact time or speed, and each step was read by itself.",
            ONE_SPEED,
        ),
        "speed_ramp.faster": Words(
            "In another part of the clip the steps follow {times:.1f} times faster: it changes to "
            "slow motion or back, or the legs could not be followed there. Only the longest part "
            "at one pace was used.",
            ONE_SPEED,
        ),
        "speed_ramp.slower": Words(
            "In another part of the clip the steps follow {times:.1f} times slower: it changes to "
            "slow motion or back, or the legs could not be followed there. Only the longest part "
            "at one pace was used.",
            ONE_SPEED,
        ),
        "uneven_pace": Words(
            "The clip shows only a few strides, or their pace changes, so each step was read by "
            "itself.",
            ONE_SPEED,
        ),
        "belt_speed_agrees.height": Words(
            "The feet show {found_kmh:.1f} km/h with the height given; the console shows "
            "{belt_kmh:.1f} km/h.",
            NOTHING_TO_DO,
        ),
        "belt_speed_agrees.no_height": Words(
            "The feet show {found_kmh:.1f} km/h with an ordinary leg length (no height was given); "
            "the console shows {belt_kmh:.1f} km/h.",
            NOTHING_TO_DO,
        ),
        "belt_speed_differs.height": Words(
            "The feet show {found_kmh:.1f} km/h with the height given, but the console shows "
            "{belt_kmh:.1f} km/h: the slow-motion factor, the height or the console is off.",
            "Check the slow-motion factor (now {factor:g}) and the height.",
        ),
        "belt_speed_differs.no_height": Words(
            "The feet show {found_kmh:.1f} km/h with an ordinary leg length (no height was given), "
            "but the console shows {belt_kmh:.1f} km/h: the slow-motion factor, the height or the "
            "console is off.",
            "Check the slow-motion factor (now {factor:g}) and the height.",
        ),
        "part_chosen": Words(
            "Only the part from {start_s:.1f} to {stop_s:.1f} s of the clip's {clip_s:.1f} s was "
            "looked at, as you chose.",
            "Nothing to do; to see another part, analyse the clip again and choose that.",
        ),
        "part_used": Words(
            "The steady part from {start_s:.1f} to {stop_s:.1f} s was used, of {whole_s:.1f} s.",
            "Nothing to do, if that is the run that you mean.",
        ),
        "part_used.of_chosen": Words(
            "The steady part from {start_s:.1f} to {stop_s:.1f} s was used, of {whole_s:.1f} s "
            "that you chose.",
            "Nothing to do, if that is the run that you mean.",
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
            "The near hand does not seem to move: it holds on to the treadmill, which changes step "
            "length, trunk and landing, or something hides it.",
            "Run without holding on, and move the camera so that no rail hides the hands.",
        ),
        "cuts.one": Words(
            "The clip has {cuts} cut. Only the part with the most running was used, from "
            "{start_s:.1f} to {stop_s:.1f} s.",
            "Use one uncut clip.",
        ),
        "cuts.many": Words(
            "The clip has {cuts} cuts. Only the part with the most running was used, from "
            "{start_s:.1f} to {stop_s:.1f} s.",
            "Use one uncut clip.",
        ),
        "frozen_picture": Words(
            "The picture freezes from {start_s:.1f} to {stop_s:.1f} s, as if the recording was "
            "paused. Only the part before or after it with the most running was used.",
            "Use a recording without a pause.",
        ),
        "runner_turns": Words(
            "The runner passes in both directions. Only the pass with the most running was used, "
            "from {start_s:.1f} to {stop_s:.1f} s.",
            "Nothing to do. To see another pass, cut the clip to it.",
        ),
        "shaking_camera": Words(
            "The camera shakes, so the body's rise and fall and the speeds may be off.",
            "Use a tripod, or lean the phone against a bottle on the ground.",
        ),
        "moving_camera": Words(
            "The camera follows the runner. The landing is still measured well, but the view "
            "changes on the way.",
            "If you can, keep the phone still and let the runner pass through the picture.",
        ),
        "zoom": Words(
            "The picture zooms by about {share:.0f} %, or the camera moves closer or away. Lengths "
            "cannot be compared from step to step.",
            "Do not zoom while filming.",
        ),
        "runner_changes_size": Words(
            "The runner's size in the picture changes by about {share:.0f} %: the runner comes "
            "closer or moves away.",
            "Film exactly from the side, or on a treadmill.",
        ),
        "slow_motion": Words(
            "This is slow motion, about {factor:g} times slower than real. " + IN_REAL_TIME,
            BETTER_FACTOR,
        ),
        "slow_motion.file": Words(
            "The file says that this is slow motion, {factor:.3g} times slower than real. "
            + IN_REAL_TIME,
            BETTER_FACTOR,
        ),
        "slow_motion_uncertain.low_cadence": Words(
            "{cadence:.0f} steps a minute is low for a run, so the clip may be slightly slowed "
            "down. Cadence and times are right only if it plays at real speed.",
            "If it is slow motion, enter the factor.",
        ),
        "slow_motion_uncertain.time_lapse": Words(
            "The clip seems to be a time lapse, about {faster:.2g} times faster than real "
            "({low:.2g} to {high:.2g} would fit). If that is wrong, so are cadence, times and "
            "speed.",
            "Use a clip at real speed, or enter the factor (0.5 for twice as fast).",
        ),
        "slow_motion_uncertain": Words(
            "This seems to be slow motion, perhaps {factor:g} times slower than real ({low:.2g} to "
            "{high:.2g} would fit). If that is wrong, so are cadence, times and speed, but not how "
            "the feet land.",
            FACTOR_OF_CAMERA,
        ),
        "slow_motion_contradicted.real_speed": Words(
            "You say that the clip plays at real speed; this running fits a factor of {low:.2g} to "
            "{high:.2g}. No cadence, times or speed are given with a factor so far off; how the "
            "feet land does not change.",
            "Leave the factor out, or divide the camera's frames a second by the file's.",
        ),
        "slow_motion_contradicted": Words(
            "You say that the clip plays {factor:.3g} times slower than real; this running fits a "
            "factor of {low:.2g} to {high:.2g}. No cadence, times or speed are given with a factor "
            "so far off; how the feet land does not change.",
            "Leave the factor out, or divide the camera's frames a second by the file's.",
        ),
        "dropped_frames": Words(
            "About {missing} pictures are missing: the camera or the app dropped them. Landings in "
            "such a gap are less reliable.",
            "Close other apps while filming, and use the original file, not a screen recording.",
        ),
        "duplicate_frames": Words(
            "{share:.0f} % of the pictures repeat the one before: the file says {file_fps:.0f} "
            "pictures a second but holds about {real_fps:.0f}.",
            "Use the camera's original file, not a converted, shared or slowed-down copy.",
        ),
        "variable_frame_rate": Words(
            "The pictures come at uneven times ({least_ms:.0f} to {most_ms:.0f} ms apart); this is "
            "taken into account.",
            "Nothing to do. A camera app with a fixed frame rate is a little better.",
        ),
        "moderate_frame_rate": Words(
            "At {rate:.0f} pictures a second ({gap_ms:.0f} ms apart) the contact time of a single "
            "step is good to about one picture; averages are better.",
            "For contact times film at 120 or 240 frames a second, if the phone can.",
        ),
        "low_frame_rate": Words(
            "At {rate:.0f} pictures a second ({gap_ms:.0f} ms apart) the foot lands between two "
            "pictures, so the moment is worked out from all strides together. Cadence and trunk "
            "lean are fine; contact times, joint angles at contact and single steps are rougher.",
            "Film at 60 frames a second or more, if the phone can.",
        ),
        "too_dark": Words(
            "The picture is dark around the runner (mean level {level:.0f} of 255), so dark shoes "
            "hardly show against the ground.",
            MORE_LIGHT,
        ),
        "too_bright": Words(
            "The picture is overexposed around the runner, so bright shoes blend into the ground.",
            "Tap on the runner before filming: the phone then exposes for them.",
        ),
        "blurred_feet": Words(
            "The near foot is blurred where it lands: its edges are smeared over {share:.0f} % of "
            "its length, by motion, focus or compression.",
            "Film in more light, keep the phone still, wipe the lens, and use the original file.",
        ),
        "strongly_compressed": Words(
            "The file is compressed so strongly that moving shoes are smeared, so their angles may "
            "be off.",
            "Use the phone's original file. Messengers and video sites shrink clips.",
        ),
        **{
            f"shoes_not_followed.{which}": Words(
                f"{said} be followed through the landing: blurred by a long exposure, too dark, or "
                "like the ground behind it. The pose alone does not tell how a foot lands.",
                "Film in bright light at 60 frames a second or more, in shoes that stand out from "
                "the ground.",
            )
            for which, said in {
                "left": "The left shoe could not",
                "right": "The right shoe could not",
                "both": "Neither shoe could",
            }.items()
        },
        "hips_hidden": Words(
            "Something that does not move crosses the hips, perhaps a treadmill rail, so "
            "overstride, hip and trunk figures may be off.",
            "Move the camera so that no rail crosses the hips.",
        ),
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
        return "counted from the left"
    found = (f"{number} at {percent:.0f} %" for number, percent in people)
    return f"{', '.join(found)} of the width from the left"
