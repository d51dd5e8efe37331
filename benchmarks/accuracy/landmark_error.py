"""How far MediaPipe's landmarks lie from the truth, measured on rendered clips.

The result drives the simulated camera (`benchmarks.accuracy.camera`), so that motion capture is
seen with the errors that the pose model makes, not with errors that somebody guessed.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.truth import POINTS, TrueFrames
from gaitcheck.model import (
    ANKLE,
    HEEL,
    HIP,
    KNEE,
    SHOULDER,
    SIDES,
    TOE,
    FloatArray,
    Landmarks,
    Side,
)

JOINTS: Final = ("hip", "knee", "ankle", "heel", "toe")
FOOT: Final = (3, 4)
"""Where heel and toe stand in `JOINTS`."""
LEG: Final = (1, 2, 3, 4)
"""The joints that tell which leg is which."""
LANDMARK: Final = (HIP, KNEE, ANKLE, HEEL, TOE)
"""The left landmark of each joint; the right one is + 1."""
NODES_DEG: Final = (-75.0, -45.0, -20.0, -5.0, 2.0, 12.0)
"""Angles of the sole at which the bias is stated; linear between them."""
# Legs count as exchanged in a frame when that lies this much nearer to the truth.
EXCHANGE_RATIO: Final = 0.6
# A leg whose joints lie further than this from the truth on average, leg lengths, is lost.
LOST: Final = 0.15
FEWEST_FRAMES: Final = 8
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class LegError:
    """The landmark error of the near or of the far leg, in leg lengths.

    Hip, knee and ankle in the gait frame (x = running direction, y upwards); heel and toe along
    and across the sole.

    Attributes
    ----------
    bias : nested tuple, shape (nodes of `NODES_DEG`, joints, 2)
    clip_covariance, frame_covariance : nested tuple, shape (10, 10)
        How the bias differs between clips, and how frames scatter about their clip.
    memory_s : float
        Time constant of the frames' scatter, real time.
    visibility : float
        Median of heel and toe.
    lost_per_s, lost_s : float
        How often the leg is lost, and for how long on average.
    lost_on_other_leg : float
        Share of lost frames in which the landmarks lie nearer to the other leg.
    """

    bias: tuple[tuple[tuple[float, float], ...], ...]
    clip_covariance: tuple[tuple[float, ...], ...]
    frame_covariance: tuple[tuple[float, ...], ...]
    memory_s: float
    visibility: float
    lost_per_s: float
    lost_s: float
    lost_on_other_leg: float


@dataclass(frozen=True, slots=True)
class LandmarkError:
    """Everything measured; `swap_share` is per crossing of the legs, `swap_s` the mean length."""

    clips: int
    frames: int
    near: LegError
    far: LegError
    swap_share: float
    swap_s: float
    missing_share: float
    shoulder_depth: float
    shoulder_across: float


@dataclass(frozen=True, slots=True, eq=False)
class Observed:
    """One clip: landmarks, truth, near side and slow-motion factor."""

    landmarks: Landmarks
    truth: TrueFrames
    near: Side
    slow_motion: float


def measure(clips: Sequence[Observed]) -> LandmarkError:
    """Measure the landmark error over clips seen from the side."""
    views = [_compare(clip) for clip in clips]
    shoulders = np.array([_shoulders(clip) for clip in clips])
    crossings = sum(view.crossings for view in views)
    swaps = [run for view in views for run in _runs(view.swapped, view.frame_s)]
    frames = sum(len(view.swapped) for view in views)
    return LandmarkError(
        clips=len(clips),
        frames=frames,
        near=_leg_error([view.legs[0] for view in views], views),
        far=_leg_error([view.legs[1] for view in views], views),
        swap_share=_rounded(len(swaps) / max(crossings, 1)),
        swap_s=_rounded(float(np.mean(swaps)) if swaps else 0.0),
        missing_share=_rounded(sum(int(view.missing.sum()) for view in views) / frames),
        shoulder_depth=_rounded(float(np.median(shoulders[:, 0]))),
        shoulder_across=_rounded(float(np.median(shoulders[:, 1]))),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _LegView:
    """One leg of one clip: `error` in leg lengths, shape (frames, joints, 2)."""

    error: FloatArray
    sole_deg: FloatArray
    good: BoolArray
    lost: BoolArray
    on_other: BoolArray
    visibility: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class _ClipView:
    legs: tuple[_LegView, _LegView]
    swapped: BoolArray
    missing: BoolArray
    crossings: int
    frame_s: float


def _compare(clip: Observed) -> _ClipView:
    flip = np.array([clip.truth.facing, -1.0])
    rows = [POINTS.index(joint) for joint in JOINTS]
    true = {side: clip.truth.points[side][:, rows] * flip for side in SIDES}
    seen = {
        side: clip.landmarks.points[:, np.array(LANDMARK) + offset] * flip
        for offset, side in enumerate(SIDES)
    }
    length = _leg_length(true[clip.near])
    far: Side = "right" if clip.near == "left" else "left"
    order = (clip.near, far)
    kept = sum(_distance(seen[side], true[side]) for side in order) / length
    turned = sum(_distance(seen[a], true[b]) for a, b in (order, order[::-1])) / length
    missing = ~np.isfinite(clip.landmarks.points[:, 0, 0])
    swapped = np.asarray((turned < EXCHANGE_RATIO * kept) & (kept > LOST))
    separation = true["left"][:, 2, 0] - true["right"][:, 2, 0]
    frame_s = float(np.median(np.diff(clip.landmarks.time_s))) / clip.slow_motion
    legs = []
    for side, other in (order, order[::-1]):
        own = _distance(seen[side], true[side]) / length
        lost = ~swapped & ~missing & (own > LOST)
        offset = SIDES.index(side)
        legs.append(
            _LegView(
                error=_in_own_frames((seen[side] - true[side]) / length, clip.truth.sole_deg[side]),
                sole_deg=clip.truth.sole_deg[side],
                good=~swapped & ~missing & ~lost,
                lost=lost,
                on_other=lost & (_distance(seen[side], true[other]) / length < own),
                visibility=clip.landmarks.visibility[:, [HEEL + offset, TOE + offset]].mean(axis=1),
            )
        )
    return _ClipView(
        legs=(legs[0], legs[1]),
        swapped=swapped,
        missing=missing,
        crossings=int((np.diff(np.sign(separation)) != 0).sum()),
        frame_s=frame_s,
    )


def _leg_length(points: FloatArray) -> float:
    thigh = np.linalg.norm(points[:, 0] - points[:, 1], axis=1)
    shank = np.linalg.norm(points[:, 1] - points[:, 2], axis=1)
    return float(np.median(thigh + shank))


def _distance(seen: FloatArray, true: FloatArray) -> FloatArray:
    return np.asarray(np.linalg.norm(seen - true, axis=2)[:, LEG].mean(axis=1))


def _in_own_frames(error: FloatArray, sole_deg: FloatArray) -> FloatArray:
    """Turn the errors of heel and toe into the frame of the sole (along, across)."""
    turned = error.copy()
    turned[:, FOOT] = rotated(error[:, FOOT], -sole_deg)
    return turned


def rotated(vectors: FloatArray, degrees: FloatArray) -> FloatArray:
    """Rotate vectors, shape (frames, n, 2), by an angle per frame, anticlockwise."""
    angle = np.radians(degrees)[:, None]
    x, y = vectors[..., 0], vectors[..., 1]
    return np.stack(
        [x * np.cos(angle) - y * np.sin(angle), x * np.sin(angle) + y * np.cos(angle)], axis=-1
    )


def _leg_error(legs: Sequence[_LegView], views: Sequence[_ClipView]) -> LegError:
    bias = _bias(legs)
    scatter, means = [], []
    for leg in legs:
        residual = leg.error - bias_at(bias, leg.sole_deg)
        mean = residual[leg.good].mean(axis=0)
        means.append(mean.reshape(-1))
        # Where the leg was not followed the scatter is unknown.
        scatter.append(np.where(leg.good[:, None, None], residual - mean, np.nan).reshape(-1, 10))
    runs = [
        run for leg, view in zip(legs, views, strict=True) for run in _runs(leg.lost, view.frame_s)
    ]
    seconds = sum(len(view.swapped) * view.frame_s for view in views)
    known = np.concatenate(scatter)
    known = known[np.isfinite(known).all(axis=1)]
    lost = sum(int(leg.lost.sum()) for leg in legs)
    return LegError(
        bias=_nested(bias),
        clip_covariance=_nested(np.cov(np.array(means).T)),
        frame_covariance=_nested(np.cov(known.T)),
        memory_s=_rounded(_memory(scatter, [view.frame_s for view in views])),
        visibility=_rounded(float(np.nanmedian(np.concatenate([leg.visibility for leg in legs])))),
        lost_per_s=_rounded(len(runs) / seconds),
        lost_s=_rounded(float(np.mean(runs)) if runs else 0.0),
        lost_on_other_leg=_rounded(sum(int(leg.on_other.sum()) for leg in legs) / max(lost, 1)),
    )


def _bias(legs: Sequence[_LegView]) -> FloatArray:
    """Return the median error near each node, each clip counting once, shape (nodes, joints, 2)."""
    borders = np.concatenate([[-np.inf], (np.array(NODES_DEG[1:]) + NODES_DEG[:-1]) / 2, [np.inf]])
    found = np.full((len(NODES_DEG), len(JOINTS), 2), np.nan)
    for node, (low, high) in enumerate(pairwise(borders)):
        medians = []
        for leg in legs:
            there = leg.good & (leg.sole_deg >= low) & (leg.sole_deg < high)
            if there.sum() >= FEWEST_FRAMES:
                medians.append(np.median(leg.error[there], axis=0))
        if medians:
            found[node] = np.mean(medians, axis=0)
    known = np.isfinite(found[:, 0, 0])
    if not known.all():
        nodes = np.array(NODES_DEG)
        nearest = np.abs(np.subtract.outer(nodes, nodes[known])).argmin(axis=1)
        found = found[known][nearest]
    return found


def bias_at(bias: FloatArray, sole_deg: FloatArray) -> FloatArray:
    """Return the bias at each angle of the sole, shape (frames, joints, 2)."""
    out = np.empty((len(sole_deg), *bias.shape[1:]))
    for index in np.ndindex(bias.shape[1:]):
        out[(slice(None), *index)] = np.interp(sole_deg, NODES_DEG, bias[(slice(None), *index)])
    return out


def _memory(scatter: Sequence[FloatArray], frame_s: Sequence[float]) -> float:
    """Return the time in which the scatter's correlation falls to 1/e: median over clips."""
    times = []
    for values, step in zip(scatter, frame_s, strict=True):
        before, after = values[:-1], values[1:]
        both = np.isfinite(before).all(axis=1) & np.isfinite(after).all(axis=1)
        product = float((before[both] * after[both]).sum())
        power = float(np.sqrt((before[both] ** 2).sum() * (after[both] ** 2).sum()))
        if power > 0 and 0 < product < power:
            times.append(-step / np.log(product / power))
    return float(np.median(times)) if times else 0.0


