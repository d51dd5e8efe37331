"""The real command in a process of its own, over good and bad files."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest
from pypdf import PdfReader

from gaitcheck.export import find_formats
from gaitcheck.store.schema import load_schema, validate
from gaitcheck.video import probe_video
from tests.end_to_end.command import COMMAND, SAMPLE, analysed_sample, empty_scene, run, temporary
from tests.examples import write_clip, write_example_clip
from tests.export.opensim import read_mot, read_trc

TABLES = {"steps.csv", "metrics.csv", "soles.csv"}
FILES = {"analysis.json", "observation.npz", "feet.npz"} | TABLES


@pytest.fixture
def workplace(tmp_path: Path) -> Iterator[Path]:
    """An empty folder to work in; afterwards no temporary file may be left."""
    folder = tmp_path / "work"
    folder.mkdir()
    yield folder
    assert list(temporary(folder).iterdir()) == []
    assert list(folder.rglob(".gaitcheck-*")) == []


@pytest.fixture(scope="module")
def stick_figure(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clip that is fine as a video, of a drawn figure."""
    return write_example_clip(tmp_path_factory.mktemp("clip") / "stick figure.mp4")


def write_sound(path: Path) -> Path:
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=44100)
        silence = av.AudioFrame.from_ndarray(np.zeros((1, 44100), np.float32), "fltp", "mono")
        silence.sample_rate = 44100
        for packet in [*stream.encode(silence), *stream.encode(None)]:
            container.mux(packet)
    return path


def write_bad_file(kind: str, workplace: Path, good: Path) -> Path:
    path = workplace / f"{kind}.mp4"
    match kind:
        case "empty":
            path.touch()
        case "text":
            path.write_text("This is no video.\n" * 1000)
        case "noise":
            path.write_bytes(np.random.default_rng(1).bytes(50_000))
        case "truncated":
            path.write_bytes(good.read_bytes()[:1000])
        case "sound":
            write_sound(path)
        case "one frame":
            write_clip(path, [np.zeros((240, 320, 3), np.uint8)], fps=30.0)
        case "folder":
            path.mkdir()
        case "dangling link":
            path.symlink_to(workplace / "nowhere.mp4")
    return path


BAD_KINDS = (
    "empty",
    "text",
    "noise",
    "truncated",
    "sound",
    "one frame",
    "folder",
    "dangling link",
    "missing",
)


def test_unusable_files_are_one_line_each_and_status_2(workplace: Path, stick_figure: Path) -> None:
    names = [write_bad_file(kind, workplace, stick_figure).name for kind in BAD_KINDS]
    done = run("analyze", *names, "--out", "results", cwd=workplace)
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    lines = done.stderr.splitlines()
    assert len(lines) == len(names), done.stderr
    for name, line in zip(names, lines, strict=True):
        assert line.startswith("gaitcheck: ")
        assert name in line
    assert not (workplace / "results").exists()


@pytest.mark.slow
@pytest.mark.long
def test_a_drawn_figure_is_analysed_without_a_claim(workplace: Path, stick_figure: Path) -> None:
    done = run("analyze", stick_figure, "--json", "--height", "178", cwd=workplace)
    assert (done.returncode, done.stderr) == (0, "")
    document = json.loads(done.stdout)
    validate(document)
    assert document["verdict"]["strike"] == "unsure"
    assert document["height_cm"] == document["options"]["height_cm"] == 178
    results = workplace / "gaitcheck-results" / "stick figure"
    assert json.loads((results / "analysis.json").read_text()) == document
    assert {path.name for path in results.iterdir()} >= FILES


@pytest.mark.slow
def test_odd_names_are_analysed_and_a_bad_clip_does_not_stop_them(workplace: Path) -> None:
    names = ["-dash é 走.mp4", "bad.mp4", "new\nline.mp4", "not-utf8-\udcff.mp4"]
    for name in names:
        (workplace / name).write_bytes(b"" if name == "bad.mp4" else empty_scene().read_bytes())
    done = run("analyze", "--out", "results", "--", *names, cwd=workplace)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "bad.mp4" in done.stderr
    found = {path.name for path in (workplace / "results").iterdir()}
    assert found == {Path(name).stem for name in names} - {"bad"}
    assert all((workplace / "results" / name / "analysis.json").is_file() for name in found)


