"""No byte of an analysis leaves the machine."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gaitcheck.share.write import ENDINGS
from tests.end_to_end.command import COMMAND, empty_scene
from tests.share.reports import write_example_results

STRACE = shutil.which("strace")
LOOPBACK = re.compile(r'inet_addr\("127\.|inet_pton\(AF_INET6, "::1"|"::ffff:127\.')
SENDS = ("connect(", "sendto(", "sendmsg(", "sendmmsg(")

# MediaPipe sends its usage figures when a landmarker is closed.
LANDMARKER = """
import sys
from gaitcheck.offline import stay_offline
stay_offline()
import numpy as np, mediapipe as mp
from mediapipe.tasks.python import BaseOptions, vision
options = vision.PoseLandmarkerOptions(base_options=BaseOptions(model_asset_path=sys.argv[1]))
with vision.PoseLandmarker.create_from_options(options) as landmarker:
    for _ in range(20):
        picture = np.zeros((240, 320, 3), np.uint8)
        landmarker.detect(mp.Image(image_format=mp.ImageFormat.SRGB, data=picture))
"""
MODEL = Path(__file__).parents[2] / "gaitcheck/observing/pose/model/pose_landmarker_full.task"


def network_calls(command: list[str], folder: Path) -> list[str]:
    """Run a command and return its calls that address anything but this machine."""
    trace = folder / "trace"
    environment = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    options = ["-f", "--seccomp-bpf", "-s", "200", "-e", "trace=network", "-o", str(trace)]
    subprocess.run(
        ["strace", *options, *command],
        cwd=folder,
        check=True,
        capture_output=True,
        env=environment,
    )
    return [
        line
        for line in trace.read_text(errors="replace").splitlines()
        if any(call in line for call in SENDS)
        and ("googleapis" in line or ("AF_INET" in line and not LOOPBACK.search(line)))
    ]


@pytest.mark.slow
@pytest.mark.long
@pytest.mark.skipif(STRACE is None, reason="no strace on this machine")
def test_a_landmarker_stays_silent(tmp_path: Path) -> None:
    command = [sys.executable, "-c", LANDMARKER, str(MODEL)]
    assert network_calls(command, tmp_path) == []


@pytest.mark.slow
@pytest.mark.skipif(STRACE is None, reason="no strace on this machine")
def test_an_analysis_stays_silent(tmp_path: Path) -> None:
    command = [COMMAND, "analyze", str(empty_scene())]
    assert network_calls(command, tmp_path) == []


@pytest.mark.slow
@pytest.mark.skipif(STRACE is None, reason="no strace on this machine")
def test_an_analysis_from_python_stays_silent(tmp_path: Path) -> None:
    program = f"import gaitcheck; gaitcheck.analyze({str(empty_scene())!r})"
    script = tmp_path / "script.py"
    script.write_text(f"if __name__ == '__main__':\n    {program}\n")
    assert network_calls([sys.executable, str(script)], tmp_path) == []


@pytest.mark.long
@pytest.mark.skipif(STRACE is None, reason="no strace on this machine")
def test_reports_ask_nobody(tmp_path: Path) -> None:
    _, results = write_example_results(tmp_path)
    command = [sys.executable, "-m", "gaitcheck", "report", str(results), "--out", "reports"]
    assert network_calls(command, tmp_path) == []
    assert len(list((tmp_path / "reports").iterdir())) == len(ENDINGS)
