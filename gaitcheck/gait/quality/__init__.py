"""The clip doctor: what keeps a clip from an answer, as codes and values."""

from __future__ import annotations

from gaitcheck.gait.quality import camera, hands, people, picture, running, timing, view
from gaitcheck.gait.quality.evidence import Check, Evidence
from gaitcheck.model import Finding, Sight, gravest_first

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


def check_quality(evidence: Evidence) -> tuple[Finding, ...]:
    """Return all findings, the gravest first; a ``blocker`` forbids any label."""
    if nobody := people.no_person(evidence):
        return (nobody,)
    found = [note for check in CHECKS if (note := check(evidence)) is not None]
    hidden = frozenset[Sight]().union(*(note.hides for note in found))
    found = [note for note in found if not note.needs & hidden]
    return tuple(gravest_first(found))
