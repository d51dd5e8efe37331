"""A sample's first pictures, spoilt in one way each, with the runner's landmarks that go along."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final
from unittest.mock import Mock, patch

import av
import cv2
import numpy as np

from gaitcheck.model import Clip, FloatArray, Landmarks, Observation, Tracking
from gaitcheck.model.landmarks import LANDMARK_NAMES
from gaitcheck.model.precision import keep_precision
from gaitcheck.observing.pose import serving
from gaitcheck.observing.pose.chunks import Chunk
from gaitcheck.observing.pose.messages import TrackJob
from gaitcheck.store.observation import load_observation
from gaitcheck.video import FrameReader, probe_video
from gaitcheck.video.types import Picture
from tests.end_to_end.command import SAMPLE, analysed_sample

FRAMES: Final = 60
FPS: Final = 30
# Rows of the picture in which the shoes land.
RAIL: Final = slice(700, 785)
# Rows across the hips.
HIPS: Final = slice(462, 476)
# The same points for a picture whose left and right are swapped.
SWAPPED: Final = [
    LANDMARK_NAMES.index(name.replace("left", "?").replace("right", "left").replace("?", "right"))
    for name in LANDMARK_NAMES
]


@dataclass(frozen=True)
class Filmed:
    """Pictures, and the landmarks that a perfect search for the runner finds in them."""

    pictures: Sequence[Picture]
    landmarks: Landmarks

    def with_pictures(self, change: Callable[[Picture], Any]) -> Filmed:
        """Return the same with each picture changed by itself, nothing in it moved."""
        return replace(self, pictures=[np.asarray(change(p)) for p in self.pictures])

    def moved(self, matrices: Sequence[FloatArray], **options: Any) -> Filmed:
        """Return the same with each picture moved by an affine map (2, 3), its landmarks too."""
        pictures = [
            np.asarray(cv2.warpAffine(picture, matrix, picture.shape[1::-1], **options))
            for picture, matrix in zip(self.pictures, matrices, strict=True)
        ]
        points = self.landmarks.points
        placed = np.stack([p @ m[:, :2].T + m[:, 2] for p, m in zip(points, matrices, strict=True)])
        return Filmed(pictures, replace(self.landmarks, points=placed))

    def picked(self, frames: Sequence[int], times_s: FloatArray | None = None) -> Filmed:
        """Return some of the pictures, shown at the usual rate or at other times."""
        seen, chosen = self.landmarks, list(frames)
        return Filmed(
            [self.pictures[frame] for frame in chosen],
            replace(
                seen,
                time_s=np.arange(len(chosen)) / FPS if times_s is None else times_s,
                points=seen.points[chosen],
                depth=seen.depth[chosen],
                visibility=seen.visibility[chosen],
            ),
        )


Spoil = Callable[[Filmed], Filmed]


@cache
def filmed() -> Filmed:
    """Return what is to be spoilt; who spoils it makes new pictures."""
    with FrameReader(probe_video(SAMPLE)) as reader:
        pictures = [picture.copy() for _, picture in reader.read(0, FRAMES)]
    seen = load_observation(analysed_sample().results).tracking.landmarks
    return Filmed(
        pictures,
        replace(
            seen,
            time_s=seen.time_s[:FRAMES],
            points=seen.points[:FRAMES],
            depth=seen.depth[:FRAMES],
            visibility=seen.visibility[:FRAMES],
        ),
    )


def write(
    path: Path,
    pictures: Sequence[Picture],
    stamps: Sequence[int] | None = None,
    rate_factor: int = 20,
) -> Path:
    """Write pictures as a clip, with time stamps of its rate or others, compressed as told."""
    height, width = (side // 2 * 2 for side in pictures[0].shape[:2])
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=FPS, options={"crf": str(rate_factor)})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for number, picture in enumerate(pictures):
            cut = np.ascontiguousarray(picture[:height, :width])
            frame = av.VideoFrame.from_ndarray(cut, format="rgb24")
            frame.pts = number if stamps is None else stamps[number]
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


def observed(clip: Filmed, **changes: Any) -> Observation:
    """Return what is seen in the pictures when the search for the runner is perfect.

    Everything else is measured in them as always; the shoes are not looked at. `changes` replace
    fields of the observation.
    """
    seen = clip.landmarks
    frames = len(clip.pictures)
    found = np.concatenate(
        [seen.points, seen.depth[..., np.newaxis], seen.visibility[..., np.newaxis]], axis=2
    )
    reader = Mock(width=seen.width)
    reader.read = lambda wanted, _: ((index, clip.pictures[index]) for index in wanted)
    with (
        patch.object(serving, "pose_landmarker", Mock(return_value=nullcontext())),
        patch.object(serving, "track_picture", lambda *asked: found[asked[-1]]),
    ):
        job = TrackJob(Chunk(0, frames, 0), survey=())
        result = serving.track_chunk(reader, Path(), job, Mock(), on_frames=Mock())
    tracking = Tracking(
        landmarks=seen,
        camera_shift=result.shift,
        steadiness=result.steady,
        people=(),
        surveyed_frames=(),
        picture_quality=result.picture_quality,
    )
    shown = Clip(
        file="spoilt.mp4",
        sha256="5b" * 32,
        width=seen.width,
        height=seen.height,
        fps=float(FPS),
        frames=frames,
        duration_s=frames / FPS,
        rotation_deg=0,
    )
    return replace(Observation(shown, keep_precision(tracking)), **changes)


def dark(clip: Filmed) -> Filmed:
    return clip.with_pictures(lambda picture: (picture * 0.15).astype(np.uint8))


def bright(clip: Filmed) -> Filmed:
    return clip.with_pictures(lambda picture: np.clip(picture * 2.6, 0, 255).astype(np.uint8))


def smeared(clip: Filmed) -> Filmed:
    return clip.with_pictures(lambda picture: cv2.GaussianBlur(picture, (0, 0), 7.0))


def doubled(clip: Filmed) -> Filmed:
    return clip.picked([index - index % 5 // 4 for index in range(len(clip.pictures))])


def zoomed(clip: Filmed) -> Filmed:
    height, width = clip.pictures[0].shape[:2]
    scales = 0.75 * (1 + 0.3 * np.arange(len(clip.pictures)) / len(clip.pictures))
    middle = (width / 2, height / 2)
    return clip.moved([cv2.getRotationMatrix2D(middle, 0.0, scale) for scale in scales])


def shaken(clip: Filmed) -> Filmed:
    rng = np.random.default_rng(0)
    moves = []
    for _ in clip.pictures:
        dx, dy = rng.normal(0, 9.0, 2)
        moves.append(np.array([[1.0, 0.0, dx], [0.0, 1.0, dy]]))
    return clip.moved(moves, borderMode=cv2.BORDER_REPLICATE)


def rail_over_the_shoes(clip: Filmed) -> Filmed:
    def draw(picture: Picture) -> Picture:
        out = picture.copy()
        out[RAIL] = 20
        return out

    return clip.with_pictures(draw)


def rail_over_the_hips(clip: Filmed) -> Filmed:
    """Draw a bar where the hips of the sample's runner are."""

    def draw(picture: Picture) -> Picture:
        out = picture.copy()
        out[HIPS] = (150, 152, 155)
        return out

    return clip.with_pictures(draw)


