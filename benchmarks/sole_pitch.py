"""How well the sole reader reads real film, against marks by eye.

``python -m benchmarks.sole_pitch`` takes the marks in ``benchmarks/sole_marks.json`` (where there
are any) and in ``../shared/film/sole_marks.json``, looks for the clips in ``../shared/clips`` and
``../shared/film``, finds the feet with MediaPipe as the program does, and prints for each clip and
for all together:

- the error of the pitch: bias, median, mean and 90th percentile of its size, and how often it lies
  inside one and two stated standard deviations, over the marks whose sole is clear to see;
- the same for MediaPipe's line from heel to toe, its mean error over all clips taken off, and how
  many feet its landmarks have lost: there the crop is cut at the mark, moved a little at random;
- how many feet that the marks call unseen are found so, and how many clear feet are called covered.

No mark trained the network. Marks are good to about 1.8 degrees themselves. With ``--drawn FOLDER``
the figures on drawn crops are printed too (shards of ``sole_reader.supply --validation``).
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from benchmarks.accuracy.tracking import default_cache, tracked
from benchmarks.places import REAL, ROOT, SHARED
from gaitcheck.model import FloatArray, Landmarks
from gaitcheck.observing.sole import FootPlace, SoleReader, SoleReading, place_foot
from gaitcheck.observing.sole.crop import Facing
from gaitcheck.video import FrameReader

MARKS: Final = (ROOT / "benchmarks" / "sole_marks.json", SHARED / "film" / "sole_marks.json")
# MediaPipe's heel and foot index of the left and the right foot.
FEET: Final = ((29, 31), (30, 32))
# From this probability on a sole counts as seen.
SEEN: Final = 0.5
# Heel bottom to ball bottom and to toe tip, as shares of a shoe's length.
BALL_SHARE: Final = 0.56
TIP_SHARE: Final = 0.88
# Landmarks farther from the mark than this, in shoe lengths, or whose foot is smaller or larger
# than the marked one by more than these factors or points the other way, lie on something else.
REACH: Final = 0.55
SCALES: Final = (0.6, 1.67)


@dataclass(frozen=True, slots=True)
class Mark:
    """One foot in one frame, marked by eye, or a place where no sole can be seen.

    Attributes
    ----------
    middle : tuple of float
        Middle of heel and toe tip; where a foot would be looked for if there is none to be seen.
    shoe_length : float
        Pixels.
    facing : {"left", "right"} or None
        Where the marked toes point; None where no sole can be seen.
    pitch_deg : float or None
        None where no sole can be seen.
    clear : bool
        False for a sole that was hard to see.
    """

    clip: str
    frame: int
    middle: tuple[float, float]
    shoe_length: float
    facing: Facing | None
    pitch_deg: float | None
    clear: bool


@dataclass(frozen=True, slots=True)
class Result:
    """A mark and what was read there.

    Attributes
    ----------
    reading : SoleReading
    line_deg : float
        Pitch of MediaPipe's line from heel to toe.
    lost : bool
        MediaPipe's landmarks were somewhere else; the crop was cut at the mark, a little beside it.
    """

    mark: Mark
    reading: SoleReading
    line_deg: float
    lost: bool = False

    @property
    def error(self) -> float:
        """Error of the reading, degrees."""
        assert self.mark.pitch_deg is not None
        return _turn(self.reading.pitch_deg - self.mark.pitch_deg)

    @property
    def line_error(self) -> float:
        """Error of MediaPipe's line, degrees."""
        assert self.mark.pitch_deg is not None
        return _turn(self.line_deg - self.mark.pitch_deg)


def _turn(angle: float) -> float:
    return (angle + 180) % 360 - 180


def read_marks(path: Path) -> list[Mark]:
    """Return the marks of a file; entries without a pitch are left out."""
    content = json.loads(path.read_text(encoding="utf-8"))
    marks = []
    for clip, entries in content["clips"].items():
        for entry in entries:
            heel, ball, tip = (
                np.array(entry[key], dtype=np.float64)
                for key in ("heel_bottom", "ball_bottom", "toe_tip")
            )
            if not np.isfinite([*heel, *ball, float(entry["pitch_deg"])]).all():
                continue
            if not np.isfinite(tip).all():
                tip = heel + (ball - heel) / BALL_SHARE * TIP_SHARE
            x, y = 0.5 * (heel + tip)
            length = float(np.linalg.norm(tip - heel)) / TIP_SHARE
            pitch, good = float(entry["pitch_deg"]), bool(entry.get("good", True))
            facing: Facing = "right" if tip[0] > heel[0] else "left"
            middle = (float(x), float(y))
            marks.append(Mark(clip, int(entry["frame"]), middle, length, facing, pitch, good))
    for clip, entries in content.get("unseen", {}).items():
        for entry in entries:
            place, length = (float(entry["x"]), float(entry["y"])), float(entry["foot_px"])
            marks.append(Mark(clip, int(entry["frame"]), place, length, None, None, False))
    return marks


