"""Dangerous values raise their red flags, in the transaction that stores them, and the patient is led to them."""

import pytest

from guides.models import Notice
from labs.facts import of_patient
from labs.models import LabResult
from safety.models import ShownNotice
from tests.labs.report import NEW, add, posted, results

pytestmark = pytest.mark.usefixtures("content")


def raised(patient):
    return set(ShownNotice.objects.of(patient).values_list("notice", flat=True))


@pytest.mark.parametrize(
    ("test", "value", "unit", "notice"),
    [
        ("vitamin-d-25oh", "150.1", "ng/mL", "vitamin-d-level-toxic-range"),
        ("vitamin-d-25oh", "> 150", "ng/mL", "vitamin-d-level-toxic-range"),
        ("vitamin-d-25oh", "376", "nmol/L", "vitamin-d-level-toxic-range"),
        ("vitamin-d-25oh", "101", "ng/mL", "vitamin-d-level-high"),
        ("vitamin-d-25oh", "251", "nmol/L", "vitamin-d-level-high"),
        ("calcium", "12", "mg/dL", "calcium-high"),
        ("calcium", "3.0", "mmol/L", "calcium-high"),
        ("calcium", "14.1", "mg/dL", "calcium-very-high"),
        ("calcium-adjusted", "3.0", "mmol/L", "calcium-high"),
        ("calcium", "7.5", "mg/dL", "calcium-very-low"),
        ("potassium", "6.5", "mmol/L", "potassium-dangerous"),
        ("potassium", "2.4", "mEq/L", "potassium-dangerous"),
        ("sodium", "124", "mmol/L", "sodium-very-low"),
        ("creatine-kinase", "5000", "U/L", "creatine-kinase-very-high"),
    ],
)
def test_a_dangerous_value_raises_its_notice_and_leads_to_it(client, alice, test, value, unit, notice):
    client.force_login(alice)

    response = add(client, test, value=value, unit=unit)

    assert notice in raised(alice)
    assert response.url.startswith("/notices/?next=")
    shown = ShownNotice.objects.of(alice).get(notice=notice)
    assert (shown.entry_kind, shown.entry_id) == ("lab", results(alice).get().pk)
    assert str(shown.about_on) == "2026-08-05"


@pytest.mark.parametrize(
    ("test", "value", "unit"),
    [("vitamin-d-25oh", "100", "ng/mL"), ("calcium", "9.6", "mg/dL"), ("potassium", "6.4", "mmol/L"),
     ("sodium", "125", "mmol/L")],
)  # fmt: skip
def test_other_values_raise_nothing(client, alice, test, value, unit):
    client.force_login(alice)

    response = add(client, test, value=value, unit=unit)

    assert raised(alice) == set()
    assert response.url == f"/labs/tests/{test}/"


def test_the_notice_of_a_band_is_raised_even_without_a_rule(client, alice):
    Notice.objects.filter(slug="vitamin-d-level-high").update(fires_when=None)
    client.force_login(alice)

    add(client, "vitamin-d-25oh", value="120")

    assert raised(alice) == {"vitamin-d-level-high"}


def test_sending_it_twice_raises_it_once_and_leads_there_both_times(client, alice):
    client.force_login(alice)
    data = posted("sodium", value="120", unit="mmol/L", client_id="6c1f5d5e-7a10-4d0b-9b6e-8b0f3c586f4e")

    first, second = client.post(NEW, data), client.post(NEW, data)

    assert first.url == second.url
    assert ShownNotice.objects.of(alice).count() == 1


def test_correcting_a_value_into_danger_raises_the_notice(client, alice):
    client.force_login(alice)
    add(client, "potassium")
    result = results(alice).get()

    client.post(f"/labs/{result.pk}/", posted("potassium", value="6.6", version=result.version))

    assert raised(alice) == {"potassium-dangerous"}


def test_a_value_that_could_not_be_stored_raises_nothing(client, alice, monkeypatch):
    client.force_login(alice)
    monkeypatch.setattr(LabResult, "save", lambda *args, **kwargs: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        add(client, "sodium", value="120", unit="mmol/L")

    assert raised(alice) == set()


def test_a_very_high_value_is_followed_by_its_questions(client, alice):
    client.force_login(alice)
    add(client, "vitamin-d-25oh", value="160")
    result = results(alice).get()

    page = client.get("/labs/questions/", {"results": result.pk})
    assert "Are you confused" in page.content.decode()

    response = client.post(f"/labs/questions/?results={result.pk}", {"sign": "vitamin-d-confusion"})
    assert "vitamin-d-confusion" in raised(alice)
    assert response.url.startswith("/notices/")


def test_a_sign_left_unticked_is_not_remembered_as_shown(client, alice):
    client.force_login(alice)
    add(client, "vitamin-d-25oh", value="160")
    ShownNotice.objects.of(alice).delete()

    response = client.post(f"/labs/questions/?results={results(alice).get().pk}", {"next": "/labs/"})

    assert response.url == "/labs/"
    assert raised(alice) == set()


def test_questions_about_somebody_elses_result_are_not_asked(client, alice, bob):
    client.force_login(alice)
    add(client, "vitamin-d-25oh", value="160")
    client.force_login(bob)

    response = client.get("/labs/questions/", {"results": results(alice).get().pk})

    assert response.url == "/labs/"


@pytest.mark.parametrize("ids", ["", "a", "1,,2", "²", "99999999999999999999"])
def test_nonsense_in_the_address_leads_back(client, alice, ids):
    client.force_login(alice)

    assert client.get("/labs/questions/", {"results": ids}).url == "/labs/"


def test_the_lab_tells_the_rules_a_dictionary(alice):
    assert of_patient(alice) == {}
