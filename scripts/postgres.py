"""A Postgres for one test run, from the installed programs, in a folder that is removed afterwards."""

import glob
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from scripts import ports
from scripts.places import Problem
from scripts.processes import Guardian, Process

PEOPLE_IT_MAY_RUN_AS = ("postgres", "nobody")
USER = "quiet"
ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C"}


class ThrowawayPostgres:
    """`with ThrowawayPostgres() as server: server.url` — never as root, own port, own password.

    `durable` keeps what a real server does at each commit; without it tests run faster and a crash may lose data.
    """

    def __init__(self, *, durable: bool = False):
        self.binaries = find_binaries()
        self.port = ports.free_port()
        self.password = secrets.token_hex(16)
        account = account_to_run_as()
        self.identity: dict[str, Any] = {}
        if account:
            self.identity = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        self.folder = Path(tempfile.mkdtemp(prefix="quiet-nights-postgres-"))
        self._hand_over(self.folder)
        self.durable = durable
        self.guardian: Guardian | None = None
        self.process = Process(
            "Postgres",
            [str(self.binaries / "postgres"), "-D", str(self.data), *self._options()],
            environment=ENVIRONMENT,
            folder=self.folder,
            identity=self.identity,
            log=self.folder / "postgres.log",
            is_ready=lambda said: "database system is ready to accept connections" in said,
        )

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def url(self) -> str:
        return f"postgres://{USER}:{self.password}@{ports.HOST}:{self.port}/postgres"

    def __enter__(self) -> "ThrowawayPostgres":
        try:
            self._make_cluster()
            self.start()
        except BaseException:
            self.remove()
            raise
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.remove()

    def start(self) -> None:
        """Also after `kill`: the last children of the killed server may need a moment to notice."""
        self.guardian = self.guardian or Guardian()
        for seconds_to_wait in (0.2, 1, 3, 0):
            self.process.start()
            self.guardian.watch(self.process.pid)
            try:
                self.process.wait_until_ready(60)
            except Problem:
                if not seconds_to_wait or "shared memory" not in self.process.said():
                    raise
                time.sleep(seconds_to_wait)
            else:
                return

    def kill(self) -> None:
        """kill -9. The children notice that their parent is gone and end themselves."""
        self.process.kill()

    def remove(self) -> None:
        if self.process.is_alive:
            self.process.send(signal.SIGINT)  # "fast": do not wait for clients
        self.process.stop()
        if self.guardian:
            self.guardian.dismiss()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _hand_over(self, path: Path) -> None:
        if self.identity:
            os.chown(path, self.identity["user"], self.identity["group"])

    def _make_cluster(self) -> None:
        password_file = self.folder / "password"
        password_file.write_text(self.password)
        self._hand_over(password_file)
        argv = [str(self.binaries / "initdb"), "-D", str(self.data), "-U", USER, f"--pwfile={password_file}"]
        argv += ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync"]
        done = subprocess.run(
            argv,
            cwd=self.folder,
            env=ENVIRONMENT,
            capture_output=True,
            text=True,
            check=False,
            **self.identity,
        )
        password_file.unlink()
        if done.returncode:
            raise Problem(f"Postgres could not make a database folder: {done.stderr.strip()}")

    def _options(self) -> list[str]:
        settings = {"listen_addresses": ports.HOST, "port": self.port, "unix_socket_directories": ""}
        settings |= {"max_connections": 100, "timezone": "UTC", "log_min_messages": "warning"}
        if not self.durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        return [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]


def find_binaries() -> Path:
    """The folder with `postgres` and `initdb`, the newest first. Raises Problem when there is none."""
    folders = glob.glob("/usr/lib/postgresql/*/bin") + glob.glob("/opt/homebrew/opt/postgresql*/bin")
    folders.sort(key=lambda name: [int(part) for part in name.split("/") if part.isdigit()], reverse=True)
    on_path = shutil.which("postgres")
    if on_path:
        folders.append(os.path.dirname(os.path.realpath(on_path)))
    for folder in folders:
        if os.access(f"{folder}/postgres", os.X_OK) and os.access(f"{folder}/initdb", os.X_OK):
            return Path(folder)
    raise Problem("No Postgres found: install it (Debian: apt install postgresql) or give DATABASE_URL.")


def account_to_run_as() -> pwd.struct_passwd | None:
    """Whom to become when we are root; None when we are not. Raises Problem when there is nobody suitable."""
    if os.geteuid() != 0:
        return None
    for name in PEOPLE_IT_MAY_RUN_AS:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise Problem(
        "Postgres never runs as root, and there is no user postgres or nobody: start as somebody else."
    )
