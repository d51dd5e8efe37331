"""What is passed along the flow: frozen dataclasses and no I/O.

Conventions, everywhere unless a name says otherwise:

- image coordinates are pixels of the picture as it is shown (rotation applied), x to the right and
  y *downwards*; the gait modules convert once to a frame with y upwards (`turn_axes`);
- angles are degrees, toes up positive;
- times with the plain suffix ``_time_s`` are *file time* (what a player shows); durations and
  cadence are *real time* (file time / slow-motion factor).
"""

from gaitcheck.model.basics import (
    HEEL_ABOVE,
    OTHER,
    SIDES,
    STRIKES,
    TOE_BELOW,
    AngleSource,
    FactorSource,
    FloatArray,
    Plane,
    Reliability,
    Severity,
    Side,
    StepStrike,
    Strike,
    VerdictStrike,
    Z,
)
from gaitcheck.model.correction import KINDS, Correction, CorrectionKind, missed_step_id
from gaitcheck.model.finding import Finding, Need, Reason, Sight, Value
from gaitcheck.model.landmarks import (
    ANKLE,
    ELBOW,
    HEEL,
    HIP,
    KNEE,
    LANDMARK_NAMES,
    LEG_POINTS,
    SHOULDER,
    TOE,
    Landmarks,
    turn_axes,
)
from gaitcheck.model.observation import (
    Clip,
    Observation,
    Person,
    PersonSeen,
    PictureQuality,
    PushOff,
    ShoeTrack,
    SoleTrack,
    Tracking,
)
from gaitcheck.model.options import NOTHING_SAID, ClipOptions
from gaitcheck.model.result import (
    AdviceItem,
    Analysis,
    FootTracks,
    GroundLine,
    Metric,
    QualityNote,
    SideResult,
    Step,
    StrideCurve,
    Verdict,
    View,
)
from gaitcheck.model.so_far import SoFar

__all__ = [
    "ANKLE",
    "ELBOW",
    "HEEL",
    "HEEL_ABOVE",
    "HIP",
    "KINDS",
    "KNEE",
    "LANDMARK_NAMES",
    "LEG_POINTS",
    "NOTHING_SAID",
    "OTHER",
    "SHOULDER",
    "SIDES",
    "STRIKES",
    "TOE",
    "TOE_BELOW",
    "AdviceItem",
    "Analysis",
    "AngleSource",
    "Clip",
    "ClipOptions",
    "Correction",
    "CorrectionKind",
    "FactorSource",
    "Finding",
    "FloatArray",
    "FootTracks",
    "GroundLine",
    "Landmarks",
    "Metric",
    "Need",
    "Observation",
    "Person",
    "PersonSeen",
    "PictureQuality",
    "Plane",
    "PushOff",
    "QualityNote",
    "Reason",
    "Reliability",
    "Severity",
    "ShoeTrack",
    "Side",
    "SideResult",
    "Sight",
    "SoFar",
    "SoleTrack",
    "Step",
    "StepStrike",
    "StrideCurve",
    "Strike",
    "Tracking",
    "Value",
    "Verdict",
    "VerdictStrike",
    "View",
    "Z",
    "missed_step_id",
    "turn_axes",
]
