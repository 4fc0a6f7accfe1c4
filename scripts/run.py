"""`make run`: set up what is missing, serve, and stop cleanly."""

import os
import signal
import subprocess
import time

from scripts import assets, ports, venv
from scripts.places import LOCAL, ROOT, Problem, say, tool_environment, venv_python
from scripts.progress import CommandFailed, follow
from scripts.stack import SETUP_COMMANDS, Stack
from scripts.stamps import Stamps, fingerprint, identity

STAMPS = Stamps(LOCAL / "stamps")
TITLES = {
    "migrate": "Preparing the database",
    "createcachetable": "Preparing the cache",
    "load_content": "Loading symptoms, laboratory tests, guides and notices",
    "load_demo": "Inventing the demo diaries",
}
DEMO_PEOPLE = """
from demo.people import ADMINS, CAST, DOCTORS, DOMAIN, PASSWORD
print(f"Everybody's password in the demo is {PASSWORD}")
for kind, logins in (("patients", [p.login for p in CAST]), ("doctors", DOCTORS), ("admins", ADMINS)):
    print(f"  {kind:9}", " ".join(f"{login}@{DOMAIN}" for login in logins))
"""


def run() -> int:
    """Returns the exit status: 0 after Ctrl-C. Raises Problem with the sentence to show."""
    started = time.monotonic()
    port = ports.port_from(os.environ.get("PORT") or "8000")
    with_demo = os.environ.get("DEMO", "1") != "0"
    ports.check_free(port)
    venv.prepare()
    assets.prepare()
    stack = Stack(LOCAL, port=port)
    prepare_data(stack, with_demo=with_demo)
    serve(stack, with_demo=with_demo, started=started)
    return 0


def prepare_assets() -> int:
    """Only the front-end files, as a production machine wants them before collectstatic."""
    venv.prepare()
    assets.prepare()
    return 0


def prepare_data(stack: Stack, *, with_demo: bool) -> None:
    """Tables, content and demo, each only when it or what it stands on has changed."""
    before = list(ROOT.glob("*/migrations"))
    sources = {
        "migrate": [ROOT / "requirements.txt"],
        "createcachetable": [],
        "load_content": [ROOT / "content", *ROOT.glob("*/management/commands/load_content.py")],
        "load_demo": [ROOT / "demo"],
    }
    steps = [*SETUP_COMMANDS, *([("load_demo",)] if with_demo else [])]
    for command in steps:
        name = command[0]
        before += sources[name]
        if not STAMPS.is_done(name, fingerprint(before, identity(stack.database))):
            _manage(stack, command)
            STAMPS.mark(name, fingerprint(before, identity(stack.database)))


def _manage(stack: Stack, command: tuple[str, ...]) -> None:
    try:
        argv = [venv_python(), "manage.py", *command]
        follow(argv, TITLES[command[0]], environment=stack.environment, note=str.strip)
    except CommandFailed as failure:
        raise Problem(f"manage.py {' '.join(command)} failed:\n{failure.last_lines()}") from failure


def serve(stack: Stack, *, with_demo: bool, started: float) -> None:
    """Until Ctrl-C, or until a process dies."""
    try:
        if stack.broker and stack.broker.notice:
            say(stack.broker.notice)
        stack.start()
        say("", *welcome(stack, with_demo=with_demo, seconds=time.monotonic() - started), "")
        stack.wait()
    except KeyboardInterrupt:
        say("", "Stopping …")
    finally:
        # From here on a second Ctrl-C would only leave a process behind.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        stack.stop()
    say("Stopped; nothing is left running.")


def welcome(stack: Stack, *, with_demo: bool, seconds: float) -> list[str]:
    lines = [f"Quiet Nights is at {stack.url}  (up in {seconds:.1f} s)"]
    if with_demo:
        lines += demo_log_ins()
        lines += [f"Mails it would send: {stack.url}/mailbox/"]
    return [*lines, f"Logs: {LOCAL / 'logs'}", "Ctrl-C stops everything."]


def demo_log_ins() -> list[str]:
    """Who can sign in, asked of the demo itself: its people are written down there and nowhere else."""
    asked = subprocess.run(
        [venv_python(), "-c", DEMO_PEOPLE],
        cwd=ROOT,
        env=tool_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if asked.returncode:
        raise Problem(f"The demo's people could not be listed:\n{asked.stderr.strip()}")
    return asked.stdout.splitlines()
