"""What is known of a clip while it is still being looked at."""

from __future__ import annotations

from dataclasses import dataclass

from gaitcheck.model.result import QualityNote, View


@dataclass(frozen=True, slots=True)
class SoFar:
    """What the landmarks alone tell, before shoes and soles are looked at; it may still change.

    Attributes
    ----------
    view : View
    cadence_spm : float or None
        Steps per minute of real time; None where it cannot be told.
    notes : tuple of QualityNote
        What the clip doctor thinks, the gravest first.
    """

    view: View
    cadence_spm: float | None
    notes: tuple[QualityNote, ...] = ()