def test_a_model_that_is_none_is_status_2(workplace: Path) -> None:
    (workplace / "model.task").write_text("no model")
    for model in ("model.task", "missing.task"):
        done = run("analyze", empty_scene(), "--model", model, cwd=workplace)
        assert done.returncode == 2, done.stderr
        assert len(done.stderr.splitlines()) == 1
        assert model in done.stderr


def test_a_place_that_cannot_be_written_is_status_2(workplace: Path) -> None:
    (workplace / "taken").write_text("mine")
    done = run("analyze", empty_scene(), "--out", "taken", cwd=workplace)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert (workplace / "taken").read_text() == "mine"


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_a_full_standard_output_is_status_2(workplace: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [COMMAND, "analyze", empty_scene(), "--json"],
            cwd=workplace,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 2, done.stderr
    assert (
        done.stderr == "gaitcheck: Standard output cannot be written (No space left on device).\n"
    )


@pytest.mark.slow
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_stops_in_order(
    workplace: Path, stick_figure: Path, number: signal.Signals, status: int
) -> None:
    process = subprocess.Popen(
        [COMMAND, "analyze", stick_figure, "--out", "results", "--progress", "json"],
        cwd=workplace,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"TMPDIR": str(temporary(workplace))},
        start_new_session=True,
    )
    assert process.stderr is not None
    while '"pose"' not in (line := process.stderr.readline()):
        assert line, "the analysis ended before the signal"
    os.killpg(process.pid, number)  # as a terminal does: to the workers too
    out, err = process.communicate(timeout=120)
    messages = [line for line in err.splitlines() if not line.startswith("{")]
    assert (process.returncode, out) == (status, "")
    assert messages == ["gaitcheck: stopped; nothing was written for stick figure.mp4."]
    assert not (workplace / "results").exists()
    assert members(process.pid) == set()


def members(session: int) -> set[int]:
    """Return the processes of a session that are still there, after a moment to end."""
    for _ in range(100):
        listed = subprocess.run(
            ["ps", "-s", str(session), "-o", "pid="], capture_output=True, text=True, check=False
        )
        found = {int(pid) for pid in listed.stdout.split()}
        if not found:
            break
        time.sleep(0.1)
    return found


@pytest.mark.slow
def test_a_sample_gives_the_whole_result() -> None:
    done = analysed_sample()
    results = done.results
    reports = [json.loads(line) for line in done.stderr.splitlines()]
    assert done.status == 0
    assert done.left_behind == []
    assert {report["stage"] for report in reports} == {
        "reading",
        "pose",
        "shoes",
        "gait",
        "pictures",
    }
    assert all(0 <= report["done"] <= report["total"] for report in reports)
    assert "heel" in done.stdout
    assert {path.name for path in results.iterdir()} == FILES | {"contacts.png", "steps"}
    document = json.loads((results / "analysis.json").read_text())
    validate(document)
    assert document["verdict"]["strike"] == "heel"
    assert len((results / "steps.csv").read_text().splitlines()) == len(document["steps"]) + 1
    pictures = {path.name for path in (results / "steps").iterdir()}
    assert pictures == {"crops.json", *(f"{step['id']}.jpg" for step in document["steps"])}


