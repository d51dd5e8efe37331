"""The pose model bundle: the one inside the package, or the user's own."""

from __future__ import annotations

import zipfile
from importlib import resources
from pathlib import Path
from typing import Final

from gaitcheck.errors import ModelError

BUNDLE_NAME: Final = "pose_landmarker_full.task"
BUNDLE_SHA256: Final = "562bd5cb0af99fdd1695191bc80f7f06ec9eed4c8774f952d87940ba5595f744"
"""Of the bundle as it ships."""
_NETWORKS: Final = {"pose_detector.tflite", "pose_landmarks_detector.tflite"}


def bundled_model() -> Path:
    """Return the path of the full pose model that ships with the package."""
    return Path(str(resources.files("gaitcheck.observing.pose") / "model" / BUNDLE_NAME))


def check_model(path: Path) -> None:
    """Check that `path` is a MediaPipe pose landmarker bundle.

    Raises
    ------
    ModelError
        When the file is missing, unreadable, or not such a bundle.
    """
    try:
        with zipfile.ZipFile(path) as bundle:
            names = set(bundle.namelist())
    except FileNotFoundError:
        raise ModelError(
            f"The pose model {path} does not exist; name a MediaPipe pose landmarker .task file."
        ) from None
    except (OSError, zipfile.BadZipFile) as error:
        raise ModelError(
            f"The pose model {path} cannot be read ({error}); "
            "name a MediaPipe pose landmarker .task file."
        ) from None
    if not names >= _NETWORKS:
        raise ModelError(
            f"{path} is not a pose landmarker bundle: it lacks {', '.join(_NETWORKS - names)}."
        )
