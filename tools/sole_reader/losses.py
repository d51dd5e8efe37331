"""What the network is punished for."""

from __future__ import annotations

from typing import Final

import torch
from torch.nn import functional

from sole_reader.network import SoleNet

# Share of the sole's worse seen half from which it counts as seen: not at all, fully.
UNSEEN: Final = 0.2
SEEN: Final = 0.55
# Bounds of the logarithm of the pitch's spread (radians) and of the points' (pixels).
LOG_SPREAD: Final = (-5.0, 0.7)
LOG_POINT: Final = (-2.0, 4.0)


def pitch_of(points: torch.Tensor) -> torch.Tensor:
    """Return the pitch of heel and ball, radians, toes up positive; points are (n, 6), y down."""
    return torch.atan2(points[:, 1] - points[:, 3], points[:, 2] - points[:, 0])


def seen_target(labels: torch.Tensor) -> torch.Tensor:
    """Return how far the sole counts as seen, 0..1, from labels of shape (n, 9)."""
    share = torch.minimum(labels[:, 6], labels[:, 7])
    return ((share - UNSEEN) / (SEEN - UNSEEN)).clamp(0, 1)


def final_pitch(readings: torch.Tensor) -> torch.Tensor:
    """Return the pitch that counts: the mean of the points' and the dense head's."""
    return 0.5 * (pitch_of(readings[:, :6]) + readings[:, 6])


def spread_of(readings: torch.Tensor) -> torch.Tensor:
    """Return the stated spread of the pitch before calibration, radians."""
    return (readings[:, 7] - 2.5).clamp(*LOG_SPREAD).exp()


def _turned(angle: torch.Tensor) -> torch.Tensor:
    """Return the size of an angle as seen from 0, radians."""
    return torch.atan2(torch.sin(angle), torch.cos(angle)).abs()


def loss_of(
    net: SoleNet, crops: torch.Tensor, labels: torch.Tensor, doubt: float, *, half: bool = False
) -> tuple[torch.Tensor, dict[str, float]]:
    """Return the loss and figures to print.

    `doubt` weighs the likelihood of the spreads; `half` runs the network in half precision.
    """
    with torch.autocast("cpu", torch.bfloat16, enabled=half):
        maps, head = net.maps_and_head(crops)
    shares, head = maps.float().softmax(dim=2), head.float()
    points = (shares @ net.grid).flatten(1)
    readings = torch.cat([points, head], dim=1)
    truth, pitch = labels[:, :6], pitch_of(labels[:, :6])
    target = seen_target(labels)
    # What cannot be seen teaches nothing about where it is.
    weight = (0.05 + 0.95 * target) * labels[:, 8]
    total = weight.sum() + 1e-6

    def mean(values: torch.Tensor) -> torch.Tensor:
        return (values * weight).sum() / total

    off = (points - truth).abs().view(-1, 3, 2).mean(dim=2).clamp(max=60)
    by_head, by_points = _turned(head[:, 0] - pitch), _turned(pitch_of(points) - pitch)
    error = _turned(final_pitch(readings) - pitch)
    spread = spread_of(readings)
    log_point = (head[:, 5:8] + 1).clamp(*LOG_POINT)
    apart = (net.grid[None, None] - truth.view(-1, 3, 1, 2)).pow(2).sum(-1)
    loss = (
        0.25 * mean(off.mean(dim=1))
        + 4.0 * mean(by_head)
        + 2.5 * mean(by_points)
        + 0.04 * mean((shares * (apart + 1).sqrt()).sum(dim=2).mean(dim=1))
    )
    doubtful = mean(spread.log() + error / spread) + 0.3 * mean(
        (log_point + off * (-log_point).exp()).mean(dim=1)
    )
    seen = functional.binary_cross_entropy_with_logits(head[:, 2], target)
    halves = functional.binary_cross_entropy_with_logits(head[:, 3:5], labels[:, 6:8])
    loss = loss + 0.5 * doubt * doubtful + 2.5 * seen + 0.7 * halves
    figures = {
        "loss": float(loss.detach()),
        "pitch": float(torch.rad2deg(mean(error.detach()))),
        "px": float(mean(off.detach().mean(dim=1))),
        "seen": float(seen.detach()),
    }
    return loss, figures
