"""Train the sole reader, or go on from a checkpoint: ``python -m sole_reader.train OUT SHARDS``.

The learning rate rises, stays, and falls over the last part of the sitting. `OUT/stable.pt` is the
state before the fall: a later sitting goes on from it with ``--resume``. `OUT/last.pt` is the state
at the end, or when the program was told to stop; it holds the running mean of the weights too,
which is what gets exported. Where no checkpoint was kept, ``--resume`` takes the exported network
(with ``--rate`` well below the first one's). The network learns in half precision, which is half
again as fast; the last steps are taken in full.

Two of these programs may learn together, each on a core of its own: with ``--partner`` each of them
takes the mean of its own and the other's weights every so often.
"""

from __future__ import annotations

import argparse
import signal
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from sole_reader.crops import SIZE
from sole_reader.evaluate import figures_of, read_all
from sole_reader.losses import loss_of
from sole_reader.network import SoleNet, standardised
from sole_reader.unfold import network_from

BATCH: Final = 64
WARM_UP: Final = 300
LEAST_RATE: Final = 0.01
MEAN_EVERY: Final = 5
MEAN_KEEP: Final = 0.985
# Spread of how far a crop is turned (radians), scaled and shifted (pixels) each time it is used.
TURN: Final = 0.06
SCALE: Final = 0.05
SHIFT: Final = 2.5
REPORT_EVERY: Final = 100
MEET_EVERY: Final = 25
FULL: Final = 0.04
"""Share of the sitting, at its end, in full precision."""
SAVE_EVERY: Final = 500
CHECKED: Final = 1024
# Steps from which the likelihood of the stated spreads counts, and counts fully.
DOUBT_BEGINS: Final = 400
DOUBT_FULL: Final = 1000


@dataclass
class Crops:
    """A window of shards in memory that moves on while new ones are written."""

    folders: list[Path]
    rng: np.random.Generator
    window: int = 20
    used: Counter[str] = field(default_factory=Counter)
    _held: list[tuple[NDArray[np.uint8], NDArray[np.float32]]] = field(default_factory=list)

    def _load(self) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
        while True:
            files = [p for folder in self.folders for p in sorted(folder.glob("*.npz"))]
            if not files:
                time.sleep(2)
                continue
            # The least used, and among those the newest, first.
            path = min(files, key=lambda p: (self.used[str(p)], -p.stat().st_mtime))
            try:
                with np.load(path) as data:
                    loaded = data["x"], data["y"]
            except (OSError, ValueError):
                self.used[str(path)] += 1
                continue
            self.used[str(path)] += 1
            return loaded

    def batch(self, step: int) -> tuple[torch.Tensor, torch.Tensor]:
        """Return a batch from the shards in memory; every so often one of them is replaced."""
        available = sum(1 for folder in self.folders for _ in folder.glob("*.npz"))
        if len(self._held) < min(self.window, max(available, 1)):
            self._held.append(self._load())
        elif step % 32 == 0:
            self._held[int(self.rng.integers(len(self._held)))] = self._load()
        shard = self.rng.integers(len(self._held), size=BATCH)
        place = self.rng.integers(len(self._held[0][0]), size=BATCH)
        x = np.stack([self._held[s][0][p] for s, p in zip(shard, place, strict=True)])
        y = np.stack([self._held[s][1][p] for s, p in zip(shard, place, strict=True)])
        return torch.from_numpy(x).permute(0, 3, 1, 2), torch.from_numpy(y)


def recoloured(x: torch.Tensor) -> torch.Tensor:
    """Return crops with channels swapped, colours taken out, or other brightness."""
    x = x.float()
    n = len(x)
    if torch.rand(1) < 0.5:
        x = x[:, torch.randperm(3)]
    grey = (torch.rand(n, 1, 1, 1) < 0.08).float()
    x = x * (1 - grey) + grey * x.mean(dim=1, keepdim=True)
    x = x * (1 + 0.1 * torch.randn(n, 3, 1, 1))
    return x.clamp(0, 255)


