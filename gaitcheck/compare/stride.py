"""Which frames show one typical stride of a foot, at equal phases, and where the runner is there.

Plain geometry and counting: no pixel is read here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from gaitcheck.model import Analysis, FloatArray, Landmarks, Side, Step
from gaitcheck.report.stride_plots import USUAL_STRIDES

PHASES: Final = 40
"""Equal parts of the stride that are shown, so that 41 pictures go from contact to contact."""

MARGIN: Final = 0.12
"""Room around the runner's landmarks, as a share of their height: hair, hands, shoe tips."""

SHAPE: Final = 0.8
"""Width over height of the crops: the same for all clips, so that runners are shown alike."""

FEWEST_SEEN: Final = 0.5
"""Share of the shown frames in which the runner must be known for a crop."""

_HIPS: Final = (23, 24)


@dataclass(frozen=True, slots=True)
class StrideView:
    """A stride, from one contact of a foot to the next one of the same foot.

    Attributes
    ----------
    side : Side
    frames : tuple of int
        The frame nearest to each phase: 0, 1/40 ... 1 of the stride.
    start_s, stop_s : float
        File time of both contacts.
    toe_off : float or None
        Phase at which the foot leaves the ground, 0..1.
    other_contact : float or None
        Phase at which the other foot touches the ground.
    other_toe_off : float or None
        Phase at which the other foot leaves the ground.
    stride_s : float
        Real time.
    """

    side: Side
    frames: tuple[int, ...]
    start_s: float
    stop_s: float
    toe_off: float | None
    other_contact: float | None
    other_toe_off: float | None
    stride_s: float


@dataclass(frozen=True, slots=True)
class CropBox:
    """A part of the picture in pixels as shown; may reach over its border."""

    left: float
    top: float
    width: float
    height: float


def choose_stride(analysis: Analysis, side: Side, time_s: FloatArray) -> StrideView | None:
    """Choose the stride of a foot whose duration is the median one, and its frames.

    Parameters
    ----------
    analysis : Analysis
    side : Side
    time_s : array, shape (frames,)
        File time of each frame.

    Returns
    -------
    StrideView or None
        None where no two successive contacts of this foot are known.

    Notes
    -----
    Of strides that are equally near to the median the one next to the middle of the clip is taken.
    """
    steps = [step for step in analysis.steps if step.side == side and step.pass_number == 1]
    last = float(time_s[-1]) if len(time_s) else -1.0
    pairs = [
        (a, b) for a, b in pairwise(steps) if a.contact_time_s < b.contact_time_s <= last + 1e-6
    ]
    if not pairs:
        return None
    durations = np.array([b.contact_time_s - a.contact_time_s for a, b in pairs])
    typical = float(np.median(durations[durations <= USUAL_STRIDES * durations.min()]))
    middle = abs(np.arange(len(pairs)) - (len(pairs) - 1) / 2) / len(pairs)
    # The distance from the middle only decides between strides alike to within a hundredth.
    unlike = np.round(np.abs(durations - typical) / typical, 2)
    first, second = pairs[int(np.lexsort((middle, unlike))[0])]
    return _view(analysis, first, second, time_s)


def _view(analysis: Analysis, first: Step, second: Step, time_s: FloatArray) -> StrideView:
    start, stop = first.contact_time_s, second.contact_time_s
    wanted = start + (stop - start) * np.arange(PHASES + 1) / PHASES
    others = [s for s in analysis.steps if s.side != first.side]

    def phase(event_s: float | None) -> float | None:
        if event_s is None or not start < event_s < stop:
            return None
        return (event_s - start) / (stop - start)

    def first_phase(events: Sequence[float | None]) -> float | None:
        return next((found for e in events if (found := phase(e)) is not None), None)

    return StrideView(
        side=first.side,
        frames=tuple(int(np.argmin(np.abs(time_s - moment))) for moment in wanted),
        start_s=start,
        stop_s=stop,
        toe_off=phase(first.toe_off_time_s),
        other_contact=first_phase([step.contact_time_s for step in others]),
        other_toe_off=first_phase([step.toe_off_time_s for step in others]),
        stride_s=(stop - start) / analysis.clip.slow_motion,
    )


def crop_boxes(
    landmarks: Landmarks | None, view: StrideView, width: int, height: int
) -> tuple[CropBox, ...]:
    """Return for each picture of a stride the part that shows the runner.

    All parts of a clip have one size; they follow the hips along a straight line, so that the
    runner stands in the middle whether camera or runner moves. The runner fills the same share of
    the part in every clip.

    Parameters
    ----------
    landmarks : Landmarks or None
        Without them, or where they are missing in most frames, the whole picture is shown.
    view : StrideView
    width, height : int
        Of the picture as shown, pixels.

    Returns
    -------
    tuple of CropBox
        One for each of ``view.frames``.
    """
    whole = CropBox(0.0, 0.0, float(width), float(height))
    if landmarks is None or len(landmarks.time_s) <= max(view.frames):
        return (whole,) * len(view.frames)
    points = landmarks.points[list(view.frames)]
    seen = np.isfinite(points).all(axis=(1, 2))
    frames = np.unique(np.array(view.frames)[seen])
    if len(frames) < 2 or seen.mean() < FEWEST_SEEN:
        return (whole,) * len(view.frames)
    hips = points[:, _HIPS].mean(axis=1)
    line = np.polynomial.Polynomial.fit(np.array(view.frames)[seen], hips[seen, 0], 1)
    centre = line(np.array(view.frames, dtype=np.float64))
    top, bottom = points[seen, :, 1].min(), points[seen, :, 1].max()
    reach = np.abs(points[seen, :, 0] - centre[seen, None]).max()
    margin = MARGIN * (bottom - top)
    tall = max(bottom - top + 2 * margin, (2 * reach + margin) / SHAPE)
    wide = SHAPE * tall
    # What is to spare goes above the head: the ground stays at the same height in every clip.
    upper = bottom + margin - tall
    return tuple(CropBox(float(x - wide / 2), float(upper), wide, float(tall)) for x in centre)
