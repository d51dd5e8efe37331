"""The second look: how the shoe itself turns and moves around contact, read from its pixels."""

from gaitcheck.shoe.look import look_at_shoes
from gaitcheck.types import ShoeTrack

__all__ = ["ShoeTrack", "look_at_shoes"]
