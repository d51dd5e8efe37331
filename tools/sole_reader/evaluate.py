"""Figures on drawn crops that training never has: other shoes, other grounds."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray

from sole_reader.losses import final_pitch, pitch_of, spread_of
from sole_reader.network import SoleNet, standardised

# Seen shares of the worse half of the sole: below, the crop counts as covered; above, as clear.
COVERED: Final = 0.1
CLEAR: Final = 0.85
_BATCH: Final = 128


def read_all(
    net: SoleNet, folder: Path, most: int = 4096
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return readings (n, 14) and labels (n, 9) of a folder of shards."""
    net.eval()
    readings: list[NDArray[np.float64]] = []
    labels: list[NDArray[np.float64]] = []
    for path in sorted(folder.glob("*.npz")):
        with np.load(path) as data:
            x, y = data["x"], data["y"]
        left = most - sum(len(part) for part in labels)
        for k in range(0, min(len(x), left), _BATCH):
            crops = torch.from_numpy(x[k : k + _BATCH]).permute(0, 3, 1, 2)
            with torch.no_grad():
                readings.append(net(standardised(crops)).numpy().astype(np.float64))
            labels.append(y[k : k + _BATCH].astype(np.float64))
        if left <= len(x):
            break
    net.train()
    return np.concatenate(readings), np.concatenate(labels)


def errors_of(
    readings: NDArray[np.float64], labels: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]:
    """Return error and stated spread of the pitch, degrees, and which soles are clear to see."""
    r, y = torch.from_numpy(readings), torch.from_numpy(labels)
    error = torch.rad2deg(final_pitch(r) - pitch_of(y[:, :6])).numpy()
    error = (error + 180) % 360 - 180
    spread = torch.rad2deg(spread_of(r)).numpy()
    clear = (np.minimum(labels[:, 6], labels[:, 7]) >= CLEAR) & (labels[:, 8] > 0)
    return error, spread, clear


def figures_of(readings: NDArray[np.float64], labels: NDArray[np.float64]) -> str:
    """Return one line of figures."""
    error, spread, clear = errors_of(readings, labels)
    e, s = error[clear], spread[clear]
    size = np.abs(e)
    worse = np.minimum(labels[:, 6], labels[:, 7])
    seen = 1 / (1 + np.exp(-readings[:, 8]))
    ranks = np.corrcoef(np.argsort(np.argsort(size)), np.argsort(np.argsort(s)))[0, 1]
    slope = np.polyfit(np.rad2deg(pitch_of(torch.from_numpy(labels[:, :6])).numpy())[clear], e, 1)
    return (
        f"clear {clear.sum()}: bias {e.mean():+.2f} median {np.median(size):.2f} "
        f"mean {size.mean():.2f} p90 {np.percentile(size, 90):.2f} slope {1 + slope[0]:.2f} "
        f"in 1 {np.mean(size < s):.2f} in 2 {np.mean(size < 2 * s):.2f} rank {ranks:.2f}; "
        f"covered found {np.mean(seen[worse < COVERED] < 0.5):.3f} "
        f"of {(worse < COVERED).sum()}, clear called covered {np.mean(seen[clear] < 0.5):.3f}"
    )
