"""The data passed along the flow: frozen dataclasses, checked on creation.

Conventions, everywhere unless a name says otherwise:

- image coordinates are pixels of the picture as it is shown (rotation applied), x to the right and
  y *downwards*; the gait modules convert once to a frame with y upwards;
- angles are degrees, toes up positive;
- times with the plain suffix ``_time_s`` are *file time* (what a player shows); durations and
  cadence are *real time* (file time / slow-motion factor).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

Strike = Literal["heel", "midfoot", "toe"]
StepStrike = Literal["heel", "midfoot", "toe", "unsure"]
VerdictStrike = Literal["heel", "midfoot", "toe", "mixed", "unsure"]
Side = Literal["left", "right"]
Plane = Literal["side", "oblique", "front", "rear", "unknown"]
Severity = Literal["info", "warning", "blocker"]
Reliability = Literal["high", "medium", "low"]

STRIKES: tuple[Strike, ...] = get_args(Strike)
SIDES: tuple[Side, ...] = get_args(Side)


def _require(condition: bool, message: str) -> None:
    if not condition:
        raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Clip:
    """What the file holds, as shown (rotation applied), and its slow-motion factor."""

    file: str
    sha256: str
    width: int
    height: int
    fps: float
    frames: int
    duration_s: float
    rotation_deg: int
    slow_motion: float = 1.0

    def __post_init__(self) -> None:
        _require(self.width > 0 and self.height > 0, "a clip has a positive size")
        _require(self.frames > 0, "a clip has at least one frame")
        _require(self.slow_motion > 0, "the slow-motion factor is positive")


@dataclass(frozen=True, slots=True, eq=False)
class Landmarks:
    """MediaPipe's 33 pose landmarks of every frame; NaN where no person was found.

    Attributes
    ----------
    time_s : array, shape (frames,)
        File time of each frame, strictly increasing.
    points : array, shape (frames, 33, 2)
        Pixels of the picture as shown, y downwards.
    depth : array, shape (frames, 33)
        MediaPipe's z relative to the hips, scaled to pixels, smaller is nearer to the camera.
    visibility : array, shape (frames, 33)
        0..1 as MediaPipe states it.
    width, height : int
        Size of the picture in pixels.
    """

    time_s: FloatArray
    points: FloatArray
    depth: FloatArray
    visibility: FloatArray
    width: int
    height: int

    def __post_init__(self) -> None:
        n = len(self.time_s)
        _require(self.points.shape == (n, 33, 2), "points have shape (frames, 33, 2)")
        _require(self.depth.shape == (n, 33), "depth has shape (frames, 33)")
        _require(self.visibility.shape == (n, 33), "visibility has shape (frames, 33)")
        _require(bool(np.all(np.diff(self.time_s) > 0)), "frame times increase strictly")


@dataclass(frozen=True, slots=True)
class View:
    """How the camera sees the runner."""

    plane: Plane = "unknown"
    facing: Literal["left", "right", "unknown"] = "unknown"
    near_side: Literal["left", "right", "unknown"] = "unknown"


@dataclass(frozen=True, slots=True)
class Step:
    """One foot contact and what was read at it."""

    index: int
    side: Side
    contact_time_s: float
    contact_frame: float
    toe_off_time_s: float | None
    strike: StepStrike
    probability: Mapping[Strike, float]
    foot_strike_angle_deg: float | None
    unsure_because: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _require(set(self.probability) == set(STRIKES), "a probability for each strike")
        total = sum(self.probability.values())
        _require(abs(total - 1.0) < 1e-3, f"probabilities sum to 1, not {total}")


@dataclass(frozen=True, slots=True)
class SideResult:
    """All steps of one foot taken together."""

    strike: VerdictStrike
    confidence: float
    steps: int
    foot_strike_angle_deg: float | None = None
    foot_strike_angle_ci95_deg: tuple[float, float] | None = None
    contact_time_s: float | None = None

    def __post_init__(self) -> None:
        _require(0.0 <= self.confidence <= 1.0, "confidence lies in 0..1")


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer for the whole clip, with one plain sentence why."""

    strike: VerdictStrike
    confidence: float
    reason: str

    def __post_init__(self) -> None:
        _require(0.0 <= self.confidence <= 1.0, "confidence lies in 0..1")
        _require(bool(self.reason), "a verdict has a reason")


