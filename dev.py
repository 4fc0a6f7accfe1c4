#!/usr/bin/env python3
"""Set-up and daily work, one word each: `python3 dev.py run`. The Makefile calls it; the work is in scripts/."""

import os
import signal
import sys

# Read by any Python 3, so that an old one gets a sentence and not a syntax error.
if sys.version_info < (3, 11):
    sys.exit(
        "Quiet Nights needs Python 3.11 or newer, and this is %d.%d: install one, then say which, "
        "e.g. make run PYTHON=python3.12" % sys.version_info[:2]
    )
if os.name == "nt":
    sys.exit("Quiet Nights runs on Linux and macOS: on Windows, start it inside WSL.")

from scripts import checks, cleaning, figures, locks, run, suite
from scripts.places import Problem, say

COMMANDS = {
    "run": run.run,
    "test": suite.test,
    "test-services": suite.test_services,
    "test-faults": suite.test_faults,
    "check": checks.check,
    "format": checks.tidy,
    "bench": figures.bench,
    "bench-trends": figures.bench_trends,
    "bench-nightly": figures.bench_nightly,
    "screenshots": figures.screenshots,
    "assets": run.prepare_assets,
    "lock": locks.lock,
    "clean": cleaning.clean,
}


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or arguments[0] not in COMMANDS:
        say(f"usage: python3 dev.py {' | '.join(COMMANDS)}")
        return 2
    # However we are asked to end, we end in the same orderly way; a shell's background job would ignore Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    try:
        return COMMANDS[arguments[0]]() or 0
    except Problem as problem:
        say("", str(problem))
        return 1
    except KeyboardInterrupt:
        say("", "Interrupted.")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
