"""The second look: how the shoe itself turns and moves around contact, read from its pixels."""

from gaitcheck.model import ShoeTrack
from gaitcheck.observing.shoe.look import ShoeLooks

__all__ = ["ShoeLooks", "ShoeTrack"]
