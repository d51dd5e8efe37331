"""The quantiser that a file's own pictures tell."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gaitcheck.video.compression import mean_quantiser
from tests.video.clips import Encoding, write_format, write_video


def noisy(count: int = 12) -> list[np.ndarray]:
    rng = np.random.default_rng(0)
    return [rng.integers(0, 256, (96, 128, 3), dtype=np.uint8) for _ in range(count)]


@pytest.mark.parametrize("quantiser", [12, 30, 44])
def test_the_quantiser_that_the_encoder_was_given(quantiser: int, tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    fixed = Encoding("libx264", options={"qp": str(quantiser)})
    write_video(path, noisy(), 30.0, encoding=fixed)
    # Pictures that others lean on get a finer one, those between a coarser one.
    assert mean_quantiser(path) == pytest.approx(quantiser, abs=3.5)


@pytest.mark.parametrize("name", ["hevc-mp4", "vp9-webm", "mpeg4-avi"])
def test_other_codecs_have_other_scales(name: str, tmp_path: Path) -> None:
    assert np.isnan(mean_quantiser(write_format(tmp_path, name)))


def test_what_cannot_be_decoded_tells_nothing(tmp_path: Path) -> None:
    whole = write_format(tmp_path, "h264-mp4").read_bytes()
    path = tmp_path / "spoilt.mp4"
    start = whole.index(b"mdat") + 8
    path.write_bytes(whole[:start] + bytes(len(whole) - start - 2000) + whole[-2000:])
    assert np.isnan(mean_quantiser(path))
