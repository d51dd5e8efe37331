"""``gaitcheck app``: the pages in the browser, for this computer only."""

from __future__ import annotations

import signal
import socket
from pathlib import Path
from typing import Annotated, Final

import typer

from gaitcheck.commands.options import LogFormOption, LogLevelOption
from gaitcheck.journal import keep_log
from gaitcheck.terminal import Status, complain

HOST: Final = "127.0.0.1"
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
    log_level: LogLevelOption = None,
    log_format: LogFormOption = None,
) -> None:
    """Open the app in the browser. Only this computer can reach it; Ctrl-C ends it.

    [bold]Examples[/bold]

    gaitcheck app

    gaitcheck app --port 8600

    gaitcheck app --log-level info --log-format json
    """
    keep_log(log_level, log_format)
    if port is not None and not _is_free(port):
        complain(f"port {port} is in use or not allowed. Choose another one with --port.")
        raise typer.Exit(Status.UNUSABLE)
    import click
    from streamlit.web.cli import main as streamlit

    page = Path(__file__).parents[1] / "ui" / "main.py"
    try:
        streamlit(streamlit_arguments(page, port), prog_name="gaitcheck app", standalone_mode=False)
    except (KeyboardInterrupt, click.Abort) as stop:
        raise typer.Exit(128 + signal.SIGINT) from stop
    # A server that has come up ends only when it is stopped, sometimes without an exception.
    raise typer.Exit(128 + signal.SIGINT)


def streamlit_arguments(page: Path, port: int | None) -> list[str]:
    """Return the arguments that run a page for this computer only, without usage statistics."""
    options = {
        "server.address": HOST,
        "server.maxUploadSize": UPLOAD_LIMIT_MB,
        "server.showEmailPrompt": "false",
        "server.fileWatcherType": "none",
        "browser.serverAddress": HOST,
        "browser.gatherUsageStats": "false",
        "global.developmentMode": "false",
    }
    if port is not None:
        options["server.port"] = port
    return ["run", str(page), *(f"--{name}={value}" for name, value in options.items())]


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True
