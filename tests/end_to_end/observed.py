"""What was seen in the clip of an example analysis: its landmarks, and no more than that."""

from __future__ import annotations

import numpy as np

from gaitcheck.model import Analysis, Clip, Landmarks, Observation, Tracking


def observation_behind(analysis: Analysis) -> Observation:
    """Return an observation to write beside an example analysis."""
    clip = analysis.clip
    return Observation(
        clip=clip,
        tracking=Tracking(
            landmarks=analysis.landmarks or _nobody(clip),
            camera_shift=np.zeros((clip.frames, 2)),
            steadiness=np.ones(clip.frames),
            people=(),
            surveyed_frames=(),
            candidates=analysis.people,
        ),
        options=analysis.options,
        version=analysis.version,
    )


def _nobody(clip: Clip) -> Landmarks:
    """Return the landmarks of a clip in which nobody was found."""
    return Landmarks(
        np.arange(clip.frames) / clip.fps,
        np.full((clip.frames, 33, 2), np.nan),
        np.full((clip.frames, 33), np.nan),
        np.full((clip.frames, 33), np.nan),
        clip.width,
        clip.height,
    )
