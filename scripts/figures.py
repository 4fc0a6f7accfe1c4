"""The `bench` commands and `screenshots`: programs of their own, run in the developers' environment."""

import os
import shlex
import subprocess

from scripts import suite
from scripts.places import ROOT, tool_environment, venv_python


def bench() -> int:
    return _program("benchmarks.pages")


def bench_trends() -> int:
    return _program("benchmarks.trends", *(["--full"] if os.environ.get("FULL") == "1" else []))


def bench_nightly() -> int:
    return _program("benchmarks.nightly")


def screenshots() -> int:
    return _program("benchmarks.screenshots")


def _program(module: str, *options: str) -> int:
    suite.prepare()
    argv = [venv_python(), "-m", module, *options, *shlex.split(os.environ.get("ARGS", ""))]
    return subprocess.run(argv, cwd=ROOT, env=tool_environment(), check=False).returncode
