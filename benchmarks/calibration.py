"""A fixed piece of work, timed in the same run: figures of two machines compare by their ratio to it."""

import hashlib
import statistics
import time

ROUNDS = 15


def milliseconds() -> float:
    """Median time of the loop on this machine, now. The loop must never change."""
    return statistics.median(_once() for _ in range(ROUNDS))


def _once() -> float:
    started = time.perf_counter()
    total = 0
    for number in range(100_000):
        total += number * number % 7
    digest = hashlib.sha256()
    for _ in range(2_000):
        digest.update(b"quiet nights" * 20)
    words = {str(number): number for number in range(20_000)}
    sorted(words, reverse=True)
    return (time.perf_counter() - started) * 1000
