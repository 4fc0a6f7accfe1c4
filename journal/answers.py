"""Answers of one tap: at most one live row per question, the last tap counts, twice is once."""

from django.db import IntegrityError, transaction

from accounts.records import StaleEdit


def put_answer(model, patient, key: dict, *, client_id=None, noted: dict | None = None, **values):
    """The patient's one live row for this key, holding these values. Returns the stored row.

    `noted` is stored beside a new answer; it alone makes none.
    A `client_id` whose row was taken back meanwhile is a late resend: its tombstone is returned, nothing is stored.
    One that already belongs to another question is not this answer's: it is left to its row.
    """
    sent_before = model.objects.ever_of(patient).filter(client_id=client_id).first() if client_id else None
    if sent_before and any(getattr(sent_before, name) != value for name, value in key.items()):
        client_id = sent_before = None
    if sent_before and sent_before.deleted_at:
        return sent_before
    for is_last_try in (False, True):
        row = model.objects.of(patient).filter(**key).first() or _new(model, patient, key, client_id)
        if row.pk and all(getattr(row, name) == value for name, value in values.items()):
            return row
        for name, value in (values | (noted or {})).items():
            setattr(row, name, value)
        try:
            with transaction.atomic():
                row.save()
        except (IntegrityError, StaleEdit):
            # Two taps at the same moment: the other one was first, so change its row.
            if is_last_try:
                raise
        else:
            break
    return row


def take_back(model, patient, key: dict):
    """Undo the answer for this key; it is unknown again. Returns the tombstone, or None if there was no answer."""
    row = model.objects.of(patient).filter(**key).first()
    if row:
        row.discard()
    return row


def _new(model, patient, key, client_id):
    return model(patient=patient, **key, **({"client_id": client_id} if client_id else {}))
