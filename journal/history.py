"""How an entry came to be as it is: every change of it, in words."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from journal import choices
from journal.models import CheckIn, DailyScore, Episode, SymptomType
from journal.words import listing

# Follows from the others, or means nothing to a person.
SILENT = {
    "id", "patient", "client_id", "created_at", "updated_at", "version", "zone", "night", "in_night_hours",
    "answered_at", "recalled", "signs",
}  # fmt: skip
# A row written together with many others has no step for its beginning.
FIRST_STEPS = {"+": "entered", "~": "changed; what it said before is not known", "-": "removed"}
LABELS = choices.SITES | choices.RELIEF | choices.HINTS | choices.CONTRIBUTORS


@dataclass(frozen=True)
class Step:
    """One saving of one entry: when, and what was different afterwards."""

    at: dt.datetime
    entry: str
    lines: tuple[str, ...]


def changes_of(patient, night: dt.date, symptoms: dict[int, SymptomType]) -> list[Step]:
    """Every step of every entry of this night, deleted ones too, the newest first. Three queries."""
    steps = [
        step for model in (Episode, CheckIn, DailyScore) for step in _steps(model, patient, night, symptoms)
    ]
    return sorted(steps, key=lambda step: step.at, reverse=True)


def _steps(model, patient, night, symptoms):
    keys = model.objects.ever_of(patient).filter(night=night).order_by().values("pk")
    past = model.history.model.objects.filter(patient=patient, id__in=keys).order_by("id", "history_id")
    before: dict[int, Any] = {}
    for row in past:
        previous = before.get(row.id)
        lines = _differences(model, previous, row, symptoms) if previous else [FIRST_STEPS[row.history_type]]
        if lines:
            yield Step(row.history_date, _name(model, row, symptoms), tuple(lines))
        before[row.id] = row


def _name(model, row, symptoms):
    if model is CheckIn:
        return "Answer for the night"
    symptom = symptoms.get(row.symptom_id)
    name = symptom.singular if symptom else "entry"
    if model is DailyScore:
        return f"Score for {symptom.name.lower() if symptom else 'the day'}"
    return f"{name} of {row.started_at.astimezone(ZoneInfo(row.zone)):%H:%M}".capitalize()


def _differences(model, before, after, symptoms):
    if bool(before.deleted_at) != bool(after.deleted_at):
        return ["deleted" if after.deleted_at else "brought back"]
    lines = []
    for field in model._meta.concrete_fields:
        old, new = getattr(before, field.attname), getattr(after, field.attname)
        if field.name not in SILENT and old != new:
            words = [_words(field, value, after, symptoms) for value in (old, new)]
            lines.append(f"{field.verbose_name}: {' → '.join(words)}")
    return lines


def _words(field, value, row, symptoms) -> str:
    """One value of one field as a person says it."""
    if value is None or value in ("", [], {}):
        return "not said"
    if field.name == "symptom":
        return str(symptoms.get(value, value)).lower()
    if field.choices:
        return dict(field.flatchoices).get(value, value).lower()
    say = SAYINGS.get(type(value), str)
    return f"{value.astimezone(ZoneInfo(row.zone)):%-d %B, %H:%M}" if say is None else say(value)


SAYINGS: dict[type, Any] = {
    bool: lambda value: "yes" if value else "no",
    list: lambda value: listing(LABELS.get(slug, slug).lower() for slug in value),
    dict: lambda value: listing(f"{number} × {slug.replace('-', ' ')}" for slug, number in value.items()),
    Decimal: lambda value: f"{value.normalize():f}",
    # A moment is said on the clocks of where it happened.
    dt.datetime: None,
}
