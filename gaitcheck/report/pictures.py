"""The pictures that prove the contacts: a strip for each step, and ``contacts.png`` with all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from PIL import Image

from gaitcheck.progress import (
    CancelSignal,
    Progress,
    ProgressCallback,
    ignore_progress,
    stop_if_cancelled,
)
from gaitcheck.report.crops import Picture, StripPlan, cut, plan_strips
from gaitcheck.report.disk import make_folder, write_file
from gaitcheck.report.drawing import (
    SHEET_PANEL_PX,
    SHEET_STEPS,
    Strip,
    draw_sheet,
    draw_strip,
    strip_panel_px,
)
from gaitcheck.types import Analysis, Step
from gaitcheck.video import FrameReader, Video

JPEG_OPTIONS: Final = (cv2.IMWRITE_JPEG_QUALITY, 88)
PNG_OPTIONS: Final = (
    *(cv2.IMWRITE_PNG_COMPRESSION, 1),
    *(cv2.IMWRITE_PNG_STRATEGY, cv2.IMWRITE_PNG_STRATEGY_RLE),
    *(cv2.IMWRITE_PNG_FILTER, cv2.IMWRITE_PNG_FILTER_PAETH),
)
"""On photographs this filter and strategy are both smaller and faster than zlib's defaults."""

SHEET_NAME: Final = "contacts.png"
STEPS_FOLDER: Final = "steps"


def strip_name(step: Step) -> str:
    """Return the file name of a step's strip, such as ``000_left.jpg``."""
    return f"{step.index:03d}_{step.side}.jpg"


def cut_strips(
    analysis: Analysis, video: Video, *, cancel: CancelSignal | None = None
) -> Iterator[Strip]:
    """Yield the strip of every step in the order of the steps.

    Each frame is decoded once, at full resolution, and let go: only the crops of the steps that
    are under way stay in memory.

    Raises
    ------
    ClipUnreadableError
        When the clip can no longer be read.
    CancelledError
        When the user asked to stop.
    """
    plans = plan_strips(analysis, video.time_s)
    uses: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for number, plan in enumerate(plans):
        for place, panel in enumerate(plan.panels):
            if panel.frame is not None:
                uses[panel.frame].append((number, place))
    crops: list[list[Picture | None]] = [[None] * len(plan.panels) for plan in plans]
    ready = 0
    with FrameReader(video) as reader:
        for frame, picture in reader.read_at(sorted(uses)):
            stop_if_cancelled(cancel)
            while ready < len(plans) and max(plans[ready].frames, default=-1) < frame:
                yield _strip(plans, crops, ready)
                ready += 1
            for number, place in uses[frame]:
                panel = plans[number].panels[place]
                crops[number][place] = cut(picture, panel.left, panel.top, plans[number].side_px)
    for number in range(ready, len(plans)):
        yield _strip(plans, crops, number)


def write_pictures(
    analysis: Analysis,
    video: Video,
    folder: Path,
    *,
    progress: ProgressCallback = ignore_progress,
    cancel: CancelSignal | None = None,
) -> None:
    """Write ``steps/*.jpg`` and ``contacts.png`` into a folder.

    Nothing is written for an analysis without steps or without feet to show.

    Raises
    ------
    OutputError
        When a file cannot be written.
    ClipUnreadableError
        When the clip can no longer be read.
    CancelledError
        When the user asked to stop.
    """
    if not has_pictures(analysis):
        return
    steps_folder = folder / STEPS_FOLDER
    make_folder(steps_folder)
    cells: list[tuple[Step, Image.Image]] = []
    total = len(analysis.steps)
    progress(Progress("pictures", 0, total))
    for strip in cut_strips(analysis, video, cancel=cancel):
        step = strip.plan.step
        image = draw_strip(strip, strip_panel_px(strip.plan.side_px))
        write_file(steps_folder / strip_name(step), _encoded(image, ".jpg", *JPEG_OPTIONS))
        if len(cells) < SHEET_STEPS:
            cells.append((step, draw_strip(strip, SHEET_PANEL_PX, with_reason=False)))
        progress(Progress("pictures", step.index + 1, total))
    sheet = draw_sheet(analysis, cells)
    write_file(folder / SHEET_NAME, _encoded(sheet, ".png", *PNG_OPTIONS))


def has_pictures(analysis: Analysis) -> bool:
    """Return whether there is a contact to show, and a foot to show it at."""
    return bool(analysis.steps) and analysis.feet is not None


def _strip(plans: tuple[StripPlan, ...], crops: list[list[Picture | None]], number: int) -> Strip:
    strip = Strip(plans[number], tuple(crops[number]))
    crops[number] = []
    return strip


def _encoded(image: Image.Image, suffix: str, *options: int) -> bytes:
    pixels = cv2.cvtColor(np.asarray(image), cv2.COLOR_RGB2BGR)
    _, data = cv2.imencode(suffix, pixels, options)
    return data.tobytes()
