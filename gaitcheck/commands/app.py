"""``gaitcheck app``: the pages in the browser, for this computer only."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final

import typer

from gaitcheck.commands.options import LogFormOption, LogLevelOption
from gaitcheck.errors import InputError
from gaitcheck.journal import is_logged, keep_log, log_facts_alone
from gaitcheck.terminal import Status, complain
from gaitcheck.words import commands as words

HOST: Final = "127.0.0.1"
LOOPBACK: Final = (HOST, "localhost", "::1")
"""The names of this computer that no other can mean."""
UPLOAD_LIMIT_MB: Final = 2048


def open_app(
    port: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=65535,
            metavar="PORT",
            show_default="8501, or the next free one",
            help="The port on this computer.",
        ),
    ] = None,
    address: Annotated[
        str,
        typer.Option(
            envvar="GAITCHECK_ADDRESS",
            metavar="ADDRESS",
            help="Where to listen, on a server that others reach: see docs/deployment.md.",
        ),
    ] = HOST,
    host_name: Annotated[
        list[str] | None,
        typer.Option(
            envvar="GAITCHECK_HOST_NAME",
            metavar="NAME",
            help="The server's name in the browser; may be given several times.",
            show_default="this computer only",
        ),
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(
            envvar="GAITCHECK_SCHEDULER",
            metavar="ADDRESS",
            help="A Dask scheduler, such as tcp://10.0.0.1:8786, whose workers analyse the clips: "
            "see docs/server.md.",
            show_default="this computer analyses them",
        ),
    ] = None,
    log_level: LogLevelOption = None,
    log_format: LogFormOption = None,
) -> None:
    """Open the app in the browser. Only this computer can reach it; Ctrl-C ends it.

    On a server it listens elsewhere (--address) and under the server's own name (--host-name).

    [bold]Examples[/bold]

    gaitcheck app

    gaitcheck app --port 8600

    gaitcheck app --log-level info --log-format json
    """
    keep_log(log_level, log_format)
    log_facts_alone()
    if address not in LOOPBACK and not host_name:
        complain(words.NAMELESS.format(address=address))
        raise typer.Exit(Status.UNUSABLE)
    if port is not None and not _is_free(address, port):
        complain(words.PORT_TAKEN.format(port=port))
        raise typer.Exit(Status.UNUSABLE)
    if scheduler is not None:
        _use_cluster(scheduler)
    import click
    from streamlit.web.cli import main as streamlit

    page = Path(__file__).parents[1] / "ui" / "main.py"
    try:
        arguments = streamlit_arguments(page, port, address, host_name or ())
        streamlit(arguments, prog_name="gaitcheck app", standalone_mode=False)
    except (KeyboardInterrupt, click.Abort) as stop:
        raise typer.Exit(128 + signal.SIGINT) from stop
    # A server that has come up ends only when it is stopped, sometimes without an exception.
    raise typer.Exit(128 + signal.SIGINT)


def _use_cluster(address: str) -> None:
    """Give the analyses of the app to a cluster, once it is there.

    Raises
    ------
    typer.Exit
        When there is none; a line on standard error says so.
    """
    from gaitcheck.batching.afar import SCHEDULER
    from gaitcheck.batching.cluster import Cluster

    try:
        Cluster(address).close()
    except InputError as error:
        complain(str(error))
        raise typer.Exit(Status.UNUSABLE) from error
    os.environ[SCHEDULER] = address


def streamlit_arguments(
    page: Path, port: int | None, address: str = HOST, names: Sequence[str] = ()
) -> list[str]:
    """Return the arguments that run a page, for this computer only or under some names.

    No usage statistics are sent.
    """
    options = {
        "server.address": address,
        "server.maxUploadSize": UPLOAD_LIMIT_MB,
        "server.showEmailPrompt": "false",
        "server.fileWatcherType": "none",
        "browser.serverAddress": HOST,
        "browser.gatherUsageStats": "false",
        "global.developmentMode": "false",
    }
    if port is not None:
        options["server.port"] = port
    if is_logged():  # a line of the log is whole as it is
        options["logger.messageFormat"] = "%(message)s"
    hosts = [f"--server.allowedHosts={name}" for name in (*LOOPBACK, *names)]
    return ["run", str(page), *(f"--{name}={value}" for name, value in options.items()), *hosts]


def _is_free(address: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError:
            return False
    return True
