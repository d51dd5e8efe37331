"""Close the hands loosely at rest: runners do not spread their fingers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from render.assets import RestBody
from render.turns import turn_about

FloatArray = NDArray[np.float64]

CURL_DEG = (38.0, 58.0, 40.0)
"""Flexion of the three joints of each finger."""
THUMB_CURL_DEG = (10.0, 22.0, 22.0)


def curled_vertices(body: RestBody) -> FloatArray:
    """Return the body's rest vertices with the fingers bent towards the palm."""
    points = body.vertices.copy()
    for side in "LR":
        knuckle = [body.heads[f"finger{k}-1.{side}"] for k in (2, 5)]
        wrist = body.heads[f"wrist.{side}"]
        across = knuckle[0] - knuckle[1]
        palm = np.cross(across, knuckle[0] - wrist)
        # The thumb lies on the palm's side of the hand.
        thumb = body.tails[f"finger1-3.{side}"] - 0.5 * (knuckle[0] + knuckle[1])
        palm = palm * np.sign(float(palm @ thumb))
        for finger in range(1, 6):
            bends = THUMB_CURL_DEG if finger == 1 else CURL_DEG
            _curl(body, points, f"finger{finger}", side, palm, bends)
    return points


def _curl(body: RestBody, points: FloatArray, finger: str, side: str, palm: FloatArray,
          bends: tuple[float, ...]) -> None:  # fmt: skip
    names = [f"{finger}-{k}.{side}" for k in (1, 2, 3)]
    along = body.tails[names[2]] - body.heads[names[0]]
    axis = np.cross(along, palm)
    turn, at = np.eye(3), body.heads[names[0]].copy()
    moved = np.zeros_like(points)
    share = np.zeros(len(points))
    for k, name in enumerate(names):
        if k:
            at = at + turn @ (body.heads[name] - body.heads[names[k - 1]])
        turn = turn_about(axis, bends[k]) @ turn
        ids, weight = body.weights[name]
        moved[ids] += weight[:, None] * ((body.vertices[ids] - body.heads[name]) @ turn.T + at)
        share[ids] += weight
    touched = share > 0
    points[touched] = moved[touched] + (1 - share[touched])[:, None] * points[touched]
