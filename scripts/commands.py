"""The command line of each process, in one place: `make run`, the tests and production start the same things."""

from pathlib import Path

WEB_WORKERS = 2
WEB_THREADS = 4


def web(python: str, address: str) -> list[str]:
    """gunicorn: a few processes with a few threads, the app loaded once before they part."""
    return [
        *(python, "-m", "gunicorn", "config.wsgi"),
        *("--bind", address),
        *("--workers", str(WEB_WORKERS), "--threads", str(WEB_THREADS), "--preload"),
        *("--timeout", "60", "--graceful-timeout", "8"),
        # The control socket would be one more door, and a file name too long in a deep folder.
        "--no-control-socket",
    ]


def worker(python: str) -> list[str]:
    """Celery worker. It talks to nobody but the broker: no gossip, no waiting for neighbours at the start."""
    return [
        *(python, "-m", "celery", "-A", "config", "worker"),
        *("--concurrency", "2", "--loglevel", "INFO"),
        *("--without-gossip", "--without-mingle"),
    ]


def beat(python: str, folder: Path) -> list[str]:
    """Celery beat, the clock of the sweeps. Settings hold the schedule; the file remembers last times."""
    return [
        *(python, "-m", "celery", "-A", "config", "beat"),
        *("--loglevel", "INFO", "--schedule", str(folder / "beat-schedule"), "--pidfile="),
    ]


def broker(binary: Path, port: int, folder: Path) -> list[str]:
    """Valkey that writes every task to disk before it says yes to the next; its password comes by standard input."""
    return [
        *(str(binary), "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder)),
        *("--appendonly", "yes", "--save", ""),
        "-",
    ]
