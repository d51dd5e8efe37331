"""Running or walking, and how much the clip is slowed down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from gaitcheck.gait.body import Body
from gaitcheck.gait.curves import moving_average
from gaitcheck.gait.cycle import Cycle
from gaitcheck.model import Z

# The pelvis is highest in mid-flight when running and at mid-stance when walking (Farley & Ferris
# 1998, doi 10.1249/00003677-199800260-00012). In strides after the foot is furthest ahead it
# peaks at .43 to .50 in running and at .23 to .26 in walking (benchmarks/thresholds.py); the border
# lies between, with room on both sides.
WALKING_PEAK: Final = (0.12, 0.36)
# Where steps come as often as a walker's do (100 a minute is moderate walking, 130 vigorous:
# Tudor-Locke and others 2018, doi 10.1136/bjsports-2017-097628), peaks in between count as walking
# too. A walker with an inset of his own legs in the picture read .39 (benchmarks/as_posted.py); no
# runner, drawn or real, of 200 films read less than .41.
WALKING_CADENCE: Final = (90.0, 135.0)
LATEST_WALKING_PEAK: Final = 0.40
# A walker's foot is on the ground for more than half of the stride: .55 to .59 in two real clips of
# walkers, .11 to .45 in 20 of runners (`feet_alone.time_on_ground`).
WALKING_ON_GROUND: Final = 0.50
# Where steps come as often as a walker's do, from this share on: of one stride of a walker whose
# feet alone were seen it read .40.
WALKERS_ON_GROUND: Final = 0.35
# Amplitude of the pelvis acceleration's first harmonic in m/s2: 11.5 to 13.6 in five force-plate
# trials at 2.5-4.5 m/s (Fukuchi 2017, doi 10.7717/peerj.3298).
PELVIS_ACCELERATION: Final = 12.8
# Thigh plus shank of an adult, m.
LEG_LENGTH_M: Final = 0.83
# Running cadence: 860 recreational runners ran at 164 steps/min; faster ones step more often.
USUAL_CADENCE: Final = 168.0
# Spread (natural logarithm) of both estimates of the real cadence.
CADENCE_SPREAD: Final = 0.09
FALL_SPREAD: Final = 0.12
# File cadences which need no slow motion to explain them, steps/min.
REAL_CADENCE: Final = (132.0, 235.0)
COMMON_FACTORS: Final = (2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 16.0, 20.0, 25.0, 32.0)
# A common factor is taken when it lies this close to the estimate (natural logarithm).
SNAP: Final = 0.16
# How often clips have a factor before they are seen: of twenty running clips found in the wild,
# eight were slow motion (2 to 25 times). Each common factor, and all others together.
REAL_TIME_SHARE: Final = 0.6
COMMON_SHARE: Final = 0.03
ODD_SHARE: Final = 0.04
ODD_CERTAINTY: Final = 0.5
# A file's own note counts from this factor on, where the range of the gait, widened, holds it.
NOTE_MATTERS: Final = 1.5
NOTE_MARGIN: Final = 1.2
NOTED_CERTAINTY: Final = 0.99
# A factor that the user states is contradicted beyond the range of the gait, widened by so much:
# the true factors of 24 drawn and 8 real clips lie in the range itself.
GIVEN_MARGIN: Final = 1.3


@dataclass(frozen=True, slots=True)
class SlowMotion:
    """How many times slower than life a file plays.

    Attributes
    ----------
    factor : float
    low, high : float
        95 % range of what gait alone tells, before a common factor was chosen.
    certainty : float
        Probability of the factor, 0..1.
    source : {"given", "file", "gait"}
        The user's word, the file's own note of the rate of the camera, or the gait.
    """

    factor: float
    low: float
    high: float
    certainty: float
    source: Literal["given", "file", "gait"] = "gait"

    @property
    def contradicted(self) -> bool:
        """Whether this running does not fit the factor that was given."""
        low, high = self.low / GIVEN_MARGIN, self.high * GIVEN_MARGIN
        return self.source == "given" and not low <= self.factor <= high


SPEED_UNKNOWN: Final = SlowMotion(1.0, 1.0, 1.0, 0.0)


@dataclass(frozen=True, slots=True)
class Pace:
    """What the pelvis tells about the gait.

    Attributes
    ----------
    bounce : float
        Amplitude of the pelvis' vertical movement at step frequency, leg lengths.
    peak_phase : float
        When it is highest, strides after a foot is furthest ahead, 0..0.5.
    slow : SlowMotion
        Estimated factor by which the file is slower than life.
    walking : bool
        Whether the pelvis is high at mid-stance, or each foot down for half of the time.
    on_ground : float
        Share of the stride for which a foot is on the ground, where feet alone were found: the
        pelvis is not known then, and neither are bounce and peak.
    """

    bounce: float
    peak_phase: float
    slow: SlowMotion
    walking: bool
    on_ground: float = float("nan")

    @property
    def slow_motion(self) -> float:
        """Estimated factor by which the file is slower than life."""
        return self.slow.factor


def measure_pace(body: Body, cycle: Cycle) -> Pace:
    """Measure the pelvis' bounce and estimate the slow-motion factor from it and the cadence."""
    width = round(cycle.stride_frames)
    height = body.pelvis[:, 1]
    bounce = (height - moving_average(height, width)) / body.leg_length
    known = np.isfinite(cycle.phase) & np.isfinite(bounce)
    angle = 4 * np.pi * cycle.phase[known]
    design = np.stack([np.cos(angle), np.sin(angle), np.ones_like(angle)], axis=1)
    cosine, sine, _ = np.linalg.lstsq(design, bounce[known], rcond=None)[0]
    amplitude = float(np.hypot(cosine, sine))
    peak = float(np.arctan2(sine, cosine) / (4 * np.pi) % 0.5)
    walking = is_walking(peak, 120.0 / cycle.stride_s)
    return Pace(amplitude, peak, _slow_motion(cycle, amplitude, walking=walking), walking)


