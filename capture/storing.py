"""One thing that a phone sent is stored once, however often and beside whatever it arrives."""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import zone_names
from accounts.records import DiaryRecord, StaleEdit
from capture.models import Delivery, Owner
from capture.senders import ITS_OWN, THE_TIMER, Sender
from capture.sent import LONG_AGO, Sent, Unreadable
from journal import capture
from journal.actions import unread_about
from journal.models import CheckIn, Dose, Episode, Regimen, SymptomType

TRIES = 3
NOT_THIS_NIGHT = "This night cannot be answered from here. Please open it in the journal."
NOT_THIS_DAY = "This day cannot be answered for this supplement."
ROWS: dict[str, type[DiaryRecord]] = {"episode": Episode, "night": CheckIn, "dose": Dose}


class Refused(Exception):
    """Nothing was stored. `status` and `body` say why, to the phone."""

    def __init__(self, status: int, **body: Any):
        super().__init__(status, body)
        self.status, self.body = status, body


def deliver(sent: Sent, sender: Sender) -> tuple[bool, DiaryRecord | None]:
    """Store it, or find it stored: (whether it is new, the row of the diary it made or changed). Else Refused."""
    for one_more in reversed(range(TRIES)):
        try:
            with transaction.atomic():
                return _deliver(sent, sender)
        except (IntegrityError, StaleEdit):
            # A form of the same patient was first, with the same tap or the same row: look again at what is there.
            if not one_more:
                raise Refused(503, error="busy") from None
    raise AssertionError("not reached")


def _deliver(sent, sender):
    # One after the other for each patient: a twin must see all that the first one did, or nothing of it.
    Owner.objects.select_for_update().get(patient=sender.patient)
    earlier = Delivery.objects.of(sender.patient).filter(client_id=sent.client_id).first()
    if earlier:
        return False, _again(earlier, sent, sender)
    if wait := sender.wait():
        raise Refused(429, error="slow_down", retry_after=int(wait.total_seconds()))
    try:
        at, corrected = sent.moment(sender.now)
    except Unreadable as wrong:
        raise Refused(422, errors=wrong.errors) from None
    # A phone may know a zone that this machine does not: the tap is worth more than its clock's name.
    zone = sent.zone if sent.zone in zone_names() else sender.patient.time_zone
    with timezone.override(ZoneInfo(zone)):
        is_new, row = WAYS[sent.kind](sent, sender, at, zone)
    if is_new:
        Delivery.objects.create(
            patient=sender.patient,
            client_id=sent.client_id,
            kind=sent.kind,
            entry=row.client_id,
            body_hash=sent.body_hash,
            device=sender.device,
            received_at=sender.now,
            clock_corrected=corrected,
        )
    return is_new, row


def _again(earlier, sent, sender):
    row = _row(sender.patient, earlier.entry)
    if earlier.body_hash != sent.body_hash:
        raise _different(row, sender)
    if earlier.kind in ROWS and (row is None or row.deleted_at):
        raise Refused(410, error="deleted")
    return row


def _episode(sent, sender, at, zone):
    # By name, not by query: Postgres fails on a NUL, and a few rows are quickly looked through.
    named = {symptom.slug: symptom for symptom in SymptomType.objects.published()}
    symptom, several = named.get(sent.body["symptom"]), sent.body["several"]
    if symptom is None:
        raise Refused(422, errors={"symptom": capture.NO_SUCH_SYMPTOM})
    made = _made_by_the_page(Episode, sent, sender)
    if made:
        first = made.history.order_by("history_date", "history_id").first()
        return False, _same(made, sender, (first.symptom_id, first.is_several) == (symptom.pk, several))
    named = {"client_id": sent.client_id, "at": at, "zone": zone, "now": sender.now}
    return True, capture.log_now(sender.patient, symptom, several=several, **named)


def _stop(sent, sender, at, zone):
    episode = _its_own(sent, sender, THE_TIMER)
    if isinstance(episode, Episode):
        capture.stop(episode, at=at)
    return True, episode


def _undo(sent, sender, at, zone):
    row = _its_own(sent, sender, ITS_OWN)
    row.discard()
    return True, row