def find_clip(name: str) -> Path | None:
    """Return where a clip lies, or None."""
    paths = (folder / name for folder in REAL)
    return next((path for path in paths if path.is_file()), None)


def foot_length(landmarks: Landmarks, frame: int) -> float:
    """Return the usual length between the landmarks of the feet within a second, pixels."""
    near = np.abs(landmarks.time_s - landmarks.time_s[frame]) <= 1.0
    points = landmarks.points[near]
    lengths = [np.linalg.norm(points[:, toe] - points[:, heel], axis=1) for heel, toe in FEET]
    known = np.concatenate(lengths)
    known = known[np.isfinite(known)]
    return float(np.median(known)) if known.size else float("nan")


def facing_of(landmarks: Landmarks, frame: int) -> Facing:
    """Return where the toes point within a second."""
    near = np.abs(landmarks.time_s - landmarks.time_s[frame]) <= 1.0
    points = landmarks.points[near]
    ahead = [points[:, toe, 0] - points[:, heel, 0] for heel, toe in FEET]
    return "left" if float(np.nansum(np.concatenate(ahead))) < 0 else "right"


def _place(landmarks: Landmarks, mark: Mark) -> tuple[FootPlace, float, bool]:
    """Return where to look, the pitch of MediaPipe's line there, and whether it was lost."""
    facing = facing_of(landmarks, mark.frame)
    if mark.pitch_deg is None:
        return FootPlace(*mark.middle, mark.shoe_length, facing), float("nan"), False
    points, length = landmarks.points[mark.frame], foot_length(landmarks, mark.frame)
    feet = [(points[heel], points[toe]) for heel, toe in FEET]
    places = [place_foot(heel, toe, length, facing) for heel, toe in feet]
    # MediaPipe may call left right: the foot that is nearer to the mark.
    away = [np.hypot(p.x - mark.middle[0], p.y - mark.middle[1]) for p in places]
    nearer = int(np.argmin(np.nan_to_num(away, nan=np.inf)))
    heel, toe = feet[nearer]
    sign = 1.0 if facing == "right" else -1.0
    line = float(np.degrees(np.arctan2(heel[1] - toe[1], sign * (toe[0] - heel[0]))))
    place = places[nearer]
    low, high = SCALES
    near = away[nearer] < REACH * mark.shoe_length
    alike = low < place.shoe_length / mark.shoe_length < high and facing == mark.facing
    if near and alike:
        return place, line, False
    rng = np.random.default_rng([mark.frame, round(mark.middle[0]), round(mark.middle[1])])
    x, y = mark.middle + np.clip(rng.normal(0, 0.1, 2), -0.25, 0.25) * mark.shoe_length
    length = mark.shoe_length * float(np.exp(np.clip(rng.normal(0, 0.1), -0.25, 0.25)))
    return FootPlace(float(x), float(y), length, mark.facing or facing), line, True


def read_clip(reader: SoleReader, path: Path, marks: Sequence[Mark]) -> Iterator[Result]:
    """Yield what is read at the marks of one clip."""
    video, tracking = tracked(path, default_cache())
    by_frame: dict[int, list[Mark]] = {}
    for mark in marks:
        by_frame.setdefault(mark.frame, []).append(mark)
    with FrameReader(video) as frames:
        for frame, picture in frames.read_at(sorted(by_frame)):
            for mark in by_frame[frame]:
                place, line, lost = _place(tracking.landmarks, mark)
                yield Result(mark, reader.read(picture, [place])[0], line, lost)


def _size_figures(errors: FloatArray) -> str:
    size = np.abs(errors)
    return (
        f"{errors.mean():+6.1f} {np.median(size):6.1f} {size.mean():6.1f} "
        f"{np.percentile(size, 90):6.1f}"
    )


