"""Writes shards of fresh crops for the training to read: ``python -m sole_reader.supply``."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from sole_reader.crops import SIZE, draw_crop
from sole_reader.figure import Layer, draw_layers
from sole_reader.grounds import HELD_OUT, KINDS, Grounds
from sole_reader.painter import Painter

SHARD: Final = 2048
STORE: Final = 1200
"""Layers kept at hand; each is drawn from several times before a new one takes its place."""
VIEWS: Final = 3
GROUNDS: Final = 500
RENEW: Final = 12
"""New grounds after so many shards."""


class Supply:
    """Makes crops from one seed, with new shoes all the time."""

    def __init__(self, seed: int, *, validation: bool = False, store: int = STORE) -> None:
        self._seed, self._validation = seed, validation
        self._painter = Painter()
        self._shoes = 0
        self._store: list[Layer] = []
        self._grounds = self._new_grounds(0)
        while len(self._store) < store:
            self._store += self._new_shoe()

    def _new_grounds(self, turn: int) -> Grounds:
        kinds = (*HELD_OUT, *KINDS[:4]) if self._validation else KINDS
        return Grounds(self._seed * 1000 + turn, 120 if self._validation else GROUNDS, kinds)

    def _new_shoe(self) -> list[Layer]:
        rng = np.random.default_rng([self._seed, 1, self._shoes])
        self._shoes += 1
        return draw_layers(rng, self._painter, VIEWS)

    def shard(
        self, number: int, count: int, per_layer: float
    ) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
        """Return crops and labels: three points, rear and front share seen, 1 for a foot."""
        if number and number % RENEW == 0:
            self._grounds = self._new_grounds(number)
        pictures = np.zeros((count, SIZE, SIZE, 3), dtype=np.uint8)
        labels = np.zeros((count, 9), dtype=np.float32)
        due = 0.0
        for k in range(count):
            rng = np.random.default_rng([self._seed, 2, number, k])
            due += 1 / per_layer
            if due >= VIEWS:
                due -= VIEWS
                for layer in self._new_shoe():
                    self._store[int(rng.integers(len(self._store)))] = layer
            sample = draw_crop(rng, self._store, self._grounds)
            pictures[k] = sample.picture
            labels[k] = (*sample.points, *sample.seen, float(sample.foot))
        return pictures, labels


def main() -> None:
    """Write shards until told to stop, or as many as asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--shards", type=int, default=100_000)
    parser.add_argument("--size", type=int, default=SHARD)
    parser.add_argument("--per-layer", type=float, default=4.0, help="crops drawn from each layer")
    parser.add_argument("--validation", action="store_true", help="grounds that training never has")
    parser.add_argument("--keep", type=int, default=250, help="oldest shards beyond this go")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    options.folder.mkdir(parents=True, exist_ok=True)
    supply = Supply(options.seed, validation=options.validation)
    for number in range(options.shards):
        begin = time.monotonic()
        pictures, labels = supply.shard(number, options.size, options.per_layer)
        name = options.folder / f"{options.seed:05d}-{number:05d}.npz"
        rough = name.with_suffix(".part")
        with rough.open("wb") as file:
            np.savez(file, x=pictures, y=labels)
        rough.rename(name)
        took = (time.monotonic() - begin) / options.size
        print(f"{name.name} {1000 * took:.1f} ms a crop", flush=True)
        old = sorted(options.folder.glob("*.npz"), key=lambda p: p.stat().st_mtime)
        for path in old[: max(0, len(old) - options.keep)]:
            path.unlink()


if __name__ == "__main__":
    main()
