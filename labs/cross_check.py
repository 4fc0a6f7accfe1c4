"""Does the lab's typed range belong to the unit that was chosen? Pure.

A range printed as 75–250 beside a value "in ng/mL" most likely means that the unit was misread. The marks it is
compared with (band limits, usual ranges) are content and arrive as plain values.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

CLEARLY = 0.25
"""How much nearer another unit must be before anybody is asked, as the logarithm of a ratio: about a quarter."""


@dataclass(frozen=True)
class Marks:
    """Where printed ranges of a test begin and end, in one unit."""

    lows: Sequence[float]
    highs: Sequence[float]


def likelier_unit(low: float | None, high: float | None, unit: str, marks: Mapping[str, Marks]) -> str | None:
    """The unit that the typed range clearly fits better than the chosen one, or None.

    >>> marks = {"ng/mL": Marks([20, 30], [50, 100]), "nmol/L": Marks([50, 75], [125, 250])}
    >>> likelier_unit(75, 250, "ng/mL", marks), likelier_unit(30, 100, "ng/mL", marks)
    ('nmol/L', None)
    """
    distances = {
        name: sum(parts) for name, near in marks.items() if (parts := _distances(low, high, near)) is not None
    }
    if unit not in distances:
        return None
    nearest = min(distances, key=lambda name: distances[name])
    return nearest if distances[nearest] < distances[unit] - CLEARLY else None


def _distances(low: float | None, high: float | None, marks: Marks) -> list[float] | None:
    found = [
        min(abs(log(typed / mark)) for mark in near if mark > 0)
        for typed, near in ((low, marks.lows), (high, marks.highs))
        if typed and typed > 0 and any(mark > 0 for mark in near)
    ]
    return found or None
