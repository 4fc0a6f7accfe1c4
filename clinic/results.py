"""Laboratory values as a doctor reads them: newest of each test, with the lab's own range, and what it was before."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from accounts.models import User
from labs.models import VITAMIN_D, LabResult, LabTest
from labs.units import UnknownUnit, plain, shown, unit_words
from trends.wording.numbers import counted, short_day


@dataclass(frozen=True)
class LabLine:
    """The newest value of one test. `mark` is "above", "below" or "" by the range that is shown."""

    name: str
    number: str
    unit: str
    beside: str
    mark: str
    drawn_on: dt.date


@dataclass(frozen=True)
class Labs:
    """The newest values. Those of the newest draw stand under its date; an older one names its own."""

    drawn_on: dt.date
    after: str
    lines: list[LabLine]


def labs(results: Iterable[LabResult], patient: User, starts: Iterable[dt.date]) -> Labs | None:
    """One line a test, in the order of the tests. `results` newest first, with their test."""
    by_test: dict[int, list[LabResult]] = {}
    for result in results:
        by_test.setdefault(result.test_id, []).append(result)
    if not by_test:
        return None
    ordered = sorted(by_test.values(), key=lambda rows: (rows[0].test.order, rows[0].test.name))
    lines = [_line(rows, patient) for rows in ordered]
    newest = max(line.drawn_on for line in lines)
    return Labs(newest, _after(newest, sorted(starts)), lines)


def value_words(result: LabResult) -> str:
    """As printed, with its unit.

    "38 ng/mL", "< 4 ng/mL"
    """
    return f"{result.printed} {unit_words(result.unit)}".strip()


def _line(rows, patient) -> LabLine:
    newest, *older = rows
    low, high, whose = _range(newest, patient)
    beside = [words for words in (_other_unit(newest), _range_words(low, high, whose)) if words]
    if older and newest.test.slug == VITAMIN_D:
        beside.append(f"was {older[0].printed}, {short_day(older[0].drawn_on)}")
    return LabLine(
        name=newest.test.short_name,
        number=newest.printed,
        unit=unit_words(newest.unit),
        beside="; ".join(beside),
        mark=_mark(newest, low, high),
        drawn_on=newest.drawn_on,
    )


def _after(day, starts) -> str:
    """How long after the last start or change of dose the blood was drawn."""
    before = [start for start in starts if start <= day]
    if not before:
        return ""
    what = "start" if len(before) == 1 else "dose change"
    return f"{counted((day - before[-1]).days // 7, 'week', 'weeks')} after the {what}"


def _other_unit(result) -> str:
    if result.test.slug != VITAMIN_D:
        return ""
    units = result.test.known_units
    try:
        other = units.counterpart(result.unit)
        converted = (
            units.from_canonical(units.to_canonical(result.value, result.unit), other) if other else None
        )
    except UnknownUnit:
        return ""
    return f"{shown(converted)} {unit_words(other)}" if other and converted is not None else ""


def _range(result, patient) -> tuple[Decimal | None, Decimal | None, str]:
    """The lab's own range; else the usual one of the content, in the unit as reported, by sex where it differs."""
    if result.range_low is not None or result.range_high is not None:
        return result.range_low, result.range_high, ""
    low, high = usual_range(result.test, patient.sex)
    try:
        units, unit = result.test.known_units, result.test.known_units.find(result.unit)
    except UnknownUnit:
        return None, None, ""
    return *(None if end is None else units.from_canonical(end, unit) for end in (low, high)), "usual "


def usual_range(test: LabTest, sex: str) -> tuple[Decimal | None, Decimal | None]:
    own = {
        "female": (test.usual_female_low, test.usual_female_high),
        "male": (test.usual_male_low, test.usual_male_high),
    }
    low, high = own.get(sex, (None, None))
    return (low, high) if low is not None or high is not None else (test.usual_low, test.usual_high)


def _range_words(low, high, whose) -> str:
    if low is not None and high is not None:
        return f"{whose}{_end(low)}–{_end(high)}"
    if low is not None:
        return f"{whose}≥ {_end(low)}"
    return f"{whose}under {_end(high)}" if high is not None else ""


def _end(value: Decimal) -> str:
    return plain(value) if value == value.quantize(Decimal("0.001")) else shown(value)


def _mark(result, low, high) -> str:
    if high is not None and result.value > high and result.comparator != "<":
        return "above"
    return "below" if low is not None and result.value < low and result.comparator != ">" else ""
