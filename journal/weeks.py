"""Once a week: did anything else change? A verdict is worth little when nobody asked."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from journal import choices
from journal.answers import put_answer
from journal.models import Change, WeekAnswer

# These need a word of their own, or have a page of their own.
NOT_ONE_TAP = ("other",)


@dataclass(frozen=True)
class WeekQuestion:
    """This week's question, what was answered, and the changes that were noted to begin in it."""

    week: dt.date
    answer: WeekAnswer | None
    changes: tuple[Change, ...]

    @property
    def is_due(self) -> bool:
        return self.answer is None

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """What one tap can note: (slug, label), without what is noted already."""
        noted = {change.kind for change in self.changes}
        return [
            (slug, label)
            for slug, label in choices.CHANGES.items()
            if slug not in noted and slug not in NOT_ONE_TAP
        ]


def week_of(today: dt.date) -> dt.date:
    """The Monday on which this week began."""
    return today - dt.timedelta(days=today.weekday())


def week_question(patient, today: dt.date) -> WeekQuestion:
    week = week_of(today)
    answer = WeekAnswer.objects.of(patient).filter(week=week).first()
    changes = Change.objects.of(patient).filter(started_on__range=(week, today))
    return WeekQuestion(week, answer, tuple(changes.order_by("pk")))


def answer_week(patient, today: dt.date, *, anything_new: bool) -> WeekAnswer:
    return put_answer(WeekAnswer, patient, {"week": week_of(today)}, anything_new=anything_new)


def note_change(form, today: dt.date) -> bool:
    """Store a change that one tap named, from today on, and with it that this week had something new."""
    with transaction.atomic():
        stored = form.save_once()
        if stored:
            answer_week(form.patient, today, anything_new=True)
    return stored
