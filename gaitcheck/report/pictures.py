"""The pictures that prove the contacts: bare ones for each step, and ``contacts.png`` with all."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from gaitcheck.model import Analysis
from gaitcheck.progress import (
    CancelSignal,
    Progress,
    ProgressCallback,
    ignore_progress,
    stop_if_cancelled,
)
from gaitcheck.report.crops import (
    PADDING_GREY,
    CropPlan,
    Place,
    StripPlan,
    cut,
    plan_crops,
    plan_strips,
)
from gaitcheck.report.drawing import (
    SHEET_PANEL_PX,
    SHEET_STEPS,
    Strip,
    draw_sheet,
    draw_strip,
    strip_panel_px,
)
from gaitcheck.report.stride_plots import frame_times
from gaitcheck.store.arrays import DAMAGES
from gaitcheck.store.disk import make_folder, replace_file, write_file
from gaitcheck.store.result import SHEET_NAME, STEPS_FOLDER
from gaitcheck.video import FrameReader, Video
from gaitcheck.video.encode import encode_picture
from gaitcheck.video.types import Picture

JPEG_OPTIONS: Final = (cv2.IMWRITE_JPEG_QUALITY, 90)
JPEG_BEGINS: Final = b"\xff\xd8\xff"
PNG_OPTIONS: Final = (
    *(cv2.IMWRITE_PNG_COMPRESSION, 1),
    *(cv2.IMWRITE_PNG_STRATEGY, cv2.IMWRITE_PNG_STRATEGY_RLE),
    *(cv2.IMWRITE_PNG_FILTER, cv2.IMWRITE_PNG_FILTER_PAETH),
)
"""On photographs this filter and strategy are both smaller and faster than zlib's defaults."""

CROPS_NAME: Final = "crops.json"
CROPS_FORMAT: Final = "gaitcheck.crops/1"


def strip_name(step_id: str) -> str:
    """Return the file name of a step's pictures, such as ``left-4.jpg``."""
    return f"{step_id}.jpg"


@dataclass(frozen=True, slots=True)
class KeptCrops:
    """The bare pictures of a result, on disk."""

    folder: Path
    plan: CropPlan

    def strip(self, plan: StripPlan) -> Strip:
        """Return the pictures of one strip; None for those that are not there or damaged."""
        step = plan.step
        crops: dict[int, Picture] = {}
        places = self.plan.places.get(step.id, ())
        row = _decoded(self.folder / strip_name(step.id))
        side = self.plan.side_px
        if row is not None and row.shape[:2] == (side, side * len(places)):
            for k, place in enumerate(places):
                crops[place.frame] = np.ascontiguousarray(row[:, k * side : (k + 1) * side])
        shown = (
            crops.get(panel.frame) if panel.frame is not None else None for panel in plan.panels
        )
        return Strip(plan, tuple(shown))


def read_crops(folder: Path) -> KeptCrops | None:
    """Return the bare pictures in the folder of a result; None where there are none."""
    steps_folder = folder / STEPS_FOLDER
    try:
        document = json.loads((steps_folder / CROPS_NAME).read_text("utf-8"))
        side_px = int(document["side_px"])
        if document["format"] != CROPS_FORMAT or side_px < 1:
            return None
        places = {
            step_id: tuple(Place(*(int(number) for number in place)) for place in listed)
            for step_id, listed in document["places"].items()
        }
        return KeptCrops(steps_folder, CropPlan(side_px, places))
    except (*DAMAGES, AttributeError, OverflowError):
        return None


def plan_kept(analysis: Analysis, kept: KeptCrops) -> tuple[StripPlan, ...]:
    """Return the strips of all steps from the bare pictures that are kept.

    Parameters
    ----------
    analysis : Analysis
        With feet; without them there is no strip.
    kept : KeptCrops
    """
    return plan_strips(analysis, frame_times(analysis), kept.plan)


def cut_crops(
    plan: CropPlan, video: Video, *, cancel: CancelSignal | None = None
) -> Iterator[tuple[str, Picture]]:
    """Yield the pictures of every step in one row, in the order of the plan.

    Each frame is decoded once, at full resolution, and let go: only the crops of the steps that
    are under way stay in memory.

    Raises
    ------
    ClipUnreadableError
        When the clip can no longer be read.
    CancelledError
        When the user asked to stop.
    """
    side = plan.side_px
    uses: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for step_id, places in plan.places.items():
        for k, place in enumerate(places):
            uses[place.frame].append((step_id, k))
    rows: dict[str, Picture] = {}
    ready = 0
    order = list(plan.places)

    def begun(step_id: str) -> Picture:
        if step_id not in rows:
            width = side * len(plan.places[step_id])
            rows[step_id] = np.full((side, width, 3), PADDING_GREY, dtype=np.uint8)
        return rows[step_id]

    def finished(step_id: str) -> tuple[str, Picture]:
        row = begun(step_id)
        del rows[step_id]
        return step_id, row

    with FrameReader(video) as reader:
        for frame, picture in reader.read_at(sorted(uses)):
            stop_if_cancelled(cancel)
            while ready < len(order) and _last_frame(plan, order[ready]) < frame:
                yield finished(order[ready])
                ready += 1
            for step_id, k in uses[frame]:
                place = plan.places[step_id][k]
                crop = cut(picture, place.left, place.top, side)
                begun(step_id)[:, k * side : (k + 1) * side] = crop
    for step_id in order[ready:]:
        yield finished(step_id)


