"""How well a network finds the shoes of drawn scenes that training never had."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from sole_reader.network import standardised
from torch.nn import functional

from foot_finder.network import STRIDE, UNIT, FootNet
from foot_finder.scenes import SEEN

FloatArray = NDArray[np.floating[Any]]

FOUND_FROM: Final = 0.3
"""Score from which a shoe counts as found."""
NEAR: Final = 0.35
"""How far the middle of a found shoe may lie from the true one, shares of its length."""
# Found shoes whose middles lie closer together than this are one.
APART: Final = 0.4


def found_feet(maps: torch.Tensor) -> FloatArray:
    """Return what one picture's maps show, shape (n, 5): heel, toe tip, score, best first."""
    score = torch.sigmoid(maps[:1].float())
    peaks = (score == functional.max_pool2d(score, 3, 1, 1)) & (score > FOUND_FROM)
    rows, columns = np.nonzero(peaks[0].numpy())
    cells = np.stack([columns, rows], axis=1) * STRIDE + (STRIDE - 1) / 2
    ends = maps[1:, rows, columns].float().numpy().T * UNIT + np.tile(cells, 2)
    scores = score[0].numpy()[rows, columns]
    kept: list[FloatArray] = []
    for k in np.argsort(-scores):
        middle, size = _middle(ends[k])
        if all(np.linalg.norm(_middle(o)[0] - middle) > APART * max(size, 4.0) for o in kept):
            kept.append(np.append(ends[k], scores[k]))
    return np.array(kept).reshape(-1, 5)


def _middle(row: FloatArray) -> tuple[FloatArray, float]:
    return (row[0:2] + row[2:4]) / 2, float(np.linalg.norm(row[2:4] - row[0:2]))


def figures_of(net: FootNet, folder: Path, limit: int = 512) -> str:
    """Return the share of shoes found, false ones a picture, and how far off the ends are."""
    net.eval()
    clear, hits, false, count = 0, 0, 0, 0
    off: list[float] = []
    for path in sorted(folder.glob("*.npz")):
        with np.load(path) as data:
            pictures, feet = data["x"][:limit], data["y"][:limit]
        for start in range(0, len(pictures), 32):
            x = torch.from_numpy(pictures[start : start + 32]).permute(0, 3, 1, 2)
            with torch.no_grad():
                maps = net(standardised(x))
            for k, some in enumerate(maps):
                rows, truth = found_feet(some), feet[start + k]
                truth = truth[np.isfinite(truth[:, 0])]
                used = np.zeros(len(rows), dtype=bool)
                for foot in truth:
                    gaps = [np.linalg.norm(_middle(r)[0] - _middle(foot[:4])[0]) for r in rows]
                    near = bool(gaps) and min(gaps) < NEAR * foot[5]
                    if near:
                        used[int(np.argmin(gaps))] = True
                    if foot[4] >= SEEN:
                        clear += 1
                        hits += near
                        if near:
                            row = rows[int(np.argmin(gaps))]
                            off.append(float(np.abs(row[:4] - foot[:4]).mean() / foot[5]))
                false += int((~used).sum())
                count += 1
    net.train()
    return (
        f"found {hits / max(clear, 1):.3f} of {clear}, "
        f"false {false / max(count, 1):.3f} a picture, "
        f"ends off by {np.median(off) if off else np.nan:.3f} shoe lengths"
    )
