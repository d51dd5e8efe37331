"""Clips written again, worse in one way."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks.accuracy.degraded import (
    REAL_WAYS,
    WAYS,
    RealRow,
    Way,
    degraded_clip,
    degraded_real,
    real_table,
)
from gaitcheck.video import FrameReader, probe_video
from gaitcheck.video.compression import mean_quantiser
from tests.video.clips import write_format


@pytest.mark.parametrize("way", REAL_WAYS.values(), ids=REAL_WAYS)
def test_a_worse_film_keeps_its_pictures_and_times(way: Way, tmp_path: Path) -> None:
    clip = write_format(tmp_path, "h264-mp4")
    path = degraded_clip(clip, way, tmp_path / "degraded")
    whole, worse = probe_video(clip), probe_video(path)
    np.testing.assert_allclose(worse.time_s, whole.time_s, atol=1e-3)
    with FrameReader(whole) as one, FrameReader(worse) as other:
        first = [next(iter(reader.read(0, 1)))[1].astype(float) for reader in (one, other)]
    if first[0].shape == first[1].shape:
        assert 0.2 < np.abs(first[0] - first[1]).mean() < 120
    else:
        assert [2 * side for side in first[1].shape[:2]] == list(first[0].shape[:2])
    written = path.stat().st_mtime_ns
    assert degraded_clip(clip, way, tmp_path / "degraded").stat().st_mtime_ns == written


def test_compression_is_what_the_file_tells_of(tmp_path: Path) -> None:
    clip = write_format(tmp_path, "h264-mp4")
    *_, site, mush = (degraded_clip(clip, way, tmp_path) for way in WAYS.values())
    assert mean_quantiser(clip) < mean_quantiser(site) < mean_quantiser(mush)


def test_real_clips_have_a_row_for_each_way_or_none() -> None:
    table = real_table([RealRow("half the pixels either way", right=8, unsure=2, wrong=0)])
    assert "| half the pixels either way | 8 | 2 | 0 |" in table
    assert real_table([]) == ""


def test_without_labels_no_real_clip_is_made_worse(tmp_path: Path) -> None:
    assert degraded_real(tmp_path, tmp_path / "cache", lambda _: None) == ()
    assert list(tmp_path.iterdir()) == []
