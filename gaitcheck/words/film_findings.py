"""What the clip doctor says of the film: cuts, camera, time, picture, and the shoes in it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple


class Words(NamedTuple):
    """A message, what to do about it; both with the values of the finding in braces."""

    message: str
    remedy: str


MORE_LIGHT: Final = "Film in daylight or in a bright room, with the light behind the camera."
BETTER_FACTOR: Final = "If you know a better factor, enter it."
NO_FACTOR: Final = "Leave the factor out, or divide the camera's frames a second by the file's."
STAND_OUT: Final = (
    "Film in bright light at 60 frames a second or more, in shoes that stand out from the ground."
)
CLEAR_VIEW: Final = (
    "Keep the view of the feet clear, and wear shoes that stand out from the ground."
)
UNCUT: Final = "Use one uncut clip."
JOINED: Final = (
    "How the feet land was read in {passes} parts of the clip. Everything else was measured in the "
    "part with the most running, {start_s:.1f} to {stop_s:.1f} s."
)

FILM_FINDINGS: Final[Mapping[str, Words]] = MappingProxyType(
    {
        "cuts.one": Words(
            "The clip has {cuts} cut. Only the part with the most running was used, "
            "{start_s:.1f} to {stop_s:.1f} s.",
            UNCUT,
        ),
        "cuts.many": Words(
            "The clip has {cuts} cuts. Only the part with the most running was used, "
            "{start_s:.1f} to {stop_s:.1f} s.",
            UNCUT,
        ),
        "cuts.one_joined": Words(f"The clip has {{cuts}} cut. {JOINED}", UNCUT),
        "cuts.many_joined": Words(f"The clip has {{cuts}} cuts. {JOINED}", UNCUT),
        "frozen_picture": Words(
            "The picture freezes from {start_s:.1f} to {stop_s:.1f} s. Only the part before or "
            "after it with the most running was used.",
            "Use a recording without a pause.",
        ),
        "frozen_picture.joined": Words(
            f"The picture freezes for a while. {JOINED}", "Use a recording without a pause."
        ),
        "runner_turns.joined": Words(
            f"The runner passes several times. {JOINED}", "Nothing to do."
        ),
        "runner_turns": Words(
            "The runner passes several times. Only the pass with the most running was used, "
            "{start_s:.1f} to {stop_s:.1f} s.",
            "Nothing to do. To see another pass, cut the clip to it.",
        ),
        "shaking_camera": Words(
            "The camera shakes, so speeds and the body's rise and fall may be off.",
            "Use a tripod, or lean the phone against a bottle on the ground.",
        ),
        "moving_camera": Words(
            "The camera follows the runner. The landing is still measured well, but the view "
            "changes along the way.",
            "If you can, keep the phone still and let the runner pass through the picture.",
        ),
        "zoom": Words(
            "The picture zooms by about {share:.0f} %, or the camera moves closer or away. Lengths "
            "cannot be compared from step to step.",
            "Do not zoom while filming.",
        ),
        "runner_changes_size": Words(
            "The runner comes closer or moves away: the size in the picture changes by about "
            "{share:.0f} %.",
            "Film exactly from the side, or on a treadmill.",
        ),
        "slow_motion": Words(
            "This is slow motion, about {factor:g}×. Cadence and times are given in real time.",
            BETTER_FACTOR,
        ),
        "slow_motion.file": Words(
            "The file says that this is slow motion, {factor:.3g}×. Cadence and times are given in "
            "real time.",
            BETTER_FACTOR,
        ),
        "slow_motion_uncertain.low_cadence": Words(
            "{cadence:.0f} steps a minute is low for a run: the clip may be slowed down a little. "
            "Cadence and times are right only if it plays at real speed.",
            "If it is slow motion, enter the factor.",
        ),
        "slow_motion_uncertain.time_lapse": Words(
            "This seems to be a time lapse, about {faster:.2g} times real speed ({low:.2g} to "
            "{high:.2g} would fit). If it is not, cadence, times and speed are wrong.",
            "Use a clip at real speed, or enter the factor (0.5 for twice as fast).",
        ),
        "slow_motion_uncertain": Words(
            "This seems to be slow motion, perhaps {factor:g}× ({low:.2g} to {high:.2g} would "
            "fit). If it is not, cadence, times and speed are wrong, but not how the feet land.",
            "Enter the factor: the camera's frames a second divided by {file_fps:.0f}.",
        ),
        "slow_motion_contradicted.real_speed": Words(
            "You say that the clip plays at real speed, but this running fits a factor of "
            "{low:.2g} to {high:.2g}. Cadence, times and speed are left out; how the feet land is "
            "unaffected.",
            NO_FACTOR,
        ),
        "slow_motion_contradicted": Words(
            "You say that this is slow motion, {factor:.3g}×, but this running fits a factor of "
            "{low:.2g} to {high:.2g}. Cadence, times and speed are left out; how the feet land is "
            "unaffected.",
            NO_FACTOR,
        ),
        "dropped_frames": Words(
            "About {missing} frames are missing: the camera or the app dropped them. Landings in "
            "such a gap are less reliable.",
            "Close other apps while filming, and use the original file, not a screen recording.",
        ),
        "duplicate_frames": Words(
            "{share:.0f} % of the frames repeat the one before: the file says {file_fps:.0f} "
            "frames a second but holds about {real_fps:.0f}.",
            "Use the camera's original file, not a converted, shared or slowed-down copy.",
        ),
        "variable_frame_rate": Words(
            "The frames come at uneven times ({least_ms:.0f} to {most_ms:.0f} ms apart); this is "
            "taken into account.",
            "Nothing to do. A camera app with a fixed frame rate is a little better.",
        ),
        "moderate_frame_rate": Words(
            "At {rate:.0f} frames a second ({gap_ms:.0f} ms apart) the contact time of a single "
            "step is only exact to about one frame; averages are more exact.",
            "For contact times film at 120 or 240 frames a second, if the phone can.",
        ),
        "low_frame_rate": Words(
            "At {rate:.0f} frames a second ({gap_ms:.0f} ms apart) the foot lands between two "
            "frames; the moment is worked out from all strides. Cadence and trunk lean are fine; "
            "contact times, joint angles at contact and single steps are rougher.",
            "Film at 60 frames a second or more, if the phone can.",
        ),
        "too_dark": Words(
            "The picture is dark around the runner (mean brightness {level:.0f} of 255): dark "
            "shoes hardly show against the ground.",
            MORE_LIGHT,
        ),
        "too_bright": Words(
            "The picture is overexposed around the runner: bright shoes blend into the ground.",
            "Tap on the runner before filming: the phone then exposes for them.",
        ),
        "no_ground": Words(
            "The picture is blank around the runner: no ground can be seen under the feet.",
            "Film on ground that shows in the picture, and tap on the runner before filming: the "
            "phone then exposes for them.",
        ),
        "blurred_feet": Words(
            "The near foot is blurred where it lands, by motion, focus or compression: its edges "
            "are smeared over {share:.0f} % of its length.",
            "Film in more light, keep the phone still, wipe the lens, and use the original file.",
        ),
        "strongly_compressed": Words(
            "The file is compressed so heavily that moving shoes are smeared. Their angles may be "
            "off.",
            "Use the phone's original file. Messengers and video sites shrink clips.",
        ),
        "shoes_not_followed.left": Words(
            "The left shoe could not be followed through the landing: too blurred, too dark, or "
            "like the ground behind it. The joints of the leg alone cannot show how a foot lands.",
            STAND_OUT,
        ),
        "shoes_not_followed.right": Words(
            "The right shoe could not be followed through the landing: too blurred, too dark, or "
            "like the ground behind it. The joints of the leg alone cannot show how a foot lands.",
            STAND_OUT,
        ),
        "shoes_not_followed.both": Words(
            "Neither shoe could be followed through the landing: too blurred, too dark, or like "
            "the ground behind it. The joints of the leg alone cannot show how a foot lands.",
            STAND_OUT,
        ),
        "shoes_covered.left": Words(
            "The left shoe cannot be seen as it lands: something is in front of it, or it looks "
            "like the ground. Its landing, contact time and angles at contact are not stated.",
            CLEAR_VIEW,
        ),
        "shoes_covered.right": Words(
            "The right shoe cannot be seen as it lands: something is in front of it, or it looks "
            "like the ground. Its landing, contact time and angles at contact are not stated.",
            CLEAR_VIEW,
        ),
        "shoes_covered.both": Words(
            "Neither shoe can be seen as it lands: something is in front of it, or it looks like "
            "the ground. Landing, contact times and angles at contact are not stated.",
            CLEAR_VIEW,
        ),
        "hips_hidden": Words(
            "Something that does not move crosses the hips, perhaps a treadmill rail: overstride, "
            "hip and trunk figures may be off.",
            "Move the camera so that no rail crosses the hips.",
        ),
    }
)
"""The second part of `gaitcheck.words.findings.FINDINGS`."""
