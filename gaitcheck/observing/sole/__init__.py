"""The sole in one picture: where it is, how it is pitched, how sure that is."""

from gaitcheck.observing.sole.crop import FootPlace, place_foot
from gaitcheck.observing.sole.feet import FootReader, empty_soles, join_soles
from gaitcheck.observing.sole.reader import SoleReader, SoleReading
from gaitcheck.observing.sole.weights import bundled_weights

__all__ = [
    "FootPlace",
    "FootReader",
    "SoleReader",
    "SoleReading",
    "bundled_weights",
    "empty_soles",
    "join_soles",
    "place_foot",
]
