"""Observations without a film: analytic runners and shoes, whose answers are known exactly."""

from __future__ import annotations

import dataclasses
from functools import cache

from gaitcheck.gait.measure import measure_gait
from gaitcheck.model import SIDES, Clip, ClipOptions, Observation, ShoeTrack, Side
from gaitcheck.model.precision import keep_precision
from tests.gait.shoe_tracks import Landing
from tests.gait.synthetic import HEIGHT, WIDTH, Runner, landmarks_of, tracking_of

SHA256 = "5e" * 32


def clip_of(runner: Runner) -> Clip:
    """Return the clip in which an analytic runner would have been filmed."""
    return Clip(
        file="runner.mp4",
        sha256=SHA256,
        width=WIDTH,
        height=HEIGHT,
        fps=runner.fps,
        frames=runner.frames,
        duration_s=runner.frames / runner.fps,
        rotation_deg=0,
    )


@cache
def observed(
    left: float = 15.0,
    right: float = 15.0,
    *,
    shoes: tuple[Side, ...] = SIDES,
    options: ClipOptions | None = None,
    seconds: float = 9.0,
) -> Observation:
    """Return what would be seen of a runner whose feet land at these angles, degrees."""
    runner = Runner(left_angle=left, right_angle=right, noise_px=1.0, seconds=seconds)
    tracking = keep_precision(tracking_of(landmarks_of(runner)))
    gait = measure_gait(tracking.landmarks)
    tracks: dict[Side, ShoeTrack] = {}
    for side, angle in (("left", left), ("right", right)):
        if side in shoes:
            track = Landing(angle=angle).track()
            contact = gait.sides[side].events.contact
            moved = dataclasses.replace(track, side=side, phase=track.phase + contact)
            tracks[side] = keep_precision(moved)
    return Observation(
        clip=clip_of(runner),
        tracking=tracking,
        shoes=tracks,
        options=ClipOptions() if options is None else options,
        version="test",
    )
