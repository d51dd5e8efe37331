"""A strip of pictures along a film, to choose a part of it by.

Run as ``python -m gaitcheck.video.strip CLIP``, so that the film is decoded in a process of its
own, it prints one line of JSON: ``duration_s``, and ``jpeg`` in base64. A film that cannot be read
gets one sentence on standard error and exit status 2.
"""

from __future__ import annotations

import base64
import json
import sys
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from gaitcheck.errors import ClipUnreadableError, InputError
from gaitcheck.offline import stay_offline
from gaitcheck.video.frames import FrameReader
from gaitcheck.video.probe import probe_video
from gaitcheck.video.types import Picture

PICTURES: Final = 10
HEIGHT_PX: Final = 96
UNUSABLE: Final = 2


def film_strip(path: Path) -> tuple[float, Picture]:
    """Return the length of a film in seconds and its pictures at even distances, side by side.

    Raises
    ------
    InputError
        When the film cannot be read.
    """
    video = probe_video(path)
    middles = (np.arange(PICTURES) + 0.5) / PICTURES * video.duration_s
    wanted = np.clip(np.searchsorted(video.time_s, middles), 0, video.frames - 1)
    size = (max(1, round(HEIGHT_PX * video.width / video.height)), HEIGHT_PX)
    side = 2 * max(size)
    shown: dict[int, Picture] = {}
    with FrameReader(video, side, threads=1) as reader:
        for index, picture in reader.read_at(sorted({int(k) for k in wanted})):
            small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
            shown[index] = np.asarray(small, dtype=np.uint8)
    if not shown:
        raise ClipUnreadableError(f"No picture of {path.name} can be decoded.")
    # A damaged film may lack a picture; the one before stands in for it.
    at = np.array(sorted(shown))
    nearest = at[np.clip(np.searchsorted(at, wanted, side="right") - 1, 0, None)]
    return video.duration_s, np.hstack([shown[int(k)] for k in nearest])


def main(path: Path) -> int:
    """Print the strip of a film."""
    stay_offline()
    try:
        duration_s, strip = film_strip(path)
    except InputError as error:
        sys.stderr.write(f"{error}\n")
        return UNUSABLE
    jpeg = cv2.imencode(".jpg", cv2.cvtColor(strip, cv2.COLOR_RGB2BGR))[1].tobytes()
    line = {"duration_s": duration_s, "jpeg": base64.b64encode(jpeg).decode("ascii")}
    sys.stdout.write(json.dumps(line) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
