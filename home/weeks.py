"""The card “Week by week”: a picture in two sizes, and the same numbers as a table."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from trends import charts
from trends.charts.drawn import Drawn, drawn
from trends.loading import Diary
from trends.without_start import weeks_chart
from trends.wording.left_out import left_out


@dataclass(frozen=True)
class WeeksCard:
    """A chart of a diary with this first and last night. `newest` draws the newest weeks, not those of the start."""

    chart: charts.HelpingChart
    diary: tuple[dt.date, dt.date]
    newest: bool = False

    @cached_property
    def drawn(self) -> Drawn:
        return drawn(self.chart, newest=self.newest, diary=self.diary)

    @property
    def unit(self) -> str:
        return self.chart.unit

    @property
    def left_out(self) -> str:
        shown = self.drawn
        return left_out(len(shown.chart.weeks), shown.earlier, shown.later)

    @property
    def has_other_weeks(self) -> bool:
        """Whether there are newer weeks to go to, or a start to go back to."""
        return self.chart.start is not None and (self.newest or self.drawn.later > 0)

    @property
    def year(self) -> int:
        """Of the journal's page that shows what is left out."""
        first, last = self.diary
        return (last if self.drawn.later else first).year

    @cached_property
    def drawings(self) -> dict[str, str]:
        return {
            "phone": charts.helping_chart(self.drawn.chart, charts.PHONE, prefix="phone"),
            "desktop": charts.helping_chart(self.drawn.chart, charts.DESKTOP, prefix="desktop"),
        }

    @property
    def legend(self) -> tuple[charts.Key, ...]:
        return charts.legend(self.drawn.chart)

    @cached_property
    def table(self) -> charts.Table:
        return charts.chart_table(self.drawn.chart)


def weeks_without_start(diary: Diary, symptom, bands) -> WeeksCard | None:
    """Of a diary in which nothing was started: described, compared with nothing."""
    chart = weeks_chart(diary, symptom, bands)
    return WeeksCard(chart, (diary.first_answered(symptom), diary.until)) if chart else None
