"""Run a slow command and show that it is alive; its whole output goes to a log."""

import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from scripts.places import LOGS, ROOT, say, tool_environment

NO_NETWORK_SIGNS = (
    "name resolution",
    "NameResolutionError",
    "NewConnectionError",
    "Network is unreachable",
    "getaddrinfo",
    "ENOTFOUND",
    "EAI_AGAIN",
    "ECONNREFUSED",
    "ENETUNREACH",
    "ETIMEDOUT",
    "ConnectTimeoutError",
    "error sending request",
    "dns error",
)
SECONDS_BETWEEN_SIGNS_OF_LIFE = 10


class CommandFailed(Exception):
    """A command ended with an error; `output` is what it said."""

    def __init__(self, title: str, output: str):
        super().__init__(title)
        self.output = output

    @property
    def is_missing_network(self) -> bool:
        return any(sign in self.output for sign in NO_NETWORK_SIGNS)

    def last_lines(self, count: int = 12) -> str:
        return "\n".join(self.output.strip().splitlines()[-count:])


def follow(
    argv: list[str],
    title: str,
    *,
    note: Callable[[str], str | None] = lambda line: None,
    environment: dict[str, str] | None = None,
    folder: Path = ROOT,
) -> str:
    """Run `argv` and return its output; `note` picks the word to show out of each line.

    Raises CommandFailed, with the output, when it does not end with 0.
    """
    started = time.monotonic()
    show = _Show(title)
    with subprocess.Popen(
        argv,
        env=environment or tool_environment(),
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        try:
            text = "".join(_lines_of(process, show, note))
        except BaseException:
            process.terminate()  # interrupted: what we called must not go on alone
            raise
    _keep(argv, text)
    if process.returncode:
        show.end("failed")
        raise CommandFailed(title, text)
    show.end(f"{time.monotonic() - started:.1f} s")
    return text


def _lines_of(
    process: subprocess.Popen[str], show: "_Show", note: Callable[[str], str | None]
) -> Iterator[str]:
    """Each line as it comes; while none comes, the clock on the screen goes on."""
    lines: queue.Queue[str | None] = queue.Queue()

    def read() -> None:
        assert process.stdout is not None
        for line in process.stdout:
            lines.put(line)
        lines.put(None)

    threading.Thread(target=read, daemon=True).start()
    while True:
        try:
            line = lines.get(timeout=0.5)
        except queue.Empty:
            show.tick()
            continue
        if line is None:
            return
        show.tick(note(line))
        yield line


def _keep(argv: list[str], text: str) -> None:
    LOGS.mkdir(parents=True, exist_ok=True)
    with (LOGS / "setup.log").open("a", encoding="utf-8") as log:
        log.write(f"$ {' '.join(argv)}\n{text}\n")


class _Show:
    """One line on a terminal that changes; a few lines in a file."""

    def __init__(self, title: str):
        self.title = title
        self.started = self.shown = time.monotonic()
        self.word = ""
        self.on_terminal = sys.stdout.isatty()
        if not self.on_terminal:
            say(f"  {title} …")

    def tick(self, word: str | None = None) -> None:
        self.word = word or self.word
        now = time.monotonic()
        if self.on_terminal:
            line = f"  {self.title} … {now - self.started:.0f} s {self.word}"
            print(f"\r\033[K{line[:100]}", end="", flush=True)
        elif now - self.shown >= SECONDS_BETWEEN_SIGNS_OF_LIFE:
            self.shown = now
            say(f"    {now - self.started:.0f} s {self.word}".rstrip())

    def end(self, word: str) -> None:
        if self.on_terminal:
            print(f"\r\033[K  {self.title} … {word}", flush=True)
        else:
            say(f"  {self.title}: {word}")
