"""Cells side by side: one process per processor, the answers in the order of the questions."""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor


def side_by_side(work: Callable, tasks: Iterable[tuple]) -> Iterator:
    """`work(*task)` of every task, in order. `work` is a function of a module: it is sent to the processes by name."""
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
        yield from pool.map(work, *zip(*tasks, strict=True))
