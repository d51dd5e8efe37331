"""Example analyses, and the small clip that they describe, for the tests of every room.

The runner is a stick figure on a treadmill, seen from the left side and running to the left. Its
feet follow a closed-form stride, so the tracks, the contacts and the drawn clip agree exactly.
Nothing here is measured: the labels and probabilities are plausible values, not results.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import av
import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import PchipInterpolator

from gaitcheck.model import (
    NO_STEPS,
    SIDES,
    AdviceItem,
    Analysis,
    Clip,
    Correction,
    FloatArray,
    FootTracks,
    GroundLine,
    Landmarks,
    Metric,
    Observation,
    QualityNote,
    Side,
    SideResult,
    Step,
    StepStrike,
    Strike,
    Tracking,
    Verdict,
    VerdictStrike,
    View,
)
from gaitcheck.model.precision import keep_precision
from tests.kept import kept

WIDTH: Final = 640
HEIGHT: Final = 360
FPS: Final = 30.0
FRAMES: Final = 90
CADENCE_SPM: Final = 168.0
STRIDE_S: Final = 2 * 60.0 / CADENCE_SPM
STANCE_SHARE: Final = 0.36
FIRST_CONTACT_S: Final[dict[Side, float]] = {"left": 0.2, "right": 0.2 + STRIDE_S / 2}

GROUND_Y: Final = 330.0
HIP_X: Final = 330.0
LEG_LENGTH: Final = 140.0
FOOT_LENGTH: Final = 42.0
GROUND: Final = GroundLine(HIP_X - 30.0, GROUND_Y, -1.0, 0.0)
"""Under every step: a point between first and last place of the lying foot, and where it points."""

ANGLE_DEG: Final[dict[Strike, float]] = {"heel": 18.0, "midfoot": 3.0, "toe": -7.0}
PROBABILITY: Final[dict[StepStrike, dict[Strike, float]]] = {
    "heel": {"heel": 0.96, "midfoot": 0.03, "toe": 0.01},
    "midfoot": {"heel": 0.08, "midfoot": 0.83, "toe": 0.09},
    "toe": {"heel": 0.01, "midfoot": 0.15, "toe": 0.84},
    "unsure": {"heel": 0.45, "midfoot": 0.4, "toe": 0.15},
}
CONFIDENCE: Final[dict[VerdictStrike, float]] = {
    "heel": 0.95,
    "midfoot": 0.8,
    "toe": 0.82,
    "mixed": 0.78,
    "unsure": 0.4,
}
STEP_HALF_DEG: Final = 6.0
"""Half the 95 % interval of a single step's angle."""
VERSION: Final = "1.2.3"


def make_analysis(strike: VerdictStrike = "heel", **changes: Any) -> Analysis:
    """Return an example analysis with this verdict; `changes` replace whole fields.

    ``mixed`` lands on the left heel and the right midfoot. ``unsure`` has steps that could not be
    told, and the quality notes that say why. See `make_stepless_analysis` for no steps at all.
    """
    per_side = _strike_of_sides(strike)
    analysis = Analysis(
        clip=make_clip(),
        view=View(plane="side", facing="left", near_side="left"),
        verdict=Verdict(strike, CONFIDENCE[strike], _REASON[strike]),
        sides={side: _make_side(side, per_side[side]) for side in SIDES},
        cadence_spm=CADENCE_SPM,
        metrics=make_metrics(),
        steps=make_steps(per_side),
        quality=make_quality_notes(strike),
        advice=make_advice(strike),
        stride_time_s=STRIDE_S,
        version=VERSION,
        observed_version=VERSION,
        feet=make_feet(per_side),
        landmarks=make_landmarks(per_side),
    )
    return replace(analysis, **changes)


def make_unsure_analysis(**changes: Any) -> Analysis:
    """Return an analysis whose steps could not be told."""
    return make_analysis("unsure", **changes)


