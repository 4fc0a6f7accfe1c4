"""Whole diaries in a line: `keep_diary(alice, [1, 0, None] * 20)`."""

import datetime as dt

from django.utils import timezone

from journal.models import CheckIn, Phase, Regimen
from tests.rows import row_of, symptom

LAST = dt.date(2026, 11, 18)
NOON_AFTER = dt.datetime(2026, 11, 19, 13, tzinfo=dt.UTC)
"""A moment at which LAST is the newest night that is over, anywhere near Europe."""


def keep_diary(patient, counts, *, until=LAST, slug="leg-cramp"):
    """One check-in a night, the last on `until`; None leaves the night unanswered."""
    first = until - dt.timedelta(days=len(counts) - 1)
    CheckIn.objects.bulk_create(
        CheckIn(
            patient=patient,
            night=first + dt.timedelta(days=day),
            answer="yes" if count else "quiet",
            counts={slug: count} if count else {},
            answered_at=timezone.now(),
        )
        for day, count in enumerate(counts)
        if count is not None
    )
    return first


def start_supplement(patient, started_on, **fields):
    fields.setdefault("main_symptom", symptom())
    regimen = row_of(Regimen, patient, started_on=started_on, **fields)
    row_of(Phase, patient, regimen=regimen, starts_on=started_on)
    return regimen


def clear_improvement(patient):
    """56 nights with a cramp a night, then 84 with one a week."""
    first = keep_diary(patient, [1, 2, 1, 0, 1, 1, 1] * 8 + [1, 0, 0, 0, 0, 0, 0] * 12)
    return start_supplement(patient, first + dt.timedelta(days=56))
