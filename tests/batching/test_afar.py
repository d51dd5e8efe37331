"""The app's analyses on a real Dask cluster: progress, ends, a lost worker, cancelling."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gaitcheck.batching.afar import SCHEDULER, runner_of
from gaitcheck.cli import app
from gaitcheck.jobs import MAX_RUNNING, Job, JobRequest, JobRunner
from tests.batching.clusters import WAIT_S, LocalCluster, local_cluster
from tests.batching.examples import Stand, clips_in

pytestmark = pytest.mark.slow
NOBODY = "tcp://127.0.0.1:9"


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCluster]:
    folder = tmp_path_factory.mktemp("afar")
    Stand(folder / "stand")
    with local_cluster(folder, {"GAITCHECK_TEST_STAND": str(folder / "stand")}) as cluster:
        for _ in range(2):
            cluster.add_worker()
        cluster.wait_for_workers(2)
        yield cluster


@pytest.fixture
def stand(cluster: LocalCluster) -> Stand:
    stand = Stand(cluster.folder / "stand")
    stand.forget()
    (cluster.folder / "stand" / "go").unlink(missing_ok=True)
    return stand


@pytest.fixture
def runner(cluster: LocalCluster, stand: Stand) -> Iterator[JobRunner]:
    runner = runner_of({SCHEDULER: cluster.address})
    assert runner is not None
    yield runner
    stand.go()
    runner.cancel_all()


@pytest.fixture
def send(runner: JobRunner, tmp_path: Path) -> Callable[[str, str], Job]:
    def submit(name: str, does: str) -> Job:
        clips = clips_in(tmp_path / "clips", **{name: does})
        return runner.submit(JobRequest(clips / f"{name}.mp4", tmp_path / "out" / name))

    return submit


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + WAIT_S
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def test_progress_and_every_kind_of_end_are_told(send: Callable[[str, str], Job]) -> None:
    jobs = {name: send(name, does) for name, does in (("a", "wait a"), ("b", "unusable"))}
    until(lambda: jobs["a"].status().share_done > 0)
    assert jobs["a"].status().stage == "pose"
    assert jobs["b"].wait(WAIT_S)
    assert (jobs["b"].status().state, jobs["b"].status().message) == (
        "unusable",
        "it holds no video.",
    )
    broken = send("c", "fault")
    assert broken.wait(WAIT_S)
    assert (broken.status().state, broken.status().message) == ("failed", "internal error.")


def test_a_finished_analysis_leaves_its_result_alone(
    send: Callable[[str, str], Job], runner: JobRunner
) -> None:
    assert runner.load().most == 2
    job = send("run", "plain")
    assert job.wait(WAIT_S)
    assert job.status().state == "done"
    assert job.result_folder() == job.request.out / "run"
    assert [path.name for path in job.request.out.iterdir()] == ["run"]


def test_a_lost_worker_loses_no_analysis(
    cluster: LocalCluster, stand: Stand, send: Callable[[str, str], Job]
) -> None:
    jobs = [send("one", "wait 1"), send("two", "wait 2")]
    until(lambda: sorted(stand.started) == ["one.mp4", "two.mp4"])
    cluster.kill(cluster.workers.pop())
    until(lambda: all(job.status().stage == "pose" for job in jobs))
    stand.go()
    for job in jobs:
        assert job.wait(WAIT_S)
        assert job.status().state == "done"
        found = job.request.out.glob("*/analysis.json")
        assert [path.parent.name for path in found] == [job.request.clip.stem]
    assert len(stand.started) == 3  # that of the lost worker, begun anew by the other
    cluster.add_worker()
    cluster.wait_for_workers(2)


def test_cancelling_frees_the_worker_at_once(
    stand: Stand, send: Callable[[str, str], Job], runner: JobRunner
) -> None:
    jobs = [send("one", "wait 1"), send("two", "wait 2")]
    until(lambda: len(stand.started) == 2)
    for job in jobs:
        runner.cancel(job)
        assert job.status().state == "cancelled"
        assert not job.request.out.exists()
    job = send("next", "plain")
    assert job.wait(WAIT_S)
    assert job.status().state == "done"


def test_a_worker_that_does_not_see_the_apps_files_says_so(
    runner: JobRunner, tmp_path: Path
) -> None:
    job = runner.submit(JobRequest(tmp_path / "elsewhere" / "run.mp4", tmp_path / "out"))
    assert job.wait(WAIT_S)
    assert job.status().state == "failed"
    assert "Set TMPDIR to a folder that the app and all workers share" in job.status().advice


@pytest.fixture
def _waits_little(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gaitcheck.batching.cluster.CONNECT_S", 1.0)


def test_nobody_waits_for_a_cluster_to_hear_how_busy_the_app_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    runner = runner_of({SCHEDULER: NOBODY})
    assert runner is not None
    monkeypatch.setattr("gaitcheck.batching.cluster.Cluster", None)  # may not be asked for
    assert runner.load().most == MAX_RUNNING
    assert runner.load().running == 0


@pytest.mark.usefixtures("_waits_little")
def test_without_a_scheduler_each_analysis_says_so(tmp_path: Path) -> None:
    runner = runner_of({SCHEDULER: NOBODY})
    assert runner is not None
    clips_in(tmp_path, run="plain")
    job = runner.submit(JobRequest(tmp_path / "run.mp4", tmp_path / "out"))
    assert job.wait(WAIT_S)
    assert job.status().state == "failed"
    assert job.status().advice.startswith(f"There is no Dask scheduler at {NOBODY}")


@pytest.mark.usefixtures("_waits_little")
def test_the_app_is_not_opened_without_the_cluster_it_should_use() -> None:
    result = CliRunner().invoke(app, ["app", "--scheduler", NOBODY])
    assert result.exit_code == 2
    assert f"There is no Dask scheduler at {NOBODY}" in result.stderr


def test_analyses_stay_on_this_computer_unless_told_otherwise() -> None:
    assert runner_of({}) is None


@pytest.mark.long
def test_a_scheduler_that_goes_away_ends_what_it_had(tmp_path: Path) -> None:
    Stand(tmp_path / "stand")
    environment = {"GAITCHECK_TEST_STAND": str(tmp_path / "stand")}
    clips_in(tmp_path, run="wait for ever")
    with local_cluster(tmp_path, environment) as cluster:
        cluster.add_worker()
        cluster.wait_for_workers(1)
        runner = runner_of({SCHEDULER: cluster.address})
        assert runner is not None
        job = runner.submit(JobRequest(tmp_path / "run.mp4", tmp_path / "out"))
        until(lambda: job.status().stage == "pose")
    Stand(tmp_path / "stand").go()  # the killed worker's analysis ends too
    assert job.wait(WAIT_S)
    assert job.status().state == "failed"
    assert "is gone" in job.status().advice
    runner.cancel_all()
