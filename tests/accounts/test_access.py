import datetime as dt

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.access import SharedRecord, links_of
from accounts.models import CareLink, RecordAccess
from journal.models import CheckIn, Dose, Episode, Medicine
from labs.models import LabResult
from tests.conftest import let_in
from tests.rows import row_of

NOTE = "only for me"


@pytest.fixture
def diary(alice, content):
    """One row of each kind, with a note, and one that is older."""
    row_of(Episode, alice, note=NOTE)
    row_of(CheckIn, alice, note=NOTE)
    row_of(CheckIn, alice, night=dt.date(2026, 6, 1), note=NOTE)
    row_of(Medicine, alice, note=NOTE)
    row_of(Dose, alice)
    row_of(LabResult, alice, note=NOTE)
    return alice


def record_of(patient, **fields):
    return SharedRecord(patient, CareLink(patient=patient, **fields))


@pytest.mark.parametrize(
    ("kind", "hidden"),
    [("symptoms", [Episode, CheckIn]), ("supplements", [Medicine, Dose]), ("labs", [LabResult])],
)
def test_what_is_not_shared_is_not_there(diary, kind, hidden):
    record = record_of(diary, **{kind: False})

    for model in (Episode, CheckIn, Medicine, Dose, LabResult):
        assert record.rows(model).exists() is (model not in hidden)


def test_nothing_older_than_the_agreed_day_is_there(diary):
    record = record_of(diary, shares_from=dt.date(2026, 11, 1))

    assert [row.night for row in record.rows(CheckIn)] == [dt.date(2026, 11, 10)]


def test_notes_are_empty_unless_they_are_shared(diary):
    for shared in (False, True):
        record = record_of(diary, notes=shared)
        notes = {row.note for model in (Episode, CheckIn, Medicine, LabResult) for row in record.rows(model)}
        assert notes == ({NOTE} if shared else {""})


def test_notes_cannot_be_read_around_the_blanking(diary):
    rows = record_of(diary).rows(Episode)

    for peep in (
        lambda: rows.values("note"),
        lambda: rows.values_list("note"),
        rows.values,
        lambda: rows.values(other="note"),
        rows.iterator,
    ):
        with pytest.raises(TypeError):
            peep()
    assert list(rows.values_list("severity")) == [(None,)]


def test_every_way_to_one_row_is_blanked_too(diary):
    rows = record_of(diary).rows(Episode)

    found = [rows.get(), rows.first(), rows.last(), rows[0], *rows.order_by("pk"), *rows.in_bulk().values()]

    assert {row.note for row in found} == {""}


def test_a_record_is_whole_only_when_nothing_a_verdict_rests_on_was_cut(alice):
    assert record_of(alice, notes=False).is_whole
    assert not record_of(alice, labs=False).is_whole
    assert not record_of(alice, shares_from=dt.date(2026, 1, 1)).is_whole


def shut(link, **fields):
    CareLink.objects.filter(pk=link.pk).update(**fields)


@pytest.mark.parametrize(
    "closed",
    [
        {"ended_at": timezone.now()},
        {"expires_at": timezone.now() - dt.timedelta(seconds=1)},
        {"accepted_at": None},
    ],
    ids=["revoked", "expired", "never accepted"],
)
def test_a_closed_link_opens_nothing(client, alice, dr_chen, closed):
    shut(alice.care_links.get(), **closed)
    client.force_login(dr_chen)

    assert client.get(f"/clinic/{alice.pk}/").status_code == 404
    assert not RecordAccess.objects.of(alice).exists()


def test_a_doctor_whose_check_was_withdrawn_sees_nobody(client, alice, dr_chen):
    dr_chen.clinician.verified_at = None
    dr_chen.clinician.save()
    client.force_login(dr_chen)

    assert client.get(f"/clinic/{alice.pk}/").status_code == 404
    assert "Alice" not in client.get("/clinic/").text


def test_a_closed_account_is_not_shown(client, alice, dr_chen):
    alice.is_active = False
    alice.save()
    client.force_login(dr_chen)

    assert client.get(f"/clinic/{alice.pk}/").status_code == 404


@pytest.mark.parametrize("reader", ["alice", "bob", "dr_diaz", "admin_anna"])
def test_nobody_else_opens_the_doctors_page(request, client, alice, dr_chen, reader):
    client.force_login(request.getfixturevalue(reader))

    assert client.get(f"/clinic/{alice.pk}/").status_code == 404


def test_an_opening_is_written_down_before_any_data_is_read(client, alice, dr_chen, content):
    client.force_login(dr_chen)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(f"/clinic/{alice.pk}/")

    statements = [query["sql"] for query in queries]
    written = next(
        place for place, sql in enumerate(statements) if sql.startswith('INSERT INTO "accounts_recordaccess"')
    )
    rooms = ('FROM "journal_', 'FROM "labs_labresult', 'FROM "safety_', 'FROM "trends_assess')
    assert not [sql for sql in statements[:written] if any(room in sql for room in rooms)]


def test_a_page_that_cannot_be_written_down_is_not_served(client, alice, dr_chen, monkeypatch):
    def broken(*args, **kwargs):
        raise DatabaseError("disk full")

    client.force_login(dr_chen)
    monkeypatch.setattr(type(RecordAccess.objects.all()), "bulk_create", broken)
    client.raise_request_exception = False

    for page in (f"/clinic/{alice.pk}/", "/clinic/"):
        answer = client.get(page)
        assert answer.status_code == 500
        assert "Alice" not in answer.text


def test_an_opening_says_who_what_and_when(client, alice, dr_chen):
    shut(alice.care_links.get(), labs=False)
    client.force_login(dr_chen)

    client.get(f"/clinic/{alice.pk}/")

    row = RecordAccess.objects.of(alice).get()
    assert (row.reader_id, row.reader_name, row.surface) == (dr_chen.pk, "Dr Chen", "record")
    assert row.kinds == "symptoms,supplements"


def test_the_list_writes_one_row_for_each_patient_it_shows(client, alice, bob, dr_chen):
    let_in(bob, dr_chen)
    client.force_login(dr_chen)

    client.get("/clinic/")

    assert RecordAccess.objects.of(alice).get().surface == "list"
    assert RecordAccess.objects.of(bob).get().surface == "list"


def test_a_search_writes_down_only_whom_it_shows(client, alice, bob, dr_chen):
    let_in(bob, dr_chen)
    client.force_login(dr_chen)

    client.post("/clinic/", {"words": "bob"})

    assert not RecordAccess.objects.of(alice).exists()
    assert RecordAccess.objects.of(bob).exists()


def test_links_of_knows_one_live_link_for_each_pair(alice, dr_chen):
    let_in(alice, dr_chen)

    assert links_of(dr_chen).count() == 1
