"""The line that is drawn on a foot follows the sole where that was read."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from gaitcheck.gait.foot_tracks import HEEL_TO_TIP, _lay_on_sole
from gaitcheck.judging import judge
from gaitcheck.model import SoleTrack
from tests.observations import observed


def sole(frames: int, read: list[int]) -> SoleTrack:
    """Return a sole that moves ten pixels a frame, read in some frames."""
    heel = np.stack([10.0 * np.arange(frames), np.full(frames, 50.0)], axis=1)
    seen = np.isin(np.arange(frames), read).astype(float)
    pitch, spread = np.zeros(frames), np.full(frames, 2.0)
    return SoleTrack(
        heel, heel + np.array([20.0, 0.0]), heel + np.array([32.0, 0.0]), pitch, spread, seen
    )


@pytest.mark.parametrize(("every", "shown"), [(1, [2, 6, 14]), (4, [2, 3, 4, 5, 6, 14])])
def test_between_readings_of_a_film_of_a_high_rate_the_line_goes_on(
    every: int, shown: list[int]
) -> None:
    track = sole(20, [2, 6, 14])
    for place in ("heel", "ball", "toe"):
        known = np.where(track.seen[:, None] > 0, getattr(track, place), np.nan)
        track = dataclasses.replace(track, **{place: known})
    heel, toe = np.zeros((20, 2)), np.zeros((20, 2))
    told = _lay_on_sole(heel, toe, track, every, mirrored=False)
    laid = np.flatnonzero(toe[:, 1])
    assert laid.tolist() == told.tolist() == shown
    assert heel[laid, 0] == pytest.approx(10.0 * laid)
    assert toe[laid, 0] - heel[laid, 0] == pytest.approx(HEEL_TO_TIP * 20.0)


def test_a_shoe_is_drawn_where_it_was_found_and_not_where_something_else_resembles_it() -> None:
    seen = observed(20.0, 20.0)
    track = seen.shoes["left"]
    unlike = np.zeros(len(track.frames), dtype=bool)
    unlike[-3:] = True
    lost = dataclasses.replace(
        track,
        likeness=np.where(unlike, 0.3, track.likeness),
        heel=np.where(unlike[:, None], track.heel + 5.0, track.heel),
    )
    analysis = judge(dataclasses.replace(seen, shoes={**seen.shoes, "left": lost}))
    assert analysis.sides["left"].angle_source == "shoe"
    assert analysis.feet is not None
    own = analysis.feet.from_shoe["left"]
    assert own[track.frames].tolist() == (~unlike).tolist()
    whole = judge(seen).feet
    assert whole is not None
    assert whole.from_shoe["left"][track.frames].all()
