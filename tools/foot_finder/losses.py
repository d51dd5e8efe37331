"""What the network is punished for."""

from __future__ import annotations

from typing import Final

import torch
from torch.nn import functional

from foot_finder.network import STRIDE, UNIT
from foot_finder.scenes import SEEN, UNSEEN

# Spread of the bump on the score's map around a shoe's middle, and how far from it the ends are
# asked for, shares of the shoe's length.
BUMP: Final = 0.13
ASKED: Final = 0.28
# Of the focal loss (Lin et al. 2017, doi 10.1109/ICCV.2017.324) as for centres of things
# (Zhou et al. 2019, arXiv 1904.07850).
POWER: Final = 2.0
FAR: Final = 4.0


def loss_of(maps: torch.Tensor, feet: torch.Tensor) -> tuple[torch.Tensor, dict[str, float]]:
    """Return the loss and figures to print; `feet` as `Scene.feet`, shape (n, 4, 6)."""
    n, _, high, wide = maps.shape
    y, x = torch.meshgrid(torch.arange(high), torch.arange(wide), indexing="ij")
    cells = torch.stack([x, y], dim=-1) * STRIDE + (STRIDE - 1) / 2
    there = torch.isfinite(feet[..., 0])
    feet = torch.nan_to_num(feet)
    middle, length = (feet[..., 0:2] + feet[..., 2:4]) / 2, feet[..., 5]
    off = (cells[None, None] - middle[:, :, None, None]).norm(dim=-1)
    share = off / length.clamp(min=1.0)[..., None, None]
    seen = (there & (feet[..., 4] >= SEEN))[..., None, None]
    unsure = (there & (feet[..., 4] < SEEN) & (feet[..., 4] >= UNSEEN))[..., None, None]
    bumps = torch.exp(-0.5 * (share / BUMP) ** 2) * seen
    target = bumps.amax(dim=1)
    # The cell next to a shoe's middle is the shoe.
    nearest = off <= off.flatten(2).amin(dim=2)[..., None, None] + 1e-3
    target = torch.where((nearest & seen).any(dim=1), torch.ones_like(target), target)
    counts = ~((share < 0.6) & unsure).any(dim=1) | (target > 0.5)
    logit = maps[:, 0].float()
    p = torch.sigmoid(logit)
    hit = target >= 0.999
    found = functional.logsigmoid(logit) * (1 - p) ** POWER
    empty = functional.logsigmoid(-logit) * p**POWER * (1 - target) ** FAR
    centres = hit.sum().clamp(min=1)
    score = -(torch.where(hit, found, empty) * counts).sum() / centres

    # Each cell near a shoe tells the ends of the shoe whose middle is nearest.
    share = torch.where(seen, share, torch.full_like(share, 1e6))
    best = share.argmin(dim=1)
    near = share.amin(dim=1) < ASKED
    row = torch.arange(n)[:, None, None]
    own = feet[row, best]
    truth = (own[..., 0:4] - cells.repeat(1, 1, 2)[None]) / UNIT
    scale = own[..., 5:6].clamp(min=1.0) / UNIT
    ends = maps[:, 1:].float().permute(0, 2, 3, 1)
    wrong = ((ends - truth).abs() / scale).clamp(max=3.0).mean(dim=-1)
    places = (wrong * near).sum() / near.sum().clamp(min=1)
    with torch.no_grad():
        figures = {
            "score": float(score),
            "ends": float(places),
            "hit": float(p[hit].mean()) if hit.any() else 0.0,
        }
    return score + 4.0 * places, figures
