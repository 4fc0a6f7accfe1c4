"""Adding, changing, deleting and bringing back one result."""

import uuid
from decimal import Decimal

import pytest

from accounts.models import DiaryState
from labs.models import LabResult
from tests.labs.report import NEW, add, errors, posted, results

pytestmark = pytest.mark.usefixtures("content")


@pytest.fixture(autouse=True)
def signed_in(client, alice):
    client.force_login(alice)


def address(result, what=""):
    return f"/labs/{result.pk}/{what}"


def test_the_first_page_offers_the_tests_by_panel(client):
    page = client.get(NEW).content.decode()

    assert page.index("Minerals") < page.index("Adjusted calcium") < page.index("Blood sugar")


def test_a_result_is_kept_as_reported_with_its_canonical_value(client, alice):
    add(client, "calcium", value="2,4", unit="mmol/L", range_low="2,2", range_high="2,6", lab_name="Synlab")

    stored = results(alice).get()
    assert (stored.value, stored.unit, stored.lab_name) == (Decimal("2.4"), "mmol/L", "Synlab")
    assert stored.canonical_value == Decimal("9.619238")
    assert (stored.range_low, stored.range_high) == (Decimal("2.2"), Decimal("2.6"))


def test_hba1c_is_converted_by_its_formula(client, alice):
    add(client, "hba1c", value="48", unit="mmol/mol")

    assert round(results(alice).get().canonical_value, 2) == Decimal("6.54")


def test_saving_a_result_bumps_the_diary(client, alice):
    add(client, "calcium")

    assert DiaryState.objects.get(patient=alice).revision > 0


def test_the_unit_of_vitamin_d_is_never_preselected(client):
    page = client.get(f"{NEW}?test=vitamin-d-25oh").content.decode()

    unit_boxes = [tag for tag in page.split("<input") if 'name="unit"' in tag]
    assert len(unit_boxes) == 3
    assert not [tag for tag in unit_boxes if " checked" in tag.split(">")[0]]


def test_where_there_is_one_unit_only_it_is_chosen(client):
    page = client.get(f"{NEW}?test=creatine-kinase").content.decode()

    assert 'value="U/L" id="id_unit_0" checked' in page


def test_vitamin_d_is_said_in_both_units_before_it_is_stored(client, alice):
    response = client.post(NEW, posted("vitamin-d-25oh", value="45", note="morning"))

    page = response.content.decode()
    assert "45 ng/mL = 112 nmol/L. Is ng/mL printed on your report?" in page
    assert 'name="note" value="morning"' in page
    assert not results(alice).exists()


def test_a_yes_stores_it_and_a_no_brings_everything_typed_back(client, alice):
    data = posted("vitamin-d-25oh", value="45", unit="nmol/L", note="morning")

    back = client.post(NEW, data | {"change": "1"})
    assert 'value="45"' in back.content.decode()
    assert "morning" in back.content.decode()

    add(client, **data)
    assert results(alice).get().unit == "nmol/L"


def test_a_yes_to_one_number_is_no_yes_to_another(client, alice):
    asked = client.post(NEW, posted("vitamin-d-25oh", value="45"))

    key = asked.context["confirm_key"]
    client.post(NEW, posted("vitamin-d-25oh", value="45", unit="nmol/L", confirmed=key))

    assert not results(alice).exists()


def test_a_range_of_the_other_unit_is_asked_about(client, alice):
    response = client.post(
        NEW, posted("vitamin-d-25oh", value="45", unit="ng/mL", range_low="75", range_high="250")
    )

    assert "looks like one in nmol/L, not in ng/mL" in response.content.decode()
    assert not results(alice).exists()


def test_a_range_of_the_same_unit_is_not_asked_about(client):
    response = client.post(NEW, posted("vitamin-d-25oh", value="45", range_low="30", range_high="100"))

    assert "looks like one in" not in response.content.decode()


