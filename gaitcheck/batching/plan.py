"""What a batch has to do: which clips are finished, which alike, which are to be analysed."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from gaitcheck import __version__
from gaitcheck.batching.names import Names
from gaitcheck.batching.one import Task
from gaitcheck.batching.place import Place
from gaitcheck.batching.record import Clip, Record
from gaitcheck.engine import judging_engine, key_of
from gaitcheck.model import DEFAULT_OPTIONS, ClipOptions


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for every clip of a batch.

    Attributes
    ----------
    options : ClipOptions
    model : Path or None
        Another pose model than the one in the package.
    cache : bool
        Whether what is seen is kept, and taken from what was kept.
    engine : str
        What analyses the clips.
    """

    options: ClipOptions = DEFAULT_OPTIONS
    model: Path | None = None
    cache: bool = True
    engine: str = field(default_factory=judging_engine)

    def checksum(self) -> str:
        """Return a checksum of all on which an answer depends, but for the clip.

        Raises
        ------
        OSError
            When the model cannot be read.
        """
        options = dataclasses.asdict(self.options)
        return key_of(self.model, options=options, engine=self.engine, version=__version__)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a batch has to do.

    Attributes
    ----------
    done : tuple of Record
        Clips that were analysed before, as they are now and with these settings.
    tasks : tuple of Task
        Clips to be analysed, the largest first: the last ones to run are short then.
    twins : mapping of str to tuple of Clip
        By the id of a clip the others of the same content; they get its answer.
    """

    done: tuple[Record, ...]
    tasks: tuple[Task, ...]
    twins: Mapping[str, tuple[Clip, ...]]


def make_plan(
    clips: Sequence[Clip],
    records: Mapping[str, Record],
    place: Place,
    settings: Settings,
    checksum: Callable[[Clip], str | None],
) -> Plan:
    """Return what is to be done for some clips.

    Parameters
    ----------
    clips : sequence of Clip
    records : mapping of str to Record
        What became of clips before, by their id.
    place : Place
    settings : Settings
    checksum : callable
        Returns the checksum of a clip's content; None where it cannot be read. Asked only of clips
        that have as many bytes as another.
    """
    wanted = settings.checksum()
    now = {clip.id: clip for clip in clips}
    done = {
        clip.id: records[clip.id]
        for clip in clips
        if clip.id in records and _is_done(records[clip.id], clip, records, now, wanted, place)
    }
    leaders = _leaders(clips, done, checksum)
    names = Names(record.folder for record in records.values() if not record.same_as)
    tasks, twins = [], defaultdict(list)
    for clip in clips:
        leader = leaders.get(clip.id, clip)
        if clip.id in done:
            continue
        if leader is not clip:
            twins[leader.id].append(clip)
            continue
        old = records.get(clip.id)
        folder = _new_name(names, clip, place) if old is None or old.same_as else old.folder
        tasks.append(Task(clip, folder, wanted, settings.options, settings.model, settings.cache))
    tasks.sort(key=lambda task: -(task.clip.size or 0))
    return Plan(tuple(done.values()), tuple(tasks), {k: tuple(found) for k, found in twins.items()})


def spread(tasks: Sequence[Task], cores: int) -> tuple[Task, ...]:
    """Return the tasks with more processes for each where there are fewer of them than cores."""
    each = max(1, cores // max(1, len(tasks)))
    return tuple(replace(task, workers=each) for task in tasks)


def as_twin(record: Record, twin: Clip) -> Record:
    """Return the record of a clip that has the content of another, of which this is the record."""
    return replace(
        record,
        clip=twin,
        same_as=record.same_as or record.clip.shown,
        same_id=record.same_id or record.clip.id,
        seconds=0.0,
    )


def _is_done(
    record: Record,
    clip: Clip,
    records: Mapping[str, Record],
    now: Mapping[str, Clip],
    settings: str,
    place: Place,
) -> bool:
    """Return whether a record still tells the truth, and its result is there."""
    if not (record.holds_for(clip, settings) and place.has_result(record.folder)):
        return False
    if not record.same_as:
        return True
    # The result is that of another clip, which may have changed meanwhile.
    other = record.same_id
    first = records.get(other)
    if first is None or first.set_aside or first.row.get("sha256") != record.row.get("sha256"):
        return False
    return other not in now or first.holds_for(now[other], settings)


def _leaders(
    clips: Sequence[Clip],
    done: Mapping[str, Record],
    checksum: Callable[[Clip], str | None],
) -> dict[str, Clip]:
    """Return by the id of a clip the one of the same content that is analysed in its place."""
    alike = defaultdict(list)
    for clip in clips:
        if clip.size:
            alike[clip.size].append(clip)
    leaders: dict[str, Clip] = {}
    for group in alike.values():
        if len(group) == 1:
            continue
        # One that is done goes first: it need not be analysed again.
        first: dict[str, Clip] = {}
        for clip in sorted(group, key=lambda one: (one.id not in done, _is_twin(done, one))):
            known = done.get(clip.id)
            content = checksum(clip) if known is None else known.row["sha256"]
            if content is not None:
                leaders[clip.id] = first.setdefault(content, clip)
    return leaders


def _is_twin(done: Mapping[str, Record], clip: Clip) -> bool:
    return clip.id in done and bool(done[clip.id].same_as)


def _new_name(names: Names, clip: Clip, place: Place) -> str:
    """Return a name that nothing in the folder has, of this batch or not."""
    name = names.give(clip.stem)
    while place.is_taken(name):
        name = names.give(clip.stem)
    return name
