"""What the clip doctor asks back, and how it shows a good way to film."""

from __future__ import annotations

from typing import Final

from gaitcheck.model import Analysis
from gaitcheck.report.form_drawings import draw_filming
from gaitcheck.ui.pieces import svg_image, with_ink
from gaitcheck.words import drawings as texts_drawings

UNSURE_FACTOR: Final = frozenset({"slow_motion_uncertain", "slow_motion_contradicted"})


def factor_in_doubt(analysis: Analysis) -> bool:
    """Return whether the user should be asked for the slow-motion factor."""
    return any(note.code in UNSURE_FACTOR for note in analysis.quality)


def filming_drawing() -> str:
    """Return the drawing of the filming guide as HTML."""
    return svg_image(with_ink(draw_filming()), texts_drawings.FILMING_ALT)
