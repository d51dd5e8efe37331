"""What is known of a clip while its shoes are still being looked at, said so that it may change."""

from __future__ import annotations

from html import escape

from gaitcheck.model import QualityNote, SoFar, View
from gaitcheck.ui.style import paragraph
from gaitcheck.words import page as texts


def so_far_card(so_far: SoFar) -> str:
    """Return rhythm, view and what the clip doctor thinks so far, as HTML."""
    cadence = texts.SO_FAR_NO_CADENCE
    if so_far.cadence_spm is not None:
        cadence = texts.SO_FAR_CADENCE.format(cadence=f"{so_far.cadence_spm:.0f}")
    facts = "".join(f"<li>{escape(fact)}</li>" for fact in (cadence, _view_words(so_far.view)))
    return (
        f'<section class="gc-so-far"><ul>{facts}</ul>{_doctor(so_far.notes)}'
        f"{paragraph(texts.SO_FAR_STILL, 'gc-small')}</section>"
    )


def _view_words(view: View) -> str:
    plane = texts.PLANES[view.plane]
    if view.facing == "unknown":
        return texts.SO_FAR_VIEW.format(plane=plane)
    return texts.SO_FAR_FACING.format(plane=plane, facing=view.facing)


def _doctor(notes: tuple[QualityNote, ...]) -> str:
    grave = [note for note in notes if note.severity != "info"]
    if not grave:
        return paragraph(texts.SO_FAR_NO_NOTES)
    items = "".join(f"<li>{escape(note.message)}</li>" for note in grave)
    return f"{paragraph(f'{texts.SO_FAR_NOTES}:')}<ul>{items}</ul>"
