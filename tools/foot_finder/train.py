"""Train the foot finder, or go on from a checkpoint: ``python -m foot_finder.train OUT SHARDS``.

The learning rate rises, stays, and falls over the last part of the sitting. `OUT/stable.pt` is the
state before the fall: a later sitting goes on from it with ``--resume``. `OUT/last.pt` is the state
at the end, or when the program was told to stop; it holds the running mean of the weights too,
which is what gets exported.
"""

from __future__ import annotations

import argparse
import signal
import time
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from sole_reader.network import standardised
from sole_reader.train import recoloured
from torch.nn import functional

from foot_finder.evaluate import figures_of
from foot_finder.losses import loss_of
from foot_finder.network import FootNet
from foot_finder.scenes import SIZE

BATCH: Final = 32
WARM_UP: Final = 200
LEAST_RATE: Final = 0.01
MEAN_KEEP: Final = 0.99
# Spread of how far a scene is turned (radians), scaled and shifted (pixels) each time it is used.
TURN: Final = 0.06
SCALE: Final = 0.12
SHIFT: Final = 8.0
REPORT_EVERY: Final = 100
SAVE_EVERY: Final = 500
# Shards in memory, and steps between two that are read.
WINDOW: Final = 40
READ_EVERY: Final = 12


class Scenes:
    """Shards in memory; the newest ones that were not read yet take the places of old ones."""

    def __init__(self, folder: Path, rng: np.random.Generator) -> None:
        self._folder, self._rng = folder, rng
        self._read: set[Path] = set()
        self._held: list[tuple[NDArray[np.uint8], NDArray[np.float32]]] = []

    def _refill(self) -> None:
        fresh = [p for p in sorted(self._folder.glob("*.npz")) if p not in self._read]
        for path in fresh if len(self._held) < WINDOW else fresh[:1]:
            with np.load(path) as data:
                shard = data["x"], data["y"]
            self._read.add(path)
            if len(self._held) < WINDOW:
                self._held.append(shard)
            else:
                self._held[int(self._rng.integers(WINDOW))] = shard

    def batch(self, step: int) -> tuple[torch.Tensor, torch.Tensor]:
        """Return pictures (n, 3, 128, 128) and feet (n, 4, 6)."""
        if step % READ_EVERY == 0 or not self._held:
            self._refill()
        while not self._held:
            time.sleep(2)
            self._refill()
        shards = self._rng.integers(len(self._held), size=BATCH)
        places = [int(self._rng.integers(len(self._held[s][0]))) for s in shards]
        x = np.stack([self._held[s][0][k] for s, k in zip(shards, places, strict=True)])
        y = np.stack([self._held[s][1][k] for s, k in zip(shards, places, strict=True)])
        return torch.from_numpy(x).permute(0, 3, 1, 2), torch.from_numpy(y)


