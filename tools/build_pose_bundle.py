# /// script
# requires-python = ">=3.11,<3.13"
# dependencies = ["mediapipe==0.10.21"]
# ///
"""Build the pose landmarker bundle that ships inside the package.

MediaPipe's current releases hold the Tasks API and no model; the wheel of 0.10.21 (Apache-2.0) is
the last one that carries the pose networks. This script takes both networks from that wheel, leaves
out the layers that draw the person's outline, adds the image-normalisation metadata which the Tasks
API asks for, and stores them, uncompressed and with fixed dates, in one ``.task`` file, so that the
same input always gives the same bytes.

The outline is never asked for, yet its layers take two fifths of the landmark network's time. No
landmark depends on them: without them every landmark is the same to the last bit.

Run it with ``uv run tools/build_pose_bundle.py``; uv fetches the wheel from PyPI. With ``--whole``
the outline stays in: the networks as MediaPipe publishes them, to compare with.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import sys
import zipfile
from pathlib import Path

import flatbuffers
import numpy as np
from mediapipe.tasks.metadata import schema_py_generated as tflite
from mediapipe.tasks.python.metadata.metadata_writers import metadata_writer

# name in the bundle: (path in the wheel, its SHA-256, normalisation mean, normalisation std)
NETWORKS = {
    "pose_detector.tflite": (
        "modules/pose_detection/pose_detection.tflite",
        "9ba9dd3d42efaaba86b4ff0122b06f29c4122e756b329d89dca1e297fd8f866c",
        127.5,
        127.5,
    ),
    "pose_landmarks_detector.tflite": (
        "modules/pose_landmark/pose_landmark_full.tflite",
        "e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f",
        0.0,
        255.0,
    ),
}
BUNDLE_SHA256 = "562bd5cb0af99fdd1695191bc80f7f06ec9eed4c8774f952d87940ba5595f744"
FIXED_DATE = (1980, 1, 1, 0, 0, 0)
WHOLE_SHA256 = "563b0638542257af9ea190a4965843ea135cce1c0a6129438fde6a85444573ad"
OUTLINE_IN = "pose_landmarks_detector.tflite"
# Which of the landmark network's outputs is the outline.
OUTLINE = 2
DEFAULT_OUT = Path(__file__).parents[1] / "gaitcheck/observing/pose/model/pose_landmarker_full.task"


def sha256(data: bytes) -> str:
    """Return the SHA-256 of `data` in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def read_network(path: str, expected_sha256: str) -> bytes:
    """Read one network from the installed MediaPipe wheel and check what it is."""
    spec = importlib.util.find_spec("mediapipe")
    if spec is None or spec.origin is None:
        sys.exit("mediapipe is not installed: run this script with `uv run`.")
    data = (Path(spec.origin).parent / path).read_bytes()
    if sha256(data) != expected_sha256:
        sys.exit(f"{path}: SHA-256 is {sha256(data)}, expected {expected_sha256}.")
    return data


def without_output(network: bytes, number: int) -> bytes:
    """Leave out the layers that only one output needs, which becomes a single zero.

    The number of outputs stays as it is: MediaPipe knows them by their place.
    """
    model = tflite.ModelT.InitFromObj(tflite.Model.GetRootAs(network, 0))
    graph = model.subgraphs[0]
    kept = [output for k, output in enumerate(graph.outputs) if k != number]
    graph.operators = needed_layers(graph.operators, kept)
    outline = graph.tensors[graph.outputs[number]]
    zero = tflite.BufferT()
    zero.data = np.zeros(4, dtype=np.uint8)
    model.buffers.append(zero)
    outline.buffer, outline.shape = len(model.buffers) - 1, np.ones(4, dtype=np.int32)
    used = {int(place) for layer in graph.operators for place in (*layer.inputs, *layer.outputs)}
    used.update(int(place) for place in (*graph.inputs, *graph.outputs))
    for place, tensor in enumerate(graph.tensors):
        if place not in used and tensor.buffer:
            model.buffers[tensor.buffer].data = None
    builder = flatbuffers.Builder(len(network))
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def needed_layers(layers: list[tflite.OperatorT], outputs: list[int]) -> list[tflite.OperatorT]:
    """Return the layers on which some outputs depend, in their order."""
    maker = {int(place): k for k, layer in enumerate(layers) for place in layer.outputs}
    needed: set[int] = set()
    open_places = [int(place) for place in outputs]
    while open_places:
        k = maker.get(open_places.pop())
        if k is not None and k not in needed:
            needed.add(k)
            open_places += [int(place) for place in layers[k].inputs]
    return [layers[k] for k in sorted(needed)]


def add_normalisation(network: bytes, mean: float, std: float) -> bytes:
    """Add the metadata that tells the Tasks API how to scale the image."""
    writer = metadata_writer.MetadataWriter.create(bytearray(network))
    writer.add_image_input([mean], [std])
    with_metadata, _ = writer.populate()
    return bytes(with_metadata)


def main() -> None:
    """Build the bundle and check it against the recorded checksum."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=DEFAULT_OUT)
    parser.add_argument("--whole", action="store_true", help="with the layers of the outline")
    arguments = parser.parse_args()
    out: Path = arguments.out
    out.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as bundle:
        for name, (path, expected, mean, std) in NETWORKS.items():
            network = read_network(path, expected)
            if name == OUTLINE_IN and not arguments.whole:
                network = without_output(network, OUTLINE)
            network = add_normalisation(network, mean, std)
            bundle.writestr(zipfile.ZipInfo(name, FIXED_DATE), network)
    wanted = WHOLE_SHA256 if arguments.whole else BUNDLE_SHA256
    built = sha256(out.read_bytes())
    if built != wanted:
        sys.exit(f"{out}: SHA-256 is {built}, expected {wanted}.")
    print(f"{out}: {out.stat().st_size} bytes, SHA-256 {built}")


if __name__ == "__main__":
    main()
