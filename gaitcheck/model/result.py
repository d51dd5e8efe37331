"""The result: what `judge` makes of an observation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from gaitcheck.model.basics import (
    STRIKES,
    AngleSource,
    FloatArray,
    Plane,
    Reliability,
    Severity,
    Side,
    StepStrike,
    Strike,
    VerdictStrike,
    require,
)
from gaitcheck.model.correction import Correction
from gaitcheck.model.finding import Finding
from gaitcheck.model.landmarks import Landmarks
from gaitcheck.model.observation import Clip, PersonSeen, SoleTrack
from gaitcheck.model.options import DEFAULT_OPTIONS, ClipOptions


@dataclass(frozen=True, slots=True)
class View:
    """How the camera sees the runner."""

    plane: Plane = "unknown"
    facing: Literal["left", "right", "unknown"] = "unknown"
    near_side: Literal["left", "right", "unknown"] = "unknown"


@dataclass(frozen=True, slots=True)
class Step:
    """One foot contact and what was read at it.

    Attributes
    ----------
    index : int
        Place among all steps in the order of time.
    side : {"left", "right"}
    contact_time_s, toe_off_time_s : float
        File time; toe-off is None where it was not seen.
    contact_frame : float
        Counted from 0, may be fractional.
    strike : {"heel", "midfoot", "toe", "unsure"}
    probability : mapping of strike to float
    foot_strike_angle_deg : float or None
    unsure_because : tuple of str
        Why there is no label; empty with one.
    id : str
        Foot and stride, such as ``left-4``, in another pass than the first one its number between,
        such as ``left-2-4``: stable however often a clip is judged.
    foot_strike_angle_ci95_deg : (float, float) or None
        95 % interval of the angle; its halves may differ.
    angle_source : {"shoe", "sole", "landmarks", "person"} or None
        What gave the angle; None without one.
    misread : float
        How likely it is that the shoe was misread, 0..1.
    by_person : bool
        Whether a person decided something about this step.
    machine : Step or None
        The machine's own answer where a person decided; None where the machine saw no contact.
    pass_number : int
        In which of the runner's passes: 1 is the one on which all but the landing is measured.
    """

    index: int
    side: Side
    contact_time_s: float
    contact_frame: float
    toe_off_time_s: float | None
    strike: StepStrike
    probability: Mapping[Strike, float]
    foot_strike_angle_deg: float | None
    unsure_because: tuple[str, ...] = ()
    id: str = ""
    foot_strike_angle_ci95_deg: tuple[float, float] | None = None
    angle_source: AngleSource | None = None
    misread: float = 0.0
    by_person: bool = False
    machine: Step | None = None
    pass_number: int = 1

    def __post_init__(self) -> None:
        require(set(self.probability) == set(STRIKES), "a probability for each strike")
        total = sum(self.probability.values())
        require(abs(total - 1.0) < 1e-3, f"probabilities sum to 1, not {total}")


@dataclass(frozen=True, slots=True)
class SideResult:
    """All steps of one foot taken together.

    `misread`, `by_person` and `machine` say of the foot what they say of a `Step`.

    Attributes
    ----------
    strike : {"heel", "midfoot", "toe", "unsure"}
    confidence : float
        0 for an unsure foot.
    steps : int
        How many.
    foot_strike_angle_deg : float or None
        None where it says too little to be stated.
    foot_strike_angle_ci95_deg : (float, float) or None
    contact_time_s : float or None
        Real time.
    angle_source : {"shoe", "sole", "landmarks", "person"} or None
        What the foot was judged by, whether or not the angle is stated; None where too little was
        seen.
    probability : mapping of strike to float or None
        What the angle says, also of a foot that stays unsure; None where too little was seen.
    """

    strike: VerdictStrike
    confidence: float
    steps: int
    foot_strike_angle_deg: float | None = None
    foot_strike_angle_ci95_deg: tuple[float, float] | None = None
    contact_time_s: float | None = None
    angle_source: AngleSource | None = None
    probability: Mapping[Strike, float] | None = None
    misread: float = 0.0
    by_person: bool = False
    machine: SideResult | None = None

    def __post_init__(self) -> None:
        require(0.0 <= self.confidence <= 1.0, "confidence lies in 0..1")


NO_STEPS: Final = SideResult("unsure", 0.0, 0)
"""The result of a foot of which no step was seen."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer for the whole clip, with one plain sentence why.

    `by_person` and `machine` say of the clip what they say of a `Step`.
    """

    strike: VerdictStrike
    confidence: float
    reason: str
    by_person: bool = False
    machine: Verdict | None = None

    def __post_init__(self) -> None:
        require(0.0 <= self.confidence <= 1.0, "confidence lies in 0..1")
        require(bool(self.reason), "a verdict has a reason")


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
        Steps (strides, for what has no side) that it was measured in.
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
        require(len(self.mean) == len(self.band), "a band for every mean")


@dataclass(frozen=True, slots=True)
class QualityNote:
    """One finding about the clip, with what to do about it."""

    code: str
    severity: Severity
    message: str
    remedy: str


_Note = TypeVar("_Note", Finding, QualityNote)


def gravest_first(notes: Iterable[_Note]) -> list[_Note]:
    """Return findings in the order of their severity, equal ones as they come."""
    order = ("blocker", "warning", "info")
    return sorted(notes, key=lambda note: order.index(note.severity))


@dataclass(frozen=True, slots=True)
class AdviceItem:
    """One piece of advice with where it comes from."""

    id: str
    title: str
    text: str
    source: str


class GroundLine(NamedTuple):
    """Where the ground runs under one step: a point of it, and the unit vector towards the toes."""

    x: float
    y: float
    dx: float
    dy: float


@dataclass(frozen=True, slots=True, eq=False)
class FootTracks:
    """Both feet as they were judged, laid on the ground, to draw the evidence with.

    Attributes
    ----------
    heel, toe, ankle : mapping of side to array, shape (frames, 2)
        Pixels of the picture as shown; NaN where the foot is not usable.
    from_shoe : mapping of side to array of bool, shape (frames,)
        Frames in which the line from heel to toe is the sole's own, from its pixels; elsewhere it
        joins landmarks of the pose, which do not tell how the sole lies. Empty where nobody noted
        it (results of before ``gaitcheck.analysis/2``).
    ground : mapping of step index to GroundLine
        Without the steps under which the ground was not seen.
    """

    heel: Mapping[Side, FloatArray]
    toe: Mapping[Side, FloatArray]
    ankle: Mapping[Side, FloatArray]
    from_shoe: Mapping[Side, NDArray[np.bool_]] = field(default_factory=dict)
    ground: Mapping[int, GroundLine] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Analysis:
    """The whole result; `gaitcheck.store.to_dict` gives its JSON form.

    Attributes
    ----------
    stride_time_s : float or None
        File time of a whole stride; None where no running cycle was seen.
    options : ClipOptions
        What the user said, as it was used.
    version, observed_version : str
        Of the program that judged, and of the one that observed.
    corrections : tuple of Correction
        What a person said, as it was used.
    rejected : tuple of Step
        The machine's steps that a person said are no contacts.
    soles : mapping of side to SoleTrack
        The soles as they were read in single pictures, by the foot whose they are.
    """

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
    stride_time_s: float | None = None
    options: ClipOptions = DEFAULT_OPTIONS
    version: str = ""
    observed_version: str = ""
    corrections: tuple[Correction, ...] = ()
    rejected: tuple[Step, ...] = ()
    feet: FootTracks | None = field(default=None, repr=False, compare=False)
    landmarks: Landmarks | None = field(default=None, repr=False, compare=False)
    soles: Mapping[Side, SoleTrack] = field(default_factory=dict, repr=False, compare=False)

    def foot(self, side: Side) -> SideResult:
        """Return the result of one foot, also where no step of it was seen."""
        return self.sides.get(side, NO_STEPS)

    @property
    def height_cm(self) -> float | None:
        """The runner's height where the user said it."""
        return self.options.height_cm

    @property
    def refused(self) -> bool:
        """Whether something in the clip forbids any label; then no angle is shown either."""
        return any(note.severity == "blocker" for note in self.quality)
