# /// script
# requires-python = ">=3.11,<3.13"
# dependencies = ["mediapipe==0.10.21"]
# ///
"""Build the pose landmarker bundle that ships inside the package.

MediaPipe's current releases hold the Tasks API and no model; the wheel of 0.10.21 (Apache-2.0) is
the last one that carries the pose networks. This script takes both networks from that wheel, adds
the image-normalisation metadata which the Tasks API asks for, and stores them, uncompressed and
with fixed dates, in one ``.task`` file, so that the same input always gives the same bytes.

Run it with ``uv run tools/build_pose_bundle.py``; uv fetches the wheel from PyPI.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import sys
import zipfile
from pathlib import Path

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
BUNDLE_SHA256 = "563b0638542257af9ea190a4965843ea135cce1c0a6129438fde6a85444573ad"
FIXED_DATE = (1980, 1, 1, 0, 0, 0)
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
    out: Path = parser.parse_args().out
    out.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as bundle:
        for name, (path, expected, mean, std) in NETWORKS.items():
            network = add_normalisation(read_network(path, expected), mean, std)
            bundle.writestr(zipfile.ZipInfo(name, FIXED_DATE), network)
    built = sha256(out.read_bytes())
    if built != BUNDLE_SHA256:
        sys.exit(f"{out}: SHA-256 is {built}, expected {BUNDLE_SHA256}.")
    print(f"{out}: {out.stat().st_size} bytes, SHA-256 {built}")


if __name__ == "__main__":
    main()
