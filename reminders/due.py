"""When a morning's reminder is due. Pure: the moment, the zone and the wish are passed in.

The reminder for a night comes when the patient's clocks first show her time on the morning after it, and can come until
that night ends at noon. A time that the clocks jumped over comes with the jump; one that they show twice comes once.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from journal.nights import DAY, night_bounds, night_of

EARLIEST, LATEST = dt.time(4), dt.time(11, 30)
"""A reminder before this would wake somebody; after it the night is as good as over."""


@dataclass(frozen=True)
class Wish:
    """What somebody asked for. Nights before `first_night` were over, or reminded of, when she asked."""

    at: dt.time
    first_night: dt.date
    paused_until: dt.date | None = None
    """The last morning without a reminder."""


def comes_at(night: dt.date, at: dt.time, zone: ZoneInfo | str) -> dt.datetime:
    """The UTC instant at which the reminder for a night comes.

    >>> comes_at(dt.date(2026, 10, 24), dt.time(8), "Europe/Berlin").isoformat()
    '2026-10-25T07:00:00+00:00'
    """
    return night_bounds(night, zone, at)[1]


def night_to_ask(now: dt.datetime, zone: ZoneInfo | str, wish: Wish) -> dt.date | None:
    """The night to ask about at this moment, if nothing is known of it; None while nothing is to be asked.

    >>> wish = Wish(dt.time(8), first_night=dt.date(2026, 11, 1))
    >>> night_to_ask(dt.datetime(2026, 11, 20, 7, 0, tzinfo=dt.UTC), "Europe/Berlin", wish)
    datetime.date(2026, 11, 19)
    >>> night_to_ask(dt.datetime(2026, 11, 20, 6, 59, tzinfo=dt.UTC), "Europe/Berlin", wish) is None
    True
    """
    night = night_of(now, zone)
    is_asked = night >= _first(wish) and comes_at(night, wish.at, zone) <= now
    return night if is_asked else None


def next_at(now: dt.datetime, zone: ZoneInfo | str, wish: Wish) -> dt.datetime:
    """When the next reminder can come, after this moment."""
    night = max(night_of(now, zone), _first(wish))
    # A morning that the calendar skipped has no reminder: its night is over before the time comes.
    while (comes := comes_at(night, wish.at, zone)) <= now or night_of(comes, zone) != night:
        night += DAY
    return comes


def first_night(now: dt.datetime, zone: ZoneInfo | str, at: dt.time) -> dt.date:
    """The first night that whoever asks for this time now is reminded of: a time that has passed is not made up for.

    >>> nine_in_berlin = dt.datetime(2026, 11, 20, 8, 0, tzinfo=dt.UTC)
    >>> first_night(nine_in_berlin, "Europe/Berlin", dt.time(8))
    datetime.date(2026, 11, 20)
    """
    night = night_of(now, zone)
    return night if comes_at(night, at, zone) > now else night + DAY


def mornings(
    now: dt.datetime, times: Mapping[str, Iterable[dt.time]]
) -> dict[tuple[dt.date, dt.time], list[str]]:
    """Where it is a morning on which somebody's time has come: (the night to ask about, the latest such time) → zones.

    `times`: the times that are wished for in each zone.

    >>> at_seven = dt.datetime(2026, 11, 20, 7, 0, tzinfo=dt.UTC)
    >>> mornings(at_seven, {"Europe/Berlin": [dt.time(8), dt.time(9)], "Europe/London": [dt.time(8)]})
    {(datetime.date(2026, 11, 19), datetime.time(8, 0)): ['Europe/Berlin']}
    """
    found: dict[tuple[dt.date, dt.time], list[str]] = {}
    for zone, wished in times.items():
        night = night_of(now, zone)
        if come := [at for at in wished if comes_at(night, at, zone) <= now]:
            # A later time never comes before an earlier one.
            found.setdefault((night, max(come)), []).append(zone)
    return found


def _first(wish: Wish) -> dt.date:
    # The morning after a night is that of the next day: the night of the last morning of a pause is past it.
    return max(wish.first_night, wish.paused_until or wish.first_night)
