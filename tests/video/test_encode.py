"""Films that we write: browsers play them, each picture is in them."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from gaitcheck.video.encode import write_video
from tests.video.clips import numbered, pictures, read_number


def test_writes_what_browsers_play(tmp_path: Path) -> None:
    path = tmp_path / "overlay.mp4"
    write_video(path, pictures(10), 25)
    data = path.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat"), "plays while it loads"
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert (stream.codec_context.name, stream.codec_context.pix_fmt) == ("h264", "yuv420p")
        assert float(stream.average_rate or 0) == 25
        frames = [frame.to_ndarray(format="rgb24") for frame in container.decode(stream)]
    assert [read_number(frame) for frame in frames] == list(range(10))


def test_accepts_one_picture_after_the_other(tmp_path: Path) -> None:
    alive = 0

    def drawn() -> object:
        nonlocal alive
        for number in range(5):
            alive = number
            yield numbered(number)

    write_video(tmp_path / "stream.mp4", drawn(), 30)  # type: ignore[arg-type]
    assert alive == 4


def test_refuses_no_pictures(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least one picture"):
        write_video(tmp_path / "none.mp4", [], 30)
    assert not (tmp_path / "none.mp4").exists()


def test_says_when_it_cannot_write(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        write_video(tmp_path / "missing" / "clip.mp4", [np.zeros((32, 32, 3), np.uint8)], 30)
