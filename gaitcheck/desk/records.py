"""What the desk holds: athletes, sessions, kept results and notes, frozen and checked."""

from __future__ import annotations

import datetime as dt
import math
import unicodedata
from dataclasses import dataclass, field
from typing import Final

from gaitcheck.errors import InputError
from gaitcheck.model import Correction, Side, VerdictStrike
from gaitcheck.model.options import BELT_RANGE_KMH, HEIGHT_RANGE_CM
from gaitcheck.model.texts import without_turns
from gaitcheck.words.results import counted

LEG_RANGE_CM: Final = (40.0, 140.0)
"""From a small child's to the longest legs."""
INCLINE_RANGE_PCT: Final = (-40.0, 40.0)
"""Treadmills and the steepest roads."""
LONGEST_NAME: Final = 200
LONGEST_TEXT: Final = 200_000
"""Characters of a note: two hundred pages."""
MOST_TAGS: Final = 50


@dataclass(frozen=True, slots=True)
class Athlete:
    """Somebody whose runs are kept.

    Attributes
    ----------
    name : str
        A name, or a code.
    height_cm, leg_cm : float or None
        Body height, and length of the leg.
    notes : str
    tags : tuple of str
        In alphabetical order, each once.
    archived : bool
        Whether to leave this athlete out of the list.
    id : str
        Empty for an athlete who is not on the desk yet.
    version : int
        Grows with every change, so that nobody overwrites what he has not seen.

    Raises
    ------
    InputError
        When a field makes no sense; the message says which.
    """

    name: str
    height_cm: float | None = None
    leg_cm: float | None = None
    notes: str = ""
    tags: tuple[str, ...] = ()
    archived: bool = False
    id: str = ""
    version: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", one_line("An athlete's name", self.name))
        if not self.name:
            raise InputError("An athlete needs a name or a code.")
        _check_range("The height", self.height_cm, HEIGHT_RANGE_CM, " cm")
        _check_range("The leg length", self.leg_cm, LEG_RANGE_CM, " cm")
        object.__setattr__(self, "notes", clean("The notes", self.notes))
        tags = {one_line("A tag", tag) for tag in self.tags} - {""}
        if len(tags) > MOST_TAGS:
            raise InputError(f"An athlete has {MOST_TAGS} tags at most.")
        object.__setattr__(self, "tags", tuple(sorted(tags)))


@dataclass(frozen=True, slots=True)
class Session:
    """One occasion on which an athlete was filmed.

    Attributes
    ----------
    athlete_id : str
    day : datetime.date
    shoes, surface, cue : str
        What was worn, run on, and told to the runner; empty where nothing is known.
    speed_kmh, incline_pct : float or None
    pain : bool or None
        None where nobody asked.
    pain_where, notes : str
    id : str
        Empty for a session that is not on the desk yet.
    version : int
        As that of an `Athlete`.

    Raises
    ------
    InputError
        When a field makes no sense; the message says which.
    """

    athlete_id: str
    day: dt.date
    shoes: str = ""
    speed_kmh: float | None = None
    surface: str = ""
    incline_pct: float | None = None
    cue: str = ""
    pain: bool | None = None
    pain_where: str = ""
    notes: str = ""
    id: str = ""
    version: int = 0

    def __post_init__(self) -> None:
        _check_range("The speed", self.speed_kmh, BELT_RANGE_KMH, " km/h")
        _check_range("The incline", self.incline_pct, INCLINE_RANGE_PCT, " %")
        for name in ("shoes", "surface", "cue", "pain_where"):
            text = one_line(f"What is said of {name.replace('_', ' ')}", getattr(self, name))
            object.__setattr__(self, name, text)
        object.__setattr__(self, "notes", clean("The notes", self.notes))


