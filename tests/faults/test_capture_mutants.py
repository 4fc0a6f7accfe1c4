"""Seeded mutants of the phone's door: each must be noticed by what the phone is told, or by what is stored."""

# ruff: noqa: F811  (the fixtures of the phone are those of tests/capture)
import uuid

import pytest

from capture import sent, storing
from capture.models import CaptureToken, Delivery
from capture.senders import Sender
from capture.views import entries
from journal.models import CheckIn, Episode
from tests.capture.conftest import clock, phone, token_phone  # noqa: F401
from tests.capture.phone import LAST_NIGHT, THREE, Phone, device, entry, night
from tests.rows import row_of

pytestmark = pytest.mark.faults


def statuses(phone, *told):
    return [phone.send(one).status_code for one in told]


def another_body(phone):
    """Two taps under one id."""
    first = entry()
    return statuses(phone, first, entry(client_id=first["client_id"], several=True)) == [201, 409]


def a_resend_after_an_undo(phone):
    first = entry()
    undo = entry("undo", entry=first["client_id"])
    return statuses(phone, first, undo, first, undo) == [201, 201, 410, 200]


def another_owner(phone):
    return phone.send(entry(), **{"X-Owner": str(uuid.uuid4())}).status_code == 403


def a_removed_device(patient):
    phone, row = device(patient)
    row.revoke(THREE)
    return phone.send(entry()).status_code == 404


def a_guess_at_an_answer(phone, patient):
    row_of(CheckIn, patient, night=LAST_NIGHT, answer="quiet")
    return statuses(phone, night("quiet"), night("yes")) == [409, 409]


def a_wrong_clock(phone, patient):
    phone.send(entry(at=THREE.replace(year=2020), sent_at=THREE.replace(year=2020)))
    return [row.started_at for row in Episode.objects.of(patient)] == [THREE]


def test_nothing_is_noticed_where_nothing_is_wrong(phone, token_phone, alice):
    assert another_body(phone)
    assert a_resend_after_an_undo(phone)
    assert another_owner(phone)
    assert a_removed_device(alice)
    assert a_guess_at_an_answer(token_phone, alice)


def test_a_wrong_clock_is_noticed(phone, alice):
    assert a_wrong_clock(phone, alice)


def test_mutant_every_body_is_the_same(phone, monkeypatch):
    monkeypatch.setattr(sent.Sent, "body_hash", "same")

    assert not another_body(phone)


def test_mutant_a_deleted_row_is_said_to_be_stored(phone, monkeypatch):
    monkeypatch.setattr(storing, "_again", lambda earlier, sent, sender: None)

    assert not a_resend_after_an_undo(phone)


def test_mutant_deliveries_are_forgotten(phone, monkeypatch):
    monkeypatch.setattr(Delivery.objects, "create", lambda **row: None)

    assert not a_resend_after_an_undo(phone)


def test_mutant_whoever_is_signed_in_is_the_owner(phone, monkeypatch):
    class Anybody(str):
        __slots__ = ()
        __hash__ = str.__hash__

        def __ne__(self, other):
            return False

    monkeypatch.setattr(entries, "owner_name", lambda patient: Anybody())

    assert not another_owner(phone)


def test_mutant_a_removed_device_goes_on(alice, content, clock, monkeypatch):
    monkeypatch.setattr(type(CaptureToken.objects.all()), "live", lambda rows, at: rows)

    assert not a_removed_device(alice)


def test_mutant_a_token_changes_what_it_has_not_made(token_phone, alice, monkeypatch):
    monkeypatch.setattr(Sender, "may_change", lambda sender, entry: True)

    assert not a_guess_at_an_answer(token_phone, alice)


def test_mutant_the_phones_clock_is_believed(phone, alice, monkeypatch):
    monkeypatch.setattr(sent.Sent, "moment", lambda told, now: (told.at, False))

    assert not a_wrong_clock(phone, alice)


def test_mutant_a_session_speaks_for_every_diary(alice, bob, content, clock, monkeypatch):
    tapped = entry()
    Phone(alice).send(tapped)
    undo = entry("undo", entry=tapped["client_id"])
    assert Phone(bob).send(undo).status_code == 404

    monkeypatch.setattr(storing, "_row", lambda patient, row: Episode.objects.get(client_id=row))

    assert Phone(bob).send(undo).status_code != 404
