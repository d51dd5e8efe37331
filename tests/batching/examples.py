"""A stand-in for the analysis of a clip, quick to start: it does what the clip's content says."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Final

from gaitcheck.jobs import CommandBuilder, JobRequest
from gaitcheck.store.serialize import to_json_bytes
from tests.examples import make_analysis

# The first word of a clip's content decides; each start is noted beside the prepared result.
CODE: Final = """
import json, os, pathlib, sys, time
clip, out, prepared, log = map(pathlib.Path, sys.argv[1:])
with log.open("a") as starts:
    starts.write(f"{clip.name}\\n")
try:
    does = clip.read_text()
except OSError:
    sys.exit(print(f"gaitcheck: There is no file {clip.name}.", file=sys.stderr) or 2)
print(json.dumps({"stage": "pose", "done": 1, "total": 2}), file=sys.stderr, flush=True)
if does.startswith("unusable"):
    sys.exit(print("gaitcheck: it holds no video.", file=sys.stderr) or 2)
if does.startswith("fault"):
    sys.exit(print("gaitcheck: internal error.", file=sys.stderr) or 1)
if does.startswith("flaky") and log.read_text().split().count(clip.name) < 2:
    sys.exit(1)
if does.startswith("crash"):
    os.kill(os.getpid(), 11)
if does.startswith("slow"):
    time.sleep(1.5)
while does.startswith("wait") and not (log.parent / "go").exists():
    time.sleep(0.02)
folder = out / (clip.stem or "clip")
folder.mkdir(parents=True)
document = json.loads(prepared.read_text())
document["clip"]["file"] = clip.name
document["clip"]["sha256"] = __import__("hashlib").sha256(clip.read_bytes()).hexdigest()
(folder / "half").write_text("")
(folder / "analysis.json").write_text(json.dumps(document))
(folder / "half").unlink()
"""


class Stand:
    """Analyses that are none: what was started, in the order of time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._prepared, self._log = folder / "prepared.json", folder / "started"
        if not folder.exists():
            folder.mkdir()
            self._prepared.write_bytes(to_json_bytes(make_analysis()))
            self._log.touch()
        self.requests: list[JobRequest] = []

    @property
    def started(self) -> list[str]:
        """The names of the clips whose analysis was started, since `forget`."""
        return self._log.read_text().split()

    def forget(self) -> None:
        """Begin a new list of what was started."""
        self._log.write_text("")

    def go(self) -> None:
        """Let the clips end that wait."""
        (self._folder / "go").touch()

    @property
    def command(self) -> CommandBuilder:
        """What takes the place of the command line."""

        def build(request: JobRequest) -> list[str]:
            self.requests.append(request)
            places = (request.clip, request.out, self._prepared, self._log)
            return [sys.executable, "-I", "-c", CODE, *map(str, places)]

        return build


def clips_in(folder: Path, **does: str) -> Path:
    """Write clips whose content says what their analysis does; ``a__b`` is ``a/b.mp4``."""
    for name, content in does.items():
        path = folder / f"{name.replace('__', '/')}.mp4"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return folder


def analysed_file(folder: Path) -> str:
    """Return the clip of the result in a folder."""
    document = json.loads((folder / "analysis.json").read_text())
    return str(document["clip"]["file"])
