"""What stands in the way of an answer, in plain words with a remedy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaitcheck.gait.body import HEEL, TOE
from gaitcheck.gait.fold import foot_length
from gaitcheck.gait.measure import GaitMeasure
from gaitcheck.gait.pace import Pace
from gaitcheck.pose.types import Person, Tracking
from gaitcheck.types import SIDES, Landmarks, QualityNote

# Share of frames in which a person must be found.
PERSON_SHARE: Final = 0.1
# Share of the frames used in which a foot may lie outside the picture.
OUTSIDE_SHARE: Final = 0.12
# The last share of the picture's height: landmarks of a foot that is cut off pile up there.
EDGE: Final = 0.005
# Shortest foot in pixels that can be judged, and the length from which it is sharp enough. The
# smallest foot that still gave the right label measures 20 px (benchmarks/thresholds.py).
SMALLEST_FOOT_PX: Final = 15.0
SHARP_FOOT_PX: Final = 30.0
# Median visibility of the near foot's landmarks.
LOWEST_VISIBILITY: Final = 0.5
# People this tall against the tallest, in this share of the surveyed frames, may be the runner.
RIVAL_HEIGHT: Final = 0.6
RIVAL_SHARE: Final = 0.5
# Correlation of the legs' scissoring with itself a stride later.
LOWEST_REGULARITY: Final = 0.4
# Left and right contact lie half a stride apart; off by more than this, in strides, the feet do not
# alternate: a quarter of the half stride between them.
MOST_ASYMMETRY: Final = 0.12
# Share of the near foot's contacts which the cadence calls for that must have been seen.
LEAST_SEEN: Final = 0.6
# Frames per second of real time below which the angle of a fast foot is uncertain.
SLOW_FRAME_RATE: Final = 50.0
# Spread of single frames about the mean stride, degrees, above which the foot was not followed.
MOST_PITCH_NOISE: Final = 14.0
# Share of background corners that follow the camera; below this in one frame is a cut.
CUT_STEADINESS: Final = 0.15
FILM_AGAIN: Final = (
    "Film from the side, square to the direction of running, with the whole body and both feet in "
    "the picture, for 15 seconds."
)


def _note(code: str, severity: str, message: str, remedy: str) -> QualityNote:
    return QualityNote(code, severity, message, remedy)  # type: ignore[arg-type]


def check_quality(
    tracking: Tracking, gait: GaitMeasure, *, fps: float, slow_motion: float, factor_given: bool
) -> tuple[QualityNote, ...]:
    """Return all findings, the gravest first; a ``blocker`` forbids any label."""
    if no_person := _no_person(tracking.landmarks):
        return (no_person,)
    checks: tuple[Callable[[], QualityNote | None], ...] = (
        lambda: _view(gait),
        lambda: _feet_outside(tracking.landmarks, gait),
        lambda: _several_people(tracking.people, len(tracking.surveyed_frames)),
        lambda: _no_running(gait),
        lambda: _walking(gait.pace) if gait.pace else None,
        lambda: _irregular(gait),
        lambda: _no_alternation(gait),
        lambda: _missing_contacts(gait),
        lambda: _small_feet(gait),
        lambda: _hidden_feet(gait),
        lambda: _cut(tracking),
        lambda: _slow_motion(slow_motion, factor_given),
        lambda: _uneven_pace(gait),
        lambda: _frame_rate(fps * slow_motion),
    )
    found = [note for check in checks if (note := check()) is not None]
    order = {"blocker": 0, "warning": 1, "info": 2}
    return tuple(sorted(found, key=lambda note: order[note.severity]))


def _used(gait: GaitMeasure, frames: int) -> NDArray[np.bool_]:
    return np.ones(frames, dtype=bool) if gait.cycle is None else np.isfinite(gait.cycle.phase)


def _no_person(landmarks: Landmarks) -> QualityNote | None:
    share = float(np.isfinite(landmarks.points[:, 0, 0]).mean())
    if share >= PERSON_SHARE:
        return None
    return _note(
        "no_person",
        "blocker",
        "No runner was found in the picture.",
        FILM_AGAIN,
    )


def _view(gait: GaitMeasure) -> QualityNote | None:
    plane = gait.view.view.plane
    if plane in ("front", "rear"):
        return _note(
            "not_side_view",
            "blocker",
            f"The runner is filmed from the {plane}: how the foot lands shows only from the side.",
            FILM_AGAIN,
        )
    if plane == "unknown":
        return _note("view_unknown", "blocker", "The view could not be made out.", FILM_AGAIN)
    if plane == "oblique":
        return _note(
            "oblique_view",
            "blocker",
            f"The camera stands about {gait.view.yaw_deg:.0f} degrees off the side view, too far "
            "to read the angle of the foot.",
            "Put the camera square to the direction of running.",
        )
    return None


def _feet_outside(landmarks: Landmarks, gait: GaitMeasure) -> QualityNote | None:
    feet = landmarks.points[_used(gait, len(landmarks.time_s))][:, HEEL : TOE + 2]
    x, y = feet[..., 0] / landmarks.width, feet[..., 1] / landmarks.height
    known = np.isfinite(x)
    outside = known & ((x < 0) | (x > 1) | (y < 0) | (y > 1 - EDGE))
    if not known.any() or outside.sum() / known.sum() < OUTSIDE_SHARE:
        return None
    return _note(
        "feet_out_of_picture",
        "blocker",
        "The feet are outside the picture for much of the clip.",
        "Tilt the camera down or step back until both feet stay in the picture.",
    )


def _several_people(people: tuple[Person, ...], surveyed: int) -> QualityNote | None:
    rivals = 0
    for frame in {person.frame for person in people}:
        heights = sorted((p.height for p in people if p.frame == frame), reverse=True)
        rivals += len(heights) > 1 and heights[1] >= RIVAL_HEIGHT * heights[0]
    if surveyed == 0 or rivals / surveyed < RIVAL_SHARE:
        return None
    return _note(
        "several_people",
        "blocker",
        "Several people of about the same size are in the picture: it is not clear who to judge.",
        "Film one runner, or crop the clip to the one who is meant.",
    )


def _no_running(gait: GaitMeasure) -> QualityNote | None:
    if gait.cycle is not None:
        return None
    return _note(
        "no_running_cycle",
        "blocker",
        "No running strides were found: the legs do not swing past each other often enough.",
        "Use a clip that shows at least three strides of running.",
    )


def _walking(pace: Pace) -> QualityNote | None:
    if pace.walking:
        return _note(
            "walking",
            "blocker",
            "This looks like walking: the body is highest while a foot stands, as in walking, "
            "not while both feet are off the ground.",
            "Film while running.",
        )
    return None


def _irregular(gait: GaitMeasure) -> QualityNote | None:
    if gait.cycle is None or not gait.cycle.steady:
        return None
    if gait.cycle.regularity >= LOWEST_REGULARITY:
        return None
    return _note(
        "irregular_cycle",
        "blocker",
        "The strides do not repeat: the runner could not be followed from step to step.",
        FILM_AGAIN,
    )


def _no_alternation(gait: GaitMeasure) -> QualityNote | None:
    if len(gait.sides) < len(SIDES):
        return None
    left, right = (gait.sides[side].events.contact for side in SIDES)
    if abs(left - right) <= MOST_ASYMMETRY:
        return None
    return _note(
        "feet_do_not_alternate",
        "blocker",
        "The contacts of left and right foot do not alternate as in running: the legs were mixed "
        "up.",
        FILM_AGAIN,
    )


def _missing_contacts(gait: GaitMeasure) -> QualityNote | None:
    near = [measure for measure in gait.sides.values() if measure.near]
    if gait.cycle is None or not gait.cycle.steady or not near:
        return None
    found, expected = len(near[0].steps), int(gait.cycle.strides)
    if found >= LEAST_SEEN * expected:
        return None
    return _note(
        "contacts_missing",
        "blocker",
        f"Only {found} contacts of the near foot were seen where the cadence calls for about "
        f"{expected}.",
        "Move the camera so that nothing stands between it and the feet.",
    )


def _small_feet(gait: GaitMeasure) -> QualityNote | None:
    near = [side for side, measure in gait.sides.items() if measure.near] or list(gait.sides)
    lengths = [float(np.nanmedian(foot_length(gait.body.legs[side]))) for side in near]
    if not lengths or max(lengths) >= SHARP_FOOT_PX:
        return None
    size = max(lengths)
    blocked = size < SMALLEST_FOOT_PX
    return _note(
        "feet_too_small" if blocked else "small_feet",
        "blocker" if blocked else "warning",
        f"The foot is only {size:.0f} pixels long in the picture"
        + (": too small to judge." if blocked else ", so its angle is uncertain."),
        "Go closer, use the full resolution of the phone, and hold it upright for one runner.",
    )


def _hidden_feet(gait: GaitMeasure) -> QualityNote | None:
    used = _used(gait, len(gait.body.time_s))
    for side, measure in gait.sides.items():
        visibility = gait.body.legs[side].visibility[used]
        seen = float(np.nanmedian(visibility)) if np.isfinite(visibility).any() else 0.0
        if measure.near and seen < LOWEST_VISIBILITY:
            return _note(
                "feet_hidden",
                "blocker",
                "The near foot is hidden for most of the clip.",
                "Move the camera so that nothing stands between it and the feet.",
            )
        if measure.near and measure.mean.pitch.noise > MOST_PITCH_NOISE:
            return _note(
                "feet_not_followed",
                "blocker",
                "The near foot could not be followed: its angle jumps from picture to picture.",
                "Film in better light and closer, so that the feet are sharp.",
            )
    return None


def _cut(tracking: Tracking) -> QualityNote | None:
    cuts = int((tracking.steadiness < CUT_STEADINESS).sum())
    if cuts == 0:
        return None
    return _note(
        "cuts",
        "warning",
        f"The picture jumps {cuts} time{'s' if cuts > 1 else ''}, as at a cut; only one steady "
        "part was used.",
        "Use one uncut clip.",
    )


def _slow_motion(factor: float, given: bool) -> QualityNote | None:
    if factor == 1.0 or given:
        return None
    return _note(
        "slow_motion",
        "info",
        f"The clip seems to be slowed down about {factor:g} times; cadence and times are converted "
        "to real time.",
        f"If you know the factor, state it (--slow-motion {factor:g}).",
    )


def _uneven_pace(gait: GaitMeasure) -> QualityNote | None:
    if gait.cycle is None or gait.cycle.steady:
        return None
    return _note(
        "uneven_pace",
        "warning",
        "The pace of the picture changes, or only a few strides are shown, so single steps had to "
        "be read without averaging.",
        "Use 15 seconds of even running at one playback speed.",
    )


def _frame_rate(real_fps: float) -> QualityNote | None:
    if real_fps >= SLOW_FRAME_RATE:
        return None
    return _note(
        "low_frame_rate",
        "info",
        f"At {real_fps:.0f} pictures a second the instant of contact falls between pictures; it is "
        "worked out from all strides together.",
        "Film at 60 pictures a second or more, if the phone can.",
    )
