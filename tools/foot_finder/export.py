"""Write the network for OpenCV: ``python -m foot_finder.export LAST.pt OUT.onnx``.

Beside the network goes a ``.json`` with its checksum and what it shows of a fixed pattern. OpenCV's
maps must agree with torch's, at two sizes of the picture.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import warnings
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from sole_reader.network import standardised

from foot_finder.network import FootNet

FORM: Final = 1
TOLERANCE: Final = 1e-3
SIZES: Final = ((128, 128), (160, 288))


def probe_picture(height: int = 128, width: int = 128) -> NDArray[np.uint8]:
    """Return the fixed pattern of the package's own `probe_picture`, shape (height, width, 3)."""
    y, x = np.mgrid[0:height, 0:width]
    planes = [(x * 3 + y * 5) % 256, (x * y // 7) % 256, np.where(x + 2 * y > 150, 40, 200)]
    return np.stack(planes, axis=-1).astype(np.uint8)


def write_network(net: FootNet, path: Path) -> None:
    """Write the network for one picture of any size at a time."""
    with warnings.catch_warnings():
        # The exporter of this pinned version; the newer one needs one more package.
        warnings.simplefilter("ignore", DeprecationWarning)
        torch.onnx.export(
            net,
            (torch.zeros(1, 3, 128, 128),),
            str(path),
            dynamo=False,
            opset_version=13,
            input_names=["picture"],
            output_names=["maps"],
            dynamic_axes={"picture": {2: "height", 3: "width"}, "maps": {2: "rows", 3: "columns"}},
        )


def run_opencv(network: Any, picture: torch.Tensor) -> NDArray[np.float64]:
    """Return OpenCV's maps of one standardised picture."""
    network.setInput(np.ascontiguousarray(picture.numpy()))
    return np.asarray(network.forward(), dtype=np.float64)


def main() -> None:
    """Export, check, state."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    net = FootNet()
    net.load_state_dict(torch.load(options.weights, weights_only=True)["mean"])
    net.eval()
    write_network(net, options.out)
    network = cv2.dnn.readNetFromONNX(str(options.out))
    for height, width in SIZES:
        picture = torch.from_numpy(probe_picture(height, width)).permute(2, 0, 1)[None]
        shown = standardised(picture)
        with torch.no_grad():
            wanted = net(shown).numpy()
        read = run_opencv(network, shown)
        apart = float((np.abs(read - wanted) / np.maximum(1.0, np.abs(wanted))).max())
        print(f"{height} x {width}: OpenCV against torch {apart:.1e}")
        if apart > TOLERANCE:
            raise SystemExit("OpenCV and torch differ")
    shown = standardised(torch.from_numpy(probe_picture()).permute(2, 0, 1)[None])
    maps = run_opencv(network, shown)[0]
    stated = {
        "form": FORM,
        "sha256": hashlib.sha256(options.out.read_bytes()).hexdigest(),
        "probe": [round(float(v), 5) for v in maps.mean(axis=(1, 2))],
    }
    options.out.with_suffix(".json").write_text(json.dumps(stated, indent=1) + "\n")


if __name__ == "__main__":
    main()
