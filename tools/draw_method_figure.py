"""Draw the figure of ``docs/method.md`` from real output: ``python -m tools.draw_method_figure``.

It shows, for the near foot of two sample clips, every reading of the shoe's pitch around contact,
with the instant of contact and the angle that come out of them, beside the exact truth.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from gaitcheck.gait.landing import find_landing
from gaitcheck.gait.measure import measure_gait
from gaitcheck.pose import track_pose
from gaitcheck.report.colours import STRIKE_COLOURS
from gaitcheck.shoe import look_at_shoes
from gaitcheck.types import Strike
from gaitcheck.video import probe_video

ROOT: Final = Path(__file__).parents[1]
CLIPS: Final[tuple[tuple[str, Strike], ...]] = (
    ("heel_treadmill_left", "heel"),
    ("toe_treadmill_right", "toe"),
)
AT_REST_MS: Final = (60.0, 110.0)
TARGET: Final = ROOT / "docs" / "images" / "method_landing.svg"


def main() -> None:
    """Analyse both clips and write the figure."""
    mpl.rcParams["svg.hashsalt"] = "gaitcheck"
    figure = Figure(figsize=(9.0, 3.6), layout="constrained")
    for axes, (name, strike) in zip(figure.subplots(1, 2, sharey=True), CLIPS, strict=True):
        _draw(axes, name, strike)
    figure.savefig(TARGET, metadata={"Date": None})


def _draw(axes: Axes, name: str, strike: Strike) -> None:
    clip = ROOT / "sample_videos" / f"{name}.mp4"
    video = probe_video(clip)
    gait = measure_gait(track_pose(video).landmarks)
    (side,) = (side for side, measure in gait.sides.items() if measure.near)
    track = look_at_shoes(video, gait)[side]
    landing = find_landing(track, gait.sides[side].events.contact)
    assert landing is not None
    assert gait.cycle is not None
    ms = 1000 * gait.cycle.stride_s
    time = (track.offset - landing.contact) * ms
    low, high = AT_REST_MS
    rest = float(np.median(track.pitch_deg[(time > low) & (time < high)]))
    colour = STRIKE_COLOURS[strike].fill
    axes.axhline(0.0, color="0.7", linewidth=0.8)
    axes.plot(time, track.pitch_deg - rest, ".", color=colour, markersize=4, label="readings")
    axes.axvline(0.0, color="0.2", linewidth=1.0, label="contact found")
    axes.plot([0.0], [landing.pitch_deg], "o", color="0.1", label=f"{landing.pitch_deg:+.1f}°")
    truth = json.loads(clip.with_suffix(".truth.json").read_text(encoding="utf-8"))
    angles = [s["foot_strike_angle_deg"] for s in truth["steps"] if s["side"] == side]
    axes.axhline(
        float(np.mean(angles)), color="0.2", linestyle=":", label=f"truth {np.mean(angles):+.1f}°"
    )
    axes.set(xlim=(-70, 150), title=f"{name}, {side} foot", xlabel="ms after contact")
    axes.set_ylabel("pitch of the shoe against itself lying flat, degrees")
    axes.label_outer()
    axes.legend(fontsize=8, frameon=False)


if __name__ == "__main__":
    main()
