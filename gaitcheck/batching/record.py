"""What became of one clip of a batch: a small file, from which it resumes and its table comes."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal, get_args

State = Literal["begun", "analysed", "unusable", "failed"]

KEPT: Final = ("sha256", "strike", "confidence")
FORMAT_ID: Final = "gaitcheck.batch/1"


@dataclass(frozen=True, slots=True)
class Clip:
    """A clip of a batch.

    Attributes
    ----------
    place : str
        Where it lies: an absolute path or an address.
    shown : str
        What the user calls it.
    stem : str
        What its results are called: a path without the file's suffix, parts joined by ``/``.
    size : int or None
        Bytes; None where it is not there.
    modified : str
        Changes whenever the clip does.
    """

    place: str
    shown: str
    stem: str
    size: int | None = None
    modified: str = ""

    @property
    def id(self) -> str:
        """The name of its record."""
        return hashlib.sha256(self.place.encode(errors="surrogateescape")).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Record:
    """What became of a clip.

    Attributes
    ----------
    clip : Clip
    settings : str
        Checksum of what its answer depends on besides the clip; see
        `gaitcheck.batching.plan.Settings.checksum`.
    folder : str
        Where its results are, from the folder of the batch.
    state : State
        ``begun`` until it is known.
    reason : str
        Why it was set aside.
    same_as, same_id : str
        The clip of the same content that was analysed in its place, and its id; empty for all
        others.
    seconds : float
        Time that its analysis took.
    row : mapping
        What the table tells of its analysis; of a record in memory only `KEPT`.
    """

    clip: Clip
    settings: str
    folder: str
    state: State = "begun"
    reason: str = ""
    same_as: str = ""
    same_id: str = ""
    seconds: float = 0.0
    row: Mapping[str, Any] = field(default_factory=dict)

    @property
    def set_aside(self) -> bool:
        """Whether there is no analysis."""
        return self.state != "analysed"

    def slim(self) -> Record:
        """Return the record as it is kept in memory: a batch may have a hundred thousand."""
        return replace(self, row={name: self.row[name] for name in KEPT if name in self.row})

    def holds_for(self, clip: Clip, settings: str) -> bool:
        """Return whether this clip was analysed, as it is now, with these settings."""
        return (self.state, self.clip.size, self.clip.modified, self.settings) == (
            *("analysed", clip.size, clip.modified),
            settings,
        )


def to_bytes(record: Record) -> bytes:
    """Return the content of a record's file."""
    document = {"format": FORMAT_ID, **dataclasses.asdict(record)}
    return json.dumps(document).encode()


def from_bytes(data: bytes) -> Record | None:
    """Return a record; None for a file that is damaged: its clip is then done again."""
    try:
        document = json.loads(data)
        if document.pop("format") != FORMAT_ID or document["state"] not in get_args(State):
            return None
        return Record(**{**document, "clip": Clip(**document["clip"])})
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
