"""The foot-strike angle at contact, and what label it carries."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from gaitcheck.gait.body import Leg
from gaitcheck.gait.contacts import MeanEvents, StepEvents, strides_since
from gaitcheck.gait.fold import MeanStride, foot_pitch
from gaitcheck.gait.landing import NORMAL, QUANTILES, Landing
from gaitcheck.model import HEEL_ABOVE, TOE_BELOW, AngleSource, FloatArray, StepStrike, Strike, Z

# The foot's own flat phase, as shares of contact time: after the foot has come down and before the
# other leg swings past it at mid-stance, where MediaPipe confuses the feet (benchmarks/accuracy).
FLAT_PHASE: Final = (0.18, 0.34)
# The line from heel to toe landmark of a flat shoe lies so in the picture, degrees, with room for a
# camera that is tilted by 5 degrees: half of 80 feet whose shoe was followed show -15 to -7. What
# lies outside are landmarks thrown off by the leg that swings past (down to -45), which would make
# heel strikers of toe strikers (benchmarks/accuracy).
FLAT_LINE: Final = (-20.0, 0.0)
# How much lower the flat phase reads than standing: 0.95 deg over ten runner-sides (force-plate
# trials of Fukuchi 2017, doi 10.7717/peerj.3298; benchmarks/accuracy).
FLAT_BIAS: Final = 1.0
# Contact time as a share of the stride where toe-off was not seen (recreational running).
USUAL_DUTY: Final = 0.37
# Uncertainty of an angle from landmarks alone that no averaging over strides removes, degrees: what
# MediaPipe makes of this foot, this shoe, this camera: 6.5 over the 66 feet of the tuning set, 6.8
# over 76 held-out ones, with their noise; motion capture through a simulated camera gives 5.1 to
# 6.0 (benchmarks/accuracy).
MODEL_SPREAD: Final = 6.0
# What landmarks alone read on runners of each strike: mean and spread in degrees. MediaPipe's feet
# hardly show that the toes point down at a toe strike: the 66 feet of the tuning set of
# benchmarks/accuracy read 14 +- 5, 8 +- 4 and 3 +- 3. But drawn feet are not real ones: in motion
# capture midfoot strikers read as low as drawn toe strikers, so the tails get much room, and only a
# very steep foot decides.
LANDMARKS_BY_STRIKE: Final[Mapping[Strike, tuple[float, float]]] = {
    "heel": (14.0, 5.0),
    "midfoot": (8.5, 7.0),
    "toe": (4.5, 9.0),
}
# The far foot's readings scatter by this much more, degrees.
FAR_EXTRA_SPREAD: Final = 3.4
# True variation from step to step, degrees.
STEP_SPREAD: Final = 2.0
# Uncertainty of an angle from the shoe that no averaging removes, degrees, by how much the shoe at
# contact resembles the flat one: perspective, bending and blur. Below .8 a few shoes are misread by
# 7 to 10 degrees, and real shoes mostly lie there; above .84 feet are off by .9 in the mean square
# of 106 of the tuning runners, less than with these figures (benchmarks/shoe_error.py).
SHOE_SPREAD: Final = ((0.60, 0.78, 0.84, 0.95), (6.5, 4.5, 0.8, 0.5))
# A shoe that resembles the flat one too little to be believed still tells its angle to so many
# degrees: 5 in the mean square of four such feet of rendered clips.
DOUBTED_SPREAD: Final = 7.0
# How likely it is that a shoe which passed every check was still misread, before the landmarks
# are asked, by its length in pixels: 2 of 66 shoes of the tuning set of benchmarks/accuracy; one
# of four of 20 pixels in real clips.
MISREAD: Final = ((20.0, 35.0), (0.15, 0.03))
# Where the halves of the shoe disagree, this share of it is uncertainty too.
HALVES_DOUBT: Final = 0.25
FAR_SHOE_EXTRA: Final = 0.4
# Uncertainty, degrees, by the quantiser of H.264: strong compression keeps old pixels where the
# shoe has turned on, so that angles shrink (benchmarks/accuracy/degraded.py).
COMPRESSION_SPREAD: Final = ((36.0, 39.0, 43.0), (0.0, 3.0, 5.0))
# The loaded shoe lies this much lower than standing, in part: real soles give way.
SHOE_FLAT_BIAS: Final = 0.5
# The heel of some toe strikers never comes down: their flat phase is none, and rendered feet of
# that kind read 3 to 5 degrees too little (benchmarks/accuracy). This uncertainty, degrees, by the
# angle that was read; above the border to midfoot too, where it speaks for toe.
HEEL_UP_DOUBT: Final = ((-6.0, 1.5), (3.0, 0.0))
# What landmarks read for a true angle, degrees: toe strikes hardly show (the tuning set of
# benchmarks/accuracy; the held-out set gives the same line within half a degree).
LANDMARKS_BY_ANGLE: Final = ((-10.0, 2.0, 16.0), (0.9, 7.4, 15.0))
# How readings scatter about it: share and spread in degrees of the usual ones, 3.6 over the tuning
# set and 3.9 over the held-out one, none of 142 further off than 11, and of far-off ones; and what
# landmarks read whatever the angle, mean and spread.
LANDMARK_SCATTER: Final = ((0.98, 4.5), (0.02, 12.0))
LANDMARKS_AT_MISREAD: Final = (9.0, 8.0)
# The range in which a misread shoe or sole may lie, degrees; how often a sole is misread; and from
# how many standard deviations on the two contradict each other.
ANYWHERE_DEG: Final = 60.0
SOLE_MISREAD: Final = 0.05
CONTRADICTS: Final = 2.6
# Half width of the window around contact in which a single step is compared with the mean stride.
STEP_WINDOW: Final = 0.08
# Neighbouring frames share most of their error: no window holds more independent looks than this.
INDEPENDENT_LOOKS: Final = 3.0
# Below this probability of the best class, a step is called unsure.
SURE_ENOUGH: Final = 0.80
# Frames around contact, over all steps, below which a mean says nothing.
FEWEST_LOOKS: Final = 10
UNKNOWN: Final[Mapping[Strike, float]] = {"heel": 1 / 3, "midfoot": 1 / 3, "toe": 1 / 3}


@dataclass(frozen=True, slots=True)
class Angle:
    """An angle in degrees.

    Attributes
    ----------
    value : float
    spread : float
        Standard uncertainty against the truth.
    spread_below : float
        Further uncertainty that only makes the true angle smaller.
    noise : float
        The part of it that this clip brings and `LANDMARKS_BY_STRIKE` does not know.
    shifts : tuple of float
        How much the value would change had contact been a little earlier or later: equally likely
        alternatives.
    source : {"shoe", "sole", "landmarks", "person"}
        What gave it.
    misread : float
        Probability that the shoe or sole was misread.
    if_misread : mapping of strike to float or None
        Probability of each strike in that case.
    """

    value: float
    spread: float
    noise: float
    shifts: tuple[float, ...] = (0.0,)
    spread_below: float = 0.0
    source: AngleSource = "landmarks"
    misread: float = 0.0
    if_misread: Mapping[Strike, float] | None = None

    @property
    def direct(self) -> bool:
        """Whether it is the true angle but for its uncertainty, as one from landmarks is not."""
        return self.source != "landmarks"

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval."""
        return self.value - Z * self.most_spread, self.value + Z * self.spread

    @property
    def most_spread(self) -> float:
        """Standard uncertainty towards the side where it is larger."""
        return float(np.hypot(self.spread, self.spread_below))


