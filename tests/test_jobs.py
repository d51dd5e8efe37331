"""Jobs: progress, ends of every kind, the queue, and cancelling a whole process group."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gaitcheck.ending import early_end
from gaitcheck.jobs import (
    CommandBuilder,
    Job,
    JobRequest,
    JobRunner,
    JobState,
    QueueFullError,
    analyze_command,
)
from gaitcheck.journal import FORM, LEVEL
from gaitcheck.model import ClipOptions, QualityNote, SoFar, View
from gaitcheck.progress import STAGE_SHARE
from gaitcheck.store.so_far import so_far_line
from gaitcheck.terminal import Status

WAIT_S = 30.0


def python(code: str) -> CommandBuilder:
    """Return a command that runs `code` with the request as `clip` and `out`."""
    head = "import json, sys, time, pathlib; clip, out = map(pathlib.Path, sys.argv[1:]); "
    return lambda request: [
        sys.executable,
        "-c",
        head + "\n" + code,
        str(request.clip),
        str(request.out),
    ]


def say(stage: str, done: object, total: object) -> str:
    line = f'{{"stage": "{stage}", "done": {done}, "total": {total}}}'
    return f"print('{line}', file=sys.stderr, flush=True)\n"


FINISH = "(out / 'run').mkdir(); (out / 'run' / 'analysis.json').write_text('{}')\n"
LINGER = "(out / 'started').touch(); time.sleep(600)\n"


@pytest.fixture
def runner_of() -> Iterator[Callable[..., JobRunner]]:
    made: list[JobRunner] = []

    def make(command: CommandBuilder, max_running: int = 2) -> JobRunner:
        made.append(JobRunner(command, max_running))
        return made[-1]

    yield make
    for runner in made:
        runner.cancel_all()


def request(folder: Path, name: str = "a") -> JobRequest:
    return JobRequest(folder / f"{name}.mp4", folder / f"out-{name}")


def finish(runner: JobRunner, job_request: JobRequest) -> Job:
    job = runner.submit(job_request)
    assert job.wait(WAIT_S)
    return job


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + WAIT_S
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # A killed orphan may stay a zombie until its new parent collects it.
    status = Path(f"/proc/{pid}/stat")
    return not (status.exists() and status.read_text().rsplit(")", 1)[1].split()[0] == "Z")


def test_the_command_is_the_command_line_of_this_python(tmp_path: Path) -> None:
    plain = analyze_command(JobRequest(tmp_path / "-odd name.mp4", tmp_path / "out"))
    assert plain[:4] == [sys.executable, "-m", "gaitcheck", "analyze"]
    assert plain[4] == str(tmp_path / "-odd name.mp4")
    assert plain[5:] == ["--out", str(tmp_path / "out"), "--progress", "json", "--no-cache"]
    options = ClipOptions(slow_motion=8.0, runner=2, height_cm=178.5, belt_kmh=10.0)
    told = analyze_command(JobRequest(tmp_path / "a.mp4", tmp_path / "out", options))
    assert told[-8:-4] == ["--slow-motion", "8", "--runner", "2"]
    assert told[-4:] == ["--height", "178.5", "--belt-speed", "10"]


def test_a_finished_job_shows_its_result(
    tmp_path: Path, runner_of: Callable[..., JobRunner]
) -> None:
    code = say("reading", 1, 2) + say("pose", 10, 10) + FINISH
    job = finish(runner_of(python(code)), request(tmp_path))
    assert job.status().state == "done"
    assert job.status().share_done == pytest.approx(
        STAGE_SHARE["reading"] / 2 + STAGE_SHARE["pose"]
    )
    assert job.result_folder() == tmp_path / "out-a" / "run"


def test_progress_never_goes_back_and_odd_lines_do_no_harm(
    tmp_path: Path, runner_of: Callable[..., JobRunner]
) -> None:
    odd = "".join(
        f"print({line!r}, file=sys.stderr)\n"
        for line in (
            "{not json",
            '{"stage": "pose"}',
            '{"stage": "x", "done": 1, "total": 1}',
            "[]",
        )
    )
    code = say("pose", 8, 10) + say("pose", 2, 10) + say("gait", 1, 0) + odd + FINISH
    job = finish(runner_of(python(code)), request(tmp_path))
    assert job.status().state == "done"
    assert job.status().share_done == pytest.approx(0.8 * STAGE_SHARE["pose"])


def test_the_time_left_follows_the_pace_of_the_long_stage(
    tmp_path: Path, runner_of: Callable[..., JobRunner], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [100.0]
    monkeypatch.setattr("gaitcheck.jobs.job.time.monotonic", lambda: clock[0])
    job = Job(request(tmp_path))
    job._state = "running"
    clock[0] += 30  # starting up
    job._report("reading", 1, 1)
    job._report("pose", 0, 100)
    assert job.status().seconds_left is None
    clock[0] += 10
    job._report("pose", 40, 100)  # 40 % of the pose's share in 10 s
    gained = 0.4 * STAGE_SHARE["pose"]
    left = 1 - STAGE_SHARE["reading"] - gained
    assert job.status().seconds_left == pytest.approx(10 * left / gained)
    job._report("pictures", 0, 10)
    assert job.status().seconds_left is None


@pytest.mark.parametrize(
    ("code", "state", "message"),
    [
        ("print('gaitcheck: No video.', file=sys.stderr); sys.exit(2)", "unusable", "No video."),
        ("sys.exit(2)", "unusable", ""),
        ("sys.exit(1)", "failed", "The analysis broke off (status 1)."),
        ("raise RuntimeError('x')", "failed", "The analysis broke off (status 1)."),
        ("pass", "failed", "The analysis broke off (status 0)."),  # without a result
    ],
)
def test_a_job_that_did_not_work_says_so_and_leaves_no_files(
    tmp_path: Path,
    runner_of: Callable[..., JobRunner],
    code: str,
    state: JobState,
    message: str,
) -> None:
    job = finish(runner_of(python("(out / 'half').touch()\n" + code)), request(tmp_path))
    assert (job.status().state, job.status().message) == (state, message)
    assert not (tmp_path / "out-a").exists()


def test_a_command_that_cannot_start_fails(
    tmp_path: Path, runner_of: Callable[..., JobRunner]
) -> None:
    job = finish(runner_of(lambda _: [str(tmp_path / "absent")]), request(tmp_path))
    assert job.status().state == "failed"


def test_at_most_two_run_and_the_others_wait_in_line(
    tmp_path: Path, runner_of: Callable[..., JobRunner]
) -> None:
    runner = runner_of(python(LINGER))
    jobs = [runner.submit(request(tmp_path, name)) for name in "abcd"]
    until(lambda: all((tmp_path / f"out-{name}" / "started").exists() for name in "ab"))
    assert [runner.status(job).state for job in jobs] == ["running", "running", "queued", "queued"]
    assert [runner.status(job).ahead for job in jobs] == [0, 0, 1, 2]
    runner.cancel(jobs[0])
    until((tmp_path / "out-c" / "started").exists)
    assert runner.status(jobs[3]).ahead == 1


def test_a_job_that_waits_can_be_cancelled(
    tmp_path: Path, runner_of: Callable[..., JobRunner]
) -> None:
    runner = runner_of(python(LINGER), max_running=1)
    first, second = (runner.submit(request(tmp_path, name)) for name in "ab")
    runner.cancel(second)
    assert second.status().state == "cancelled"
    assert first.status().active
    assert not (tmp_path / "out-b").exists()


@pytest.mark.parametrize("stubborn", [False, True])
def test_cancelling_ends_the_whole_process_group_and_removes_the_files(
    tmp_path: Path,
    runner_of: Callable[..., JobRunner],
    monkeypatch: pytest.MonkeyPatch,
    stubborn: bool,
) -> None:
    monkeypatch.setattr("gaitcheck.jobs.process.TERMINATE_GRACE_S", 0.3)
    ignore = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n" if stubborn else ""
    code = ignore + (
        "import os, subprocess\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        "text = f'{os.getpid()} {child.pid}'\n"
        "(out / 'part').write_text(text); (out / 'part').rename(out / 'pids'); time.sleep(600)\n"
    )
    runner = runner_of(python(code))
    job = runner.submit(request(tmp_path))
    pids = tmp_path / "out-a" / "pids"
    until(pids.exists)
    both = [int(pid) for pid in pids.read_text().split()]
    runner.cancel(job)
    assert job.status().state == "cancelled"
    until(lambda: not any(is_alive(pid) for pid in both))
    assert not (tmp_path / "out-a").exists()


def test_cancelling_an_ended_job_changes_nothing(
    tmp_path: Path, runner_of: Callable[..., JobRunner]
) -> None:
    runner = runner_of(python(FINISH))
    job = finish(runner, request(tmp_path))
    runner.cancel(job)
    assert job.status().state == "done"
    assert job.result_folder() is not None


def test_a_job_that_the_system_kills_says_what_to_do(
    runner_of: Callable[..., JobRunner], tmp_path: Path
) -> None:
    runner = runner_of(python("import os, signal; os.kill(os.getpid(), signal.SIGKILL)"))
    job = runner.submit(JobRequest(tmp_path / "clip", tmp_path / "out"))
    assert job.wait(WAIT_S)
    assert job.status().state == "failed"
    assert "memory ran out" in job.status().message


@pytest.mark.parametrize("how", ["kill -9 $$", "kill -TERM $$", "exit 3"])
def test_a_clip_whose_analysis_was_ended_is_not_told_to_be_unusable(
    how: str, runner_of: Callable[..., JobRunner], tmp_path: Path
) -> None:
    """The sentence of a real process that ended early, with the status that the command gives."""
    with subprocess.Popen(["sh", "-c", how], stderr=subprocess.PIPE) as process:
        said = str(early_end(process, "clip"))
    told = f"print('gaitcheck: ' + {said!r}, file=sys.stderr); sys.exit({Status.UNUSABLE:d})"
    job = finish(runner_of(python(told)), JobRequest(tmp_path / "clip", tmp_path / "out"))
    status = job.status()
    assert (status.state, status.message, status.advice) == ("failed", said, said)


@pytest.mark.parametrize(
    ("said", "advice"),
    [("A process ended early.", "A process ended early."), ("internal error while analysing", "")],
)
def test_of_a_failure_what_a_visitor_can_mend_is_told(
    said: str, advice: str, runner_of: Callable[..., JobRunner], tmp_path: Path
) -> None:
    runner = runner_of(python(f"print('gaitcheck: {said}', file=sys.stderr); sys.exit(1)"))
    job = runner.submit(JobRequest(tmp_path / "clip", tmp_path / "out"))
    assert job.wait(WAIT_S)
    assert (job.status().state, job.status().message) == ("failed", said)
    assert job.status().advice == advice


def test_the_log_of_an_analysis_is_the_servers(
    runner_of: Callable[..., JobRunner], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = '{"gaitcheck-log": "info", "event": "end"}'
    code = f"print('{line}', file=sys.stderr)\nprint('no line of it', file=sys.stderr)\n"
    job = runner_of(python(code + FINISH)).submit(JobRequest(tmp_path / "clip", tmp_path / "out"))
    assert job.wait(WAIT_S)
    assert job.status().state == "done"
    assert capsys.readouterr().err == f"{line}\n"


def test_what_an_analysis_says_of_a_fault_is_not_the_logs(
    runner_of: Callable[..., JobRunner],
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(LEVEL, "info")
    monkeypatch.setenv(FORM, "json")
    code = (
        "print('gaitcheck: internal error while analysing Anna.mp4', file=sys.stderr); sys.exit(7)"
    )
    runner = runner_of(python(code))
    assert finish(runner, request(tmp_path)).status().state == "failed"
    (line,) = capfd.readouterr().err.splitlines()
    assert (json.loads(line)["event"], json.loads(line)["status"]) == ("process", 7)
    assert "Anna" not in line + caplog.text


def test_owners_are_served_in_turn(tmp_path: Path, runner_of: Callable[..., JobRunner]) -> None:
    gate = tmp_path / "gate"
    # One place comes free first: of two at once each owner would get one.
    code = (
        f"gate = pathlib.Path({str(gate)!r})\n"
        "while not (gate.exists() or gate.with_name(f'{gate.name}-{clip.stem}').exists()):\n"
        "    time.sleep(0.02)\n"
    )
    runner = runner_of(python(code + FINISH), max_running=2)
    jobs = [runner.submit(request(tmp_path, f"ann-{k}"), "ann") for k in range(5)]
    ben = runner.submit(request(tmp_path, "ben-0"), "ben")
    assert runner.status(ben).ahead == 1
    (tmp_path / "gate-ann-0").touch()
    until(lambda: ben._started_s is not None)
    gate.touch()
    assert ben.wait(WAIT_S)
    assert [job._started_s is None or job._started_s > (ben._started_s or 0) for job in jobs] == [
        *(False, False, True, True, True)
    ]
    assert all(job.wait(WAIT_S) for job in jobs)


def test_when_a_turn_comes_is_told_from_what_the_last_jobs_took(
    tmp_path: Path, runner_of: Callable[..., JobRunner], monkeypatch: pytest.MonkeyPatch
) -> None:
    runner = runner_of(python(LINGER), max_running=1)
    first = runner.submit(request(tmp_path, "a"))
    until((tmp_path / "out-a" / "started").exists)
    waiting = [runner.submit(request(tmp_path, name)) for name in "bc"]
    assert [runner.status(job).starts_in_s for job in waiting] == [None, None]
    runner._took_s.extend([100.0, 120.0, 110.0])
    monkeypatch.setattr(Job, "running_s", lambda _: 30.0)
    assert [runner.status(job).starts_in_s for job in waiting] == [80.0, 190.0]
    assert runner.status(first).starts_in_s is None


def test_a_full_queue_says_so_and_takes_nothing(
    tmp_path: Path, runner_of: Callable[..., JobRunner], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gaitcheck.jobs.runner.MAX_WAITING_EACH", 1)
    monkeypatch.setattr("gaitcheck.jobs.runner.MAX_WAITING", 2)
    runner = runner_of(python(LINGER), max_running=1)
    for name in ("a", "b"):
        runner.submit(request(tmp_path, name), "ann")
    with pytest.raises(QueueFullError, match="1 of your clips"):
        runner.submit(request(tmp_path, "c"), "ann")
    runner.submit(request(tmp_path, "d"), "ben")
    with pytest.raises(QueueFullError, match="Too many clips"):
        runner.submit(request(tmp_path, "e"), "eve")
    assert runner.load().waiting == 2


def test_what_is_known_so_far_is_there_before_the_end(
    tmp_path: Path, runner_of: Callable[..., JobRunner]
) -> None:
    note = QualityNote("low_frame_rate", "warning", "Few pictures.", "Film at 120.")
    known = SoFar(View("side", "left", "left"), 171.5, (note,))
    code = f"print({so_far_line(known)!r}, file=sys.stderr, flush=True)\n"
    runner = runner_of(python(code + LINGER))
    job = runner.submit(request(tmp_path))
    until(lambda: runner.status(job).so_far is not None)
    assert runner.status(job).so_far == known
    assert runner.status(job).state == "running"
