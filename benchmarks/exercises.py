"""Movements that are no run: ``python -m benchmarks.exercises --assets DIR --rendered DIR``.

Draws people on cross trainers, bikes, stairs and steppers, who march or jump a rope, and prints
what is said of them. None may get a strike: no foot lands as a runner's does.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from benchmarks.accuracy.tables import markdown_table
from benchmarks.accuracy.tracking import default_cache, observed
from benchmarks.places import ROOT
from gaitcheck.gait.measure import measure_gait
from gaitcheck.gait.shots import keep_one_shot
from gaitcheck.judging import judge
from gaitcheck.model import STRIKES

HEAD: Final = ("exercise", "films", "labelled", "feet tilt by (degrees)", "refused because")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; the exit status is 1 where anything was labelled."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.exercises", description=__doc__)
    parser.add_argument("--assets", type=Path, help="folder of MakeHuman assets, to draw with")
    parser.add_argument("--rendered", type=Path, required=True, help="folder of the films")
    parser.add_argument("--count", type=int, default=14)
    parser.add_argument("--cache", type=Path, default=default_cache())
    options = parser.parse_args(arguments)
    if options.assets is not None:
        tool = [sys.executable, str(ROOT / "tools" / "render_runner.py")]
        what = ["--drawn", "exercise", str(options.count), "--out", str(options.rendered)]
        subprocess.run([*tool, *what, "--assets", str(options.assets)], check=True)
    clips: dict[str, list[Path]] = defaultdict(list)
    for clip in sorted(options.rendered.glob("exercise_*.mp4")):
        clips[clip.stem.split("_", 2)[2].replace("_", " ")].append(clip)
    rows, labelled = [], 0
    for kind, films in clips.items():
        row, wrong = _row(films, options.cache)
        rows.append([kind, *row])
        labelled += wrong
    sys.stdout.write(markdown_table(HEAD, rows))
    return int(labelled > 0)


def _row(films: Sequence[Path], cache: Path) -> tuple[list[str], int]:
    labelled, tilts, reasons = 0, [], set()
    for film in films:
        sys.stderr.write(f"{film.stem}\n")
        observation = observed(film, cache)
        analysis = judge(observation)
        feet = [foot.strike for foot in analysis.sides.values()]
        labelled += any(strike in STRIKES for strike in [analysis.verdict.strike, *feet])
        tilts.append(measure_gait(keep_one_shot(observation.tracking).landmarks).tilt_deg)
        reasons |= {note.code for note in analysis.quality if note.severity == "blocker"}
    spread = f"{min(tilts):.0f} to {max(tilts):.0f}"
    named = ", ".join(sorted(reasons)).replace("_", " ")
    return [str(len(films)), str(labelled), spread, named], labelled


if __name__ == "__main__":
    sys.exit(main())
