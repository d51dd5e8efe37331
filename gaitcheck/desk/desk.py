"""The desk itself: a database and its files, opened for one person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Self

from sqlalchemy import Engine, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session as Transaction
from sqlalchemy.orm.exc import StaleDataError

from gaitcheck.desk.database import WRITES, lock, open_database, plain_errors
from gaitcheck.desk.files import FileStore, digest_of
from gaitcheck.desk.files_elsewhere import files_at
from gaitcheck.desk.place import FILES, Place, find_place
from gaitcheck.desk.tables import DeskRow, FileRow, new_id
from gaitcheck.desk.unmaking import Before, note_before, undo_making
from gaitcheck.desk.waiting import outdated, renew_waiting
from gaitcheck.desk.who import LOCAL, known_as
from gaitcheck.errors import ConflictError, DeskError, InputError, NotOnDeskError

CHANGED: Final = (
    "Somebody else has changed this meanwhile, so nothing was saved. Load it again, then make your "
    "change."
)
OTHERS: Final = (
    "The files in {where} belong to another desk. Name another place for those of this desk: "
    f"{FILES}."
)
GONE: Final = "What this belongs to is no longer on the desk; nothing was saved."


class Filing:
    """A transaction with the files that belong to its rows."""

    transaction: Transaction

    def __init__(self, files: FileStore) -> None:
        self._files = files
        self.put_now: set[str] = set()
        self.dropped: set[str] = set()

    def put(self, source: Path | bytes) -> tuple[str, int]:
        """Store a file, unless it is there; return its digest and size.

        Raises
        ------
        OutputError, InputError
            When it cannot be written, or not be read.
        """
        try:
            digest = digest_of(source)
            size = len(source) if isinstance(source, bytes) else source.stat().st_size
        except OSError as error:
            raise InputError(f"{source!s} cannot be read ({error.strerror or error}).") from error
        self.put_now.add(digest)
        self._files.put(source, digest)
        return digest, size

    def drop(self, digests: Iterable[str]) -> None:
        """Say which files may be needed no more once the transaction is written."""
        self.dropped.update(digests)


class Desk:
    """A desk, opened for one person: every function takes it, and shows what that person may see.

    Parameters
    ----------
    engine : sqlalchemy.Engine
    place : Place
    who : str
        Who asks.
    before : Before, optional
        How things were before the desk was made; None where there was one already.

    Attributes
    ----------
    files : FileStore
    """

    def __init__(
        self, engine: Engine, place: Place, who: str = LOCAL, before: Before | None = None
    ) -> None:
        self.engine = engine
        self._before = before
        self.place = place
        self.who = known_as(who)
        self.files: FileStore = files_at(place.files)

    def seen_by(self, who: str) -> Desk:
        """Return the same desk as another person sees it."""
        return Desk(self.engine, self.place, who)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None and self._before is not None:
            undo_making(self._before, self.engine, self.files)
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """Give a transaction that sees one state of the desk and writes nothing."""
        with plain_errors(self.place), Transaction(self.engine) as transaction:
            yield transaction

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """Give a transaction that is written whole at the end of the block, or not at all.

        Raises
        ------
        ConflictError
            When somebody else changed one of its rows meanwhile.
        NotOnDeskError
            When what a row belongs to was deleted meanwhile.
        """
        writer = self.engine.execution_options(**{WRITES: True})
        try:
            with plain_errors(self.place), Transaction(writer) as transaction, transaction.begin():
                yield transaction
        except StaleDataError as error:
            raise ConflictError(CHANGED) from error
        except IntegrityError as error:
            raise NotOnDeskError(GONE) from error

    @contextmanager
    def filing(self) -> Iterator[Filing]:
        """Give a transaction as `writing` does, for rows that files belong to.

        Nobody else writes meanwhile. Afterwards the files that were put or dropped and that no row
        names are removed; a mark says so to who opens the desk next, should this process be killed.
        """
        filing, mark, whole = Filing(self.files), None, False
        try:
            with self.writing() as transaction:
                lock(transaction.connection())
                mark = self.files.mark()
                filing.transaction = transaction
                yield filing
            whole = True
        finally:
            if mark is not None:
                self._settle(filing.dropped if whole else filing.dropped | filing.put_now)
                self.files.clear(mark)

    def _settle(self, digests: Set[str]) -> None:
        """Remove those of some files that no row names."""
        if not digests:
            return
        with self.writing() as transaction:
            lock(transaction.connection())
            for digest in digests:
                wanted = select(FileRow.id).where(FileRow.digest == digest).limit(1)
                if transaction.scalar(wanted) is None:
                    self.files.remove([digest])

    def sweep(self) -> None:
        """Remove the files that no row names."""
        with self.writing() as transaction:
            lock(transaction.connection())
            self.files.sweep(set(transaction.scalars(select(FileRow.digest).distinct())))


def open_desk(
    place: str | Path | None = None,
    *,
    files: str | Path | None = None,
    who: str = LOCAL,
    make: bool = True,
) -> Desk:
    """Open the desk.

    One that is made for the block of a ``with`` is taken away again where the block fails before
    anybody is on it.

    Parameters
    ----------
    place : str or Path, optional
        Its folder, or the address of a PostgreSQL database; see `find_place`.
    files : str or Path, optional
        The folder for its files, or their address; see `find_place`.
    who : str
        Who asks.
    make : bool
        Whether to make a desk where there is none.

    Raises
    ------
    DeskDamagedError
        When its database is damaged, or of a newer program.
    DeskError, OutputError
        When it cannot be reached or made, or there is none and none is to be made.
    """
    where = find_place(place, files)
    before = note_before(where)
    try:
        engine, made = open_database(where, make=make)
    except BaseException:
        if make and not before.begun:
            undo_making(before, None, files_at(where.files))
        raise
    desk = Desk(engine, where, who, before if made else None)
    try:
        if where.apart:
            _claim_files(desk)
        _weigh_outdated(desk)
        if desk.files.unfinished:
            desk.sweep()
    except BaseException as error:
        desk.__exit__(type(error))
        raise
    return desk


def _weigh_outdated(desk: Desk) -> None:
    """Find the clips that want a look by today's rules where they were found by others."""
    with desk.reading() as transaction:
        if not outdated(transaction):
            return
    with desk.writing() as transaction:
        lock(transaction.connection())
        renew_waiting(transaction, *outdated(transaction))


def _claim_files(desk: Desk) -> None:
    """See to it that no other desk has its files here: each would remove those of the other."""
    with desk.reading() as transaction:
        own = transaction.scalar(select(DeskRow.id))
    if own is not None and desk.files.owner() == own:
        return
    with desk.writing() as transaction:
        lock(transaction.connection())
        owner = desk.files.owner()
        own = transaction.scalar(select(DeskRow.id))
        if own is None:  # it is older than this question
            own = owner or new_id()
            transaction.add(DeskRow(id=own))
        if owner is None:
            desk.files.claim(own)
        elif owner != own:
            raise DeskError(OTHERS.format(where=desk.place.files))
