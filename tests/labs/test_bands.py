"""Bands are half-open and compared in the unit as reported: the eight values of the domain, through the page."""

import pytest

from labs.models import BandChoice, BandSet
from tests.labs.report import add, lab

pytestmark = pytest.mark.usefixtures("content")


@pytest.mark.parametrize(
    ("value", "unit", "word"),
    [
        ("19.9", "ng/mL", "Deficient"),
        ("20", "ng/mL", "Insufficient"),
        ("29.9", "ng/mL", "Insufficient"),
        ("30", "ng/mL", "Sufficient"),
        ("49.9", "nmol/L", "Deficient"),
        ("50", "nmol/L", "Insufficient"),
        ("74.9", "nmol/L", "Insufficient"),
        ("75", "nmol/L", "Sufficient"),
        ("19.9", "µg/L", "Deficient"),
        ("30", "µg/L", "Sufficient"),
    ],
)
def test_the_word_beside_a_value(client, alice, value, unit, word):
    client.force_login(alice)
    add(client, "vitamin-d-25oh", value=value, unit=unit)

    page = client.get("/labs/").content.decode()

    assert f"{word}</strong> by the Endocrine Society 2011 cut-offs" in page


def test_choosing_another_set_changes_the_word_and_not_the_value(client, alice):
    client.force_login(alice)
    add(client, "vitamin-d-25oh", value="25")
    uk = BandSet.objects.get(slug="uk")

    client.post("/labs/bands/", {"vitamin-d-25oh": uk.pk})

    page = client.get("/labs/").content.decode()
    assert "Sufficient</strong> by the UK cut-offs" in page
    assert '<span class="key-number">25</span>' in page


def test_choosing_twice_is_one_choice(client, alice):
    client.force_login(alice)
    for slug in ("uk", "iom-2011"):
        client.post("/labs/bands/", {"vitamin-d-25oh": BandSet.objects.get(slug=slug).pk})

    assert BandChoice.objects.of(alice).get().band_set.slug == "iom-2011"


@pytest.mark.parametrize("choice", ["", "0", "nonsense", "99999999999999999999"])
def test_a_choice_that_is_not_on_the_list_says_so(client, alice, choice):
    client.force_login(alice)

    response = client.post("/labs/bands/", {"vitamin-d-25oh": choice})

    assert response.status_code == 200
    assert response.context["form"].errors["vitamin-d-25oh"]
    assert not BandChoice.objects.exists()


def test_the_alerts_are_no_choice(client, alice):
    client.force_login(alice)

    response = client.post("/labs/bands/", {"vitamin-d-25oh": BandSet.objects.get(slug="alerts").pk})

    assert response.context["form"].errors


def test_another_patient_keeps_the_default(client, alice, bob):
    BandChoice.objects.create(
        patient=bob, test=lab("vitamin-d-25oh"), band_set=BandSet.objects.get(slug="uk")
    )
    client.force_login(alice)
    add(client, "vitamin-d-25oh", value="25")

    assert "Endocrine Society 2011 cut-offs" in client.get("/labs/").content.decode()


def test_the_limits_are_shown_in_both_units(client, alice):
    client.force_login(alice)

    page = client.get("/labs/bands/").content.decode()

    assert "20 to 29.9" in page
    assert "50 to 74.9" in page
    assert "above 50" in page
