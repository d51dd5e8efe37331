"""The command line over a fake analysis: arguments, answers, exit status, what is on disk."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

import gaitcheck
from gaitcheck.cli import app
from gaitcheck.commands import one_clip
from gaitcheck.commands.app import streamlit_arguments
from gaitcheck.errors import CancelledError, ClipUnreadableError, ProcessEndedError
from gaitcheck.model import DEFAULT_OPTIONS, Analysis, ClipOptions, Observation
from gaitcheck.progress import CancelSignal, Progress, stop_if_cancelled
from gaitcheck.samples import ABSENT, require_samples
from gaitcheck.store.folders import OWN_FILES
from gaitcheck.store.so_far import read_so_far
from tests.examples import make_analysis, make_clip, make_observation

Behaviour = Callable[..., object]


@dataclass
class FakeAnalysis:
    """Stands in for the process that looks at clips; `behave` holds what one does instead."""

    behave: dict[str, Behaviour] = field(default_factory=dict)
    calls: list[dict[str, Any]] = field(default_factory=list)

    def run(
        self, work: str, *told: object, clip: str, into: Path, cancel: CancelSignal, **named: object
    ) -> Any:
        made = getattr(one_clip, work)(*told, **named)
        stop_if_cancelled(cancel)
        return made

    def start(self) -> None:
        pass

    def end(self) -> None:
        pass

    def observe(self, path: Path, said: ClipOptions, **options: Any) -> Observation:
        self.calls.append({"path": path, "said": said, **options})
        for done in (0, 5, 10):
            options["progress"](Progress("pose", done, 10))
        if path.name in self.behave:
            self.behave[path.name](**options)
        return make_observation(make_analysis(clip=make_clip(file=path.name), options=said))

    def judge(self, seen: Observation, *_: object) -> Analysis:
        return make_analysis(clip=seen.clip, options=seen.options)

    def write_report(
        self, analysis: Analysis, seen: Observation, clip: Path, folder: Path, **options: Any
    ) -> None:
        (folder / "analysis.json").write_text(json.dumps({"file": analysis.clip.file}))
        if f"report {clip.name}" in self.behave:
            self.behave[f"report {clip.name}"](**options)


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeAnalysis:
    """Put the fake in the place of observing, of judging and of the writing of the report."""
    fake = FakeAnalysis()
    monkeypatch.setattr(one_clip, "observe_once", fake.observe)
    monkeypatch.setattr(one_clip, "judge_with_progress", fake.judge)
    monkeypatch.setattr("gaitcheck.report.write_report", fake.write_report)
    monkeypatch.setattr("gaitcheck.cli.FilmProcess", lambda *_, **__: nullcontext(fake))
    monkeypatch.setattr("gaitcheck.cli.stay_offline", lambda: None)
    monkeypatch.setattr("gaitcheck.cli.hold_memory", lambda: None)
    return fake


@pytest.fixture(autouse=True)
def _workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def fail_with(error: BaseException) -> Behaviour:
    def behaviour(**_: Any) -> None:
        raise error

    return behaviour


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_a_clip_is_analysed_written_and_summed_up(fake: FakeAnalysis) -> None:
    result = run("analyze", "run.mp4", "--out", "results")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "heel" in result.stdout.lower()
    assert f"Results: {Path('results/run')}" in result.stdout
    assert files(Path("results")) == {"run/analysis.json"}


def test_the_options_reach_the_analysis(fake: FakeAnalysis) -> None:
    run(
        *("analyze", "a.mp4", "--slow-motion", "8", "--model", "lite.task", "--workers", "3"),
        *("--runner", "2", "--height", "178.5", "--belt-speed", "10"),
    )
    call = fake.calls[0]
    assert call["path"] == Path("a.mp4")
    assert (call["said"], call["model"], call["workers"]) == (
        *(ClipOptions(8.0, 2, 178.5, 10.0), Path("lite.task"), 3),
    )


def test_without_options_the_analysis_decides(fake: FakeAnalysis) -> None:
    run("analyze", "a.mp4")
    call = fake.calls[0]
    assert (call["said"], call["model"], call["workers"]) == (DEFAULT_OPTIONS, None, None)
    assert files(Path("gaitcheck-results")) == {"a/analysis.json"}


def test_json_is_one_document_a_line_and_nothing_else(fake: FakeAnalysis) -> None:
    result = run("analyze", "a.mp4", "b.mp4", "--json")
    documents = [json.loads(line) for line in result.stdout.splitlines()]
    assert [document["clip"]["file"] for document in documents] == ["a.mp4", "b.mp4"]
    assert {document["schema"] for document in documents} == {"gaitcheck.analysis/2"}
    assert result.stderr == ""


def test_progress_for_programs_is_json_on_standard_error(fake: FakeAnalysis) -> None:
    result = run("analyze", "a.mp4", "--progress", "json")
    lines = [json.loads(line) for line in result.stderr.splitlines()]
    assert lines[0] == {"stage": "pose", "done": 0, "total": 10, "clip": "a.mp4"}
    assert lines[-1] == {"stage": "pose", "done": 10, "total": 10, "clip": "a.mp4"}


def test_what_is_known_so_far_is_one_line_for_programs_that_ask(fake: FakeAnalysis) -> None:
    seen = make_observation(make_analysis())
    fake.behave["a.mp4"] = lambda **told: told["early"] and told["early"](seen)
    assert "so_far" not in run("analyze", "a.mp4", "--progress", "json").stderr
    (line,) = run("analyze", "a.mp4", "--so-far").stderr.splitlines()
    assert read_so_far(line) is not None


def test_clips_of_one_name_do_not_overwrite_each_other(fake: FakeAnalysis) -> None:
    result = run("analyze", "a/run.mp4", "b/run.mov", "--out", ".")
    assert result.exit_code == 0, result.stderr
    found = {name: json.loads(Path(name, "analysis.json").read_text()) for name in ("run", "run-2")}
    assert found == {"run": {"file": "run.mp4"}, "run-2": {"file": "run.mov"}}


@pytest.mark.parametrize(
    "name",
    ["with space.mp4", "läufer 走.mov", "-dash.mp4", "new\nline.mp4", "[bold].mp4"],
)
def test_odd_names(fake: FakeAnalysis, name: str) -> None:
    result = run("analyze", "--out", "results", "--", name)
    assert result.exit_code == 0, result.stderr
    assert Path("results", Path(name).stem, "analysis.json").exists()


def test_an_unusable_clip_is_one_line_and_status_2(fake: FakeAnalysis) -> None:
    fake.behave["bad.mp4"] = fail_with(ClipUnreadableError("bad.mp4 holds no video."))
    result = run("analyze", "bad.mp4", "--out", "results")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "gaitcheck: bad.mp4 holds no video.\n"
    assert not Path("results").exists()


def test_the_other_clips_are_still_analysed(fake: FakeAnalysis) -> None:
    fake.behave["bad.mp4"] = fail_with(ClipUnreadableError("It holds no video."))
    result = run("analyze", "a.mp4", "bad.mp4", "b.mp4", "--out", "results")
    assert result.exit_code == 2
    assert result.stderr == "gaitcheck: bad.mp4: It holds no video.\n"
    assert files(Path("results")) == {"a/analysis.json", "b/analysis.json"}


def test_an_option_that_cannot_be_is_said_once_whatever_the_clips(fake: FakeAnalysis) -> None:
    result = run("analyze", "a.mp4", "b.mp4", "--from", "5", "--to", "3", "--out", "results")
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
    assert "ends (3 s) before it begins (5 s)" in result.stderr
    assert not Path("results").exists()


def test_a_fault_of_ours_is_one_line_that_says_how_to_report_it(fake: FakeAnalysis) -> None:
    fake.behave["a.mp4"] = fail_with(KeyError("x\ny"))
    result = run("analyze", "a.mp4", "b.mp4", "--out", "results")
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    assert "KeyError" in result.stderr
    assert "--debug" in result.stderr
    assert files(Path("results")) == {"b/analysis.json"}


def test_a_process_that_was_ended_is_told_as_it_is(fake: FakeAnalysis) -> None:
    fake.behave["a.mp4"] = fail_with(ProcessEndedError("Memory ran out. Close other programs."))
    result = run("analyze", "a.mp4", "b.mp4", "--out", "results")
    assert result.exit_code == 2
    assert result.stderr == "gaitcheck: a.mp4: Memory ran out. Close other programs.\n"
    assert files(Path("results")) == {"b/analysis.json"}


def test_a_clip_that_takes_too_much_memory_is_unusable(fake: FakeAnalysis) -> None:
    fake.behave["a.mp4"] = fail_with(MemoryError())
    result = run("analyze", "a.mp4", "b.mp4", "--out", "results")
    assert result.exit_code == 2
    assert "a.mp4 takes more memory than there is for it (at most 6 GB)" in result.stderr
    assert files(Path("results")) == {"b/analysis.json"}


def test_a_fault_outweighs_an_unusable_clip(fake: FakeAnalysis) -> None:
    fake.behave["a.mp4"] = fail_with(KeyError("x"))
    fake.behave["b.mp4"] = fail_with(ClipUnreadableError("It holds no video."))
    assert run("analyze", "a.mp4", "b.mp4").exit_code == 1


def test_debug_shows_the_traceback(fake: FakeAnalysis) -> None:
    fake.behave["a.mp4"] = fail_with(KeyError("x"))
    result = run("analyze", "a.mp4", "--debug")
    assert result.exit_code == 1
    assert "Traceback (most recent call last)" in result.stderr


@pytest.mark.parametrize("where", ["a.mp4", "report a.mp4"])
def test_a_full_disk_is_status_2_and_keeps_the_earlier_result(
    fake: FakeAnalysis, where: str
) -> None:
    run("analyze", "a.mp4", "--out", "results")
    fake.behave[where] = fail_with(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
    result = run("analyze", "a.mp4", "--out", "results")
    assert result.exit_code == 2
    assert "disk is full" in result.stderr
    assert files(Path("results")) == {"a/analysis.json"}


@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_a_signal_stops_the_clip_and_the_rest(
    fake: FakeAnalysis, number: signal.Signals, status: int
) -> None:
    fake.behave["b.mp4"] = lambda **_: signal.raise_signal(number)
    result = run("analyze", "a.mp4", "b.mp4", "c.mp4", "--out", "results")
    assert result.exit_code == status
    assert result.stderr == "gaitcheck: stopped; nothing was written for b.mp4.\n"
    assert files(Path("results")) == {"a/analysis.json"}
    assert [call["path"].name for call in fake.calls] == ["a.mp4", "b.mp4"]


def test_a_signal_while_the_report_is_written(fake: FakeAnalysis) -> None:
    fake.behave["report a.mp4"] = lambda **_: signal.raise_signal(signal.SIGTERM)
    assert run("analyze", "a.mp4", "--out", "results").exit_code == 143
    assert not Path("results").exists()


def test_what_breaks_after_a_signal_is_the_stop_and_no_fault(fake: FakeAnalysis) -> None:
    def killed(**_: object) -> None:
        signal.raise_signal(signal.SIGTERM)
        raise RuntimeError("a worker has ended")

    fake.behave["a.mp4"] = killed
    result = run("analyze", "a.mp4", "--out", "results")
    assert result.exit_code == 143
    assert result.stderr == "gaitcheck: stopped; nothing was written for a.mp4.\n"


def test_a_cancel_of_unknown_origin_counts_as_ctrl_c(fake: FakeAnalysis) -> None:
    fake.behave["a.mp4"] = fail_with(CancelledError("stopped"))
    assert run("analyze", "a.mp4").exit_code == 130


@pytest.mark.parametrize(
    "arguments",
    [
        ["analyze"],
        ["analyze", "--nonsense", "a.mp4"],
        ["analyze", "-dash.mp4"],
        ["analyze", "a.mp4", "--slow-motion", "0"],
        ["analyze", "a.mp4", "--slow-motion", "-2"],
        ["analyze", "a.mp4", "--slow-motion", "nan"],
        ["analyze", "a.mp4", "--slow-motion", "inf"],
        ["analyze", "a.mp4", "--workers", "0"],
        ["analyze", "a.mp4", "--progress", "loud"],
        ["app", "--port", "0"],
        ["app", "--port", "70000"],
        ["analyse", "a.mp4"],
    ],
)
def test_a_mistyped_command_is_status_2(fake: FakeAnalysis, arguments: list[str]) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Error" in result.stderr
    assert fake.calls == []


def test_samples_are_listed_with_what_they_show(fake: FakeAnalysis) -> None:
    result = run("samples")
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert lines[0].split(maxsplit=1) == [
        "heel_treadmill_left",
        "A clear heel striker, facing left.",
    ]
    assert len(lines) == len(require_samples())


def test_a_sample_is_copied_with_its_truth() -> None:
    result = run("samples", "front_view", "--to", "clips")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == f"{Path('clips/front_view.mp4')}\n"
    assert files(Path("clips")) == {"front_view.mp4", "front_view.truth.json"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["front_view"], "Say with --to DIR where the copies go."),
        (["front_view", "nobody", "--to", "clips"], "There is no sample clip 'nobody'."),
    ],
)
def test_a_wrong_call_for_samples_is_one_line_and_status_2(
    arguments: list[str], message: str
) -> None:
    result = run("samples", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"gaitcheck: {message}")
    assert len(result.stderr.splitlines()) == 1
    assert not Path("clips").exists()


def test_without_samples_the_command_says_where_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gaitcheck.samples.SAMPLES_FOLDER", Path("nowhere"))
    for arguments in (["samples"], ["samples", "front_view", "--to", "clips"]):
        result = run(*arguments)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr == f"gaitcheck: {ABSENT}\n"


def test_help_shows_examples() -> None:
    commands = ("analyze", "app", "samples", "judge", "export", "report", "batch", "cache")
    for arguments in (["--help"], *([command, "--help"] for command in commands)):
        result = run(*arguments)
        assert result.exit_code == 0, result.stderr
        assert "Examples" in result.stdout
        examples = (
            *("gaitcheck app", "gaitcheck analyze run.mp4", "gaitcheck samples heel_"),
            *("gaitcheck judge ", "gaitcheck export ", "gaitcheck report ", "gaitcheck batch "),
        )
        assert any(example in result.stdout for example in examples)


def test_the_version_is_the_packages() -> None:
    assert run("--version").stdout == f"gaitcheck {gaitcheck.__version__}\n"


def test_help_loads_nothing_heavy() -> None:
    program = (
        "import sys, gaitcheck.cli; "
        "heavy = {'numpy', 'cv2', 'mediapipe', 'streamlit', 'scipy', 'av', 'pandas', 'matplotlib', "
        "'rich.live', 'sqlalchemy', 'alembic'}; "
        "sys.exit(', '.join(sorted(heavy & set(sys.modules))) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_help_is_the_same_without_the_parts_of_rich_that_it_never_asks() -> None:
    program = (
        "import sys; from gaitcheck import cli; sys.argv = ['gaitcheck', *sys.argv[1:]]; {}"
        "\ntry: cli.main()\nfinally: print('markdown_it' in sys.modules, file=sys.stderr)"
    )
    for arguments in (["--help"], ["analyze", "-h"], []):
        barely, wholly = (
            subprocess.run(
                [sys.executable, "-c", program.format(first), *arguments],
                capture_output=True,
                text=True,
                check=False,
            )
            for first in ("", "cli.load_rich_barely = lambda: None")
        )
        assert barely.stdout == wholly.stdout
        assert "Usage" in barely.stdout
        assert (barely.stderr.strip(), wholly.stderr.strip()) == ("False", "True")


def test_the_app_is_for_this_computer_only() -> None:
    arguments = streamlit_arguments(Path("main.py"), 8600)
    assert arguments[:2] == ["run", "main.py"]
    assert "--server.address=127.0.0.1" in arguments
    assert "--browser.gatherUsageStats=false" in arguments
    assert "--server.maxUploadSize=2048" in arguments
    assert "--server.port=8600" in arguments
    assert not any(
        option.startswith("--server.port") for option in streamlit_arguments(Path("m"), None)
    )


def test_a_server_listens_elsewhere_only_under_its_own_name() -> None:
    arguments = streamlit_arguments(Path("main.py"), 8501, "0.0.0.0", ["run.club.example"])
    assert "--server.address=0.0.0.0" in arguments
    allowed = [a.partition("=")[2] for a in arguments if a.startswith("--server.allowedHosts")]
    assert allowed == ["127.0.0.1", "localhost", "::1", "run.club.example"]
    refused = CliRunner().invoke(app, ["app", "--address", "0.0.0.0"])
    assert refused.exit_code == 2
    assert "--host-name" in refused.output


def test_our_own_files_are_those_of_the_report() -> None:
    from gaitcheck.store import feet, first, folders, observation, result

    names = {folders.ANALYSIS_FILE, result.CSV_NAME, result.METRICS_NAME, result.SHEET_NAME}
    names |= {result.SOLES_NAME, result.STEPS_FOLDER, feet.FEET_NAME, observation.OBSERVATION_NAME}
    assert names | {first.FIRST_LANDMARKS_NAME} == OWN_FILES
