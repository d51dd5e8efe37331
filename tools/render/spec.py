"""What to render: a checked, immutable description, read from plain JSON.

Lengths are metres, angles degrees, times seconds, colours ``#rrggbb``. A field that is left out
takes its default; a field that does not exist is refused, so a typo never renders the wrong clip.
"""

from __future__ import annotations

import dataclasses
import json
import re
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeVar

from gaitcheck.model import HEEL_ABOVE, TOE_BELOW
from render.errors import SpecError

Side = Literal["left", "right"]
SIDES: tuple[Side, Side] = ("left", "right")
ExerciseName = Literal[
    "none", "cross_trainer", "long_cross_trainer", "bike", "stairs", "stepper", "march", "rope"
]


def strike_label(foot_strike_angle_deg: float) -> Literal["heel", "midfoot", "toe"]:
    """Return the class of a foot-strike angle by gaitcheck's own borders."""
    if foot_strike_angle_deg > HEEL_ABOVE:
        return "heel"
    return "toe" if foot_strike_angle_deg < TOE_BELOW else "midfoot"


@dataclass(frozen=True, slots=True)
class RunnerSpec:
    """Who runs and in what clothes."""

    sex: Literal["female", "male"] = "male"
    ancestry: Literal["african", "asian", "caucasian"] = "caucasian"
    height_m: float = 1.75
    muscle: float = 0.4
    skin: str = "#c99a7c"
    hair: str = "#2b1d14"
    ponytail: bool = False
    shirt: str = "#b8bcc0"
    shorts: str = "#3a4250"
    shorts_leg: float = 0.62
    sleeve: float = 0.75
    socks: str = "#e8e8e8"
    shoe: str = "#c8e06a"
    midsole: str = "#f2f2ee"
    outsole: str = "#3a3a3a"
    shoe_accent: str = "#2b5fb4"
    sole_thickness: float = 1.0
    toe_spring_deg: float = 11.0


@dataclass(frozen=True, slots=True)
class FootSpec:
    """How one foot lands and leaves."""

    foot_strike_angle_deg: float = 15.0
    heel_comes_down: bool = True
    toe_off_angle_deg: float | None = None


@dataclass(frozen=True, slots=True)
class MotionSpec:
    """How the runner moves; ``None`` takes the usual value at that speed.

    Just before contact the foot moves back at the share ``retraction`` of belt speed and down at
    ``landing_mps``; the sole lies flat ``settle`` times as late as usual. An ``exercise`` takes the
    place of the run.
    """

    speed_mps: float = 3.0
    cadence_spm: float | None = None
    duty_factor: float | None = None
    vertical_oscillation_m: float | None = None
    ahead_m: float | None = None
    knee_at_contact_deg: float = 14.0
    swing_knee_deg: float | None = None
    trunk_lean_deg: float = 4.0
    arm_swing_deg: float = 26.0
    elbow_deg: float = 88.0
    step_width_m: float = 0.06
    toe_out_deg: float = 5.0
    angle_sd_deg: float = 1.0
    timing_sd: float = 0.012
    drift_m: float = 0.03
    retraction: float = 0.6
    landing_mps: float = 0.75
    settle: float = 1.0
    exercise: ExerciseName = "none"
    left: FootSpec = field(default_factory=FootSpec)
    right: FootSpec = field(default_factory=FootSpec)


@dataclass(frozen=True, slots=True)
class SceneSpec:
    """Where the runner runs; ``far_shade`` is how much light the far half of the body lacks."""

    kind: Literal["treadmill", "ground"] = "treadmill"
    incline_deg: float = 0.0
    wall: str = "#b9b4aa"
    floor: str = "#77706a"
    machine: str = "#26272b"
    long_rails: bool = False
    brightness: float = 1.0
    contrast: float = 0.7
    light_azimuth_deg: float = 30.0
    light_height_deg: float = 55.0
    far_shade: float = 0.0


@dataclass(frozen=True, slots=True)
class CameraSpec:
    """From where and how it is filmed; yaw turns towards the runner's front (90: front view)."""

    near_side: Side = "right"
    distance_m: float = 3.2
    height_m: float = 0.9
    aim_height_m: float = 0.85
    aim_ahead_m: float = 0.0
    yaw_deg: float = 0.0
    roll_deg: float = 0.0
    focal_mm: float = 26.0
    shake_deg: float = 0.0
    follow_m: float = 0.0
    exposure_s: float = 0.008
    subframes: int = 5
    noise: float = 2.5


