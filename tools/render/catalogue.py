"""Varied specs drawn from a seed, apart for tuning and for testing.

Sets never share a seed, so runner, clothes, motion, room and camera differ between them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from itertools import count as count_from
from itertools import cycle, islice
from typing import Any, Literal, get_args

import numpy as np

from render.spec import ClipSpec, ExerciseName, from_mapping

Split = Literal["tune", "test"]
_STREAM: dict[Split, int] = {"tune": 101, "test": 202}

_SKINS = {
    "african": ("#4a2f22", "#5d3b29", "#6f4630", "#83543a"),
    "asian": ("#d8a884", "#cfa07c", "#e0b793", "#c08f6c"),
    "caucasian": ("#e0b59a", "#c99a7c", "#d9a98c", "#c68b6a"),
}
_HAIR = {
    "african": ("#120d0a", "#1a120d"),
    "asian": ("#15110f", "#1f1712"),
    "caucasian": ("#2b1d14", "#5a3a20", "#8a6236", "#b08a55", "#4a2a1a"),
}
_SHIRTS = ("#b8bcc0", "#2f6f8f", "#d9c23a", "#4b8b57", "#d2486e", "#8a8f98", "#202226", "#e6e3dc",
           "#a23b2e", "#3c4a86")  # fmt: skip
_SHORTS = ("#3a4250", "#1d1d22", "#27348b", "#6b6f76", "#4d5a3a", "#8c9096", "#7a2f38")
_SHOES = (
    ("#c8e06a", "#f2f2ee", "#2b5fb4"), ("#e8643c", "#ffffff", "#ffffff"),
    ("#f4f4f4", "#ff7a2a", "#1c1c1c"), ("#3366cc", "#ffffff", "#ffd34d"),
    ("#26282c", "#e9e9e9", "#c8e06a"), ("#d2486e", "#fafafa", "#202226"),
    ("#1c1d20", "#2b2c2f", "#3a3d44"), ("#2a2320", "#3b3330", "#a23b2e"),
    ("#23304a", "#3c4048", "#8a8f98"), ("#17181a", "#d8d6d0", "#17181a"),
)  # fmt: skip
_WALLS = ("#b9b4aa", "#8f9aa3", "#c9c0ae", "#b5b0a4", "#cfcac4", "#6e675e", "#565a60", "#7a6553")
_FLOORS = ("#77706a", "#5a4a3c", "#6a6d70", "#4d4f52")
# Looks that only the test set has, beside the others.
_TEST_SHOES = (
    ("#66c7d9", "#f2f2ee", "#d2486e"), ("#8a8d92", "#dedede", "#e8643c"),
    ("#4a2d63", "#31303a", "#e0d24a"), ("#3b4a2f", "#22241f", "#7d8a5a"),
)  # fmt: skip
_TEST_SHIRTS = ("#e07b39", "#5b2d50")
_TEST_WALLS = ("#a8b3a2", "#9c8f84", "#44403c")
_TEST_FLOORS = ("#8b7355", "#3b3f45")

ANGLE_RANGES = {"heel": (8.5, 26.0), "midfoot": (-1.5, 7.5), "toe": (-13.0, -2.0)}
"""Mean foot-strike angles drawn per class (deg)."""
ANY_ANGLE = (-10.0, 22.0)
"""Every second runner's angles are drawn from here, whatever the class: the borders too."""
MOST_TRIES = 40
"""A motion that no leg can do is drawn again, at most so often."""
TURNED: dict[str, dict[str, dict[str, float]]] = {
    "level": {},
    "yaw": {"camera": {"yaw_deg": 15.0}},
    "roll": {"camera": {"roll_deg": 5.0}},
    "incline": {"scene": {"incline_deg": 5.7}},
    "light": {"camera": {"exposure_s": 0.003, "subframes": 3}, "scene": {"brightness": 1.0}},
}
"""One thing changed in an otherwise level clip; the incline is 10 %, light lets a phone expose
briefly."""


