import pytest
from django.apps import apps
from django.contrib import admin

from accounts.models import Clinician, RecordAccess, User
from accounts.records import DiaryRecord, PatientOwned
from tests.conftest import let_in, make_clinician, make_patient


@pytest.fixture
def anna(client, admin_anna):
    client.force_login(admin_anna)
    return admin_anna


@pytest.fixture
def dr_new(db):
    return make_clinician("dr_new", verified=False)


def decide(client, doctor, **posted):
    return client.post(f"/admin/accounts/clinician/{doctor.clinician.pk}/change/", posted)


def test_a_check_is_kept_with_who_made_it_and_how(
    client, anna, dr_new, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        decide(client, dr_new, decision="verify", verification_note="public register, number agrees")

    clinician = Clinician.objects.get(user=dr_new)
    assert clinician.verified_at
    assert (clinician.verified_by, clinician.verification_note) == (anna, "public register, number agrees")
    assert mailoutbox[0].to == [dr_new.email]
    assert client.get("/admin/accounts/clinician/?checked=no").status_code == 200


@pytest.mark.parametrize("missing", ["decision", "verification_note"])
def test_a_check_without_its_reason_is_not_taken(client, anna, dr_new, missing):
    posted = {"decision": "verify", "verification_note": "public register"} | {missing: ""}

    page = decide(client, dr_new, **posted)

    assert page.status_code == 200
    assert not Clinician.objects.get(user=dr_new).verified_at


def test_withdrawing_a_check_closes_every_record_at_once(client, alice, dr_chen, anna):
    decide(client, dr_chen, decision="withdraw", verification_note="left the register")

    client.force_login(dr_chen)
    assert client.get(f"/clinic/{alice.pk}/").status_code == 404


def test_nobody_vouches_for_herself(client, anna):
    Clinician.objects.create(user=anna, practice="Mine", registration="1")

    assert decide(client, anna, decision="verify", verification_note="trust me").status_code == 403
    assert not Clinician.objects.get(user=anna).verified_at


def test_what_the_doctor_said_cannot_be_rewritten(client, anna, dr_new):
    decide(
        client,
        dr_new,
        decision="verify",
        verification_note="register",
        registration="forged",
        practice="Other",
    )

    assert Clinician.objects.get(user=dr_new).registration == "12345"


def test_no_row_of_a_patient_is_browsable_but_who_looked():
    owned = [model for model in apps.get_models() if issubclass(model, PatientOwned)]
    histories = [model.history.model for model in owned if issubclass(model, DiaryRecord)]

    shown = [model for model in owned + histories if admin.site.is_registered(model)]

    assert shown == [RecordAccess], "Patient data is not browsable in the admin: unregister it."


@pytest.mark.parametrize("model", ["emailaddress", "authenticator"])
def test_no_page_lets_an_admin_take_over_an_account(client, anna, alice, model):
    app = {"emailaddress": "account", "authenticator": "mfa"}[model]

    assert client.get(f"/admin/{app}/{model}/add/").status_code in (403, 404)


def test_the_page_of_a_person_holds_nothing_but_the_account(client, anna, alice):
    page = client.get(f"/admin/accounts/user/{alice.pk}/change/").text

    assert "alice@example.org" in page
    assert not [word for word in ("1958", "date_of_birth", "Europe/Berlin", "argon2") if word in page]


def test_an_address_cannot_be_changed_for_somebody(client, anna, alice):
    client.post(
        f"/admin/accounts/user/{alice.pk}/change/", {"email": "mallory@example.org", "is_active": "on"}
    )

    assert User.objects.get(pk=alice.pk).email == "alice@example.org"


def test_closing_an_account_shuts_it_out_on_the_next_request(client, anna, dr_chen, alice):
    client.post(f"/admin/accounts/user/{dr_chen.pk}/change/", {"is_active": ""})

    client.force_login(dr_chen)
    assert client.get(f"/clinic/{alice.pk}/").status_code in (302, 404)


@pytest.mark.parametrize("page", ["user", "clinician", "recordaccess"])
def test_people_are_neither_added_nor_deleted_here(client, anna, alice, dr_chen, page):
    row = {"user": alice, "clinician": dr_chen.clinician}.get(page)

    assert client.get(f"/admin/accounts/{page}/add/").status_code == 403
    if row:
        assert client.post(f"/admin/accounts/{page}/{row.pk}/delete/", {"post": "yes"}).status_code == 403


def test_staff_who_are_no_superusers_give_themselves_nothing(client, db, alice):
    editor = make_patient("noor", is_staff=True)
    editor.authenticator_set.create(type="totp", data={})
    client.force_login(editor)

    client.post(f"/admin/accounts/user/{editor.pk}/change/", {"is_active": "on", "is_superuser": "on"})

    assert not User.objects.get(pk=editor.pk).is_superuser
    assert client.get("/admin/accounts/recordaccess/").status_code == 403


def test_a_lost_device_is_forgotten_without_showing_its_secret(client, anna, dr_chen):
    factor = dr_chen.authenticator_set.get()
    factor.data = {"secret": "1:canary"}
    factor.save()

    assert "canary" not in client.get(f"/admin/mfa/authenticator/{factor.pk}/change/").text
    client.post(f"/admin/mfa/authenticator/{factor.pk}/delete/", {"post": "yes"})
    assert not dr_chen.authenticator_set.exists()


def test_a_superuser_opens_no_patients_page(client, anna, alice, dr_chen):
    let_in(alice, dr_chen)

    assert client.get(f"/clinic/{alice.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("page", "lookup", "value"),
    [
        ("user", "password__startswith", "argon2"),
        ("user", "date_of_birth__lt", "1959-01-01"),
        ("user", "sex", "female"),
        ("clinician", "user__password__startswith", "argon2"),
        ("recordaccess", "patient__date_of_birth__lt", "1959-01-01"),
    ],
)
def test_what_is_not_shown_cannot_be_found_out_by_filtering(client, anna, alice, page, lookup, value):
    assert client.get(f"/admin/accounts/{page}/", {lookup: value}).status_code == 400


def test_what_is_shown_can_be_filtered_by(client, anna, alice):
    for query in ("is_active__exact=1", "is_staff__exact=0", "email__startswith=alice", "id=1", "q=alice"):
        assert client.get(f"/admin/accounts/user/?{query}").status_code == 200, query
    assert client.get("/admin/accounts/recordaccess/?surface__exact=list").status_code == 200
    assert client.get("/admin/mfa/authenticator/?type__exact=totp").status_code == 200
    assert client.get("/admin/mfa/authenticator/?data__secret__startswith=1").status_code == 400
