"""`make check`: everything that is judged without running the site."""

import secrets
import subprocess
from pathlib import Path

from scripts import suite
from scripts.places import ROOT, VENV, say, tool_environment, venv_python

ROOMS = (
    *("accounts", "guides", "safety", "journal", "labs", "trends", "reminders", "capture"),
    *("home", "clinic", "demo", "config"),
)
DJADE = (str(VENV / "bin" / "djade"), "--target-version", "5.2")
OTHERS = ("scripts", "dev.py", "manage.py")


def check() -> int:
    """Runs all of them, also after one has failed; returns 1 if any did."""
    suite.prepare()
    failed = [name for name, argv, environment in _checks() if not _passes(name, argv, environment)]
    if failed:
        say("", f"check: {len(failed)} failed: {', '.join(failed)}")
    else:
        say("", "check: all passed")
    return int(bool(failed))


def tidy() -> int:
    """`make format`: what the first three checks would complain about, put right where a program can."""
    suite.prepare()
    everything = tool_environment()
    argv = [["ruff", "format", "."], ["ruff", "check", "--fix", "."], [*DJADE, *_templates()]]
    failures = sum(not _passes(line[0].rpartition("/")[2], line, everything) for line in argv)
    return int(failures > 0)


def _templates() -> list[str]:
    return [str(path.relative_to(ROOT)) for path in sorted(ROOT.glob("templates/**/*.html"))]


def _checks() -> list[tuple[str, list[str], dict[str, str]]]:
    plain = tool_environment(**embedded())
    return [
        ("ruff format", ["ruff", "format", "--check", "."], plain),
        ("ruff", ["ruff", "check", "."], plain),
        ("djade", [*DJADE, "--check", *_templates()], plain),
        ("mypy", ["mypy"], plain),
        ("bandit", ["bandit", "-q", "-c", "pyproject.toml", "-r", *ROOMS, *OTHERS], plain),
        ("migrations", ["django", "makemigrations", "--check", "--dry-run"], plain),
        (
            "deploy",
            ["django", "check", "--deploy", "--fail-level", "WARNING"],
            tool_environment(**production()),
        ),
    ]


def _passes(name: str, argv: list[str], environment: dict[str, str]) -> bool:
    say(f"- {name}")
    # djade comes as a program of its own, the others as modules.
    program = argv if Path(argv[0]).is_absolute() else [venv_python(), "-m", *argv]
    return subprocess.run(program, cwd=ROOT, env=environment, check=False).returncode == 0


def embedded() -> dict[str, str]:
    """Settings that need nothing on the machine."""
    return {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SECRET_KEY": secrets.token_hex(32),
        "ALLOWED_HOSTS": "localhost",
        "SITE_URL": "http://localhost:8000",
        "DATABASE_URL": "sqlite://:memory:",
        "REDIS_URL": "memory://",
        "EMBEDDED": "1",
    }


def production() -> dict[str, str]:
    """Settings as a clinic would have them; nothing is contacted."""
    return embedded() | {
        "ALLOWED_HOSTS": "nights.example",
        "SITE_URL": "https://nights.example",
        "DATABASE_URL": "postgres://nights:secret@localhost/nights",
        "REDIS_URL": "redis://localhost:6379/0",
        "EMAIL_URL": "smtp://localhost:25",
        "EMBEDDED": "0",
        "DEBUG": "0",
    }
