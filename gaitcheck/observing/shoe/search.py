"""Where in a picture a shoe may lie: it is compared at every shift at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaitcheck.model import FloatArray
from gaitcheck.observing.shoe.types import Patch

Spectra = NDArray[np.complex64]
# Pixels that count less than this in the mask are left out.
FAINT: Final = 0.1
# Keeps what shows no contrast from being divided by nothing.
_NO_POWER: Final = 1e-6


def spectra_of(picture: Patch) -> Spectra:
    """Return the spectra of the three channels of a picture and of its power."""
    planes = np.moveaxis(picture, -1, 0)
    power = (planes**2).sum(axis=0, keepdims=True)
    return np.asarray(np.fft.rfft2(np.concatenate([planes, power])), dtype=np.complex64)


@dataclass(frozen=True, slots=True, eq=False)
class Sought:
    """A shoe that is looked for, with the spectra of what it is compared by.

    Attributes
    ----------
    spectra : array, shape (5, rows, columns)
        Of the shoe's three channels, of its mask and of the mask squared.
    shape : (int, int)
        Height and width of the picture.
    room : (int, int)
        How many shifts down and right keep the shoe inside the picture.
    corner : (int, int)
        Where its corner lies when it is not shifted, down and right.
    total, squared : float
        Sum of the mask, and of its square.
    power : float
        Root of the summed squares of the shoe without its mean.
    """

    spectra: Spectra
    shape: tuple[int, int]
    room: tuple[int, int]
    corner: tuple[int, int]
    total: float
    squared: float
    power: float

    def most_alike(self, seen: Spectra) -> tuple[float, tuple[int, int]]:
        """Return the greatest likeness at any shift, -1..1, and that shift, right and down.

        Notes
        -----
        Normalised cross-correlation (Lewis 1995, Fast template matching, Vision Interface), each
        pixel weighed by the mask. Sums over the shoe at all shifts are products of spectra.
        """
        shoe, mask, squared = self.spectra[:3], self.spectra[3], self.spectra[4]
        products = np.empty((8, *seen.shape[1:]), dtype=seen.dtype)
        np.sum(seen[:3] * shoe, axis=0, out=products[0])
        np.multiply(seen[3], squared, out=products[1])
        np.multiply(seen[:3], mask, out=products[2:5])
        np.multiply(seen[:3], squared, out=products[5:])
        sums = np.fft.irfft2(products, self.shape)[:, : self.room[0], : self.room[1]]
        mean = sums[2:5] / self.total
        power = sums[1] + (mean * (self.squared * mean - 2 * sums[5:])).sum(axis=0)
        likeness = sums[0] / (self.power * np.sqrt(np.maximum(power, _NO_POWER)))
        down, right = divmod(int(likeness.argmax()), self.room[1])
        return float(likeness[down, right]), (right - self.corner[1], down - self.corner[0])


def sought(picture: Patch, mask: Patch) -> Sought | None:
    """Prepare a shoe to be looked for; None where nothing of it is in its picture.

    Parameters
    ----------
    picture : array, shape (height, width, 3)
    mask : array, shape (height, width)
        How much each pixel belongs to the shoe, 0..1.
    """
    rows, columns = (np.flatnonzero(mask.max(axis=axis) > FAINT) for axis in (1, 0))
    if not len(rows):
        return None
    top, left = int(rows[0]), int(columns[0])
    box = np.s_[top : int(rows[-1]) + 1, left : int(columns[-1]) + 1]
    share: FloatArray = mask[box].astype(np.float64)
    shoe = np.moveaxis(picture[box], -1, 0).astype(np.float64)
    total = float(share.sum())
    even = share * (shoe - (share * shoe).sum(axis=(1, 2), keepdims=True) / total)
    weighed = share * even
    weighed -= weighed.sum(axis=(1, 2), keepdims=True) / total * share
    planes = np.zeros((5, *mask.shape), dtype=np.float32)
    height, width = share.shape
    planes[:, :height, :width] = [*weighed, share, share**2]
    return Sought(
        spectra=np.conj(np.fft.rfft2(planes)).astype(np.complex64),
        shape=(mask.shape[0], mask.shape[1]),
        room=(mask.shape[0] - height + 1, mask.shape[1] - width + 1),
        corner=(top, left),
        total=total,
        squared=float((share**2).sum()),
        power=float(np.sqrt((even**2).sum())) + 1e-12,
    )
