"""The whole way with a cache: a clip that was seen before is not looked at again."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

import gaitcheck.analysis
from gaitcheck.analysis import observe_once
from gaitcheck.errors import ClipNotFoundError, ClipUnreadableError, ModelError
from gaitcheck.model import DEFAULT_OPTIONS, ClipOptions, Observation
from gaitcheck.store.cache import ObservationCache
from gaitcheck.store.observation import to_bytes
from gaitcheck.video.probe import clip_sha256
from tests.examples import make_analysis, make_clip, make_observation
from tests.store.seen import assert_same


@dataclass
class Looks:
    """Stands in for looking at a clip, and counts; `meanwhile` happens to the file."""

    seen: list[str] = field(default_factory=list)
    meanwhile: bytes | None = None

    def observe(self, path: Path, options: ClipOptions, **_: Any) -> Observation:
        self.seen.append(path.name)
        clip = make_clip(file=path.name, sha256=clip_sha256(path))
        if self.meanwhile is not None:
            path.write_bytes(self.meanwhile)
        return make_observation(make_analysis(clip=clip, options=options))


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> Looks:
    looks = Looks()
    monkeypatch.setattr(gaitcheck.analysis, "observe", looks.observe)
    return looks


@pytest.fixture
def cache(tmp_path: Path) -> ObservationCache:
    return ObservationCache(tmp_path / "cache", on_trouble=pytest.fail)


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    path = tmp_path / "run.mp4"
    path.write_bytes(b"the clip")
    return path


def test_a_clip_is_looked_at_once_under_whatever_name(
    looks: Looks, cache: ObservationCache, clip: Path
) -> None:
    first = observe_once(clip, DEFAULT_OPTIONS, cache=cache)
    again = observe_once(clip, DEFAULT_OPTIONS, cache=cache)
    moved = observe_once(clip.rename(clip.with_name("b.mov")), DEFAULT_OPTIONS, cache=cache)
    assert looks.seen == ["run.mp4"]
    assert_same(again, first)
    assert to_bytes(again) == to_bytes(first)
    assert moved.clip.file == "b.mov"


def test_what_is_only_judged_needs_no_second_look(
    looks: Looks, cache: ObservationCache, clip: Path
) -> None:
    observe_once(clip, DEFAULT_OPTIONS, cache=cache)
    said = ClipOptions(slow_motion=4.0, height_cm=180.0, belt_kmh=10.0, mirrored=True)
    assert observe_once(clip, said, cache=cache).options == said
    assert len(looks.seen) == 1
    assert observe_once(clip, ClipOptions(runner=2), cache=cache).options.runner == 2
    assert len(looks.seen) == 2


def test_another_content_under_the_same_name_is_looked_at(
    looks: Looks, cache: ObservationCache, clip: Path
) -> None:
    observe_once(clip, DEFAULT_OPTIONS, cache=cache)
    clip.write_bytes(b"another clip")
    assert observe_once(clip, DEFAULT_OPTIONS, cache=cache).clip.sha256 == clip_sha256(clip)
    assert len(looks.seen) == 2


def test_without_a_cache_each_look_is_a_new_one(looks: Looks, clip: Path, tmp_path: Path) -> None:
    for _ in range(2):
        observe_once(clip, DEFAULT_OPTIONS, cache=None)
    assert len(looks.seen) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["run.mp4"]


def test_a_file_that_changes_meanwhile_is_not_kept(
    looks: Looks, cache: ObservationCache, clip: Path
) -> None:
    looks.meanwhile = b"the clip, copied further"
    observe_once(clip, DEFAULT_OPTIONS, cache=cache)
    assert cache.usage().entries == 0


def test_a_damaged_entry_is_made_again(looks: Looks, cache: ObservationCache, clip: Path) -> None:
    first = observe_once(clip, DEFAULT_OPTIONS, cache=cache)
    (entry,) = cache.folder.iterdir()
    whole = entry.read_bytes()
    entry.write_bytes(whole[: len(whole) // 2])
    assert_same(observe_once(clip, DEFAULT_OPTIONS, cache=cache), first)
    assert len(looks.seen) == 2
    assert entry.read_bytes() == whole


def test_who_asks_at_the_same_time_gets_the_same(
    looks: Looks, cache: ObservationCache, clip: Path
) -> None:
    found: list[bytes] = []

    def ask() -> None:
        found.append(to_bytes(observe_once(clip, DEFAULT_OPTIONS, cache=cache)))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len(set(found)) == 1
    assert cache.usage().entries == 1


@pytest.mark.parametrize("content", [None, b""])
def test_an_unusable_clip_says_so_as_without_a_cache(
    looks: Looks, cache: ObservationCache, clip: Path, content: bytes | None
) -> None:
    clip.unlink()
    if content is not None:
        clip.write_bytes(content)
    with pytest.raises(ClipNotFoundError if content is None else ClipUnreadableError):
        observe_once(clip, DEFAULT_OPTIONS, cache=cache)


def test_a_missing_model_is_told(looks: Looks, cache: ObservationCache, clip: Path) -> None:
    with pytest.raises(ModelError, match="does not exist"):
        observe_once(clip, DEFAULT_OPTIONS, cache=cache, model=clip.with_name("none.task"))
