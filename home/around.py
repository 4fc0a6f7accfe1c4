"""What stands around the verdict of “Is it helping?”: what would change it, the impression, the weeks, the patterns."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from home.patterns import Section, sections
from home.verdict import VerdictPage
from home.weeks import WeeksCard
from journal.impressions import impression_due
from journal.models import Impression, Regimen
from trends import charts, patterns, reading, wording
from trends.loading import Diary, load
from trends.what_if import rows_around, what_if
from trends.wording import impressions as impression_words
from trends.wording.patterns import NOT_TESTED, basis
from trends.wording.what_if import what_would_change

NEWEST = "newest"


@dataclass(frozen=True)
class Around:
    """One verdict page and its surroundings. `newest` draws the newest weeks in place of those around the start."""

    page: VerdictPage
    newest: bool = False

    @property
    def _conclusion(self):
        return self.page.assessment

    @property
    def _patient(self):
        return self._conclusion.patient

    @cached_property
    def _diary(self) -> Diary:
        """The nights that were tested, and the last twelve weeks."""
        rows = rows_around(self._rows, self._conclusion, patterns.NIGHTS)
        return load(rows, self._conclusion.as_of_night)

    def _rows(self, model):
        return model.objects.of(self._patient)

    @cached_property
    def would_change(self) -> tuple[wording.Paragraph, ...]:
        return what_would_change(self.page.facts, what_if(self._diary, self._conclusion))

    @property
    def why_now(self) -> str:
        return self._conclusion.regimen.why_now

    @cached_property
    def impression(self) -> "OwnImpression":
        return impressions_of(self._patient, [self._conclusion.regimen], self.page.today)[0]

    @property
    def both_may_be_true(self) -> str:
        return impression_words.both_may_be_true(self.page.facts, self.impression.given)

    @cached_property
    def patterns(self) -> "PatternsCard | None":
        return patterns_card(self._rows, self._diary, self._conclusion.symptom)

    @cached_property
    def weeks(self) -> WeeksCard:
        told = tuple(charts.Flag(one.on, one.words) for one in self.impression.given)
        chart = replace(self.page.picture, impressions=told)
        return WeeksCard(chart, reading.diary_span(self._conclusion), self.newest)


@dataclass(frozen=True)
class OwnImpression:
    """What the patient said of one supplement, the newest first, and whether it is time to say it again."""

    regimen: Regimen
    given: tuple[impression_words.Impression, ...]
    words: wording.Paragraph
    is_due: bool


def impressions_of(patient, regimens: Iterable[Regimen], today: dt.date) -> list[OwnImpression]:
    """Of each of these supplements, in one query."""
    rows = list(Impression.objects.of(patient))
    found = []
    for regimen in regimens:
        given = tuple(
            impression_words.Impression(one.change, one.get_change_display().lower(), one.given_on)
            for one in rows
            if one.regimen_id == regimen.pk
        )
        words = impression_words.own_impression(given, today)
        is_due = impression_due(regimen, today, [one.on for one in given])
        found.append(OwnImpression(regimen, given, words, is_due))
    return found


@dataclass(frozen=True)
class PatternsCard:
    """The section “Patterns”, ready to be read."""

    basis: str
    caution: str
    sections: list[Section]


def patterns_card(rows, diary: Diary, symptom) -> PatternsCard | None:
    found = patterns.patterns(rows, diary, symptom, reading.felt(symptom))
    return PatternsCard(basis(found), NOT_TESTED, sections(found)) if found else None
