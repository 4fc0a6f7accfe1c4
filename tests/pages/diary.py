"""A diary of any length in which everything occurs in proportion, so that every list on every page grows."""

import datetime as dt

from django.utils import timezone

from accounts.models import CareLink, RecordAccess, new_token
from journal import models as journal
from labs.models import LabResult, LabTest
from safety.models import ShownNotice
from tests.conftest import make_clinician, make_patient
from tests.rows import row_of, symptom
from trends.assessing import refresh

DAY = dt.timedelta(days=1)


def write(patient, nights: int, *, today: dt.date, doctor=None) -> None:
    """Twenty nights give one medicine, two results, one visit, one doctor …; more nights give more of each."""
    first = today - nights * DAY
    for number in range(nights):
        _write_night(patient, first + number * DAY, number)
    for number in range(max(nights // 20, 1)):
        _write_background(patient, first + number * 20 * DAY, number)
        _write_opening(patient, make_clinician(f"dr_{patient.pk}_{number}"))
    _write_supplements(patient, first, nights, today)
    if doctor:
        let_in(patient, doctor)
    refresh(patient, now=timezone.now())


def _write_night(patient, night, number):
    at = dt.datetime.combine(night + DAY, dt.time(2, 10), patient.zone)
    row_of(journal.CheckIn, patient, night=night, answer="yes", counts={"leg-cramp": 2}, note="restless")
    row_of(journal.DailyScore, patient, night=night, score=number % 11)
    for minutes, slug in ((0, "leg-cramp"), (45, "leg-cramp"), (60, "burning-tingling")):
        episode = row_of(
            journal.Episode,
            patient,
            at=at + dt.timedelta(minutes=minutes),
            symptom=symptom(slug),
            severity=number % 11,
            sites=["left-calf"],
            duration_minutes=4,
        )
    if number % 5 == 0:
        _write_notice(patient, episode, night, number)


def _write_notice(patient, episode, night, number):
    ShownNotice.objects.create(
        patient=patient,
        notice=f"notice-{number}",
        notice_version=1,
        urgency="same_day",
        title="A long cramp",
        advice="Call a doctor today.",
        short="long cramp",
        entry_kind="episode",
        entry_id=episode.pk,
        about_on=night,
        read_at=timezone.now() if number % 10 else None,
    )


def _write_background(patient, day, number):
    row_of(journal.Medicine, patient, name=f"Medicine {number}", started_on=day)
    row_of(journal.Change, patient, started_on=day, what=f"walks {number}")
    row_of(journal.Examination, patient, done_on=day)
    row_of(journal.WeekAnswer, patient, week=day - day.weekday() * DAY)
    row_of(journal.Appointment, patient, at=timezone.now() + (number + 1) * DAY)
    for test in LabTest.objects.filter(slug__in=["vitamin-d-25oh", "calcium", "magnesium"]):
        row_of(LabResult, patient, test=test, drawn_on=day, value=30 + number, canonical_value=30 + number)


def _write_supplements(patient, first, nights, today):
    for number in range(max(nights // 35, 1)):
        start = first + (number * 30 + 8) * DAY
        regimen = row_of(journal.Regimen, patient, started_on=start, main_symptom=symptom())
        row_of(journal.Phase, patient, regimen=regimen, starts_on=start)
        row_of(journal.Ingredient, patient, supplement=regimen.supplement)
        row_of(journal.Impression, patient, regimen=regimen, given_on=start)
        for day in range((today - start).days):
            row_of(journal.Dose, patient, regimen=regimen, day=start + day * DAY)


def _write_opening(patient, reader):
    let_in(patient, reader)
    for _ in range(3):
        RecordAccess.objects.create(
            patient=patient, reader_id=reader.pk, reader_name=str(reader), surface="record", kinds="symptoms"
        )


def let_in(patient, clinician):
    now = timezone.now()
    CareLink.objects.create(
        patient=patient,
        clinician=clinician,
        invited_email=clinician.email,
        token_hash=new_token()[1],
        invitation_expires_at=now,
        accepted_at=now,
        expires_at=now + 90 * DAY,
    )


def patient_with(login, nights, *, today, doctor=None):
    patient = make_patient(login, date_of_birth=dt.date(1958, 4, 14), sex="female")
    patient.date_joined = timezone.now() - (nights + 1) * DAY
    patient.save()
    write(patient, nights, today=today, doctor=doctor)
    return patient
