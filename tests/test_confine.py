"""What a process that decodes strangers' films can still do: write in its folder, and no more."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from gaitcheck import checkup
from gaitcheck.confine import Confined, _landlock, can_confine, confine
from gaitcheck.jobs import JobRequest, JobRunner

TRY = """
import json, os, signal, socket, subprocess, sys
from pathlib import Path
from gaitcheck.confine import confine

own, other = map(Path, sys.argv[1:])
held = confine([own])
done = {}

def attempt(name, act):
    try:
        act()
        done[name] = True
    except OSError as error:
        done[name] = False

attempt("read", lambda: (other / "theirs").read_text())
attempt("write own", lambda: (own / "new").write_text("x"))
attempt("folder own", lambda: (own / "deep" / "er").mkdir(parents=True))
attempt("rename own", lambda: (own / "new").rename(own / "deep" / "new"))
attempt("remove own", lambda: (own / "deep" / "new").unlink())
attempt("nowhere", lambda: Path(os.devnull).write_text("x"))
attempt("write", lambda: (other / "theirs").write_text("x"))
attempt("truncate", lambda: os.truncate(other / "theirs", 0))
attempt("make", lambda: (other / "new").write_text("x"))
attempt("folder", lambda: (other / "folder").mkdir())
attempt("remove", lambda: (other / "theirs").unlink())
attempt("rename", lambda: (other / "theirs").rename(own / "theirs"))
attempt("link", lambda: os.link(other / "theirs", own / "theirs"))
attempt("through a link", lambda: ((own / "way").symlink_to(other / "theirs"),
                                   (own / "way").write_text("x")))
for name, family, kind in (("tcp", socket.AF_INET, socket.SOCK_STREAM),
                           ("tcp6", socket.AF_INET6, socket.SOCK_STREAM),
                           ("udp", socket.AF_INET, socket.SOCK_DGRAM)):
    attempt(name, lambda family=family, kind=kind: socket.socket(family, kind).close())
attempt("pair", lambda: [one.close() for one in socket.socketpair()])
attempt("signal", lambda: os.kill(os.getppid(), 0))
child = "import socket; socket.socket(socket.AF_INET)"
done["child"] = subprocess.run([sys.executable, "-c", child], stderr=-3).returncode == 0
print(json.dumps({"writing": held.writing, "network": held.network, "done": done}))
"""
OWN = {"read", "write own", "folder own", "rename own", "remove own", "nowhere", "pair"}
WRITES = {
    *("write", "truncate", "make", "folder", "remove", "rename", "link", "through a link"),
}
NETWORK = {"tcp", "tcp6", "udp", "child"}


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    own, other = tmp_path_factory.mktemp("own"), tmp_path_factory.mktemp("other")
    (other / "theirs").write_text("theirs")
    command = [sys.executable, "-c", TRY, str(own), str(other)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    if found["writing"]:
        assert [(one.name, one.read_text()) for one in other.iterdir()] == [("theirs", "theirs")]
    return found


def test_its_own_work_goes_on(tried: dict[str, Any]) -> None:
    assert {name: tried["done"][name] for name in OWN} == dict.fromkeys(OWN, True)


def test_it_writes_nowhere_else(tried: dict[str, Any]) -> None:
    if not can_confine().writing:
        pytest.skip("no Landlock on this machine")
    assert tried["writing"]
    assert {name: tried["done"][name] for name in WRITES} == dict.fromkeys(WRITES, False)


def test_it_sends_no_signal_to_others(tried: dict[str, Any]) -> None:
    if not can_confine().writing or _landlock() < 6:
        pytest.skip("no Landlock that knows signals on this machine")
    assert tried["done"]["signal"] is False


def test_it_reaches_no_network(tried: dict[str, Any]) -> None:
    if not can_confine().network:
        pytest.skip("no seccomp for this machine")
    assert tried["network"]
    assert {name: tried["done"][name] for name in NETWORK} == dict.fromkeys(NETWORK, False)


def test_where_the_system_offers_nothing_nothing_happens(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert confine([tmp_path]) == Confined(writing=False, network=False)
    (tmp_path.parent / "elsewhere").write_text("x")


@pytest.mark.parametrize(
    ("can", "said"),
    [
        (Confined(writing=True, network=True), "write only their results, reach no network"),
        (Confined(writing=True, network=False), "write only their results"),
        (Confined(writing=False, network=False), "are not confined"),
    ],
)
def test_the_checkup_says_what_holds(
    can: Confined, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkup, "can_confine", lambda: can)
    (finding,) = checkup._confinement()
    assert said in finding.found
    assert not finding.missing  # an analysis works all the same


def test_the_jobs_of_the_app_are_confined(tmp_path: Path) -> None:
    """The stand-in is the real command, stopped where it would look at the clip."""
    program = (
        "import sys; from pathlib import Path; import gaitcheck.cli as cli\n"
        "def clip(*_):\n"
        "    Path(sys.argv[1], 'analysis.json').parent.mkdir()\n"
        "    Path(sys.argv[1], 'analysis.json').write_text('{}')\n"
        "    Path(sys.argv[2]).write_text('x')\n"
        "cli._analyze_clip = clip\n"
        "sys.argv[1:3], arguments = sys.argv[1:3], sys.argv[3:]\n"
        "cli.app(arguments)"
    )
    other = tmp_path / "other"

    def command(request: JobRequest) -> list[str]:
        from gaitcheck.jobs import analyze_command

        told = analyze_command(request)
        return [told[0], "-c", program, str(request.out / "a"), str(other), *told[3:]]

    clip = tmp_path / "a.mp4"
    clip.touch()
    runner = JobRunner(command)
    job = runner.submit(JobRequest(clip, tmp_path / "out", confined=True))
    assert job.wait(60)
    if can_confine().writing:
        assert job.status().state == "failed"
        assert not other.exists()
    else:
        assert job.status().state == "done"
