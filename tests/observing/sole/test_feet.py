"""Both soles of a runner, read picture after picture."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from gaitcheck.model import HEEL, TOE
from gaitcheck.observing.pose.chunks import plan_chunks
from gaitcheck.observing.sole import FootPlace, SoleLooks, SoleReading


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


PICTURE = np.zeros((4, 4, 3), np.uint8)


def points_of(length: float, facing: float) -> np.ndarray:
    points = np.zeros((33, 2))
    for side in (0, 1):
        points[HEEL + side] = 100.0, 200.0
        points[TOE + side] = 100.0 + facing * length, 200.0
    return points


def looks_at(
    points: Sequence[np.ndarray], stub: Stub, wanted: np.ndarray | None = None
) -> SoleLooks:
    if wanted is None:
        wanted = np.ones((len(points), 2), dtype=bool)
    return SoleLooks(np.array(points), wanted, new_reader=lambda: stub)  # type: ignore[arg-type, return-value]


def test_places_are_read_in_full_size_pixels() -> None:
    stub = Stub()
    soles = looks_at([points_of(60.0, 1.0)], stub)
    soles.look(0, PICTURE, 0.5)
    assert stub.places[0].shoe_length == pytest.approx(0.5 * 60.0 / 0.74)
    left = soles.tracks()["left"]
    np.testing.assert_allclose(left.heel, [[20.0, 40.0]])
    np.testing.assert_allclose(left.ball, [[60.0, 44.0]])
    np.testing.assert_allclose(left.toe, [[80.0, 36.0]])
    assert (left.pitch_deg[0], left.sd_deg[0], left.seen[0]) == (5.0, 2.0, 0.9)


@pytest.mark.parametrize("facing", [1.0, -1.0])
def test_one_wild_picture_changes_neither_length_nor_direction(facing: float) -> None:
    stub = Stub()
    usual, wild = points_of(60.0, facing), points_of(7.0, -facing)
    soles = looks_at([usual, usual, usual, wild], stub)
    for frame in (2, 3):
        soles.look(frame, PICTURE, 1.0)
    before, after = stub.places[0], stub.places[-1]
    assert after.shoe_length == before.shoe_length
    assert after.facing == before.facing == ("right" if facing > 0 else "left")


def test_each_part_of_a_clip_has_its_own_usual_foot() -> None:
    frames = 200
    start = plan_chunks(frames)[1].start
    near_by = [points_of(60.0 if frame < start else 30.0, 1.0) for frame in range(frames)]
    stub = Stub()
    soles = looks_at(near_by, stub)
    for frame in (start, start - 1):
        soles.look(frame, PICTURE, 1.0)
    assert stub.places[0].shoe_length == pytest.approx(stub.places[-1].shoe_length / 2)


def test_where_no_feet_were_found_nothing_is_read_and_nothing_was_seen() -> None:
    lost = np.full((33, 2), np.nan)
    there = points_of(60.0, 1.0)
    stub = Stub()
    soles = looks_at([there, lost, there], stub)
    assert list(soles.frames) == [0, 2]
    soles.look(0, PICTURE, 1.0)
    assert len(stub.places) == 2
    for track in soles.tracks().values():
        assert track.seen.tolist() == [0.9, 0.0, 0.0]
        assert np.isnan(track.pitch_deg[1:]).all()


def test_only_the_foot_that_is_wanted_is_read() -> None:
    stub = Stub()
    wanted = np.array([[False, True], [False, False]])
    soles = looks_at([points_of(60.0, 1.0)] * 2, stub, wanted)
    assert list(soles.frames) == [0]
    soles.look(0, PICTURE, 1.0)
    assert len(stub.places) == 1
    left, right = (soles.tracks()[side].seen.tolist() for side in ("left", "right"))
    assert (left, right) == ([0.0, 0.0], [0.9, 0.0])


def test_the_order_in_which_frames_are_shown_changes_nothing() -> None:
    points = [points_of(60.0 + frame, 1.0) for frame in range(12)]
    places = []
    for order in (range(12), reversed(range(12))):
        stub = Stub()
        soles = looks_at(points, stub)
        for frame in order:
            soles.look(frame, PICTURE, 1.0)
        places.append(sorted(place.shoe_length for place in stub.places))
    assert places[0] == places[1]