def without_feet(clip: Filmed) -> Filmed:
    shown = clip.with_pictures(lambda picture: picture[:740])
    return replace(shown, landmarks=replace(shown.landmarks, height=740))


def on_its_side(clip: Filmed) -> Filmed:
    seen = clip.landmarks
    turned = np.stack([seen.height - 1 - seen.points[..., 1], seen.points[..., 0]], axis=-1)
    return Filmed(
        [np.asarray(cv2.rotate(picture, cv2.ROTATE_90_CLOCKWISE)) for picture in clip.pictures],
        replace(seen, points=turned, width=seen.height, height=seen.width),
    )


def cut_together(clip: Filmed) -> Filmed:
    """Show the second half mirrored: another shot, as far as the program can know."""
    half, seen = len(clip.pictures) // 2, clip.landmarks
    other = [np.ascontiguousarray(picture[:, ::-1]) for picture in clip.pictures]
    points = seen.points[:, SWAPPED] * [-1.0, 1.0] + [seen.width - 1.0, 0.0]
    arrays = {"points": points, "depth": seen.depth[:, SWAPPED]}
    arrays["visibility"] = seen.visibility[:, SWAPPED]
    joined = {
        name: np.concatenate([getattr(seen, name)[:half], array[half:]])
        for name, array in arrays.items()
    }
    return Filmed([*clip.pictures[:half], *other[half:]], replace(seen, **joined))


def with_gaps(clip: Filmed) -> Filmed:
    """Leave out every twentieth picture; the others keep their times."""
    kept = numbers_with_gaps(clip)
    return clip.picked(kept, np.array(kept) / FPS)


def numbers_with_gaps(clip: Filmed) -> list[int]:
    """Return the numbers of the pictures that stay."""
    return [number for number in range(len(clip.pictures)) if number % 20 != 7]


SPOILT: Final[dict[str, Spoil]] = {
    "too_dark": dark,
    "too_bright": bright,
    "blurred_feet": smeared,
    "feet_covered": rail_over_the_shoes,
    "hips_hidden": rail_over_the_hips,
    "duplicate_frames": doubled,
    "zoom": zoomed,
    "shaking_camera": shaken,
    "feet_out_of_picture": without_feet,
    "picture_turned": on_its_side,
    "cuts": cut_together,
}
"""What is said of a clip that is spoilt so."""
