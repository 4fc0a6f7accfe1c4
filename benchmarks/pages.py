"""`make bench`: milliseconds, queries and bytes of each page, on the demo and on a diary of five years.

The pages are served by gunicorn as `make run` starts it and fetched one after the other over one connection, whole
answer included. Beside them the time of a fixed piece of work in the same run: compare the column "× calibration"
between machines, milliseconds only on one. ARGS="--rounds 200", ARGS="--json figures.json".
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from benchmarks import calibration
from benchmarks.visits import Visitor
from demo.people import DOMAIN, PASSWORD
from scripts.places import ROOT, Problem, say
from scripts.stack import Stack

PAGES = tomllib.loads(Path(__file__).with_name("pages.toml").read_text("utf-8"))["pages"]
DIARIES = {"demo": f"alice@{DOMAIN}", "large": f"large@{DOMAIN}"}
DOCTOR = f"dr_chen@{DOMAIN}"
WARM_UP = 3
# What a path may name, asked of the database: the diary's owner and her last answered night.
ASK = """
import json
from accounts.models import User
from journal.models import CheckIn
patient = User.objects.get(email={email!r})
night = CheckIn.objects.of(patient).order_by("-night").values_list("night", flat=True)[0]
print("ANSWER", json.dumps({{"patient": patient.pk, "night": night.isoformat()}}))
"""


def main() -> int:
    options = _options()
    with tempfile.TemporaryDirectory(prefix="quiet-nights-bench-") as folder, Stack(Path(folder)) as stack:
        say("Preparing the demo and a large diary …")
        stack.prepare()
        stack.manage("load_demo")
        large = stack.manage("shell", "-v0", "-c", "from benchmarks.large_diary import write; print(write())")
        pages = [page for diary in DIARIES for page in _pages_of(stack, diary)]
        queries = _count_queries(stack, pages)
        stack.start()
        before = calibration.milliseconds()
        figures = [page | _measure(stack, page, options.rounds) for page in pages]
        after = calibration.milliseconds()
    unit = statistics.mean([before, after])
    for figure, count in zip(figures, queries, strict=True):
        figure |= {"queries": count, "ratio": figure["p50"] / unit}
    say("", f"large: {large.strip().splitlines()[-1]}; {options.rounds} visits a page")
    say(f"calibration loop: {before:.1f} ms before, {after:.1f} ms after", "")
    say(*table(figures))
    if options.json:
        Path(options.json).write_text(json.dumps({"calibration_ms": unit, "pages": figures}, indent=1))
    return 0


def table(figures: list[dict[str, Any]]) -> list[str]:
    """Lines of a Markdown table."""
    lines = ["| page | diary | p50 ms | p95 ms | × calibration | queries | kB |"]
    lines += ["|---|---|---:|---:|---:|---:|---:|"]
    for row in figures:
        lines.append(
            f"| {row['name']} | {row['diary']} | {row['p50']:.1f} | {row['p95']:.1f} | {row['ratio']:.2f} "
            f"| {row['queries']} | {row['bytes'] / 1000:.1f} |"
        )
    return lines


def _pages_of(stack: Stack, diary: str) -> list[dict[str, Any]]:
    """The list with its blanks filled; who signs in is an address, or None."""
    said = stack.manage("shell", "-v0", "-c", ASK.format(email=DIARIES[diary]))
    blanks = json.loads(said.split("ANSWER", 1)[1])
    who = {"nobody": None, "diary": DIARIES[diary], "doctor": DOCTOR}
    return [
        {
            "name": page["name"],
            "diary": diary,
            "email": who[page["who"]],
            "path": page["path"].format(**blanks),
        }
        for page in PAGES
        if diary == "demo" or page["who"] != "nobody"
    ]


def _count_queries(stack: Stack, pages: list[dict[str, Any]]) -> list[int]:
    done = subprocess.run(
        [stack.python, "-m", "benchmarks.queries"],
        cwd=ROOT,
        env=stack.environment | {"DJANGO_SETTINGS_MODULE": "config.settings"},
        input=json.dumps(pages),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Problem(f"The queries could not be counted:\n{done.stderr.strip()}")
    return json.loads(done.stdout)


def _measure(stack: Stack, page: dict[str, Any], rounds: int) -> dict[str, Any]:
    visitor = _visitor(stack.url, page["email"])
    for _ in range(WARM_UP):
        status, _, size = visitor.time(page["path"])
        if status != 200:
            raise Problem(f"{page['path']} did not open for {page['email']}: status {status}")
    times = [visitor.time(page["path"])[1] for _ in range(rounds)]
    return {"p50": statistics.median(times), "p95": statistics.quantiles(times, n=20)[-1], "bytes": size}


SIGNED_IN: dict[str | None, Visitor] = {}


def _visitor(url: str, email: str | None) -> Visitor:
    """One session a person: signing in is slow on purpose, and limited."""
    if email not in SIGNED_IN:
        SIGNED_IN[email] = Visitor(url)
        if email:
            SIGNED_IN[email].sign_in(email, PASSWORD)
    return SIGNED_IN[email]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="What each page costs.")
    parser.add_argument("--rounds", type=int, default=60, help="visits of each page")
    parser.add_argument("--json", help="also write the figures to this file")
    return parser.parse_args()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Problem as problem:
        say(str(problem))
        sys.exit(1)