FAST_FROM = 900
"""Where the runners at 120/s begin: other ones than those of the test set."""
FAST_S = 8.0
EXERCISES_FROM = 1200
EXERCISE_S = 6.0
FAST_EXPOSURE_S = 0.85 / 120


def drawn_spec(split: Split, index: int) -> ClipSpec:
    """Return clip ``index`` of a set; the same arguments always give the same spec.

    Half the runners are drawn by class, half by angle; every third lands differently left and
    right.
    """
    rng = np.random.default_rng([_STREAM[split], index])
    kinds = ("heel", "midfoot", "toe")
    if index % 2:
        left = float(rng.uniform(*ANY_ANGLE))
        right = float(rng.uniform(*ANY_ANGLE))
    else:
        left = float(rng.uniform(*ANGLE_RANGES[kinds[index // 2 % 3]]))
        right = float(rng.uniform(*ANGLE_RANGES[kinds[(index // 2 + 1 + index // 6 % 2) % 3]]))
    if index % 3:
        right = left + float(rng.normal(0, 2.0))
    fps = float(rng.choice([30, 30, 30, 30, 60, 60, 120]))
    outdoors = bool(rng.random() < 0.15)
    portrait = bool(rng.random() < 0.6)
    size = (720, 640) if outdoors else ((640, 864) if portrait else (960, 720))
    data: dict[str, Any] = {
        "name": f"{split}_{index:03d}",
        "seed": int(_STREAM[split] * 1000 + index),
        "runner": _runner(rng, split),
        "motion": _motion(rng, left, right),
        "scene": _scene(rng, split),
        "video": {"width": size[0], "height": size[1], "fps": fps,
                  "duration_s": {30.0: 7.0, 60.0: 4.0, 120.0: 2.2}[fps],
                  "crf": int(rng.integers(22, 31))},
    }  # fmt: skip
    if outdoors:
        data["scene"].update(kind="ground", floor="#6f6d6a", incline_deg=0.0, contrast=0.85)
        data["scene"]["brightness"] = max(data["scene"]["brightness"], 0.6)
    if rng.random() < 0.35:
        # Clothes that hardly stand out from the wall.
        data["runner"]["shorts"] = data["scene"]["wall"]
    data["camera"] = _camera(rng, fps, size, outdoors, data["runner"]["height_m"])
    return from_mapping(ClipSpec, data)


def turned_specs(count: int) -> list[ClipSpec]:
    """Return every change of `TURNED` to the first `count` tuning runners on a treadmill, 30/s."""
    level = (drawn for drawn in _on_a_belt("tune", 0) if drawn[1].video.fps == 30.0)
    return [
        _turned(spec, change, index) for index, spec in islice(level, count) for change in TURNED
    ]


def fast_specs(count: int) -> list[ClipSpec]:
    """Return `count` runners of the test set on a treadmill at 120/s, for ten strides or more."""
    specs: list[ClipSpec] = []
    for index, spec in islice(_on_a_belt("test", FAST_FROM), count):
        data = asdict(spec)
        data["name"] = f"test_fast_{index:03d}"
        data["video"] |= {"fps": 120.0, "duration_s": FAST_S}
        data["camera"]["exposure_s"] = min(spec.camera.exposure_s, FAST_EXPOSURE_S)
        specs.append(from_mapping(ClipSpec, data))
    return specs


def exercise_specs(count: int) -> list[ClipSpec]:
    """Return `count` tuning runners at something that is no run, the exercises in turn."""
    kinds = cycle(name for name in get_args(ExerciseName) if name != "none")
    specs: list[ClipSpec] = []
    drawn = islice(_on_a_belt("tune", EXERCISES_FROM), count)
    for (index, spec), kind in zip(drawn, kinds, strict=False):
        data = asdict(spec)
        data["name"] = f"exercise_{index:03d}_{kind}"
        data["motion"]["exercise"] = kind
        data["video"] |= {"fps": 30.0, "duration_s": EXERCISE_S}
        specs.append(from_mapping(ClipSpec, data))
    return specs


def _on_a_belt(split: Split, first: int) -> Iterator[tuple[int, ClipSpec]]:
    """Yield the clips of a set that show a treadmill, with their numbers."""
    for index in count_from(first):
        spec = drawn_spec(split, index)
        if spec.scene.kind == "treadmill":
            yield index, spec


def _turned(spec: ClipSpec, change: str, index: int) -> ClipSpec:
    data = asdict(spec)
    data["name"] = f"turned_{index:03d}_{change}"
    data["camera"] |= {"yaw_deg": 0.0, "roll_deg": 0.0, "shake_deg": 0.0}
    data["scene"]["incline_deg"] = 0.0
    for part, values in TURNED[change].items():
        data[part] |= values
    return from_mapping(ClipSpec, data)


def redrawn(spec: ClipSpec, attempt: int) -> ClipSpec:
    """Return the spec with another, gentler motion, for one that no leg can do."""
    rng = np.random.default_rng([spec.seed, attempt])
    motion = spec.motion
    again = _motion(rng, motion.left.foot_strike_angle_deg, motion.right.foot_strike_angle_deg)
    again["speed_mps"] = round(motion.speed_mps - 0.03 * attempt, 2)
    data = asdict(spec)
    data["motion"] = again
    return from_mapping(ClipSpec, data)


def _runner(rng: np.random.Generator, split: Split) -> dict[str, Any]:
    sex = str(rng.choice(["female", "male"]))
    ancestry = str(rng.choice(["african", "asian", "caucasian"]))
    shoes = _SHOES + (_TEST_SHOES * 2 if split == "test" else ())
    shoe, midsole, accent = shoes[int(rng.integers(len(shoes)))]
    mean = 1.66 if sex == "female" else 1.77
    return {
        "sex": sex,
        "ancestry": ancestry,
        "height_m": round(float(np.clip(rng.normal(mean, 0.06), 1.52, 1.95)), 3),
        "muscle": round(float(rng.uniform(0.1, 0.7)), 2),
        "skin": str(rng.choice(_SKINS[ancestry])),
        "hair": str(rng.choice(_HAIR[ancestry])),
        "ponytail": bool(sex == "female" and rng.random() < 0.8),
        "shirt": str(rng.choice(_SHIRTS + (_TEST_SHIRTS * 2 if split == "test" else ()))),
        "shorts": str(rng.choice(_SHORTS)),
        "shorts_leg": round(float(rng.uniform(0.35, 0.95)), 2),
        "sleeve": round(float(rng.uniform(0.3, 0.95)), 2),
        "socks": str(rng.choice(["#e8e8e8", "#202020", "#b0b0b0"])),
        "shoe": shoe,
        "midsole": midsole,
        "outsole": str(rng.choice(["#3a3a3a", "#1f1f20", "#8a6236", "#d9d6cf"])),
        "shoe_accent": accent,
        "sole_thickness": round(float(rng.uniform(0.7, 1.4)), 2),
        "toe_spring_deg": round(float(rng.uniform(6.0, 17.0)), 1),
    }


def _motion(rng: np.random.Generator, left: float, right: float) -> dict[str, Any]:
    """Draw how the runner moves.

    The retraction spreads the delay from "foot furthest ahead" to contact over some 12 to 60 ms, as
    force plates show it between runners and speeds (Fukuchi 2017, doi 10.7717/peerj.3298).
    """
    fastest = 4.2 if min(left, right) > 0 else 3.6
    speed = float(rng.uniform(2.2, fastest))
    usual = float(np.interp(speed, (2.0, 3.0, 4.0, 5.0), (160.0, 168.0, 178.0, 195.0)))
    return {
        "speed_mps": round(speed, 2),
        "cadence_spm": round(float(np.clip(usual * rng.normal(1.0, 0.04), 150.0, 196.0)), 1),
        "trunk_lean_deg": round(float(rng.uniform(1.0, 9.0)), 1),
        "arm_swing_deg": round(float(rng.uniform(18, 34)), 1),
        "elbow_deg": round(float(rng.uniform(78, 104)), 1),
        "step_width_m": round(float(rng.uniform(0.02, 0.11)), 3),
        "toe_out_deg": round(float(rng.uniform(-2, 12)), 1),
        "knee_at_contact_deg": round(float(rng.uniform(9.0, 20.0)), 1),
        "angle_sd_deg": round(float(rng.uniform(0.5, 2.5)), 2),
        "timing_sd": round(float(rng.uniform(0.006, 0.016)), 4),
        "retraction": round(float(rng.uniform(0.3, 0.95)), 2),
        "landing_mps": round(float(rng.uniform(0.45, 1.05)), 2),
        "settle": round(float(rng.uniform(0.75, 1.35)), 2),
        "left": _foot(rng, left),
        "right": _foot(rng, right),
    }


def _foot(rng: np.random.Generator, angle: float) -> dict[str, Any]:
    angle = float(np.clip(angle, -14.0, 28.0))
    stays_up = angle < -6.0 and rng.random() < 0.25
    return {"foot_strike_angle_deg": round(angle, 2), "heel_comes_down": not stays_up}


def _scene(rng: np.random.Generator, split: Split) -> dict[str, Any]:
    test = split == "test"
    return {
        "incline_deg": round(float(rng.choice([0.0, 0.0, 0.6, 1.1, 2.3, 3.4])), 1),
        "wall": str(rng.choice(_WALLS + (_TEST_WALLS * 2 if test else ()))),
        "floor": str(rng.choice(_FLOORS + (_TEST_FLOORS if test else ()))),
        "long_rails": bool(rng.random() < 0.3),
        "brightness": round(float(rng.uniform(0.28, 1.1)), 2),
        "contrast": round(float(rng.uniform(0.3, 0.95)), 2),
        "light_azimuth_deg": round(float(rng.uniform(-60, 60)), 1),
        "light_height_deg": round(float(rng.uniform(35, 70)), 1),
        "far_shade": round(float(rng.uniform(0.2, 0.75)), 2),
    }


def _camera(
    rng: np.random.Generator, fps: float, size: tuple[int, int], outdoors: bool, tall: float
) -> dict[str, Any]:
    focal = float(rng.uniform(24, 38))
    width, height = size
    # The runner fills 50-75 % of the picture's height.
    share = float(rng.uniform(0.50, 0.75))
    distance = tall * focal / 36.0 * max(width, height) / (share * height)
    hand = rng.random() < 0.12
    # Indoors phones expose for nearly as long as the frame rate allows.
    longest = 0.010 if outdoors else 0.028
    exposure = min(float(rng.uniform(0.003, longest)), 0.85 / fps)
    return {
        "near_side": str(rng.choice(["left", "right"])),
        "distance_m": round(distance, 2),
        "height_m": round(float(rng.uniform(0.3, 1.4)), 2),
        "aim_height_m": round(float(rng.uniform(0.78, 0.92)), 2),
        "aim_ahead_m": round(float(rng.uniform(-0.05, 0.12)), 2),
        "yaw_deg": round(float(np.clip(rng.normal(0, 6.0), -14, 14)), 1),
        "roll_deg": round(float(rng.normal(0, 1.5)), 2),
        "focal_mm": round(focal, 1),
        "shake_deg": 0.4 if outdoors else (0.25 if hand else 0.0),
        "follow_m": 0.25 if outdoors else 0.0,
        "exposure_s": round(exposure, 4),
        "subframes": int(np.clip(np.ceil(exposure / 0.005), 3, 5)),
        "noise": round(float(rng.uniform(2.0, 7.0)), 1),
    }
