"""Both soles of a runner, read picture after picture."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from gaitcheck.model import HEEL, TOE
from gaitcheck.observing.sole import FootPlace, FootReader, SoleReading, empty_soles, join_soles


class Stub:
    """Stands in for the network: notes where it was told to look."""

    def __init__(self) -> None:
        self.places: list[FootPlace] = []

    def read(
        self, _picture: np.ndarray, places: Sequence[FootPlace], **_: bool
    ) -> list[SoleReading]:
        self.places += places
        return [
            SoleReading((10.0, 20.0), (30.0, 22.0), (40.0, 18.0), 5.0, 2.0, 0.9) for _ in places
        ]


def points_of(length: float, facing: float) -> np.ndarray:
    points = np.zeros((33, 4))
    for side in (0, 1):
        points[HEEL + side, :2] = 100.0, 200.0
        points[TOE + side, :2] = 100.0 + facing * length, 200.0
    return points


def test_places_are_read_in_full_size_pixels() -> None:
    rows = FootReader(Stub()).read(np.zeros((4, 4, 3), np.uint8), points_of(60.0, 1.0), 2.0)  # type: ignore[arg-type]
    assert rows.shape == (2, 9)
    np.testing.assert_allclose(rows[0], [20.0, 40.0, 60.0, 44.0, 80.0, 36.0, 5.0, 2.0, 0.9])


@pytest.mark.parametrize("facing", [1.0, -1.0])
def test_one_wild_picture_changes_neither_length_nor_direction(facing: float) -> None:
    stub = Stub()
    feet = FootReader(stub)  # type: ignore[arg-type]
    picture = np.zeros((4, 4, 3), np.uint8)
    for _ in range(3):
        feet.read(picture, points_of(60.0, facing), 1.0)
    usual = stub.places[-1]
    feet.read(picture, points_of(7.0, -facing), 1.0)
    assert stub.places[-1].shoe_length == usual.shoe_length
    assert stub.places[-1].facing == usual.facing == ("right" if facing > 0 else "left")


def test_parts_are_joined_by_side_and_what_was_not_read_was_not_seen() -> None:
    part = empty_soles(2)
    part[1, 1] = np.arange(9.0)
    joined = join_soles([part, empty_soles(3)])
    assert joined["left"].seen.tolist() == [0.0] * 5
    assert np.isnan(joined["left"].pitch_deg).all()
    assert joined["right"].heel[1].tolist() == [0.0, 1.0]
    assert joined["right"].toe[1].tolist() == [4.0, 5.0]
    assert (joined["right"].pitch_deg[1], joined["right"].seen[1]) == (6.0, 8.0)
