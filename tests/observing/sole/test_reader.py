"""The reader as a whole: what it gives for feet that are there, and for those that are not."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from gaitcheck.observing.sole import FootPlace, SoleReader
from gaitcheck.observing.sole.reader import NOT_SEEN, SoleReading
from tests.observing.sole.drawn import GROUND_Y, draw_foot


@pytest.fixture(scope="module")
def reader() -> SoleReader:
    return SoleReader()


def place(x: float = 200.0, y: float = GROUND_Y - 10.0, length: float = 90.0) -> FootPlace:
    return FootPlace(x, y, length, "right")


@pytest.mark.parametrize("pitch", [-18.0, -6.0, 0.0, 9.0, 20.0])
def test_a_drawn_shoe_is_read(reader: SoleReader, pitch: float) -> None:
    reading = reader.read(draw_foot(pitch), [place()])[0]
    assert reading.seen > 0.7
    assert reading.pitch_deg == pytest.approx(pitch, abs=6.0)
    assert abs(reading.pitch_deg - pitch) < 3 * reading.sd_deg
    assert reading.heel_bottom[0] < reading.ball_bottom[0] < reading.toe_tip[0]


def test_a_mirrored_picture_gives_the_mirrored_reading(reader: SoleReader) -> None:
    picture = draw_foot(8.0)
    width = picture.shape[1]
    right = reader.read(picture, [place()])[0]
    mirrored = np.ascontiguousarray(picture[:, ::-1])
    left = reader.read(mirrored, [FootPlace(width - 1 - 200.0, GROUND_Y - 10.0, 90.0, "left")])[0]
    assert left.pitch_deg == pytest.approx(right.pitch_deg, abs=0.5)
    assert width - 1 - left.heel_bottom[0] == pytest.approx(right.heel_bottom[0], abs=0.7)


def test_the_same_bytes_every_time(reader: SoleReader) -> None:
    picture, places = draw_foot(5.0), [place(), place(190.0), place(length=70.0)]
    once = reader.read(picture, places)
    assert reader.read(picture, places) == once
    assert SoleReader().read(picture, places) == once
    assert [reader.read(picture, [p])[0] for p in reversed(places)] == once[::-1]


def test_threads_change_nothing(reader: SoleReader) -> None:
    picture, before = draw_foot(5.0), cv2.getNumThreads()
    try:
        readings = []
        for threads in (1, 2, 4):
            cv2.setNumThreads(threads)
            readings.append(reader.read(picture, [place()])[0])
    finally:
        cv2.setNumThreads(before)
    assert readings[0] == readings[1] == readings[2]


@pytest.mark.parametrize(
    "where",
    [
        FootPlace(np.nan, 100.0, 90.0, "right"),
        FootPlace(100.0, np.nan, 90.0, "left"),
        FootPlace(100.0, 100.0, np.nan, "left"),
        FootPlace(100.0, 100.0, 0.0, "right"),
        FootPlace(100.0, 100.0, -5.0, "right"),
        FootPlace(-5000.0, 100.0, 90.0, "right"),
        FootPlace(100.0, 9e9, 90.0, "right"),
        FootPlace(np.inf, 100.0, 90.0, "right"),
    ],
)
def test_where_nothing_can_be_cut_nothing_is_seen(reader: SoleReader, where: FootPlace) -> None:
    reading = reader.read(draw_foot(0.0), [where])[0]
    assert reading == NOT_SEEN or (np.isnan(reading.pitch_deg) and reading.seen == 0)


def test_unusable_places_do_not_disturb_their_neighbours(reader: SoleReader) -> None:
    picture = draw_foot(3.0)
    lost = FootPlace(np.nan, np.nan, np.nan, "right")
    readings = reader.read(picture, [lost, place(), lost])
    assert [r.seen > 0 for r in readings] == [False, True, False]
    assert readings[1] == reader.read(picture, [place()])[0]


def test_no_places(reader: SoleReader) -> None:
    assert reader.read(draw_foot(0.0), []) == []


@pytest.mark.parametrize("shape", [(0, 0, 3), (0, 10, 3), (1, 1, 3), (2, 500, 3)])
def test_pictures_of_hardly_any_size(reader: SoleReader, shape: tuple[int, int, int]) -> None:
    reading = reader.read(np.zeros(shape, dtype=np.uint8), [place(0.0, 0.0)])[0]
    assert reading.seen < 0.5


def test_bare_ground_is_no_sole(reader: SoleReader) -> None:
    rng = np.random.default_rng(3)
    ground = cv2.GaussianBlur(rng.integers(60, 190, (400, 400, 3), dtype=np.uint8), (0, 0), 3)
    assert reader.read(ground, [place()])[0].seen < 0.3


def test_a_foot_below_the_picture_is_not_seen(reader: SoleReader) -> None:
    cut = np.ascontiguousarray(draw_foot(4.0)[: int(GROUND_Y) - 22])
    assert reader.read(cut, [place()])[0].seen < 0.3


def test_a_covered_foot_is_not_seen(reader: SoleReader) -> None:
    picture = draw_foot(4.0)
    picture[int(GROUND_Y) - 60 : int(GROUND_Y) + 30, 130:280] = (90, 120, 100)
    assert reader.read(picture, [place()])[0].seen < 0.3


def test_one_crop(reader: SoleReader) -> None:
    with pytest.raises(ValueError, match="shape"):
        reader.read_crop(np.zeros((95, 96, 3), dtype=np.uint8))
    assert isinstance(reader.read_crop(np.zeros((96, 96, 3), dtype=np.uint8)), SoleReading)


@pytest.mark.parametrize(("pitch", "looks"), [(5.0, 3), (-70.0, 1)])
def test_a_foot_that_may_be_landing_is_looked_at_more_closely_turned_to_either_side(
    reader: SoleReader, monkeypatch: pytest.MonkeyPatch, pitch: float, looks: int
) -> None:
    run, seen = reader._weights.run, []

    class Counting:
        calibration = reader._weights.calibration

        def run(self, crops: np.ndarray) -> np.ndarray:
            seen.append(len(crops))
            return run(crops)

    monkeypatch.setattr(reader, "_weights", Counting())
    picture = draw_foot(pitch, ball=(215.0, GROUND_Y - 20.0))
    reading = reader.read(picture, [place(y=GROUND_Y - 30.0)])[0]
    assert sum(seen) == looks
    assert reading.pitch_deg == pytest.approx(pitch, abs=10.0)
    assert len(reader.read(picture, [place(y=GROUND_Y - 30.0)], closer=False)) == 1
    assert sum(seen) == looks + 1
