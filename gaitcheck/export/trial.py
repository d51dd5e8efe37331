"""What the exports are made from, converted once for all formats.

There are two views of the landmarks. The *picture* view is what MediaPipe reported: pixels of the
picture as shown, y downwards. The *gait* view is what the analysis measured with: x in the
direction of running, y up, swapped legs exchanged back, legs that were not seen as gaps.
Times are always real time: file time over the slow-motion factor.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from gaitcheck.errors import InputError
from gaitcheck.gait import angles
from gaitcheck.gait.fold import usable_frames
from gaitcheck.gait.measure import GaitMeasure
from gaitcheck.gait.metrics.form import LEG_SHARE_OF_HEIGHT
from gaitcheck.gait.shots import keep_one_shot
from gaitcheck.judging import measure_observed
from gaitcheck.model import (
    LEG_POINTS,
    SIDES,
    Analysis,
    FloatArray,
    Landmarks,
    Observation,
    Side,
    turn_axes,
)
from gaitcheck.model.mirror import as_run

LEG_UNIT: Final = "leg_length"
"""Unit of lengths where the runner's height is not known: thigh plus shank."""


@dataclass(frozen=True, slots=True, eq=False)
class Motion:
    """The landmarks in the gait view.

    Attributes
    ----------
    points : array, shape (frames, 33, 2)
        x ahead, y up, in `unit`, from the lower corner of the picture behind the runner; NaN in
        gaps.
    unit : str
        ``mm`` or `LEG_UNIT`.
    """

    points: FloatArray
    unit: str


@dataclass(frozen=True, eq=False)
class Trial:
    """An analysis with its landmarks, ready for export.

    Attributes
    ----------
    analysis : Analysis
        With feet and landmarks, if a format needs them.
    observation : Observation or None
        What was seen, likewise.
    """

    analysis: Analysis
    observation: Observation | None = None

    @property
    def landmarks(self) -> Landmarks:
        """The landmarks in the picture view, in file time.

        Raises
        ------
        InputError
            When nobody was found in any frame.
        """
        landmarks = self.analysis.landmarks
        if landmarks is None or not np.isfinite(landmarks.points).any():
            raise InputError(
                f"Nobody was found in {self.analysis.clip.file}, so there are no landmarks to "
                "export; the formats of steps and metrics remain."
            )
        return landmarks

    @cached_property
    def time_s(self) -> FloatArray:
        """Real time of each frame, shape (frames,)."""
        return self.landmarks.time_s / self.analysis.clip.slow_motion

    @cached_property
    def rate_hz(self) -> float:
        """Pictures per second of real time, averaged over the clip."""
        time_s = self.time_s
        if len(time_s) < 2:
            return self.analysis.clip.fps * self.analysis.clip.slow_motion
        return float((len(time_s) - 1) / (time_s[-1] - time_s[0]))

    def real_time_s(self, file_time_s: float | None) -> float | None:
        """Return the place of a file time on the axis of `time_s`."""
        return None if file_time_s is None else file_time_s / self.analysis.clip.slow_motion

    @cached_property
    def motion(self) -> Motion:
        """The landmarks in the gait view, in the pass that was measured.

        Raises
        ------
        InputError
            When the length of a leg is not known, so that there is no scale.
        """
        landmarks, body = self.landmarks, self._gait.body
        assert self.observation is not None
        measured = keep_one_shot(as_run(self.observation).tracking).landmarks
        if not np.isfinite(body.leg_length):
            raise InputError(
                f"No whole leg was seen in {self.analysis.clip.file}, so there is no scale for "
                "lengths; the formats in pixels remain."
            )
        points = turn_axes(measured.points, mirrored=body.mirrored)
        for k, side in enumerate(SIDES):
            leg = body.legs[side]
            joints = (leg.hip, leg.knee, leg.ankle, leg.heel, leg.toe)
            for index, joint in zip(LEG_POINTS, joints, strict=True):
                points[:, index + k] = joint
        corner = np.array([landmarks.width if body.mirrored else 0, landmarks.height])
        height_cm = self.analysis.height_cm
        unit_per_leg = 1.0 if height_cm is None else LEG_SHARE_OF_HEIGHT * height_cm * 10
        return Motion(
            points=(points + corner) * (unit_per_leg / body.leg_length),
            unit=LEG_UNIT if height_cm is None else "mm",
        )

    @cached_property
    def joint_angles(self) -> Mapping[str, FloatArray]:
        """Joint angles by OpenSim's names of coordinates, degrees, each of shape (frames,).

        Signs are those of the model of Rajagopal 2016 (doi 10.1109/TBME.2016.2586891): flexion of
        hip and knee and dorsiflexion positive, pelvis leaning forward negative. The pelvis is taken
        to follow the line from hips to shoulders. Dorsiflexion counts from a sole that lies flat
        and an upright shank, with the sole as it was judged; it is NaN throughout where no ground
        was seen under the foot.
        """
        gait = self._gait
        lean = angles.trunk_lean(gait.body.pelvis, gait.body.shoulders)
        found = {"pelvis_tilt": -lean}
        for side in reversed(SIDES):
            leg, ending = gait.body.legs[side], side[0]
            found[f"hip_flexion_{ending}"] = angles.hip_flexion(leg, lean)
            found[f"knee_angle_{ending}"] = angles.knee_flexion(leg)
            found[f"ankle_angle_{ending}"] = self._dorsiflexion(side)
        return found

    def _dorsiflexion(self, side: Side) -> FloatArray:
        """Return the sole angle that gave the label, less the angle of the shank."""
        gait = self._gait
        leg, sole = gait.body.legs[side], self._sole_angle(side)
        if sole is None or gait.cycle is None:
            return np.full(len(self.time_s), np.nan)
        return np.where(usable_frames(leg, gait.cycle), sole - angles.shank_angle(leg), np.nan)

    def _sole_angle(self, side: Side) -> FloatArray | None:
        """Return the angle of the sole to the ground, degrees; None where no ground was seen."""
        feet, mirrored = self.analysis.feet, self._gait.body.mirrored
        own = [s.index for s in self.analysis.steps if s.side == side and s.pass_number == 1]
        lines = [] if feet is None else [feet.ground[i] for i in own if i in feet.ground]
        if feet is None or not lines:
            return None
        along = turn_axes(feet.toe[side] - feet.heel[side], mirrored=mirrored)
        run, rise = turn_axes(np.array([lines[0].dx, lines[0].dy]), mirrored=mirrored)
        pitch = np.degrees(np.arctan2(along[:, 1], along[:, 0]) - np.arctan2(rise, run))
        return np.asarray((pitch + 180.0) % 360.0 - 180.0)

    @cached_property
    def _gait(self) -> GaitMeasure:
        if self.observation is None:
            raise InputError("What was seen in the clip is not at hand. Analyse the clip again.")
        return measure_observed(self.observation)


def length_note(trial: Trial) -> str:
    """Return in one sentence what the unit of lengths is and where it comes from."""
    height_cm = trial.analysis.height_cm
    if height_cm is None:
        return (
            f"Lengths are in leg lengths (thigh plus shank; unit {LEG_UNIT}), because the runner's "
            "height was not given"
        )
    leg_mm = LEG_SHARE_OF_HEIGHT * height_cm * 10
    return f"Lengths are in mm, scaled to a leg of {leg_mm:.0f} mm for a height of {height_cm:g} cm"
