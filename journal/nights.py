"""Which night a moment belongs to, and what one night's answers add up to. Pure.

A night is named by the date of the evening on which it began: 23:40 and the 02:10 after it are one night. It begins
when the wall clock first shows the boundary (noon) of that date and ends when the next one begins, so nights follow
each other without gap or overlap through every clock change, even where a country skipped a whole day.

The zone is the one stored with the entry: a patient who travels on never moves an old night.
"""

import datetime as dt
from math import nan
from zoneinfo import ZoneInfo

NOON = dt.time(12)
NIGHT_BEGINS, NIGHT_ENDS = dt.time(20), dt.time(10)
REMEMBERED_FOR = dt.timedelta(days=3)
QUIET, YES, UNSURE = "quiet", "yes", "unsure"
SEVERAL = 2
"""“Several cramps” in one tap, until the morning says how many: the least it can mean."""
DAY = dt.timedelta(days=1)


def night_of(instant: dt.datetime, zone: ZoneInfo | str, boundary: dt.time = NOON) -> dt.date:
    """The night that an aware instant belongs to, on the wall clocks of `zone`. ValueError for a naive instant.

    >>> night_of(dt.datetime(2026, 11, 20, 2, 10, tzinfo=dt.UTC), ZoneInfo("UTC"))
    datetime.date(2026, 11, 19)
    >>> night_of(dt.datetime(2026, 11, 20, 12, 0, tzinfo=dt.UTC), "Europe/Berlin")
    datetime.date(2026, 11, 20)
    """
    place = _zone(zone)
    today = _local(instant, place).date()
    # A clock set back may show an earlier date or time again; the night that has begun stays begun.
    for night in (today + DAY, today):
        if _begins_at(night, place, boundary) <= instant:
            return night
    return today - DAY


def night_bounds(
    night: dt.date, zone: ZoneInfo | str, boundary: dt.time = NOON
) -> tuple[dt.datetime, dt.datetime]:
    """The UTC instants [first, end) of a night: usually 24 hours, 23 or 25 at a clock change.

    >>> first, end = night_bounds(dt.date(2026, 10, 24), ZoneInfo("Europe/Berlin"))
    >>> first.isoformat(), (end - first).total_seconds() / 3600
    ('2026-10-24T10:00:00+00:00', 25.0)
    """
    place = _zone(zone)
    return _begins_at(night, place, boundary), _begins_at(night + DAY, place, boundary)


def in_night_hours(
    instant: dt.datetime,
    zone: ZoneInfo | str,
    start: dt.time = NIGHT_BEGINS,
    end: dt.time = NIGHT_ENDS,
) -> bool:
    """Whether the wall clock shows night hours, start ≤ clock < end, over midnight if start is the later one.

    >>> in_night_hours(dt.datetime(2026, 11, 20, 9, 59, tzinfo=dt.UTC), ZoneInfo("UTC"))
    True
    >>> in_night_hours(dt.datetime(2026, 11, 20, 10, 0, tzinfo=dt.UTC), ZoneInfo("UTC"))
    False
    """
    clock = _local(instant, _zone(zone)).time()
    return clock >= start or clock < end if start > end else start <= clock < end


def was_recalled(
    night: dt.date, answered_at: dt.datetime, zone: ZoneInfo | str, boundary: dt.time = NOON
) -> bool:
    """Whether an answer came more than three days after the night was over: shown then, not tested.

    >>> answered_at = dt.datetime(2026, 11, 24, 12, 1, tzinfo=dt.UTC)
    >>> was_recalled(dt.date(2026, 11, 20), answered_at, ZoneInfo("UTC"))
    True
    """
    return answered_at > night_bounds(night, zone, boundary)[1] + REMEMBERED_FOR


def night_count(
    answer: str | None,
    *,
    logged: int = 0,
    several: bool = False,
    stated: int | None = None,
    others: bool = False,
    recalled: bool = False,
) -> float:
    """How many episodes of one symptom a night had; NaN when it was not answered for that symptom.

    `answer` is "quiet", "yes", "unsure" or None (no check-in); `stated` the number given with it for this symptom;
    `logged` the episodes of this symptom, `several` whether one of them stood for an unknown number; `others`
    whether another symptom was named or logged, which explains a "yes" that does not mention this one.
    A check-in answers for every symptom, an episode only for its own; a recalled check-in answers for none.
    ValueError for an unknown answer or a negative number.

    >>> night_count("yes", stated=3, logged=1), night_count("quiet", logged=1), night_count(None)
    (3.0, 1.0, nan)
    >>> night_count("yes"), night_count("yes", others=True)
    (nan, 0.0)
    """
    if answer not in (QUIET, YES, UNSURE, None) or logged < 0 or (stated or 0) < 0:
        raise ValueError(f"no such night: {answer!r}, {logged} logged, {stated} stated")
    said = None if recalled else answer
    if said == YES and stated is not None:
        return float(max(stated, logged))
    at_least = max(logged, SEVERAL) if several else logged
    is_answered = at_least or said == QUIET or (said == YES and others)
    return float(at_least) if is_answered else nan


def _zone(zone: ZoneInfo | str) -> ZoneInfo:
    return ZoneInfo(zone) if isinstance(zone, str) else zone


def _local(instant: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    if instant.tzinfo is None:
        raise ValueError("A night needs an aware instant.")
    return instant.astimezone(zone)


def _begins_at(night: dt.date, zone: ZoneInfo, boundary: dt.time) -> dt.datetime:
    """The first instant, in UTC, at which the clocks of `zone` show `boundary` on that date, or later.

    A boundary shown twice counts the first time. One that the clocks jumped over begins with the jump.
    """
    wall = dt.datetime.combine(night, boundary)
    first, second = (wall.replace(tzinfo=zone, fold=fold).astimezone(dt.UTC) for fold in (0, 1))
    if first <= second:
        return first
    # Only in a jump forward does the second reading lie before the first; the jump is between them.
    while (seconds := (first - second) // dt.timedelta(seconds=1)) > 1:
        middle = second + dt.timedelta(seconds=seconds // 2)
        if middle.astimezone(zone).replace(tzinfo=None) >= wall:
            first = middle
        else:
            second = middle
    return first
