"""Light and sharpness of the pictures, and what hides the body."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from gaitcheck.gait.quality.evidence import (
    FOOT_METRICS,
    SIDE_VIEW,
    STRIDES,
    Check,
    Evidence,
    blocker,
    info,
    median_of,
    near_foot_median,
    warning,
)
from gaitcheck.gait.verdict import told_foot
from gaitcheck.model import Finding, Side

# Mean grey level around the runner below which details of dark shoes are lost, and the shares of
# pixels without any detail.
DARK_LEVEL: Final = 45.0
BLACK_SHARE: Final = 0.45
WHITE_SHARE: Final = 0.45
# Share of `PictureQuality.bare` from which there is no ground to be seen: a figure drawn on white
# paper has .72, in the dusk or filmed off a screen too; 24 real clips and 9 drawn ones before plain
# walls at most .35, in the dusk .44.
BARE_SHARE: Final = 0.60
# Width of the edges around the near foot about contact, as a share of the foot's length.
BLURRED: Final = 0.055
# Strides around contact in which blur counts: a foot in full swing is always blurred.
CONTACT_WINDOW: Final = (-0.06, 0.20)
# Quantiser of H.264 (`video.compression`) from which shoes are smeared: real clips for development
# have 20 to 37, the drawn tuning clips 24 to 36.
COMPRESSED: Final = 38.0
# Share of the hips' width that a still edge crosses where a rail lies over them: .5 and more in the
# tuning clips with rails there, none in the others (benchmarks/thresholds.py).
CROSSED: Final = 0.3


def exposure(evidence: Evidence) -> Finding | None:
    """Name pictures that are too dark or too bright."""
    quality, used = evidence.picture_quality, evidence.used
    if quality is None:
        return None
    level = median_of(quality.brightness[used])
    if level < DARK_LEVEL or median_of(quality.black[used]) > BLACK_SHARE:
        return warning("too_dark", level=level)
    if median_of(quality.white[used]) > WHITE_SHARE:
        return warning("too_bright")
    return None


def no_ground(evidence: Evidence) -> Finding | None:
    """Refuse pictures in which nothing lies under the feet, as of a figure drawn on paper."""
    quality = evidence.picture_quality
    if quality is None or not median_of(quality.bare[evidence.used]) > BARE_SHARE:
        return None
    return blocker("no_ground", spoils=FOOT_METRICS, needs=SIDE_VIEW)


def blur_at_contact(evidence: Evidence) -> float:
    """Return the width of the edges at the near foot about contact, foot lengths; NaN if unseen."""
    quality = evidence.picture_quality
    return (
        float("nan")
        if quality is None
        else near_foot_median(evidence, quality.blur, CONTACT_WINDOW)
    )


def blurred_feet(evidence: Evidence) -> Finding | None:
    """Name feet that are smeared where they land."""
    width = blur_at_contact(evidence)
    if not width >= BLURRED:
        return None
    return warning("blurred_feet", share=100 * width)


def compression(evidence: Evidence) -> Finding | None:
    """Name a file that was compressed so strongly that it smears moving shoes."""
    if not evidence.observation.quantiser >= COMPRESSED:
        return None
    return warning("strongly_compressed")


def unfollowed_shoes(evidence: Evidence) -> Finding | None:
    """Name shoes whose pictures were looked at and could not be followed through the landing."""
    lost = [
        side
        for side, measure in evidence.gait.sides.items()
        if side in evidence.shoes
        and told_foot(evidence.gait, side) is measure
        and measure.landing is None
        and measure.sole is None
        and not (measure.conflict or measure.covered)
    ]
    return warning("shoes_not_followed", _which(lost), needs=STRIDES) if lost else None


def covered_shoes(evidence: Evidence) -> Finding | None:
    """Name shoes that something hides as they land."""
    hidden = [
        side
        for side, measure in evidence.gait.sides.items()
        if measure.covered and told_foot(evidence.gait, side) is measure
    ]
    return warning("shoes_covered", _which(hidden), needs=STRIDES) if hidden else None


def _which(sides: Sequence[Side]) -> str:
    return sides[0] if len(sides) == 1 else "both"


def hidden_hips(evidence: Evidence) -> Finding | None:
    """Name something that crosses the hips and does not move with them."""
    if not evidence.observation.hips_crossed >= CROSSED:
        return None
    return info("hips_hidden")


CHECKS: Final[tuple[Check, ...]] = (
    exposure,
    no_ground,
    blurred_feet,
    compression,
    unfollowed_shoes,
    covered_shoes,
    hidden_hips,
)
