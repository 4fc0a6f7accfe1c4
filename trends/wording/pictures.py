"""What a picture shows, said for people who do not see it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from trends.wording.numbers import (
    counted,
    decimal,
    known,
    listing,
    long_day,
    sentence_case,
    short_day,
    thousands,
)

if TYPE_CHECKING:
    from datetime import date

    from trends.charts.data import HelpingChart, LabHistory, LimitBar, Phase, Week

NOTHING_YET = "No answered nights yet."


def plain(value: float) -> str:
    """One decimal at most.

    >>> plain(7.0), plain(2.62)
    ('7', '2.6')
    """
    return decimal(value).removesuffix(".0")


def chart_title(chart: HelpingChart) -> str:
    return f"{sentence_case(chart.unit)}, week by week"


def chart_description(chart: HelpingChart) -> str:
    """The picture in sentences: weeks, start, levels, coverage, labs and other changes."""
    if chart.is_empty:
        return NOTHING_YET
    sentences = [
        _weeks(chart),
        _start(chart),
        _levels(chart),
        coverage(chart.weeks, "day" if chart.scored else "night"),
        _labs(chart),
        _flags(chart),
    ]
    return " ".join(filter(None, sentences)) + " The table below has the same numbers."


def _weeks(chart: HelpingChart) -> str:
    rates = [week.rate for week in chart.weeks if week.answered and known(week.rate)]
    span = f"{counted(len(chart.weeks), 'week', 'weeks')} from {_span(chart.weeks[0], chart.weeks[-1])}."
    low, high = min(rates), max(rates)
    figures = plain(low) if low == high else f"{plain(low)} to {plain(high)}"
    return f"{span} By week: {figures} {chart.unit}."


def _span(first: Week, last: Week) -> str:
    return f"{long_day(first.starts_on)} to {long_day(last.ends_on)}"


def _start(chart: HelpingChart) -> str:
    parts = [f"Start on {long_day(chart.start)}."] if chart.start else []
    if chart.readout:
        parts.append(f"Next read-out on {long_day(chart.readout)}.")
    return " ".join(parts)


def _levels(chart: HelpingChart) -> str:
    return " ".join(
        f"Average from {short_day(level.first_on)} to {short_day(level.last_on)}: {plain(level.value)}."
        for level in chart.levels
    )


def coverage(weeks: Sequence[Week], night: str = "night") -> str:
    nights = sum(week.nights for week in weeks)
    return f"{sum(week.answered for week in weeks)} of {counted(nights, night, night + 's')} answered."


def _labs(chart: HelpingChart) -> str:
    if chart.labs is None or not chart.labs.points:
        return ""
    return f"{chart.labs.name}: {_values(chart.labs)}."


def _values(labs: LabHistory) -> str:
    return listing([f"{point.text} {labs.unit} on {long_day(point.on)}" for point in labs.points])


def _flags(chart: HelpingChart) -> str:
    if not chart.flags:
        return ""
    return f"Other changes: {listing([f'{flag.label} on {short_day(flag.on)}' for flag in chart.flags])}."


def spark_description(
    weeks: Sequence[Week], start: date | None, symptom: str, enough: int, *, scored: bool = False
) -> str:
    """One sentence for the small bars of a list.

    "14 weeks, cramps per 7 answered nights: 7 at first, 2.8 last; start on 19 Sep; 2 weeks with too few answers."
    """
    rates = [week.rate for week in weeks if week.answered >= max(enough, 1) and known(week.rate)]
    thin = len(weeks) - len(rates)
    if not rates:
        return f"{counted(len(weeks), 'week', 'weeks')}, too few answers to show {symptom}."
    parts = [f"{plain(rates[0])} at first, {plain(rates[-1])} last"]
    if start is not None and weeks[0].starts_on < start <= weeks[-1].ends_on:
        parts.append(f"start on {short_day(start)}")
    if thin:
        parts.append(f"{counted(thin, 'week', 'weeks')} with too few answers")
    unit = "average of 0 to 10" if scored else "per 7 answered nights"
    comma = "," if scored else ""
    return f"{counted(len(weeks), 'week', 'weeks')}, {symptom}{comma} {unit}: {'; '.join(parts)}."


def lab_description(labs: LabHistory) -> str:
    return f"{_values(labs)}." if labs.points else f"No {labs.name} result yet."


def phases_description(phases: Sequence[Phase], today: date) -> str:
    said = [
        f"{phase.label} from {long_day(phase.starts_on)}"
        + (f" to {long_day(phase.ends_on)}" if phase.ends_on else ", until you change it")
        for phase in phases
    ]
    return f"{'; '.join(said)}. Today is {long_day(today)}." if said else "No plan yet."


def limit_description(bar: LimitBar) -> str:
    sources = listing([f"{part.label} {thousands(part.amount)}" for part in bar.parts]) or "nothing"
    limit = f" Upper limit {thousands(bar.limit)}." if bar.limit else ""
    return f"{thousands(bar.total)} {bar.unit} a day: {sources}.{limit}"
