"""The day on which a clip was filmed, where its file notes it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Final

import av

from gaitcheck.video.source import open_container

# Apple notes local time with its zone; the other one is UTC.
_TAGS: Final = ("com.apple.quicktime.creationdate", "creation_time")
_EARLIEST: Final = dt.date(1990, 1, 1)
"""Cameras whose clock was never set say 1904 or 1970."""


def recorded_on(path: Path) -> dt.date | None:
    """Return the day that a clip's own metadata name, in this machine's time zone; else None."""
    try:
        with open_container(path) as container:
            metadata = dict(container.metadata)
            for stream in container.streams:
                metadata = dict(stream.metadata) | metadata
    except (av.error.FFmpegError, OSError):
        return None
    return next((day for tag in _TAGS if (day := _day(metadata.get(tag, "")))), None)


def read_day(path: Path) -> str | None:
    """Return the day on which a clip was filmed as text, for the page; see `gaitcheck.apart`."""
    day = recorded_on(path)
    return None if day is None else day.isoformat()


def _day(said: str) -> dt.date | None:
    try:
        moment = dt.datetime.fromisoformat(said)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    # Local time with its zone already is the runner's.
    day = (moment.astimezone() if moment.utcoffset() == dt.timedelta() else moment).date()
    return day if _EARLIEST <= day <= dt.datetime.now().astimezone().date() else None
