"""Which night a moment belongs to, and what one night's answers add up to. Pure.

A night is named by the date of the evening on which it began: 23:40 and the 02:10 after it are one night.
"""

import datetime as dt
from math import nan
from zoneinfo import ZoneInfo

NOON = dt.time(12)
NIGHT_BEGINS, NIGHT_ENDS = dt.time(20), dt.time(10)
REMEMBERED_FOR = dt.timedelta(days=3)
SEVERAL = 2
"""“Several cramps” in one tap, until the morning says how many: the least it can mean."""


def night_of(instant: dt.datetime, zone: ZoneInfo, boundary: dt.time = NOON) -> dt.date:
    """The night that an aware instant belongs to, on the wall clocks of `zone`.

    >>> night_of(dt.datetime(2026, 11, 20, 2, 10, tzinfo=dt.UTC), ZoneInfo("UTC"))
    datetime.date(2026, 11, 19)
    """
    local = _local(instant, zone)
    return local.date() if local.time() >= boundary else local.date() - dt.timedelta(days=1)


def night_bounds(night: dt.date, zone: ZoneInfo, boundary: dt.time = NOON) -> tuple[dt.datetime, dt.datetime]:
    """The UTC instants [first, end) of a night."""
    first, end = (dt.datetime.combine(day, boundary, zone) for day in (night, night + dt.timedelta(days=1)))
    return first.astimezone(dt.UTC), end.astimezone(dt.UTC)


def in_night_hours(
    instant: dt.datetime, zone: ZoneInfo, start: dt.time = NIGHT_BEGINS, end: dt.time = NIGHT_ENDS
) -> bool:
    """Whether the wall clock showed night hours, start ≤ clock < end, over midnight."""
    clock = _local(instant, zone).time()
    return clock >= start or clock < end if start > end else start <= clock < end


def was_recalled(night: dt.date, answered_at: dt.datetime, zone: ZoneInfo, boundary: dt.time = NOON) -> bool:
    """Whether an answer came more than three days after the night was over: shown then, not tested."""
    return answered_at > night_bounds(night, zone, boundary)[1] + REMEMBERED_FOR


def night_count(
    answer: str | None,
    *,
    logged: int = 0,
    several: bool = False,
    stated: int | None = None,
    recalled: bool = False,
) -> float:
    """How many episodes of one symptom a night had; NaN when it was not answered for that symptom.

    `answer` is "quiet", "yes", "unsure" or None (no check-in); `stated` the number given with it for this symptom;
    `logged` the episodes logged in time, `several` whether one of them stood for an unknown number.
    A check-in answers for every symptom, an episode only for its own; a recalled answer counts for nothing.
    """
    at_least = max(logged, SEVERAL) if several else logged
    if answer == "yes" and not recalled:
        return float(max(stated or 0, logged if stated else at_least))
    if answer == "quiet" and not recalled:
        return float(at_least)
    return float(at_least) if at_least else nan


def _local(instant: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    if instant.tzinfo is None:
        raise ValueError("A night needs an aware instant.")
    return instant.astimezone(zone)
