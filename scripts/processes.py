"""One process we started: its own group, its log, and the ways to end it."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from scripts.places import ROOT, Problem

STOP_SECONDS = 10.0
LOG_LIMIT = 5_000_000


class Process:
    """A program with a name, run in a group of its own so that nothing it starts outlives it."""

    def __init__(
        self,
        name: str,
        argv: list[str],
        *,
        environment: dict[str, str],
        log: Path,
        is_ready: Callable[[str], bool],
        standard_input: str = "",
        folder: Path = ROOT,
        identity: dict[str, Any] | None = None,
    ):
        self.name, self.argv, self.environment, self.log = name, argv, environment, log
        self.is_ready = is_ready
        self.standard_input = standard_input
        self.folder = folder
        self.identity = identity or {}  # another user and group, where root must not do this
        self.running: subprocess.Popen[bytes] | None = None
        self.log_start = 0
        self.is_asked = False

    def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".old.log"))
        self.is_asked = False
        with self.log.open("ab") as log:
            self.log_start = log.tell()
            self.running = subprocess.Popen(
                self.argv,
                env=self.environment,
                cwd=self.folder,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                **self.identity,
            )
        assert self.running.stdin is not None
        self.running.stdin.write(self.standard_input.encode())
        self.running.stdin.close()

    def wait_until_ready(self, seconds: float) -> None:
        """Raises Problem when it dies or stays silent."""
        deadline = time.monotonic() + seconds
        while not self.is_ready(self.said()):
            if not self.is_alive:
                raise Problem(self.obituary())
            if time.monotonic() > deadline:
                raise Problem(f"The {self.name} did not get ready within {seconds:.0f} s; see {self.log}")
            time.sleep(0.05)

    @property
    def is_alive(self) -> bool:
        return self.running is not None and self.running.poll() is None

    @property
    def pid(self) -> int:
        """Of the first process of the group, which is also the group's number."""
        if self.running is None:
            raise ValueError(f"the {self.name} was never started")
        return self.running.pid

    def stop(self, seconds: float = STOP_SECONDS) -> None:
        """Ask, wait, insist; afterwards nothing of the group is left."""
        if self.running is None:
            return
        self.send(signal.SIGCONT)
        self.ask_to_stop()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.running.wait(seconds)
        self.kill()

    def ask_to_stop(self) -> None:
        """Once: to some programs a second time means "at once"."""
        if self.is_alive and not self.is_asked:
            assert self.running is not None
            self.is_asked = True
            self.running.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """kill -9 for the whole group."""
        if self.running is not None:
            self.send(signal.SIGKILL)
            self.running.wait()

    def send(self, number: int) -> None:
        """A signal to the whole group; none left is fine."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, number)

    def said(self) -> str:
        """What it wrote to its log since it was last started."""
        with self.log.open("rb") as log:
            log.seek(self.log_start)
            return log.read().decode(errors="replace")

    def obituary(self) -> str:
        assert self.running is not None
        status = self.running.poll()
        last = "\n".join(self.said().strip().splitlines()[-8:])
        return f"The {self.name} stopped by itself (status {status}); its log is {self.log} and ends with:\n{last}"


class Guardian:
    """The process that stops the others if we are killed; see guardian.py."""

    def __init__(self) -> None:
        self.running = subprocess.Popen(
            [sys.executable, "-S", str(Path(__file__).with_name("guardian.py"))],
            stdin=subprocess.PIPE,
            start_new_session=True,
        )

    def watch(self, group: int) -> None:
        self._tell(f"+{group}")

    def forget(self, group: int) -> None:
        self._tell(f"-{group}")

    def dismiss(self) -> None:
        """Closing the pipe makes it stop what is left."""
        assert self.running.stdin is not None
        self.running.stdin.close()
        self.running.wait()

    def _tell(self, line: str) -> None:
        assert self.running.stdin is not None
        try:
            self.running.stdin.write(f"{line}\n".encode())
            self.running.stdin.flush()
        except BrokenPipeError:
            pass  # somebody ended the guardian: the others still run, and we still stop them ourselves
