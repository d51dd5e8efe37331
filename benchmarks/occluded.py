"""Something in front of the landing foot: ``python -m benchmarks.occluded --films 200``.

Posts, rails, chains, grass, water, boards, passing legs, captions, watermarks and drawn lines are
drawn over rendered and, where they are at hand, real labelled clips, at places, sizes, colours and
textures from a seed. No film may get a wrong verdict, and no foot a wrong label; what can still be
seen should still be labelled.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.tables import markdown_table
from benchmarks.accuracy.tracking import default_cache, observed
from benchmarks.accuracy.truth import commonest, read_truth, truth_path
from benchmarks.places import SAMPLES, SHARED
from gaitcheck.judging import judge
from gaitcheck.model import SIDES, STRIKES, Analysis, Side
from gaitcheck.video import FrameReader, probe_video
from gaitcheck.video.encode import Encoding, write_video
from gaitcheck.video.types import Picture

LONGEST_S: Final = 5.0
RATE_FACTOR: Final = 20
# Films of which one is drawn over a real clip, where there are any.
EVERY_REAL: Final = 3

Random = np.random.Generator
Mask = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a foot lands in the picture, and how long it is, pixels."""

    x: float
    y: float
    length: float


@dataclass(frozen=True, slots=True)
class Base:
    """A clip to draw over, and what is true of it.

    Attributes
    ----------
    clip : Path
    verdicts : tuple of str
        Verdicts that are right; ``unsure`` always is.
    feet : mapping of side to tuple of str
        Labels of each foot that are right.
    real : bool
    """

    clip: Path
    verdicts: tuple[str, ...]
    feet: Mapping[Side, tuple[str, ...]]
    real: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one film."""

    kind: str
    real: bool
    labelled: bool
    wrong_verdict: bool
    wrong_feet: int
    labelled_feet: int
    said: str


def _bar(mask: Mask, start: tuple[float, float], stop: tuple[float, float], width: float) -> None:
    ends = [(round(x), round(y)) for x, y in (start, stop)]
    cv2.line(mask, ends[0], ends[1], 1.0, max(1, round(width)), cv2.LINE_AA)


def _post(mask: Mask, spot: Spot, rng: Random) -> None:
    lean = rng.normal(0.0, 0.1) * mask.shape[0]
    _bar(
        mask,
        (spot.x - lean, 0),
        (spot.x + lean, mask.shape[0]),
        rng.uniform(0.2, 0.9) * spot.length,
    )


def _rail(mask: Mask, spot: Spot, rng: Random) -> None:
    slope, width = rng.normal(0.0, 0.15), mask.shape[1]
    thick = rng.uniform(0.12, 0.5) * spot.length
    ends = [(x, spot.y + slope * (x - spot.x)) for x in (0, width)]
    _bar(mask, ends[0], ends[1], thick)


def _chain(mask: Mask, spot: Spot, rng: Random) -> None:
    size = rng.uniform(0.08, 0.2) * spot.length
    sag = rng.uniform(0.0, 1.0) * spot.length
    for x in np.arange(0.0, mask.shape[1], 2.2 * size):
        y = spot.y - sag * ((x - spot.x) / mask.shape[1]) ** 2
        axes = (round(size) + 1, round(0.7 * size) + 1)
        thick = max(1, round(size / 2))
        cv2.ellipse(mask, (round(x), round(y)), axes, 0, 0, 360, 1.0, thick, cv2.LINE_AA)


def _grass(mask: Mask, spot: Spot, rng: Random) -> None:
    for _ in range(round(rng.uniform(40, 160))):
        x = spot.x + rng.normal(0.0, 2.0) * spot.length
        top = spot.y - rng.uniform(0.0, 0.7) * spot.length
        foot = spot.y + rng.uniform(0.2, 0.8) * spot.length
        _bar(mask, (x, foot), (x + rng.normal(0.0, 0.15) * spot.length, top), 0.04 * spot.length)


def _water(mask: Mask, spot: Spot, rng: Random) -> None:
    top = spot.y - rng.uniform(-0.05, 0.5) * spot.length
    mask[max(round(top), 0) :] = rng.uniform(0.6, 1.0)


def _board(mask: Mask, spot: Spot, rng: Random) -> None:
    width, height = rng.uniform(0.5, 2.5, 2) * spot.length
    left, top = spot.x - rng.uniform(0.1, 0.9) * width, spot.y - rng.uniform(0.1, 0.7) * height
    cv2.rectangle(
        mask, (round(left), round(top)), (round(left + width), round(top + height)), 1.0, -1
    )


def _caption(mask: Mask, spot: Spot, rng: Random) -> None:
    scale = rng.uniform(0.5, 1.5) * spot.length / 40
    at = (
        round(spot.x - rng.uniform(0.5, 3.0) * spot.length),
        round(spot.y + rng.normal(0.0, 0.2) * spot.length),
    )
    text, thick = "HEEL STRIKE? 4:38 min/km", max(1, round(2 * scale))
    inked = np.zeros(mask.shape, dtype=np.uint8)
    cv2.putText(inked, text, at, cv2.FONT_HERSHEY_DUPLEX, scale, 255, thick, cv2.LINE_AA)
    mask[:] = inked / np.float32(255)


def _watermark(mask: Mask, spot: Spot, rng: Random) -> None:
    _caption(mask, spot, rng)
    mask *= rng.uniform(0.3, 0.7)


def _lines(mask: Mask, spot: Spot, rng: Random) -> None:
    for _ in range(round(rng.uniform(1, 5))):
        angle = rng.uniform(0.0, np.pi)
        reach = rng.uniform(0.5, 3.0) * spot.length
        x, y = (
            spot.x + rng.normal(0.0, 0.4) * spot.length,
            spot.y + rng.normal(0.0, 0.3) * spot.length,
        )
        dx, dy = reach * np.cos(angle), reach * np.sin(angle)
        _bar(mask, (x - dx, y - dy), (x + dx, y + dy), rng.uniform(0.03, 0.1) * spot.length)


def _legs(mask: Mask, spot: Spot, rng: Random) -> None:
    wide = rng.uniform(0.3, 0.7) * spot.length
    hip = (spot.x + rng.normal(0.0, 1.0) * spot.length, spot.y - 4.0 * spot.length)
    foot = (spot.x, spot.y + 0.1 * spot.length)
    _bar(mask, hip, foot, wide)
    _bar(mask, foot, (foot[0] + rng.choice([-1.0, 1.0]) * spot.length, foot[1]), 0.8 * wide)


KINDS: Final[Mapping[str, Callable[[Mask, Spot, Random], None]]] = {
    "post": _post,
    "rail": _rail,
    "chain": _chain,
    "grass": _grass,
    "water": _water,
    "board": _board,
    "caption": _caption,
    "watermark": _watermark,
    "lines": _lines,
    "legs of others": _legs,
}


def draw_occluder(
    kind: str, spot: Spot, shape: tuple[int, int], rng: Random
) -> tuple[Mask, Picture]:
    """Return how much of each pixel something covers, 0..1, and what it looks like.

    Parameters
    ----------
    kind : str
        A key of `KINDS`.
    spot : Spot
    shape : (int, int)
        Height and width of the picture.
    rng : Generator
    """
    mask = np.zeros(shape, dtype=np.float32)
    KINDS[kind](mask, spot, rng)
    colour = rng.uniform(0, 255, 3)
    grain = rng.normal(0.0, rng.uniform(0.0, 40.0), (*shape, 1))
    coarse = cv2.resize(rng.normal(0.0, 25.0, (9, 16)), shape[::-1])[..., None]
    look = np.clip(colour + grain + rng.uniform(0.0, 1.0) * coarse, 0, 255)
    return mask, np.asarray(look, dtype=np.uint8)


def occluded_pictures(
    pictures: Iterator[tuple[int, Picture]],
    shifts: NDArray[np.float64],
    mask: Mask,
    look: Picture,
    sway: float,
) -> Iterator[Picture]:
    """Yield the pictures with something in front, moved by `shifts` (pixels a picture)."""
    at = np.zeros(2)
    for index, picture in pictures:
        at = at + shifts[index]
        x = at[0] + sway * np.sin(index / 5)
        move = np.array([[1.0, 0.0, x], [0.0, 1.0, at[1]]])
        size = picture.shape[1::-1]
        here = cv2.warpAffine(mask, move, size)[..., None]
        yield np.asarray(np.rint(here * look + (1 - here) * picture), dtype=np.uint8)


def sample_bases(folder: Path) -> list[Base]:
    """Return the rendered clips of a folder that can be judged."""
    found = []
    for path in sorted(folder.glob("*.truth.json")):
        clip = path.with_name(path.name.replace(".truth.json", ".mp4"))
        truth = read_truth(truth_path(clip))
        if not truth.usable or truth.verdict is None:
            continue
        feet: dict[Side, tuple[str, ...]] = {
            side: (str(commonest([step.strike for step in truth.foot(side)])),) for side in SIDES
        }
        found.append(Base(clip, (truth.verdict,), feet, real=False))
    return found


def real_bases(folder: Path) -> list[Base]:
    """Return the labelled real clips of a folder; none where it is not there."""
    labels = folder / "labels.json"
    if not labels.is_file():
        return []
    found = []
    for name, label in json.loads(labels.read_text(encoding="utf-8"))["clips"].items():
        right = (*label["verdict"], *label.get("accept_also", []))
        feet = tuple(strike for strike in right if strike in STRIKES)
        if "mixed" in right:
            feet = STRIKES
        found.append(Base(folder / name, tuple(right), dict.fromkeys(SIDES, feet), real=True))
    return found


def make_film(base: Base, number: int, seed: int, cache: Path) -> tuple[str, Path]:
    """Write one film with something in front of a landing foot, unless it is there already."""
    rng = np.random.default_rng((seed, number))
    kind = list(KINDS)[number % len(KINDS)]
    path = cache / "occluded" / f"{base.clip.stem}_{seed}_{number:03d}.mp4"
    if path.is_file():
        return kind, path
    observation = observed(base.clip, cache)
    analysis = judge(observation)
    video = probe_video(base.clip)
    start, stop = _part(video.time_s, rng)
    spot = _landing_spot(analysis, start, stop, rng)
    mask, look = draw_occluder(kind, spot, (video.height, video.width), rng)
    moves = bool(rng.integers(2))
    shifts = observation.tracking.camera_shift * (1.0 if moves else 0.0)
    shifts = np.where(np.arange(len(shifts))[:, None] > start, np.nan_to_num(shifts), 0.0)
    sway = 1.5 * spot.length if kind == "legs of others" else 0.0
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{os.getpid()}.{path.name}")
    with FrameReader(video) as reader:
        pictures = occluded_pictures(reader.read(start, stop), shifts, mask, look, sway)
        encoding = Encoding("libx264", options={"crf": str(RATE_FACTOR), "preset": "veryfast"})
        times = [float(t) for t in video.time_s[start:stop] - video.time_s[start]]
        write_video(part, pictures, video.fps, encoding=encoding, times_s=times)
    part.replace(path)
    return kind, path


def _part(time_s: NDArray[np.float64], rng: Random) -> tuple[int, int]:
    """Return the frames of a part of the clip of at most `LONGEST_S`."""
    last = float(max(time_s[-1] - LONGEST_S, 0.0))
    begin = rng.uniform(0.0, last) if last > 0 else 0.0
    start, stop = np.searchsorted(time_s, [begin, begin + LONGEST_S])
    return int(start), int(max(stop, start + 2))


def _landing_spot(analysis: Analysis, start: int, stop: int, rng: Random) -> Spot:
    """Return about where a foot lands, in a random step of the part where there is one."""
    clip, feet = analysis.clip, analysis.feet
    steps = [s for s in analysis.steps if start <= s.contact_frame < stop] or list(analysis.steps)
    if feet is not None and steps:
        step = steps[int(rng.integers(len(steps)))]
        frame = min(round(step.contact_frame), clip.frames - 1)
        heel, toe = feet.heel[step.side][frame], feet.toe[step.side][frame]
        length = float(np.linalg.norm(toe - heel))
        if np.isfinite(length) and length > 4:
            x, y = (heel + toe) / 2 + rng.normal(0.0, 0.3, 2) * length
            return Spot(float(x), float(y), length)
    return Spot(clip.width / 2, 0.85 * clip.height, clip.height / 14)


def judge_film(base: Base, kind: str, film: Path, cache: Path) -> Outcome:
    """Judge one film against what is true of its base."""
    analysis = judge(observed(film, cache))
    verdict = analysis.verdict.strike
    labelled = {s: r.strike for s, r in analysis.sides.items() if r.strike in STRIKES}
    wrong = [side for side, strike in labelled.items() if strike not in base.feet[side]]
    said = f"{film.stem} ({kind}): {verdict} {analysis.verdict.confidence:.2f}, " + ", ".join(
        f"{side} {strike} {analysis.sides[side].foot_strike_angle_deg:+.0f}"
        for side, strike in labelled.items()
    )
    return Outcome(
        kind,
        base.real,
        verdict != "unsure",
        verdict != "unsure" and verdict not in base.verdicts,
        len(wrong),
        len(labelled),
        said,
    )


def rows_of(outcomes: Sequence[Outcome]) -> list[list[str]]:
    """Return a row for each kind of thing in front, and one for all."""
    kinds = [kind for kind in KINDS if any(o.kind == kind for o in outcomes)]
    rows = []
    for name, own in (
        *((kind, [o for o in outcomes if o.kind == kind]) for kind in kinds),
        ("rendered", [o for o in outcomes if not o.real]),
        ("real", [o for o in outcomes if o.real]),
        ("all", list(outcomes)),
    ):
        feet = max(2 * len(own), 1)
        count: Counter[str] = Counter()
        for outcome in own:
            count["verdict"] += outcome.wrong_verdict
            count["feet"] += outcome.wrong_feet
            count["labelled"] += outcome.labelled_feet
        share = f"{100 * count['labelled'] / feet:.0f} %"
        rows.append([name, str(len(own)), str(count["verdict"]), str(count["feet"]), share])
    return rows


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; the exit status is 1 where anything was judged wrong."""
    options = _options(arguments)
    rendered, real = sample_bases(options.samples), real_bases(options.clips)
    outcomes = []
    for number in range(options.films):
        bases = real if real and number % EVERY_REAL == EVERY_REAL - 1 else rendered
        rng = np.random.default_rng((options.seed, number, 1))
        base = bases[int(rng.integers(len(bases)))]
        kind, film = make_film(base, number, options.seed, options.cache)
        outcome = judge_film(base, kind, film, options.cache)
        outcomes.append(outcome)
        wrong = outcome.wrong_verdict or outcome.wrong_feet
        sys.stderr.write(f"{'WRONG ' if wrong else ''}{outcome.said}\n")
        sys.stderr.flush()
    head = ["in front", "films", "wrong verdicts", "wrong feet", "feet labelled"]
    sys.stdout.write(markdown_table(head, rows_of(outcomes)))
    return int(any(o.wrong_verdict or o.wrong_feet for o in outcomes))


def _options(arguments: Sequence[str] | None) -> Any:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.occluded", description=__doc__)
    parser.add_argument("--films", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--samples", type=Path, default=SAMPLES)
    parser.add_argument("--clips", type=Path, default=SHARED / "clips", help="real labelled clips")
    parser.add_argument("--cache", type=Path, default=default_cache())
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
