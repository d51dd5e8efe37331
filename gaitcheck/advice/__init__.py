"""The article's advice and the evidence, as data, and the choice of what applies."""

from gaitcheck.advice.choose import QUICKER, RESEARCH, choose_advice
from gaitcheck.advice.library import (
    Library,
    Point,
    Source,
    Statement,
    Stretch,
    load_library,
)

__all__ = [
    "QUICKER",
    "RESEARCH",
    "Library",
    "Point",
    "Source",
    "Statement",
    "Stretch",
    "choose_advice",
    "load_library",
]
