from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.video.clips import write_format


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Write each format once."""
    folder = tmp_path_factory.mktemp("clips")
    return functools.cache(lambda name: write_format(folder, name))