@pytest.mark.slow
def test_the_sample_is_exported_for_other_programs(workplace: Path) -> None:
    results = analysed_sample().results
    done = run("export", results / "analysis.json", "--out", "exports", cwd=workplace)
    assert (done.returncode, done.stderr) == (0, "")
    out = workplace / "exports"
    assert {path.name for path in out.iterdir()} == {f.file_name for f in find_formats([])}

    document = json.loads((results / "analysis.json").read_text())
    trc = read_trc((out / "landmarks.trc").read_bytes())
    assert (trc.header["Units"], len(trc.frames)) == ("leg_length", document["clip"]["frames"])
    # The legs as drawn are about as long as their unit says, and the runner stands upright.
    left = trc.points[:, [trc.names.index(f"left_{name}") for name in ("hip", "knee", "ankle")], :2]
    lengths = np.linalg.norm(np.diff(left, axis=1), axis=2).sum(axis=1)
    assert np.nanmedian(lengths) == pytest.approx(1.0, abs=0.05)
    assert (np.nanmedian(left, axis=0)[:-1, 1] > np.nanmedian(left, axis=0)[1:, 1]).all()
    # The single contacts scatter about the metric, which is read on the mean stride.
    _, table = read_mot((out / "joint_angles.mot").read_bytes())
    for side in ("left", "right"):
        contacts = [s["contact_time_s"] for s in document["steps"] if s["side"] == side]
        seen = np.interp(contacts, table["time"], table[f"knee_angle_{side[0]}"])
        metric = document["metrics"][f"knee_flexion_contact_{side}"]
        assert metric["low"] < np.nanmedian(seen) < metric["high"]


@pytest.mark.slow
@pytest.mark.long
def test_the_result_is_the_same_bytes_for_any_number_of_workers(workplace: Path) -> None:
    workers = "1" if os.cpu_count() != 1 else "3"
    done = run("analyze", SAMPLE, "--out", "again", "--workers", workers, cwd=workplace)
    assert done.returncode == 0, done.stderr
    again, results = workplace / "again" / SAMPLE.stem, analysed_sample().results
    for name in FILES:
        assert (again / name).read_bytes() == (results / name).read_bytes(), name


@pytest.mark.slow
def test_the_sample_judged_again_is_the_same_bytes(workplace: Path) -> None:
    results = analysed_sample().results
    done = run("judge", results, "--out", "again", cwd=workplace)
    assert (done.returncode, done.stderr) == (0, "")
    again = workplace / "again" / SAMPLE.stem
    written = {path.relative_to(results) for path in results.rglob("*") if path.is_file()}
    assert {path.relative_to(again) for path in again.rglob("*") if path.is_file()} == written
    for path in written:
        assert (again / path).read_bytes() == (results / path).read_bytes(), path


@pytest.mark.slow
@pytest.mark.long
def test_the_sample_is_reported_on(workplace: Path) -> None:
    results = analysed_sample().results
    done = run("report", results, "--out", "reports", "--clip", SAMPLE, cwd=workplace)
    assert (done.returncode, done.stderr) == (0, "")
    out = workplace / "reports"
    assert len(PdfReader(out / f"{SAMPLE.stem}_report.pdf").pages) == 2
    assert (out / f"{SAMPLE.stem}_report.html").read_text("utf-8").count("data:image/jpeg") > 4
    film, clip = probe_video(out / f"{SAMPLE.stem}_annotated.mp4"), probe_video(SAMPLE)
    assert film.time_s == pytest.approx(clip.time_s, abs=1e-4)


@pytest.mark.slow
def test_the_app_answers_on_this_computer_only(workplace: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [COMMAND, "app", "--port", str(port)],
        cwd=workplace,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=os.environ | {"STREAMLIT_SERVER_HEADLESS": "true"},
    )
    try:
        assert process.stdout is not None
        while f"http://127.0.0.1:{port}" not in (line := process.stdout.readline()):
            assert line, "the app ended before it answered"
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health") as answer:
            assert answer.read() == b"ok"
        taken = run("app", "--port", str(port), cwd=workplace)
        assert (taken.returncode, taken.stdout) == (2, "")
        assert f"port {port} is in use" in taken.stderr
        assert not reachable_from_outside(port)
    finally:
        process.send_signal(signal.SIGINT)
        rest = process.communicate(timeout=60)[0]
    assert (process.returncode, rest.strip()) == (130, "")


def reachable_from_outside(port: int) -> bool:
    """Return whether another address of this machine answers on the port."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing: it only picks the address
        except OSError:
            return False
        address = probe.getsockname()[0]
    try:
        socket.create_connection((address, port), timeout=2).close()
    except OSError:
        return False
    return True


def test_the_schema_of_the_documents_is_the_one_that_ships() -> None:
    assert load_schema()["properties"]["schema"]