def make_one_foot_analysis() -> Analysis:
    """Return an analysis that is sure of the left foot alone."""
    unsure = make_unsure_analysis()
    return replace(unsure, sides={**unsure.sides, "left": make_analysis("heel").sides["left"]})


def make_refused_analysis(**changes: Any) -> Analysis:
    """Return an analysis of a clip that cannot be judged, though angles were read in it."""
    analysis = make_unsure_analysis(**changes)
    steps = tuple(
        replace(step, foot_strike_angle_deg=17.0, unsure_because=("the clip cannot be judged",))
        for step in analysis.steps
    )
    return replace(analysis, steps=steps)


def make_mixed_analysis(**changes: Any) -> Analysis:
    """Return an analysis with a left heel and a right midfoot strike."""
    return make_analysis("mixed", **changes)


def make_reviewed_analysis(**changes: Any) -> Analysis:
    """Return an analysis of which a person confirmed the first step and rejected the last one."""
    machine = make_analysis()
    confirmed, rejected = machine.steps[0], machine.steps[-1]
    certain: dict[Strike, float] = {"heel": 1.0, "midfoot": 0.0, "toe": 0.0}
    first = replace(confirmed, probability=certain, by_person=True, machine=confirmed)
    sides = {
        side: replace(
            result,
            steps=sum(step.side == side for step in machine.steps[:-1]),
            by_person=True,
            machine=result,
        )
        for side, result in machine.sides.items()
    }
    fields: dict[str, Any] = {
        "steps": (first, *machine.steps[1:-1]),
        "sides": sides,
        "verdict": replace(machine.verdict, by_person=True, machine=machine.verdict),
        "corrections": (
            Correction("confirm", confirmed.id, who="A. Runner", when="2026-05-01T10:00:00"),
            Correction("not_a_contact", rejected.id, note="It only grazes the belt."),
        ),
        "rejected": (rejected,),
    }
    return make_analysis(**(fields | changes))


def make_stepless_analysis(**changes: Any) -> Analysis:
    """Return the analysis of a clip without a runner: no step, no foot, a blocker."""
    nobody = QualityNote(
        code="nobody",
        severity="blocker",
        message="Nobody could be followed in this clip.",
        remedy="Film one runner from the side, the whole body in the picture.",
    )
    fields: dict[str, Any] = {
        "view": View(),
        "verdict": Verdict("unsure", 0.0, "Nobody could be followed in this clip."),
        "sides": dict.fromkeys(SIDES, NO_STEPS),
        "cadence_spm": None,
        "metrics": {},
        "steps": (),
        "quality": (nobody,),
        "advice": (),
        "stride_time_s": None,
        "feet": None,
        "landmarks": None,
    }
    return make_analysis("unsure", **(fields | changes))


def make_clip(**changes: Any) -> Clip:
    """Return the description of the clip that `write_example_clip` draws."""
    clip = Clip(
        file="example run.mp4",
        sha256="5f" * 32,
        width=WIDTH,
        height=HEIGHT,
        fps=FPS,
        frames=FRAMES,
        duration_s=FRAMES / FPS,
        rotation_deg=0,
        slow_motion=1.0,
    )
    return replace(clip, **changes)


def make_observation(analysis: Analysis | None = None) -> Observation:
    """Return what was seen in the clip of an example: its landmarks, and no shoe.

    An analysis without landmarks is one of a clip in which nobody was found.
    """
    analysis = analysis or make_analysis()
    clip, landmarks = analysis.clip, analysis.landmarks
    if landmarks is None:
        nowhere = np.full((clip.frames, 33), np.nan)
        landmarks = Landmarks(
            time_s=np.arange(clip.frames) / clip.fps,
            points=np.full((clip.frames, 33, 2), np.nan),
            depth=nowhere,
            visibility=nowhere,
            width=clip.width,
            height=clip.height,
        )
    tracking = Tracking(
        landmarks=landmarks,
        camera_shift=np.zeros((clip.frames, 2)),
        steadiness=np.ones(clip.frames),
        people=(),
        surveyed_frames=(),
        candidates=analysis.people,
    )
    return Observation(
        clip=replace(clip, slow_motion=1.0, slow_motion_source="gait"),
        tracking=keep_precision(tracking),
        options=analysis.options,
        version=analysis.observed_version,
    )


