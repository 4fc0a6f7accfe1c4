"""A whole report at once: one date, a row for every test, all or nothing."""

import uuid

import pytest

from labs import actions
from safety.models import ShownNotice
from tests.labs.report import confirm, results

pytestmark = pytest.mark.usefixtures("content")
MINERALS = "/labs/panels/minerals/"


@pytest.fixture(autouse=True)
def signed_in(client, alice):
    client.force_login(alice)


def report(**fields):
    rows = {name.replace("__", "-"): value for name, value in fields.items()}
    return {"drawn_on": "2026-08-05", "lab_name": "Synlab"} | rows


GOOD = report(
    calcium__value="9,6", calcium__unit="mg/dL", calcium__range_low="8.8", calcium__range_high="10.4",
    potassium__value="4.1", potassium__unit="mmol/L",
)  # fmt: skip


def row(response, slug):
    return next(row for row in response.context["panel"].rows if row.test.slug == slug)


def test_every_filled_row_is_stored_with_the_date_and_the_laboratory(client, alice):
    response = client.post(MINERALS, GOOD)

    assert response.status_code == 302
    assert set(results(alice).values_list("test__slug", "lab_name")) == {
        ("calcium", "Synlab"),
        ("potassium", "Synlab"),
    }


def test_one_wrong_row_and_nothing_is_stored(client, alice):
    response = client.post(MINERALS, GOOD | report(sodium__value="14", sodium__unit="mmol/L"))

    assert response.status_code == 200
    assert "not possible" in str(row(response, "sodium").errors["value"])
    assert 'value="9,6"' in response.content.decode()
    assert not results(alice).exists()


def test_each_row_says_what_is_wrong_with_it(client):
    response = client.post(
        MINERALS,
        report(
            calcium__value="9.6",
            sodium__range_low="135",
            albumin__value="x",
            potassium__value="4",
            potassium__unit="stone",
        ),
    )

    assert "choose the unit" in str(row(response, "calcium").errors["unit"])
    assert "no result" in str(row(response, "sodium").errors["value"])
    assert "as printed" in str(row(response, "albumin").errors["value"])
    assert "not a unit of this test" in str(row(response, "potassium").errors["unit"])


def test_an_empty_report_says_so(client, alice):
    response = client.post(MINERALS, report())

    assert "Please give at least one result." in response.content.decode()


@pytest.mark.parametrize("drawn_on", ["", "2999-01-01", "1950-01-01", "soon"])
def test_the_date_is_checked_once_for_all(client, alice, drawn_on):
    response = client.post(MINERALS, GOOD | {"drawn_on": drawn_on})

    assert response.context["panel"].head.errors["drawn_on"]
    assert not results(alice).exists()


def test_vitamin_d_on_a_report_is_confirmed_too(client, alice):
    data = report(**{"vitamin-d-25oh__value": "45", "vitamin-d-25oh__unit": "nmol/L"})

    asked = client.post("/labs/panels/vitamin-d/", data)
    assert "45 nmol/L = 18 ng/mL. Is nmol/L printed on your report?" in asked.content.decode()
    assert not results(alice).exists()

    confirm(client, "/labs/panels/vitamin-d/", data, asked)
    assert results(alice).get().value == 45


def test_glucose_is_taken_only_when_the_report_says_fasting(client, alice):
    data = report(**{"glucose-fasting__value": "90", "glucose-fasting__unit": "mg/dL"})

    refused = client.post("/labs/panels/sugar/", data)
    assert "Please say whether" in refused.content.decode()
    assert not results(alice).exists()

    client.post("/labs/panels/sugar/", data | {"fasting": "yes"})
    assert results(alice).get().fasting is True


def test_sending_the_report_twice_stores_it_once(client, alice):
    again = GOOD | {"client_id": str(uuid.uuid4())}

    assert [client.post(MINERALS, again).status_code for _ in range(2)] == [302, 302]
    assert results(alice).count() == 2


def test_a_dangerous_row_leads_to_its_notice(client, alice):
    response = client.post(MINERALS, GOOD | report(sodium__value="120", sodium__unit="mmol/L"))

    assert response.url.startswith("/notices/")
    assert ShownNotice.objects.of(alice).get().notice == "sodium-very-low"


def test_the_whole_report_has_every_test(client):
    page = client.get("/labs/panels/everything/").content.decode()

    assert "vitamin-d-25oh-value" in page
    assert "ferritin-value" in page


def test_an_unknown_panel_is_not_there(client):
    assert client.get("/labs/panels/nonsense/").status_code == 404


def test_the_same_page_with_another_number_does_not_pass_for_saved(client, alice):
    page = GOOD | {"client_id": str(uuid.uuid4())}
    client.post(MINERALS, page)

    again = client.post(MINERALS, page | report(calcium__value="9.9"))

    assert again.status_code == 200
    assert "Calcium is already stored from this page with other values" in again.text
    assert "9.9" in again.text
    assert results(alice).get(test__slug="calcium").printed == "9.6"


def test_the_same_page_after_a_deletion_does_not_pass_for_saved(client, alice):
    page = GOOD | {"client_id": str(uuid.uuid4())}
    client.post(MINERALS, page)
    results(alice).get(test__slug="calcium").discard()

    assert "Calcium was deleted meanwhile" in client.post(MINERALS, page).text


def test_the_same_page_sent_twice_at_one_moment_is_stored_once(client, alice, monkeypatch):
    page = GOOD | {"client_id": str(uuid.uuid4())}
    client.post(MINERALS, page)
    look = actions._stored_before
    looks = iter([lambda *_: [], look])

    def first_nothing(*about):
        return next(looks)(*about)

    monkeypatch.setattr(actions, "_stored_before", first_nothing)

    assert client.post(MINERALS, page).status_code == 302
    assert results(alice).count() == 2
