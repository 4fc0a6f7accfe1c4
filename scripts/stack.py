"""The running site: broker, web, worker and beat, started and stopped together.

`make run` uses it on `.local`; tests, benchmarks and screenshots on a folder of their own:

    with Stack(tmp_path) as stack:      # SQLite and a broker of its own, free ports
        stack.prepare()                 # tables, content
        stack.start()
        get(stack.url + "/healthz/")
        stack.kill("worker")
"""

import http.client
import signal
import subprocess
import time
from pathlib import Path

from scripts import broker, commands, env_file, ports
from scripts.places import ROOT, Problem, tool_environment, venv_python
from scripts.processes import Guardian, Process

READY_SECONDS = 60.0
SETUP_COMMANDS = (("migrate", "--noinput", "-v0"), ("createcachetable",), ("load_content",))


class Stack:
    """All processes of one site. Every one can be killed, paused and started again by its name."""

    def __init__(
        self,
        folder: Path,
        *,
        port: int | None = None,
        database_url: str | None = None,
        redis_url: str | None = None,
        python: str | None = None,
        **settings: str,
    ):
        self.folder = folder.resolve()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o700)  # diaries, mails and the secret key
        self.port = port or ports.free_port()
        self.python = python or venv_python()
        self.url = f"http://localhost:{self.port}"
        self.database = self.folder / "db.sqlite3"
        self.guardian: Guardian | None = None
        self.processes: dict[str, Process] = {}
        self.environment = self._environment(database_url, redis_url, settings)

    def _environment(
        self, database_url: str | None, redis_url: str | None, settings: dict[str, str]
    ) -> dict[str, str]:
        known = env_file.prepare(
            self.folder / "env",
            EMBEDDED="1",
            ALLOWED_HOSTS="localhost,127.0.0.1",
            SITE_URL=self.url,
            DATABASE_URL=database_url or env_file.sqlite_url(self.database),
            MAIL_FOLDER=str(self.folder / "mail"),
        )
        base = tool_environment(**known)
        if redis_url:
            self.broker = None
            own = {"REDIS_URL": redis_url}
        else:
            self.broker = broker.embedded(self.python, self.folder / "broker", known["BROKER_PASSWORD"], base)
            own = self.broker.environment()
        # Kept in the file as well: `manage.py` in another terminal then reaches the same broker.
        env_file.prepare(self.folder / "env", **own)
        return base | own | settings

    def __enter__(self) -> "Stack":
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.stop()

    def manage(self, *arguments: str, check: bool = True) -> str:
        """Run a management command on this site; returns what it printed. Raises Problem when it fails."""
        done = subprocess.run(
            [self.python, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if check and done.returncode:
            last = "\n".join((done.stdout + done.stderr).strip().splitlines()[-15:])
            raise Problem(f"manage.py {' '.join(arguments)} failed:\n{last}")
        return done.stdout

    def prepare(self) -> None:
        """Tables and shipped content."""
        for command in SETUP_COMMANDS:
            self.manage(*command)

    def start(self) -> None:
        """Start everything and return when all of it is ready. Raises Problem, with nothing left running."""
        ports.check_free(self.port)
        self.guardian = Guardian()
        try:
            self.processes = {process.name: process for process in self._all()}
            for process in self.processes.values():
                self._launch(process)
                if process.name == "broker":
                    process.wait_until_ready(READY_SECONDS)
            for process in self.processes.values():
                process.wait_until_ready(READY_SECONDS)
        except BaseException:
            self.stop()
            raise

    def _all(self) -> list[Process]:
        own = [self.broker.process] if self.broker and self.broker.process else []
        argv = {
            "web": commands.web(self.python, f"{ports.HOST}:{self.port}"),
            "worker": commands.worker(self.python),
            "beat": commands.beat(self.python, self.folder),
        }
        ready = {
            "web": lambda said: self.answers(),
            "worker": lambda said: " ready." in said,
            "beat": lambda said: "beat: Starting" in said,
        }
        return own + [
            Process(
                name,
                argv[name],
                # Celery says that it is ready at this level; the web server's own lines do not depend on it.
                environment=self.environment | ({} if name == "web" else {"LOG_LEVEL": "INFO"}),
                log=self.log(name),
                is_ready=ready[name],
            )
            for name in argv
        ]

    def _launch(self, process: Process) -> None:
        process.start()
        assert self.guardian is not None
        self.guardian.watch(process.pid)

    def stop(self) -> None:
        """Stop everything, the broker last, and leave nothing behind. May be called at any time, also twice."""
        others = [process for process in self.processes.values() if process.name != "broker"]
        for process in others:
            process.send(signal.SIGCONT)
            process.ask_to_stop()
        for process in [*others, *(p for p in self.processes.values() if p not in others)]:
            process.stop()
        self.processes = {}
        if self.guardian:
            self.guardian.dismiss()
            self.guardian = None

    def answers(self) -> bool:
        connection = http.client.HTTPConnection(ports.HOST, self.port, timeout=2)
        try:
            connection.request("GET", "/healthz/")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def log(self, name: str) -> Path:
        return self.folder / "logs" / f"{name}.log"

    def dead(self) -> Process | None:
        """One that ended although nobody asked it to."""
        return next((process for process in self.processes.values() if not process.is_alive), None)

    def kill(self, name: str) -> None:
        """kill -9, the process and all it started."""
        process = self.processes[name]
        process.kill()
        assert self.guardian is not None
        self.guardian.forget(process.pid)

    def pause(self, name: str) -> None:
        """It holds its connections and answers nothing."""
        self.processes[name].send(signal.SIGSTOP)

    def resume(self, name: str) -> None:
        self.processes[name].send(signal.SIGCONT)

    def restart(self, name: str) -> None:
        """Start it again, after stopping it if it still runs, on the same port; returns when it is ready."""
        process = self.processes[name]
        process.stop()
        self._launch(process)
        process.wait_until_ready(READY_SECONDS)

    def wait(self) -> None:
        """Until one dies by itself (raises Problem) or somebody interrupts us."""
        while not (process := self.dead()):
            time.sleep(0.2)
        raise Problem(process.obituary())
