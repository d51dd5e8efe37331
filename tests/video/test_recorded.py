"""The day a clip was filmed, as its own metadata say."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import av
import numpy as np
import pytest

from gaitcheck.video.recorded import recorded_on


def write(path: Path, **metadata: str) -> Path:
    with av.open(str(path), "w", options={"movflags": "use_metadata_tags"}) as container:
        container.metadata.update({name.replace("__", "."): v for name, v in metadata.items()})
        stream = container.add_stream("libx264", rate=10)
        stream.width = stream.height = 64
        stream.pix_fmt = "yuv420p"
        for _ in range(3):
            picture = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24")
            container.mux(stream.encode(picture))
        container.mux(stream.encode(None))
    return path


@pytest.mark.parametrize(
    ("metadata", "day"),
    [
        ({"creation_time": "2026-03-01T12:00:00.000000Z"}, dt.date(2026, 3, 1)),
        # Local time with its zone is the runner's day, wherever the film is looked at.
        ({"com__apple__quicktime__creationdate": "2026-03-01T23:30:00-0700"}, dt.date(2026, 3, 1)),
        ({"creation_time": "1904-01-01T00:00:00.000000Z"}, None),
        ({"creation_time": "2126-01-01T00:00:00.000000Z"}, None),
        ({}, None),
    ],
)
def test_the_day_is_read(tmp_path: Path, metadata: dict[str, str], day: dt.date | None) -> None:
    assert recorded_on(write(tmp_path / "run.mov", **metadata)) == day


def test_what_is_no_film_names_no_day(tmp_path: Path) -> None:
    (tmp_path / "text.mp4").write_text("no film")
    assert recorded_on(tmp_path / "text.mp4") is None
    assert recorded_on(tmp_path / "gone.mp4") is None
