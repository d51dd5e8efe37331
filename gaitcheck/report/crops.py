"""Which part of which frame shows a contact: plain geometry on the foot tracks."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from gaitcheck.model import SIDES, Analysis, FloatArray, FootTracks, Side, Step
from gaitcheck.report.evidence import line_strength
from gaitcheck.video.types import Picture

CROP_FOOT_LENGTHS: Final = 3.0
"""Side of the square crop in lengths of the runner's foot: the shoe, its shin and the ground."""

LEAST_CROP_PX: Final = 32
"""A smaller crop shows nothing, whatever the foot length says."""

NEIGHBOURS: Final = 2
"""Pictures before the contact, and as many after it."""

KEPT_NEIGHBOURS: Final = 4
"""Pictures kept before the contact, and as many after it."""

LEAST_SPACING_S: Final = 0.015
"""Real time between two pictures at least, so that fast cameras and slow motion show movement.

Up to 60 frames a second the pictures are the frames next to the contact.
"""

SPACING: Final = 0.021
"""The same as a share of a stride of .7 s."""

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
        Ends of the foot line; NaN where no sole was seen in this frame, and in a clip that cannot
        be judged.
    strength : float
        How strongly the line is drawn, 0..1.
    offset_s : float
        Real time from the contact to this frame.
    """

    frame: int | None
    left: int = 0
    top: int = 0
    heel: tuple[float, float] = (math.nan, math.nan)
    toe: tuple[float, float] = (math.nan, math.nan)
    strength: float = 1.0
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


@dataclass(frozen=True, slots=True)
class Place:
    """A crop: from which frame, and where it begins in the picture; may lie outside it."""

    frame: int
    left: int
    top: int


@dataclass(frozen=True, slots=True)
class CropPlan:
    """The bare pictures of all steps, as they are cut out of the clip and kept.

    Attributes
    ----------
    side_px : int
        Side of the square crops, pixels of the picture as shown.
    places : mapping of step id to tuple of Place
        In order of time.
    """

    side_px: int
    places: Mapping[str, tuple[Place, ...]]


def plan_crops(analysis: Analysis) -> CropPlan | None:
    """Choose frames and crops for every step: those that are shown, and some around them.

    A contact that a person moves is shown in them too. What is chosen does not depend on the
    slow-motion factor, so that judging again with another one needs no other pictures.

    Parameters
    ----------
    analysis : Analysis
        With `feet`.

    Returns
    -------
    CropPlan or None
        All crops have one size. None without feet, or without a step to show.
    """
    if analysis.feet is None or not analysis.steps:
        return None
    clip = analysis.clip
    side_px = crop_side_px(analysis.feet, clip.width, clip.height)
    tracks = {side: _track(analysis.feet, side) for side in SIDES}
    spacing = frame_spacing(analysis)
    reach = KEPT_NEIGHBOURS * spacing
    places = {}
    for step in analysis.steps:
        track = tracks[step.side]
        frames = min(clip.frames, len(track.centre))
        contact = nearest_frame(step.contact_frame, clip.frames)
        wanted = range(contact - reach, contact + reach + 1, spacing)
        places[step.id] = tuple(
            Place(frame, *_corner(track, frame, contact, side_px))
            for frame in wanted
            if 0 <= frame < frames and track.is_known
        )
    return CropPlan(side_px, places)


def plan_strips(
    analysis: Analysis, time_s: FloatArray, crops: CropPlan | None = None
) -> tuple[StripPlan, ...]:
    """Choose which pictures of every step are shown, and where its line lies in them.

    Parameters
    ----------
    analysis : Analysis
        With `feet`; without them there is no strip.
    time_s : array, shape (frames,)
        File time of each frame.
    crops : CropPlan, optional
        The pictures at hand; by default those of `plan_crops`.

    Returns
    -------
    tuple of StripPlan
        In the order of the steps. A step of which there is no picture has empty panels.
    """
    crops = plan_crops(analysis) if crops is None else crops
    if analysis.feet is None or crops is None:
        return ()
    tracks = {side: _track(analysis.feet, side) for side in SIDES}
    strengths = {side: line_strength(analysis, side) for side in SIDES}
    spacing = frame_spacing(analysis)
    strips = []
    for step in analysis.steps:
        contact = nearest_frame(step.contact_frame, len(time_s))
        panels = []
        for k in range(-NEIGHBOURS, NEIGHBOURS + 1):
            place = _nearest(crops.places.get(step.id, ()), contact + k * spacing, spacing)
            track = tracks[step.side]
            if place is None or place.frame >= min(len(time_s), len(track.centre)):
                panels.append(PanelPlan(None))
                continue
            heel, toe = _point(track.heel[place.frame]), _point(track.toe[place.frame])
            strength = float(strengths[step.side][place.frame])
            if analysis.refused or not strength:
                heel = toe = _NOWHERE
            after_s = (time_s[place.frame] - step.contact_time_s) / analysis.clip.slow_motion
            panels.append(
                PanelPlan(place.frame, place.left, place.top, heel, toe, strength, float(after_s))
            )
        strips.append(StripPlan(step, crops.side_px, tuple(panels), analysis.refused))
    return tuple(strips)


def _nearest(places: Sequence[Place], frame: int, spacing: int) -> Place | None:
    """Return the picture that is nearer to a frame than to its neighbours in the strip."""
    best = min(places, key=lambda place: abs(place.frame - frame), default=None)
    return best if best is not None and 2 * abs(best.frame - frame) <= spacing - 1 else None


def crop_side_px(feet: FootTracks, width: int, height: int) -> int:
    """Return the even side of the crops, from the median distance of heel and toe in the clip."""
    lengths = np.concatenate(
        [np.linalg.norm(feet.heel[side] - feet.toe[side], axis=1) for side in SIDES]
    )
    finite = lengths[np.isfinite(lengths)]
    length = float(np.median(finite)) if len(finite) else math.nan
    side = CROP_FOOT_LENGTHS * length if math.isfinite(length) else 0.0
    return 2 * round(min(max(side, LEAST_CROP_PX), max(width, height)) / 2)


def frame_spacing(analysis: Analysis) -> int:
    """Return how many frames apart the pictures of a strip are.

    By the share of a stride, which slow motion does not change; by the slow-motion factor where no
    stride was seen.
    """
    clip, stride_s = analysis.clip, analysis.stride_time_s
    apart_s = LEAST_SPACING_S * clip.slow_motion if stride_s is None else SPACING * stride_s
    return max(1, round(apart_s * clip.fps)) if math.isfinite(apart_s * clip.fps) else 1


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
