"""Files that are no usable clip are refused in one sentence, and no harm comes of them."""

from __future__ import annotations

import os
import struct
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from gaitcheck.errors import ClipNotFoundError, ClipUnreadableError, InputError
from gaitcheck.video import FrameReader, probe_video
from gaitcheck.video.encode import Encoding, write_video
from tests.video.clips import numbered, pictures, write_format, write_sound


def _refusal(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        probe_video(path)
    sentence = str(caught.value)
    assert sentence.isprintable()
    assert sentence.endswith(".")
    assert ";" in sentence or "?" in sentence, "says what is wrong, and what to do"
    return sentence


def test_missing(tmp_path: Path) -> None:
    with pytest.raises(ClipNotFoundError, match=r"no file named run\.mp4"):
        probe_video(tmp_path / "run.mp4")
    for name in ("a\0b.mp4", "x" * 5000):
        assert "no file" in _refusal(tmp_path / name)
    link = tmp_path / "link.mp4"
    link.symlink_to(tmp_path / "gone.mp4")
    assert "no file" in _refusal(link)
    file = tmp_path / "file"
    file.touch()
    assert "no file" in _refusal(file / "below.mp4")


def test_folder(tmp_path: Path) -> None:
    with pytest.raises(ClipNotFoundError, match="is a folder"):
        probe_video(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_pipes_and_devices_are_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.mp4"
    os.mkfifo(pipe)
    for path in (pipe, Path("/dev/zero")):
        assert "not an ordinary file" in _refusal(path)


@pytest.fixture
def unprivileged() -> Iterator[Path]:
    """Give a folder and drop the rights of an administrator."""
    if sys.platform == "win32":
        pytest.skip("Windows has other permissions")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "secret.mp4").write_bytes(b"secret")
        (folder / "secret.mp4").chmod(0)
        (folder / "closed").mkdir()
        (folder / "closed" / "run.mp4").touch()
        (folder / "closed").chmod(0)
        root = os.geteuid() == 0
        if root:
            os.seteuid(65_534)
        try:
            yield folder
        finally:
            if root:
                os.seteuid(0)
            (folder / "closed").chmod(0o755)


def test_no_permission(unprivileged: Path) -> None:
    for path in (unprivileged / "secret.mp4", unprivileged / "closed" / "run.mp4"):
        with pytest.raises(ClipUnreadableError, match="may not be read"):
            probe_video(path)


def test_empty(tmp_path: Path) -> None:
    path = tmp_path / "run.mp4"
    path.touch()
    assert "is empty" in _refusal(path)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("text.mp4", b"Not a film, but a line of text.\n" * 50),
        ("noise.mov", np.random.default_rng(0).bytes(50_000)),
        ("zeros.mkv", bytes(50_000)),
        ("picture.jpg", cv2.imencode(".jpg", numbered(1))[1].tobytes()),
        ("picture.png", cv2.imencode(".png", numbered(1))[1].tobytes()),
        ("page.html", b"<html><body>404</body></html>"),
    ],
)
def test_no_video(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert "is not a video that can be read" in _refusal(path)


def test_lists_that_point_to_other_files_are_not_followed(tmp_path: Path) -> None:
    clip = write_format(tmp_path, "h264-ts")
    for name, text in (
        ("list.m3u8", f"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n{clip.name}\n#EXT-X-ENDLIST"),
        ("list.ffconcat", f"ffconcat version 1.0\nfile '{clip.name}'\n"),
    ):
        path = tmp_path / name
        path.write_text(text)
        assert "is not a video that can be read" in _refusal(path)


@pytest.mark.parametrize(
    ("name", "codec"),
    [("a.m4a", "aac"), ("a.mp4", "aac"), ("a.mp3", "libmp3lame"), ("a.wav", "pcm_s16le")],
)
def test_sound_only(tmp_path: Path, name: str, codec: str) -> None:
    assert "holds only sound" in _refusal(write_sound(tmp_path / name, codec))


def _tag(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body) + 8) + name + body


def test_a_cover_picture_is_no_video(tmp_path: Path) -> None:
    jpeg = cv2.imencode(".jpg", numbered(1))[1].tobytes()
    picture = b"\0image/jpeg\0\x03\0" + jpeg
    frame = b"APIC" + struct.pack(">IH", len(picture), 0) + picture
    size = bytes((len(frame) >> shift) & 127 for shift in (21, 14, 7, 0))
    sound = write_sound(tmp_path / "bare.mp3", "libmp3lame").read_bytes()
    song = tmp_path / "song.mp3"
    song.write_bytes(b"ID3\x03\0\0" + size + frame + sound)

    data = write_sound(tmp_path / "bare.m4a", "aac").read_bytes()
    covr = _tag(b"covr", _tag(b"data", struct.pack(">II", 13, 0) + jpeg))
    handler = _tag(b"hdlr", bytes(8) + b"mdirappl" + bytes(9))
    meta = _tag(b"udta", _tag(b"meta", bytes(4) + handler + _tag(b"ilst", covr)))
    at = data.index(b"moov") - 4
    (length,) = struct.unpack_from(">I", data, at)
    assert at + length == len(data), "the index is last, so that it may grow"
    song_m4a = tmp_path / "song.m4a"
    song_m4a.write_bytes(data[:at] + struct.pack(">I", length + len(meta)) + data[at + 4 :] + meta)
    for path in (song, song_m4a):
        with av.open(str(path)) as container:
            assert len(container.streams.video) == 1
        assert "holds only sound" in _refusal(path)


@pytest.mark.parametrize("ending", ["mp4", "mov", "mkv", "avi"])
def test_no_frames(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"none.{ending}"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("h264", rate=30)
        stream.width, stream.height, stream.pix_fmt = 192, 128, "yuv420p"
        container.start_encoding()
    _refusal(path)


@pytest.mark.parametrize("size", [(8, 8), (8208, 32), (32, 8208)])
def test_absurd_size(tmp_path: Path, size: tuple[int, int]) -> None:
    path = tmp_path / "absurd.mkv"
    write_video(path, pictures(2, *size), 30, encoding=Encoding("mjpeg", "yuvj420p"))
    sentence = _refusal(path)
    assert f"{size[0]} x {size[1]} pixels" in sentence
    assert "8192" in sentence or "16" in sentence


@pytest.mark.parametrize("ending", ["mp4", "mkv"])
def test_absurd_duration(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"long.{ending}"
    write_video(path, pictures(3), 30, times_s=[0, 1800, 3601])
    assert "longer than the 60 minutes" in _refusal(path)


@pytest.mark.parametrize(
    "name",
    [
        "my run.mp4",
        "läuft-走る-🏃.mp4",
        "-o.mp4",
        "%03d.mp4",
        "http:run.mp4",
        "concat:a|b.mp4",
        "file:run.mp4",
        "'\"?*[].mp4",
        "two\nlines.mp4",
        "no ending",
        os.fsdecode(b"\xff\xfe.mp4"),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows forbids most of these names")
def test_odd_names(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    clip = write_format(tmp_path, "h264-mp4")
    folder = tmp_path / "odd"
    folder.mkdir()
    clip.rename(folder / name)
    monkeypatch.chdir(folder)
    for path in (folder / name, Path(name)):
        video = probe_video(path)
        with FrameReader(video) as reader:
            assert sum(1 for _ in reader.read(0, video.frames)) == video.frames
    (folder / name).write_bytes(b"no video")
    assert "is not a video" in _refusal(folder / name)
