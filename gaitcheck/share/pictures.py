"""The pictures of contact that a report shows, with heads blurred."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from gaitcheck.report import STEPS_FOLDER, strip_name
from gaitcheck.report.crops import Picture, StripPlan, plan_strips
from gaitcheck.report.drawing import panel_corners, strip_panel_px, strip_width_px, to_panel
from gaitcheck.share.faces import FEATHER, Heads, blur_head, find_heads
from gaitcheck.types import Analysis, Step

WIDEST_PX: Final = 1200
"""Wider strips are scaled down: a report of a minute of running should fit into a mail."""
JPEG_QUALITY: Final = 84


def load_pictures(
    analysis: Analysis, folder: Path, wanted: Iterable[int] | None = None, *, blur: bool = True
) -> dict[int, bytes]:
    """Return the strips of steps as JPEG, by the index of their step.

    They are decoded and encoded again, so whatever else a file held stays behind. A strip that is
    missing or damaged is left out, and so is one in which heads cannot be found for certain.

    Parameters
    ----------
    analysis : Analysis
        With feet and landmarks if heads are to be blurred; without them there is no picture then.
    folder : Path
        Where ``analysis.json`` is.
    wanted : iterable of int, optional
        Indices of the steps; by default all of them.
    blur : bool
        Whether heads are blurred.
    """
    plans: tuple[StripPlan | None, ...] = (None,) * len(analysis.steps)
    heads = None
    if blur:
        if analysis.landmarks is None or analysis.feet is None:
            return {}
        plans = plan_strips(analysis, analysis.landmarks.time_s)
        heads = find_heads(analysis.landmarks)
    chosen = range(len(analysis.steps)) if wanted is None else sorted(set(wanted))
    found: dict[int, bytes] = {}
    for index in chosen:
        step, plan = analysis.steps[index], plans[index]
        strip = _read(folder, step)
        if strip is None or (plan is not None and not _blur_heads(strip, plan, heads)):
            continue
        found[step.index] = _encode(strip)
    return found


def _read(folder: Path, step: Step) -> Picture | None:
    try:
        data = (folder / STEPS_FOLDER / strip_name(step)).read_bytes()
    except OSError:
        return None
    if not data:
        return None
    pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    return None if pixels is None else np.asarray(pixels, dtype=np.uint8)


def _blur_heads(strip: Picture, plan: StripPlan, heads: Heads | None) -> bool:
    """Blur heads in the panels, in place; return False where the panels are not where expected."""
    if heads is None:
        return True
    panel_px = strip_panel_px(plan.side_px)
    if strip.shape[1] != strip_width_px(len(plan.panels), panel_px):
        return False
    scale = panel_px / plan.side_px
    corners = panel_corners(len(plan.panels), panel_px)
    for panel, (left, top) in zip(plan.panels, corners, strict=True):
        if panel.frame is None:
            continue
        x, y = heads.centre[panel.frame]
        radius = float(heads.radius[panel.frame]) * scale
        at = to_panel((float(x), float(y)), panel, plan.side_px, panel_px)
        if all(-FEATHER * radius < place < panel_px + FEATHER * radius for place in at):
            blur_head(strip[top : top + panel_px, left : left + panel_px], *at, radius)
    return True


def _encode(strip: Picture) -> bytes:
    width = strip.shape[1]
    if width > WIDEST_PX:
        size = (WIDEST_PX, round(strip.shape[0] * WIDEST_PX / width))
        strip = np.asarray(cv2.resize(strip, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    _, data = cv2.imencode(".jpg", strip, (cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY))
    return data.tobytes()