@dataclass(frozen=True, slots=True)
class KeptResult:
    """A clip on the desk, with the analysis of it that holds.

    Attributes
    ----------
    id : str
        Of the clip.
    session_id, athlete_id : str
    day : datetime.date
    file : str
        Name of the clip's file.
    analysis_id : str
    analyses : int
        How many of this clip are kept, the one that holds included.
    strike : {"heel", "midfoot", "toe", "mixed", "unsure"}
    confidence : float
    sides : mapping of side to strike
    judged_with : str
        Version of the program.
    by_person : bool
        Whether a person corrected it.
    film : bool
        Whether the clip itself is kept.
    """

    id: str
    session_id: str
    athlete_id: str
    day: dt.date
    file: str
    analysis_id: str
    analyses: int
    strike: VerdictStrike
    confidence: float
    sides: dict[Side, str] = field(default_factory=dict)
    judged_with: str = ""
    by_person: bool = False
    film: bool = False


@dataclass(frozen=True, slots=True)
class Review:
    """What a person said of a clip; `version` 0 where nobody said anything yet.

    `done` tells that the clip was looked at to the end.
    """

    corrections: tuple[Correction, ...] = ()
    who: str = ""
    when: str = ""
    version: int = 0
    done: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """A clip that wants a look.

    Attributes
    ----------
    clip_id, athlete_id : str
    athlete : str
        The name.
    day : datetime.date
    file : str
        Name of the clip's file.
    strike : {"heel", "midfoot", "toe", "mixed", "unsure"}
    confidence : float
    why : tuple of str
        Each reason as a sentence, the gravest first.
    """

    clip_id: str
    athlete_id: str
    athlete: str
    day: dt.date
    file: str
    strike: VerdictStrike
    confidence: float
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A note on an athlete, on a clip, or on one step of it.

    Attributes
    ----------
    athlete_id : str
    text : str
    clip_id : str
        Empty for a note on the athlete.
    step : str
        Id of a step, such as ``left-4``; empty for a note on the whole clip.
    who, when : str
        Who wrote it, and when it was last changed (ISO 8601).
    id : str
        Empty for a note that is not on the desk yet.
    version : int
        As that of an `Athlete`.
    """

    athlete_id: str
    text: str
    clip_id: str = ""
    step: str = ""
    who: str = ""
    when: str = ""
    id: str = ""
    version: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", clean("A note", self.text))
        if not self.text.strip():
            raise InputError("A note needs some words.")
        object.__setattr__(self, "step", one_line("A step's id", self.step))
        if self.step and not self.clip_id:
            raise InputError("A note on a step names the clip too.")


@dataclass(frozen=True, slots=True)
class Removal:
    """What a deletion for good takes away."""

    sessions: int = 0
    clips: int = 0
    analyses: int = 0
    notes: int = 0
    size_bytes: int = 0

    @property
    def counts(self) -> dict[str, str]:
        """How many of each kind, in words."""
        return {
            "sessions": counted(self.sessions, "session"),
            "clips": counted(self.clips, "clip"),
            "analyses": counted(self.analyses, "analysis"),
            "notes": counted(self.notes, "note"),
        }


def one_line(what: str, text: str) -> str:
    """Return a text without breaks, control characters and spaces at its ends.

    Raises
    ------
    InputError
        When it is too long.
    """
    text = " ".join(clean(what, text).split())
    if len(text) > LONGEST_NAME:
        raise InputError(f"{what} has {LONGEST_NAME} characters at most; put the rest in a note.")
    return text


def clean(what: str, text: str) -> str:
    """Return a text as it can be stored and shown everywhere.

    Without control characters, halves of pairs, and signs that turn what stands beside it around.

    Raises
    ------
    InputError
        When it is too long.
    """
    if len(text) > LONGEST_TEXT:
        raise InputError(f"{what} cannot be longer than {LONGEST_TEXT} characters.")
    text = without_turns(text)
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))


def fold(text: str) -> str:
    """Return a text as it is searched: without regard to case and to the way accents are stored."""
    return unicodedata.normalize("NFKC", without_turns(text)).casefold()


def _check_range(what: str, value: float | None, limits: tuple[float, float], unit: str) -> None:
    low, high = limits
    if value is not None and not (math.isfinite(value) and low <= value <= high):
        raise InputError(f"{what} lies between {low:g} and {high:g}{unit}.")
