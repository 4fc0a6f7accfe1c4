"""A doctor's morning: 19 November 2026, with diaries that end the night before."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from accounts.models import CareLink, DiaryState
from journal.models import (
    Appointment,
    Change,
    CheckIn,
    Condition,
    DailyScore,
    Dose,
    Episode,
    Examination,
    Impression,
    Ingredient,
    Medicine,
    Regimen,
)
from labs.models import LabResult, LabTest
from safety.models import ShownNotice
from tests.rows import row_of, symptom
from tests.trends.diaries import NOON_AFTER, clear_improvement
from trends.assessing import refresh

TODAY = NOON_AFTER.date()
NOTE = "a word for myself only"


@pytest.fixture(autouse=True)
def _this_morning():
    with time_machine.travel(NOON_AFTER, tick=False):
        yield


def share(patient, **scope):
    """Change what the patient's one link lets through."""
    CareLink.objects.filter(patient=patient).update(**scope)


def shown(patient, **fields):
    """A red flag that this patient was shown."""
    defaults = {
        "notice": "long-cramp",
        "notice_version": 1,
        "urgency": "same_day",
        "title": "A long cramp",
        "advice": "Call today.",
        "short": "Cramp over 10 minutes",
        "entry_kind": "episode",
        "entry_id": ShownNotice.objects.count() + 1,
        "about_on": TODAY - dt.timedelta(days=2),
        "shown_at": timezone.now() - dt.timedelta(days=1),
    }
    return ShownNotice.objects.create(patient=patient, **(defaults | fields))


def result(patient, slug, value, **fields):
    test = LabTest.objects.get(slug=slug)
    fields = {"unit": test.canonical_unit, "canonical_value": value} | fields
    return row_of(LabResult, patient, test=test, value=value, **fields)


def whole_diary(patient):
    """Something of everything, on top of a clear improvement."""
    regimen = clear_improvement(patient)
    start = regimen.started_on
    at = dt.datetime.combine(TODAY - dt.timedelta(days=3), dt.time(2, 10), dt.UTC)
    for days_ago in (3, 40, 100):
        row_of(
            Episode,
            patient,
            at=at - dt.timedelta(days=days_ago),
            severity=6,
            sites=["left-calf"],
            relief=["stretching", "heat"],
            relief_helped=["stretching"],
            hints=["like-socks"],
            woke=True,
            note=NOTE,
        )
    CheckIn.objects.filter(patient=patient, night=TODAY - dt.timedelta(days=5)).update(
        pain_medicine=True, note=NOTE
    )
    for days_ago in (4, 90):
        row_of(
            DailyScore,
            patient,
            symptom=symptom("fatigue"),
            night=TODAY - dt.timedelta(days=days_ago),
            score=6,
        )
    for days_ago in (1, 2, 60):
        row_of(Dose, patient, regimen=regimen, day=TODAY - dt.timedelta(days=days_ago))
    row_of(
        Medicine,
        patient,
        name="Omeprazole",
        dose="20 mg",
        started_on=start - dt.timedelta(days=40),
        note=NOTE,
    )
    row_of(Condition, patient, note=NOTE)
    row_of(Change, patient, what="evening walks", started_on=start + dt.timedelta(days=60), note=NOTE)
    row_of(Examination, patient, note=NOTE)
    row_of(Ingredient, patient, supplement=regimen.supplement)
    row_of(Impression, patient, regimen=regimen)
    row_of(Appointment, patient, at=timezone.now() + dt.timedelta(days=2), question="Should I go on?")
    result(patient, "vitamin-d-25oh", 14, drawn_on=start - dt.timedelta(days=20), note=NOTE)
    result(patient, "vitamin-d-25oh", 38, drawn_on=TODAY - dt.timedelta(days=3), range_low=30, range_high=100)
    result(
        patient, "calcium", "9.6", drawn_on=TODAY - dt.timedelta(days=3), range_low="8.8", range_high="10.4"
    )
    Regimen.objects.filter(pk=regimen.pk).update(why_now=NOTE)
    refresh(patient, now=timezone.now())
    return regimen


def revision(patient):
    return DiaryState.objects.get(patient=patient).revision
