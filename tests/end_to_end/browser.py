"""A real browser on a real server: what the tests of the app share."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request, ViewportSize

ROOT = Path(__file__).parents[2]
START_S = 120.0
PHONE: ViewportSize = {"width": 375, "height": 812}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
# Opened below the root, Streamlit's page looks for its server there first.
_SEARCH = re.compile(r"/(result|compare|desk|learn)/_stcore/(health|host-config)$")
# Files of a page that is being left may be gone before the browser stops asking for them.
_LEFT_BEHIND = re.compile(r"/media/[0-9a-f]+\.\w+$")
_ASKED_LATE = re.compile(r"Download Button source error - 404")
TOO_WIDE = (
    "[document.documentElement, document.querySelector('[data-testid=stMain]')]"
    ".some(element => element.scrollWidth > window.innerWidth)"
)
# Says whether the pixels of a canvas are the same as before, in a fraction of the time that turning
# them into an image file takes (FNV-1a, 32 bits at a time).
PRINT = """
canvas => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let hash = 0x811c9dc5;
  for (const pixel of new Uint32Array(data.buffer)) hash = Math.imul(hash ^ pixel, 0x01000193);
  return `${canvas.width} x ${canvas.height}: ${hash}`;
}
"""
Scheme = Literal["light", "dark"]
# Pages that were given back, by browser.
_WAITING: Final[WeakKeyDictionary[Browser, list[Page]]] = WeakKeyDictionary()
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A page that lives for seconds never earns back what compiling its scripts once more costs.
    "--js-flags=--no-maglev --no-turbofan",
]


@dataclass(frozen=True)
class Server:
    """A running app, its process and the folder that holds its temporary files."""

    url: str
    process: subprocess.Popen[bytes]
    temporary: Path

    def files(self) -> list[Path]:
        """Return the files of visitors that are on disk now."""
        # os.walk passes over folders that go while it looks.
        return [
            Path(folder) / name
            for visits in self.temporary.glob("gaitcheck-app-*")
            for folder, _, names in os.walk(visits)
            for name in names
        ]

    def visits(self) -> set[str]:
        """Return the visits that have files; films for those that were left may yet be written."""
        return {self.visit_of(path) for path in self.files()}

    def visits_with(self, clip: Path) -> set[str]:
        """Return the visits that hold a copy of a clip."""
        wanted, found = clip.read_bytes(), set()
        for path in self.files():
            with suppress(FileNotFoundError):
                if path.stat().st_size == len(wanted) and path.read_bytes() == wanted:
                    found.add(self.visit_of(path))
        return found

    def visit_of(self, path: Path) -> str:
        """Return the name of the folder of a visit in which a file lies."""
        return path.relative_to(self.temporary).parts[1]


@contextmanager
def serve(script: Path, temporary: Path) -> Iterator[Server]:
    """Run a Streamlit script on a free port of this computer until the block ends."""
    port = free_port()
    log = (temporary / "server.log").open("wb")
    command = [sys.executable, "-m", "streamlit", "run", str(script)]
    command += ["--server.port", str(port), "--server.headless", "true"]
    environment = {**os.environ, "TMPDIR": str(temporary)}
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT
    )
    try:
        url = f"http://127.0.0.1:{port}"
        wait_until_healthy(url, process)
        yield Server(url, process, temporary)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
        log.close()


@dataclass
class Visit:
    """A page of the app that notes what went wrong in the browser."""

    page: Page
    server: Server
    errors: list[str] = field(default_factory=list)
    foreign_requests: list[str] = field(default_factory=list)

    def upload(self, *clips: Path) -> None:
        """Choose files, and wait until the server has them on its disk."""
        self.page.set_input_files("input[type=file]", [str(clip) for clip in clips])
        for clip in clips:
            self.page.get_by_role("button", name=f"Remove {clip.name}", exact=True).wait_for()

    def start(self) -> None:
        """Press the button that starts the analysis."""
        self.page.locator(".st-key-start button:enabled").click()

    def scrolls_sideways(self) -> bool:
        """Return whether the page is wider than the screen, once there is one."""
        self.page.locator("[data-testid=stMain]").wait_for()
        return bool(self.page.evaluate(TOO_WIDE))

    def resize(self, size: ViewportSize) -> None:
        """Change the screen, and wait until the page fits it; a page that never does fails."""
        self.page.set_viewport_size(size)
        self.page.wait_for_function(f"!({TOO_WIDE})")


@contextmanager
def borrowed_page(browser: Browser, size: ViewportSize = DESKTOP) -> Iterator[Page]:
    """Give an empty page that remembers nothing; it must get no script that stays (`own_page`).

    A page that was given back is lent again: a new one would compile all of Streamlit's scripts
    anew, which is more than half of what a short visit costs.
    """
    waiting = _WAITING.setdefault(browser, [])
    page = waiting.pop() if waiting else _new_page(browser, size)
    page.set_viewport_size(size)
    try:
        yield page
        page.evaluate("localStorage.clear(); sessionStorage.clear()")
        page.goto("about:blank")
        page.unroute_all()
    except BaseException:
        page.context.close()
        raise
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.context.clear_cookies()
    waiting.append(page)


@contextmanager
def own_page(browser: Browser, size: ViewportSize = DESKTOP) -> Iterator[Page]:
    """Give a page of a new browser session."""
    page = _new_page(browser, size)
    try:
        yield page
    finally:
        page.context.close()


def _new_page(browser: Browser, size: ViewportSize) -> Page:
    """Open a page whose visitor wants little motion; a test of what moves asks for it.

    What Streamlit moves while a page comes is drawn anew 60 times a second, a sixth of all work.
    """
    context = browser.new_context(viewport=size, accept_downloads=True, reduced_motion="reduce")
    context.set_default_timeout(60_000)
    return context.new_page()


@contextmanager
def visit(
    browser: Browser,
    server: Server,
    size: ViewportSize = DESKTOP,
    address: str | None = None,
    *,
    scheme: Scheme = "light",
    alone: bool = False,
) -> Iterator[Visit]:
    """Open the app where clips are brought, or at an address.

    The page must load nothing from elsewhere and log no error. Whoever wants to be `alone` gets a
    new browser session.
    """
    with own_page(browser, size) if alone else borrowed_page(browser, size) as page:
        page.emulate_media(color_scheme=scheme)
        opened = Visit(page, server)
        with _noting(opened):
            opened.page.goto(address or server.url)
            if address is None:
                opened.page.get_by_test_id("stFileUploader").wait_for()
            try:
                yield opened
            except BaseException as error:
                error.add_note(_describe(opened))
                raise
    assert opened.errors == [], opened.errors
    assert opened.foreign_requests == [], opened.foreign_requests


@contextmanager
def _noting(opened: Visit) -> Iterator[None]:
    """Note faults and foreign requests of a page, until it is left."""

    def note_error(message: ConsoleMessage) -> None:
        url = message.location.get("url", "")
        expected = (
            _SEARCH.search(url) or _LEFT_BEHIND.search(url) or _ASKED_LATE.search(message.text)
        )
        if message.type == "error" and not expected:
            opened.errors.append(f"{message.text} {url}")

    def note_fault(error: Error) -> None:
        opened.errors.append(str(error))

    def note_request(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob"} and parts.hostname != "127.0.0.1":
            opened.foreign_requests.append(request.url)

    noted = {"console": note_error, "pageerror": note_fault, "request": note_request}
    for event, note in noted.items():
        opened.page.on(event, note)
    yield
    for event, note in noted.items():
        opened.page.remove_listener(event, note)


def _describe(opened: Visit) -> str:
    """Say what the browser showed when a test failed."""
    page = opened.page
    if page.is_closed():
        return "the page was closed"
    shown = page.locator("body").aria_snapshot()
    return f"{page.url} said {opened.errors} and showed:\n{shown}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_healthy(url: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_S
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the app did not start; see server.log")
