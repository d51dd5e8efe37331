"""Which part of which frame shows a contact: plain geometry on the foot tracks."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaitcheck.types import SIDES, Analysis, FloatArray, FootTracks, Side, Step

Picture = NDArray[np.uint8]

CROP_FOOT_LENGTHS: Final = 3.0
"""Side of the square crop in lengths of the runner's foot: the shoe, its shin and the ground."""

LEAST_CROP_PX: Final = 32
"""A smaller crop shows nothing, whatever the foot length says."""

NEIGHBOURS: Final = 2
"""Pictures before the contact, and as many after it."""

LEAST_SPACING_S: Final = 0.015
"""Real time between two pictures at least, so that fast cameras and slow motion show movement.

Up to 60 frames a second the pictures are the frames next to the contact.
"""

HELD_FOOT_LENGTHS: Final = 0.5
"""The crop stays at the height of the contact until the foot is further than this above or below
it, so that one sees the foot come down."""

PADDING_GREY: Final = 225
"""What lies outside the picture."""

_NOWHERE: Final = (math.nan, math.nan)


@dataclass(frozen=True, slots=True)
class PanelPlan:
    """One picture of a strip, in pixels of the picture as shown.

    Attributes
    ----------
    frame : int or None
        The frame to show; None where the clip has not begun or is over.
    left, top : int
        Where the crop begins; may lie outside the picture.
    heel, toe : pair of float
        Ends of the foot line; NaN where the foot is not known in this frame, and in a clip that
        cannot be judged.
    offset_s : float
        Real time from the contact to this frame.
    """

    frame: int | None
    left: int = 0
    top: int = 0
    heel: tuple[float, float] = (math.nan, math.nan)
    toe: tuple[float, float] = (math.nan, math.nan)
    offset_s: float = math.nan


@dataclass(frozen=True, slots=True)
class StripPlan:
    """The pictures of one step in order of time; the one at contact stands in the middle.

    Attributes
    ----------
    step : Step
    side_px : int
        Side of the square crops.
    panels : tuple of PanelPlan
    refused : bool
        Whether the clip cannot be judged, so that no reading of the step is shown.
    """

    step: Step
    side_px: int
    panels: tuple[PanelPlan, ...]
    refused: bool = False

    @property
    def frames(self) -> tuple[int, ...]:
        """The frames that the strip needs, ascending."""
        return tuple(panel.frame for panel in self.panels if panel.frame is not None)


def plan_strips(analysis: Analysis, time_s: FloatArray) -> tuple[StripPlan, ...]:
    """Choose frames and crops for every step.

    Parameters
    ----------
    analysis : Analysis
        With `feet`; without them the plan is empty.
    time_s : array, shape (frames,)
        File time of each frame.

    Returns
    -------
    tuple of StripPlan
        In the order of the steps; all crops have one size. A foot that is known nowhere in the
        clip gives a strip of empty panels.
    """
    if analysis.feet is None:
        return ()
    clip = analysis.clip
    side_px = crop_side_px(analysis.feet, clip.width, clip.height)
    tracks = {side: _track(analysis.feet, side) for side in SIDES}
    spacing = frame_spacing(clip.fps * clip.slow_motion)
    strips = []
    for step in analysis.steps:
        track = tracks[step.side]
        frames = min(len(time_s), len(track.centre))
        contact = nearest_frame(step.contact_frame, len(time_s))
        panels = []
        for frame in range(
            contact - NEIGHBOURS * spacing, contact + NEIGHBOURS * spacing + 1, spacing
        ):
            if 0 <= frame < frames and track.is_known:
                left, top = _corner(track, frame, contact, side_px)
                heel, toe = _point(track.heel[frame]), _point(track.toe[frame])
                if analysis.refused:
                    heel = toe = _NOWHERE
                after_s = (time_s[frame] - step.contact_time_s) / clip.slow_motion
                panels.append(PanelPlan(frame, left, top, heel, toe, float(after_s)))
            else:
                panels.append(PanelPlan(None))
        strips.append(StripPlan(step, side_px, tuple(panels), analysis.refused))
    return tuple(strips)


def crop_side_px(feet: FootTracks, width: int, height: int) -> int:
    """Return the even side of the crops, from the median distance of heel and toe in the clip."""
    lengths = np.concatenate(
        [np.linalg.norm(feet.heel[side] - feet.toe[side], axis=1) for side in SIDES]
    )
    finite = lengths[np.isfinite(lengths)]
    length = float(np.median(finite)) if len(finite) else math.nan
    side = CROP_FOOT_LENGTHS * length if math.isfinite(length) else 0.0
    return 2 * round(min(max(side, LEAST_CROP_PX), max(width, height)) / 2)


def frame_spacing(real_fps: float) -> int:
    """Return how many frames apart the pictures of a strip are."""
    return max(1, round(LEAST_SPACING_S * real_fps)) if math.isfinite(real_fps) else 1


def nearest_frame(contact_frame: float, frames: int) -> int:
    """Return the frame shown nearest to a contact, halves upwards, within the clip."""
    return min(max(math.floor(contact_frame + 0.5), 0), frames - 1)


def cut(picture: Picture, left: int, top: int, side_px: int) -> Picture:
    """Return a square crop, grey where it reaches over the border of the picture."""
    crop = np.full((side_px, side_px, 3), PADDING_GREY, dtype=np.uint8)
    height, width = picture.shape[:2]
    x0, x1 = max(left, 0), min(left + side_px, width)
    y0, y1 = max(top, 0), min(top + side_px, height)
    if x0 < x1 and y0 < y1:
        crop[y0 - top : y1 - top, x0 - left : x1 - left] = picture[y0:y1, x0:x1]
    return crop


@dataclass(frozen=True, slots=True, eq=False)
class _Track:
    """One foot through the clip; `centre` is filled where the foot is not known."""

    heel: FloatArray
    toe: FloatArray
    centre: FloatArray

    @property
    def is_known(self) -> bool:
        return bool(np.isfinite(self.centre).all())


def _track(feet: FootTracks, side: Side) -> _Track:
    heel, toe = feet.heel[side], feet.toe[side]
    centre = (heel + toe) / 2
    known = np.flatnonzero(np.isfinite(centre).all(axis=1))
    if len(known):
        frames = np.arange(len(centre))
        centre = np.column_stack([np.interp(frames, known, centre[known, axis]) for axis in (0, 1)])
    return _Track(heel, toe, centre)


def _corner(track: _Track, frame: int, contact: int, side_px: int) -> tuple[int, int]:
    """Put the crop around the foot, at the height of the contact as long as the foot is near."""
    held = side_px * HELD_FOOT_LENGTHS / CROP_FOOT_LENGTHS
    x, y = track.centre[frame]
    at_contact = track.centre[min(contact, len(track.centre) - 1), 1]
    y -= np.clip(y - at_contact, -held, held)
    return round(x - side_px / 2), round(y - side_px / 2)


def _point(place: FloatArray) -> tuple[float, float]:
    return float(place[0]), float(place[1])
