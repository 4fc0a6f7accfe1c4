"""What we start ends with us, however we end."""

import os
import signal
import subprocess
import sys
import time

import pytest

from scripts.places import ROOT, Problem, tool_environment
from scripts.processes import Process

# A program with a child of its own, as web and worker have.
FAMILY = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print("ready", child.pid, flush=True)
time.sleep(60)
"""
PARENT = """
import sys, time
from pathlib import Path
from scripts.processes import Guardian, Process
family = Process("family", [sys.executable, "-c", sys.argv[2]], environment={}, log=Path(sys.argv[1]),
                 is_ready=lambda said: "ready" in said)
guardian = Guardian()
family.start()
guardian.watch(family.pid)
family.wait_until_ready(10)
print(family.pid, flush=True)
time.sleep(60)
"""


@pytest.fixture
def family(tmp_path):
    process = Process(
        "family",
        [sys.executable, "-c", FAMILY],
        environment=tool_environment(),
        log=tmp_path / "family.log",
        is_ready=lambda said: "ready" in said,
    )
    process.start()
    yield process
    process.kill()


def is_running(pid: int) -> bool:
    """A zombie does not count: it waits for its parent to ask, and does nothing."""
    answer = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return answer.returncode == 0 and not answer.stdout.startswith("Z")


def ends(pid: int, seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while is_running(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not is_running(pid)


def child_of(process: Process) -> int:
    return int(process.said().split()[1])


def test_stopping_ends_children_too(family):
    family.wait_until_ready(10)
    child = child_of(family)

    family.stop()

    assert ends(family.pid)
    assert ends(child)


def test_a_paused_process_can_be_stopped(family):
    family.wait_until_ready(10)
    family.send(signal.SIGSTOP)

    family.stop()

    assert not family.is_alive


def test_a_process_that_ends_at_once_says_why(tmp_path):
    process = Process(
        "worker",
        [sys.executable, "-c", "import sys; sys.exit('no such room')"],
        environment=tool_environment(),
        log=tmp_path / "worker.log",
        is_ready=lambda said: False,
    )
    process.start()

    with pytest.raises(Problem, match=r"The worker stopped by itself \(status 1\)(.|\n)*no such room"):
        process.wait_until_ready(10)


def test_a_killed_parent_leaves_no_orphan(tmp_path):
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(tmp_path / "family.log"), FAMILY],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    with parent:
        orphan = int(parent.stdout.readline())
        assert is_running(orphan)

        os.kill(parent.pid, signal.SIGKILL)

    assert ends(orphan)
    assert ends(int((tmp_path / "family.log").read_text().split()[1]))
