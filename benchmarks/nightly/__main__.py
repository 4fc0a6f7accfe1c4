"""`make bench-nightly`: the night's pass over 1,000, 10,000 and 100,000 invented diaries of 140 nights, on Postgres.

Each size gets a database of its own, which is dropped afterwards, on the server of DATABASE_URL or on a Postgres
started from the installed programs. The tasks themselves run, in two processes. "first" stores everything anew,
"again" is the night after: every conclusion replaced. Beside it one patient from stale to stored, on Postgres and on
SQLite, and the calibration loop. ARGS="--patients 1000 10000"; the size of 100,000 takes minutes to fill.
"""

import argparse
import datetime as dt
import os
import secrets
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from benchmarks import calibration
from benchmarks.nightly.crew import Crew, at_work
from benchmarks.nightly.fill import fill
from scripts.places import Problem, say
from scripts.postgres import ThrowawayPostgres
from scripts.suite import with_database

PROCESSES = 2
ALONE = 65
HEAD = ("patients", "night", "rows", "seconds", "patients/s", "µs/patient", "arithmetic", "Python", "MB")


def main() -> int:
    options = _options()
    lines, alone = [HEAD], {}
    before = calibration.milliseconds()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="quiet-nights-bench-")))
        server = os.environ.get("DATABASE_URL") or stack.enter_context(ThrowawayPostgres(durable=True)).url
        for patients in options.patients:
            with _database(server) as url, at_work(url, folder, PROCESSES) as crew:
                say(f"{patients:,} patients …")
                rows = fill(url, patients, _last_night())
                lines += [_measured(crew, patients, night, rows) for night in ("first", "again")]
                alone = alone or _one_patient(crew, folder)
    after = calibration.milliseconds()
    say("", *_table(lines), "")
    say(
        "arithmetic, Python: share of the processes' time in trends.core, and in Python at all; the rest is the"
    )
    say(
        "database's. MB: the peaks of both processes, and with both ends of the database (shared buffers included)."
    )
    for name, times in alone.items():
        say(f"one patient, stale to stored, {name}: p50 {_at(times, 50):.1f} ms, p95 {_at(times, 95):.1f} ms")
    say(f"calibration loop: {before:.1f} ms before, {after:.1f} ms after; {PROCESSES} processes")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-nightly", description=__doc__)
    parser.add_argument("--patients", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    return parser.parse_args()


def _last_night() -> str:
    """The newest night that is over in UTC, where the invented people live."""
    return str((dt.datetime.now(dt.UTC) - dt.timedelta(hours=36)).date())


@contextmanager
def _database(server: str) -> Iterator[str]:
    name = f"quiet_nights_bench_{secrets.token_hex(4)}"
    url, quoted = with_database(server, name), sql.Identifier(name)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(quoted))
        try:
            yield url
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(quoted))


def _measured(crew: Crew, patients: int, night: str, rows: int) -> tuple[str, ...]:
    ranges = crew.ask("begin")
    began = time.perf_counter()
    parts = crew.ask_all("assess", ranges)
    seconds = time.perf_counter() - began
    found = crew.ask("outcome")
    if (found["done"], found["failed"]) != (patients, 0):
        raise Problem(f"Not every diary was computed: {found}")
    work = sum(part["seconds"] for part in parts)
    memory, backend = _peak(parts, "memory"), _peak(parts, "backend")
    line = (
        f"{patients:,}",
        night,
        f"{rows:,}",
        f"{seconds:.1f}",
        f"{patients / seconds:,.0f}",
        f"{seconds / patients * 1e6:,.0f}",
        f"{sum(part['arithmetic'] for part in parts) / work:.0%}",
        f"{sum(part['python'] for part in parts) / work:.0%}",
        f"{memory:.0f} / {memory + backend:.0f}",
    )
    say("  ".join(line))
    return line


def _peak(parts: list[dict[str, float]], name: str) -> float:
    """The peaks of all processes together."""
    by_process: dict[float, float] = {}
    for part in parts:
        by_process[part["pid"]] = max(part[name], by_process.get(part["pid"], 0.0))
    return sum(by_process.values())


def _one_patient(crew: Crew, folder: Path) -> dict[str, list[float]]:
    """On Postgres, and with the same diaries on SQLite."""
    rows = str(folder / "diaries.json")
    crew.ask("give", [ALONE, rows])
    with at_work(f"sqlite:///{folder}/one.sqlite3", folder, 1) as other:
        other.ask("take", rows)
        return {"Postgres": crew.ask("one_patient", ALONE), "SQLite": other.ask("one_patient", ALONE)}


def _at(times: list[float], percent: int) -> float:
    return statistics.quantiles(times, n=100)[percent - 1]


def _table(lines: list[tuple[str, ...]]) -> list[str]:
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    return ["  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True)) for line in lines]


if __name__ == "__main__":
    raise SystemExit(main())
