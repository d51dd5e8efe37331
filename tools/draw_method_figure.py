"""Draw the figures of ``docs/method.md`` from real output: ``python -m tools.draw_method_figure``.

For the near foot of two sample clips: how the shoe that lands is laid on itself lying flat; and
every reading of its pitch around contact, with the instant of contact and the angle that come out
of them, beside the exact truth.
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
from gaitcheck.gait.measure import GaitMeasure, measure_gait
from gaitcheck.model import Side, Strike
from gaitcheck.observing.again import look_again
from gaitcheck.observing.pose import track_pose
from gaitcheck.observing.shoe import ShoeLooks
from gaitcheck.observing.shoe.blur import shots_of
from gaitcheck.observing.shoe.flat import LANDING_TURNS, find_flat_shoe, mean_picture
from gaitcheck.observing.shoe.patches import PatchCutter
from gaitcheck.observing.shoe.plan import plan_look
from gaitcheck.observing.shoe.register import compose, resample, shoe_mask
from gaitcheck.progress import ignore_progress
from gaitcheck.report.colours import STRIKE_COLOURS
from gaitcheck.video import Video, probe_video

ROOT: Final = Path(__file__).parents[1]
CLIPS: Final[tuple[tuple[str, Strike], ...]] = (
    ("heel_treadmill_left", "heel"),
    ("toe_treadmill_right", "toe"),
)
# Strides before the expected contact.
JUST_BEFORE: Final = 0.03
# Pictures come from the video with red first or blue first.
BGR: Final = 1
AT_REST_MS: Final = (60.0, 110.0)
IMAGES: Final = ROOT / "docs" / "images"


def main() -> None:
    """Analyse both clips and write the figures."""
    mpl.rcParams["svg.hashsalt"] = "gaitcheck"
    landings = Figure(figsize=(9.0, 3.6), layout="constrained")
    shoes = Figure(figsize=(9.0, 4.6), layout="constrained")
    rows = zip(CLIPS, landings.subplots(1, 2, sharey=True), shoes.subplots(2, 3), strict=True)
    for (name, strike), axes, pictures in rows:
        clip = ROOT / "sample_videos" / f"{name}.mp4"
        video = probe_video(clip)
        gait = measure_gait(track_pose(video).landmarks)
        (side,) = (side for side, measure in gait.sides.items() if measure.near)
        _draw_landing(axes, clip, video, gait, side, strike)
        _draw_shoe(list(pictures), video, gait, side)
    landings.savefig(IMAGES / "method_landing.svg", metadata={"Date": None})
    shoes.savefig(IMAGES / "method_shoe.jpg", dpi=110, pil_kwargs={"quality": 85})


def _draw_shoe(pictures: list[Axes], video: Video, gait: GaitMeasure, side: Side) -> None:
    """Show the landing shoe, the flat one, and the first turned onto the second, each outlined."""
    plan = plan_look(gait, side)
    assert plan is not None
    cutter = PatchCutter([plan])
    look_again(video, [cutter.looker()], ignore_progress, None)
    (patches,) = cutter.patches
    shots = shots_of(plan, patches)
    seen = {row: patches[frame] for row, frame in shots.frames.items()}
    flat = find_flat_shoe(plan, shots)
    assert flat is not None
    row = min(seen, key=lambda row: abs(plan.offset[row] + JUST_BEFORE))
    (landing,) = shots.even([row], flat.exposure).values()
    pose, _ = flat.template.find_anywhere(landing, LANDING_TURNS)
    lying = mean_picture({r: seen[r] for r in flat.poses}, flat.poses)
    shown = (
        ("just before contact, as filmed", seen[row], compose(pose, flat.lay)),
        (f"flat on the belt, {len(flat.poses)} pictures", lying, flat.lay),
        (f"the first, turned by {pose[2]:+.0f}°", resample(seen[row], pose), flat.lay),
    )
    for axes, (title, picture, lay) in zip(pictures, shown, strict=True):
        axes.imshow(np.clip(picture[:, :, ::BGR], 0, 255).astype(np.uint8), interpolation="bicubic")
        axes.contour(shoe_mask(lay), [0.5], colors=["#ffd60a"], linewidths=1.2)
        axes.set_title(title, fontsize=9)
        axes.set_axis_off()


def _draw_landing(
    axes: Axes, clip: Path, video: Video, gait: GaitMeasure, side: Side, strike: Strike
) -> None:
    shoes = ShoeLooks(gait)
    look_again(video, [shoes.cutter.looker()], ignore_progress, None)
    track = shoes.follow()[side]
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
    axes.set(xlim=(-70, 150), title=f"{clip.stem}, {side} foot", xlabel="ms after contact")
    axes.set_ylabel("pitch of the shoe against itself lying flat, degrees")
    axes.label_outer()
    axes.legend(fontsize=8, frameon=False)


if __name__ == "__main__":
    main()
