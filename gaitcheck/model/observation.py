"""What was seen in a clip: everything that `judge` needs, and nothing that needs pixels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaitcheck.model.basics import FactorSource, FloatArray, Side, require
from gaitcheck.model.landmarks import Landmarks
from gaitcheck.model.options import DEFAULT_OPTIONS, ClipOptions

# A frame that changes less than this against the usual change, and than this many grey levels, was
# stored twice.
STILL_SHARE: Final = 0.12
STILL_LEVELS: Final = 0.6
FEWEST_CHANGES: Final = 8
# Share of the background's corners that must follow a shift for it to be the camera's: most. Under
# light that flickers a tenth do, over a pan a half and more; what is written over a film stands
# still with up to half of them while the camera pans.
LEAST_STEADY: Final = 0.5


@dataclass(frozen=True, slots=True)
class Clip:
    """What the file holds, as shown (rotation applied), and its slow-motion factor.

    Attributes
    ----------
    file : str
        Name of the file.
    sha256 : str
        Checksum of the whole file.
    width, height : int
        Pixels.
    fps : float
        Pictures a second of file time.
    frames : int
    duration_s : float
        File time.
    rotation_deg : int
        How far the stored picture is turned to be shown, counter-clockwise, as FFmpeg states it.
    slow_motion : float
        How many times slower than life the clip plays.
    slow_motion_source : {"given", "file", "gait"}
        Who says so: the user, the file's own note of the camera's rate, or the gait.
    camera_fps : float or None
        Pictures a second that the camera took, where the file notes it.
    """

    file: str
    sha256: str
    width: int
    height: int
    fps: float
    frames: int
    duration_s: float
    rotation_deg: int
    slow_motion: float = 1.0
    slow_motion_source: FactorSource = "gait"
    camera_fps: float | None = None

    def __post_init__(self) -> None:
        require(self.width > 0 and self.height > 0, "a clip has a positive size")
        require(self.frames > 0, "a clip has at least one frame")
        require(self.slow_motion > 0, "the slow-motion factor is positive")


@dataclass(frozen=True, slots=True)
class Person:
    """One person seen in one surveyed frame.

    Attributes
    ----------
    frame : int
    height : float
        Height of the box around the landmarks, pixels.
    x, y : float
        Centre of that box, pixels.
    """

    frame: int
    height: float
    x: float
    y: float


@dataclass(frozen=True, slots=True, eq=False)
class PictureQuality:
    """What single pictures are like, one value per frame; NaN where nothing was measured.

    Attributes
    ----------
    brightness : array, shape (frames,)
        Mean grey level around the runner, 0..255.
    black, white : array, shape (frames,)
        Share of pixels around the runner without detail, 0..1.
    bare : array, shape (frames,)
        Share of pixels around the runner of the tone that lies under the feet, 0..1; 0 where
        something crosses the picture there, as the edge of a belt or of a road does. Of the whole
        picture where nobody was found.
    change : array, shape (frames,)
        Mean difference to the frame before around the runner, grey levels; about 0 for a frame that
        was stored twice.
    blur : array, shape (frames, 2)
        Width of the edges at the left and right foot, as a share of the foot's length.
    foot_change : array, shape (frames, 2)
        Mean difference to the frame before at the left and right foot, against `change`.
    zoom : array, shape (frames,)
        How much larger the background is than in the frame before, share; 0 for none.
    """

    brightness: FloatArray
    black: FloatArray
    white: FloatArray
    bare: FloatArray
    change: FloatArray
    blur: FloatArray
    foot_change: FloatArray
    zoom: FloatArray

    def repeats(self) -> NDArray[np.bool_]:
        """Return which frames show the picture before once more, shape (frames,)."""
        known = self.change[np.isfinite(self.change)]
        if len(known) < FEWEST_CHANGES:
            return np.zeros(len(self.change), dtype=bool)
        limit = min(STILL_SHARE * float(np.percentile(known, 75)), STILL_LEVELS)
        return np.asarray(self.change < limit)

    def repeated(self, start: int, stop: int) -> float:
        """Return the share of some frames that show the picture before once more, 0..1."""
        known = np.isfinite(self.change[start + 1 : stop])
        repeats = self.repeats()[start + 1 : stop]
        return float(repeats[known].mean()) if known.sum() >= FEWEST_CHANGES else 0.0


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


@dataclass(frozen=True, slots=True, eq=False)
class SoleTrack:
    """The sole of one foot as it was read in single pictures, each by itself.

    Attributes
    ----------
    heel, ball, toe : array, shape (frames, 2)
        Points on the edge of the sole nearer to the camera, pixels of the picture as shown: where
        the bevel at the heel ends, where the toes begin to rise, the tip. NaN where there was
        nothing to look at.
    pitch_deg : array, shape (frames,)
        Line from heel to ball against the picture's horizontal, toes up positive.
    sd_deg : array, shape (frames,)
        Standard deviation of `pitch_deg`.
    seen : array, shape (frames,)
        How likely the sole can be seen, 0..1; a reading with a low value is not to be used.
    """

    heel: FloatArray
    ball: FloatArray
    toe: FloatArray
    pitch_deg: FloatArray
    sd_deg: FloatArray
    seen: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Tracking:
    """Everything that was read from the pictures.

    Attributes
    ----------
    landmarks : Landmarks
        Of the followed runner.
    camera_shift : array, shape (frames, 2)
        How far the background moved since the frame before, pixels (x right, y down); 0 for the
        first frame.
    steadiness : array, shape (frames,)
        Share of background corners that moved by that shift, 0..1; about 0 at a cut.
    people : tuple of Person
        Everybody found in the surveyed frames.
    surveyed_frames : tuple of int
    picture_quality : PictureQuality or None
        How good the pictures are; None where there are no pictures, only landmarks.
    candidates : tuple of PersonSeen
        Everybody who could be the runner, from left to right.
    chosen : bool
        Whether the user said whom to follow.
    shot : (int, int) or None
        First frame of the one shot that is judged, and the frame after its last; None for a clip
        without a cut. Outside it the landmarks are NaN.
    soles : mapping of side to SoleTrack
        Left and right as the landmarks have them, exchanged legs included; empty where the pictures
        were not asked.
    part : (int, int) or None
        First frame that was looked at, and the frame after the last; None for the whole clip.
    pose_every : int
        The pose was looked for in every so manieth frame, from the first one looked at; between two
        of them landmarks lie on a smooth way, and soles are read around landing and push-off.
    """

    landmarks: Landmarks
    camera_shift: FloatArray
    steadiness: FloatArray
    people: tuple[Person, ...]
    surveyed_frames: tuple[int, ...]
    picture_quality: PictureQuality | None = None
    candidates: tuple[PersonSeen, ...] = ()
    chosen: bool = False
    shot: tuple[int, int] | None = None
    soles: Mapping[Side, SoleTrack] = field(default_factory=dict)
    part: tuple[int, int] | None = None
    pose_every: int = 1

    @property
    def looked_at(self) -> tuple[int, int]:
        """First frame that was looked at, and the frame after the last."""
        return self.part or (0, len(self.landmarks.time_s))

    @property
    def known_shift(self) -> FloatArray:
        """`camera_shift`, shape (frames, 2), pixels; NaN where too little background followed."""
        steady = (self.steadiness >= LEAST_STEADY)[:, None]
        return np.asarray(np.where(steady, self.camera_shift, np.nan))

    @property
    def repeated(self) -> float:
        """Share of the frames of the shot that show the picture before once more, 0..1."""
        if self.picture_quality is None:
            return 0.0
        start, stop = self.shot or self.looked_at
        return self.picture_quality.repeated(start, stop)


@dataclass(frozen=True, slots=True, eq=False)
class PushOff:
    """How the rear of one shoe was turned in the frames around toe-off.

    Attributes
    ----------
    offset : array, shape (n,)
        Strides since the toe-off predicted from the landmarks.
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
        Phase of that side, and strides since the contact predicted from the landmarks.
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


@dataclass(frozen=True, slots=True, eq=False)
class Observation:
    """All that was seen in a clip. `gaitcheck.judge` needs nothing else.

    Attributes
    ----------
    clip : Clip
        Its slow-motion factor is not known yet and stands at 1.
    options : ClipOptions
        What the user said when the clip was observed.
    tracking : Tracking
        What the pose pass saw, over the whole clip, cuts included.
    shoes : mapping of side to ShoeTrack
        What the second look saw; without the sides whose shoe is too small or too seldom seen.
    hips_crossed : float
        Share of the hips' width that something which stands still crosses; NaN where not looked at.
    quantiser : float
        How strongly the clip was compressed: the mean quantiser of H.264, 0 to 51; NaN where
        unknown.
    version : str
        Of the program that observed.
    """

    clip: Clip
    tracking: Tracking
    shoes: Mapping[Side, ShoeTrack] = field(default_factory=dict)
    options: ClipOptions = DEFAULT_OPTIONS
    hips_crossed: float = float("nan")
    quantiser: float = float("nan")
    version: str = ""

    def __post_init__(self) -> None:
        frames = len(self.tracking.landmarks.time_s)
        require(frames == self.clip.frames, "landmarks for every frame of the clip")
