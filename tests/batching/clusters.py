"""A Dask cluster of real processes on this computer, and an S3 server."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
WAIT_S: Final = 120.0


@dataclass
class LocalCluster:
    """A scheduler, and workers that come and go."""

    address: str
    folder: Path
    environment: Mapping[str, str]
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def add_worker(self) -> subprocess.Popen[bytes]:
        """Start one more worker for one clip at a time."""
        number = len(self.workers)
        worker = _start(
            self.folder / f"worker-{number}.log",
            self.environment,
            *("-m", "distributed.cli.dask_worker", self.address, "--nthreads", "1"),
            *("--no-dashboard", "--no-nanny", "--name", f"worker-{number}"),
            *("--local-directory", str(self.folder), "--preload", "tests.batching.stand_worker"),
        )
        self.workers.append(worker)
        return worker

    def kill(self, worker: subprocess.Popen[bytes]) -> None:
        """End a worker without warning."""
        worker.send_signal(signal.SIGKILL)
        worker.wait()

    def wait_for_workers(self, count: int) -> None:
        """Wait until so many are there."""
        from distributed import Client

        with Client(self.address, timeout=WAIT_S, set_as_default=False) as client:
            client.wait_for_workers(count, timeout=WAIT_S)


def _start(log: Path, environment: Mapping[str, str], *arguments: str) -> subprocess.Popen[bytes]:
    with log.open("wb") as output:
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )


@contextmanager
def local_cluster(folder: Path, environment: Mapping[str, str]) -> Iterator[LocalCluster]:
    """Give a scheduler without workers while the block runs."""
    written = folder / "scheduler.json"
    scheduler = _start(
        folder / "scheduler.log",
        environment,
        *("-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0"),
        *("--no-dashboard", "--scheduler-file", str(written)),
    )
    cluster = None
    try:
        _wait(written.exists, scheduler)
        _wait(lambda: bool(written.read_text()), scheduler)
        cluster = LocalCluster(json.loads(written.read_text())["address"], folder, environment)
        yield cluster
    finally:
        for process in (*(cluster.workers if cluster else ()), scheduler):
            process.kill()
            process.wait()


@contextmanager
def s3_server(folder: Path) -> Iterator[str]:
    """Give the address of an S3 server of this computer while the block runs."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = _start(folder / "s3.log", {}, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port))
    address = f"http://127.0.0.1:{port}"

    def answers() -> bool:
        try:
            with urllib.request.urlopen(f"{address}/moto-api/", timeout=1):
                return True
        except OSError:
            return False

    try:
        _wait(answers, server)
        yield address
    finally:
        server.kill()
        server.wait()


def s3_environment(address: str) -> dict[str, str]:
    """Return what leads the libraries of S3 to a server of this computer."""
    return {
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "us-east-1",
        "FSSPEC_S3_ENDPOINT_URL": address,
        "AWS_ENDPOINT_URL": address,
    }


@contextmanager
def led_to_s3(address: str) -> Iterator[None]:
    """Lead this process and those that it starts to a server of S3 while the block runs.

    fsspec reads the environment once, and keeps its connections.
    """
    import fsspec
    import s3fs

    with pytest.MonkeyPatch.context() as patch:
        for name, value in s3_environment(address).items():
            patch.setenv(name, value)
        patch.setitem(fsspec.config.conf, "s3", {"endpoint_url": address})
        s3fs.S3FileSystem.clear_instance_cache()
        try:
            yield
        finally:
            s3fs.S3FileSystem.clear_instance_cache()


def _wait(ready: object, process: subprocess.Popen[bytes]) -> None:
    assert callable(ready)
    end = time.monotonic() + WAIT_S
    while not ready():
        assert process.poll() is None, "it has ended"
        assert time.monotonic() < end, "it does not answer"
        time.sleep(0.05)
