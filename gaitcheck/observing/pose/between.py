"""What is known of the frames between two poses, where not every frame was looked at."""

from __future__ import annotations

import dataclasses

import numpy as np

from gaitcheck.model import FloatArray
from gaitcheck.observing.pose.messages import TrackResult


def fill_between(result: TrackResult) -> TrackResult:
    """Return a whole clip's track with the frames between two poses filled in.

    Parameters
    ----------
    result : TrackResult
        Of one chunk that is the whole part looked at; its `shift` and
        `picture_quality.zoom` are since the pose before.

    Returns
    -------
    TrackResult
        Points on a smooth way from pose to pose, NaN where one of the two found nobody; motion of
        camera and background shared out evenly; pictures that did not change from pose to pose did
        not change between them either.
    """
    every = result.chunk.every
    if every == 1:
        return result
    count = len(result.points)
    posed = np.arange(0, count, every)
    # The pose at or after each frame; frames after the last one belong to it.
    after = np.minimum(-(-np.arange(count) // every), len(posed) - 1)
    source = posed[after]
    quality = result.picture_quality
    still = np.where(np.isfinite(quality.change), quality.change, quality.change[source])
    return dataclasses.replace(
        result,
        points=smooth_way(result.points[posed], np.arange(count) / every),
        shift=result.shift[source] / every,
        steady=result.steady[source],
        picture_quality=dataclasses.replace(
            quality,
            zoom=np.expm1(np.log1p(np.clip(quality.zoom[source], -0.5, 0.5)) / every),
            change=still,
        ),
    )


def smooth_way(points: FloatArray, time: FloatArray) -> FloatArray:
    """Return points on a Catmull-Rom spline through poses, at times counted in poses.

    Catmull & Rom 1974 (doi 10.1016/B978-0-12-079050-0.50020-5); at gaps the slope on one side.
    """
    steps = np.diff(points, axis=0)
    nothing = np.full((1, *points.shape[1:]), np.nan)
    behind, ahead = np.concatenate([nothing, steps]), np.concatenate([steps, nothing])
    slope = np.where(
        np.isfinite(behind) & np.isfinite(ahead),
        (behind + ahead) / 2,
        np.where(np.isfinite(behind), behind, np.nan_to_num(ahead)),
    )
    earlier = np.minimum(np.floor(time).astype(np.intp), len(points) - 1)
    share = (time - earlier).reshape(-1, *(1,) * (points.ndim - 1))
    later = np.minimum(earlier + 1, len(points) - 1)
    # Nobody knows what comes after the last pose.
    end = np.where((earlier == later).reshape(share.shape) & (share > 0), np.nan, points[later])
    start = points[earlier]
    way = (
        (1 + 2 * share) * (1 - share) ** 2 * start
        + share * (1 - share) ** 2 * slope[earlier]
        + share**2 * (3 - 2 * share) * end
        - share**2 * (1 - share) * slope[later]
    )
    return np.asarray(np.where(share == 0, start, way))