def make_steps(per_side: dict[Side, StepStrike]) -> tuple[Step, ...]:
    """Return all steps of the example clip in the order of their contacts."""
    contacts = sorted(
        (FIRST_CONTACT_S[side] + k * STRIDE_S, side)
        for side in SIDES
        for k in range(20)
        if FIRST_CONTACT_S[side] + k * STRIDE_S < (FRAMES - 1) / FPS
    )
    return tuple(
        make_step(index, side, contact_s, per_side[side])
        for index, (contact_s, side) in enumerate(contacts)
    )


def make_step(index: int, side: Side, contact_time_s: float, strike: StepStrike) -> Step:
    """Return one step; the last one of a clip has no toe-off in the file."""
    toe_off_s = contact_time_s + STANCE_SHARE * STRIDE_S
    unsure = strike == "unsure"
    angle = None if unsure else _angle_deg(strike) + 0.4 * (index % 3 - 1)
    return Step(
        index=index,
        side=side,
        contact_time_s=contact_time_s,
        contact_frame=contact_time_s * FPS,
        toe_off_time_s=toe_off_s if toe_off_s < FRAMES / FPS else None,
        strike=strike,
        probability=dict(PROBABILITY[strike]),
        foot_strike_angle_deg=angle,
        unsure_because=("The foot is blurred at contact.",) if unsure else (),
        id=f"{side}-{index // 2}",
        foot_strike_angle_ci95_deg=(
            None if angle is None else (angle - STEP_HALF_DEG, angle + STEP_HALF_DEG)
        ),
        angle_source=None if unsure else "shoe",
    )


def make_metrics() -> dict[str, Metric]:
    """Return a few metrics, one of them without a value."""
    return {
        "contact_time": Metric(0.2571, "s", 0.25, 0.264, 8),
        "duty_factor": Metric(0.36, "1", 0.35, 0.37, 8),
        "vertical_oscillation": Metric(None, "leg length"),
    }


def make_quality_notes(strike: VerdictStrike) -> tuple[QualityNote, ...]:
    """Return the notes on the clip: a blocker too when the verdict is unsure."""
    frame_rate = QualityNote(
        code="low_frame_rate",
        severity="warning",
        message="The clip has 30 frames a second, so the contact is known to about 10 ms.",
        remedy="Film at 120 frames a second or more.",
    )
    blurred = QualityNote(
        code="blurred_feet",
        severity="blocker",
        message="The feet are blurred at most contacts.",
        remedy="Film in bright light, with a short shutter time.",
    )
    return (frame_rate, blurred) if strike == "unsure" else (frame_rate,)


def make_advice(strike: VerdictStrike) -> tuple[AdviceItem, ...]:
    """Return two pieces of advice."""
    landing = AdviceItem(
        id=f"technique-{strike}",
        title="Aim to land on the middle of the foot",
        text="The article recommends a mid-foot landing: the foot meets the ground flat.",
        source="Preventing Heel Pain For Runners",
    )
    stretches = AdviceItem(
        id="stretch-high-knees",
        title="Warm up with high knees",
        text="Lift each knee in turn to hip height for half a minute.",
        source="Preventing Heel Pain For Runners",
    )
    return (landing, stretches)


def make_feet(per_side: dict[Side, StepStrike]) -> FootTracks:
    """Return the image positions of both feet in every frame of the example clip."""
    legs = {side: _leg(side, _angle_deg(per_side[side])) for side in SIDES}
    return FootTracks(
        heel={side: legs[side].heel for side in SIDES},
        toe={side: legs[side].toe for side in SIDES},
        ankle={side: legs[side].ankle for side in SIDES},
        from_shoe={side: np.ones(FRAMES, dtype=np.bool_) for side in SIDES},
        ground={step.index: GROUND for step in make_steps(per_side)},
    )