def flat_pitch(mean: MeanStride, events: MeanEvents) -> Angle:
    """Return the pitch of the foot while it lies flat: the runner's own reference."""
    duty = events.duty or USUAL_DUTY
    grid = events.contact + duty * np.linspace(*FLAT_PHASE, 9)
    spread = float(np.mean(mean.pitch.standard_error(grid)))
    return Angle(float(np.clip(np.mean(mean.pitch(grid)), *FLAT_LINE)), spread, spread)


def foot_strike_angle(mean: MeanStride, events: MeanEvents, *, near: bool, steps: int) -> Angle:
    """Measure the mean foot-strike angle against the foot's own flat phase.

    Notes
    -----
    Camera tilt, incline and the bias of the landmarks are in both readings and cancel. The
    uncertainty joins the fit, the uncertain instant of contact (slope times its spread), the
    spread over runners that no averaging removes, and the steps' own variation.
    """
    flat = flat_pitch(mean, events)
    late = np.array([NORMAL.inv_cdf(share) for share in QUANTILES])
    pitch = mean.pitch(events.contact + events.contact_spread * late)
    at_contact = float(mean.pitch(np.array([events.contact]))[0])
    timing = float(np.std(pitch))
    fit = float(mean.pitch.standard_error(np.array([events.contact]))[0])
    own = STEP_SPREAD / np.sqrt(max(steps, 1))
    noise = float(np.sqrt(fit**2 + flat.spread**2 + own**2))
    return Angle(
        at_contact - flat.value - FLAT_BIAS,
        spread=float(np.sqrt(noise**2 + timing**2 + MODEL_SPREAD**2)),
        noise=float(np.hypot(noise, 0.0 if near else FAR_EXTRA_SPREAD)),
        shifts=tuple(float(p) for p in pitch - at_contact),
    )


