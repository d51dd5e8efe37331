"""The weights of the sole reader: a network for OpenCV and what is stated beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gaitcheck.errors import ModelError
from gaitcheck.observing.network import load_network, probe_pattern
from gaitcheck.observing.sole.crop import CROP_SIZE, standardised

WEIGHTS_NAME: Final = "sole_reader.onnx"
FORM: Final = 1
OUTPUTS: Final = 14


@dataclass(frozen=True, slots=True)
class Calibration:
    """How the network's own figures become stated ones.

    Attributes
    ----------
    spread_factor, spread_floor_deg : float
        Standard deviation = square root of (factor x the network's)^2 + floor^2.
    spread_apart : float
        What the difference between the network's two readings of the pitch adds, squared, as a
        factor.
    seen_factor, seen_offset : float
        Probability = logistic(factor x the network's logit + offset).
    """

    spread_factor: float
    spread_floor_deg: float
    spread_apart: float
    seen_factor: float
    seen_offset: float


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """A network that is ready to run, and its calibration."""

    net: Any
    calibration: Calibration

    def run(self, crops: Sequence[NDArray[np.uint8]]) -> NDArray[np.float64]:
        """Return the network's figures for n crops, each of shape (96, 96, 3): shape (n, 14).

        They run together, which takes a tenth less; a reading never depends on its neighbours.
        """
        return _run(self.net, crops)


def _run(net: Any, crops: Sequence[NDArray[np.uint8]]) -> NDArray[np.float64]:
    if not len(crops):
        return np.empty((0, OUTPUTS))
    net.setInput(standardised(crops))
    return np.asarray(net.forward(), dtype=np.float64).reshape(len(crops), OUTPUTS)


def bundled_weights() -> Path:
    """Return the path of the weights that ship with the package."""
    return Path(str(resources.files("gaitcheck.observing.sole") / "model" / WEIGHTS_NAME))


def probe_crop() -> NDArray[np.uint8]:
    """Return a fixed pattern, shape (1, 96, 96, 3), by which the network shows it runs right."""
    return probe_pattern(CROP_SIZE)[None]


def load_weights(path: Path) -> Weights:
    """Load the reader's network and its calibration.

    Raises
    ------
    ModelError
        When a file is missing or damaged, or OpenCV cannot run the network, or runs it wrongly.
    """
    net, stated = load_network(
        path, "sole reader", FORM, lambda net: _run(net, list(probe_crop()))[0], ["calibration"]
    )
    try:
        return Weights(net, Calibration(**stated["calibration"]))
    except TypeError:
        beside = path.with_suffix(".json")
        raise ModelError(
            f"{beside} does not describe a sole reader; install gaitcheck again."
        ) from None
