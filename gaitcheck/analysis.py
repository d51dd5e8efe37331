"""The pipeline: from a clip file to the analysis, readable top to bottom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from gaitcheck.advice import choose_advice
from gaitcheck.errors import ClipUnreadableError, InputError
from gaitcheck.gait.ground import feet_on_ground
from gaitcheck.gait.measure import GaitMeasure, measure_gait
from gaitcheck.gait.metrics import measure_curves, measure_metrics, read_form
from gaitcheck.gait.pace import SlowMotion, note_camera_rate
from gaitcheck.gait.quality import Evidence, check_quality
from gaitcheck.gait.quality.evidence import different_fps
from gaitcheck.gait.refine import refine_gait
from gaitcheck.gait.verdict import judge_clip, label_steps, summarise_sides
from gaitcheck.hips import hips_crossed
from gaitcheck.pose import Tracking, track_pose
from gaitcheck.pose.shots import keep_one_shot
from gaitcheck.progress import (
    CancelSignal,
    Progress,
    ProgressCallback,
    ignore_progress,
    stop_if_cancelled,
)
from gaitcheck.shoe import look_at_shoes
from gaitcheck.types import Analysis, Clip, FootTracks, ShoeTrack, Side
from gaitcheck.video import Video, probe_video
from gaitcheck.video.compression import mean_quantiser
from gaitcheck.video.source import shown_name

# Slow-motion factors that a user may state: time lapse to the fastest phone cameras and beyond.
SLOW_MOTION_RANGE: Final = (0.25, 100.0)
FEWEST_FRAMES: Final = 2
# From a small child to the tallest people; from a stroll to a sprint.
HEIGHT_RANGE_CM: Final = (80.0, 250.0)
BELT_RANGE_KMH: Final = (1.0, 45.0)


def analyze(  # noqa: PLR0913 - each is one thing that a user may say, by its name
    path: str | Path,
    *,
    slow_motion: float | None = None,
    runner: int | None = None,
    height_cm: float | None = None,
    belt_kmh: float | None = None,
    model: Path | None = None,
    workers: int | None = None,
    progress: ProgressCallback = ignore_progress,
    cancel: CancelSignal | None = None,
) -> Analysis:
    """Label every foot contact in a running clip filmed from the side.

    Parameters
    ----------
    path : str or Path
        The clip.
    slow_motion : float, optional
        How many times slower than life the clip plays; worked out when not given.
    runner : int, optional
        Whom to follow where several people are in the picture, counted from the left from 1.
    height_cm : float, optional
        The runner's height, which turns leg lengths into centimetres and kilometres an hour.
    belt_kmh : float, optional
        What the treadmill's console shows, to check against the feet.
    model : Path, optional
        Another MediaPipe pose landmarker bundle than the one in the package.
    workers : int, optional
        Number of pose processes; the result does not depend on it.
    progress : callable, optional
        Called with a `Progress` now and then.
    cancel : object with ``is_set``, optional
        Polled; once set, the analysis stops.

    Returns
    -------
    Analysis

    Raises
    ------
    InputError
        The clip, the model or an argument cannot be used; the message says why.
    CancelledError
        `cancel` was set.
    """
    low, high = SLOW_MOTION_RANGE
    if slow_motion is not None and not low <= slow_motion <= high:
        raise InputError(f"A slow-motion factor lies between {low:g} and {high:g}.")
    _check_range("The runner's height", height_cm, HEIGHT_RANGE_CM, "cm")
    _check_range("A belt speed", belt_kmh, BELT_RANGE_KMH, "km/h")
    progress(Progress("reading", 0, 1))
    video = probe_video(Path(path))
    if video.frames < FEWEST_FRAMES:
        raise ClipUnreadableError(
            f"{shown_name(video.path)} holds a single picture, not a film; use a clip of a run."
        )
    progress(Progress("reading", 1, 1))
    tracking = track_pose(
        video, runner=runner, model=model, workers=workers, progress=progress, cancel=cancel
    )
    stop_if_cancelled(cancel)
    told = Told(slow_motion, height_cm, belt_kmh)
    return judge_tracking(video, tracking, told, progress=progress, cancel=cancel)


@dataclass(frozen=True, slots=True)
class Told:
    """What the user said about the clip; None where nothing was said."""

    slow_motion: float | None = None
    height_cm: float | None = None
    belt_kmh: float | None = None


def judge_tracking(
    video: Video,
    tracking: Tracking,
    told: Told = Told(),
    *,
    progress: ProgressCallback = ignore_progress,
    cancel: CancelSignal | None = None,
) -> Analysis:
    """Return the analysis of a clip whose runner was tracked: all of `analyze` but the pose.

    Raises
    ------
    CancelledError
        `cancel` was set.
    """
    tracking = keep_one_shot(tracking)
    gait = measure_gait(tracking.landmarks)
    shoes = look_at_shoes(video, gait, progress=progress, cancel=cancel)
    progress(Progress("gait", 0, 1))
    crossed = hips_crossed(video, gait, tracking.camera_shift)
    quantiser = mean_quantiser(video.path)
    analysis = judge_gait(video, tracking, gait, shoes, told, crossed, quantiser)
    progress(Progress("gait", 1, 1))
    return analysis


def judge_gait(
    video: Video,
    tracking: Tracking,
    gait: GaitMeasure,
    shoes: Mapping[Side, ShoeTrack],
    told: Told = Told(),
    crossed: float = float("nan"),
    quantiser: float = float("nan"),
) -> Analysis:
    """Turn what was measured into the analysis: no file, no video, no MediaPipe.

    `crossed` is what `hips_crossed` found, `quantiser` what `mean_quantiser` did.
    """
    gait = refine_gait(gait, shoes, quantiser)
    slow = _slow_motion(video, gait, told)
    form = read_form(
        gait,
        tracking.landmarks,
        real_fps=different_fps(video.fps, tracking.look) * slow.factor,
        slow_motion=slow.factor,
        height_m=None if told.height_cm is None else told.height_cm / 100,
        camera_shift=tracking.camera_shift,
    )
    quality = check_quality(
        Evidence(
            tracking,
            gait,
            form,
            video.fps,
            slow,
            belt_kmh=told.belt_kmh,
            rotation_deg=video.rotation_deg,
            shoes=shoes,
            hips_crossed=crossed,
            quantiser=quantiser,
        )
    )
    blockers = [note for note in quality if note.severity == "blocker"]
    sides = summarise_sides(gait, blockers, slow.factor)
    verdict = judge_clip(gait, sides, blockers)
    metrics = measure_metrics(form, blockers)
    steps = label_steps(gait, blockers)
    contact_s = {side: found.contact_time_s for side, found in sides.items()}
    feet = feet_on_ground(
        _feet(gait, shoes), steps, tracking.landmarks.time_s, contact_s, slow.factor
    )
    return Analysis(
        clip=_clip(video, slow.factor),
        view=gait.view.view,
        verdict=verdict,
        sides=sides,
        cadence_spm=metrics["cadence"].value,
        metrics=metrics,
        steps=steps,
        quality=quality,
        advice=choose_advice(verdict, sides, metrics),
        curves=measure_curves(form, blockers),
        people=tracking.candidates,
        height_cm=told.height_cm,
        feet=feet,
        landmarks=tracking.landmarks,
    )


def _slow_motion(video: Video, gait: GaitMeasure, told: Told) -> SlowMotion:
    """Return the factor: the user's word, else what file and gait say."""
    if told.slow_motion is not None:
        factor = told.slow_motion
        return SlowMotion(factor, factor, factor, 1.0, "given")
    if gait.pace is None:
        return SlowMotion(1.0, 1.0, 1.0, 0.0)
    noted = None if video.camera_fps is None or not video.fps else video.camera_fps / video.fps
    return note_camera_rate(gait.pace.slow, noted)


