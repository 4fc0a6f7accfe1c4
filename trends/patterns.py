"""What the last twelve weeks of one symptom looked like: hours, weekdays, places and the day before. Counted only."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from math import isnan
from zoneinfo import ZoneInfo

from journal import choices
from journal.models import CheckIn, Episode, SymptomType
from trends.loading import Diary, Rows
from trends.wording.patterns import WEEKDAYS, Beside, Mean, Patterns, Share

NIGHTS = 84
NIGHT_HOURS = (*range(20, 24), *range(10))
DAY_HOURS = (*range(12, 24), *range(12))


def first_night(last: dt.date) -> dt.date:
    """The first of the nights that are looked at."""
    return last - dt.timedelta(days=NIGHTS - 1)


def patterns(rows: Rows, diary: Diary, symptom: SymptomType, plural: str) -> Patterns | None:
    """Of the last twelve weeks of `diary` (which may be cut to them). Two queries. None without an answered night."""
    last = diary.until
    earliest = diary.first_answered(symptom)
    if earliest is None or earliest > last:
        return None
    first = max(first_night(last), earliest)
    nights = {
        first + dt.timedelta(day): value for day, value in enumerate(diary.nights(symptom, first, last))
    }
    answered = {night: value for night, value in nights.items() if not isnan(value)}
    if not answered:
        return None
    episodes = _episodes(rows, symptom, first, last)
    return Patterns(
        plural=plural,
        first=first,
        last=last,
        answered=len(answered),
        scored=symptom.is_scored,
        logged=len(episodes),
        hours=_hours(symptom, episodes),
        weekdays=_means(answered) if symptom.is_scored else _weekdays(answered),
        placed=sum(1 for _, _, sites in episodes if sites),
        sites=_sites(episodes),
        day_before=() if symptom.is_scored else _day_before(rows, answered, first, last),
    )


def _episodes(rows, symptom, first, last):
    """(started_at, zone, sites) of those that count for their night."""
    found = rows(Episode).filter(symptom=symptom, night__range=(first, last), recalled=False)
    if symptom.counted_by == SymptomType.CountedBy.NIGHT:
        found = found.filter(in_night_hours=True)
    return list(found.order_by().values_list("started_at", "zone", "sites"))


def _hours(symptom, episodes) -> tuple[tuple[int, int], ...]:
    zones = {zone: ZoneInfo(zone) for _, zone, _ in episodes}
    began = Counter(at.astimezone(zones[zone]).hour for at, zone, _ in episodes)
    shown = NIGHT_HOURS if symptom.counted_by == SymptomType.CountedBy.NIGHT else DAY_HOURS
    return tuple((hour, began[hour]) for hour in shown)


def _weekdays(answered: dict[dt.date, float]) -> tuple[Share, ...]:
    return tuple(
        _share(label, (value for night, value in answered.items() if night.weekday() == day))
        for day, label in enumerate(WEEKDAYS)
    )


def _share(label: str, values: Iterable[float]) -> Share:
    told = list(values)
    return Share(label, sum(value > 0 for value in told), len(told))


def _means(answered: dict[dt.date, float]) -> tuple[Mean, ...]:
    found = []
    for day, label in enumerate(WEEKDAYS):
        values = [value for night, value in answered.items() if night.weekday() == day]
        found.append(Mean(label, sum(values) / len(values) if values else None, len(values)))
    return tuple(found)


def _sites(episodes) -> tuple[Share, ...]:
    """Every place that was named, the one named most often first. An episode may name several."""
    placed = [set(sites) for _, _, sites in episodes if sites]
    named = Counter(site for sites in placed for site in sites)
    order = list(choices.SITES)
    slugs = sorted(named, key=lambda slug: (-named[slug], order.index(slug) if slug in order else len(order)))
    return tuple(Share(choices.SITES.get(slug, slug), named[slug], len(placed)) for slug in slugs)


def _day_before(rows, answered, first, last) -> tuple[Beside, ...]:
    """Only nights with a check-in: where nothing could be ticked, nothing was left unticked."""
    ticks = {
        night: set(contributors)
        for night, contributors in rows(CheckIn)
        .filter(night__range=(first, last), recalled=False)
        .order_by()
        .values_list("night", "contributors")
        if night in answered
    }
    return tuple(_beside(slug, label, ticks, answered) for slug, label in choices.CONTRIBUTORS.items())


def _beside(slug, label, ticks, answered) -> Beside:
    with_tick = _share(label, (answered[night] for night, ticked in ticks.items() if slug in ticked))
    without = _share(label, (answered[night] for night, ticked in ticks.items() if slug not in ticked))
    return Beside(label, with_tick, without)
