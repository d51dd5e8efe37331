"""A batch on a real Dask cluster of this computer: lost workers, failures, S3, no scheduler."""

from __future__ import annotations

import csv
import io
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from gaitcheck.batching.cluster import ClipFailedError, work_on
from gaitcheck.batching.one import Task
from gaitcheck.batching.record import Clip
from gaitcheck.batching.run import BatchProgress, BatchResult, batch
from gaitcheck.cli import app
from gaitcheck.errors import CancelledError, GaitcheckError, InputError, OutputError
from gaitcheck.model import DEFAULT_OPTIONS
from tests.batching.clusters import (
    WAIT_S,
    LocalCluster,
    led_to_s3,
    local_cluster,
    s3_environment,
    s3_server,
)
from tests.batching.examples import Stand, clips_in

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("s3")
    with s3_server(folder) as address, led_to_s3(address):
        yield address


@pytest.fixture(scope="module")
def cluster(s3: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCluster]:
    folder = tmp_path_factory.mktemp("cluster")
    Stand(folder / "stand")
    environment = {"GAITCHECK_TEST_STAND": str(folder / "stand"), **s3_environment(s3)}
    with local_cluster(folder, environment) as cluster:
        for _ in range(2):
            cluster.add_worker()
        cluster.wait_for_workers(2)
        yield cluster


