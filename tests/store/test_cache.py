"""What was seen is kept: what the key holds, what damage does, who goes first, and no cache."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import gaitcheck.store.cache
from gaitcheck.model import DEFAULT_OPTIONS, ClipOptions, Observation
from gaitcheck.store.cache import FOLDER_VARIABLE, ObservationCache, Usage, cache_folder, cache_key
from gaitcheck.store.observation import to_bytes
from tests.examples import make_analysis, make_clip, make_observation
from tests.store.seen import assert_same

SHA = "a" * 64
KEY = "0" * 64
SAID = ClipOptions(slow_motion=2.0, height_cm=171.0)


def seen(file: str = "run.mp4", said: ClipOptions = SAID) -> Observation:
    return make_observation(make_analysis(clip=make_clip(file=file), options=said))


def key_of(number: int) -> str:
    return f"{number:064x}"


@pytest.fixture
def cache(tmp_path: Path) -> ObservationCache:
    return ObservationCache(tmp_path / "cache", on_trouble=pytest.fail)


def test_what_was_kept_is_found_under_the_new_name_with_what_is_said_now(
    cache: ObservationCache,
) -> None:
    cache.keep(KEY, seen())
    found = cache.find(KEY, "other.mov", DEFAULT_OPTIONS)
    assert found is not None
    assert_same(found, seen("other.mov", DEFAULT_OPTIONS))


def test_nothing_is_found_where_nothing_was_kept(cache: ObservationCache) -> None:
    assert cache.find(KEY, "run.mp4", SAID) is None
    assert cache.usage() == Usage(0, 0)
    assert cache.clear() == Usage(0, 0)
    assert not cache.folder.exists()


def test_neither_the_name_of_the_clip_nor_the_height_is_kept(cache: ObservationCache) -> None:
    cache.keep(KEY, seen("anna-smith.mp4"))
    found = cache.find(KEY, "", DEFAULT_OPTIONS)
    assert found is not None
    (entry,) = cache.folder.iterdir()
    content = entry.read_bytes().partition(b"\n")[2]
    assert content == to_bytes(seen("", DEFAULT_OPTIONS))
    if os.name == "posix":
        assert cache.folder.stat().st_mode & 0o077 == 0


def test_what_changes_an_observation_changes_the_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = tmp_path / "model.task"
    model.write_bytes(b"one")
    keys = [
        cache_key(SHA, DEFAULT_OPTIONS, None),
        cache_key("b" * 64, DEFAULT_OPTIONS, None),
        cache_key(SHA, ClipOptions(runner=1), None),
        cache_key(SHA, ClipOptions(runner=2), None),
        cache_key(SHA, DEFAULT_OPTIONS, model),
    ]
    model.write_bytes(b"two")
    keys.append(cache_key(SHA, DEFAULT_OPTIONS, model))
    monkeypatch.setattr(gaitcheck.store.cache, "observing_engine", lambda: "another engine")
    keys.append(cache_key(SHA, DEFAULT_OPTIONS, None))
    monkeypatch.setattr(gaitcheck.store.cache, "__version__", "9.9.9")
    keys.append(cache_key(SHA, DEFAULT_OPTIONS, None))
    assert len(set(keys)) == len(keys)


def test_what_is_only_judged_does_not_change_the_key() -> None:
    said = ClipOptions(slow_motion=8.0, height_cm=180.0, belt_kmh=12.0, mirrored=True)
    assert cache_key(SHA, said, None) == cache_key(SHA, DEFAULT_OPTIONS, None)


def test_an_option_of_tomorrow_is_part_of_the_key() -> None:
    @dataclasses.dataclass(frozen=True)
    class Tomorrow(ClipOptions):
        part: str = "all"

    assert cache_key(SHA, Tomorrow(), None) != cache_key(SHA, Tomorrow(part="end"), None)


def _whole_entry(folder: Path) -> tuple[ObservationCache, Path, bytes]:
    cache = ObservationCache(folder)
    cache.keep(KEY, seen())
    (entry,) = folder.iterdir()
    return cache, entry, entry.read_bytes()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.data())
def test_an_entry_that_is_damaged_anywhere_is_thrown_away(
    tmp_path: Path, data: st.DataObject
) -> None:
    cache, entry, whole = _whole_entry(tmp_path / "cache")
    place = data.draw(st.integers(0, len(whole) - 1))
    if data.draw(st.booleans(), label="cut off"):
        entry.write_bytes(whole[:place])
    else:
        other = whole[place] ^ data.draw(st.integers(1, 255))
        entry.write_bytes(whole[:place] + bytes([other]) + whole[place + 1 :])
    assert cache.find(KEY, "run.mp4", SAID) is None
    assert not entry.exists()


def test_an_entry_under_the_name_of_another_is_not_believed(tmp_path: Path) -> None:
    cache, entry, _ = _whole_entry(tmp_path)
    entry.rename(entry.with_name(entry.name.replace(KEY, key_of(1))))
    assert cache.find(key_of(1), "run.mp4", SAID) is None


def test_those_not_used_for_longest_go_first(tmp_path: Path) -> None:
    size = _whole_entry(tmp_path / "one")[1].stat().st_size
    cache = ObservationCache(tmp_path / "cache", limit_bytes=3 * size + size // 2)
    for number in range(3):
        cache.keep(key_of(number), seen())
        path = next(cache.folder.glob(f"{key_of(number)}*"))
        os.utime(path, (1000 + number, 1000 + number))
    assert cache.find(key_of(0), "run.mp4", SAID) is not None  # used now: it stays
    cache.keep(key_of(3), seen())
    found = [cache.find(key_of(k), "run.mp4", SAID) is not None for k in range(4)]
    assert found == [True, False, True, True]
    assert cache.usage() == Usage(3, 3 * size)


def test_what_is_larger_than_the_cache_is_not_kept(tmp_path: Path) -> None:
    cache = ObservationCache(tmp_path / "cache", limit_bytes=100, on_trouble=pytest.fail)
    cache.keep(KEY, seen())
    assert cache.find(KEY, "run.mp4", SAID) is None


def test_clearing_leaves_the_files_of_others(cache: ObservationCache) -> None:
    cache.keep(KEY, seen())
    half, foreign = cache.folder / ".gaitcheck-0a1b.seen", cache.folder / "diary.txt"
    half.write_bytes(b"half")
    foreign.write_text("mine")
    gone = cache.clear()
    assert (gone.entries, gone.size_bytes > 0) == (1, True)
    assert list(cache.folder.iterdir()) == [foreign]


def test_parts_are_found_until_the_observation_is_whole(cache: ObservationCache) -> None:
    parts = cache.parts(KEY)
    assert parts.find("0-96") is None
    parts.keep("0-96", b"some frames")
    cache.parts(key_of(1)).keep("0-96", b"of another clip")
    assert parts.find("0-96") == b"some frames"
    assert cache.usage().entries == 0
    assert cache.usage().size_bytes > 0
    cache.keep(KEY, seen())
    assert parts.find("0-96") is None
    assert cache.parts(key_of(1)).find("0-96") == b"of another clip"
    cache.clear()
    assert list(cache.folder.iterdir()) == []


def test_a_part_that_is_damaged_or_of_another_clip_is_not_believed(cache: ObservationCache) -> None:
    cache.parts(KEY).keep("0-96", b"some frames")
    path = next(cache.folder.iterdir())
    path.rename(path.with_name(path.name.replace(KEY, key_of(1))))
    assert cache.parts(key_of(1)).find("0-96") is None
    assert list(cache.folder.iterdir()) == []


def test_what_a_killed_process_left_half_written_goes(cache: ObservationCache) -> None:
    cache.folder.mkdir()
    old, new = cache.folder / ".gaitcheck-0a.seen", cache.folder / ".gaitcheck-0b.seen"
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (time.time() - 7200,) * 2)
    cache.keep(KEY, seen())
    assert (old.exists(), new.exists()) == (False, True)
    assert cache.usage().entries == 1


@pytest.mark.parametrize("place", ["a file", "below a file"])
def test_a_folder_that_cannot_be_used_means_no_cache_and_one_note(
    tmp_path: Path, place: str
) -> None:
    taken = tmp_path / "taken"
    taken.write_text("no folder")
    notes: list[str] = []
    folder = taken if place == "a file" else taken / "cache"
    cache = ObservationCache(folder, on_trouble=notes.append)
    for number in range(2):
        assert cache.find(key_of(number), "run.mp4", SAID) is None
        cache.keep(key_of(number), seen())
    assert len(notes) == 1
    assert str(folder) in notes[0]
    assert cache.usage() == Usage(0, 0)


def test_a_full_disk_is_a_note(cache: ObservationCache, monkeypatch: pytest.MonkeyPatch) -> None:
    notes: list[str] = []
    cache = ObservationCache(cache.folder, on_trouble=notes.append)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    cache.keep(KEY, seen())
    assert ["No space left on device" in note for note in notes] == [True]
    assert cache.find(KEY, "run.mp4", SAID) is None
    assert list(cache.folder.iterdir()) == []


def test_without_a_listener_the_note_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.warns(UserWarning, match="cache folder"):
        ObservationCache(tmp_path / "taken").keep(KEY, seen())


def test_the_folder_is_the_users_unless_the_variable_names_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    assert cache_folder() == tmp_path
    monkeypatch.delenv(FOLDER_VARIABLE)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    assert cache_folder().parts[-2:] == ("gaitcheck", "observations")


HAMMER = """
import sys
from pathlib import Path
from gaitcheck.model import DEFAULT_OPTIONS
from gaitcheck.store.cache import ObservationCache
from tests.store.test_cache import key_of, seen

def fail(note):
    raise SystemExit(note)

cache = ObservationCache(Path(sys.argv[1]), limit_bytes=int(sys.argv[2]), on_trouble=fail)
for turn in range(40):
    cache.keep(key_of(turn % 5), seen())
    found = cache.find(key_of((turn + 2) % 5), "run.mp4", DEFAULT_OPTIONS)
    assert found is None or found.clip.file == "run.mp4"
"""


def test_several_processes_share_one_folder(tmp_path: Path) -> None:
    size = _whole_entry(tmp_path / "one")[1].stat().st_size
    folder = tmp_path / "cache"
    command = [sys.executable, "-c", HAMMER, str(folder), str(3 * size)]
    root = Path(__file__).parents[2]
    running = [
        subprocess.Popen(command, cwd=root, stderr=subprocess.PIPE, text=True) for _ in range(3)
    ]
    said = [process.communicate(timeout=300)[1] for process in running]
    assert [process.returncode for process in running] == [0, 0, 0], said
    usage = ObservationCache(folder).usage()
    assert 0 < usage.size_bytes <= 3 * size
    assert all(path.suffix == ".seen" and path.name[0] != "." for path in folder.iterdir())