def moved(x: torch.Tensor, feet: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Return scenes turned, scaled and shifted a little, half of them mirrored, and their feet."""
    n, half = len(x), SIZE / 2
    angle, scale = TURN * torch.randn(n), torch.exp(SCALE * torch.randn(n))
    shift = SHIFT * torch.randn(n, 2)
    c, s = scale * torch.cos(angle), scale * torch.sin(angle)
    forth = torch.stack([torch.stack([c, -s], dim=1), torch.stack([s, c], dim=1)], dim=1)
    forth[:, :, 0] *= torch.where(torch.rand(n) < 0.5, -1.0, 1.0)[:, None]
    back = torch.linalg.inv(forth)
    offset = -(back @ (shift / half).unsqueeze(2))
    grid = functional.affine_grid(torch.cat([back, offset], dim=2), list(x.shape), False)
    x = functional.grid_sample(x.float(), grid, padding_mode="border", align_corners=False)
    middle = (SIZE - 1) / 2
    ends = feet[..., :4].reshape(n, -1, 2) - middle
    ends = ends @ forth.transpose(1, 2) + middle + shift.unsqueeze(1)
    feet = torch.cat([ends.reshape(*feet.shape[:2], 4), feet[..., 4:]], dim=2)
    feet[..., 5] *= scale[:, None]
    # What left the picture is no longer asked for.
    inside = ((ends > -1) & (ends < SIZE + 1)).all(dim=2).reshape(*feet.shape[:2], 2)
    feet[..., 4] *= inside.float().mean(dim=2)
    return x, feet


def rate_at(share: float, step: int, top: float, fall: float) -> float:
    """Return the learning rate after that share of the sitting."""
    rate = top * min(1.0, (step + 1) / WARM_UP)
    if share > 1 - fall:
        left = (1 - share) / fall
        rate *= LEAST_RATE + (1 - LEAST_RATE) * max(left, 0.0)
    return rate


class Sitting:
    """A network in training, its running mean and its optimiser."""

    def __init__(self, out: Path, rate: float, resume: Path | None) -> None:
        self.net = FootNet().to(memory_format=torch.channels_last)
        self.mean = FootNet()
        self.optimiser = torch.optim.AdamW(self.net.parameters(), lr=rate, weight_decay=3e-4)
        self.step, self._out = 0, out
        if resume is not None:
            state: dict[str, Any] = torch.load(resume, weights_only=True)
            self.net.load_state_dict(state["net"])
            self.optimiser.load_state_dict(state["optimiser"])
            self.step = state["step"]
            self.mean.load_state_dict(state["mean"])
        else:
            self.mean.load_state_dict(self.net.state_dict())
        out.mkdir(parents=True, exist_ok=True)
        torch.manual_seed(self.step)

    def save(self, name: str) -> None:
        """Write a checkpoint."""
        state = {
            "net": self.net.state_dict(),
            "mean": self.mean.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "step": self.step,
        }
        rough = self._out / f"{name}.part"
        torch.save(state, rough)
        rough.rename(self._out / f"{name}.pt")

    def learn(self, x: torch.Tensor, feet: torch.Tensor, rate: float) -> dict[str, float]:
        """Take one step and return its figures."""
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        x, feet = moved(x, feet)
        inputs = standardised(recoloured(x)).contiguous(memory_format=torch.channels_last)
        with torch.autocast("cpu", torch.bfloat16):
            maps = self.net(inputs)
        loss, figures = loss_of(maps, feet)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 5.0)
        self.optimiser.step()
        self.step += 1
        keep = min(MEAN_KEEP, self.step / (self.step + 100))
        pairs = zip(self.mean.state_dict().values(), self.net.state_dict().values(), strict=True)
        with torch.no_grad():
            for old, new in pairs:
                if old.is_floating_point():
                    old.mul_(keep).add_(new, alpha=1 - keep)
        return figures


def main() -> None:
    """Train for the minutes that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("shards", type=Path)
    parser.add_argument("--validation", type=Path, required=True)
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--fall", type=float, default=0.35, help="share of the time at the end")
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--resume", type=Path)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    sitting = Sitting(options.out, options.rate, options.resume)
    scenes = Scenes(options.shards, np.random.default_rng([options.seed, sitting.step]))
    first, falls, begin = sitting.step, False, time.monotonic()
    log: list[dict[str, float]] = []
    told: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _: told.append(number))
    while (share := (time.monotonic() - begin) / (60 * options.minutes)) < 1 and not told:
        if share > 1 - options.fall and not falls:
            sitting.save("stable")
            falls = True
        rate = rate_at(share, sitting.step - first, options.rate, options.fall)
        log.append(sitting.learn(*scenes.batch(sitting.step), rate))
        if sitting.step % REPORT_EVERY == 0:
            words = " ".join(f"{k} {np.mean([f[k] for f in log]):.3f}" for k in log[0])
            print(sitting.step, f"{(time.monotonic() - begin) / 60:.1f} min", words, flush=True)
            log = []
        if sitting.step % SAVE_EVERY == 0:
            sitting.save("last")
            print("   ", figures_of(sitting.mean, options.validation), flush=True)
    sitting.save("last")
    print("   ", figures_of(sitting.mean, options.validation), flush=True)


if __name__ == "__main__":
    main()
