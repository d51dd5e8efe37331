"""Write ``gaitcheck/ui/learn_example.webp``: a real strip of evidence for the page Learn.

The sample is analysed as any clip is, and the near-foot step whose contact lies nearest to a frame
is taken. Run ``python -m tools.write_learn_picture`` after the look of the strips changed.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from PIL import Image

import gaitcheck
from gaitcheck.model import Analysis, Step
from gaitcheck.report.pictures import STEPS_FOLDER, strip_name
from gaitcheck.report.write import write_report

ROOT: Final = Path(__file__).parents[1]
SAMPLE: Final = ROOT / "sample_videos" / "heel_treadmill_left.mp4"
TARGET: Final = ROOT / "gaitcheck" / "ui" / "learn_example.webp"
QUALITY: Final = 80


def chosen_step(analysis: Analysis) -> Step:
    """Return the near-foot step whose contact lies nearest to a frame."""
    near = [step for step in analysis.steps if step.side == analysis.view.near_side]
    return min(near, key=lambda step: abs(step.contact_frame - round(step.contact_frame)))


def main() -> None:
    """Write the picture."""
    analysis = gaitcheck.analyze(SAMPLE)
    with TemporaryDirectory() as folder:
        write_report(analysis, SAMPLE, Path(folder))
        with Image.open(Path(folder) / STEPS_FOLDER / strip_name(chosen_step(analysis))) as strip:
            strip.save(TARGET, quality=QUALITY, method=6)


if __name__ == "__main__":
    main()
