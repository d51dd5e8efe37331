"""The network: a crop of 96 pixels in, three points, the pitch and its spread, and what is seen."""

from __future__ import annotations

from typing import Final

import torch
from torch import nn
from torch.nn import functional

from sole_reader.crops import SIZE

WIDTHS: Final = (12, 24, 48, 96)
CELLS: Final = 24
"""Cells of the heat maps along one side."""
OUTPUTS: Final = (
    "heel_x", "heel_y", "ball_x", "ball_y", "toe_x", "toe_y",
    "pitch_head", "log_spread", "seen", "rear", "front", "log_heel", "log_ball", "log_toe",
)  # fmt: skip
"""What `SoleNet` returns, one column each; pixels, radians, logits and logarithms."""
_EXTRA: Final = 8


def standardised(pictures: torch.Tensor) -> torch.Tensor:
    """Return pictures, shape (n, 3, height, width), 0..255, with mean 0 and spread 1 each."""
    x = pictures.float() / 255
    mean = x.mean(dim=(1, 2, 3), keepdim=True)
    spread = x.var(dim=(1, 2, 3), keepdim=True, unbiased=False).sqrt()
    return (x - mean) / (spread + 0.04)


class Block(nn.Module):
    """Convolution, normalisation and, unless told otherwise, a rectifier."""

    def __init__(
        self, inward: int, outward: int, size: int = 3, step: int = 1, *, bend: bool = True
    ) -> None:
        super().__init__()
        self.conv = nn.Conv2d(inward, outward, size, step, padding=size // 2, bias=False)
        self.norm = nn.BatchNorm2d(outward, momentum=0.03)
        self.bend = bend

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return maps of `outward` channels, each side `step` times smaller."""
        x = self.norm(self.conv(x))
        return functional.relu(x) if self.bend else x


class Residual(nn.Module):
    """Two convolutions beside a short cut."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.first = Block(width, width)
        self.second = Block(width, width, bend=False)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return maps of the same shape."""
        return functional.relu(x + self.second(self.first(x)))


class SoleNet(nn.Module):
    """See `OUTPUTS` for what it returns."""

    def __init__(self, widths: tuple[int, int, int, int] = WIDTHS, decoder: int = 32) -> None:
        super().__init__()
        a, b, c, d = widths
        self.stem = nn.Sequential(Block(3, a, 5, 2), Block(a, b, 3, 2), Residual(b))
        self.middle = nn.Sequential(Block(b, c, 3, 2), Residual(c))
        self.deep = nn.Sequential(Block(c, d, 3, 2), Residual(d), Residual(d))
        self.lift = Block(d, decoder, 1)
        self.join = Block(decoder + c, decoder)
        self.side = Block(b, decoder, 1, bend=False)
        self.fine = Block(decoder, 16)
        self.maps = nn.Conv2d(16, 3, 3, padding=1)
        self.squeeze = Block(d, 32, 1)
        self.dense = nn.Linear(32 * (SIZE // 16) ** 2, 128)
        self.head = nn.Linear(128, _EXTRA)
        nn.init.normal_(self.head.weight, std=0.01)
        nn.init.zeros_(self.head.bias)
        centres = torch.arange(CELLS) * 4 + 1.5
        y, x = torch.meshgrid(centres, centres, indexing="ij")
        self.register_buffer("grid", torch.stack([x.reshape(-1), y.reshape(-1)], dim=1))

    def maps_and_head(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the logits of the heat maps (n, 3, 576) and the dense head's outputs (n, 8)."""
        fine = self.stem(x)
        middle = self.middle(fine)
        deep = self.deep(middle)
        up = functional.interpolate(
            self.lift(deep), scale_factor=2, mode="bilinear", align_corners=False
        )
        joined = self.join(torch.cat([up, middle], dim=1))
        up = functional.interpolate(joined, scale_factor=2, mode="bilinear", align_corners=False)
        maps = self.maps(self.fine(functional.relu(up + self.side(fine))))
        head = self.head(functional.relu(self.dense(self.squeeze(deep).flatten(1))))
        return maps.flatten(2), head

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return the readings of standardised crops, shape (n, 14)."""
        maps, head = self.maps_and_head(x)
        points = (maps.softmax(dim=2) @ self.grid).flatten(1)
        return torch.cat([points, head], dim=1)


def count_operations(widths: tuple[int, int, int, int] = WIDTHS) -> tuple[int, int]:
    """Return the number of parameters and of multiplications for one crop."""
    net = SoleNet(widths).eval()
    total = [0]

    def count(module: nn.Module, _: object, out: torch.Tensor) -> None:
        if isinstance(module, nn.Conv2d):
            total[0] += module.weight.numel() * out.shape[-1] * out.shape[-2]
        elif isinstance(module, nn.Linear):
            total[0] += module.weight.numel()

    for module in net.modules():
        module.register_forward_hook(count)
    with torch.no_grad():
        net(torch.zeros(1, 3, SIZE, SIZE))
    return sum(p.numel() for p in net.parameters()), total[0]
