"""Foot-strike analysis from a side-view running video."""

__version__ = "0.1.0"
