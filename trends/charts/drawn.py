"""Which weeks of a long diary are drawn: those around the start, or the newest. Of five years nothing could be seen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from trends.charts.data import NIGHTS_A_WEEK, HelpingChart, LabHistory, Week
from trends.charts.frame import LAB_REACH

MOST_WEEKS, WEEKS_BEFORE = 40, 12


@dataclass(frozen=True)
class Drawn:
    """A chart of at most 40 weeks in a row, and how many weeks of the diary lie before and after them."""

    chart: HelpingChart
    earlier: int = 0
    later: int = 0

    @property
    def is_all(self) -> bool:
        return not (self.earlier or self.later)


def drawn(chart: HelpingChart, *, newest: bool = False, diary: tuple[date, date] | None = None) -> Drawn:
    """All weeks where they are few; else from 12 before the start to 28 after it, or the newest 40.

    `chart` need not have all weeks: those in the middle of a long diary may be missing. `diary` is its first and last
    night, those of the weeks if not given.
    """
    if not chart.weeks:
        return Drawn(chart)
    first, last = diary or (chart.weeks[0].starts_on, chart.weeks[-1].ends_on)
    kept = _kept(chart, newest)
    shown = chart if len(kept) == len(chart.weeks) else _within(replace(chart, weeks=kept))
    return Drawn(shown, _weeks_between(first, kept[0].starts_on), _weeks_between(kept[-1].ends_on, last))


def _kept(chart: HelpingChart, newest: bool) -> tuple[Week, ...]:
    """The weeks in a row that are drawn."""
    runs = _runs(chart.weeks)
    if newest or chart.start is None:
        return runs[-1][-MOST_WEEKS:]
    from_day = chart.start - timedelta(weeks=WEEKS_BEFORE)
    around = next((run for run in runs if run[-1].ends_on >= from_day), runs[-1])
    if len(runs) == 1 and len(around) <= MOST_WEEKS:
        return around
    return tuple(week for week in around if week.ends_on >= from_day)[:MOST_WEEKS]


def _runs(weeks: tuple[Week, ...]) -> list[tuple[Week, ...]]:
    """Weeks that follow each other without a gap."""
    runs: list[list[Week]] = []
    for week in weeks:
        if runs and week.starts_on <= runs[-1][-1].ends_on + timedelta(days=1):
            runs[-1].append(week)
        else:
            runs.append([week])
    return [tuple(run) for run in runs]


def _weeks_between(first: date, last: date) -> int:
    return max((last - first).days, 0) // NIGHTS_A_WEEK


def _within(chart: HelpingChart) -> HelpingChart:
    """The chart without what happened before and after its weeks."""
    first, last = chart.weeks[0].starts_on, chart.weeks[-1].ends_on
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
        impressions=tuple(said for said in chart.impressions if first <= said.on <= last),
        labs=_labs(chart.labs, first - LAB_REACH, last + LAB_REACH),
    )


def _labs(labs: LabHistory | None, first: date, last: date) -> LabHistory | None:
    if labs is None:
        return None
    points = tuple(point for point in labs.points if first <= point.on <= last)
    return replace(labs, points=points) if points else None