def compression_spread(quantiser: float) -> float:
    """Return the uncertainty that compression adds to an angle from the shoe, degrees.

    Parameters
    ----------
    quantiser : float
        Of H.264, 0 to 51; NaN where unknown, which adds none.
    """
    return float(np.interp(quantiser, *COMPRESSION_SPREAD)) if np.isfinite(quantiser) else 0.0


def shoe_angle(landing: Landing, *, near: bool, steps: int, compression: float = 0.0) -> Angle:
    """Return the mean foot-strike angle that the shoe's pixels show.

    `compression` is the uncertainty from `compression_spread`, degrees.

    Notes
    -----
    The shoe is compared with itself, so its shape, camera tilt and incline cancel. The uncertainty
    joins the scatter of the readings, how different the shoe looks at contact, the uncertain
    instant of contact, the steps' own variation and the doubt whether a toe striker's foot ever lay
    flat. Below the border to midfoot the last speaks for no other strike, above it for toe: the
    toes would point down even more.
    """
    likeness, spreads = SHOE_SPREAD
    model = float(np.interp(landing.anchor, likeness, spreads))
    halves = HALVES_DOUBT * landing.halves_deg
    model = float(np.sqrt(model**2 + (landing.gap_deg / 2) ** 2 + halves**2))
    model = float(np.hypot(model, compression))
    if not near:
        model = float(np.hypot(model, FAR_SHOE_EXTRA))
    noise = float(np.sqrt(landing.pitch_noise_deg**2 + model**2))
    own = STEP_SPREAD / np.sqrt(max(steps, 1))
    timing = float(np.std(landing.shifts_deg))
    value = landing.pitch_deg - SHOE_FLAT_BIAS
    return Angle(
        value,
        spread=float(np.sqrt(noise**2 + timing**2 + own**2)),
        noise=noise,
        shifts=landing.shifts_deg,
        spread_below=float(np.interp(value, *HEEL_UP_DOUBT)),
        source="shoe",
    )


def doubted_angle(landing: Landing) -> Angle:
    """Return what a shoe tells that resembles the flat one too little to be believed."""
    value = landing.pitch_deg - SHOE_FLAT_BIAS
    return Angle(value, DOUBTED_SPREAD, DOUBTED_SPREAD, source="shoe")


def shoe_step_angle(landing: Landing, side: Angle, stride: int) -> Angle | None:
    """Return one step's angle from its own readings, shrunk towards the mean landing.

    None when the shoe was not seen around this contact.
    """
    own = landing.steps.get(stride)
    if own is None or not own.looks:
        return None
    deviation = np.clip(own.pitch_deg, -4 * STEP_SPREAD, 4 * STEP_SPREAD)
    return _shrunk(side, float(deviation), landing.reading_noise_deg, own.looks)


