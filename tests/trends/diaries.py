"""Whole diaries in a line: `keep_diary(alice, [1, 0, None] * 20)`."""

import datetime as dt

from django.utils import timezone

from journal.models import CheckIn, DailyScore, Phase, Regimen
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


def keep_scores(patient, scores, *, until=LAST, slug="burning-tingling"):
    """One score a day, the last of `until`; None leaves the day unscored."""
    first = until - dt.timedelta(days=len(scores) - 1)
    DailyScore.objects.bulk_create(
        DailyScore(
            patient=patient,
            symptom=symptom(slug),
            night=first + dt.timedelta(days=day),
            score=score,
            answered_at=timezone.now(),
        )
        for day, score in enumerate(scores)
        if score is not None
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


def improve_scores(patient):
    """56 days of burning scored about 7, then 84 of about 2."""
    first = keep_scores(patient, [7, 8, 7, 6, 8, 7, 7] * 8 + [2, 3, 2, 1, 2, 3, 1] * 12)
    return start_supplement(patient, first + dt.timedelta(days=56), main_symptom=symptom("burning-tingling"))
