"""The rear of a drawn shoe is found turned, while its forefoot stays on the ground."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from gaitcheck.observing.shoe.track import follow_shoe
from tests.observing.shoe.drawn_shoe import draw_shoe
from tests.observing.shoe.test_track import landing


def test_the_turn_is_read_in_every_picture_around_toe_off() -> None:
    plan, patches = landing(12.0)
    offset = np.linspace(-0.05, 0.05, 12)
    turn = -55.0 - 330.0 * offset
    leaving = dataclasses.replace(
        plan,
        frames=100 + np.arange(12),
        phase=0.37 + offset,
        offset=offset,
        centre=np.tile([60.0, -300.0], (12, 1)),
        speed=np.zeros(12),
        pitch_deg=turn,
        flat=np.zeros(12, dtype=bool),
    )
    rng = np.random.default_rng(3)
    pictures = {
        100 + k: draw_shoe(np.array([*rng.normal(0, 3, 2), turn[k]]), ground_y=20.0, seed=k)
        for k in range(12)
    }
    track = follow_shoe(plan, patches, (leaving, pictures))
    assert track is not None
    assert track.push_off is not None
    assert track.push_off.offset == pytest.approx(offset)
    error = track.push_off.turn_deg - turn
    assert np.abs(error).max() < 2.0
    assert track.push_off.likeness.min() > 0.6


def test_pictures_that_could_not_be_read_are_left_out() -> None:
    plan, patches = landing(12.0)
    none = follow_shoe(plan, patches, (plan, {}))
    assert none is not None
    assert none.push_off is not None
    assert not len(none.push_off.offset)
    without = follow_shoe(plan, patches)
    assert without is not None
    assert without.push_off is None
