"""Typed errors of the renderer: one plain sentence each."""

from __future__ import annotations


class RenderError(Exception):
    """Base of every error the renderer raises on purpose."""


class SpecError(RenderError):
    """The spec names an unknown field, a wrong value or an impossible motion."""


class AssetsError(RenderError):
    """The MakeHuman assets or the OpenGL driver are missing."""