def _night(sent, sender, at, zone):
    night, answer, counts = sent.body["night"], sent.body["answer"], sent.body["counts"]
    if abs(night - at.date()) > LONG_AGO:
        raise Refused(422, errors={"night": NOT_THIS_NIGHT})
    made = _made_by_the_page(CheckIn, sent, sender)
    if made:
        return False, _same(made, sender, made.night == night and made.answer == answer)
    how = {"client_id": sent.client_id, "at": at, "zone": zone, "may_change": sender.may_change}
    try:
        return True, capture.answer_night(sender.patient, night, answer, counts, **how)
    except ValidationError as wrong:
        raise Refused(422, errors=_sentences(wrong)) from None
    except capture.AnsweredOtherwise as otherwise:
        raise _different(otherwise.standing, sender) from None


def _dose(sent, sender, at, zone):
    day, state = sent.body["day"], sent.body["state"]
    regimen = Regimen.objects.of(sender.patient).filter(pk=sent.body["regimen"]).first()
    if regimen is None:
        # A device is not told which supplements there are.
        raise (
            Refused(404, error="not_there") if sender.may_read else Refused(422, errors={"day": NOT_THIS_DAY})
        )
    made = _made_by_the_page(Dose, sent, sender)
    if made:
        same = (made.regimen_id, made.day, made.state) == (regimen.pk, day, state)
        return False, _same(made, sender, same)
    how = {"client_id": sent.client_id, "at": at, "may_change": sender.may_change}
    try:
        return True, capture.answer_dose(sender.patient, regimen, day, state, **how)
    except ValidationError as wrong:
        # Nor between which days somebody takes something.
        told = _sentences(wrong) if sender.may_read else {"day": NOT_THIS_DAY}
        raise Refused(422, errors=told) from None
    except capture.AnsweredOtherwise as otherwise:
        raise _different(otherwise.standing, sender) from None


WAYS: dict[str, Callable[..., tuple[bool, DiaryRecord]]] = {
    "episode": _episode, "stop": _stop, "undo": _undo, "night": _night, "dose": _dose,
}  # fmt: skip


def _made_by_the_page(model, sent, sender):
    """The row of this id, if the page without a script sent it as a form before."""
    return model.objects.ever_of(sender.patient).filter(client_id=sent.client_id).first()


def _same(row, sender, is_same):
    if row.deleted_at:
        raise Refused(410, error="deleted")
    if not is_same:
        raise _different(row, sender)
    return row


def _its_own(sent, sender, within):
    """The entry to stop or take back, if this sender may."""
    told = Delivery.objects.of(sender.patient).filter(client_id=sent.body["entry"]).first()
    row = _row(sender.patient, told.entry if told else sent.body["entry"])
    if row is None or not sender.has_made(row.client_id):
        raise Refused(404, error="not_there")
    if not sender.may_change(row.client_id, within):
        raise Refused(401, error="sign_in")
    if row.deleted_at:
        raise Refused(410, error="deleted")
    return row


def _different(row, sender):
    if not sender.may_read or row is None:
        return Refused(409, error="different")
    return Refused(409, error="different", stored=describe(row))


def _row(patient, client_id):
    found = (model.objects.ever_of(patient).filter(client_id=client_id).first() for model in ROWS.values())
    return next((row for row in found if row), None)


def _sentences(wrong):
    return {name: sentences[0] for name, sentences in wrong.message_dict.items()}


def describe(row: DiaryRecord) -> dict[str, Any]:
    """What is stored, for the eyes of its owner."""
    if isinstance(row, Episode):
        return {
            "symptom": row.symptom.slug,
            "several": row.is_several,
            "at": row.local_start.isoformat(),
            "deleted": row.deleted_at is not None,
        }
    if isinstance(row, CheckIn):
        told = {"night": row.night.isoformat(), "answer": row.answer, "counts": row.counts}
    else:
        told = {"regimen": row.regimen_id, "day": row.day.isoformat(), "state": row.state}
    return told | {"deleted": row.deleted_at is not None}


def raised_a_flag(row: DiaryRecord | None) -> bool:
    return isinstance(row, Episode | CheckIn) and unread_about(row).exists()
