"""Storing results: each with the red flags it raises, in one transaction."""

from collections.abc import Sequence

from django.db import transaction

from guides.models import Notice
from labs.bands import TestBands, bands_for
from labs.models import LabResult
from labs.ranges import is_above, is_below
from safety.models import ShownNotice
from safety.watch import questions, watch_all

ENTRY = "lab"
SAID = (
    "value", "comparator", "unit", "range_low", "range_high", "drawn_on", "lab_name", "fasting", "entered_by_carer",
)  # fmt: skip


class StoredOtherwise(Exception):
    """What is sent again was changed or deleted since it was stored, as a sentence for the person who sent it."""


def save_result(form) -> bool:
    """Store what the form holds, once, and watch it. False when the form found something meanwhile."""
    with transaction.atomic():
        stored = form.save_once()
        if stored:
            watch_result(form.instance, bands_for(form.patient).get(form.instance.test_id))
        return stored


def save_new(results: list[LabResult]) -> list[LabResult]:
    """Store all of them or none. One that is stored already, by its client id, is handed back as it stands.

    Raises StoredOtherwise where what stands says something else: it must not pass for saved.
    """
    if not results:
        return []
    patient = results[0].patient
    bands = bands_for(patient)
    with transaction.atomic():
        known = {row.client_id: row for row in _stored_before(patient, results)}
        _refuse_other_words(results, known)
        new = [result for result in results if result.client_id not in known]
        for result in new:
            result.save()
        watch_all(patient, [_entry(result, bands.get(result.test_id)) for result in new])
        return [known.get(result.client_id, result) for result in results]


def _refuse_other_words(results, known):
    for result in results:
        stored = known.get(result.client_id)
        if stored and (stored.deleted_at or any(getattr(stored, n) != getattr(result, n) for n in SAID)):
            how = (
                "was deleted meanwhile"
                if stored.deleted_at
                else "is already stored from this page with other values"
            )
            raise StoredOtherwise(
                f"{stored.test.short_name} {how}. Nothing was saved now. Open it from your results to change it."
            )


def _stored_before(patient, results):
    ids = [result.client_id for result in results]
    return LabResult.objects.ever_of(patient).filter(client_id__in=ids).select_related("test")


def watch_result(result: LabResult, bands: TestBands | None, ticked: Sequence[str] = ()) -> None:
    """`ticked`: the slugs of the signs that the patient said yes to."""
    watch_all(result.patient, [_entry(result, bands, ticked)])


def _entry(result, bands, ticked=()):
    signs = bands.notices(result) if bands else []
    return facts_of(result) | {"signs": [*signs, *ticked]}, result.pk, result.drawn_on


def facts_of(result: LabResult) -> dict:
    """What a rule may ask about a result; the value in the test's canonical unit."""
    return {
        "entry": ENTRY,
        "test": result.test.slug,
        "value": float(result.canonical_value),
        "comparator": result.comparator,
        "above_range": is_above(result.value, result.comparator, result.range_high),
        "below_range": is_below(result.value, result.comparator, result.range_low),
        "fasting": result.fasting,
    }


def questions_about(results: list[LabResult], asked=()) -> list[tuple[Notice, LabResult]]:
    """The signs worth asking about after these results, each once, beside the result that makes it plausible."""
    found: dict[str, tuple[Notice, LabResult]] = {}
    for result in results:
        for sign in questions(result.patient, facts_of(result)):
            if sign.slug not in asked:
                found.setdefault(sign.slug, (sign, result))
    return list(found.values())


def unread_notices(patient, results: list[LabResult]) -> list[ShownNotice]:
    """What these results raised and nobody has read yet; a second press of the button finds them too."""
    ids = [result.pk for result in results]
    return list(ShownNotice.objects.of(patient).unread().filter(entry_kind=ENTRY, entry_id__in=ids))