def feet_pace(cycle: Cycle, on_ground: float) -> Pace:
    """Return the pace of feet alone: the cadence tells how much the clip is slowed down."""
    unknown = float("nan")
    walkers = _steps_as_walkers(120.0 / cycle.stride_s)
    walking = on_ground > (WALKERS_ON_GROUND if walkers else WALKING_ON_GROUND)
    return Pace(unknown, unknown, _slow_motion(cycle, 0.0, walking=walking), walking, on_ground)


def _slow_motion(cycle: Cycle, bounce: float, *, walking: bool) -> SlowMotion:
    # What is known of runners' cadence and flight says nothing about a walker; and where the
    # playback speed changes no one factor is right.
    if walking or not cycle.one_speed:
        return SPEED_UNKNOWN
    return estimate_slow_motion(120.0 / cycle.stride_s, bounce)


def is_walking(peak_phase: float, file_cadence_spm: float) -> bool:
    """Return whether the pelvis is highest at mid-stance, as in walking.

    Parameters
    ----------
    peak_phase : float
        When it is highest, strides after a foot is furthest ahead, 0..0.5.
    file_cadence_spm : float
        Steps per minute of file time.
    """
    earliest, latest = WALKING_PEAK
    if _steps_as_walkers(file_cadence_spm):
        latest = LATEST_WALKING_PEAK
    return earliest < peak_phase < latest


def _steps_as_walkers(file_cadence_spm: float) -> bool:
    slowest, fastest = WALKING_CADENCE
    return slowest < file_cadence_spm < fastest


def estimate_slow_motion(file_cadence_spm: float, bounce: float) -> SlowMotion:
    """Estimate the slow-motion factor.

    Parameters
    ----------
    file_cadence_spm : float
        Steps per minute of file time.
    bounce : float
        Amplitude of the pelvis' vertical movement, leg lengths.

    Returns
    -------
    SlowMotion
        1 when the cadence is a runner's; else the factor that brings it there, rounded to a
        common one when one is near.

    Notes
    -----
    In flight nothing but gravity acts, so bounce and step frequency go together: amplitude times
    angular frequency squared is about 1.3 g. Together with the usual cadence (weighted by their
    spreads) that gives the real cadence. The certainty is the probability of the chosen factor
    among the common ones and all others, by how often clips have them.
    """
    expected, weight = np.log(USUAL_CADENCE), CADENCE_SPREAD**-2
    if bounce > 0.01:
        falling = np.sqrt(PELVIS_ACCELERATION / (bounce * LEG_LENGTH_M)) / (2 * np.pi) * 60
        total = weight + FALL_SPREAD**-2
        expected = (expected * weight + np.log(falling) * FALL_SPREAD**-2) / total
        weight = total
    likely, spread = expected - float(np.log(file_cadence_spm)), weight**-0.5
    factor = float(np.exp(likely))
    if REAL_CADENCE[0] <= file_cadence_spm <= REAL_CADENCE[1]:
        chosen = 1.0
    else:
        nearest = min(COMMON_FACTORS, key=lambda common: abs(np.log(common / factor)))
        near = abs(np.log(nearest / factor)) < SNAP
        chosen = nearest if near else float(f"{factor:.2g}")
    margin = Z * spread
    return SlowMotion(
        chosen,
        low=float(np.exp(likely - margin)),
        high=float(np.exp(likely + margin)),
        certainty=_certainty(chosen, likely, spread),
    )


def _certainty(chosen: float, likely: float, spread: float) -> float:
    """Return the probability of a factor, given the logarithm that gait suggests."""

    def likelihood(factor: float) -> float:
        return float(np.exp(-0.5 * ((np.log(factor) - likely) / spread) ** 2))

    shares = {1.0: REAL_TIME_SHARE} | dict.fromkeys(COMMON_FACTORS, COMMON_SHARE)
    odds = {factor: share * likelihood(factor) for factor, share in shares.items()}
    # All other factors are equally frequent per octave.
    other = ODD_SHARE * spread * float(np.sqrt(2 * np.pi)) / float(np.log(COMMON_FACTORS[-1]))
    total = sum(odds.values()) + other
    # That a factor is none of the common ones does not tell which of the others it is.
    return odds[chosen] / total if chosen in odds else min(other / total, ODD_CERTAINTY)


def state_factor(factor: float, gait: SlowMotion | None) -> SlowMotion:
    """Return the factor that the user states, with the range that the gait would fit.

    Parameters
    ----------
    factor : float
    gait : SlowMotion or None
        From the gait; None, or of no certainty, where it tells nothing.
    """
    told = gait is not None and gait.certainty > 0
    low, high = (gait.low, gait.high) if gait is not None and told else (factor, factor)
    return SlowMotion(factor, low, high, 1.0, "given")


def note_camera_rate(slow: SlowMotion, noted: float | None) -> SlowMotion:
    """Join what gait says with the file's note of how many times faster the camera filmed.

    Some phones write the camera's rate into a slow-motion file. The note is believed when gait does
    not contradict it: a file that was edited to real speed may still carry it.
    """
    if noted is None or noted <= NOTE_MATTERS:
        return slow
    low, high = slow.low / NOTE_MARGIN, slow.high * NOTE_MARGIN
    if not low <= noted <= high:
        return slow
    return SlowMotion(noted, slow.low, slow.high, NOTED_CERTAINTY, "file")
