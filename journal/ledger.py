"""What the patient takes in all: every product, and the totals of a substance against its limits.

`rows` gives the rows of a model that may be read: `of_patient(alice)` for her own page, `SharedRecord.rows` for a
reader. However many products there are, `read` makes five queries.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from journal import choices
from journal.doses import GroupTotal, Source, group_total
from journal.models import Dose, Impression, Ingredient, Phase, Regimen, Substance
from journal.taking import DAY, WINDOW, Question, Taking

Rows = Callable[[type], Any]
VITAMIN_D = "vitamin-d"


def of_patient(patient) -> Rows:
    return lambda model: model.objects.of(patient)


@dataclass(frozen=True)
class Average:
    """An amount a day over a window of days."""

    per_day: Decimal
    assumes_taken: bool
    """Whether doses without an answer were counted as taken: an upper bound, where one is wanted."""
    includes_prescribed: bool


@dataclass(frozen=True)
class Total:
    """All of one substance group together: as planned now, and over the last four weeks."""

    group: str
    substance: Substance
    now: GroupTotal
    lately: Average | None
    """None while nothing in the group has been taken for four weeks."""
    unknown: tuple[str, ...]
    """Products that do not say how much they hold."""

    @property
    def name(self) -> str:
        return choices.SUBSTANCE_GROUPS.get(self.group, self.group)

    @property
    def unit(self) -> str:
        return self.substance.base_unit

    @property
    def most_per_day(self) -> Decimal:
        return max(self.now.per_day, self.lately.per_day if self.lately else Decimal(0))

    @property
    def was_over(self) -> bool:
        """The plan keeps to the limit now, but the last four weeks did not."""
        return not self.now.is_over and self.now.limit is not None and self.most_per_day > self.now.limit

    @property
    def is_worth_a_word(self) -> bool:
        """From this total on the content has something to say, whatever the limit."""
        return self.substance.warn_from is not None and self.most_per_day >= self.substance.warn_from

    @property
    def is_shown(self) -> bool:
        return self.group == VITAMIN_D or self.now.is_over or self.was_over or self.is_worth_a_word


@dataclass(frozen=True)
class Ledger:
    """Every regimen of one patient, seen from `today`."""

    takings: tuple[Taking, ...]
    today: dt.date

    @cached_property
    def current(self) -> list[Taking]:
        return [taking for taking in self.takings if taking.is_current]

    @cached_property
    def upcoming(self) -> list[Taking]:
        return [taking for taking in self.takings if taking.is_upcoming]

    @cached_property
    def past(self) -> list[Taking]:
        return [taking for taking in self.takings if taking.is_past]

    @cached_property
    def questions(self) -> list[Question]:
        """The doses to ask about today, answered ones too."""
        return [question for taking in self.current if (question := taking.question)]

    @cached_property
    def totals(self) -> list[Total]:
        groups = dict.fromkeys(part.substance.group for taking in self.current for part in taking.parts)
        return [total for group in groups if (total := self.total(group)).is_shown]

    def total(self, group: str) -> Total:
        """`group` must be in a product that is taken now."""
        holding = [taking for taking in self.current if taking.has(group)]
        sources, unknown = [], []
        for taking in holding:
            per_day = taking.per_day(group)
            if per_day is None:
                unknown.append(taking.product)
            else:
                sources.append(Source(taking.product, per_day, taking.is_prescribed))
        substance = _strictest(
            part.substance for t in holding for part in t.parts if part.substance.group == group
        )
        return Total(
            group,
            substance,
            group_total(sources, substance.daily_limit),
            self._lately(group),
            tuple(unknown),
        )

    def average(self, group: str, first: dt.date, last: dt.date) -> Average:
        """All of a group a day from `first` to `last`, past products included."""
        doses = [
            (amount, was_marked, taking.regimen.is_prescribed)
            for taking in self.takings
            if taking.has(group)
            for amount, was_marked in taking.swallowed(group, first, last)
        ]
        total = sum((amount for amount, _, _ in doses), Decimal(0))
        return Average(
            total / ((last - first).days + 1),
            any(not was_marked for _, was_marked, _ in doses),
            any(prescribed for _, _, prescribed in doses),
        )

    def _lately(self, group):
        first = self.today - WINDOW + DAY
        begun = [taking.regimen.started_on for taking in self.takings if taking.has(group)]
        return self.average(group, first, self.today) if min(begun) <= first else None


def read(rows: Rows, today: dt.date) -> Ledger:
    regimens = list(rows(Regimen).select_related("supplement", "main_symptom"))
    parts = _grouped(rows(Ingredient).select_related("substance"), "supplement_id")
    phases = _grouped(rows(Phase).order_by("starts_on"), "regimen_id")
    days: dict[int, dict[dt.date, str]] = defaultdict(dict)
    for regimen_id, day, state in rows(Dose).order_by("day").values_list("regimen_id", "day", "state"):
        days[regimen_id][day] = state
    given: dict[int, list[dt.date]] = defaultdict(list)
    for regimen_id, given_on in rows(Impression).order_by("given_on").values_list("regimen_id", "given_on"):
        given[regimen_id].append(given_on)
    return Ledger(
        tuple(
            Taking(
                regimen,
                tuple(parts[regimen.supplement_id]),
                tuple(phases[regimen.pk]),
                days[regimen.pk],
                tuple(given[regimen.pk]),
                today,
            )
            for regimen in regimens
        ),
        today,
    )


def _grouped(rows, key):
    groups = defaultdict(list)
    for row in rows:
        groups[getattr(row, key)].append(row)
    return groups


def _strictest(substances: Iterable[Substance]) -> Substance:
    """The substance of a group whose limit is the lowest; one without a limit comes last."""
    return min(substances, key=lambda one: (one.daily_limit is None, one.daily_limit, one.pk))
