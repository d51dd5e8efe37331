"""The weights of the sole reader: a network for OpenCV and what is stated beside it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from gaitcheck.errors import ModelError
from gaitcheck.observing.sole.crop import CROP_SIZE, standardised

WEIGHTS_NAME: Final = "sole_reader.onnx"
FORM: Final = 1
OUTPUTS: Final = 14
# How far the reading of the pattern below may lie from the one stated beside the weights.
PROBE_TOLERANCE: Final = 2e-3


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

    def run(self, crops: NDArray[np.uint8]) -> NDArray[np.float64]:
        """Return the network's figures for crops, shape (n, 96, 96, 3): shape (n, 14).

        Crops run one by one, so that a reading never depends on its neighbours.
        """
        rows = []
        for crop in standardised(crops):
            self.net.setInput(crop[None])
            rows.append(np.asarray(self.net.forward(), dtype=np.float64).reshape(OUTPUTS))
        return np.array(rows).reshape(len(crops), OUTPUTS)


def bundled_weights() -> Path:
    """Return the path of the weights that ship with the package."""
    return Path(str(resources.files("gaitcheck.observing.sole") / "model" / WEIGHTS_NAME))


def probe_crop() -> NDArray[np.uint8]:
    """Return a fixed pattern, shape (1, 96, 96, 3), by which a network shows that it runs right."""
    y, x = np.mgrid[0:CROP_SIZE, 0:CROP_SIZE]
    planes = [(x * 3 + y * 5) % 256, (x * y // 7) % 256, np.where(x + 2 * y > 150, 40, 200)]
    return np.stack(planes, axis=-1).astype(np.uint8)[None]


def load_weights(path: Path) -> Weights:
    """Load a network and check that it is whole and that this OpenCV runs it as it should.

    Raises
    ------
    ModelError
        When a file is missing or damaged, or OpenCV cannot run the network, or runs it wrongly.
    """
    stated = _stated(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ModelError(
            f"The sole reader's weights {path} cannot be read ({error}); install gaitcheck again."
        ) from None
    if hashlib.sha256(data).hexdigest() != stated["sha256"]:
        raise ModelError(f"The sole reader's weights {path} are damaged; install gaitcheck again.")
    try:
        net = cv2.dnn.readNetFromONNX(np.frombuffer(data, dtype=np.uint8))
        weights = Weights(net, Calibration(**stated["calibration"]))
        probe = weights.run(probe_crop())[0]
    except (cv2.error, AttributeError, ValueError, TypeError) as error:
        raise ModelError(
            f"OpenCV {cv2.__version__} cannot run the sole reader's weights {path} ({error}); "
            "install the version that gaitcheck asks for."
        ) from None
    if not np.allclose(probe, stated["probe"], rtol=PROBE_TOLERANCE, atol=PROBE_TOLERANCE):
        raise ModelError(
            f"OpenCV {cv2.__version__} reads something else than it should from the sole reader's "
            f"weights {path}; install the version that gaitcheck asks for."
        )
    return weights


def _stated(path: Path) -> dict[str, Any]:
    """Return what is stated beside the weights."""
    beside = path.with_suffix(".json")
    try:
        stated = json.loads(beside.read_text(encoding="utf-8"))
    except OSError as error:
        raise ModelError(
            f"{beside}, which belongs to the sole reader's weights, cannot be read ({error}); "
            "install gaitcheck again."
        ) from None
    except ValueError:
        raise ModelError(f"{beside} is damaged; install gaitcheck again.") from None
    wanted = {"form", "sha256", "calibration", "probe"}
    if not isinstance(stated, dict) or not wanted <= stated.keys() or stated["form"] != FORM:
        raise ModelError(f"{beside} does not describe a sole reader; install gaitcheck again.")
    return stated
