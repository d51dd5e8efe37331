"""The second look: how the shoe itself turns and moves around contact, read from its pixels."""

from gaitcheck.model import ShoeTrack
from gaitcheck.observing.shoe.look import look_at_shoes

__all__ = ["ShoeTrack", "look_at_shoes"]
