"""The clip doctor: what keeps a clip from an answer, as codes and values."""

from __future__ import annotations

from gaitcheck.gait.quality import camera, hands, people, picture, running, timing, view
from gaitcheck.gait.quality.evidence import Check, Evidence
from gaitcheck.model import Finding

__all__ = ["CHECKS", "Check", "Evidence", "check_quality"]

# The order decides which of several blockers gives the verdict's reason.
CHECKS: tuple[Check, ...] = (
    *view.CHECKS,
    *people.CHECKS,
    *running.CHECKS,
    *hands.CHECKS,
    *camera.CHECKS,
    *timing.CHECKS,
    *picture.CHECKS,
)
# What is read from the strides means nothing where they cannot be judged.
NEEDS_GAIT = frozenset(
    {
        "few_steps",
        "part_used",
        "uneven_pace",
        "speed_ramp",
        "slow_motion_contradicted",
        "ground_slopes",
        "slanted_view",
        "holding_rail",
        "hand_not_seen_moving",
        "shoes_not_followed",
        "belt_speed_agrees",
        "belt_speed_differs",
    }
)
# A picture that is turned or not from the side shows no gait that could be judged further.
VIEW_BLOCKERS = frozenset({"picture_turned", "legs_alone", "not_side_view", "view_unknown"})
NEEDS_SIDE_VIEW = frozenset(
    {
        "walking",
        "standing",
        "no_running_cycle",
        "runs_backwards",
        "played_both_ways",
        "irregular_cycle",
        "feet_do_not_alternate",
        "contacts_missing",
        "feet_not_followed",
        "feet_covered",
    }
)
# Nothing is said of the feet's way where they cannot be seen.
FEET_NOT_SEEN = frozenset({"feet_out_of_picture", "feet_covered"})
NEEDS_FEET = frozenset({"runs_backwards", "played_both_ways", "feet_do_not_alternate"})
_ORDER = {"blocker": 0, "warning": 1, "info": 2}


def check_quality(evidence: Evidence) -> tuple[Finding, ...]:
    """Return all findings, the gravest first; a ``blocker`` forbids any label."""
    if nobody := people.no_person(evidence):
        return (nobody,)
    found = [note for check in CHECKS if (note := check(evidence)) is not None]
    if any(note.severity == "blocker" for note in found):
        found = [note for note in found if note.code not in NEEDS_GAIT]
    if any(note.code in VIEW_BLOCKERS and note.severity == "blocker" for note in found):
        found = [note for note in found if note.code not in NEEDS_SIDE_VIEW]
    if any(note.code in FEET_NOT_SEEN and note.severity == "blocker" for note in found):
        found = [note for note in found if note.code not in NEEDS_FEET]
    return tuple(sorted(found, key=lambda note: _ORDER[note.severity]))
