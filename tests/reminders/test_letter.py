"""What stands in the mail, and what must not."""

import datetime as dt

import pytest
from django.core import mail

from journal.models import Episode, Medicine, Regimen, SymptomType
from tests.reminders.conftest import BERLIN, EIGHT, reminded
from tests.rows import row_of

pytestmark = pytest.mark.django_db
CANARY = "canaryword"
NOT_IN_A_MAIL = """
    cramp burning tingling numb pain ache twitch muscle leg legs foot calf symptom symptoms episode severity health ill
    illness disease patient doctor clinic medicine medicines supplement supplements dose vitamin magnesium lab labs
    blood quiet_night sleep woke diagnosis
""".split()


@pytest.fixture
def letter(alice, content, beat):
    """Alice's, after a bad night before the last and with everything in her diary."""
    reminded(alice)
    row_of(Episode, alice, at=dt.datetime(2026, 11, 18, 3, 12, tzinfo=BERLIN), note=CANARY, severity=9)
    row_of(Medicine, alice, name=CANARY)
    row_of(Regimen, alice, why_now=CANARY)
    beat()
    return mail.outbox[0]


def test_it_says_that_the_diary_is_open_and_nothing_of_anyones_health(letter):
    text = f"{letter.subject} {letter.body}".lower()

    assert letter.subject == "Your diary is open"
    assert "Your diary is open. How was last night?" in letter.body
    assert CANARY not in letter.message().as_string()
    names = {
        name.lower() for row in SymptomType.objects.all() for name in (row.slug, row.singular, row.plural)
    }
    words = set(text.replace(".", " ").replace(",", " ").replace("/", " ").split())
    assert not words & ({*NOT_IN_A_MAIL} | names)


def test_it_goes_to_one_person_and_names_her_only_to_herself(letter, alice):
    assert letter.to == [alice.email]
    assert alice.name not in letter.subject
    assert not letter.cc + letter.bcc


def test_an_in_box_can_offer_one_click(letter):
    headers = letter.message()
    stop = headers["List-Unsubscribe"]

    assert stop.startswith("<http://testserver/reminders/stop/")
    assert stop.strip("<>") in letter.body
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_two_mornings_have_the_same_words(letter, alice, beat):
    beat(EIGHT + dt.timedelta(days=1))

    assert mail.outbox[1].body == letter.body
