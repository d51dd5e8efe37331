"""What is installed, what the lock file says, and what the wheel and the source archive hold."""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest

import gaitcheck

ROOT = Path(__file__).parents[1]
UV = shutil.which("uv", path=ROOT / ".tools" / "bin") or shutil.which("uv")
CV2_DISTRIBUTIONS = {
    "opencv-contrib-python",
    "opencv-contrib-python-headless",
    "opencv-python",
    "opencv-python-headless",
}


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


@pytest.fixture(scope="module")
def lock() -> dict[str, Any]:
    return tomllib.loads((ROOT / "uv.lock").read_text())


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source archive and, built from it, the wheel."""
    if UV is None:
        pytest.skip("no uv on this machine")
    out = tmp_path_factory.mktemp("dist")
    done = subprocess.run(
        [UV, "build", "--quiet", "--out-dir", str(out)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return out


def test_exactly_one_cv2_is_installed() -> None:
    installed = {
        re.sub(r"[-_.]+", "-", distribution.name).lower()
        for distribution in importlib.metadata.distributions()
    }
    assert installed & CV2_DISTRIBUTIONS == {"opencv-python"}


def test_the_lock_installs_exactly_one_cv2_everywhere(lock: dict[str, Any]) -> None:
    needed = {
        dependency["name"]
        for package in lock["package"]
        for dependency in package.get("dependencies", [])
        if dependency["name"] in CV2_DISTRIBUTIONS
        and dependency.get("marker") != "sys_platform == 'never'"
    }
    assert needed == {"opencv-python"}


def test_pip_installs_two_cv2_of_one_build(project: dict[str, Any], lock: dict[str, Any]) -> None:
    pins = [need for need in project["project"]["dependencies"] if need.startswith("opencv")]
    (locked,) = (p["version"] for p in lock["package"] if p["name"] == "opencv-python")
    assert pins == [f"opencv-contrib-python=={locked}", f"opencv-python=={locked}"]


def test_every_file_of_the_lock_is_held_to_its_hash(lock: dict[str, Any]) -> None:
    """So that nothing else can be put in its place where it is fetched."""
    for package in lock["package"]:
        if package["name"] == "gaitcheck":
            continue
        assert package["source"] == {"registry": "https://pypi.org/simple"}, package["name"]
        files = [*package.get("wheels", ()), *filter(None, [package.get("sdist")])]
        assert files, package["name"]
        for file in files:
            assert re.fullmatch(r"sha256:[0-9a-f]{64}", file["hash"]), file


def test_cv2_works() -> None:
    import cv2
    import numpy as np

    good, data = cv2.imencode(".png", np.zeros((4, 4, 3), np.uint8))
    assert good
    assert data[1:4].tobytes() == b"PNG"


def test_the_installed_version_is_the_packages() -> None:
    assert importlib.metadata.version("gaitcheck") == gaitcheck.__version__


def test_the_changelog_names_the_version() -> None:
    headings = [
        line for line in (ROOT / "CHANGELOG.md").read_text().splitlines() if line.startswith("## ")
    ]
    assert "Unreleased" in headings[0]
    assert any(gaitcheck.__version__ in heading for heading in headings)


@pytest.mark.slow
@pytest.mark.long
def test_the_wheel_holds_the_package_its_data_and_its_licences(archives: Path) -> None:
    (wheel,) = archives.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
        model = archive.read("gaitcheck/observing/pose/model/pose_landmarker_full.task")
    info = f"gaitcheck-{gaitcheck.__version__}.dist-info"
    wanted = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "gaitcheck").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert wanted <= held
    assert {
        "gaitcheck/py.typed",
        "gaitcheck/ui/.streamlit/config.toml",
        "gaitcheck/observing/pose/model/LICENSE",
        "gaitcheck/observing/pose/model/NOTICE",
        f"{info}/licenses/LICENSE",
        f"{info}/licenses/gaitcheck/observing/pose/model/LICENSE",
        f"{info}/licenses/gaitcheck/observing/pose/model/NOTICE",
        f"{info}/licenses/gaitcheck/share/fonts/OFL.txt",
    } <= held
    assert {
        "gaitcheck/store/analysis.schema.json",
        "gaitcheck/words/locale/de.po",
    } <= held
    assert any(re.fullmatch(r"gaitcheck/words/advice/.*\.toml", name) for name in held)
    assert {name.partition("/")[0] for name in held} == {"gaitcheck", info}
    notice = (ROOT / "gaitcheck/observing/pose/model/NOTICE").read_text()
    assert len(model) > 1_000_000
    assert hashlib.sha256(model).hexdigest() in (ROOT / "tools/build_pose_bundle.py").read_text()
    assert "The MediaPipe Authors" in notice


@pytest.mark.slow
def test_the_source_archive_can_be_tested_and_built(archives: Path) -> None:
    (sdist,) = archives.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        held = {name.partition("/")[2] for name in archive.getnames()}
    assert {
        "LICENSE",
        "README.md",
        "CHANGELOG.md",
        "Makefile",
        "pyproject.toml",
        "uv.lock",
        "app.py",
        ".ci/run",
        ".streamlit/config.toml",
        "docs/sample-clips.md",
        "gaitcheck/observing/pose/model/pose_landmarker_full.task",
        "sample_videos/specs.json",
        "sample_videos/heel_treadmill_left.mp4",
        "sample_videos/heel_treadmill_left.truth.json",
        "tests/conftest.py",
        "tools/bootstrap_uv.py",
    } <= held
    assert not any(name.startswith((".venv", ".tools", ".git/")) for name in held)


@pytest.mark.slow
@pytest.mark.long
def test_the_wheel_runs_where_nothing_else_is_installed(archives: Path, tmp_path: Path) -> None:
    """The wheel is built from the source archive; beside it stands what the lock file says."""
    assert UV is not None
    (wheel,) = archives.glob("*.whl")
    bare = tmp_path / "bare"
    env = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}

    def run(*command: str | Path, cwd: Path = tmp_path) -> str:
        done = subprocess.run(
            [str(word) for word in command],
            cwd=cwd,
            env=env | {"UV_PROJECT_ENVIRONMENT": str(bare)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
        return done.stdout

    without = ("--no-default-groups", "--no-install-project")
    run(UV, "sync", "--quiet", "--locked", *without, "--python", sys.executable, cwd=ROOT)
    run(UV, "pip", "install", "--quiet", "--no-deps", "--python", bare / "bin" / "python", wheel)
    program = bare / "bin" / "gaitcheck"
    assert "Nothing is missing." in run(program, "doctor")
    clip = ROOT / "sample_videos" / "heel_treadmill_left.mp4"
    said = run(program, "analyze", clip, "--to", "2", "--no-cache")
    assert said.startswith("heel_treadmill_left.mp4: ")
    assert (tmp_path / "gaitcheck-results" / clip.stem / "analysis.json").is_file()