def _last_frame(plan: CropPlan, step_id: str) -> int:
    return max((place.frame for place in plan.places[step_id]), default=-1)


def write_crops(
    analysis: Analysis,
    video: Video,
    folder: Path,
    *,
    progress: ProgressCallback = ignore_progress,
    cancel: CancelSignal | None = None,
) -> None:
    """Write the bare pictures of the steps into ``steps/`` of a folder.

    Nothing is drawn on them: labels and lines are drawn when they are shown, as they are judged
    then. ``steps/crops.json`` tells of each picture its frame and the place of its corner. Nothing
    is written for an analysis without steps or without feet to show.

    Raises
    ------
    OutputError
        When a file cannot be written.
    ClipUnreadableError
        When the clip can no longer be read.
    CancelledError
        When the user asked to stop.
    """
    plan = plan_crops(analysis)
    if plan is None:
        return
    steps_folder = folder / STEPS_FOLDER
    make_folder(steps_folder)
    total = len(plan.places)
    progress(Progress("pictures", 0, total))
    for done, (step_id, row) in enumerate(cut_crops(plan, video, cancel=cancel), start=1):
        _write_row(steps_folder, step_id, row)
        progress(Progress("pictures", done, total))
    write_file(steps_folder / CROPS_NAME, _plan_bytes(plan))


def add_crops(analysis: Analysis, video: Video, folder: Path) -> None:
    """Cut the bare pictures of steps that have none yet: those that a person added.

    Nothing is done for a result without pictures.

    Raises
    ------
    OutputError
        When a file cannot be written.
    ClipUnreadableError
        When the clip can no longer be read.
    """
    kept, places = read_crops(folder), lacking_crops(analysis, folder)
    if kept is None or not places:
        return
    side_px = kept.plan.side_px
    for step_id, row in cut_crops(CropPlan(side_px, places), video):
        _write_row(kept.folder, step_id, row)
    whole = CropPlan(side_px, {**kept.plan.places, **places})
    replace_file(kept.folder / CROPS_NAME, _plan_bytes(whole))


def lacking_crops(analysis: Analysis, folder: Path) -> dict[str, tuple[Place, ...]]:
    """Return the steps that have no bare pictures yet, and where those are in the clip."""
    kept, plan = read_crops(folder), plan_crops(analysis)
    if kept is None or plan is None or kept.plan.side_px != plan.side_px:
        return {}
    return {name: at for name, at in plan.places.items() if name not in kept.plan.places}


def _write_row(steps_folder: Path, step_id: str, row: Picture) -> None:
    if row.shape[1]:
        write_file(steps_folder / strip_name(step_id), encode_picture(row, ".jpg", *JPEG_OPTIONS))


def _plan_bytes(plan: CropPlan) -> bytes:
    document = {
        "format": CROPS_FORMAT,
        "side_px": plan.side_px,
        "places": {
            step_id: [[place.frame, place.left, place.top] for place in places]
            for step_id, places in plan.places.items()
        },
    }
    return f"{json.dumps(document)}\n".encode()


def write_sheet(analysis: Analysis, folder: Path) -> None:
    """Draw ``contacts.png`` from the bare pictures in a folder; nothing where there are none.

    Raises
    ------
    OutputError
        When the file cannot be written.
    """
    kept = read_crops(folder)
    if kept is None or not has_pictures(analysis):
        return
    cells = [
        (plan.step, draw_strip(kept.strip(plan), SHEET_PANEL_PX, with_reason=False))
        for plan in plan_kept(analysis, kept)[:SHEET_STEPS]
    ]
    sheet = np.asarray(draw_sheet(analysis, cells))
    write_file(folder / SHEET_NAME, encode_picture(sheet, ".png", *PNG_OPTIONS))


def drawn_step(strip: Strip) -> bytes:
    """Return the strip of one step, drawn, as JPEG."""
    return encode_picture(
        np.asarray(draw_strip(strip, strip_panel_px(strip.plan.side_px))), ".jpg", *JPEG_OPTIONS
    )


def has_pictures(analysis: Analysis) -> bool:
    """Return whether there is a contact to show, and a foot to show it at."""
    return bool(analysis.steps) and analysis.feet is not None


def _decoded(path: Path) -> Picture | None:
    try:
        data = np.fromfile(path, np.uint8)
    except (OSError, ValueError):  # ValueError: a name that no file can have
        return None
    # Only what we have written ourselves: OpenCV would try some twenty kinds of files.
    ours = data[: len(JPEG_BEGINS)].tobytes() == JPEG_BEGINS
    pixels = cv2.imdecode(data, cv2.IMREAD_COLOR) if ours else None
    return None if pixels is None else np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB), np.uint8)
