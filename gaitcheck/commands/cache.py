"""``gaitcheck cache``: what is kept of clips seen before."""

from __future__ import annotations

from typing import Annotated

import typer

from gaitcheck.commands.options import DebugOption
from gaitcheck.terminal import answer, plain_faults, printable

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
    with plain_faults("looking at the cache", debug=debug):
        from gaitcheck.store.cache import ObservationCache

        kept = ObservationCache()
        if clear:
            gone = kept.clear()
            answer(f"Removed: {_count(gone.entries)}, {gone.size_bytes / _MB:.1f} MB")
            return
        usage = kept.usage()
        answer(f"Folder: {printable(str(kept.folder))}")
        answer(
            f"Kept:   {_count(usage.entries)}, {usage.size_bytes / _MB:.1f} MB "
            f"of at most {kept.limit_bytes / _MB:.0f} MB"
        )


def _count(entries: int) -> str:
    return "1 observation" if entries == 1 else f"{entries} observations"
