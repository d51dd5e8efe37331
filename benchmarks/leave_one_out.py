"""What real clips get when nothing was set with their help: ``python -m benchmarks.leave_one_out``.

Two figures were set from real clips: the error that the readings of one shoe's sole share
(`SHARED_ERROR`, from soles marked by eye) and how slowly a foot may go back on the ground
(`SLOWEST_FOOT`, from the one clip in which a foot in the air passed for a flat one). For each clip
the error is estimated anew from the other clips' marks, and the rule is left out where that clip
gave rise to it; then the clip is judged.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

import numpy as np

from benchmarks.accuracy.real import RealClip, judge_real_clips
from benchmarks.accuracy.sets import GAITCHECK
from benchmarks.accuracy.tables import markdown_table
from benchmarks.accuracy.tracking import default_cache, observed
from benchmarks.places import REAL
from benchmarks.sole_pitch import BALL_SHARE, MARKS, REACH, find_clip
from gaitcheck.gait import refine, sole
from gaitcheck.gait.sole_tracks import well_read
from gaitcheck.model import STRIKES, SoleTrack

# Feet that are marked to land at more than this are steep, degrees.
STEEP: Final = 15.0
AT_CONTACT: Final = ("before_contact", "contact")
FLAT: Final = ("flat",)
# The clip in which the rule of the slow foot was found.
RAMP: Final = "street_toe_speed_ramp_30fps"


def landing_errors(cache: Path) -> dict[str, list[float]]:
    """Return for each marked clip by how much each foot's landing against its flat sole is misread.

    Degrees: the mean error of the readings at contact less that of the flat ones. Of feet that are
    marked to land steeply nothing is returned: `STEEP_ERROR` stands for those.
    """
    found: dict[str, list[float]] = {}
    for path in (path for path in MARKS[:1] if path.is_file()):
        for name, marks in json.loads(path.read_text(encoding="utf-8"))["clips"].items():
            clip = find_clip(name)
            if clip is None:
                continue
            soles = observed(clip, cache).tracking.soles.values()
            errors: dict[tuple[str, bool], list[float]] = {}
            pitches: dict[tuple[str, bool], list[float]] = {}
            for mark in marks:
                error = _error(mark, list(soles))
                phase = mark.get("phase")
                if error is not None and phase in (*AT_CONTACT, *FLAT):
                    errors.setdefault((mark["side"], phase in FLAT), []).append(error)
                    pitches.setdefault((mark["side"], phase in FLAT), []).append(mark["pitch_deg"])
            found[Path(name).stem] = [
                float(np.mean(errors[side, False]) - np.mean(errors[side, True]))
                for side in ("left", "right")
                if (side, False) in errors and (side, True) in errors
                if abs(np.mean(pitches[side, False]) - np.mean(pitches[side, True])) <= STEEP
            ]
    return found


def _error(mark: dict[str, Any], soles: Sequence[SoleTrack]) -> float | None:
    if not mark.get("good", True) or mark.get("pitch_deg") is None:
        return None
    frame = mark["frame"]
    heel, ball = (np.array(mark[name], dtype=float) for name in ("heel_bottom", "ball_bottom"))
    length = float(np.linalg.norm(ball - heel)) / BALL_SHARE
    read = [
        (float(np.linalg.norm(s.heel[frame] - heel)), s.pitch_deg[frame])
        for s in soles
        if well_read(s)[frame]
    ]
    away, pitch = min(read, default=(np.inf, np.nan))
    if not away < REACH * length:
        return None
    return float((pitch - mark["pitch_deg"] + 180) % 360 - 180)


def without(name: str, errors: dict[str, list[float]]) -> float:
    """Return the shared error as the other clips tell it, degrees."""
    others = [error for clip, own in errors.items() if clip != name for error in own]
    return float(np.sqrt(np.mean(np.square(others))))


def judge_without(folder: Path, name: str, shared: float, cache: Path) -> RealClip:
    """Judge one clip with what the others tell."""
    stated, degrees = sole.SHARED_ERROR
    own = (stated, (shared, *(max(shared, d) for d in degrees[1:])))
    slowest = 0.0 if name == RAMP else refine.SLOWEST_FOOT
    with patch.object(sole, "SHARED_ERROR", own), patch.object(refine, "SLOWEST_FOOT", slowest):
        clips = judge_real_clips(folder, cache, lambda _: None, only=name)
    return clips[0]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; the exit status is 1 where a verdict is wrong."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.leave_one_out", description=__doc__)
    parser.add_argument("--cache", type=Path, default=default_cache())
    options = parser.parse_args(arguments)
    errors = landing_errors(options.cache)
    rows, clips = [], []
    for folder in (folder for folder in REAL if (folder / "labels.json").is_file()):
        labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))["clips"]
        for name in (Path(file).stem for file in labels):
            shared = without(name, errors)
            clip = judge_without(folder, name, shared, options.cache)
            clips.append(clip)
            verdict = f"{clip.verdicts[GAITCHECK]} {clip.confidence:.2f}"
            rows.append([clip.name, " or ".join(clip.accepted), f"{shared:.1f}", verdict])
    sys.stdout.write(markdown_table(["clip", "label", "shared error, degrees", "answer"], rows))
    possible = [clip for clip in clips if clip.accepted[0] in (*STRIKES, "mixed")]
    labelled = sum(clip.verdicts[GAITCHECK] != "unsure" for clip in possible)
    wrong = sum(clip.outcome == "wrong" for clip in clips)
    sys.stdout.write(
        f"\n{labelled} of {len(possible)} that a person labels got a label, {wrong} wrong.\n"
    )
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
