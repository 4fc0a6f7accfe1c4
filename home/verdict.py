"""“Is it helping?” as one object that the page reads down: sentences, figures, pictures, in their fixed order."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from math import isfinite

from trends import charts, reading, wording
from trends.bands import vitamin_d_bands
from trends.models import Assessment


@dataclass(frozen=True)
class VerdictPage:
    """One conclusion, ready to be read."""

    assessment: Assessment
    today: dt.date

    @cached_property
    def facts(self) -> wording.Facts:
        return reading.facts(self.assessment, self.today)

    @cached_property
    def picture(self) -> charts.HelpingChart:
        return reading.chart(self.assessment, vitamin_d_bands(self.assessment.patient))

    @property
    def given(self) -> str:
        return wording.given_line(self.facts)

    @property
    def headline(self) -> str:
        return wording.headline(self.facts)

    @property
    def attribution(self) -> str:
        return wording.attribution(self.facts)

    @property
    def figures(self) -> tuple[wording.Figure, wording.Figure]:
        return wording.before(self.facts), wording.now(self.facts)

    @property
    def range_sentence(self) -> str:
        return wording.range_sentence(self.facts) if self.has_range else ""

    @property
    def range_basis(self) -> str:
        return wording.range_basis(self.facts)

    @property
    def has_range(self) -> bool:
        return isfinite(self.facts.low) and isfinite(self.facts.high) and not self.facts.is_described

    @property
    def range_bar(self) -> str:
        """Per cent of change, negative = fewer."""
        low, middle, high = (
            100 * (ratio - 1) for ratio in (self.facts.low, self.facts.rate_ratio, self.facts.high)
        )
        low_words, high_words = wording.range_ends(self.facts)
        return charts.range_bar(
            charts.RangeBar(low, middle, high, low_words, high_words, self.range_sentence)
        )

    @property
    def next_step(self) -> wording.Paragraph:
        return wording.next_step(self.facts)

    @property
    def shortfalls(self) -> tuple[wording.Paragraph, ...]:
        return wording.shortfalls(self.facts)

    @property
    def doubts(self) -> tuple[wording.Paragraph, ...]:
        # What is missing stands above already, as the reason why nothing is concluded.
        said = self.shortfalls
        return tuple(doubt for doubt in wording.doubts(self.facts) if doubt not in said)

    @property
    def does_not_prove(self) -> str:
        return wording.does_not_prove(self.facts)

    @property
    def placebo_fact(self) -> str:
        return wording.placebo_fact(self.facts)

    @property
    def drawings(self) -> dict[str, str]:
        return {
            "phone": charts.helping_chart(self.picture, charts.PHONE, prefix="phone"),
            "desktop": charts.helping_chart(self.picture, charts.DESKTOP, prefix="desktop"),
        }

    @property
    def legend(self) -> tuple[charts.Key, ...]:
        return charts.legend(self.picture)

    @property
    def table(self) -> charts.Table:
        return charts.chart_table(self.picture)