@dataclass(frozen=True, slots=True)
class Metric:
    """A measured quantity.

    Attributes
    ----------
    value : float or None
        None where the clip cannot support it; `limits` then says why.
    unit : str
    low, high : float or None
        95 % interval of the value: scatter, timing and what averaging cannot remove.
    n : int
        Steps (strides, for what has no side) that it stands on.
    spread : float or None
        Standard deviation from step to step as read, measuring noise included.
    method : str
        How it was measured, in one sentence.
    reliability : {"high", "medium", "low"} or None
        By the metric's kind, frame rate and view; None where there is no value.
    limits : tuple of str
        What lowers the reliability, or why there is no value.
    typical : (float, float) or None
        Range of group means in the literature, for the runner's speed where it is known.
    """

    value: float | None
    unit: str
    low: float | None = None
    high: float | None = None
    n: int = 0
    spread: float | None = None
    method: str = ""
    reliability: Reliability | None = None
    limits: tuple[str, ...] = ()
    typical: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class StrideCurve:
    """An angle over one stride, from contact to the next contact of the same foot.

    Attributes
    ----------
    unit : str
    mean : tuple of float
        At 0, 1 ... 100 % of the stride.
    band : tuple of float
        Standard deviation of single readings about the mean, same places.
    """

    unit: str
    mean: tuple[float, ...]
    band: tuple[float, ...]

    def __post_init__(self) -> None:
        _require(len(self.mean) == len(self.band), "a band for every mean")


@dataclass(frozen=True, slots=True)
class QualityNote:
    """One finding about the clip, with what to do about it."""

    code: str
    severity: Severity
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class PersonSeen:
    """Somebody in the picture who could be the runner.

    Attributes
    ----------
    number : int
        Counted from the left, from 1, in frame `frame`: what ``--runner`` takes.
    frame : int
    x, y, height : float
        Centre and height of the box around the person, pixels of the picture as shown.
    followed : bool
        Whether the analysis is about this person.
    """

    number: int
    frame: int
    x: float
    y: float
    height: float
    followed: bool = False


@dataclass(frozen=True, slots=True)
class AdviceItem:
    """One piece of advice with where it comes from."""

    id: str
    title: str
    text: str
    source: str


@dataclass(frozen=True, slots=True, eq=False)
class FootTracks:
    """Repaired image positions of both feet, to draw the evidence with.

    Attributes
    ----------
    heel, toe, ankle : mapping of side to array, shape (frames, 2)
        Pixels of the picture as shown; NaN where the foot is not usable.
    """

    heel: Mapping[Side, FloatArray]
    toe: Mapping[Side, FloatArray]
    ankle: Mapping[Side, FloatArray]


@dataclass(frozen=True, slots=True, eq=False)
class PushOff:
    """How the rear of one shoe was turned in the frames around toe-off.

    Attributes
    ----------
    offset : array, shape (n,)
        Strides since the toe-off that the landmarks let expect.
    turn_deg : array, shape (n,)
        Against the same shoe lying flat, heel up negative.
    likeness : array, shape (n,)
        Correlation with the rear of the flat shoe, -1..1.
    """

    offset: FloatArray
    turn_deg: FloatArray
    likeness: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class ShoeTrack:
    """How one shoe lay in the frames around its contacts.

    Attributes
    ----------
    side : Side
    frames : array of int, shape (n,)
    phase, offset : array, shape (n,)
        Phase of that side, and strides since the contact that the landmarks let expect.
    pitch_deg : array, shape (n,)
        How far the shoe is turned against the same shoe lying flat, toes up positive.
    heel, ball, toe : array, shape (n, 2)
        Points of the flat shoe's sole under the heel, the ball and the tip of the toes, gait frame,
        foot lengths.
    likeness : array, shape (n,)
        Correlation with the mean picture of the shoe at that part of the stride, -1..1.
    anchor : array, shape (n,)
        Correlation of that mean picture with the flat shoe's, of the less alike half of it, -1..1:
        how directly the angle could be read.
    gap_deg : array, shape (n,)
        How much the angle read in small steps from phase to phase exceeds the one read at once.
    halves_deg : array, shape (n,)
        How much the angle of the rear half of the shoe exceeds that of its front half.
    foot_length : float
        Pixels.
    flat_frames : array of bool, shape (n,)
        Frames that make up the flat shoe's picture.
    push_off : PushOff or None
        None where toe-off was not expected anywhere.
    """

    side: Side
    frames: NDArray[np.intp]
    phase: FloatArray
    offset: FloatArray
    pitch_deg: FloatArray
    heel: FloatArray
    ball: FloatArray
    toe: FloatArray
    likeness: FloatArray
    anchor: FloatArray
    gap_deg: FloatArray
    halves_deg: FloatArray
    foot_length: float
    flat_frames: NDArray[np.bool_]
    push_off: PushOff | None = None


@dataclass(frozen=True, slots=True)
class Analysis:
    """The whole result; `gaitcheck.report.to_dict` gives its JSON form."""

    clip: Clip
    view: View
    verdict: Verdict
    sides: Mapping[Side, SideResult]
    cadence_spm: float | None
    metrics: Mapping[str, Metric]
    steps: tuple[Step, ...]
    quality: tuple[QualityNote, ...]
    advice: tuple[AdviceItem, ...]
    curves: Mapping[str, StrideCurve] = field(default_factory=dict)
    people: tuple[PersonSeen, ...] = ()
    height_cm: float | None = None
    feet: FootTracks | None = field(default=None, repr=False, compare=False)
    landmarks: Landmarks | None = field(default=None, repr=False, compare=False)

    @property
    def refused(self) -> bool:
        """Whether something in the clip forbids any label; then no angle is shown either."""
        return any(note.severity == "blocker" for note in self.quality)
