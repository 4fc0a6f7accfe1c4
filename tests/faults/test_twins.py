"""Two copies of one form at once: whichever comes second is told "stored", at whatever moment the first one was."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from accounts.records import PatientRecordForm
from journal.models import CheckIn
from tests.rows import row_of

pytestmark = pytest.mark.faults

NIGHT = dt.date(2026, 11, 10)


def answer(client, client_id, said="quiet"):
    sent = {"tap": "1", "answer": said, "client_id": str(client_id)}
    return client.post(reverse("night-answer", args=[NIGHT]), sent)


@pytest.fixture
def stored_after_the_first_look(monkeypatch, alice):
    """Calls the given function once, right after the form has looked for its twin and found none."""

    def arrange(store):
        look, waiting = PatientRecordForm._stored_before, [store]

        def first_look(form):
            found = look(form)
            if waiting:
                waiting.pop()()
            return found

        monkeypatch.setattr(PatientRecordForm, "_stored_before", first_look)

    return arrange


def test_the_twin_that_is_stored_while_we_look_is_the_same_entry(
    client, alice, content, stored_after_the_first_look
):
    same = uuid.uuid4()
    stored_after_the_first_look(lambda: row_of(CheckIn, alice, night=NIGHT, client_id=same))
    client.force_login(alice)

    assert answer(client, same).status_code == 302
    assert CheckIn.objects.of(alice).get().client_id == same


def test_another_answer_stored_while_we_look_is_said(client, alice, content, stored_after_the_first_look):
    stored_after_the_first_look(lambda: row_of(CheckIn, alice, night=NIGHT))
    client.force_login(alice)

    page = answer(client, uuid.uuid4())

    assert page.status_code != 302
    assert "You have already answered for this night." in page.content.decode()
    assert CheckIn.objects.of(alice).count() == 1


def test_the_same_id_with_another_answer_is_refused(client, alice, content):
    same = uuid.uuid4()
    client.force_login(alice)
    assert answer(client, same).status_code == 302

    assert answer(client, same, said="unsure").status_code != 302
    assert CheckIn.objects.of(alice).get().answer == "quiet"