def _check_range(what: str, value: float | None, limits: tuple[float, float], unit: str) -> None:
    low, high = limits
    if value is not None and not low <= value <= high:
        raise InputError(f"{what} lies between {low:g} and {high:g} {unit}.")


def _clip(video: Video, slow_motion: float) -> Clip:
    return Clip(
        file=video.path.name,
        sha256=video.sha256,
        width=video.width,
        height=video.height,
        fps=video.fps,
        frames=video.frames,
        duration_s=video.duration_s,
        # Stated as FFmpeg does: counter-clockwise.
        rotation_deg=-video.rotation_deg % 360,
        slow_motion=slow_motion,
    )


def _feet(gait: GaitMeasure, shoes: Mapping[Side, ShoeTrack]) -> FootTracks:
    """Return the feet in image coordinates: the repaired landmarks, the sole where it was seen."""
    back = np.array([-1.0 if gait.body.mirrored else 1.0, -1.0])
    heels, toes, ankles = {}, {}, {}
    for side, leg in gait.body.legs.items():
        heel, toe = leg.heel.copy(), leg.toe.copy()
        if side in gait.sides and gait.sides[side].landing is not None:
            track = shoes[side]
            heel[track.frames] = track.heel * track.foot_length
            toe[track.frames] = track.toe * track.foot_length
        heels[side], toes[side], ankles[side] = heel * back, toe * back, leg.ankle * back
    return FootTracks(heel=heels, toe=toes, ankle=ankles)
