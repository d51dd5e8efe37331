"""Print, clip by clip, the measured quantities on which gaitcheck's limits stand.

``python -m benchmarks.thresholds CLIP...`` observes each clip, or reads what was seen in it from
the cache of `benchmarks.accuracy`, and prints the camera's yaw, the phase
at which the pelvis is highest, its bounce, the length of the near foot, how far the ankles
scissor, the regularity of the strides, by how much the near foot tilts within a stride, the share
of foot landmarks outside the picture and the share of the hips' width that something still crosses
(rendered clips: `scene.long_rails` of their truth says where a rail does). The limits themselves
stand, with their reasons, in `gaitcheck.gait`.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from benchmarks.accuracy.tracking import default_cache, observed
from gaitcheck.gait.fold import foot_length
from gaitcheck.gait.measure import measure_gait
from gaitcheck.gait.shots import keep_one_shot
from gaitcheck.model import HEEL, TOE, Landmarks

COLUMNS = (
    "yaw deg",
    "peak",
    "bounce",
    "foot px",
    "scissor",
    "regular",
    "tilt deg",
    "outside",
    "spm file",
    "crossed",
)


def outside_share(landmarks: Landmarks) -> float:
    """Return the share of foot landmarks that lie outside the picture."""
    feet = landmarks.points[:, HEEL : TOE + 2]
    x, y = feet[..., 0] / landmarks.width, feet[..., 1] / landmarks.height
    return float(np.mean((x < 0) | (x > 1) | (y < 0) | (y > 1)))


def measure(clip: Path) -> tuple[float, ...] | None:
    """Return the quantities of one clip in the order of `COLUMNS`; None without strides."""
    observation = observed(clip, default_cache())
    landmarks = keep_one_shot(observation.tracking).landmarks
    gait = measure_gait(landmarks)
    if gait.cycle is None or gait.pace is None:
        return None
    foot = max(float(np.nanmedian(foot_length(leg))) for leg in gait.body.legs.values())
    return (
        gait.view.yaw_deg,
        gait.pace.peak_phase,
        gait.pace.bounce,
        foot,
        gait.cycle.excursion,
        gait.cycle.regularity,
        gait.tilt_deg,
        outside_share(landmarks),
        120.0 / gait.cycle.stride_s,
        observation.hips_crossed,
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("clips", type=Path, nargs="+")
    print(f"{'clip':36s}" + "".join(f"{name:>10s}" for name in COLUMNS))
    for clip in parser.parse_args().clips:
        row = measure(clip)
        cells = "  no strides" if row is None else "".join(f"{value:10.2f}" for value in row)
        print(f"{clip.stem:36s}{cells}")


if __name__ == "__main__":
    main()
