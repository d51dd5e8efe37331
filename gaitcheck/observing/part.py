"""Which frames belong to the part of a clip that the user chose."""

from __future__ import annotations

import math

import numpy as np

from gaitcheck.errors import InputError
from gaitcheck.model import ClipOptions
from gaitcheck.model.options import SHORTEST_PART_S, TOO_SHORT, clock
from gaitcheck.video import Video


def chosen_part(video: Video, options: ClipOptions) -> tuple[int, int] | None:
    """Return the first frame of the chosen part and the frame after its last; None for the whole.

    Raises
    ------
    InputError
        When the part lies beyond the end of the clip, or is too short to be judged.
    """
    if not options.partial:
        return None
    # Players round the length of a clip up to whole seconds, and people copy it from there.
    last_s = math.ceil(video.duration_s)
    beyond = max(options.from_s or 0.0, options.to_s or 0.0)
    if beyond > last_s or (options.from_s or 0.0) >= video.duration_s:
        raise InputError(
            f"The part to look at reaches {clock(beyond)}, but the clip ends at "
            f"{clock(video.duration_s)}."
        )
    start_s = options.from_s or 0.0
    stop_s = video.duration_s if options.to_s is None else min(options.to_s, video.duration_s)
    start, stop = (int(k) for k in np.searchsorted(video.time_s, [start_s, stop_s]))
    if stop_s - start_s < SHORTEST_PART_S - 1e-6 or stop - start < 2:
        raise InputError(TOO_SHORT.format(stop_s - start_s))
    return (start, stop)