@pytest.fixture
def stand(cluster: LocalCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stand:
    monkeypatch.chdir(tmp_path)
    stand = Stand(cluster.folder / "stand")
    stand.forget()
    return stand


def run(cluster: LocalCluster, clips: str = "clips", out: str = "out", **more: Any) -> BatchResult:
    return batch(clips, out, scheduler=cluster.address, **more)


def states(result: BatchResult) -> dict[str, str]:
    return {Path(record.clip.shown).stem: record.state for record in result.records}


def rows(table: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"))))


def wait_until(what: Any) -> None:
    end = time.monotonic() + WAIT_S
    while not what():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_clips_are_analysed_by_the_workers(cluster: LocalCluster, stand: Stand) -> None:
    clips_in(Path("clips"), a__run="slow", b__run="2", c="unusable", d="slow too")
    told: list[BatchProgress] = []
    result = run(cluster, progress=told.append)
    assert {r.folder: r.state for r in result.records} == {
        "a/run": "analysed",
        "b/run": "analysed",
        "c": "unusable",
        "d": "analysed",
    }
    assert Path("out/a/run/analysis.json").exists()
    assert (told[-1].done, told[-1].set_aside) == (3, 1)
    stand.forget()
    assert run(cluster).skipped == 3
    assert stand.started == ["c.mp4"]


@pytest.mark.long
def test_a_lost_worker_loses_no_result_and_no_clip_comes_twice(
    cluster: LocalCluster, stand: Stand
) -> None:
    names = [f"c{k}" for k in range(6)]
    clips_in(Path("clips"), **{name: f"wait {name * (9 - k)}" for k, name in enumerate(names)})
    lost = cluster.add_worker()
    cluster.wait_for_workers(3)
    found: list[BatchResult] = []
    thread = threading.Thread(target=lambda: found.append(run(cluster)))
    thread.start()
    try:
        wait_until(lambda: len(stand.started) == 3)
        cluster.kill(lost)
        cluster.workers.remove(lost)
    finally:
        stand.go()
        thread.join(WAIT_S)
    (result,) = found
    assert states(result) == dict.fromkeys(names, "analysed")
    listed = [row["clip"] for row in rows(Path("out/clips.csv").read_bytes())]
    assert listed == sorted(set(listed))
    assert sorted(p.parent.name for p in Path("out").glob("*/analysis.json")) == names
    starts = Counter(stand.started)
    assert sorted(starts) == [f"{name}.mp4" for name in names]
    assert starts.total() <= len(names) + 1  # that of the lost worker, begun anew by another


def test_a_failure_is_tried_again_before_a_clip_is_set_aside(
    cluster: LocalCluster, stand: Stand
) -> None:
    clips_in(Path("clips"), flaky="flaky", fault="fault")
    result = run(cluster)
    assert states(result) == {"fault": "failed", "flaky": "analysed"}
    assert result.records[0].reason == "internal error."
    assert Counter(stand.started) == {"flaky.mp4": 2, "fault.mp4": 3}


def test_cancelling_frees_the_workers(cluster: LocalCluster, stand: Stand) -> None:
    stop = threading.Event()
    (cluster.folder / "stand" / "go").unlink(missing_ok=True)
    clips_in(Path("clips"), a="wait", b="wait for ever")

    def when_begun(_: BatchProgress) -> None:
        if len(stand.started) == 2:
            stop.set()

    with pytest.raises(CancelledError):
        run(cluster, cancel=stop, progress=when_begun)
    assert not list(Path("out").glob("*/analysis.json"))
    clips_in(Path("others"), a="1", b="22", c="333")
    assert run(cluster, "others", "other").set_aside == ()


def test_two_batches_into_one_place_are_refused(cluster: LocalCluster, stand: Stand) -> None:
    (cluster.folder / "stand" / "go").unlink(missing_ok=True)
    clips_in(Path("clips"), a="wait")
    thread = threading.Thread(target=lambda: run(cluster))
    thread.start()
    try:
        wait_until(lambda: stand.started)
        with pytest.raises(OutputError, match=r"Another batch is writing into .*out"):
            run(cluster)
    finally:
        stand.go()
        thread.join(WAIT_S)


@pytest.mark.long
def test_clips_and_results_in_s3(cluster: LocalCluster, stand: Stand, s3: str) -> None:
    import s3fs

    store = s3fs.S3FileSystem(endpoint_url=s3, skip_instance_cache=True)
    store.mkdir("lab")
    for name, content in (
        *(("season/a/run.mp4", b"1"), ("season/b/run.mp4", b"1"), ("season/bad.mp4", b"unusable")),
        ("season/notes.txt", b"a/run.mp4\nb/gone.mp4\n"),
    ):
        store.pipe_file(f"lab/{name}", content)
    result = run(cluster, "s3://lab/season", "s3://lab/season/results")
    told = {record.clip.shown: (record.state, record.folder) for record in result.records}
    assert told == {
        "s3://lab/season/a/run.mp4": ("analysed", "a/run"),
        "s3://lab/season/b/run.mp4": ("analysed", "a/run"),
        "s3://lab/season/bad.mp4": ("unusable", "bad"),
    }
    assert result.tables[0] == "s3://lab/season/results/clips.csv"
    store.invalidate_cache()
    assert store.exists("lab/season/results/a/run/analysis.json")
    listed = rows(store.cat_file("lab/season/results/clips.csv"))
    assert [row["same_as"] for row in listed] == ["", "s3://lab/season/a/run.mp4", ""]

    stand.forget()
    store.pipe_file("lab/season/a/run.mp4", b"another")
    again = run(cluster, "s3://lab/season/*/*.mp4", "s3://lab/season/results")
    assert [(r.folder, r.same_as) for r in again.records] == [("a/run", ""), ("b/run", "")]
    assert sorted(stand.started) == ["run.mp4", "run.mp4"]

    listed_ones = run(cluster, "s3://lab/season/notes.txt", "s3://lab/other")
    assert states(listed_ones) == {"run": "analysed", "gone": "unusable"}


@pytest.mark.parametrize(
    ("clips", "out", "message"),
    [
        ("s3://lab-that-is-not/clips", "out", "There is no clip, folder or list s3://lab-that-is"),
        ("clips", "s3://lab-that-is-not/out", "s3://lab-that-is-not/out cannot be used"),
        ("nothing://lab/clips", "out", "nothing://lab/clips cannot be used"),
    ],
)
def test_a_store_that_is_not_there_is_one_line_and_status_2(
    cluster: LocalCluster, stand: Stand, clips: str, out: str, message: str
) -> None:
    clips_in(Path("clips"), a="1")
    arguments = ["batch", clips, "--out", out, "--scheduler", cluster.address]
    result = CliRunner().invoke(app, arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"gaitcheck: {message}")
    assert len(result.stderr.splitlines()) == 1
    assert stand.started == []


def test_a_scheduler_that_is_not_there_is_one_line_and_status_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("gaitcheck.batching.cluster.CONNECT_S", 1.0)
    clips_in(Path("clips"), a="1")
    for address in ("tcp://127.0.0.1:1", "nonsense", "foo://bar"):
        arguments = ["batch", "clips", "--out", "out", "--scheduler", address]
        result = CliRunner().invoke(app, arguments)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.startswith(f"gaitcheck: There is no Dask scheduler at {address};")
        assert len(result.stderr.splitlines()) == 1


def test_addresses_without_a_cluster_are_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="need a Dask cluster"):
        batch("s3://lab/clips", tmp_path / "out")


def test_without_its_libraries_the_command_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(InputError, match=r"pip install 'gaitcheck\[cluster\]'"):
        batch(tmp_path, tmp_path / "out", scheduler="tcp://127.0.0.1:1")


def test_a_worker_with_another_engine_does_nothing(tmp_path: Path) -> None:
    task = Task(Clip("a.mp4", "a.mp4", "a"), "a", "settings", DEFAULT_OPTIONS, None, cache=False)
    with pytest.raises(ClipFailedError, match="another version"):
        work_on(task, str(tmp_path), "another engine", "topic")
    assert issubclass(ClipFailedError, GaitcheckError)
    assert list(tmp_path.iterdir()) == []
