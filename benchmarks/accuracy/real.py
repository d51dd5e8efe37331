"""Real clips labelled by hand: verdicts, refusals, contacts, cadence. Only figures are kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache as once
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.accuracy.naive import RULES, judge_by_rule
from benchmarks.accuracy.sets import GAITCHECK, Say
from benchmarks.accuracy.statistics import match_events
from benchmarks.accuracy.tracking import observed
from benchmarks.sole_pitch import MARKS, REACH, Mark, read_marks
from gaitcheck.gait.sole_tracks import well_read
from gaitcheck.gait.strike import most_likely
from gaitcheck.judging import judge
from gaitcheck.model import SIDES, STRIKES, Analysis, Landmarks, Side, SoleTrack

# A contact found further than this from the label is another contact, frames.
TOLERANCE_FRAMES = 5.0


@dataclass(frozen=True, slots=True)
class RealClip:
    """One labelled clip.

    Attributes
    ----------
    name : str
        What the clip shows, from its file name.
    accepted : tuple of str
        Verdicts that are right; ``unsure`` alone means that the clip must be refused.
    verdicts : mapping of method to verdict
    confidence : float
        Of gaitcheck's verdict.
    refused : tuple of str
        Codes of gaitcheck's blockers.
    cadence, found_cadence : float or None
        Steps per minute, real time.
    contact_errors : tuple of float
        Frames, found minus label; empty where contacts are not labelled.
    labelled, missed : int
        Contacts.
    angles : mapping of side to (float, float)
        Foot-strike angle and half of its 95 % interval, degrees, where one is stated.
    pitch_errors : tuple of float
        Degrees, soles as they were read less marks by eye; empty where none are marked.
    stated : tuple of (float, bool)
        Of each step with an angle: the probability of its likeliest strike, and whether that is
        the clip's; empty where several verdicts are right.
    """

    name: str
    accepted: tuple[str, ...]
    verdicts: dict[str, str]
    confidence: float
    refused: tuple[str, ...]
    cadence: float | None
    found_cadence: float | None
    contact_errors: tuple[float, ...]
    labelled: int
    missed: int
    angles: dict[Side, tuple[float, float]] = field(default_factory=dict)
    pitch_errors: tuple[float, ...] = ()
    stated: tuple[tuple[float, bool], ...] = ()

    @property
    def outcome(self) -> str:
        """``right``, ``unsure`` (no answer where one was possible) or ``wrong``."""
        verdict = self.verdicts[GAITCHECK]
        if verdict in self.accepted:
            return "right"
        return "unsure" if verdict == "unsure" else "wrong"


def _itself(clip: Path) -> Path:
    return clip


def judge_real_clips(
    folder: Path,
    cache: Path,
    say: Say,
    film: Callable[[Path], Path] = _itself,
    only: str | None = None,
) -> list[RealClip]:
    """Judge every clip named in the folder's ``labels.json``; none when there is no such file.

    `film` names the file that is judged in a clip's place, the clip itself unless told; `only` is
    the stem of the one clip that is wanted.
    """
    labels = folder / "labels.json"
    if not labels.is_file():
        return []
    found = []
    for name, label in json.loads(labels.read_text(encoding="utf-8"))["clips"].items():
        if only not in (None, Path(name).stem):
            continue
        say(name)
        observation = observed(film(folder / name), cache)
        seen = observation.tracking.landmarks
        clip = _compare(Path(name).stem, label, judge(observation), seen)
        own = _marks().get(name, ()) if film is _itself else ()
        soles = observation.tracking.soles
        found.append(replace(clip, pitch_errors=tuple(_pitch_errors(own, soles))))
    return found


def _compare(name: str, label: dict[str, Any], analysis: Analysis, seen: Landmarks) -> RealClip:
    factor = label.get("slow_motion")
    naive = {
        rule.name: judge_by_rule(rule, seen, factor if isinstance(factor, float) else 1.0).verdict
        for rule in RULES
    }
    errors, labelled, missed = _contact_errors(label, analysis)
    return RealClip(
        name=name.replace("_", " "),
        accepted=(*label["verdict"], *label.get("accept_also", [])),
        verdicts={GAITCHECK: analysis.verdict.strike, **naive},
        confidence=analysis.verdict.confidence,
        refused=tuple(note.code for note in analysis.quality if note.severity == "blocker"),
        cadence=_cadence(label),
        found_cadence=analysis.cadence_spm,
        contact_errors=errors,
        labelled=labelled,
        missed=missed,
        angles=dict(_angles(analysis)),
        stated=tuple(_stated(label["verdict"], analysis)),
    )


def _stated(accepted: Sequence[str], analysis: Analysis) -> Iterator[tuple[float, bool]]:
    if len(accepted) != 1 or accepted[0] not in STRIKES:
        return
    for step in analysis.steps:
        if step.foot_strike_angle_deg is not None:
            strike, likely = most_likely(step.probability)
            yield likely, strike == accepted[0]


def _angles(analysis: Analysis) -> Iterator[tuple[Side, tuple[float, float]]]:
    for side, result in analysis.sides.items():
        value, interval = result.foot_strike_angle_deg, result.foot_strike_angle_ci95_deg
        if value is not None and interval is not None:
            yield side, (value, (interval[1] - interval[0]) / 2)


@once
def _marks() -> dict[str, list[Mark]]:
    """Return the soles marked by eye that are clear to see, by the name of the clip."""
    found: dict[str, list[Mark]] = {}
    for path in MARKS:
        for mark in read_marks(path) if path.is_file() else ():
            if mark.clear and mark.pitch_deg is not None:
                found.setdefault(mark.clip, []).append(mark)
    return found


def _pitch_errors(marks: Sequence[Mark], soles: Mapping[Side, SoleTrack]) -> Iterator[float]:
    """Yield by how much the soles that were read are off, where one was read at a mark."""
    for mark in marks:
        assert mark.pitch_deg is not None
        read = [
            (float(np.linalg.norm((sole.heel + sole.toe)[mark.frame] / 2 - mark.middle)), sole)
            for sole in soles.values()
            if well_read(sole)[mark.frame]
        ]
        away, sole = min(read, key=lambda found: found[0], default=(np.inf, None))
        if sole is not None and away < REACH * mark.shoe_length:
            yield float((sole.pitch_deg[mark.frame] - mark.pitch_deg + 180) % 360 - 180)


def _cadence(label: dict[str, Any]) -> float | None:
    if "cadence_spm" in label:
        return float(label["cadence_spm"])
    if "cadence_spm_in_file_time" in label:
        return float(label["cadence_spm_in_file_time"]) * float(label["slow_motion"])
    return None


def _contact_errors(
    label: dict[str, Any], analysis: Analysis
) -> tuple[tuple[float, ...], int, int]:
    errors: list[float] = []
    labelled = 0
    for side in SIDES:
        true = np.array(label.get("contact_frames", {}).get(side, []), dtype=float)
        found = np.array([s.contact_frame for s in analysis.steps if s.side == side], dtype=float)
        pairs = match_events(true, found, TOLERANCE_FRAMES)
        errors += [float(found[j] - true[i]) for i, j in pairs]
        labelled += len(true)
    return tuple(errors), labelled, labelled - len(errors)
