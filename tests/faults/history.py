"""What was sent and what was answered, beside what is stored: the judge of every fault test.

An entry that was acknowledged must be stored exactly once and as it was sent. One that was refused must not be stored.
One whose answer never came may be stored once or not at all.
"""

import threading
from collections import Counter
from dataclasses import dataclass, field
from uuid import UUID

STORED, REFUSED, UNKNOWN = "stored", "refused", "unknown"


@dataclass(frozen=True)
class Try:
    """One request: whose entry, what it says, when it was sent and answered (monotonic seconds), and how."""

    patient: int
    client_id: UUID
    payload: tuple
    began: float
    ended: float
    outcome: str
    status: int | None


@dataclass(frozen=True)
class Row:
    """One stored entry, as SQL shows it."""

    patient: int
    client_id: UUID
    payload: tuple


@dataclass(frozen=True)
class Findings:
    lost: list = field(default_factory=list)
    doubled: list = field(default_factory=list)
    changed: list = field(default_factory=list)
    unexpected: list = field(default_factory=list)
    server_errors: list = field(default_factory=list)

    def __bool__(self):
        return any(vars(self).values())


class History:
    """Every try of every logger, in the order of the answers."""

    def __init__(self):
        self.tries: list[Try] = []
        self._lock = threading.Lock()

    def add(self, one: Try) -> None:
        with self._lock:
            self.tries.append(one)

    @property
    def acknowledged(self) -> dict[tuple[int, UUID], tuple]:
        """What each entry said that somebody was told is stored."""
        with self._lock:
            return {(one.patient, one.client_id): one.payload for one in self.tries if one.outcome == STORED}

    def slowest(self, share: float = 0.95) -> float:
        """The time in seconds that this share of the requests stayed below."""
        took = sorted(one.ended - one.began for one in self.tries)
        return took[min(int(len(took) * share), len(took) - 1)]


def judge(history: History, rows: list[Row]) -> Findings:
    """Where what is stored differs from what was promised."""
    acknowledged = history.acknowledged
    hoped_for = {(one.patient, one.client_id) for one in history.tries if one.outcome == UNKNOWN}
    stored = Counter((row.patient, row.client_id) for row in rows)
    said = {(row.patient, row.client_id): row.payload for row in rows}
    return Findings(
        lost=sorted(set(acknowledged) - set(stored)),
        doubled=[key for key, times in stored.items() if times > 1],
        changed=[key for key, payload in acknowledged.items() if key in said and said[key] != payload],
        unexpected=sorted(set(stored) - set(acknowledged) - hoped_for),
        server_errors=[one for one in history.tries if one.status is not None and one.status >= 500],
    )


def bound(trials: int) -> str:
    """What no failure in so many trials says about the rate, at 95 % (the rule of three)."""
    return f"0 in {trials}: fewer than {100 * 3 / max(trials, 1):.2g} % at 95 %"
