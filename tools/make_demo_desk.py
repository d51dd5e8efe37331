"""Write what was seen of the drawn athletes of the demo desk: ``gaitcheck/desk/demo/*.npz``.

Each visit of each athlete is filmed by ``render_runner.py`` and observed as any clip is. Run
``python tools/make_demo_desk.py --assets MAKEHUMAN`` after the observation's format changed; it
takes about half an hour.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

from render.film import film  # noqa: E402 - found by the line above
from render.spec import ClipSpec, from_mapping  # noqa: E402

from gaitcheck import observe, save_observation  # noqa: E402

TARGET: Final = ROOT / "gaitcheck" / "desk" / "demo"
VIDEO: Final = {"width": 600, "height": 800, "fps": 30, "duration_s": 6, "crf": 21}

RUNNERS: Final[Mapping[str, Mapping[str, Any]]] = {
    "ada": {
        "runner": {
            "sex": "female",
            "height_m": 1.68,
            "ponytail": True,
            "skin": "#e0b59a",
            "hair": "#5a3a20",
            "shirt": "#2f6f8f",
            "shorts": "#22252b",
            "shoe": "#e8643c",
        },
        "camera": {"near_side": "left", "height_m": 0.75, "distance_m": 1.95, "subframes": 3},
    },
    "ben": {
        "runner": {
            "sex": "male",
            "ancestry": "african",
            "height_m": 1.8,
            "skin": "#5d3b29",
            "hair": "#120d0a",
            "shirt": "#d9c23a",
            "shorts": "#27348b",
            "shoe": "#f4f4f4",
        },
        "camera": {"near_side": "right", "height_m": 0.6, "distance_m": 2.1, "subframes": 3},
    },
    "cleo": {
        "runner": {
            "sex": "female",
            "ancestry": "asian",
            "height_m": 1.63,
            "ponytail": True,
            "skin": "#d8a884",
            "hair": "#15110f",
            "shirt": "#4b8b57",
            "shoe": "#3366cc",
        },
        "camera": {"near_side": "right", "height_m": 0.75, "distance_m": 1.9, "subframes": 3},
    },
}

VISITS: Final[Mapping[str, Sequence[tuple[float, float, float, float]]]] = {
    # Speed (m/s), cadence (steps/min), angles of the left and right foot (degrees). Ada learns to
    # take quicker steps, Ben changes his shoes and nothing else, Cleo spares her right heel.
    "ada": (
        *((2.5, 158, 19, 17), (2.5, 159, 18.5, 17.5)),
        *((2.5, 167, 14, 14), (2.5, 170, 12.5, 12), (2.5, 171, 11.5, 11.5)),
    ),
    "ben": (
        *((3.2, 172, -8.5, -9), (3.2, 171, -9, -8.5)),
        *((3.2, 172, -8.5, -8.5), (3.2, 173, -9, -9), (3.2, 172, -8, -9)),
    ),
    "cleo": (
        *((2.4, 164, 16, 15), (2.4, 166, 16, -8)),
        *((2.4, 165, 15.5, -7), (2.4, 165, 16, 13), (2.4, 164, 15, 15)),
    ),
}


def specs() -> Iterator[dict[str, Any]]:
    """Return what to film, visit by visit."""
    for who, (name, runner) in enumerate(RUNNERS.items()):
        for visit, (speed, cadence, left, right) in enumerate(VISITS[name], start=1):
            yield {
                "name": f"{name}-{visit}",
                "seed": 900 + 10 * who + visit,
                "runner": runner["runner"],
                "motion": {
                    "speed_mps": speed,
                    "cadence_spm": cadence,
                    "left": {"foot_strike_angle_deg": left},
                    "right": {"foot_strike_angle_deg": right},
                },
                "camera": runner["camera"],
                "video": VIDEO,
            }


def main() -> None:
    """Film, observe and write what is not there yet."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--assets", type=Path, required=True, help="folder of MakeHuman assets")
    parser.add_argument("--workers", type=int, help="processes that look for the runner")
    args = parser.parse_args()
    TARGET.mkdir(parents=True, exist_ok=True)
    for wanted in specs():
        target = TARGET / f"{wanted['name']}.npz"
        if target.exists():
            continue
        with tempfile.TemporaryDirectory() as folder:
            clip, *_ = film(from_mapping(ClipSpec, wanted), args.assets, Path(folder))
            save_observation(observe(clip, workers=args.workers), target)
        print(target, target.stat().st_size)


if __name__ == "__main__":
    main()
