"""Which folder each clip's results go to: never one for two clips, and none inside another's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from gaitcheck.store.folders import folded_name

TABLE_CSV: Final = "clips.csv"
TABLE_PARQUET: Final = "clips.parquet"


class Names:
    """Names that are given out; those that differ only in case or in coding of accents are one.

    Parameters
    ----------
    taken : iterable of str
        Names that are not to be given, parts joined by ``/``.
    """

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._given = {folded_name(TABLE_CSV), folded_name(TABLE_PARQUET)}
        self._above: set[str] = set()
        for name in taken:
            self._note(name)

    def give(self, wanted: str) -> str:
        """Return the name that is wanted, or with -2, -3 ... where it is taken.

        What would lie inside another's folder is put beside it: ``a/run`` becomes ``a-run``.
        """
        if any(above in self._given for above in _folders_above(folded_name(wanted))):
            wanted = wanted.replace("/", "-")
        name, number = wanted, 1
        while self._is_taken(name):
            number += 1
            name = f"{wanted}-{number}"
        self._note(name)
        return name

    def _note(self, name: str) -> None:
        folded = folded_name(name)
        self._given.add(folded)
        self._above.update(_folders_above(folded))

    def _is_taken(self, name: str) -> bool:
        folded = folded_name(name)
        return folded in self._given or folded in self._above


def _folders_above(name: str) -> Iterator[str]:
    parts = name.split("/")
    for count in range(1, len(parts)):
        yield "/".join(parts[:count])
