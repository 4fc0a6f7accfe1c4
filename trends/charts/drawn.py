"""Which weeks of a long diary are drawn: those around the start, or the newest. Of five years nothing could be seen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from trends.charts.data import HelpingChart, LabHistory
from trends.charts.frame import LAB_REACH

MOST_WEEKS, WEEKS_BEFORE = 40, 12


@dataclass(frozen=True)
class Drawn:
    """A chart of at most 40 weeks, and how many of the diary's weeks lie before and after them."""

    chart: HelpingChart
    earlier: int = 0
    later: int = 0

    @property
    def is_all(self) -> bool:
        return not (self.earlier or self.later)


def drawn(chart: HelpingChart, *, newest: bool = False) -> Drawn:
    """All weeks where they are few; else from 12 before the start to 28 after it, or the newest 40."""
    weeks = chart.weeks
    if len(weeks) <= MOST_WEEKS:
        return Drawn(chart)
    first = len(weeks) - MOST_WEEKS
    if chart.start is not None and not newest:
        from_day = chart.start - timedelta(weeks=WEEKS_BEFORE)
        first = sum(week.starts_on < from_day for week in weeks)
    kept = weeks[first : first + MOST_WEEKS]
    shown = replace(chart, weeks=kept)
    return Drawn(_within(shown, kept[0].starts_on, kept[-1].ends_on), first, len(weeks) - first - len(kept))


def _within(chart: HelpingChart, first: date, last: date) -> HelpingChart:
    """The chart without what happened before and after its weeks."""
    ahead = last + timedelta(weeks=MOST_WEEKS)
    return replace(
        chart,
        start=chart.start if chart.start and first <= chart.start <= ahead else None,
        levels=tuple(level for level in chart.levels if level.first_on <= last and level.last_on >= first),
        phases=tuple(
            phase
            for phase in chart.phases
            if phase.starts_on <= last and (phase.ends_on is None or phase.ends_on >= first)
        ),
        flags=tuple(flag for flag in chart.flags if first <= flag.on <= last),
        labs=_labs(chart.labs, first - LAB_REACH, last + LAB_REACH),
    )


def _labs(labs: LabHistory | None, first: date, last: date) -> LabHistory | None:
    if labs is None:
        return None
    points = tuple(point for point in labs.points if first <= point.on <= last)
    return replace(labs, points=points) if points else None
