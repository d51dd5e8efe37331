"""Networks of our own: their weights, what is stated beside them, and OpenCV that runs them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from gaitcheck.errors import ModelError

# How far the reading of a fixed pattern may lie from the one stated beside the weights.
PROBE_TOLERANCE: Final = 2e-3

Run = Callable[[Any], NDArray[np.float64]]


def probe_pattern(side: int) -> NDArray[np.uint8]:
    """Return a fixed pattern, shape (side, side, 3), by which a network shows it runs right."""
    y, x = np.mgrid[0:side, 0:side]
    planes = [(x * 3 + y * 5) % 256, (x * y // 7) % 256, np.where(x + 2 * y > 150, 40, 200)]
    return np.stack(planes, axis=-1).astype(np.uint8)


def load_network(
    path: Path, name: str, form: int, run_probe: Run, stated_too: Iterable[str] = ()
) -> tuple[Any, dict[str, Any]]:
    """Load a network and check that it is whole and that this OpenCV runs it as it should.

    Parameters
    ----------
    path : Path
        The weights; a ``.json`` of the same name lies beside them.
    name : str
        Of the network, for messages: "sole reader".
    form : int
        Of what is stated beside the weights.
    run_probe : callable
        From the network to what it shows of the fixed pattern.
    stated_too : iterable of str
        What else must be stated.

    Returns
    -------
    network : cv2.dnn.Net
    stated : dict

    Raises
    ------
    ModelError
        When a file is missing or damaged, or OpenCV cannot run the network, or runs it wrongly.
    """
    stated = _stated(path, name, form, {"form", "sha256", "probe", *stated_too})
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ModelError(
            f"The {name}'s weights {path} cannot be read ({error}); install gaitcheck again."
        ) from None
    if hashlib.sha256(data).hexdigest() != stated["sha256"]:
        raise ModelError(f"The {name}'s weights {path} are damaged; install gaitcheck again.")
    try:
        net = cv2.dnn.readNetFromONNX(np.frombuffer(data, dtype=np.uint8))
        probe = run_probe(net)
    except (cv2.error, AttributeError, ValueError, TypeError) as error:
        raise ModelError(
            f"OpenCV {cv2.__version__} cannot run the {name}'s weights {path} ({error}); "
            "install the version that gaitcheck asks for."
        ) from None
    if not np.allclose(probe, stated["probe"], rtol=PROBE_TOLERANCE, atol=PROBE_TOLERANCE):
        raise ModelError(
            f"OpenCV {cv2.__version__} reads something else than it should from the {name}'s "
            f"weights {path}; install the version that gaitcheck asks for."
        )
    return net, stated


def as_planes(picture: NDArray[np.uint8], least_spread: float) -> NDArray[np.float32]:
    """Return a picture, shape (height, width, 3), as networks take it, shape (3, height, width).

    It has a mean of zero and, but for `least_spread` (a share of the range, so that noise on one
    grey stays small), a spread of one over all its channels.
    """
    mean, spread = cv2.meanStdDev(picture.reshape(len(picture), -1))
    scale = 1 / (float(spread[0, 0]) + 255 * least_spread)
    level = (picture.astype(np.float32) - np.float32(mean[0, 0])) * np.float32(scale)
    return np.ascontiguousarray(level.transpose(2, 0, 1))


def _stated(path: Path, name: str, form: int, wanted: set[str]) -> dict[str, Any]:
    """Return what is stated beside the weights."""
    beside = path.with_suffix(".json")
    try:
        stated = json.loads(beside.read_text(encoding="utf-8"))
    except OSError as error:
        raise ModelError(
            f"{beside}, which belongs to the {name}'s weights, cannot be read ({error}); "
            "install gaitcheck again."
        ) from None
    except ValueError:
        raise ModelError(f"{beside} is damaged; install gaitcheck again.") from None
    if not isinstance(stated, dict) or not wanted <= stated.keys() or stated["form"] != form:
        raise ModelError(f"{beside} does not describe a {name}; install gaitcheck again.")
    return stated