def moved(x: torch.Tensor, labels: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Return crops turned, scaled and shifted a little, and their labels.

    So a crop that comes again is not the same crop.
    """
    n, half = len(x), SIZE / 2
    angle, scale = TURN * torch.randn(n), torch.exp(SCALE * torch.randn(n))
    shift = SHIFT * torch.randn(n, 2)
    c, s = scale * torch.cos(angle), scale * torch.sin(angle)
    forth = torch.stack([torch.stack([c, -s], dim=1), torch.stack([s, c], dim=1)], dim=1)
    back = torch.linalg.inv(forth)
    offset = -(back @ (shift / half).unsqueeze(2))
    grid = functional.affine_grid(torch.cat([back, offset], dim=2), list(x.shape), False)
    x = functional.grid_sample(x.float(), grid, padding_mode="border", align_corners=False)
    middle = (SIZE - 1) / 2
    points = labels[:, :6].reshape(n, 3, 2) - middle
    points = points @ forth.transpose(1, 2) + middle + shift.unsqueeze(1)
    return x, torch.cat([points.reshape(n, 6), labels[:, 6:]], dim=1)


def rate_at(share: float, step: int, top: float, fall: float) -> float:
    """Return the learning rate after that share of the sitting."""
    rate = top * min(1.0, (step + 1) / WARM_UP)
    if share > 1 - fall:
        left = (1 - share) / fall
        rate *= LEAST_RATE + (1 - LEAST_RATE) * max(left, 0.0)
    return rate


class Sitting:
    """A network in training: its running mean, its optimiser, and how long it has learnt."""

    def __init__(self, out: Path, rate: float, resume: Path | None, shards: Path) -> None:
        exported = resume is not None and resume.suffix == ".onnx"
        net = network_from(resume, shards).train() if resume and exported else SoleNet()
        self.net = net.to(memory_format=torch.channels_last)
        self.mean = SoleNet()
        self.mean.load_state_dict(self.net.state_dict())
        self.optimiser = torch.optim.AdamW(self.net.parameters(), lr=rate, weight_decay=3e-4)
        # What was exported has learnt to state its spread: that part of the loss counts at once.
        self.step, self._seconds, self._out = DOUBT_FULL if exported else 0, 0.0, out
        if resume is not None and not exported:
            state: dict[str, Any] = torch.load(resume, weights_only=True)
            self.net.load_state_dict(state["net"])
            self.mean.load_state_dict(state["mean"])
            self.optimiser.load_state_dict(state["optimiser"])
            self.step, self._seconds = state["step"], state["seconds"]
        self._begin, self._met = time.monotonic(), time.time()
        out.mkdir(parents=True, exist_ok=True)
        torch.manual_seed(self.step)

    @property
    def passed(self) -> float:
        """Seconds of this sitting."""
        return time.monotonic() - self._begin

    @property
    def total(self) -> float:
        """Seconds of all sittings."""
        return self._seconds + self.passed

    def save(self, name: str) -> None:
        """Write a checkpoint."""
        state = {
            "net": self.net.state_dict(),
            "mean": self.mean.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "step": self.step,
            "seconds": self.total,
        }
        rough = self._out / f"{name}.part"
        torch.save(state, rough)
        rough.rename(self._out / f"{name}.pt")

    def meet(self, partner: Path) -> None:
        """Show the weights to a partner that learns elsewhere, and meet its own halfway."""
        rough = self._out / "now.part"
        torch.save(self.net.state_dict(), rough)
        rough.rename(self._out / "now.pt")
        theirs = partner / "now.pt"
        if not theirs.is_file() or theirs.stat().st_mtime <= self._met:
            return
        self._met = theirs.stat().st_mtime
        other = torch.load(theirs, weights_only=True)
        with torch.no_grad():
            for name, value in self.net.state_dict().items():
                if value.is_floating_point():
                    value.lerp_(other[name], 0.5)

    def learn(
        self, x: torch.Tensor, y: torch.Tensor, rate: float, *, half: bool
    ) -> dict[str, float]:
        """Take one step and return its figures."""
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        x, y = moved(x, y)
        inputs = standardised(recoloured(x)).contiguous(memory_format=torch.channels_last)
        doubt = min(1.0, max(0.0, (self.step - DOUBT_BEGINS) / (DOUBT_FULL - DOUBT_BEGINS)))
        loss, figures = loss_of(self.net, inputs, y, doubt, half=half)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 5.0)
        self.optimiser.step()
        self.step += 1
        if self.step % MEAN_EVERY == 0:
            keep = min(MEAN_KEEP, self.step / (self.step + 200))
            pairs = zip(
                self.mean.state_dict().values(), self.net.state_dict().values(), strict=True
            )
            with torch.no_grad():
                for old, new in pairs:
                    if old.is_floating_point():
                        old.mul_(keep).add_(new, alpha=1 - keep)
        return figures


def main() -> None:
    """Train for the minutes that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("shards", type=Path, nargs="+")
    parser.add_argument("--validation", type=Path, required=True)
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--fall", type=float, default=0.3, help="share of the time at the end")
    parser.add_argument("--rate", type=float, default=2.5e-3)
    parser.add_argument("--resume", type=Path)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--partner", type=Path, help="OUT of another program that learns as well")
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    sitting = Sitting(options.out, options.rate, options.resume, options.validation)
    crops = Crops(options.shards, np.random.default_rng([options.seed, sitting.step]))
    first, falls = sitting.step, False
    log: list[dict[str, float]] = []
    told: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _: told.append(number))
    while (share := sitting.passed / (60 * options.minutes)) < 1 and not told:
        if share > 1 - options.fall and not falls:
            sitting.save("stable")
            falls = True
        rate = rate_at(share, sitting.step - first, options.rate, options.fall)
        log.append(sitting.learn(*crops.batch(sitting.step), rate, half=share < 1 - FULL))
        if options.partner is not None and sitting.step % MEET_EVERY == 0:
            sitting.meet(options.partner)
        if sitting.step % REPORT_EVERY == 0:
            words = " ".join(f"{k} {np.mean([f[k] for f in log]):.3f}" for k in log[0])
            minutes = sitting.total / 60
            head = f"{sitting.step} {minutes:.1f} min, {len(crops.used)} shards:"
            print(head, words, flush=True)
            log = []
        if sitting.step % SAVE_EVERY == 0:
            sitting.save("last")
            checked = read_all(sitting.mean, options.validation, CHECKED)
            print("   ", figures_of(*checked), flush=True)
    sitting.save("last")
    print("   ", figures_of(*read_all(sitting.mean, options.validation)), flush=True)
    print(f"each shard was read {max(crops.used.values())} times at most")


if __name__ == "__main__":
    main()
