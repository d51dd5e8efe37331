"""Settings and fixtures for every test."""

from __future__ import annotations

import os
import secrets
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from gaitcheck.store.cache import FOLDER_VARIABLE
from tests.kept import KEPT

if sys.platform != "win32":
    import resource

ROOT = Path(__file__).parents[1]
END_TO_END = ROOT / "tests" / "end_to_end"
SHARED = ROOT.parent / "shared"
CHROMIUM_NAMES = (
    "chromium-headless-shell",  # the same browser without windows: a fifth less work
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
)

settings.register_profile("default", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")


def find_chromium() -> str | None:
    """Return the path of a Chromium of this machine."""
    return next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip, with the reason, what this machine has not got; begin with the files that take long.

    So no worker is left alone with a long file at the end. Those of `end_to_end` stay together:
    they share a browser and a running app.
    """
    reasons: dict[str, str] = {}
    if not SHARED.is_dir():
        reasons["needs_shared"] = f"no development data in {SHARED}"
    if find_chromium() is None:
        reasons["browser"] = "no Chromium on this machine"
    for item in items:
        for marker, reason in reasons.items():
            if item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))
    slow = Counter(item.path for item in items if item.get_closest_marker("slow"))
    # Files with as many keep their order.
    items.sort(key=lambda item: (END_TO_END not in item.path.parents, -slow[item.path]))


@pytest.fixture(autouse=True)
def scheduling_stays() -> Iterator[None]:
    """A test that left its process with real-time scheduling would starve the others."""
    if not hasattr(os, "sched_getscheduler"):  # Linux only
        yield
        return
    before = os.sched_getscheduler(0)
    yield
    assert os.sched_getscheduler(0) == before


@pytest.fixture(autouse=True)
def memory_stays() -> Iterator[None]:
    """The command limits the memory of its process, which is that of the tests here."""
    if sys.platform == "win32":
        yield
        return
    before = resource.getrlimit(resource.RLIMIT_DATA)
    yield
    resource.setrlimit(resource.RLIMIT_DATA, before)


@pytest.fixture(scope="session", autouse=True)
def keeping(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Give all workers one folder for what is written once, and let none fill the user's cache."""
    base = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(KEPT, str(base / "kept"))
        patch.setenv(FOLDER_VARIABLE, str(base / "caches" / secrets.token_hex(8)))
        # No test comes near the desk of who runs it.
        patch.setenv("GAITCHECK_DESK", str(tmp_path_factory.mktemp("desk")))
        yield


@pytest.fixture(autouse=True)
def no_cache_of_another(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each test looks at its clips itself: nothing that an earlier one has seen is at hand."""
    folder = tmp_path_factory.getbasetemp() / "caches" / secrets.token_hex(8)
    monkeypatch.setenv(FOLDER_VARIABLE, str(folder))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of development clips and motion capture; for tests marked needs_shared."""
    if not SHARED.is_dir():
        pytest.skip(f"no development data in {SHARED}")
    return SHARED


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Chromium; for tests marked browser."""
    path = find_chromium()
    if path is None:
        pytest.skip("no Chromium on this machine")
    return path
