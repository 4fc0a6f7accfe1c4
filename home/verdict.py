"""“Is it helping?” as one object that the page reads down: sentences, figures, pictures, in their fixed order."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

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
        return wording.range_sentence(self.facts)

    @property
    def range_basis(self) -> str:
        return wording.range_basis(self.facts)

    @property
    def has_range(self) -> bool:
        return self.facts.has_range

    @property
    def range_bar(self) -> str:
        """Points, or per cent of change; negative = lower, fewer."""
        facts = self.facts
        change = (lambda points: points) if facts.is_scored else (lambda ratio: 100 * (ratio - 1))
        low, middle, high = (change(number) for number in (facts.low, facts.estimate, facts.high))
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