def row(name: str, results: Sequence[Result], line_bias: float) -> str:
    """Return one line of the table."""
    clear = [r for r in results if r.mark.clear and r.mark.pitch_deg is not None]
    unseen = [r for r in results if r.mark.pitch_deg is None]
    text = f"{name[:34]:34s} {len(clear):4d} "
    if clear:
        error = np.array([r.error for r in clear])
        line = np.array([r.line_error for r in clear]) - line_bias
        known = np.isfinite(error)
        spread = np.array([r.reading.sd_deg for r in clear])
        lost = np.mean([not r.reading.seen >= SEEN for r in clear])
        within = [float(np.mean(np.abs(error[known]) < k * spread[known])) for k in (1, 2)]
        text += (
            f"{_size_figures(error[known])} {within[0]:6.2f} {within[1]:6.2f} {spread.mean():6.1f} "
            f"| {_size_figures(line[np.isfinite(line)])} {sum(r.lost for r in clear):4d} "
            f"| {100 * lost:5.1f}%"
        )
    else:
        text += " " * 89
    if unseen:
        found = sum(not r.reading.seen >= SEEN for r in unseen)
        text += f" {found:3d} of {len(unseen)}"
    return text


def table(results: Sequence[Result]) -> str:
    """Return the whole table."""
    clear = [r for r in results if r.mark.clear and r.mark.pitch_deg is not None]
    lines = np.array([r.line_error for r in clear])
    bias = float(np.nanmean(lines)) if lines.size else 0.0
    head = "  bias median   mean    p90"
    rows = [
        f"{'':39s}{'sole reader':^49s} | {'MediaPipe line less its bias':^33s}| clear  unseen",
        f"{'clip':34s}    n {head}   in 1   in 2     sd |{head} lost | called  found",
    ]
    clips = sorted({r.mark.clip for r in results})
    rows += [row(clip, [r for r in results if r.mark.clip == clip], bias) for clip in clips]
    rows.append(row("all", results, bias))
    return "\n".join(rows)


def _speed(reader: SoleReader) -> float:
    """Return the milliseconds of a first look on one core."""
    picture = np.random.default_rng(0).integers(0, 255, (720, 1280, 3), dtype=np.uint8)
    place = FootPlace(640.0, 360.0, 90.0, "right")
    best = np.inf
    for _ in range(20):
        begin = time.process_time()
        for _ in range(10):
            reader.read(picture, [place], closer=False)
        best = min(best, (time.process_time() - begin) * 100)
    return float(best)


def _drawn(reader: SoleReader, folder: Path) -> str:
    """Return figures on drawn crops of shoes and grounds that training never has."""
    errors, spreads, seen, worse = [], [], [], []
    for path in sorted(folder.glob("*.npz")):
        with np.load(path) as data:
            crops, labels = data["x"], data["y"].astype(np.float64)
        for crop, label in zip(crops, labels, strict=True):
            points = label[:6].reshape(3, 2)
            look = reader.read_crop(crop)
            truth = np.degrees(np.arctan2(points[0, 1] - points[1, 1], points[1, 0] - points[0, 0]))
            errors.append(_turn(look.pitch_deg - float(truth)))
            spreads.append(look.sd_deg)
            seen.append(look.seen)
            worse.append(min(label[6], label[7]))
    error, spread, chance, share = (np.array(v) for v in (errors, spreads, seen, worse))
    clear, covered = share >= 0.85, share < 0.1
    within = [float(np.mean(np.abs(error[clear]) < k * spread[clear])) for k in (1, 2)]
    return (
        f"drawn, clear ({clear.sum()}): {_size_figures(error[clear])} "
        f"in 1 {within[0]:.2f} in 2 {within[1]:.2f}; covered found "
        f"{100 * np.mean(chance[covered] < SEEN):.1f} % of {covered.sum()}, "
        f"clear called covered {100 * np.mean(chance[clear] < SEEN):.1f} %"
    )


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--weights", type=Path, help="another network than the package's")
    parser.add_argument("--marks", type=Path, nargs="*", default=[p for p in MARKS if p.is_file()])
    parser.add_argument("--drawn", type=Path, help="folder of drawn crops for validation")
    parser.add_argument("--each", action="store_true", help="print every mark as well")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    reader = SoleReader(options.weights)
    for path in options.marks:
        marks, results = read_marks(path), []
        for clip in sorted({mark.clip for mark in marks}):
            found = find_clip(clip)
            if found is None:
                print(f"skipped: {clip} is neither in ../shared/clips nor in ../shared/film")
                continue
            results += list(read_clip(reader, found, [m for m in marks if m.clip == clip]))
        if not results:
            continue
        print(f"{path.parent.name}/{path.name}")
        print(table(results))
        if options.each:
            for r in results:
                print(r.mark, r.reading)
    if not options.marks:
        print("skipped: no marks, neither in benchmarks/ nor in ../shared/film")
    if options.drawn is not None:
        print(_drawn(reader, options.drawn))
    print(f"{_speed(reader):.2f} ms a crop on one core")


if __name__ == "__main__":
    main()
