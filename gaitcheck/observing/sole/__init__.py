"""The sole in one picture: where it is, how it is pitched, how sure that is."""

from gaitcheck.observing.sole.crop import FootPlace, place_foot
from gaitcheck.observing.sole.feet import SoleLooks
from gaitcheck.observing.sole.plan import plan_soles
from gaitcheck.observing.sole.reader import SoleReader, SoleReading
from gaitcheck.observing.sole.weights import bundled_weights

__all__ = [
    "FootPlace",
    "SoleLooks",
    "SoleReader",
    "SoleReading",
    "bundled_weights",
    "place_foot",
    "plan_soles",
]
