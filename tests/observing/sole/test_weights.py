"""The weights file: whole, damaged, missing, or run by another OpenCV."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import cv2
import numpy as np
import pytest

from gaitcheck.errors import ModelError
from gaitcheck.observing.sole import SoleReader, bundled_weights
from gaitcheck.observing.sole.weights import OUTPUTS, load_weights, probe_crop


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    """Return a copy of the package's weights."""
    path = tmp_path / bundled_weights().name
    shutil.copy(bundled_weights(), path)
    shutil.copy(bundled_weights().with_suffix(".json"), path.with_suffix(".json"))
    return path


def change(weights: Path, **values: object) -> None:
    """Change what is stated beside the weights."""
    beside = weights.with_suffix(".json")
    beside.write_text(json.dumps(json.loads(beside.read_text()) | values))


def test_they_are_small_and_have_their_licence() -> None:
    folder = bundled_weights().parent
    assert bundled_weights().stat().st_size < 4_000_000
    assert {"LICENSE", "NOTICE"} <= {path.name for path in folder.iterdir()}


def test_a_copy_reads_the_same(weights: Path) -> None:
    here, there = load_weights(weights), load_weights(bundled_weights())
    crops = list(probe_crop())
    assert here.run(crops).tobytes() == there.run(crops).tobytes()


def test_crops_do_not_know_of_each_other() -> None:
    net = load_weights(bundled_weights())
    crops = np.random.default_rng(0).integers(0, 256, (5, 96, 96, 3), dtype=np.uint8)
    together = net.run(crops)
    assert together.shape == (5, OUTPUTS)
    alone = np.concatenate([net.run([crop]) for crop in crops[::-1]])[::-1]
    assert together.tobytes() == alone.tobytes()
    assert net.run(crops[:0]).shape == (0, OUTPUTS)


def test_missing(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be read"):
        SoleReader(tmp_path / "none.onnx")


def test_missing_network(weights: Path) -> None:
    weights.unlink()
    with pytest.raises(ModelError, match="cannot be read"):
        load_weights(weights)


@pytest.mark.parametrize("keep", [0, 1, 1000, -1])
def test_cut_short(weights: Path, keep: int) -> None:
    weights.write_bytes(weights.read_bytes()[:keep])
    with pytest.raises(ModelError, match="damaged"):
        load_weights(weights)


def test_a_changed_byte(weights: Path) -> None:
    data = bytearray(weights.read_bytes())
    data[len(data) // 2] ^= 1
    weights.write_bytes(bytes(data))
    with pytest.raises(ModelError, match="damaged"):
        load_weights(weights)


@pytest.mark.parametrize("text", ["", "{", "[]", "3", '{"form": 1}', "\ufeff{}"])
def test_damaged_statement(weights: Path, text: str) -> None:
    weights.with_suffix(".json").write_text(text, encoding="utf-8")
    with pytest.raises(ModelError):
        load_weights(weights)


def test_statement_that_is_no_text(weights: Path) -> None:
    weights.with_suffix(".json").write_bytes(b"\xff\xfe\x00\x80")
    with pytest.raises(ModelError):
        load_weights(weights)


def test_another_form(weights: Path) -> None:
    change(weights, form=99)
    with pytest.raises(ModelError, match="does not describe"):
        load_weights(weights)


def test_a_calibration_that_lacks_something(weights: Path) -> None:
    change(weights, calibration={"spread_factor": 1.0})
    with pytest.raises(ModelError):
        load_weights(weights)


def test_an_opencv_that_reads_something_else(weights: Path) -> None:
    change(weights, probe=[0.0] * OUTPUTS)
    with pytest.raises(ModelError, match="reads something else"):
        load_weights(weights)


def test_an_opencv_that_cannot_run_it(weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> None:
        raise cv2.error("unknown layer")

    monkeypatch.setattr(cv2.dnn, "readNetFromONNX", refuse)
    with pytest.raises(ModelError, match="cannot run"):
        load_weights(weights)


def test_an_opencv_without_networks(weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(cv2, "dnn")
    with pytest.raises(ModelError, match="cannot run"):
        load_weights(weights)
