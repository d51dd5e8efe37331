"""The soles of the runner's feet, read in the pictures in which the feet were found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaitcheck.model import HEEL, SIDES, TOE, FloatArray, Side, SoleTrack
from gaitcheck.observing.again import Looker
from gaitcheck.observing.cores import ObjectPool
from gaitcheck.observing.pose.chunks import plan_chunks
from gaitcheck.observing.sole.crop import Facing, place_foot
from gaitcheck.observing.sole.reader import SoleReader

COLUMNS: Final = 9
# A crop for the network has 96 pixels: larger pictures only cost time.
MAX_SIDE: Final = 1280


class SoleLooks:
    """Reads both soles of one runner in single pictures, in any order.

    How long the feet are and where they point comes from all pictures of the same part of the clip
    so far, because single landmarks err.

    Parameters
    ----------
    points : array, shape (frames, 33, 2)
        Landmarks, full-size pixels; NaN in frames without the runner.
    wanted : array of bool, shape (frames, 2)
        Which feet are read, see `plan_soles`.
    part : tuple of int, optional
        The frames of the clip that were looked at, from and up to; by default all.
    pose_every : int
        The pose was looked for in every so manieth of them.
    new_reader : callable
        Gives a reader to each thread that looks.
    """

    def __init__(
        self,
        points: FloatArray,
        wanted: NDArray[np.bool_],
        part: tuple[int, int] | None = None,
        pose_every: int = 1,
        new_reader: Callable[[], SoleReader] = SoleReader,
    ) -> None:
        self._heels, self._toes = (points[:, [first, first + 1]] for first in (HEEL, TOE))
        along = self._toes - self._heels
        self._wanted = wanted & np.isfinite(along).all(axis=2)
        self.frames = [int(frame) for frame in np.flatnonzero(self._wanted.any(axis=1))]
        first, stop = part or (0, len(points))
        starts = [chunk.start for chunk in plan_chunks(stop - first, first, pose_every)]
        self._usual = _usual_feet(along, self.frames, starts)
        # What was not read has no place, and nothing to be seen.
        self._rows = np.full((len(points), len(SIDES), COLUMNS), np.nan)
        self._rows[..., 8] = 0.0
        self._readers = ObjectPool(new_reader)

    def looker(self) -> Looker:
        """Return what is to be shown."""
        return Looker(self.frames, self.look, MAX_SIDE)

    def look(self, index: int, picture: NDArray[np.uint8], scale: float) -> None:
        """Read what is wanted in one frame.

        Parameters
        ----------
        index : int
        picture : array of uint8, shape (height, width, 3)
        scale : float
            Pixels of `picture` for one of full size.
        """
        length, facing = self._usual[index]
        heels, toes = self._heels[index] * scale, self._toes[index] * scale
        feet = np.flatnonzero(self._wanted[index])
        places = [place_foot(heels[k], toes[k], length * scale, facing) for k in feet]
        with self._readers.one() as reader:
            readings = reader.read(picture, places)
        for k, reading in zip(feet, readings, strict=True):
            ends = np.array([reading.heel_bottom, reading.ball_bottom, reading.toe_tip])
            self._rows[index, k, :6] = (ends / scale).ravel()
            self._rows[index, k, 6:] = reading.pitch_deg, reading.sd_deg, reading.seen

    def tracks(self) -> dict[Side, SoleTrack]:
        """Return all that was read, left and right as the landmarks have them."""
        return {
            side: SoleTrack(
                heel=self._rows[:, k, 0:2],
                ball=self._rows[:, k, 2:4],
                toe=self._rows[:, k, 4:6],
                pitch_deg=self._rows[:, k, 6],
                sd_deg=self._rows[:, k, 7],
                seen=self._rows[:, k, 8],
            )
            for k, side in enumerate(SIDES)
        }


def _usual_feet(
    along: FloatArray, frames: list[int], starts: list[int]
) -> dict[int, tuple[float, Facing]]:
    """Return how long the feet are and where they point, by frame.

    `along` is heel to toe; `starts` the first frames of the parts of the clip.
    """
    lengths = np.linalg.norm(along, axis=2)
    usual: dict[int, tuple[float, Facing]] = {}
    for frame in frames:
        start = starts[int(np.searchsorted(starts, frame, side="right")) - 1]
        ahead = float(np.nanmedian(along[start : frame + 1, :, 0]))
        length = float(np.nanmedian(lengths[start : frame + 1]))
        usual[frame] = length, "right" if ahead >= 0 else "left"
    return usual
