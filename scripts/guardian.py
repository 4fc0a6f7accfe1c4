"""Stops what we started when we ourselves are killed without a chance to do it.

A pipe says whether we are alive: its other end closes however we end. The guardian then stops every process group
it was told about. Run as `python guardian.py`: lines "+123" and "-123" on standard input.
"""

import os
import signal
import sys
import time
from collections.abc import Iterable

GRACE_SECONDS = 5.0


def watch(lines: Iterable[str]) -> set[int]:
    """Reads until the other end closes; returns the groups that were still there."""
    groups: set[int] = set()
    for line in lines:
        group = int(line[1:])
        if line[0] == "+":
            groups.add(group)
        else:
            groups.discard(group)
    return groups


def stop(groups: set[int]) -> None:
    _signal(groups, signal.SIGCONT)
    _signal(groups, signal.SIGTERM)
    deadline = time.monotonic() + GRACE_SECONDS
    while groups and time.monotonic() < deadline:
        time.sleep(0.1)
        groups = _signal(groups, 0)
    _signal(groups, signal.SIGKILL)


def _signal(groups: set[int], number: int) -> set[int]:
    """Send it to each; returns the groups that exist."""
    found = set()
    for group in groups:
        try:
            os.killpg(group, number)
        except (ProcessLookupError, PermissionError):
            continue
        found.add(group)
    return found


if __name__ == "__main__":
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    stop(watch(sys.stdin))
