"""The soles of the runner's feet, read beside the pose in every picture."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaitcheck.model import HEEL, SIDES, TOE, FloatArray, Side, SoleTrack
from gaitcheck.observing.sole.crop import Facing, place_foot
from gaitcheck.observing.sole.reader import SoleReader

COLUMNS: Final = 9


class FootReader:
    """Reads both soles of one runner, picture after picture of one part of a clip.

    How long the feet are and where they point comes from all pictures so far, because single
    landmarks err.

    Parameters
    ----------
    reader : SoleReader
    """

    def __init__(self, reader: SoleReader) -> None:
        self._reader = reader
        self._lengths: list[float] = []
        self._ahead: list[float] = []

    def read(self, picture: NDArray[np.uint8], points: FloatArray, scale: float) -> FloatArray:
        """Return what is read of both feet, shape (2, 9), as `TrackResult.soles` has it.

        Parameters
        ----------
        picture : array of uint8, shape (height, width, 3)
        points : array, shape (33, 4)
            Landmarks, pixels of `picture`.
        scale : float
            Full-size pixels for one of `picture`.
        """
        heels, toes = (points[[first, first + 1], :2] for first in (HEEL, TOE))
        along = toes - heels
        self._lengths += np.linalg.norm(along, axis=1).tolist()
        self._ahead += along[:, 0].tolist()
        length = float(np.median(self._lengths))
        facing: Facing = "right" if float(np.median(self._ahead)) >= 0 else "left"
        places = [place_foot(heels[k], toes[k], length, facing) for k in range(len(SIDES))]
        rows = np.full((len(SIDES), COLUMNS), np.nan)
        readings = self._reader.read(picture, places)
        for row, reading in zip(rows, readings, strict=True):
            ends = np.array([reading.heel_bottom, reading.ball_bottom, reading.toe_tip])
            row[:6] = (ends * scale).ravel()
            row[6:] = reading.pitch_deg, reading.sd_deg, reading.seen
        return rows


def empty_soles(frames: int) -> FloatArray:
    """Return what stands where nothing was read: no place, and nothing to be seen."""
    rows = np.full((frames, len(SIDES), COLUMNS), np.nan)
    rows[..., 8] = 0.0
    return rows


def join_soles(parts: list[FloatArray]) -> dict[Side, SoleTrack]:
    """Join the readings of successive parts of a clip."""
    rows = np.concatenate(parts)
    return {
        side: SoleTrack(
            heel=rows[:, k, 0:2],
            ball=rows[:, k, 2:4],
            toe=rows[:, k, 4:6],
            pitch_deg=rows[:, k, 6],
            sd_deg=rows[:, k, 7],
            seen=rows[:, k, 8],
        )
        for k, side in enumerate(SIDES)
    }