def weigh_landmarks(shoe: Angle, landmarks: Angle, foot_length: float) -> Angle:
    """Return the shoe's angle with how likely it was misread, and the label that holds then.

    Notes
    -----
    Bayes' rule: landmarks scatter about what they usually read for the angle of the shoe
    (`LANDMARK_SCATTER`), or, where the shoe was misread, about anything (`LANDMARKS_AT_MISREAD`).

    Parameters
    ----------
    shoe, landmarks : Angle
    foot_length : float
        Pixels.
    """
    true, read = LANDMARKS_BY_ANGLE
    expected = float(np.interp(shoe.value, true, read)) + max(shoe.value - true[-1], 0.0)
    apart = landmarks.value - expected
    extra = float(np.hypot(landmarks.noise, shoe.most_spread))
    right = sum(
        share * _density(apart, np.hypot(width, extra)) for share, width in LANDMARK_SCATTER
    )
    mean, width = LANDMARKS_AT_MISREAD
    wrong = _density(landmarks.value - mean, np.hypot(width, landmarks.noise))
    before = float(np.interp(foot_length, *MISREAD))
    misread = before * wrong / (before * wrong + (1 - before) * right)
    return dataclasses.replace(shoe, misread=misread, if_misread=strike_probability(landmarks))


def join_sole(shoe: Angle, sole: Angle) -> Angle:
    """Return the angle from a shoe that was followed and from its sole in single pictures.

    Notes
    -----
    Their errors have nothing to do with each other, so each counts by its variance. How likely the
    shoe was misread follows from Bayes' rule, as with the landmarks (`weigh_landmarks`): a shoe
    that was misread may lie anywhere (`ANYWHERE_DEG`), and so may a sole, one in twenty.
    """
    apart = sole.value - shoe.value
    anywhere = 1 / ANYWHERE_DEG
    beside = _density(apart, float(np.hypot(shoe.most_spread, sole.spread)))
    right = (1 - SOLE_MISREAD) * beside + SOLE_MISREAD * anywhere
    doubt = shoe.misread * anywhere
    misread = doubt / (doubt + (1 - shoe.misread) * right)
    weights = np.array([shoe.most_spread**-2, sole.spread**-2])
    share = float(weights[1] / weights.sum())
    if abs(apart) > CONTRADICTS * float(np.hypot(shoe.most_spread, sole.spread)):
        # One of the two was misread, and nothing tells which.
        return dataclasses.replace(shoe, misread=1.0, if_misread=strike_probability(sole))
    return dataclasses.replace(
        shoe,
        value=shoe.value + share * apart,
        spread=float(np.hypot((1 - share) * shoe.spread, share * sole.spread)),
        noise=float(np.hypot((1 - share) * shoe.noise, share * sole.noise)),
        spread_below=(1 - share) * shoe.spread_below,
        misread=misread,
        if_misread=strike_probability(sole),
    )


def _density(apart: float, width: float) -> float:
    return float(np.exp(-0.5 * (apart / width) ** 2) / (np.sqrt(2 * np.pi) * width))


def looks_at_contact(mean: MeanStride, phase: FloatArray, events: MeanEvents) -> int:
    """Return in how many frames, over all steps, the foot was seen around contact."""
    distance = strides_since(events.contact, phase)
    return int((mean.usable & (np.abs(distance) <= STEP_WINDOW)).sum())


