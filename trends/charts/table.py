"""The numbers of the big chart as a table: nothing can be seen in the picture that cannot be read here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from trends.charts.data import HelpingChart, Week
from trends.wording.numbers import sentence_case, short_day
from trends.wording.pictures import plain

NO_ANSWER = "no answer"
RANGE, SPAN = "3-in-4 range", "Lowest to highest"
NOT_TESTED = "shown, not tested"


@dataclass(frozen=True)
class Row:
    """One week: a cell for each column but the last, and the notes for that one."""

    cells: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """`below` holds, with full dates, what falls outside the weeks."""

    head: tuple[str, ...]
    rows: tuple[Row, ...]
    below: tuple[str, ...]


def chart_table(chart: HelpingChart) -> Table:
    """A week a row: week, count (not for scores), nights answered, rate or average, range, notes."""
    events = _events(chart)
    rows = tuple(Row(_cells(week, chart.scored), _notes(week, events)) for week in chart.weeks)
    outside = [event for event in events if not any(_falls_in(event[0], week) for week in chart.weeks)]
    return Table(_head(chart), rows, tuple(f"{short_day(on)} {on.year}: {words}" for on, words in outside))


def _head(chart: HelpingChart) -> tuple[str, ...]:
    if chart.scored:
        return "Week", "Days scored", "Average, 0 to 10", SPAN, "Notes"
    return "Week", sentence_case(chart.symptom), "Nights answered", "Per 7 answered nights", RANGE, "Notes"


def _cells(week: Week, scored: bool) -> tuple[str, ...]:
    label = f"{short_day(week.starts_on)} to {short_day(week.ends_on)}"
    answered = f"{week.answered} of {week.nights}"
    rate = plain(week.rate) if week.rate is not None and week.has_rate else NO_ANSWER
    spread = f"{plain(week.low or 0)} to {plain(week.high or 0)}" if week.has_range else ""
    if scored:
        return label, answered, rate, spread
    count = str(week.episodes) if week.answered and week.episodes is not None else NO_ANSWER
    return label, count, answered, rate, spread


def _notes(week: Week, events: list[tuple[date, str]]) -> tuple[str, ...]:
    said = [f"{short_day(on)}: {words}" for on, words in events if _falls_in(on, week)]
    if week.has_rate and not week.tested:
        said.append(NOT_TESTED)
    return tuple(said)


def _falls_in(on: date, week: Week) -> bool:
    return week.starts_on <= on < week.starts_on + timedelta(days=7)


def _events(chart: HelpingChart) -> list[tuple[date, str]]:
    """Everything else on the time axis, oldest first."""
    events = [(chart.start, "start")] if chart.start else []
    events += [(chart.readout, "next read-out")] if chart.readout else []
    events += [(phase.starts_on, f"{phase.label} begins") for phase in chart.phases]
    events += [(flag.on, f"{flag.kind}: {flag.label}" if flag.kind else flag.label) for flag in chart.flags]
    events += [(said.on, f"own impression: {said.label}") for said in chart.impressions]
    if chart.labs:
        labs = chart.labs
        events += [(point.on, f"{labs.name} {point.text} {labs.unit}") for point in labs.points]
    return sorted(events, key=lambda event: event[0])
