"""What the clip doctor asks back, and how it shows a good way to film."""

from __future__ import annotations

import base64
from typing import Final

from gaitcheck.report.form_drawings import FILMING_TITLE, draw_filming
from gaitcheck.types import Analysis

UNSURE_FACTOR: Final = "slow_motion_uncertain"


def factor_in_doubt(analysis: Analysis) -> bool:
    """Return whether the user should be asked for the slow-motion factor."""
    return any(note.code == UNSURE_FACTOR for note in analysis.quality)


def filming_drawing() -> str:
    """Return the drawing of the filming guide as HTML."""
    data = base64.b64encode(draw_filming().encode()).decode("ascii")
    return f'<img class="gc-drawing" alt="{FILMING_TITLE}" src="data:image/svg+xml;base64,{data}">'
