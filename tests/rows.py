"""Minimal valid rows: `row_of(Episode, alice, severity=3)`. Content must have been loaded."""

import datetime as dt

from django.utils import timezone

from journal import models as journal
from journal.nights import in_night_hours, night_of
from labs.models import LabResult, LabTest


def symptom(slug="leg-cramp"):
    return journal.SymptomType.objects.get(slug=slug)


def substance(slug="vitamin-d3"):
    return journal.Substance.objects.get(slug=slug)


def episode(patient, at=None, **fields):
    at = at or timezone.now() - dt.timedelta(hours=6)
    fields.setdefault("symptom", symptom())
    return {
        "started_at": at,
        "zone": patient.time_zone,
        "night": night_of(at, patient.zone),
        "in_night_hours": in_night_hours(at, patient.zone),
    } | fields


def regimen(patient, **fields):
    product = fields.pop("supplement", None) or row_of(journal.Supplement, patient)
    return {"supplement": product, "started_on": dt.date(2026, 9, 19)} | fields


DEFAULTS = {
    journal.Episode: episode,
    journal.CheckIn: lambda patient, **fields: {
        "night": dt.date(2026, 11, 10), "answer": "quiet", "answered_at": timezone.now()} | fields,
    journal.DailyScore: lambda patient, **fields: {
        "symptom": fields.pop("symptom", None) or symptom("burning-tingling"),
        "night": dt.date(2026, 11, 10), "score": 4, "answered_at": timezone.now()} | fields,
    journal.Supplement: lambda patient, **fields: {"name": "Vitamin D3"} | fields,
    journal.Ingredient: lambda patient, **fields: {
        "supplement": fields.pop("supplement", None) or row_of(journal.Supplement, patient),
        "substance": fields.pop("substance", None) or substance()} | fields,
    journal.Regimen: regimen,
    journal.Phase: lambda patient, **fields: {
        "regimen": fields.pop("regimen", None) or row_of(journal.Regimen, patient),
        "amount": 1000, "unit": "IU", "frequency": "daily", "starts_on": dt.date(2026, 9, 19)} | fields,
    journal.Dose: lambda patient, **fields: {
        "regimen": fields.pop("regimen", None) or row_of(journal.Regimen, patient),
        "day": dt.date(2026, 11, 10), "state": "taken"} | fields,
    journal.Medicine: lambda patient, **fields: {"name": "Omeprazole"} | fields,
    journal.Condition: lambda patient, **fields: {"kind": "diabetes"} | fields,
    journal.Change: lambda patient, **fields: {
        "kind": "exercise", "what": "evening walks", "started_on": dt.date(2026, 10, 1)} | fields,
    journal.Impression: lambda patient, **fields: {
        "regimen": fields.pop("regimen", None) or row_of(journal.Regimen, patient),
        "given_on": dt.date(2026, 11, 1), "change": 3} | fields,
    journal.Appointment: lambda patient, **fields: {"at": timezone.now() + dt.timedelta(days=7)} | fields,
    journal.WeekAnswer: lambda patient, **fields: {
        "week": dt.date(2026, 11, 9), "anything_new": False} | fields,
    journal.Examination: lambda patient, **fields: {"kind": "mri", "done_on": dt.date(2026, 10, 5)} | fields,
    LabResult: lambda patient, **fields: {
        "test": fields.pop("test", None) or LabTest.objects.get(slug="vitamin-d-25oh"),
        "value": 38, "unit": "ng/mL", "canonical_value": 38, "drawn_on": dt.date(2026, 11, 16)} | fields,
}  # fmt: skip


def row_of(model, patient, **fields):
    return model.objects.create(patient=patient, **DEFAULTS[model](patient, **fields))
