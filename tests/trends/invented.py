"""Diaries that nobody would keep, but somebody may: every kind of row, in every odd combination, from a seed."""

import datetime as dt
import random

from django.utils import timezone

from accounts.models import DiaryState
from journal.models import (
    Change,
    CheckIn,
    Condition,
    DailyScore,
    Dose,
    Episode,
    Medicine,
    Phase,
    Regimen,
    SymptomType,
)
from journal.nights import in_night_hours
from labs.models import LabResult
from tests.rows import DEFAULTS, row_of
from tests.trends.diaries import LAST

FREQUENCIES = (("daily", None), ("n_a_week", 3), ("weekly", None), ("monthly", None), ("once", None))
FREQUENCIES += (("every_n_days", 2), ("every_n_days", 45), ("n_a_week", None))


def invent(patient, seed: int) -> None:
    """A diary of 0 to 300 nights, ending a few nights before or after the newest night that is over."""
    chance = random.Random(seed)
    last = LAST + dt.timedelta(chance.randint(-3, 2))
    nights = [last - dt.timedelta(day) for day in range(chance.choice((0, 1, 20, 60, 100, 140, 140, 300)))]
    symptoms = chance.sample(list(SymptomType.objects.all()), chance.randint(1, 4))
    answered, calm = chance.choice((0.2, 0.8, 0.95)), chance.random()
    _bulk(
        CheckIn, patient, [_answer(chance, night, symptoms) for night in nights if chance.random() < answered]
    )
    _bulk(
        Episode,
        patient,
        [
            _episode(chance, night, symptom)
            for night in nights
            for symptom in symptoms
            for _ in range(chance.choice((0, 0, 1, 3)))
            if chance.random() > calm
        ],
    )
    scored = [symptom for symptom in symptoms if symptom.is_scored]
    _bulk(
        DailyScore,
        patient,
        [_score(chance, n, s) for n in nights for s in scored if chance.random() < answered],
    )
    for _ in range(chance.choice((0, 1, 1, 2))):
        _start(chance, patient, last, symptoms)
    _other_changes(chance, patient, last)
    DiaryState.objects.get_or_create(patient=patient)


def _bulk(model, patient, rows):
    model.objects.bulk_create(model(patient=patient, **row) for row in rows)


def _answer(chance, night, symptoms):
    named = chance.sample(symptoms, chance.randint(0, len(symptoms)))
    return {
        "night": night,
        "answered_at": timezone.now(),
        "answer": chance.choice(("quiet", "quiet", "yes", "yes", "unsure")),
        "recalled": chance.random() < 0.05,
        "counts": {symptom.slug: chance.choice((0, 1, 2, 30)) for symptom in named},
        "deleted_at": timezone.now() if chance.random() < 0.02 else None,
    }


def _episode(chance, night, symptom):
    at = dt.datetime.combine(night, dt.time(chance.choice((13, 22))), tzinfo=dt.UTC)
    return {
        "symptom": symptom,
        "started_at": at,
        "zone": "UTC",
        "night": night,
        "in_night_hours": in_night_hours(at, dt.UTC),
        "recalled": chance.random() < 0.05,
        "is_several": chance.random() < 0.1,
        "severity": chance.choice((None, 2, 7, 9)),
        "woke": chance.choice((None, True, False)),
        "deleted_at": timezone.now() if chance.random() < 0.02 else None,
    }


def _score(chance, night, symptom):
    return {
        "symptom": symptom,
        "night": night,
        "answered_at": timezone.now(),
        "score": chance.randint(0, 10),
        "recalled": chance.random() < 0.05,
    }


def _start(chance, patient, last, symptoms):
    start = last - dt.timedelta(chance.choice((-20, 0, 10, 55, 56, 83, 84, 90, 250)))
    main = chance.choice((None, *symptoms, *SymptomType.objects.all()[:1]))
    regimen = row_of(
        Regimen, patient, started_on=start, main_symptom=main, already_started=chance.random() < 0.1
    )
    if chance.random() < 0.3:
        regimen.ended_on = start + dt.timedelta(chance.choice((0, 3, 20, 50, 80)))
        regimen.save()
    begins = start + dt.timedelta(chance.choice((0, 0, 5)))
    for _ in range(chance.choice((0, 1, 1, 2))):
        frequency, every = chance.choice(FREQUENCIES)
        ends = begins + dt.timedelta(chance.randint(0, 60)) if chance.random() < 0.7 else None
        row_of(
            Phase, patient, regimen=regimen, starts_on=begins, ends_on=ends, frequency=frequency, every=every
        )
        begins = (ends or begins) + dt.timedelta(chance.choice((1, 1, 20)))
    answered = chance.random()
    _bulk(
        Dose,
        patient,
        [
            {
                "regimen": regimen,
                "day": start + dt.timedelta(day),
                "state": chance.choice(("taken", "taken", "skipped")),
            }
            for day in range(-5, 100)
            if chance.random() < answered
        ],
    )


def _other_changes(chance, patient, last):
    for model in (Medicine, Change, Condition, LabResult):
        if chance.random() < 0.3:
            day = last - dt.timedelta(chance.randint(0, 150))
            fields = {
                Medicine: {"started_on": day, "stopped_on": chance.choice((None, day + dt.timedelta(30)))},
                Change: {"started_on": day},
                Condition: {"since": day, "has_it": chance.random() < 0.8},
                LabResult: {"drawn_on": day, "comparator": chance.choice(("", "<"))},
            }
            model.objects.create(patient=patient, **DEFAULTS[model](patient, **fields[model]))
