"""``gaitcheck cache``: what is kept of clips seen before."""

from __future__ import annotations

from typing import Annotated

import typer

from gaitcheck.commands.options import DebugOption
from gaitcheck.terminal import answer, plain_faults, printable
from gaitcheck.words import commands as words

_MB = 1e6


def cache(
    clear: Annotated[bool, typer.Option("--clear", help="Remove all of it.")] = False,
    debug: DebugOption = False,
) -> None:
    """Show what is kept of clips seen before, or remove it with --clear.

    What analyze and batch see in a clip is kept, so that the same clip with other options takes a
    second. It is known by the clip's content, not by its name, and holds numbers, no pictures.
    The longest unused goes first where there is too much. The environment variable
    GAITCHECK_CACHE_DIR names another folder. The app keeps nothing.

    [bold]Examples[/bold]

    gaitcheck cache

    gaitcheck cache --clear

    gaitcheck analyze run.mp4 --no-cache
    """
    with plain_faults(debug=debug):
        from gaitcheck.store.cache import ObservationCache
        from gaitcheck.words.results import counted

        kept = ObservationCache()
        if clear:
            gone = kept.clear()
            said = words.CACHE_REMOVED.format(
                entries=counted(gone.entries, "observation"), size=gone.size_bytes / _MB
            )
            answer(said)
            return
        usage = kept.usage()
        answer(words.CACHE_FOLDER.format(folder=printable(str(kept.folder))))
        said = words.CACHE_KEPT.format(
            entries=counted(usage.entries, "observation"),
            size=usage.size_bytes / _MB,
            limit=kept.limit_bytes / _MB,
        )
        answer(said)
