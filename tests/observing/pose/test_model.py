"""The model bundle: the one in the package, and wrong ones."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from gaitcheck.errors import ModelError
from gaitcheck.observing.pose import bundled_model, check_model


def test_the_bundled_model_is_there_and_stored_uncompressed() -> None:
    check_model(bundled_model())
    with zipfile.ZipFile(bundled_model()) as bundle:
        assert {item.compress_type for item in bundle.infolist()} == {zipfile.ZIP_STORED}


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"nowhere\.task does not exist"):
        check_model(tmp_path / "nowhere.task")


def test_another_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "text.task"
    path.write_text("no model")
    with pytest.raises(ModelError, match="cannot be read"):
        check_model(path)


def test_another_bundle_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "hands.task"
    with zipfile.ZipFile(path, "w") as bundle:
        bundle.writestr("hand_detector.tflite", b"x")
    with pytest.raises(ModelError, match="not a pose landmarker bundle"):
        check_model(path)


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError):
        check_model(tmp_path)