def test_an_unusually_high_value_is_asked_about_and_taken(client, alice):
    response = client.post(NEW, posted("vitamin-d-25oh", value="1220"))
    assert "1220 ng/mL is higher than most results" in response.content.decode()

    add(client, "vitamin-d-25oh", value="1220")
    assert results(alice).get().value == 1220


def test_other_tests_are_stored_without_a_question(client, alice):
    response = client.post(NEW, posted("calcium"))

    assert response.status_code == 302
    assert results(alice).exists()


def test_a_sign_may_be_typed_or_chosen(client, alice):
    add(client, "calcium", value="< 4.5", drawn_on="2026-08-01")
    add(client, "calcium", value="19", comparator=">", drawn_on="2026-08-02")

    assert set(results(alice).values_list("comparator", "value")) == {("<", 4.5), (">", 19)}


def test_units_are_read_in_their_usual_spellings(client, alice):
    add(client, "vitamin-d-25oh", value="38", unit="ug/l")

    assert results(alice).get().unit == "µg/L"


def test_sending_the_same_form_twice_stores_one_result(client, alice):
    again = posted("calcium", client_id=str(uuid.uuid4()))

    assert [client.post(NEW, again).status_code for _ in range(2)] == [302, 302]
    assert results(alice).count() == 1


def test_a_result_can_be_changed(client, alice):
    add(client, "calcium")
    result = results(alice).get()

    response = client.post(address(result), posted("calcium", value="9.8", version=result.version))

    assert response.status_code == 302
    result.refresh_from_db()
    assert (result.value, result.canonical_value) == (Decimal("9.8"), Decimal("9.8"))


def test_the_form_shows_a_stored_value_without_zeros(client, alice):
    add(client, "calcium", range_low="8.8")

    page = client.get(address(results(alice).get())).content.decode()

    assert 'name="value" value="9.6"' in page
    assert 'name="range_low" value="8.8"' in page


def test_changing_only_the_note_asks_nothing(client, alice):
    add(client, "vitamin-d-25oh")
    result = results(alice).get()

    response = client.post(address(result), posted("vitamin-d-25oh", note="fasted", version=result.version))

    assert response.status_code == 302
    assert results(alice).get().note == "fasted"


def test_a_change_from_another_device_is_said_and_nothing_typed_is_lost(client, alice):
    add(client, "calcium")
    result = results(alice).get()
    stale = result.version
    result.note = "from the phone"
    result.save()

    response = client.post(address(result), posted("calcium", note="from the desk", version=stale))

    assert response.status_code == 200
    assert "changed on another device" in str(errors(response))
    assert "from the desk" in response.content.decode()
    assert results(alice).get().note == "from the phone"


def test_deleting_offers_undo_and_undo_brings_it_back(client, alice):
    add(client, "calcium")
    result = results(alice).get()

    page = client.post(address(result, "delete/"), follow=True).content.decode()
    assert not results(alice).exists()
    assert f'action="/labs/{result.pk}/restore/"' in page

    client.post(address(result, "restore/"))
    client.post(address(result, "restore/"))
    assert results(alice).get() == result


def test_somebody_elses_result_is_not_there(client, alice, bob):
    add(client, "calcium")
    result = results(alice).get()
    client.force_login(bob)

    assert client.get(address(result)).status_code == 404
    for what in ("", "delete/", "restore/"):
        assert client.post(address(result, what), posted("calcium")).status_code == 404
    assert LabResult.objects.of(alice).get() == result


def test_a_number_no_database_holds_is_not_there(client):
    assert client.get("/labs/99999999999999999999/").status_code == 404


def test_strangers_are_sent_to_the_door(client):
    client.logout()

    for page in (
        "/labs/",
        NEW,
        "/labs/import/",
        "/labs/bands/",
        "/labs/panels/minerals/",
        "/labs/tests/tsh/",
    ):
        assert client.get(page).status_code == 302
