"""From results to the picture of one test: the unit to draw in, the points, the bands behind them."""

from dataclasses import replace
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.safestring import mark_safe

from labs import wording
from labs.bands import TestBands, limits_unit, stretches
from labs.history import Band, Point, history
from labs.models import LabResult
from labs.ranges import span
from labs.readings import in_unit, usual_ranges
from labs.units import UnknownUnit, plain, shown

MOST_POINTS = 40


def picture(results: list[LabResult], bands: TestBands | None, sex: str = "") -> str:
    """The newest results of one test, at least one, drawn in the unit of the newest."""
    results = sorted(results, key=lambda row: (row.drawn_on, row.pk))[-MOST_POINTS:]
    test, unit = results[-1].test, results[-1].unit
    behind: list[Band] = []
    if bands and bands.chosen:
        unit = limits_unit(bands.chosen, unit, test.canonical_unit)
        behind = _of_set(bands.chosen, unit)
    points = [point for result in results if (point := _point(result, unit))]
    if not points:
        return ""
    if behind:
        behind = _with_alerts(behind, bands.always, unit, max(point.value for point in points))
    days = [(date_format(point.on, "j F Y"), point.words) for point in points]
    drawn = history(
        points,
        behind or _of_range(results, unit, sex),
        title=wording.picture_title(test.short_name, unit),
        description=wording.picture_words(test.short_name, days, unit),
        prefix=f"lab-{test.slug}",
        from_zero=bool(behind),
    )
    # Everything written on it was escaped when it was drawn.
    return mark_safe(drawn)  # nosec B308 B703


def _point(result, unit):
    value = _convert(result, result.value, unit)
    if value is None:
        return None
    return Point(result.drawn_on, float(value), f"{result.comparator} {plain(value)}".lstrip())


def _convert(result, value, unit):
    units = result.test.known_units
    if unit == result.unit:
        return value
    try:
        return Decimal(shown(units.from_canonical(units.to_canonical(value, result.unit), unit)))
    except UnknownUnit:
        return None


def _of_set(band_set, unit, tone=""):
    """`tone`: only the bands of this tone."""
    return [
        Band(
            None if part.low is None else float(part.low),
            None if part.high is None else float(part.high),
            tuple(filter(None, [f"{part.reach}, {part.word}", part.word, part.reach])),
            is_usual=part.tone == "enough",
        )
        for part in stretches(band_set.bands, unit)
        if tone in ("", part.tone)
    ]


def _with_alerts(behind, always, unit, highest):
    """A value far up must not seem to lie in the top band of the chosen set: the alerts it reaches end that band."""
    for band_set in always:
        for band in _of_set(band_set, unit, tone="high"):
            if band.low is not None and behind[-1].low is not None and behind[-1].low < band.low < highest:
                behind = [*behind[:-1], replace(behind[-1], high=band.low, names=behind[-1].names[1:2]), band]
    return behind


def _of_range(results, unit, sex):
    """The newest range that a laboratory gave; without one the usual range, if there is one for this person."""
    for result in reversed(results):
        low, high = (
            limit if limit is None else _convert(result, limit, unit)
            for limit in (result.range_low, result.range_high)
        )
        if low is not None or high is not None:
            return _one_band(low, high, "the lab’s range", "up to")
    test = results[-1].test
    usual = usual_ranges(test, sex)
    if len(usual) != 1 or unit not in test.known_units.spellings:
        return []
    low, high = (in_unit(test, limit, unit) for limit in usual[0][1:])
    return _one_band(low, high, "usual adult range", "below")


def _one_band(low, high, words, upper):
    limits = span(low, high, upper=upper)
    ends = (None if limit is None else float(limit) for limit in (low, high))
    return [Band(*ends, (f"{words} {limits}", words), is_usual=True)]