@dataclass(frozen=True, slots=True)
class VideoSpec:
    """The file: ``fps`` is the rate filmed, ``tagged_fps`` the rate a player shows."""

    width: int = 1280
    height: int = 720
    fps: float = 30.0
    tagged_fps: float | None = None
    duration_s: float = 8.0
    crf: int = 24

    @property
    def slow_motion(self) -> float:
        """File time per real time (1 for an ordinary clip)."""
        return 1.0 if self.tagged_fps is None else self.fps / self.tagged_fps

    @property
    def frames(self) -> int:
        """Number of frames; ``duration_s`` is file time."""
        return round(self.duration_s * self.fps / self.slow_motion)


@dataclass(frozen=True, slots=True)
class ClipSpec:
    """One clip to render."""

    name: str
    seed: int = 0
    note: str = ""
    runner: RunnerSpec = field(default_factory=RunnerSpec)
    motion: MotionSpec = field(default_factory=MotionSpec)
    scene: SceneSpec = field(default_factory=SceneSpec)
    camera: CameraSpec = field(default_factory=CameraSpec)
    video: VideoSpec = field(default_factory=VideoSpec)

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", self.name):
            raise SpecError(
                f"The clip name {self.name!r} may hold only letters, digits, '-' and '_'."
            )
        _check_colours(self.runner)
        _check_colours(self.scene)
        for where, name, low, high in _LIMITS:
            value = getattr(getattr(self, where), name)
            if value is not None and not low <= value <= high:
                raise SpecError(
                    f"{where}.{name} is {value:g}; it must lie between {low:g} and {high:g}."
                )
        for side in SIDES:
            _check_foot(getattr(self.motion, side), f"motion.{side}")
        if self.video.width % 2 or self.video.height % 2:
            raise SpecError("video.width and video.height must be even for H.264.")


_LIMITS: tuple[tuple[str, str, float, float], ...] = (
    ("runner", "height_m", 1.4, 2.1),
    ("runner", "muscle", 0.0, 1.0),
    ("runner", "shorts_leg", 0.2, 0.95),
    ("runner", "sleeve", 0.1, 1.0),
    ("runner", "sole_thickness", 0.6, 1.5),
    ("runner", "toe_spring_deg", 5.0, 18.0),
    ("motion", "speed_mps", 1.5, 6.0),
    ("motion", "cadence_spm", 130.0, 220.0),
    ("motion", "duty_factor", 0.2, 0.48),
    ("motion", "vertical_oscillation_m", 0.03, 0.14),
    ("motion", "ahead_m", 0.0, 0.5),
    ("motion", "knee_at_contact_deg", 6.0, 35.0),
    ("motion", "swing_knee_deg", 60.0, 130.0),
    ("motion", "trunk_lean_deg", -5.0, 20.0),
    ("motion", "arm_swing_deg", 0.0, 50.0),
    ("motion", "elbow_deg", 40.0, 130.0),
    ("motion", "step_width_m", 0.0, 0.25),
    ("motion", "toe_out_deg", -10.0, 20.0),
    ("motion", "angle_sd_deg", 0.0, 4.0),
    ("motion", "timing_sd", 0.0, 0.04),
    ("motion", "drift_m", 0.0, 0.2),
    ("motion", "retraction", 0.1, 0.98),
    ("motion", "landing_mps", 0.2, 1.3),
    ("motion", "settle", 0.6, 1.6),
    ("scene", "incline_deg", -3.0, 10.0),
    ("scene", "brightness", 0.2, 2.0),
    ("scene", "contrast", 0.0, 1.0),
    ("scene", "light_height_deg", 20.0, 85.0),
    ("scene", "far_shade", 0.0, 0.9),
    ("camera", "distance_m", 1.2, 12.0),
    ("camera", "height_m", 0.1, 2.5),
    ("camera", "yaw_deg", -180.0, 180.0),
    ("camera", "roll_deg", -20.0, 20.0),
    ("camera", "focal_mm", 13.0, 120.0),
    ("camera", "shake_deg", 0.0, 3.0),
    ("camera", "follow_m", 0.0, 1.0),
    ("camera", "exposure_s", 0.0, 0.05),
    ("camera", "subframes", 1, 32),
    ("camera", "noise", 0.0, 20.0),
    ("video", "width", 64, 3840),
    ("video", "height", 64, 3840),
    ("video", "fps", 10.0, 960.0),
    ("video", "tagged_fps", 10.0, 240.0),
    ("video", "duration_s", 0.1, 120.0),
    ("video", "crf", 10, 40),
)


