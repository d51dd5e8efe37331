"""The network: a picture of any size in, a map of where shoes are and where they end out."""

from __future__ import annotations

from typing import Final

import torch
from sole_reader.network import Block, Residual
from torch import nn
from torch.nn import functional

STRIDE: Final = 4
"""Pixels of the picture to a cell of the maps."""
OUTPUTS: Final = ("score", "heel_x", "heel_y", "toe_x", "toe_y")
"""Maps of `FootNet`: a logit, and places against the cell's middle in units of `UNIT` pixels."""
UNIT: Final = 16.0
WIDTHS: Final = (16, 32, 48, 80, 96)


class FootNet(nn.Module):
    """See `OUTPUTS`; the sides of a picture are multiples of 32."""

    def __init__(self, decoder: int = 32) -> None:
        super().__init__()
        a, b, c, d, e = WIDTHS
        self.stem = nn.Sequential(Block(3, a, 5, 2), Block(a, b, 3, 2), Residual(b))
        self.middle = nn.Sequential(Block(b, c, 3, 2), Residual(c))
        self.deep = nn.Sequential(Block(c, d, 3, 2), Residual(d), Residual(d))
        self.deepest = nn.Sequential(Block(d, e, 3, 2), Residual(e), Residual(e))
        self.from_deepest = Block(e, d, 1, bend=False)
        self.from_deep = Block(d, decoder, 1)
        self.join = Block(decoder + c, decoder)
        self.side = Block(b, decoder, 1, bend=False)
        self.fine = Block(decoder, decoder)
        self.maps = nn.Conv2d(decoder, len(OUTPUTS), 1)
        nn.init.zeros_(self.maps.weight)
        nn.init.zeros_(self.maps.bias)
        with torch.no_grad():
            self.maps.bias[0] = -4.0

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return the maps of standardised pictures, shape (n, 5, height / 4, width / 4)."""
        fine = self.stem(x)
        middle = self.middle(fine)
        deep = self.deep(middle)
        deepest = self.from_deepest(self.deepest(deep))
        deep = functional.relu(deep + _doubled(deepest))
        joined = self.join(torch.cat([_doubled(self.from_deep(deep)), middle], dim=1))
        maps: torch.Tensor = self.maps(
            self.fine(functional.relu(_doubled(joined) + self.side(fine)))
        )
        return maps


def _doubled(x: torch.Tensor) -> torch.Tensor:
    return functional.interpolate(x, scale_factor=2.0, mode="bilinear", align_corners=False)
