"""What a metric is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from gaitcheck.gait.metrics.form import Form
from gaitcheck.gait.metrics.reading import Missing, Reading
from gaitcheck.model import Need, Side

Scale = Literal["length", "speed"]
"""A quantity in leg lengths (a second) that the runner's height turns into cm (km/h)."""

POORLY: Final = "followed_poorly"
"""For metrics that hardly follow the truth from runner to runner."""

SideReader = Callable[[Form, Side], Reading | Missing]
WholeReader = Callable[[Form], Reading | Missing]


@dataclass(frozen=True, slots=True)
class Definition:
    """A metric: how it is read, and how far it can be trusted; `gaitcheck.words.metrics` says it.

    Attributes
    ----------
    name : str
        Key in the result; a metric with sides gets ``_left``, ``_right`` and ``_difference``.
    unit : str
    source : str
        The publication that it is from.
    drawing : str
        Name of its drawing.
    needs : frozenset of Need
    possible : (float, float)
        What a runner's body can do; a reading outside was no reading.
    error : (float, float)
        Standard error that averaging does not remove, near and far side: root mean square against
        exact truth (benchmarks/accuracy).
    per_side, whole : reader
        Exactly one of the two.
    timed : bool
        Whether it depends on instants, and so on the frame rate.
    scale : Scale or None
    weak : str
        The code of why it is no more than a first look, whatever the clip (benchmarks/accuracy);
        mostly empty.
    digits : int
        After the point, as shown to people.
    """

    name: str
    unit: str
    source: str
    drawing: str
    needs: frozenset[Need]
    possible: tuple[float, float]
    error: tuple[float, float]
    per_side: SideReader | None = None
    whole: WholeReader | None = None
    timed: bool = False
    scale: Scale | None = None
    weak: str = ""
    digits: int = 0

    def __post_init__(self) -> None:
        if (self.per_side is None) == (self.whole is None):
            raise ValueError(f"{self.name}: a reader per side or for the whole runner")
