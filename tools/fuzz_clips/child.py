"""Reads clips whose paths come in on standard input, as an analysis does, and says how it went."""

from __future__ import annotations

import json
import resource
import sys
import time
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Final

from gaitcheck.errors import InputError
from gaitcheck.observing.pose.serving import POSE_MAX_SIDE
from gaitcheck.video import FrameReader, probe_video
from gaitcheck.video.compression import mean_quantiser

MOST_MEMORY: Final = 6 << 30
"""Bytes beyond which a clip must not drive the process, whatever is wrong with it."""


def read_clip(path: Path) -> str:
    """Read a clip like the analysis: twice over, once with jumps; return what came of it.

    Raises
    ------
    InputError
        When the clip is refused.
    """
    video = probe_video(path)
    with FrameReader(video, POSE_MAX_SIDE) as reader:
        seen = [index for index, _ in reader.read(0, video.frames)]
    with FrameReader(video) as reader:
        wanted = sorted({video.frames * k // 7 for k in range(7)})
        again = [index for index, _ in reader.read_at(wanted)]
    mean_quantiser(path)
    missing = set(wanted) & set(seen) - set(again)
    return f"read {len(seen)} of {video.frames}" + (
        f", {len(missing)} not again" if missing else ""
    )


def forget_peak() -> None:
    """Begin anew with the most memory that was in use, where the system can (Linux)."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def peak_mb() -> float:
    """Return the most memory that was in use since then, megabytes."""
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def look_at(path: Path) -> dict[str, object]:
    """Return what reading a clip gives, how long it takes and what memory."""
    forget_peak()
    start = time.process_time()
    try:
        outcome, said = "read", read_clip(path)
    except InputError as error:
        outcome, said = "refused", str(error)
    except Exception:  # noqa: BLE001 - that is what is looked for
        outcome, said = "traceback", traceback.format_exc()
    return {
        "outcome": outcome,
        "said": said,
        "cpu_s": round(time.process_time() - start, 3),
        "memory_mb": round(peak_mb(), 1),
    }


def main() -> None:
    """Answer each path with one line of JSON."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    for line in sys.stdin:
        sys.stdout.write(json.dumps(look_at(Path(line.rstrip("\n")))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
