"""A small standing sample of what `make fuzz` does at length."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from fuzz_clips.__main__ import faults
from fuzz_clips.mutate import SPOILS, WAYS, Bytes, mutant
from fuzz_clips.seeds import KINDS, write_seeds
from fuzz_clips.trial import Command, Outcome, Reader

from gaitcheck.video import FrameReader, probe_video
from tests.kept import kept

# One kind for each family of containers; the others take long to write.
NAMES = ("h264-mp4", "h264-ts", "mpeg4-avi", "vp9-ivf", "wmv2-wmv", "mpeg2-mpg", "h264-mkv")
COUNT = 50
SEED = 0
WHOLE = Outcome("analysed", cpu_s=10.0, memory_mb=300.0)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def whole() -> dict[str, Path]:
    folder = kept("fuzz-whole", lambda empty: write_seeds(empty, NAMES, tiny=True))
    return write_seeds(folder, NAMES)


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    opened = Reader()
    yield opened
    opened.close()


def test_no_spoilt_clip_takes_the_reading_down(
    whole: dict[str, Path], reader: Reader, tmp_path: Path
) -> None:
    sane = {name: reader.try_clip(path) for name, path in whole.items()}
    assert {outcome.outcome for outcome in sane.values()} == {"read"}
    found, outcomes = {}, set()
    for number in range(COUNT):
        path, done = mutant(number, SEED, whole, tmp_path)
        outcome = reader.try_clip(path)
        outcomes.add(outcome.outcome)
        if wrong := faults(outcome, sane[done.split(" of ")[1]], done.split(" of ")[1]):
            found[f"{path.name}, {done}"] = wrong
    assert found == {}
    # The sample reaches behind the door as well as being turned away at it.
    assert outcomes == {"read", "refused"}


@pytest.mark.parametrize("number", [3, 11])
def test_the_whole_command_takes_a_spoilt_clip(
    number: int, whole: dict[str, Path], tmp_path: Path
) -> None:
    path, done = mutant(number, SEED, whole, tmp_path)
    outcome = Command().try_clip(path)
    assert outcome.outcome in ("analysed", "refused"), f"{done}: {outcome}"
    assert outcome.left == ()


@pytest.mark.parametrize(("kind", "seed"), [("h264-avi", 7), ("h264-mp4", 7), ("h264-mp4", 15)])
def test_a_damaged_film_is_the_same_each_time(kind: str, seed: int, tmp_path: Path) -> None:
    """Several threads of a decoder made 20 pictures of the first, or 42; 12 or 17; 25 or 27."""
    whole = write_seeds(tmp_path / "whole", [kind])[kind]
    path = tmp_path / f"damaged{whole.suffix}"
    rng = random.Random(seed)
    path.write_bytes(SPOILS["flip_bytes"](rng, Bytes(whole.read_bytes()), []))
    videos = [probe_video(path) for _ in range(6)]
    assert len({video.frames for video in videos}) == 1
    seen = set()
    for video in videos:
        with FrameReader(video) as frames:
            pictures = [(at, picture.tobytes()) for at, picture in frames.read(0, video.frames)]
        seen.add(hash(tuple(pictures)))
    assert len(seen) == 1


def test_the_same_number_is_the_same_clip(whole: dict[str, Path], tmp_path: Path) -> None:
    done = {}
    for number in range(20):
        for folder in ("one", "two"):
            (tmp_path / folder).mkdir(exist_ok=True)
            path, did = mutant(number, SEED, whole, tmp_path / folder)
            done.setdefault(number, set()).add((did, path.read_bytes()))
    assert all(len(clips) == 1 for clips in done.values())
    assert (
        len({did.split(" of ")[0] for clips in done.values() for did, _ in clips}) > len(WAYS) / 2
    )


@pytest.mark.parametrize(
    ("outcome", "wrong"),
    [
        (Outcome("analysed", verdict="heel"), []),
        (Outcome("analysed", verdict="unsure"), []),
        (Outcome("analysed", verdict="toe"), ["a wrong verdict: toe"]),
        (Outcome("refused", "one line"), []),
        (Outcome("refused", "two\nlines"), ["refused in more than one line"]),
        (Outcome("traceback"), ["traceback"]),
        (Outcome("ended by -11"), ["ended by -11"]),
        (Outcome("read", cpu_s=24.0), ["24.0 s, the whole clip 10.0"]),
        (Outcome("read", memory_mb=800.0), ["800 MB, the whole clip 300"]),
        (Outcome("refused", "line", left=("tmp/x",)), ["left tmp/x"]),
    ],
)
def test_what_counts_as_a_fault(outcome: Outcome, wrong: list[str]) -> None:
    assert faults(outcome, WHOLE, KINDS[0].name) == wrong
