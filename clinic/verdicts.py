"""What the diary says, for the doctor: the stored conclusion, or one made on the part that is shared."""

import datetime as dt
from dataclasses import dataclass, replace
from functools import cached_property

from accounts.access import SharedRecord
from trends import charts, reading, wording
from trends.assessing import fresh_assessments, unsaved
from trends.charts.drawn import Drawn, drawn
from trends.loading import Diary
from trends.models import Assessment
from trends.without_start import most_logged, weeks_chart
from trends.wording.left_out import left_out
from trends.wording.numbers import long_day, sentence_case


@dataclass(frozen=True)
class Verdict:
    """One conclusion, ready to be read on the desk."""

    conclusion: Assessment
    today: dt.date

    @cached_property
    def facts(self) -> wording.Facts:
        return reading.facts(self.conclusion, self.today)

    @cached_property
    def picture(self) -> charts.HelpingChart:
        return reading.chart(self.conclusion)

    @property
    def title(self) -> str:
        facts = self.facts
        when = f" of {long_day(facts.readout_on, self.today)}" if facts.readout_on else ""
        name = wording.readout_name(facts.readout) if facts.readout else "no read-out yet"
        return f"{sentence_case(facts.plural)}, {name}{when}"

    @property
    def headline(self) -> str:
        return wording.doctor_headline(self.facts)

    @property
    def word(self) -> str:
        return wording.verdict_word(self.facts)

    @property
    def second_line(self) -> str:
        return wording.second_line(self.facts)

    @property
    def figures(self) -> tuple[tuple[str, str], ...]:
        return wording.doctor_figures(self.facts)

    @property
    def line(self) -> str:
        return wording.full_line(self.facts)

    @property
    def doubts(self) -> tuple[wording.Paragraph, ...]:
        return wording.doubts(self.facts)

    @property
    def does_not_prove(self) -> str:
        return wording.does_not_prove(self.facts)


@dataclass(frozen=True)
class Picture:
    """Weeks as a chart, its caption and its table; of a long diary those around the start."""

    whole: charts.HelpingChart
    diary: tuple[dt.date, dt.date] | None = None

    @cached_property
    def drawn(self) -> Drawn:
        return drawn(self.whole, diary=self.diary)

    @property
    def chart(self) -> charts.HelpingChart:
        return self.drawn.chart

    @property
    def svg(self) -> str:
        return charts.doctor_chart(self.chart)

    @property
    def table(self) -> charts.Table:
        return charts.chart_table(self.chart)

    @property
    def caption(self) -> str:
        flags = ", ".join(flag.label for flag in self.chart.flags)
        hatched = "Hatched: unanswered days." if self.chart.scored else "Hatched: unanswered nights."
        other = f" Flags: {flags}." if flags else ""
        missing = left_out(len(self.chart.weeks), self.drawn.earlier, self.drawn.later)
        return f"{sentence_case(self.chart.unit)}, by week. {hatched}{other} {missing}".strip()


def verdicts(record: SharedRecord, diary: Diary, *, now: dt.datetime, today: dt.date) -> list[Verdict]:
    """Every conclusion of this record, a main symptom's first, of the newest start; [] where it may not be told."""
    if not record.shares("symptoms", "supplements"):
        return []
    if record.is_whole:
        found = fresh_assessments(record.patient, now=now)
    else:
        found = unsaved(record.rows, record.patient, diary.until, now)
    return [Verdict(row, today) for row in sorted(found, key=_place)]


def _place(row: Assessment):
    """The order of `clinic.attention.LEADING`."""
    return (not row.is_main, -row.regimen.started_on.toordinal(), -row.regimen_id, row.symptom.order)


def picture(diary: Diary, leading: Verdict | None) -> Picture | None:
    """The chart of the leading conclusion; without one, of the symptom that the diary speaks of most."""
    if leading:
        return Picture(leading.picture, reading.diary_span(leading.conclusion))
    symptom = most_logged(diary)
    chart = weeks_chart(diary, symptom) if symptom else None
    # The desk has a place of its own for blood values.
    return Picture(replace(chart, labs=None), (diary.first_answered(symptom), diary.until)) if chart else None
