"""Write ``gaitcheck/ui/learn_example.webp``: a real strip of evidence for the page Learn.

The sample is analysed as any clip is, and the near-foot step whose contact lies nearest to a frame
is taken. Run ``python -m tools.write_learn_picture`` after the look of the strips changed.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from PIL import Image

from gaitcheck.judging import judge
from gaitcheck.model import Analysis, Step
from gaitcheck.observing.clip import observe
from gaitcheck.report.pictures import drawn_step, plan_kept, read_crops
from gaitcheck.report.write import write_report

ROOT: Final = Path(__file__).parents[1]
SAMPLE: Final = ROOT / "sample_videos" / "heel_treadmill_left.mp4"
TARGET: Final = ROOT / "gaitcheck" / "ui" / "learn_example.webp"
QUALITY: Final = 80


def chosen_step(analysis: Analysis) -> Step:
    """Return the near-foot step whose contact lies nearest to a frame."""
    near = [step for step in analysis.steps if step.side == analysis.view.near_side]
    return min(near, key=lambda step: abs(step.contact_frame - round(step.contact_frame)))


def draw(analysis: Analysis, folder: Path) -> bytes:
    """Return the strip of the chosen step, drawn from the bare pictures in a folder, as JPEG."""
    kept = read_crops(folder)
    assert kept is not None
    chosen = chosen_step(analysis)
    plan = next(plan for plan in plan_kept(analysis, kept) if plan.step.id == chosen.id)
    return drawn_step(kept.strip(plan))


def main() -> None:
    """Write the picture."""
    observation = observe(SAMPLE)
    analysis = judge(observation)
    with TemporaryDirectory() as folder:
        write_report(analysis, observation, SAMPLE, Path(folder))
        with Image.open(BytesIO(draw(analysis, Path(folder)))) as strip:
            strip.save(TARGET, quality=QUALITY, method=6)


if __name__ == "__main__":
    main()
