"""Write weights for OpenCV: ``python -m sole_reader.export MEAN.pt OUT.onnx --validation SHARDS``.

Beside the network goes a ``.json`` with its checksum, its calibration on drawn crops that training
never had, and what it reads from a fixed pattern. OpenCV's readings must agree with torch's.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
import warnings
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from sole_reader.calibrate import calibration_of
from sole_reader.crops import SIZE
from sole_reader.evaluate import figures_of, read_all
from sole_reader.network import SoleNet, count_operations, standardised

FORM: Final = 1
TOLERANCE: Final = 1e-4
"""Largest difference between OpenCV and torch, in pixels, radians and logits."""


def probe_crop() -> NDArray[np.uint8]:
    """Return the fixed pattern of the package's own `probe_crop`, shape (1, 96, 96, 3)."""
    y, x = np.mgrid[0:SIZE, 0:SIZE]
    planes = [(x * 3 + y * 5) % 256, (x * y // 7) % 256, np.where(x + 2 * y > 150, 40, 200)]
    return np.stack(planes, axis=-1).astype(np.uint8)[None]


def write_network(net: SoleNet, path: Path) -> None:
    """Write the network for one crop at a time."""
    with warnings.catch_warnings():
        # The exporter of this pinned version; the newer one needs one more package.
        warnings.simplefilter("ignore", DeprecationWarning)
        torch.onnx.export(
            net,
            (torch.zeros(1, 3, SIZE, SIZE),),
            str(path),
            dynamo=False,
            opset_version=13,
            input_names=["crop"],
            output_names=["reading"],
        )


def run_opencv(network: Any, crops: torch.Tensor) -> NDArray[np.float64]:
    """Return OpenCV's readings of standardised crops, one by one."""
    rows = []
    for crop in crops.numpy():
        network.setInput(np.ascontiguousarray(crop[None]))
        rows.append(network.forward().reshape(-1).astype(np.float64))
    return np.array(rows)


def _time(network: Any, crop: NDArray[np.float32]) -> float:
    """Return the shortest time of a crop on one core, milliseconds."""
    best = np.inf
    for _ in range(30):
        begin = time.process_time()
        for _ in range(10):
            network.setInput(crop)
            network.forward()
        best = min(best, (time.process_time() - begin) * 100)
    return float(best)


def main() -> None:
    """Export, check, calibrate, time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--validation", type=Path, required=True)
    parser.add_argument("--floor", type=float, default=1.5, help="least spread, degrees")
    options = parser.parse_args()
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    state = torch.load(options.weights, weights_only=True)
    net = SoleNet()
    net.load_state_dict(state.get("mean", state))
    net.eval()
    write_network(net, options.out)
    network = cv2.dnn.readNetFromONNX(str(options.out))

    with np.load(min(options.validation.glob("*.npz"))) as data:
        crops = standardised(torch.from_numpy(data["x"][:64]).permute(0, 3, 1, 2)).contiguous()
    with torch.no_grad():
        wanted = net(crops).numpy()
    read = run_opencv(network, crops)
    apart = float(np.abs(read - wanted).max())
    # Pixels run to 96: their last bits are coarser than those of the other outputs.
    scaled = float((np.abs(read - wanted) / np.maximum(1.0, np.abs(wanted))).max())
    if scaled > TOLERANCE:
        raise SystemExit(f"OpenCV and torch differ by {apart}")
    again = run_opencv(network, crops)
    if not np.array_equal(read, again):
        raise SystemExit("OpenCV reads something else the second time")

    readings, labels = read_all(net, options.validation)
    probe = standardised(torch.from_numpy(probe_crop()).permute(0, 3, 1, 2)).contiguous()
    stated = {
        "form": FORM,
        "sha256": hashlib.sha256(options.out.read_bytes()).hexdigest(),
        "calibration": calibration_of(readings, labels, options.floor),
        "probe": [round(float(v), 6) for v in run_opencv(network, probe)[0]],
    }
    options.out.with_suffix(".json").write_text(json.dumps(stated, indent=1) + "\n")
    parameters, products = count_operations()
    print(f"{parameters} parameters, {products / 1e6:.1f} M multiplications a crop")
    print(f"OpenCV against torch: {apart:.1e} at most, {scaled:.1e} relative to the output")
    print(f"{_time(network, crops[:1].numpy()):.2f} ms a crop on one core, batch of one")
    print(figures_of(readings, labels))
    print(json.dumps(stated["calibration"]))


if __name__ == "__main__":
    main()
