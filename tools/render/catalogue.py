"""Varied specs drawn from a seed, apart for tuning and for testing.

Sets never share a seed, so runner, clothes, motion, room and camera differ between them.
"""

from __future__ import annotations

from typing import Any, Literal

import numpy as np

from render.spec import ClipSpec, from_mapping

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
    ("#66c7d9", "#f2f2ee", "#d2486e"), ("#26282c", "#e9e9e9", "#c8e06a"),
    ("#d2486e", "#fafafa", "#202226"), ("#8a8d92", "#dedede", "#e8643c"),
)  # fmt: skip
_WALLS = ("#b9b4aa", "#8f9aa3", "#c9c0ae", "#b5b0a4", "#a8b3a2", "#cfcac4", "#9c8f84")
_FLOORS = ("#77706a", "#5a4a3c", "#6a6d70", "#8b7355", "#4d4f52")

ANGLE_RANGES = {"heel": (9.5, 24.0), "midfoot": (-0.5, 6.5), "toe": (-11.0, -3.0)}
"""Mean foot-strike angles drawn per class (deg), a little inside the class borders."""


def drawn_spec(split: Split, index: int) -> ClipSpec:
    """Return clip ``index`` of a set; the same arguments always give the same spec."""
    rng = np.random.default_rng([_STREAM[split], index])
    kinds = ("heel", "midfoot", "toe")
    left = kinds[index % 3]
    # Every fifth runner lands differently left and right.
    right = left if index % 5 else kinds[(index // 5 + 1 + index) % 3]
    angle = {k: float(rng.uniform(*ANGLE_RANGES[c])) for k, c in (("l", left), ("r", right))}
    if left == right:
        angle["r"] = float(np.clip(angle["l"] + rng.normal(0, 2.0), *ANGLE_RANGES[left]))
    fps = float(rng.choice([30, 30, 30, 60, 60, 120]))
    data: dict[str, Any] = {
        "name": f"{split}_{index:03d}",
        "seed": int(_STREAM[split] * 1000 + index),
        "runner": _runner(rng),
        "motion": _motion(rng, angle["l"], angle["r"]),
        "scene": _scene(rng),
        "video": {"width": 640, "height": 800, "fps": fps,
                  "duration_s": {30.0: 7.0, 60.0: 5.0, 120.0: 4.0}[fps],
                  "crf": int(rng.integers(21, 27))},
    }  # fmt: skip
    outdoors = rng.random() < 0.2
    if outdoors:
        data["scene"].update(kind="ground", floor="#6f6d6a", incline_deg=0.0, contrast=0.85)
        data["video"].update(width=720, height=640)
    data["camera"] = _camera(rng, fps, outdoors, data["runner"]["height_m"])
    return from_mapping(ClipSpec, data)


def _runner(rng: np.random.Generator) -> dict[str, Any]:
    sex = str(rng.choice(["female", "male"]))
    ancestry = str(rng.choice(["african", "asian", "caucasian"]))
    shoe, midsole, accent = _SHOES[int(rng.integers(len(_SHOES)))]
    mean = 1.66 if sex == "female" else 1.77
    return {
        "sex": sex,
        "ancestry": ancestry,
        "height_m": round(float(np.clip(rng.normal(mean, 0.06), 1.52, 1.95)), 3),
        "muscle": round(float(rng.uniform(0.1, 0.7)), 2),
        "skin": str(rng.choice(_SKINS[ancestry])),
        "hair": str(rng.choice(_HAIR[ancestry])),
        "ponytail": bool(sex == "female" and rng.random() < 0.8),
        "shirt": str(rng.choice(_SHIRTS)),
        "shorts": str(rng.choice(_SHORTS)),
        "shorts_leg": round(float(rng.uniform(0.35, 0.9)), 2),
        "sleeve": round(float(rng.uniform(0.3, 0.95)), 2),
        "socks": str(rng.choice(["#e8e8e8", "#202020", "#b0b0b0"])),
        "shoe": shoe,
        "midsole": midsole,
        "shoe_accent": accent,
    }


def _motion(rng: np.random.Generator, left: float, right: float) -> dict[str, Any]:
    return {
        "speed_mps": round(float(rng.uniform(2.3, 3.6 if min(left, right) > 0 else 3.3)), 2),
        "trunk_lean_deg": round(float(rng.uniform(1.0, 9.0)), 1),
        "arm_swing_deg": round(float(rng.uniform(18, 34)), 1),
        "elbow_deg": round(float(rng.uniform(78, 104)), 1),
        "step_width_m": round(float(rng.uniform(0.02, 0.11)), 3),
        "toe_out_deg": round(float(rng.uniform(0, 10)), 1),
        "angle_sd_deg": round(float(rng.uniform(0.5, 1.8)), 2),
        "timing_sd": round(float(rng.uniform(0.006, 0.016)), 4),
        "left": _foot(rng, left),
        "right": _foot(rng, right),
    }


def _foot(rng: np.random.Generator, angle: float) -> dict[str, Any]:
    stays_up = angle < -6.0 and rng.random() < 0.3
    return {"foot_strike_angle_deg": round(angle, 2), "heel_comes_down": not stays_up}


def _scene(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "incline_deg": round(float(rng.choice([0.0, 0.0, 1.0, 2.0])), 1),
        "wall": str(rng.choice(_WALLS)),
        "floor": str(rng.choice(_FLOORS)),
        "long_rails": bool(rng.random() < 0.2),
        "brightness": round(float(rng.uniform(0.6, 1.15)), 2),
        "contrast": round(float(rng.uniform(0.45, 0.95)), 2),
        "light_azimuth_deg": round(float(rng.uniform(-50, 50)), 1),
        "light_height_deg": round(float(rng.uniform(42, 68)), 1),
    }


def _camera(rng: np.random.Generator, fps: float, outdoors: bool, tall: float) -> dict[str, Any]:
    focal = float(rng.uniform(24, 38))
    # The runner fills 55-75 % of the picture's height.
    height = 640.0 if outdoors else 800.0
    longer = 720.0 if outdoors else 800.0
    share = float(rng.uniform(0.55, 0.75))
    distance = tall * focal / 36.0 * longer / (share * height)
    hand = rng.random() < 0.25
    return {
        "near_side": str(rng.choice(["left", "right"])),
        "distance_m": round(distance, 2),
        "height_m": round(float(rng.uniform(0.35, 1.25)), 2),
        "aim_height_m": round(float(rng.uniform(0.78, 0.92)), 2),
        "aim_ahead_m": round(float(rng.uniform(-0.05, 0.12)), 2),
        "yaw_deg": round(float(np.clip(rng.normal(0, 6.0), -15, 15)), 1),
        "roll_deg": round(float(rng.normal(0, 0.8)), 2),
        "focal_mm": round(focal, 1),
        "shake_deg": 0.4 if outdoors else (0.25 if hand else 0.0),
        "follow_m": 0.25 if outdoors else 0.0,
        "exposure_s": round(min(float(rng.uniform(0.002, 0.014)), 0.6 / fps), 4),
        "subframes": 3,
        "noise": round(float(rng.uniform(1.5, 5.0)), 1),
    }
