"""What of the metrics a clip supports, and how far they can be trusted in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from gaitcheck.gait.metrics.definition import Definition
from gaitcheck.gait.metrics.form import Form, FormSide
from gaitcheck.model import Finding, Need, Reliability

NO_CLOCK: Final = "no_clock"
WRONG_CLOCK: Final = "wrong_clock"
FEET_ALONE: Final = "feet_alone"
_BODY: Final[frozenset[Need]] = frozenset({"legs", "trunk"})

# Pictures per second of real time below which instants are less certain.
SPARSE_FPS: Final = 50.0
FEW_STEPS: Final = 5
SMALL_FOOT_PX: Final = 30.0
# From this yaw on a side view is named slanted: lengths along the running direction shrink by more
# than 6 % (cosine).
SLANTED_DEG: Final = 20.0
_WORDS: Final[tuple[Reliability, ...]] = ("high", "medium", "low")


def missing_reason(definition: Definition, form: Form, blockers: Sequence[Finding]) -> str | None:
    """Return why the clip cannot support a metric, None when it can."""
    if form.feet_alone and definition.needs & _BODY:
        return FEET_ALONE
    for note in blockers:
        if note.spoils & definition.needs:
            return note.code
    if "clock" not in definition.needs:
        return None
    return NO_CLOCK if not form.one_speed else None if form.real_times else WRONG_CLOCK


def judge_reliability(
    definition: Definition, form: Form, side: FormSide | None, n: int
) -> tuple[Reliability, tuple[str, ...]]:
    """Return the reliability class of a metric in this clip and what lowers it.

    Notes
    -----
    Each limit lowers the class by one, from ``high``: landmarks that follow the quantity poorly,
    few pictures a second for what depends on instants, the far leg, a slanted view, a small foot,
    few steps, an uneven pace.
    """
    limits = []
    if definition.weak:
        limits.append(definition.weak)
    spatial = bool(definition.needs & {"foot", "legs", "trunk"})
    if definition.timed and form.real_fps < SPARSE_FPS:
        limits.append("few_pictures")
    if side is not None and not side.near and definition.needs & {"foot", "legs", "events"}:
        limits.append("far_leg")
    if spatial and form.yaw_deg > SLANTED_DEG:
        limits.append("slanted")
    if "foot" in definition.needs and form.foot_px < SMALL_FOOT_PX:
        limits.append("small_foot")
    if n < FEW_STEPS:
        limits.append("few_steps")
    if not form.steady:
        limits.append("uneven_pace")
    return _WORDS[min(len(limits), len(_WORDS) - 1)], tuple(limits)
