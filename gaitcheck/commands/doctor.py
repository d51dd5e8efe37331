"""``gaitcheck doctor``: what this computer has for the program."""

from __future__ import annotations

import typer

from gaitcheck.terminal import Status, answer, printable

WIDTH = 28


def doctor() -> None:
    """Check this installation, for a bug report: versions, codecs, models, disk. Takes no clip.

    It looks at the program and this computer, not at a film: what stands in a clip's way is said
    with every analysis. Nothing is sent anywhere, and no names or folders are printed, so that you
    can copy all of it into a report.

    [bold]Exit status[/bold]  0: everything is there. 2: something is missing, and the last lines
    say what to do.

    [bold]Examples[/bold]

    gaitcheck doctor
    """
    from gaitcheck.checkup import check_up
    from gaitcheck.words import checkup as words

    wanting = []
    for finding in check_up():
        mark = words.MARK if finding.missing else ""
        answer(f"{finding.about:{WIDTH}} {printable(finding.found)}{mark}")
        if finding.missing:
            wanting.append(finding)
    if not wanting:
        answer(f"\n{words.WELL}")
        return
    answer("")
    for finding in wanting:
        answer(words.MISSING.format(about=finding.about, missing=finding.missing))
    raise typer.Exit(Status.UNUSABLE)
