"""Writes shards of fresh scenes for the training to read: ``python -m foot_finder.supply``."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray
from sole_reader.grounds import HELD_OUT, KINDS, Grounds
from sole_reader.painter import Painter

from foot_finder.scenes import FEET, SIZE, Wearer, draw_scene, draw_wearer

SHARD: Final = 1024
WEARERS: Final = 150
"""Outfits at hand; a new one takes an old one's place after every third scene."""
GROUNDS: Final = 300
RENEW: Final = 24
"""New grounds after so many shards."""


class Supply:
    """Makes scenes from one seed."""

    def __init__(self, seed: int, *, validation: bool = False) -> None:
        self._seed, self._validation = seed, validation
        self._painter = Painter(SIZE)
        self._drawn = 0
        self._wearers = [self._new_wearer() for _ in range(WEARERS)]
        self._grounds = self._new_grounds(0)

    def _new_grounds(self, turn: int) -> Grounds:
        kinds = (*HELD_OUT, *KINDS[:4]) if self._validation else KINDS
        return Grounds(self._seed * 1000 + turn, 120 if self._validation else GROUNDS, kinds)

    def _new_wearer(self) -> Wearer:
        self._drawn += 1
        return draw_wearer(np.random.default_rng([self._seed, 1, self._drawn]))

    def shard(self, number: int, count: int) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
        """Return pictures, shape (count, 128, 128, 3), and their feet, see `Scene`."""
        if number and number % RENEW == 0:
            self._grounds = self._new_grounds(number)
        pictures = np.zeros((count, SIZE, SIZE, 3), dtype=np.uint8)
        feet = np.zeros((count, FEET, 6), dtype=np.float32)
        for k in range(count):
            rng = np.random.default_rng([self._seed, 2, number, k])
            if k % 3 == 0:
                self._wearers[int(rng.integers(WEARERS))] = self._new_wearer()
            scene = draw_scene(rng, self._painter, self._grounds, self._wearers)
            pictures[k], feet[k] = scene.picture, scene.feet
        return pictures, feet


def main() -> None:
    """Write as many shards as asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--shards", type=int, default=100_000)
    parser.add_argument("--size", type=int, default=SHARD)
    parser.add_argument("--validation", action="store_true", help="grounds that training never has")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    options.folder.mkdir(parents=True, exist_ok=True)
    supply = Supply(options.seed, validation=options.validation)
    for number in range(options.shards):
        pictures, feet = supply.shard(number, options.size)
        name = options.folder / f"{options.seed:05d}-{number:05d}.npz"
        rough = name.with_suffix(".part")
        with rough.open("wb") as file:
            np.savez(file, x=pictures, y=feet)
        rough.rename(name)
        print(name.name, flush=True)


if __name__ == "__main__":
    main()