def _runs(mask: BoolArray, frame_s: float) -> Iterator[float]:
    """Yield the duration of each run of True, seconds."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], mask.astype(int), [0]])))
    for start, stop in zip(edges[::2], edges[1::2], strict=True):
        yield float(stop - start) * frame_s


def _shoulders(clip: Observed) -> tuple[float, float]:
    """Return how much further the far shoulder is and how far they lie apart, in trunk lengths."""
    points, depth = clip.landmarks.points, clip.landmarks.depth
    middle = [points[:, index : index + 2].mean(axis=1) for index in (SHOULDER, HIP)]
    trunk = float(np.nanmedian(np.linalg.norm(middle[0] - middle[1], axis=1)))
    left_first = 1.0 if clip.near == "left" else -1.0
    deeper = left_first * float(np.nanmedian(depth[:, SHOULDER + 1] - depth[:, SHOULDER]))
    across = float(np.nanmedian(np.abs(points[:, SHOULDER, 0] - points[:, SHOULDER + 1, 0])))
    return deeper / trunk, across / trunk


def _rounded(value: float) -> float:
    return float(f"{value:.4g}")


def _nested(values: FloatArray) -> Any:
    return tuple(_nested(row) for row in values) if values.ndim else _rounded(float(values))


def write_error(path: Path, error: LandmarkError) -> None:
    """Write the measured error as JSON."""
    path.write_text(json.dumps(dataclasses.asdict(error), indent=1) + "\n", encoding="utf-8")


def read_error(path: Path) -> LandmarkError:
    """Read what `write_error` wrote."""
    data = json.loads(path.read_text(encoding="utf-8"))
    near, far = (LegError(**_tuples(data.pop(name))) for name in ("near", "far"))
    return LandmarkError(near=near, far=far, **data)


def _tuples(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _tuples(item) for key, item in value.items()}
    return tuple(_tuples(item) for item in value) if isinstance(value, list) else value
