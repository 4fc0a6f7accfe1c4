"""Which red flags an entry raises, and the memory of having shown them."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from guides.models import Notice
from safety.models import ShownNotice
from safety.rules import fires, needs

# Everything a rule may ask about; an admin who writes another word is told so.
KNOWN_FACTS = frozenset(
    "entry symptom severity duration_minutes still_going sites words woke hints relief relief_helped "
    "urge_to_move walking_distance_m at_night soreness answer contributors pain_medicine woken score test value "
    "comparator above_range below_range fasting on_vitamin_d high_dose_d d_prescribed d_self_started "
    "conditions pregnant cramps_nights_last_28 signs".split()
)


def watch(patient, facts: Mapping[str, Any], *, entry_id: int, about_on) -> list[ShownNotice]:
    """Remember and return the notices that this entry raises for the first time. Twice is once.

    `facts` are those of the entry (see KNOWN_FACTS); what is known about the patient is added here. Call it in
    the transaction that stores the entry, so that a notice is never forgotten.
    """
    return watch_all(patient, [(facts, entry_id, about_on)])


def watch_all(patient, entries: Iterable[tuple[Mapping[str, Any], int, date]]) -> list[ShownNotice]:
    """The same for many entries, each (facts, entry id, day): what is known besides them is looked up once."""
    about, notices = facts_about(patient), list(Notice.objects.published())
    fresh = []
    for facts, entry_id, about_on in entries:
        known = {**about, **facts}
        signs = known.get("signs") or []
        raised = [row for row in notices if row.slug in signs or fires(row.fires_when, known)]
        for notice in raised:
            shown, is_new = ShownNotice.objects.get_or_create(
                patient=patient,
                notice=notice.slug,
                entry_kind=facts["entry"],
                entry_id=entry_id,
                defaults=_as_shown(notice, about_on),
            )
            if is_new:
                fresh.append(shown)
    return fresh


def questions(patient, facts: Mapping[str, Any]) -> list[Notice]:
    """The signs worth asking about, given this entry: those whose `asked_when` is met."""
    known = {**facts_about(patient), **facts}
    return [
        notice
        for notice in Notice.objects.published().exclude(question="")
        if fires(notice.asked_when, known)
    ]


def signs() -> list[Notice]:
    """What a patient can tick beside an entry of the diary: every sign that does not need a laboratory value."""
    asked = Notice.objects.published().exclude(question="")
    return [notice for notice in asked if not needs(notice.asked_when, "test")]


def facts_about(patient) -> dict[str, Any]:
    """What the rooms named in settings.PATIENT_FACTS know about this patient."""
    facts: dict[str, Any] = {}
    for path in settings.PATIENT_FACTS:
        facts |= import_string(path)(patient)
    return facts


def _as_shown(notice, about_on):
    return {
        "notice_version": notice.version,
        "urgency": notice.urgency,
        "title": notice.title,
        "advice": notice.advice.replace("{emergency_number}", settings.EMERGENCY_NUMBER),
        "short": notice.short,
        "about_on": about_on,
    }
