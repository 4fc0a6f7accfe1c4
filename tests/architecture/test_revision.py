"""Every way of writing a diary row bumps its patient's revision, in the same transaction, and nothing else does."""

import pytest
from django.apps import apps
from django.db import models, transaction
from django.utils import timezone

from accounts.models import CareLink, DiaryState, RecordAccess
from accounts.records import DiaryQuerySet, DiaryRecord, PatientOwned
from tests.rows import row_of

DIARY = [model for model in apps.get_models() if issubclass(model, DiaryRecord)]
OWNED_ONLY = [m for m in apps.get_models() if issubclass(m, PatientOwned) and not issubclass(m, DiaryRecord)]

each_kind = pytest.mark.parametrize("model", DIARY, ids=lambda model: model.__name__)


def revision(patient):
    state = DiaryState.objects.filter(patient=patient).first()
    return state.revision if state else 0


@pytest.fixture
def row(model, alice, content):
    return row_of(model, alice)


@each_kind
def test_every_diary_model_keeps_the_guarded_queryset(model):
    assert isinstance(model._default_manager.all(), DiaryQuerySet)
    assert isinstance(model.objects.all(), DiaryQuerySet)


@each_kind
def test_creating_bumps(model, alice, content):
    before = revision(alice)

    row_of(model, alice)

    assert revision(alice) > before


def writes(row):
    rows = type(row).objects.filter(pk=row.pk)
    twin = type(row)(
        **{f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if not f.primary_key}
    )
    twin.deleted_at, twin.client_id = timezone.now(), type(row)._meta.get_field("client_id").get_default()
    return {
        "save": row.save,
        "save of one field": lambda: row.save(update_fields=["entered_by_carer"]),
        "discard": row.discard,
        "queryset update": lambda: rows.update(entered_by_carer=True),
        "bulk update": lambda: type(row).objects.bulk_update([row], ["entered_by_carer"]),
        "bulk create": lambda: type(row).objects.bulk_create([twin]),
        "delete": row.delete,
        "queryset delete": rows.delete,
    }


WAYS = [
    "save",
    "save of one field",
    "discard",
    "queryset update",
    "bulk update",
    "bulk create",
    "delete",
    "queryset delete",
]


@each_kind
@pytest.mark.parametrize("way", WAYS)
def test_writing_bumps_the_owner_and_nobody_else(model, way, row, alice, bob):
    before = revision(alice), revision(bob)

    writes(row)[way]()

    assert revision(alice) > before[0]
    assert revision(bob) == before[1]


@each_kind
def test_a_rolled_back_write_leaves_the_revision(model, row, alice):
    before = revision(alice)

    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012
        row.save()
        raise ZeroDivisionError

    assert revision(alice) == before


@each_kind
def test_a_row_never_changes_its_owner_in_bulk(model, row, bob):
    with pytest.raises(TypeError):
        model.objects.filter(pk=row.pk).update(patient=bob)


def test_reading_and_being_read_do_not_bump(alice, dr_chen, client):
    before = revision(alice)
    client.force_login(dr_chen)

    client.get(f"/clinic/{alice.pk}/")
    CareLink.objects.filter(patient=alice).update(shares_from=timezone.now())

    assert revision(alice) == before
    assert RecordAccess.objects.of(alice).exists()


def test_conclusions_and_records_of_access_are_not_diary_rows():
    names = {model.__name__ for model in OWNED_ONLY}

    assert {"Assessment", "RecordAccess", "CareLink", "TrendState", "ShownNotice"} <= names


def test_every_patient_owned_table_leads_an_index_with_the_patient():
    for model in DIARY + OWNED_ONLY:
        leads = [field for field in [model._meta.get_field("patient")] if field.db_index or field.primary_key]
        assert leads or any(index.fields[0] == "patient" for index in model._meta.indexes)


def test_no_diary_row_is_reached_through_a_many_to_many_field():
    # Adding to such a field writes a row that no revision would notice.
    for model in DIARY:
        assert not model._meta.many_to_many
        assert not [field for field in model._meta.get_fields() if isinstance(field, models.ManyToManyField)]
