"""Who is in the picture, and the way of the one who is wanted."""

from __future__ import annotations

from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from gaitcheck.errors import InputError
from gaitcheck.gait.quality.people import rival_share
from gaitcheck.model import Person
from gaitcheck.observing.pose import track_pose
from gaitcheck.observing.pose.people import (
    Crop,
    dense_survey,
    find_candidates,
    follow_boxes,
    mark_followed,
)
from gaitcheck.video import FrameReader, probe_video
from tests.gait.synthetic import Runner, landmarks_of

SAMPLES = Path(__file__).parents[3] / "sample_videos"


def test_candidates_are_numbered_from_the_left_in_the_fullest_picture() -> None:
    people = [
        Person(0, 300.0, 700.0, 400.0),
        Person(9, 280.0, 900.0, 400.0),
        Person(9, 300.0, 200.0, 400.0),
        Person(9, 60.0, 500.0, 400.0),
    ]
    found = find_candidates(people)
    assert [(p.number, p.frame, p.x) for p in found] == [(1, 9, 200.0), (2, 9, 900.0)]
    assert find_candidates([]) == ()
    assert rival_share(people, 2) == 0.5


def test_the_followed_one_is_marked() -> None:
    landmarks = landmarks_of(Runner())
    points = np.nan_to_num(landmarks.points, nan=700.0)
    known = type(landmarks)(
        landmarks.time_s, points, landmarks.depth, landmarks.visibility, 1080, 1400
    )
    people = [Person(0, 900.0, 540.0, 700.0), Person(0, 900.0, 950.0, 700.0)]
    marked = mark_followed(find_candidates(people), known, None)
    assert [p.followed for p in marked] == [True, False]
    assert [p.followed for p in mark_followed(marked, known, 2)] == [False, True]


def test_two_who_cross_are_told_apart_by_their_ways() -> None:
    people = []
    for frame in range(0, 101, 10):
        people.append(Person(frame, 200.0, 100.0 + 4 * frame, 300.0))
        people.append(Person(frame, 200.0, 500.0 - 4 * frame, 310.0))
    boxes = follow_boxes(people, find_candidates(people), 1, 101)
    true = 100.0 + 4 * np.arange(101)
    assert (boxes[:, 0] <= true - 49).all()
    assert (boxes[:, 2] >= true + 49).all()
    assert boxes[0, 0] == pytest.approx(100.0 - 0.55 * 200, abs=1.0)
    assert boxes[100, 2] == pytest.approx(500.0 + 0.55 * 200, abs=1.0)


def test_who_is_lost_stays_where_they_were() -> None:
    people = [Person(0, 200.0, 100.0, 300.0), Person(50, 90.0, 900.0, 300.0)]
    boxes = follow_boxes(people, find_candidates(people[:1]), 1, 60)
    assert np.ptp(boxes, axis=0) == pytest.approx(np.zeros(4))


def test_who_is_overlooked_is_not_mistaken_for_a_neighbour() -> None:
    people = []
    for frame in range(0, 100, 10):
        if frame % 20 == 0:
            people.append(Person(frame, 200.0, 200.0, 300.0))
        people.append(Person(frame, 210.0, 280.0, 300.0))
    boxes = follow_boxes(people, find_candidates(people), 1, 100)
    assert boxes[:, 0] == pytest.approx(200.0 - 0.55 * 200)
    # The neighbour is left out as far as a stride allows.
    assert boxes[:, 2] == pytest.approx(200.0 + 0.25 * 200)


def test_a_crop_shows_one_runner_and_leads_back() -> None:
    picture = np.full((100, 200, 3), 200, dtype=np.uint8)
    boxes = np.array([[20.0, 10.0, 60.0, 90.0], [40.0, 10.0, 80.0, 90.0]])
    crop = Crop(boxes, picture.shape)
    part = crop.cut(picture, 0)
    assert part.shape == (80, 60, 3)
    assert part[0, 0, 0] == 200
    assert part[0, 59, 0] != 200
    back = crop.back(np.zeros((33, 4)))
    assert back is not None
    assert tuple(back[0]) == (20.0, 10.0, 0.0, 0.0)
    assert crop.back(None) is None


def test_looks_are_spread_over_the_clip() -> None:
    frames = dense_survey(np.arange(300) / 30)
    assert frames[0] == 0
    assert frames[-1] == 299
    assert len(frames) <= 60
    assert len(dense_survey(np.arange(3) / 30)) >= 2


def side_by_side(path: Path, frames: int) -> Path:
    """Put two sample clips next to each other: a heel striker left, a toe striker right."""
    clips = [
        probe_video(SAMPLES / f"{n}.mp4") for n in ("heel_treadmill_left", "toe_treadmill_right")
    ]
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=30, options={"crf": "18"})
        stream.width, stream.height, stream.pix_fmt = 960, 640, "yuv420p"
        with FrameReader(clips[0]) as one, FrameReader(clips[1]) as two:
            for (_, a), (_, b) in zip(one.read(0, frames), two.read(0, frames), strict=True):
                both = np.hstack([cv2.resize(picture, (480, 640)) for picture in (a, b)])
                out.mux(stream.encode(av.VideoFrame.from_ndarray(both, format="rgb24")))
        out.mux(stream.encode(None))
    return path


@pytest.mark.slow
@pytest.mark.long
def test_each_of_two_runners_can_be_followed(tmp_path: Path) -> None:
    video = probe_video(side_by_side(tmp_path / "two.mp4", 40))
    for number, left, right in ((1, 0, 480), (2, 480, 960)):
        tracking = track_pose(video, runner=number, workers=1)
        hips = tracking.landmarks.points[:, 23:25, 0]
        assert np.isfinite(hips).mean() > 0.9
        assert ((hips > left) & (hips < right))[np.isfinite(hips)].all()
        assert [p.followed for p in tracking.candidates] == [number == 1, number == 2]
        assert tracking.chosen
    with pytest.raises(InputError, match="There is no runner 3"):
        track_pose(video, runner=3, workers=1)
