"""From an observation to the analysis: pure, well under a second, readable top to bottom."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from gaitcheck import __version__
from gaitcheck.advice import choose_advice
from gaitcheck.errors import InputError
from gaitcheck.gait.foot_tracks import feet_in_picture
from gaitcheck.gait.measure import GaitMeasure, measure_gait
from gaitcheck.gait.metrics import measure_curves, measure_metrics, read_form
from gaitcheck.gait.metrics.form import Form
from gaitcheck.gait.pace import SPEED_UNKNOWN, SlowMotion, note_camera_rate, state_factor
from gaitcheck.gait.passes import join_passes
from gaitcheck.gait.quality import Evidence, check_quality
from gaitcheck.gait.quality.evidence import different_fps
from gaitcheck.gait.refine import refine_gait
from gaitcheck.gait.shots import cut_frames, find_passes
from gaitcheck.gait.sole_tracks import join_soles, soles_of_legs
from gaitcheck.gait.verdict import judge_clip, label_steps, summarise_sides
from gaitcheck.gait.view import turned_view
from gaitcheck.model import (
    Analysis,
    ClipOptions,
    Correction,
    Finding,
    Landmarks,
    Observation,
    Side,
    SideResult,
    SoFar,
    SoleTrack,
    Tracking,
    Verdict,
)
from gaitcheck.model.mirror import as_run
from gaitcheck.review import Review, beside_machine
from gaitcheck.words.findings import say_finding
from gaitcheck.words.metrics import say_metrics
from gaitcheck.words.reasons import say_doubts, say_reason

# What may look less grave once the soles have been read: too early to say before.
NEEDS_SOLES: Final = frozenset({"feet_out_of_picture"})


def judge(
    observation: Observation,
    options: ClipOptions | None = None,
    corrections: Sequence[Correction] = (),
) -> Analysis:
    """Label every foot contact of an observed clip.

    Parameters
    ----------
    observation : Observation
    options : ClipOptions, optional
        What the user says of the clip; by default what was said when it was observed.
    corrections : sequence of Correction
        What a person saw, in any order; see `gaitcheck.review` for the rules.

    Returns
    -------
    Analysis
        The same for the same arguments, byte for byte.

    Raises
    ------
    InputError
        When the options ask for another runner or part than the one observed, or a correction
        names a step that is not there.
    """
    return Judged.of(observation, options).corrected(corrections)


def judge_so_far(observation: Observation) -> SoFar:
    """Return what can be said of a clip of which only the landmarks are known yet.

    Parameters
    ----------
    observation : Observation
        Without shoes and soles.
    """
    found = judge(observation)
    notes = tuple(note for note in found.quality if note.code not in NEEDS_SOLES)
    return SoFar(found.view, found.cadence_spm, notes)


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """A clip judged by the machine alone, ready to take in what a person says, time and again.

    Attributes
    ----------
    machine : Analysis
        The machine's own answer.
    """

    machine: Analysis
    _seen: _Seen
    _gait: GaitMeasure

    @classmethod
    def of(cls, observation: Observation, options: ClipOptions | None = None) -> Judged:
        """Measure and judge an observed clip; see `judge`."""
        options = observation.options if options is None else options
        if options.runner != observation.options.runner:
            raise InputError("Another runner was followed in this result. Analyse the clip again.")
        looked_at = observation.options
        if (options.from_s, options.to_s) != (looked_at.from_s, looked_at.to_s):
            raise InputError("Another part was looked at in this result. Analyse the clip again.")
        observation = dataclasses.replace(observation, options=options)
        run = as_run(observation)
        passes = find_passes(run.tracking)
        gait = _measure_passes(run, passes, options)
        seen = _Seen.of(run, passes[0], gait)
        return cls(_answer(seen, gait, options), seen, gait)

    def corrected(self, corrections: Sequence[Correction]) -> Analysis:
        """Return the answer with what a person saw; without any, the machine's own.

        Raises
        ------
        InputError
            When a correction names a step that is not there, or makes no sense.
        """
        if not corrections:
            return self.machine
        review = Review(corrections, self.machine, self._gait)
        answer = _answer(self._seen, review.gait, self.machine.options, review)
        return beside_machine(answer, self.machine, review)


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """What was seen of a runner.

    Attributes
    ----------
    observation : Observation
        Its landmarks those of the pass with most of the run, on which most is measured.
    landmarks : Landmarks
        Of the whole clip.
    soles : sequence of mapping of side to SoleTrack
        Of each pass, by the foot whose they are.
    """

    observation: Observation
    landmarks: Landmarks
    soles: Sequence[Mapping[Side, SoleTrack]]

    @classmethod
    def of(cls, run: Observation, measured: Tracking, gait: GaitMeasure) -> _Seen:
        tracking = run.tracking
        soles = [
            soles_of_legs(tracking.soles, tracking.landmarks, part.body) for part in gait.every_pass
        ]
        run = dataclasses.replace(run, tracking=measured)
        return cls(run, tracking.landmarks, soles)


def measure_observed(observation: Observation) -> GaitMeasure:
    """Return the gait on which the labels stand: from the landmarks, refined by the pictures.

    The shoes were followed in the pass with most of the run; the other passes tell by their soles
    how the feet land, where nothing forbids a label for them.
    """
    run = as_run(observation)
    return _measure_passes(run, find_passes(run.tracking), observation.options)


def _measure_passes(
    run: Observation, trackings: Sequence[Tracking], options: ClipOptions
) -> GaitMeasure:
    main, *others = trackings
    seen = dataclasses.replace(run, tracking=main)
    gait = _measure_pass(seen, mirrored=options.mirrored)
    passes = {}
    for number, tracking in enumerate(sorted(others, key=lambda part: part.shot or (0, 0)), 2):
        seen = dataclasses.replace(run, tracking=tracking, shoes={})
        part = _measure_pass(seen, mirrored=options.mirrored)
        if not _examine(seen, part, options).blockers:
            passes[number] = part
    return join_passes(gait, passes, one_runner=not cut_frames(run.tracking))


def _measure_pass(run: Observation, *, mirrored: bool) -> GaitMeasure:
    tracking = run.tracking
    gait = measure_gait(tracking.landmarks)
    if mirrored:
        gait = dataclasses.replace(gait, view=turned_view(gait.view))
    soles = soles_of_legs(tracking.soles, tracking.landmarks, gait.body)
    return refine_gait(gait, run.shoes, run.quantiser, soles, tracking.known_shift)


@dataclass(frozen=True, slots=True, eq=False)
class _Examined:
    """What was found of a measured pass: its pace, its form, what the clip doctor says of it."""

    slow: SlowMotion
    form: Form | None
    findings: tuple[Finding, ...]

    @property
    def blockers(self) -> list[Finding]:
        """What forbids a label."""
        return [finding for finding in self.findings if finding.severity == "blocker"]


def _examine(observation: Observation, gait: GaitMeasure, options: ClipOptions) -> _Examined:
    clip, tracking = observation.clip, observation.tracking
    slow = _slow_motion(observation, gait, options)
    form = read_form(
        gait,
        tracking.landmarks,
        real_fps=different_fps(clip.fps, tracking) * slow.factor,
        slow_motion=slow.factor,
        real_times=not slow.contradicted,
        height_m=None if options.height_cm is None else options.height_cm / 100,
        camera_shift=tracking.known_shift,
    )
    evidence = Evidence(observation, gait, form, slow, belt_kmh=options.belt_kmh)
    return _Examined(slow, form, check_quality(evidence))


def _answer(
    seen: _Seen, gait: GaitMeasure, options: ClipOptions, review: Review | None = None
) -> Analysis:
    """Turn what was measured, and what a person saw, into the analysis."""
    observation = seen.observation
    clip, tracking = observation.clip, observation.tracking
    examined = _examine(observation, gait, options)
    slow, form, blockers = examined.slow, examined.form, examined.blockers
    quality = tuple(say_finding(finding) for finding in examined.findings)
    forbids = {note.code: note.message for note in quality if note.severity == "blocker"}
    sides = summarise_sides(gait, blockers, None if slow.contradicted else slow.factor)
    steps = label_steps(gait, blockers)
    if review is not None:
        steps = review.label_steps(steps, refused=bool(blockers))
        sides = sides if blockers else review.judge_sides(sides, steps)
    steps = tuple(say_doubts(step) for step in steps)
    verdict = _verdict(gait, sides, forbids)
    clip_facts = {} if form is None else {"real_fps": form.real_fps, "yaw_deg": form.yaw_deg}
    metrics = say_metrics(measure_metrics(form, blockers), forbids, **clip_facts)
    contact_s = {side: found.contact_time_s for side, found in sides.items()}
    return Analysis(
        clip=dataclasses.replace(clip, slow_motion=slow.factor, slow_motion_source=slow.source),
        view=gait.view.view,
        verdict=verdict,
        sides=sides,
        cadence_spm=metrics["cadence"].value,
        metrics=metrics,
        steps=steps,
        quality=quality,
        advice=choose_advice(verdict, sides, metrics),
        curves=measure_curves(form, blockers),
        people=tracking.candidates,
        stride_time_s=None if gait.cycle is None else gait.cycle.stride_s,
        options=options,
        version=__version__,
        observed_version=observation.version,
        feet=feet_in_picture(observation, gait, seen.soles, steps, contact_s, slow.factor),
        landmarks=seen.landmarks,
        soles=join_soles(seen.soles),
    )


def _verdict(
    gait: GaitMeasure, sides: Mapping[Side, SideResult], forbids: Mapping[str, str]
) -> Verdict:
    """Return the verdict in words; the first finding that forbids one is its reason."""
    if forbids:
        return Verdict("unsure", 0.0, next(iter(forbids.values())))
    judged = judge_clip(gait, sides)
    return Verdict(judged.strike, judged.confidence, say_reason(judged.reason))


def _slow_motion(observation: Observation, gait: GaitMeasure, options: ClipOptions) -> SlowMotion:
    """Return the factor: the user's word, else what file and gait say."""
    if options.slow_motion is not None:
        return state_factor(options.slow_motion, None if gait.pace is None else gait.pace.slow)
    if gait.pace is None:
        return SPEED_UNKNOWN
    clip = observation.clip
    noted = None if clip.camera_fps is None or not clip.fps else clip.camera_fps / clip.fps
    return note_camera_rate(gait.pace.slow, noted)
