"""Where things are in a checkout, and the one exception that ends a command with a sentence."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCAL = ROOT / ".local"
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
LOGS = LOCAL / "logs"


class Problem(Exception):
    """What stops us, as one sentence for the person at the keyboard."""


def say(*lines: str) -> None:
    """Print at once, also when the output goes to a file."""
    for line in lines:
        print(line, flush=True)


def tool_environment(**extra: str) -> dict[str, str]:
    """The environment for the tools we call: ours, without surprises, and with a home they can write to."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environment["PYTHONUNBUFFERED"] = "1"
    home = environment.get("HOME", "")
    # pip and npm keep a cache in the home folder; with none of it they would write into "/" or fail.
    if not (home and os.path.isdir(home) and os.access(home, os.W_OK)):
        own_home = LOCAL / "home"
        own_home.mkdir(parents=True, exist_ok=True)
        environment["HOME"] = str(own_home)
    return environment | extra


def venv_python() -> str:
    """The project's own Python, or the running one where a test runs inside another environment."""
    return str(VENV_PYTHON) if VENV_PYTHON.exists() else sys.executable