def _check_foot(foot: FootSpec, where: str) -> None:
    if not -15.0 <= foot.foot_strike_angle_deg <= 30.0:
        raise SpecError(f"{where}.foot_strike_angle_deg must lie between -15 and 30.")
    if foot.toe_off_angle_deg is not None and not -75.0 <= foot.toe_off_angle_deg <= -35.0:
        raise SpecError(f"{where}.toe_off_angle_deg must lie between -75 and -35.")
    if not foot.heel_comes_down and foot.foot_strike_angle_deg > TOE_BELOW:
        raise SpecError(
            f"{where}.heel_comes_down can be false only for a toe strike (below {TOE_BELOW} "
            "degrees)."
        )


def _check_colours(part: RunnerSpec | SceneSpec) -> None:
    names = ("skin", "hair", "shirt", "shorts", "socks", "shoe", "midsole", "outsole")
    for name in (*names, "shoe_accent", "wall", "floor", "machine"):
        value = getattr(part, name, "#000000")
        if not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
            raise SpecError(f"The colour {name} is {value!r}; write it as #rrggbb.")


T = TypeVar("T")
_KINDS = {float: "a number", int: "a whole number", str: "text", bool: "true or false"}


def from_mapping(cls: type[T], data: object, where: str = "") -> T:
    """Build the spec dataclass ``cls`` from plain data.

    Raises
    ------
    SpecError
        On a field that does not exist, a missing name, or a value of the wrong type.
    """
    if not isinstance(data, Mapping):
        raise SpecError(f"{where or 'The spec'} must be an object of fields.")
    hints = typing.get_type_hints(cls)
    unknown = sorted(set(map(str, data)) - set(hints))
    if unknown:
        raise SpecError(
            f"Unknown field {(where + '.' if where else '') + unknown[0]!r}; "
            f"known here: {', '.join(sorted(hints))}."
        )
    dotted = f"{where}." if where else ""
    values = {name: _convert(hints[name], value, dotted + name) for name, value in data.items()}
    if cls is ClipSpec and "name" not in values:
        raise SpecError("The spec has no 'name'.")
    return cls(**values)


def _convert(hint: Any, value: object, where: str) -> object:
    if dataclasses.is_dataclass(hint):
        return from_mapping(typing.cast(type[object], hint), value, where)
    if typing.get_origin(hint) is types.UnionType:
        return None if value is None else _convert(typing.get_args(hint)[0], value, where)
    if typing.get_origin(hint) is Literal:
        if value not in typing.get_args(hint):
            raise SpecError(f"{where} must be one of {', '.join(typing.get_args(hint))}.")
        return value
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if hint is float and number:
        return float(typing.cast(float, value))
    if hint is int and number and float(typing.cast(float, value)).is_integer():
        return int(typing.cast(float, value))
    if hint in (str, bool) and isinstance(value, hint):
        return value
    raise SpecError(f"{where} must be {_KINDS[hint]}, not {value!r}.")


def load_specs(path: Path) -> list[ClipSpec]:
    """Read one spec (an object) or several (a list) from a JSON file.

    Raises
    ------
    SpecError
        When the file cannot be read, is no JSON, or holds a bad spec.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SpecError(f"The spec file {path} cannot be read; check the path.") from error
    except ValueError as error:
        raise SpecError(f"The spec file {path} is not valid JSON: {error}.") from error
    return [from_mapping(ClipSpec, item) for item in (data if isinstance(data, list) else [data])]


def to_mapping(spec: ClipSpec) -> dict[str, Any]:
    """Return the spec as plain data, the inverse of `from_mapping`."""
    return dataclasses.asdict(spec)
