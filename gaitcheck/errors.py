"""Typed errors: each carries one sentence that says what is wrong and what to do."""

from __future__ import annotations


class GaitcheckError(Exception):
    """Base of every error that gaitcheck raises on purpose."""


class InputError(GaitcheckError):
    """The input cannot be used; the message says why and what to do (exit status 2)."""


class ClipNotFoundError(InputError):
    """The path of the clip names nothing, or a folder."""


class ClipUnreadableError(InputError):
    """The clip exists but may not be read, is no video, is damaged or is empty."""


class OptionError(InputError):
    """What was said of a clip cannot be so, whatever the clip."""


class ModelError(InputError):
    """The pose model bundle is missing or is not a pose model."""


class OutputError(InputError):
    """The results cannot be written where they were asked for (rights, full disk)."""


class ProcessEndedError(GaitcheckError):
    """A process of the analysis ended early; the message says why and what to do (status 2)."""


class CancelledError(GaitcheckError):
    """The user cancelled the analysis."""


class DeskError(InputError):
    """The desk cannot do what was asked; the message says why and what to do."""


class NotOnDeskError(DeskError):
    """There is no such athlete, session, clip or note, or it is another coach's."""


class ConflictError(DeskError):
    """Somebody else changed the same thing meanwhile; nothing was written."""


class DeskDamagedError(DeskError):
    """The desk's database or a file of it is damaged, or of a newer program; it is left alone."""