def make_landmarks(per_side: dict[Side, StepStrike]) -> Landmarks:
    """Return MediaPipe's 33 points of the stick figure in every frame."""
    points = np.zeros((FRAMES, 33, 2))
    depth = np.zeros((FRAMES, 33))
    hip = _hip()
    neck = hip + np.array([-8.0, -95.0])
    points[:, :11] = (neck + np.array([-14.0, -25.0]))[:, np.newaxis]
    for offset, side in enumerate(SIDES):
        leg = _leg(side, _angle_deg(per_side[side]))
        swing = 30.0 * np.sin(2 * np.pi * (_phase(side) + 0.3))
        elbow = neck + np.column_stack([5.0 - swing * 0.6, np.full(FRAMES, 42.0)])
        wrist = elbow + np.column_stack([-22.0 - swing * 0.6, np.full(FRAMES, -6.0)])
        for first, place in ((11, neck), (13, elbow), (15, wrist), (23, hip)):
            points[:, first + offset] = place
        for first in (17, 19, 21):
            points[:, first + offset] = wrist + np.array([-6.0, 0.0])
        for first, place in (
            (25, leg.knee),
            (27, leg.ankle),
            (29, leg.heel),
            (31, leg.toe),
        ):
            points[:, first + offset] = place
        depth[:, 11 + offset :: 2] = -20.0 if side == "left" else 20.0
    visibility = np.where(depth > 0, 0.86, 0.97)
    return Landmarks(np.arange(FRAMES) / FPS, points, depth, visibility, WIDTH, HEIGHT)


def write_example_clip(path: Path, analysis: Analysis | None = None) -> Path:
    """Draw the stick figure of `analysis` as an H.264 clip at `path` and return the path.

    Many tests want the same one: it is drawn once and copied.
    """
    landmarks = (analysis or make_analysis()).landmarks
    assert landmarks is not None, "the clip is drawn from the landmarks"
    name = f"stick-figure-{sha256(landmarks.points.tobytes()).hexdigest()[:16]}"

    def draw(folder: Path) -> None:
        frames = [_draw_frame(points) for points in landmarks.points]
        write_clip(folder / "drawn.mp4", frames, fps=FPS)

    shutil.copyfile(kept(name, draw) / "drawn.mp4", path)
    return path


def write_clip(path: Path, frames: list[NDArray[np.uint8]], *, fps: float) -> Path:
    """Write RGB frames of even size as an H.264 clip of nearly lossless quality."""
    height, width = frames[0].shape[:2]
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=Fraction(fps).limit_denominator(1001))
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.options = {"crf": "10", "preset": "veryfast"}
        for pixels in frames:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")))
        container.mux(stream.encode())
    return path


_REASON: Final[dict[VerdictStrike, str]] = {
    "heel": "All 8 steps land on the heel.",
    "midfoot": "All 8 steps land on the midfoot.",
    "toe": "All 8 steps land on the toes.",
    "mixed": "The left foot lands on the heel, the right foot on the midfoot.",
    "unsure": "The feet are too blurred at contact to tell how they land.",
}
_BONES: Final = (
    *((0, 11), (11, 13), (13, 15), (12, 14), (14, 16), (11, 23)),
    *((23, 25), (25, 27), (27, 29), (29, 31), (27, 31)),
    *((24, 26), (26, 28), (28, 30), (30, 32), (28, 32)),
)


@dataclass(frozen=True)
class _Leg:
    """Image positions of one leg, each of shape (frames, 2)."""

    knee: FloatArray
    ankle: FloatArray
    heel: FloatArray
    toe: FloatArray


def _strike_of_sides(strike: VerdictStrike) -> dict[Side, StepStrike]:
    if strike == "mixed":
        return {"left": "heel", "right": "midfoot"}
    return {"left": strike, "right": strike}