def step_angle(
    leg: Leg, mean: MeanStride, phase: FloatArray, events: MeanEvents, step: StepEvents, side: Angle
) -> Angle | None:
    """Return one step's angle: the side's mean plus this step's own deviation, shrunk.

    None when the foot was not seen around this contact.
    """
    distance = phase - step.stride - events.contact
    near = mean.usable & (np.abs(distance) <= STEP_WINDOW)
    deviation = (foot_pitch(leg) - mean.pitch(np.nan_to_num(phase)))[near]
    deviation = deviation[np.isfinite(deviation)]
    if not len(deviation):
        return None
    own = np.clip(np.median(deviation), -3 * STEP_SPREAD, 3 * STEP_SPREAD)
    return _shrunk(side, float(own), mean.pitch.noise, len(deviation))


def _shrunk(side: Angle, deviation: float, noise: float, looks: int) -> Angle:
    """Return a step's angle: the side's mean plus the step's own deviation in so many looks."""
    trust = STEP_SPREAD**2 / (STEP_SPREAD**2 + noise**2 / min(looks, INDEPENDENT_LOOKS))
    left_over = STEP_SPREAD**2 * (1 - trust)
    return dataclasses.replace(
        side,
        value=side.value + trust * deviation,
        spread=float(np.sqrt(side.spread**2 + left_over)),
        noise=float(np.sqrt(side.noise**2 + left_over)),
    )


def strike_probability(angle: Angle) -> Mapping[Strike, float]:
    """Return the probability of each strike for an angle with its uncertainty.

    Notes
    -----
    Bayes' rule over the three strikes, equally likely before the clip is seen (a prior of "nearly
    everybody strikes heel first" would decide for the runner), each with a normal distribution of
    what this measurement reads (`LANDMARKS_BY_STRIKE`), widened by the clip's own noise. A reading
    beyond a strike's mean, away from the other strikes, speaks for it as the mean does. The answer
    is the mean over the possible instants of contact: a foot that turns flat fast reads as heel or
    as midfoot by when it touched.

    An angle from the shoe is the true one but for its uncertainty: its probability on either side
    of the borders is the answer, unless the shoe was misread (`weigh_landmarks`).
    """
    values = [angle.value + shift for shift in angle.shifts]
    if angle.direct:
        answers = [_from_true_angle(value, angle.noise, angle.spread_below) for value in values]
    else:
        answers = [_posterior(value, angle.noise) for value in values]
    mean = {strike: sum(a[strike] for a in answers) / len(answers) for strike in answers[0]}
    if angle.if_misread is None:
        return mean
    return {s: (1 - angle.misread) * mean[s] + angle.misread * angle.if_misread[s] for s in mean}


def _from_true_angle(value: float, noise: float, spread_below: float) -> Mapping[Strike, float]:
    # That the truth may be lower speaks for toe above the border, and not against it below.
    downwards = float(np.hypot(noise, spread_below)) if value > TOE_BELOW else noise
    toe = NORMAL.cdf((TOE_BELOW - value) / downwards)
    heel = NORMAL.cdf((value - HEEL_ABOVE) / noise)
    return {"heel": heel, "midfoot": max(1.0 - toe - heel, 0.0), "toe": toe}


def _posterior(value: float, noise: float) -> Mapping[Strike, float]:
    likelihood = {strike: _likelihood(value, noise, strike) for strike in LANDMARKS_BY_STRIKE}
    total = sum(likelihood.values())
    return {strike: share / total for strike, share in likelihood.items()}


def _likelihood(value: float, noise: float, strike: Strike) -> float:
    mean, spread = LANDMARKS_BY_STRIKE[strike]
    if strike == "heel":
        value = min(value, mean)
    elif strike == "toe":
        value = max(value, mean)
    width = float(np.hypot(spread, noise))
    return float(np.exp(-0.5 * ((value - mean) / width) ** 2) / width)


def most_likely(probability: Mapping[Strike, float]) -> tuple[Strike, float]:
    """Return the likeliest strike and its probability."""
    best = max(probability, key=lambda strike: probability[strike])
    return best, probability[best]


def label(probability: Mapping[Strike, float], sure_enough: float = SURE_ENOUGH) -> StepStrike:
    """Return the likeliest strike, or ``unsure`` when it is not likely enough."""
    best, share = most_likely(probability)
    return best if share >= sure_enough else "unsure"
