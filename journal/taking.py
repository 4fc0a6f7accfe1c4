"""One regimen as it is planned and taken: its words, its days, the dose to ask about."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from journal.doses import (
    Adherence,
    Misfit,
    PhaseLike,
    adherence,
    amount_words,
    both_units,
    cover,
    cut_at,
    dose_days,
    in_order,
    is_due,
    misfits,
    next_dose_on,
    phase_on,
    plan_words,
    rate_per_day,
    rhythm_words,
)
from journal.impressions import impression_due
from journal.models import Dose, Ingredient, Regimen
from journal.products import contents

WINDOW = dt.timedelta(days=28)
"""How far back an average and a warning reach: long enough for a monthly dose, short enough to follow a change."""
DAY = dt.timedelta(days=1)
TAKEN = Dose.State.TAKEN


@dataclass(frozen=True)
class Question:
    """One dose to be answered, or answered already: what `_dose_answer.html` shows."""

    regimen_id: int
    product: str
    day: dt.date
    is_today: bool
    amount: str
    """Empty on a day without a plan."""
    both_units: str
    rhythm: str
    state: str | None


@dataclass(frozen=True)
class Taking:
    """One regimen as it is planned and taken, seen from `today`. `days` maps a day to "taken" or "skipped"."""

    regimen: Regimen
    parts: tuple[Ingredient, ...]
    phases: tuple[PhaseLike, ...]
    days: dict[dt.date, str]
    impressions_on: tuple[dt.date, ...]
    today: dt.date

    @property
    def product(self) -> str:
        return self.regimen.supplement.name

    def has(self, group: str) -> bool:
        return any(part.substance.group == group for part in self.parts)

    @property
    def plan(self) -> str:
        return plan_words(self.phases, self._iu_per_mcg)

    @property
    def is_upcoming(self) -> bool:
        return self.regimen.started_on > self.today

    @property
    def is_past(self) -> bool:
        return bool(self.regimen.ended_on and self.regimen.ended_on < self.today)

    @property
    def is_current(self) -> bool:
        return not self.is_upcoming and not self.is_past

    @property
    def plan_is_over(self) -> bool:
        """Still taken, as far as anybody said, but no step of the plan is left."""
        return (
            self.is_current
            and bool(self.phases)
            and not self.phase
            and next_dose_on(self.kept, self.today) is None
        )

    @property
    def kept(self) -> list[PhaseLike]:
        """The plan as far as it was followed: nothing after the last dose."""
        last = self.regimen.ended_on
        return cut_at(self.phases, last) if last else in_order(self.phases)

    @property
    def planned_end(self) -> dt.date | None:
        ends = [phase.ends_on for phase in self.phases]
        return max(ends, default=None) if None not in ends else None

    @property
    def phase(self) -> PhaseLike | None:
        return phase_on(self.kept, self.today)

    @property
    def is_prescribed(self) -> bool:
        """Prescribed, and still within what was prescribed: that lapses at the planned end."""
        return bool(self.regimen.is_prescribed) and (self.phase is not None or not self.phases)

    @property
    def answered(self) -> Adherence:
        """Doses up to yesterday, and today's once it is answered."""
        last = self.today if self.today in self.days else self.today - DAY
        first = self._asked_since
        return adherence(self.kept, self.days, first, last) if last >= first else Adherence(0, 0, 0)

    @property
    def _asked_since(self) -> dt.date:
        """The first day whose dose could be answered: what was begun before the diary is asked about from then on."""
        if not self.regimen.already_started:
            return self.regimen.started_on
        entered_on = timezone.localdate(self.regimen.created_at)
        return max(self.regimen.started_on, min([entered_on, *self.days]))

    @property
    def misfits(self) -> tuple[Misfit, ...]:
        """Doses marked as taken that do not fit the plan, as far as they reach into the last four weeks."""
        found = misfits(self.phases, self.days) if self.phases else ()
        return tuple(misfit for misfit in found if misfit.days[-1] > self.today - WINDOW)

    @property
    def next_dose_on(self) -> dt.date | None:
        return next_dose_on(self.kept, max(self.today, self.regimen.started_on - DAY))

    @property
    def impression_is_due(self) -> bool:
        return impression_due(self.regimen, self.today, self.impressions_on)

    @property
    def question(self) -> Question | None:
        """Today's dose; else the last one planned while it still counts and has no answer; else none."""
        if not self.is_current:
            return None
        if is_due(self.kept, self.today) or self.today in self.days:
            return self.question_about(self.today)
        phase = self.phase
        since = self.today - dt.timedelta(cover(phase) - 1) if phase else self.today
        late = [day for day in dose_days(self.kept, since, self.today) if day <= self.today]
        if late and not any(since <= day <= self.today for day in self.days):
            return self.question_about(late[-1])
        return None

    def question_about(self, day: dt.date) -> Question:
        phase = phase_on(self.phases, day)
        return Question(
            self.regimen.pk,
            self.product,
            day,
            day == self.today,
            amount_words(phase.amount, phase.unit) if phase else "",
            both_units(phase.amount, phase.unit, self._iu_per_mcg) if phase else "",
            rhythm_words(phase) if phase else "",
            self.days.get(day),
        )

    def recent(self, first: dt.date, last: dt.date) -> list[Question]:
        """Every planned or answered day from `first` to `last`, the latest first."""
        last = min(last, self.today)
        planned = set(dose_days(self.kept, max(first, self.regimen.started_on), last))
        answered = {day for day in self.days if first <= day <= last}
        return [self.question_about(day) for day in sorted(planned | answered, reverse=True)]

    def per_day(self, group: str) -> Decimal | None:
        """What the step of today comes to a day in this group, in its unit. None: the label does not say."""
        if self.phase is None:
            return Decimal(0)
        held = self.held(group, self.phase)
        return None if held is None else held * rate_per_day(self.phase) / self.phase.amount

    def held(self, group: str, phase: PhaseLike) -> Decimal | None:
        """What one dose of this phase holds of a group; None when the label does not say."""
        amounts = [
            amount
            for part, amount in zip(self.parts, contents(self.parts, phase.amount, phase.unit), strict=True)
            if part.substance.group == group
        ]
        return None if None in amounts else sum(amounts, Decimal(0))

    def swallowed(self, group: str, first: dt.date, last: dt.date) -> Iterator[tuple[Decimal, bool]]:
        """(amount, whether it was marked as taken) of each dose of the window; without an answer it counts as taken."""
        planned = set(dose_days(self.kept, first, last))
        for day in sorted(planned | {day for day in self.days if first <= day <= last}):
            phase = self._phase_at(day)
            amount = self.held(group, phase) if phase else None
            if amount and self.days.get(day, TAKEN) == TAKEN:
                yield amount, day in self.days

    @property
    def _iu_per_mcg(self):
        return next((part.substance.iu_per_mcg for part in self.parts if part.substance.iu_per_mcg), None)

    def _phase_at(self, day):
        begun = [phase for phase in in_order(self.phases) if phase.starts_on <= day]
        return phase_on(begun, day) or (begun[-1] if begun else None)
