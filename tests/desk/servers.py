"""A PostgreSQL of the tests' own, where this machine has one."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ADDRESS = "GAITCHECK_TEST_POSTGRESQL"
"""The environment's name of the address of a server to use instead."""


def find_postgresql() -> Path | None:
    """Return the folder with the server's programs."""
    found = shutil.which("initdb")
    if found is not None:
        return Path(found).resolve().parent
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return places[-1].parent if places else None


@contextmanager
def postgresql() -> Iterator[str | None]:
    """Run a server that only this machine's files lead to; give its address, None without one."""
    if os.environ.get(ADDRESS):
        yield os.environ[ADDRESS]
        return
    programs = find_postgresql()
    if programs is None:
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="gaitcheck-pg-"))  # sockets want a short path
    # The server refuses to run as root.
    user = ["runuser", "-u", "nobody", "--"] if os.getuid() == 0 else []
    if user:
        shutil.chown(folder, "nobody")
    data = folder / "data"

    def run(*command: str) -> None:
        subprocess.run(
            [*user, *command], check=True, cwd=folder, stdout=subprocess.DEVNULL, timeout=120
        )

    settings = f"-k {folder} -c listen_addresses='' -c fsync=off -c full_page_writes=off"
    control = str(programs / "pg_ctl")
    try:
        initdb = (str(programs / "initdb"), "-D", str(data), "-U", "tests", "-A", "trust")
        run(*initdb, "--no-sync", "-E", "UTF8", "--locale=C")
        run(control, "-D", str(data), "-w", "-l", str(folder / "log"), "-o", settings, "start")
        try:
            yield f"postgresql+psycopg://tests@/postgres?host={folder}"
        finally:
            run(control, "-D", str(data), "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