def _make_side(side: Side, strike: StepStrike) -> SideResult:
    count = sum(1 for step in make_steps({"left": strike, "right": strike}) if step.side == side)
    if strike == "unsure":
        return SideResult(strike, CONFIDENCE[strike], count)
    angle = _angle_deg(strike)
    return SideResult(
        strike,
        CONFIDENCE[strike],
        count,
        angle,
        (angle - 3.0, angle + 3.0),
        STANCE_SHARE * STRIDE_S,
        angle_source="shoe",
        probability=dict(PROBABILITY[strike]),
    )


def _angle_deg(strike: StepStrike) -> float:
    return 6.0 if strike == "unsure" else ANGLE_DEG[strike]


def _phase(side: Side) -> FloatArray:
    """Share of the stride since the last contact of this foot, in every frame."""
    time_s = np.arange(FRAMES) / FPS
    return np.asarray(((time_s - FIRST_CONTACT_S[side]) / STRIDE_S) % 1.0, dtype=np.float64)


def _hip() -> FloatArray:
    bounce = 4.0 * np.cos(4 * np.pi * (_phase("left") - STANCE_SHARE / 2))
    return np.column_stack([np.full(FRAMES, HIP_X), GROUND_Y - LEG_LENGTH + bounce])


def _leg(side: Side, contact_angle_deg: float) -> _Leg:
    """Move one foot through its stride; it runs to the left, so x is mirrored at the end."""
    phase = _phase(side)
    knots = [0.0, 0.06, 0.22, STANCE_SHARE, 0.5, 0.75, 0.93, 1.0]
    angles = [contact_angle_deg, 0.0, 0.0, -45.0, -80.0, -20.0, contact_angle_deg + 3.0]
    pitch = np.radians(PchipInterpolator(knots, [*angles, contact_angle_deg])(phase))
    lift = PchipInterpolator(knots, [0.0, 0.0, 0.0, 0.0, 45.0, 30.0, 8.0, 0.0])(phase)
    ahead = PchipInterpolator([0.0, STANCE_SHARE, 0.48, 0.9, 1.0], [55, -65, -85, 62, 55])(phase)

    half = FOOT_LENGTH / 2 * np.column_stack([np.cos(pitch), np.sin(pitch)])
    middle = np.column_stack([ahead, lift + np.abs(half[:, 1])])
    heel, toe = middle - half, middle + half
    ankle = heel + 0.5 * half + 0.8 * np.column_stack([-half[:, 1], half[:, 0]])
    to_image = np.array([-1.0, -1.0])
    heel, toe, ankle = (p * to_image + [HIP_X, GROUND_Y] for p in (heel, toe, ankle))
    return _Leg(_knee(_hip(), ankle), ankle, heel, toe)


def _knee(hip: FloatArray, ankle: FloatArray) -> FloatArray:
    """Put the knee in front of the line from hip to ankle, with two bones of equal length."""
    bone = 0.52 * LEG_LENGTH
    reach = ankle - hip
    length = np.linalg.norm(reach, axis=1, keepdims=True)
    bend = np.sqrt(np.maximum(bone**2 - (length / 2) ** 2, 0.0))
    forward = np.column_stack([-reach[:, 1], reach[:, 0]]) / length
    return np.asarray(hip + reach / 2 + bend * forward, dtype=np.float64)


def _draw_frame(points: FloatArray) -> NDArray[np.uint8]:
    frame = np.full((HEIGHT, WIDTH, 3), (206, 212, 218), dtype=np.uint8)
    frame[int(GROUND_Y) :] = (96, 99, 104)
    for start, end in reversed(_BONES):
        near = start % 2 == 1 or start == 0
        colour = (32, 48, 92) if near else (128, 134, 156)
        ends = [tuple(int(v) for v in np.round(points[i] * 8)) for i in (start, end)]
        cv2.line(frame, ends[0], ends[1], colour, 7 if near else 6, cv2.LINE_AA, 3)
    nose = tuple(int(v) for v in np.round(points[0] * 8))
    cv2.circle(frame, nose, 18 * 8, (32, 48, 92), -1, cv2.LINE_AA, 3)
    return frame
