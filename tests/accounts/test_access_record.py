import datetime as dt

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import RecordAccess
from tests.conftest import let_in


def opening(patient, reader, **fields):
    defaults = {
        "reader_id": reader.pk,
        "reader_name": str(reader),
        "surface": "record",
        "kinds": "symptoms,labs",
    }
    return RecordAccess.objects.create(patient=patient, **(defaults | fields))


def test_alice_reads_who_opened_what_and_when(client, alice, dr_chen):
    opening(alice, dr_chen, at=timezone.now() - dt.timedelta(days=40))
    client.force_login(alice)

    page = client.get("/sharing/opened/")

    assert "Dr Chen" in page.text
    assert "opened your page: symptoms and nights · blood tests" in page.text


def test_many_glances_of_one_day_are_one_line(client, alice, dr_chen):
    noon = timezone.now().replace(hour=9, minute=0) - dt.timedelta(days=1)
    for minute in range(5):
        opening(alice, dr_chen, surface="list", at=noon + dt.timedelta(minutes=minute))
    client.force_login(alice)

    page = client.get("/sharing/opened/")

    assert page.text.count("saw your line in the list") == 1
    assert "5 times" in page.text


def test_bob_does_not_see_alices_record_of_access(client, alice, bob, dr_chen):
    opening(alice, dr_chen)
    client.force_login(bob)

    assert "Dr Chen" not in client.get("/sharing/opened/").text


def test_a_reader_stays_named_after_her_account_is_gone(client, alice, dr_chen):
    opening(alice, dr_chen)
    dr_chen.delete()
    client.force_login(alice)

    assert "Dr Chen" in client.get("/sharing/opened/").text


def test_no_way_of_the_program_changes_or_deletes_an_opening(alice, dr_chen):
    row = opening(alice, dr_chen)
    rows = RecordAccess.objects.of(alice)
    row.reader_name = "Somebody Else"

    for change in (
        row.save,
        row.delete,
        rows.delete,
        lambda: rows.update(reader_name="x"),
        lambda: RecordAccess.objects.bulk_update([row], ["reader_name"]),
        lambda: RecordAccess.objects.update_or_create(pk=row.pk, defaults={"reader_name": "x"}),
    ):
        with pytest.raises(TypeError), transaction.atomic():
            change()
    assert RecordAccess.objects.get().reader_name == "Dr Chen"


@pytest.mark.parametrize("action", ["add/", "{pk}/delete/"])
def test_a_superuser_cannot_add_or_delete_one(client, alice, dr_chen, admin_anna, action):
    row = opening(alice, dr_chen)
    client.force_login(admin_anna)

    assert client.get("/admin/accounts/recordaccess/").status_code == 200
    assert client.get(f"/admin/accounts/recordaccess/{action.format(pk=row.pk)}").status_code == 403


def test_a_superuser_cannot_change_one(client, alice, dr_chen, admin_anna):
    row = opening(alice, dr_chen)
    client.force_login(admin_anna)
    page = f"/admin/accounts/recordaccess/{row.pk}/change/"

    assert client.get(page).status_code == 200
    assert client.post(page, {"reader_name": "Somebody Else"}).status_code == 403


def test_the_admins_bulk_delete_is_not_offered(client, alice, dr_chen, admin_anna):
    row = opening(alice, dr_chen)
    client.force_login(admin_anna)

    client.post(
        "/admin/accounts/recordaccess/",
        {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"},
    )

    assert RecordAccess.objects.filter(pk=row.pk).exists()


def test_pages_of_the_record_are_of_one_size(client, alice, dr_chen, django_assert_max_num_queries):
    RecordAccess.objects.bulk_create(
        RecordAccess(
            patient=alice, reader_id=dr_chen.pk, reader_name="Dr Chen", surface="record", kinds="labs"
        )
        for _ in range(250)
    )
    let_in(alice, dr_chen)
    client.force_login(alice)

    with django_assert_max_num_queries(6):
        page = client.get("/sharing/opened/?page=2")

    assert page.context["page"].number == 2
    assert client.get("/sharing/opened/?page=none").status_code == 200
