"""The section “Patterns” as the page draws it: a line that says it, a picture, and the numbers of both."""

from dataclasses import dataclass

from trends import charts
from trends.charts.patterns import hour_columns, share_bar
from trends.wording import patterns as words
from trends.wording.numbers import decimal, sentence_case

TOP_OF_SCORE = 10


@dataclass(frozen=True)
class Line:
    """One line of a table: what, its bar where there is no larger picture, how much."""

    label: str
    bar: charts.Svg | None
    amount: str
    is_second: bool = False


@dataclass(frozen=True)
class Section:
    """One pattern. Without enough data `lines` is empty and `summary` says what is wanted."""

    code: str
    title: str
    summary: str
    head: tuple[str, str] = ("", "")
    lines: tuple[Line, ...] = ()
    figure: str = ""

    @property
    def is_enough(self) -> bool:
        return bool(self.lines)


def sections(found: words.Patterns) -> list[Section]:
    """In the order in which a night is told."""
    shown = [_hours(found), _weekdays(found)]
    if not found.scored:
        shown += [_sites(found), _day_before(found)]
    # A scored symptom need not be logged in spells at all.
    return [
        section for section in shown if not (found.scored and section.code == "hours" and not found.logged)
    ]


def _hours(found) -> Section:
    title = "Time of night" if len(found.hours) < 24 else "Time of day"
    summary, is_enough = words.time_of_night(found)
    if not is_enough:
        return Section("hours", title, summary)
    lines = tuple(Line(words.clock(hour), None, str(number)) for hour, number in found.hours if number)
    figure = hour_columns(found.hours, title, words.hours_description(found))
    return Section("hours", title, summary, ("Began from", sentence_case(found.plural)), lines, figure)


def _weekdays(found) -> Section:
    title = "Day of the week"
    summary, is_enough = words.day_of_week(found)
    if not is_enough:
        return Section("weekdays", title, summary)
    if found.scored:
        lines = tuple(
            Line(day.label, share_bar(day.value / TOP_OF_SCORE), f"{decimal(day.value)} on {day.days} days")
            for day in found.weekdays
        )
        return Section("weekdays", title, summary, ("Day", "Average, 0 to 10"), lines)
    head = ("Evening of", f"Nights with {found.plural}, of those answered")
    return Section("weekdays", title, summary, head, tuple(_line(day) for day in found.weekdays))


def _sites(found) -> Section:
    summary, is_enough = words.where(found)
    lines = tuple(_line(share) for share in found.sites) if is_enough else ()
    head = ("Place", f"{sentence_case(found.plural)} there, of those with a place")
    return Section("sites", "Where", summary, head, lines)


def _day_before(found) -> Section:
    summary, _ = words.day_before(found)
    lines: list[Line] = []
    for beside in words.enough_ticked(found):
        lines += [_line(beside.ticked), _line(beside.not_ticked, "not ticked", is_second=True)]
    head = ("Ticked for the day before", f"Nights with {found.plural}")
    return Section("day_before", "The day before", summary, head, tuple(lines))


def _line(share: words.Share, label: str = "", *, is_second: bool = False) -> Line:
    part = share.number / share.of if share.of else 0.0
    return Line(label or share.label, share_bar(part), f"{share.number} of {share.of}", is_second)
