"""The pictures of contact that a report shows, with heads blurred."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from PIL import Image

from gaitcheck.model import Analysis
from gaitcheck.report.drawing import Strip, draw_strip, strip_panel_px
from gaitcheck.report.pictures import plan_kept, read_crops
from gaitcheck.share.faces import FEATHER, Heads, blur_head, find_heads
from gaitcheck.video.encode import encode_picture

WIDEST_PX: Final = 1200
"""Wider strips are scaled down: a report of a minute of running should fit into a mail."""
JPEG_QUALITY: Final = 84


def load_pictures(
    analysis: Analysis, folder: Path, wanted: Iterable[int] | None = None, *, blur: bool = True
) -> dict[int, bytes]:
    """Return the strips of steps as JPEG, by the index of their step.

    They are decoded, drawn and encoded again, so whatever else a file held stays behind. A step
    without pictures is left out; where heads cannot be found for certain, all of them are.

    Parameters
    ----------
    analysis : Analysis
        With feet; without them there is no picture, and without landmarks none to blur heads in.
    folder : Path
        Where ``analysis.json`` is.
    wanted : iterable of int, optional
        Indices of the steps; by default all of them.
    blur : bool
        Whether heads are blurred.
    """
    kept = read_crops(folder)
    if kept is None or analysis.feet is None:
        return {}
    landmarks = analysis.landmarks
    heads = find_heads(landmarks) if blur and landmarks is not None else None
    if blur and heads is None:
        return {}
    plans = plan_kept(analysis, kept)
    chosen = range(len(plans)) if wanted is None else sorted(set(wanted))
    found: dict[int, bytes] = {}
    for index in chosen:
        strip = kept.strip(plans[index])
        if not any(crop is not None for crop in strip.crops):
            continue
        if heads is not None:
            _blur_heads(strip, heads)
        found[strip.plan.step.index] = _encode(draw_strip(strip, strip_panel_px(kept.plan.side_px)))
    return found


def _blur_heads(strip: Strip, heads: Heads) -> None:
    """Blur heads in the bare pictures, in place."""
    side = strip.plan.side_px
    for panel, crop in zip(strip.plan.panels, strip.crops, strict=True):
        if panel.frame is None or crop is None:
            continue
        x, y = heads.centre[panel.frame]
        radius = float(heads.radius[panel.frame])
        at = (float(x) - panel.left, float(y) - panel.top)
        if all(-FEATHER * radius < place < side + FEATHER * radius for place in at):
            blur_head(crop, *at, radius)


def _encode(drawn: Image.Image) -> bytes:
    strip = np.asarray(drawn)
    width = strip.shape[1]
    if width > WIDEST_PX:
        size = (WIDEST_PX, round(strip.shape[0] * WIDEST_PX / width))
        strip = np.asarray(cv2.resize(strip, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    return encode_picture(strip, ".jpg", cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY)
