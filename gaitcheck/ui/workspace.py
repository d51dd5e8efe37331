"""The clips of one visitor: their files on disk, their jobs and results, until the visit ends.

Everything lives in one temporary folder, which goes when the visitor leaves. This module knows
nothing of Streamlit.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
import tempfile
import threading
import uuid
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final

from gaitcheck.checkup import LEAST_FREE_MB
from gaitcheck.desk.who import LOCAL
from gaitcheck.jobs import Job, JobRequest, JobRunner, JobStatus
from gaitcheck.model import DEFAULT_OPTIONS, ClipOptions
from gaitcheck.store.leftovers import clear_scratch, is_running, start_of

CHUNK_BYTES: Final = 1 << 20
LONGEST_NAME: Final = 120
QUOTA_BYTES: Final = 8_000_000_000
"""Disk for one visit: three of the largest clips with their results, or some hundred usual ones."""
KEPT_FREE_BYTES: Final = LEAST_FREE_MB * 1_000_000
"""What uploads leave of the disk, for the results that are on their way."""
LEAVE_GRACE_S: Final = 900.0
"""How long a visitor may be away (phone asleep, page closed by mistake) before the files go."""

_NEEDS_CLIP: Final = ("queued", "running", "done")
_ROOT_PREFIX: Final = "gaitcheck-app-"


class NoRoomError(OSError):
    """A visit would take more of the disk than it may."""


@dataclass(frozen=True, slots=True)
class StoredClip:
    """A clip on disk; `owned` clips are removed with the visit, samples are not."""

    id: str
    name: str
    path: Path
    sha256: str
    size: int
    owned: bool = True


@dataclass(slots=True, eq=False)
class Entry:
    """A clip that was sent off with its options, and its job."""

    id: str
    clip: StoredClip
    job: Job

    @property
    def options(self) -> ClipOptions:
        """What was told about the clip."""
        return self.job.request.options


@dataclass(slots=True, eq=False)
class Workspace:
    """What one visitor has brought: clips that are ready, and entries that were sent off.

    Whoever knows `id` may look at it: pages carry it in their address, so that they can be
    reloaded and opened in a second tab. It cannot be guessed. Where people log in, it opens for
    `who` alone.
    """

    runner: JobRunner
    folder: Path
    who: str = LOCAL
    id: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    ready: list[StoredClip] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    closed: bool = False
    _tabs: int = 0
    _timer: threading.Timer | None = None
    _lock: threading.RLock = field(default_factory=threading.RLock)

    @property
    def owner(self) -> str:
        """Whose turn it is, and whose uploads are counted: a visit, or who has logged in."""
        # Who logs in is one person in all their visits.
        return self.id if self.who == LOCAL else self.who

    def store(self, source: BinaryIO, name: str) -> StoredClip:
        """Copy an uploaded clip to disk in chunks and keep it until it is sent off.

        Raises
        ------
        NoRoomError
            If the visit would take more of the disk than it may; nothing is left behind.
        OSError
            If the disk is full or cannot be written; nothing is left behind.
        """
        room = self.room()
        clip_id = uuid.uuid4().hex
        folder = self.folder / "clips" / clip_id
        path = folder / safe_file_name(name)
        digest, size = hashlib.sha256(), 0
        try:
            # A visit that has ended meanwhile does not come back: its folder is not made anew.
            folder.parent.mkdir(exist_ok=True)
            folder.mkdir()
            with path.open("wb") as target:
                while chunk := source.read(CHUNK_BYTES):
                    target.write(chunk)
                    digest.update(chunk)
                    size += len(chunk)
                    if size > room:
                        raise NoRoomError(path.name)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return self._keep(StoredClip(clip_id, path.name, path, digest.hexdigest(), size))

    def add_sample(self, path: Path) -> StoredClip:
        """Take a clip that is already on this computer; it is never removed."""
        with path.open("rb") as source:
            digest = hashlib.file_digest(source, "sha256").hexdigest()
        size = path.stat().st_size
        return self._keep(StoredClip(uuid.uuid4().hex, path.name, path, digest, size, owned=False))

    def analyze(self, clip: StoredClip, options: ClipOptions = DEFAULT_OPTIONS) -> Entry:
        """Send a clip off, or return the entry that analysed the same bytes the same way.

        Raises
        ------
        QueueFullError
            If too many clips wait already; the clip stays ready.
        """
        for entry in self.entries:
            if (entry.clip.sha256, entry.options) == (clip.sha256, options):
                self._take_from_ready(clip)
                if entry.clip.id != clip.id and not self._is_used(clip):
                    _remove_clip(clip)
                return entry
        entry_id = uuid.uuid4().hex
        out = self.folder / "results" / entry_id
        request = JobRequest(clip.path, out, options, so_far=True, confined=True)
        job = self.runner.submit(request, self.owner)
        self._take_from_ready(clip)
        entry = Entry(entry_id, clip, job)
        self.entries.append(entry)
        return entry

    def room(self) -> int:
        """Return how many bytes more may be brought."""
        try:
            free = shutil.disk_usage(self.folder).free - KEPT_FREE_BYTES
        except FileNotFoundError:  # the visit ends at this moment
            return 0
        return max(min(QUOTA_BYTES - _size_of(self.folder), free), 0)

    def find(self, entry_id: str) -> Entry | None:
        """Return an entry by its id."""
        return next((entry for entry in self.entries if entry.id == entry_id), None)

    def status(self, entry: Entry) -> JobStatus:
        """Return the state of an entry's job."""
        return self.runner.status(entry.job)

    def active(self) -> list[Entry]:
        """Return the entries that wait or run."""
        return [entry for entry in self.entries if self.status(entry).active]

    def tidy(self) -> None:
        """Remove the clips that no result and no job needs any more."""
        for entry in self.entries:
            needed = [e for e in self.entries if self.status(e).state in _NEEDS_CLIP]
            if entry.clip.id not in {e.clip.id for e in needed}:
                _remove_clip(entry.clip)

    def discard(self, clip: StoredClip) -> None:
        """Remove a clip that was not sent off."""
        self._take_from_ready(clip)
        if not self._is_used(clip):
            _remove_clip(clip)

    def remove(self, entry: Entry) -> None:
        """Stop an entry's job if it is active, and remove its results and its clip."""
        self.runner.cancel(entry.job)
        self.entries = [other for other in self.entries if other.id != entry.id]
        shutil.rmtree(entry.job.request.out, ignore_errors=True)
        if not self._is_used(entry.clip):
            _remove_clip(entry.clip)

    def enter(self) -> None:
        """Note that a tab shows the visit: a removal that was due is called off."""
        with self._lock:
            self._tabs += 1
            self._call_off()

    def leave(self, grace_s: float = LEAVE_GRACE_S) -> None:
        """Note that a tab is gone: after the last one and the grace everything is removed."""
        with self._lock:
            self._tabs = max(self._tabs - 1, 0)
            self._call_off()
            if self._tabs:
                return
            self._timer = threading.Timer(grace_s, self.close)
            self._timer.daemon = True
            self._timer.start()

    def _call_off(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def close(self) -> None:
        """Stop all jobs and remove all files of the visit."""
        with self._lock:
            if self.closed:
                return
            self.closed = True
            self._call_off()
        for entry in self.entries:
            self.runner.cancel(entry.job)
        self.entries, self.ready = [], []
        shutil.rmtree(self.folder, ignore_errors=True)

    def _keep(self, clip: StoredClip) -> StoredClip:
        twin = next((other for other in self.ready if other.sha256 == clip.sha256), None)
        if twin is not None:
            _remove_clip(clip)
            return twin
        self.ready.append(clip)
        return clip

    def _take_from_ready(self, clip: StoredClip) -> None:
        self.ready = [other for other in self.ready if other.id != clip.id]

    def _is_used(self, clip: StoredClip) -> bool:
        return any(entry.clip.id == clip.id for entry in self.entries)


class Workspaces:
    """All visits of one server: makes their folders, and clears them at the end."""

    def __init__(self, runner: JobRunner, parent: Path | None = None) -> None:
        self.runner = runner
        self._parent = Path(tempfile.gettempdir()) if parent is None else parent
        clear_leftovers(self._parent)
        own = f"{_ROOT_PREFIX}{os.getpid()}-{start_of(os.getpid())}-"
        self._root = Path(tempfile.mkdtemp(prefix=own, dir=parent))
        self._open: list[Workspace] = []
        self._lock = threading.Lock()

    def new(self, who: str = LOCAL) -> Workspace:
        """Return a person's workspace with an empty folder."""
        self._root.mkdir(exist_ok=True, mode=0o700)
        workspace = Workspace(self.runner, Path(tempfile.mkdtemp(dir=self._root)), who)
        with self._lock:
            self._open = [other for other in self._open if not other.closed]
            self._open.append(workspace)
        return workspace

    def find(self, visit_id: str, who: str = LOCAL) -> Workspace | None:
        """Return an open visit of a person by its id."""
        with self._lock:
            known = [visit for visit in self._open if not visit.closed and visit.who == who]
        # As bytes: text outside ASCII, which an address can hold, cannot be compared this way.
        asked = visit_id.encode("utf-8", "replace")
        return next((v for v in known if secrets.compare_digest(v.id.encode(), asked)), None)

    def close(self) -> None:
        """Close every visit and remove the folder of the server."""
        for workspace in self._open:
            workspace.close()
        self.runner.cancel_all()
        shutil.rmtree(self._root, ignore_errors=True)


def safe_file_name(name: str) -> str:
    """Return a file name that keeps the words and the suffix, but no path and no odd character.

    The name a browser sends is not to be trusted: it may hold folders or control characters.
    """
    base = re.split(r"[/\\]", name)[-1]
    clean = "".join(c for c in base if c.isprintable() and c not in '<>:"|?*').strip(" .")
    stem, suffix = Path(clean).stem.lstrip("-") or "clip", Path(clean).suffix
    while len(f"{stem}{suffix}".encode()) > LONGEST_NAME:
        if len(stem) > 1:
            stem = stem[:-1]
        else:
            suffix = ""
    return f"{stem}{suffix}"


def _size_of(folder: Path) -> int:
    """Return how many bytes the files of a folder take; some may go meanwhile."""
    size = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                size += Path(parent, name).lstat().st_size
    return size


def _remove_clip(clip: StoredClip) -> None:
    if clip.owned:
        shutil.rmtree(clip.path.parent, ignore_errors=True)


def clear_leftovers(parent: Path | None = None) -> None:
    """Remove what servers and others that were killed have left behind."""
    parent = Path(tempfile.gettempdir()) if parent is None else parent
    clear_scratch(parent)
    for folder in parent.glob(f"{_ROOT_PREFIX}*-*"):
        pid, started, *_ = [*folder.name.removeprefix(_ROOT_PREFIX).split("-"), ""]
        if pid.isdigit() and not is_running(int(pid), started):
            shutil.rmtree(folder, ignore_errors=True)
