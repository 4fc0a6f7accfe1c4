"""The processes that do the work, and how they are asked."""

import json
import secrets
import subprocess
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from scripts.places import ROOT, tool_environment, venv_python


class Crew:
    """Processes of `benchmarks.nightly.worker`; each answers one request at a time."""

    def __init__(self, environment: dict[str, str], processes: int):
        argv = [venv_python(), "-m", "benchmarks.nightly.worker"]
        pipes: Any = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self.processes = [
            subprocess.Popen(argv, cwd=ROOT, env=environment, **pipes) for _ in range(processes)
        ]
        self._free: SimpleQueue[subprocess.Popen] = SimpleQueue()
        for process in self.processes:
            self._free.put(process)

    def ask(self, name: str, argument: Any = None) -> Any:
        process = self._free.get()
        try:
            process.stdin.write(json.dumps([name, argument]) + "\n")
            process.stdin.flush()
            return json.loads(process.stdout.readline())
        finally:
            self._free.put(process)

    def ask_all(self, name: str, arguments: Sequence[Any]) -> list[Any]:
        """Whoever is free takes the next one."""
        with ThreadPoolExecutor(len(self.processes)) as threads:
            return list(threads.map(lambda argument: self.ask(name, argument), arguments))

    def dismiss(self) -> None:
        for process in self.processes:
            process.stdin.close()
        for process in self.processes:
            process.wait()


@contextmanager
def at_work(url: str, folder: Path, processes: int) -> Iterator[Crew]:
    """A database with its tables and content, and a crew for it."""
    environment = _environment(url, folder)
    for command in (["migrate", "-v0"], ["createcachetable"], ["load_content"]):
        argv = [venv_python(), "manage.py", *command]
        subprocess.run(argv, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    crew = Crew(environment, processes)
    try:
        yield crew
    finally:
        crew.dismiss()


def _environment(url: str, folder: Path) -> dict[str, str]:
    return tool_environment(
        DATABASE_URL=url,
        DJANGO_SETTINGS_MODULE="config.settings",
        SECRET_KEY=secrets.token_hex(32),
        EMBEDDED="1",
        REDIS_URL="memory://",
        MAIL_FOLDER=str(folder / "mail"),
        SITE_URL="http://localhost",
        ALLOWED_HOSTS="localhost",
        # One thread a process, as a worker on a shared machine has.
        OPENBLAS_NUM_THREADS="1",
        OMP_NUM_THREADS="1",
    )
