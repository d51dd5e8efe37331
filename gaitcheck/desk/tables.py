"""The tables of the desk. A change here needs a step in `migrations`, which a test compares."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Final

from sqlalchemy import BigInteger, ForeignKey, Index, MetaData, Text, text, true
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

QUEUE_RULES: Final = 1
"""Grows when the rules of `waiting` change: what others said of a clip is worked out anew."""
ID_BYTES: Final = 12
"""So that nobody guesses another's: rights do not rest on it, but it costs nothing."""


def new_id() -> str:
    """Return an id for a new row."""
    return secrets.token_hex(ID_BYTES)


def now() -> str:
    """Return the time as it is stored: ISO 8601, UTC, so that order of text is order of time."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")


class Base(DeclarativeBase):
    """Of all tables; texts are unlimited, names of constraints are the same everywhere."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {str: Text}  # noqa: RUF012 - the form that SQLAlchemy asks for


def _parent(column: str, *, key: bool = False) -> Mapped[str]:
    return mapped_column(ForeignKey(column, ondelete="CASCADE"), primary_key=key)


class DeskRow(Base):
    """Which desk this is: one row, so that no two desks use the same files."""

    __tablename__ = "desk"

    id: Mapped[str] = mapped_column(primary_key=True)


class AthleteRow(Base):
    """An athlete; `folded` is the name as it is searched."""

    __tablename__ = "athlete"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    owner: Mapped[str]
    name: Mapped[str]
    folded: Mapped[str]
    height_cm: Mapped[float | None]
    leg_cm: Mapped[float | None]
    notes: Mapped[str] = mapped_column(default="")
    archived: Mapped[bool] = mapped_column(default=False)
    demo: Mapped[bool] = mapped_column(default=False)
    queue_rules: Mapped[int] = mapped_column(default=QUEUE_RULES, server_default=text("0"))
    """By which rules `waiting` holds this one's clips; 0 where nobody has looked yet."""
    made_at: Mapped[str] = mapped_column(default=now)
    version: Mapped[int] = mapped_column()

    __table_args__ = (Index(None, "owner", "archived", "folded"),)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's form


class TagRow(Base):
    """A tag of an athlete, with the form in which it is searched."""

    __tablename__ = "athlete_tag"

    athlete_id: Mapped[str] = _parent("athlete.id", key=True)
    tag: Mapped[str] = mapped_column(primary_key=True)
    folded: Mapped[str]


class ShareRow(Base):
    """Somebody else who may see and change an athlete."""

    __tablename__ = "athlete_share"

    athlete_id: Mapped[str] = _parent("athlete.id", key=True)
    who: Mapped[str] = mapped_column(primary_key=True, index=True)


class SessionRow(Base):
    """A session of an athlete."""

    __tablename__ = "session"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    athlete_id: Mapped[str] = _parent("athlete.id")
    day: Mapped[dt.date]
    shoes: Mapped[str] = mapped_column(default="")
    speed_kmh: Mapped[float | None]
    surface: Mapped[str] = mapped_column(default="")
    incline_pct: Mapped[float | None]
    cue: Mapped[str] = mapped_column(default="")
    pain: Mapped[bool | None]
    pain_where: Mapped[str] = mapped_column(default="")
    notes: Mapped[str] = mapped_column(default="")
    made_at: Mapped[str] = mapped_column(default=now)
    version: Mapped[int] = mapped_column()

    __table_args__ = (Index(None, "athlete_id", "day"),)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class ClipRow(Base):
    """A clip of a session; `sha256` is that of its film, which need not be kept."""

    __tablename__ = "clip"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    session_id: Mapped[str] = _parent("session.id")
    file: Mapped[str]
    sha256: Mapped[str]
    made_at: Mapped[str] = mapped_column(default=now)

    __table_args__ = (Index(None, "session_id", "sha256"),)


class AnalysisRow(Base):
    """An analysis of a clip: what lists show of it. The whole of it is the file ``analysis.json``.

    One analysis of each clip is the one that holds; the earlier ones stay.
    """

    __tablename__ = "analysis"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    clip_id: Mapped[str] = _parent("clip.id")
    holds: Mapped[bool]
    strike: Mapped[str]
    confidence: Mapped[float]
    left_strike: Mapped[str]
    right_strike: Mapped[str]
    judged_with: Mapped[str]
    by_person: Mapped[bool]
    document: Mapped[str]
    """Digest of ``analysis.json``."""
    made_at: Mapped[str] = mapped_column(default=now)

    __table_args__ = (Index(None, "clip_id", "holds"),)


class FileRow(Base):
    """A file of a clip or of one of its analyses: its name there, and its content by digest."""

    __tablename__ = "file"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    clip_id: Mapped[str] = _parent("clip.id")
    analysis_id: Mapped[str | None] = mapped_column(ForeignKey("analysis.id", ondelete="CASCADE"))
    """None for what belongs to the clip whatever the analysis: film, observation, pictures."""
    name: Mapped[str]
    digest: Mapped[str] = mapped_column(index=True)
    size: Mapped[int] = mapped_column(BigInteger)

    __table_args__ = (Index(None, "clip_id"), Index(None, "analysis_id"))


class ReviewRow(Base):
    """What a person said of a clip: the corrections that hold, as JSON.

    `done` tells that the clip was looked at to the end, so that it waits for nobody any more.
    """

    __tablename__ = "review"

    clip_id: Mapped[str] = _parent("clip.id", key=True)
    who: Mapped[str]
    made_at: Mapped[str]
    corrections: Mapped[str]
    done: Mapped[bool] = mapped_column(default=True, server_default=true())
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class WaitingRow(Base):
    """A clip that wants a look: nothing that the other tables do not say, but found at once.

    Written by `waiting.renew_waiting` alone.
    """

    __tablename__ = "waiting"

    clip_id: Mapped[str] = _parent("clip.id", key=True)
    athlete_id: Mapped[str] = _parent("athlete.id")
    why: Mapped[int]
    confidence: Mapped[float]
    day: Mapped[dt.date]

    __table_args__ = (Index(None, "athlete_id"),)


class NoteRow(Base):
    """A note on an athlete, a clip, or a step of it."""

    __tablename__ = "note"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    athlete_id: Mapped[str] = _parent("athlete.id")
    clip_id: Mapped[str | None] = mapped_column(ForeignKey("clip.id", ondelete="CASCADE"))
    step: Mapped[str] = mapped_column(default="")
    who: Mapped[str]
    text: Mapped[str]
    made_at: Mapped[str] = mapped_column(default=now)
    version: Mapped[int] = mapped_column()

    __table_args__ = (Index(None, "athlete_id"), Index(None, "clip_id"))
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
