"""Whatever is put into an address or a form, a page answers with words: never with a 500."""

from urllib.parse import urlencode

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from django.urls import NoReverseMatch, reverse

from tests.conftest import Visitor, make_clinician
from tests.pages.diary import patient_with
from tests.pages.test_queries import ANYBODY, LAST_NIGHT, NOW, ONLY_POSTED, PATIENT, TODAY

# Everything is written once, for all tests of this file.
pytestmark = pytest.mark.xdist_group("odd-input")

ODD = {
    "NUL": "a\x00b",
    "half a pair": b"\xed\xa0\x80",
    "no text": b"\xff\xfe",
    "long": "x" * 20_000,
    "markup": "<script>alert(1)</script>'\"--",
    "huge number": "9" * 40,
    "other digits": "١٢٣",
    "below zero": "-1",
    "not a number": "NaN",
    "no date": "2026-02-31",
    "nothing": "",
}
each_oddity = pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
# Every name that some page reads from its address or its form.
NAMES = (
    "login password password1 is_adult "
    "symptom test night month year view page words show kind again asked results until heading look tap undo record "
    "version client_id answer score state day several next email name time_zone theme sign change severity "
    "started_at_0 started_at_1 started_at duration_minutes sites relief note value unit drawn_on comparator "
    "invited_email kinds lasts shares_from payload confirmed file text q date_of_birth "
    "regimen-main_symptom regimen-started_on product-name phases-0-amount phases-0-unit phases-0-frequency "
    "phases-0-weeks ingredients-0-substance ingredients-0-amount"
).split()


@pytest.fixture(scope="module")
def patient(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=False), transaction.atomic():
        call_command("load_content", verbosity=0)
        one = patient_with("odd", 10, today=TODAY, doctor=make_clinician("dr_odd"))
        one.doctor = one.care_links.get(clinician__email="dr_odd@example.org").clinician
        yield one
        transaction.set_rollback(True)


def pages_of(patient):
    """Every address of hers that can be opened without an entry, and those of one night."""
    for name in {name.partition("@")[0] for name in PATIENT} | set(ANYBODY):
        for arguments in (
            [],
            [LAST_NIGHT],
            ["burning-tingling", LAST_NIGHT],
            ["vitamin-d-25oh"],
            ["vitamin-d"],
        ):
            try:
                yield reverse(name, args=arguments)
            except NoReverseMatch:
                continue


def buttons():
    for name in ONLY_POSTED:
        try:
            yield reverse(name)
        except NoReverseMatch:
            continue


def signed_in(user):
    client = Visitor()
    client.force_login(user)
    client.raise_request_exception = False
    return client


def answers(client, addresses, odd):
    """Status by method and address, for an odd word in every field at once."""
    # Put together here, so that bytes which are no text arrive as they are.
    sent = urlencode(dict.fromkeys(NAMES, odd))
    found = {}
    for address in addresses:
        # One savepoint each: a page that breaks must not break those after it.
        with transaction.atomic():
            found["GET", address] = client.get(f"{address}?{sent}").status_code
            transaction.set_rollback(True)
        with transaction.atomic():
            answer = client.post(address, sent, content_type="application/x-www-form-urlencoded")
            found["POST", address] = answer.status_code
            transaction.set_rollback(True)
    return found


@each_oddity
def test_no_page_of_a_patient_breaks(patient, db, odd):
    found = answers(signed_in(patient), [*pages_of(patient), *buttons()], odd)

    assert len(found) > 60
    assert {where: status for where, status in found.items() if status >= 500} == {}


@each_oddity
def test_no_page_of_a_doctor_breaks(patient, db, odd):
    addresses = [reverse("clinic"), reverse("clinic-patient", args=[patient.pk]), "/clinic/invitations/x/"]
    found = answers(signed_in(patient.doctor), addresses, odd)

    assert {where: status for where, status in found.items() if status >= 500} == {}


@each_oddity
def test_no_door_breaks(patient, db, odd):
    client = Visitor(raise_request_exception=False)
    doors = ("/accounts/login/", "/accounts/signup/", "/accounts/password/reset/")
    found = answers(client, doors, odd)

    assert {where: status for where, status in found.items() if status >= 500} == {}


def test_addresses_that_name_no_night_and_no_entry_are_not_there(patient, db):
    client = signed_in(patient)

    for address in (
        "/journal/night/2026-02-31/", "/journal/night/0000-00-00/", "/journal/night/99999-01-01/",
        f"/journal/episodes/{9**30}/", "/journal/scores/leg-cramp/2026-11-18/", "/labs/tests/nothing/",
        f"/helping/{2**63}/", "/guides/nothing/",
    ):  # fmt: skip
        assert client.get(address).status_code == 404, address
