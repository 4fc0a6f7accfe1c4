import datetime as dt

import pytest
from django.utils import timezone

from accounts.actions import end_care
from accounts.forms import InvitationForm
from accounts.models import CareLink
from tests.conftest import let_in

CHOSEN = {"invited_email": "dr_new@example.org", "kinds": ["symptoms", "supplements", "labs"], "lasts": "90"}


@pytest.fixture
def send_mail(django_capture_on_commit_callbacks):
    """Mail goes out after the commit; in a test that is said out loud."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def invited(alice, **fields):
    now = timezone.now()
    defaults = {
        "invited_email": "dr_new@example.org",
        "token_hash": "x" * 64,
        "invited_at": now - dt.timedelta(hours=1),
        "invitation_expires_at": now + dt.timedelta(days=14),
        "expires_at": now + dt.timedelta(days=90),
    }
    return CareLink.objects.create(patient=alice, **(defaults | fields))


def test_nobody_is_let_in_at_first(client, bob):
    client.force_login(bob)

    page = client.get("/sharing/")

    assert "Nobody reads your journal but you" in page.text


def test_an_invitation_is_stored_and_mailed(client, alice, mailoutbox, send_mail):
    client.force_login(alice)

    with send_mail():
        answer = client.post("/sharing/invite/", CHOSEN)

    link = CareLink.objects.of(alice).get()
    assert answer.url == "/sharing/"
    assert link.kinds == ("symptoms", "supplements", "labs")
    assert (link.expires_at - timezone.now()).days in (89, 90)
    assert mailoutbox[0].to == ["dr_new@example.org"]
    assert "/clinic/invitations/" in mailoutbox[0].body


def test_the_mail_names_no_patient_and_no_symptom(client, alice, mailoutbox, send_mail):
    client.force_login(alice)

    with send_mail():
        client.post("/sharing/invite/", CHOSEN)

    text = (mailoutbox[0].subject + mailoutbox[0].body).lower()
    assert not [word for word in ("alice", "cramp", "tingling", "vitamin", "health", "1958") if word in text]


def test_notes_are_off_by_default_and_ninety_days_are_chosen(client, alice):
    client.force_login(alice)

    form = client.get("/sharing/invite/").context["form"]

    assert form["kinds"].initial == ["symptoms", "supplements", "labs"]
    assert form["lasts"].initial == 90


def test_the_secret_is_not_stored(client, alice, mailoutbox, send_mail):
    client.force_login(alice)

    with send_mail():
        client.post("/sharing/invite/", CHOSEN)

    token = mailoutbox[0].body.split("/clinic/invitations/")[1].split("/")[0]
    assert len(token) >= 43
    assert token not in CareLink.objects.of(alice).get().token_hash


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("invited_email", "nobody", "valid email"),
        ("invited_email", "alice@example.org", "This is your own address"),
        ("kinds", [], "Please choose what this doctor may read."),
        ("kinds", ["notes"], "Please choose what they belong to as well"),
        ("kinds", ["everything"], "not one of the available choices"),
        ("shares_from", "2999-01-01", "This lies in the future"),
        ("shares_from", "yesterday", "Please give a date, like 2026-09-01."),
        ("lasts", "3650", "not one of the available choices"),
    ],
)
def test_a_bad_invitation_says_what_to_mend_and_keeps_the_rest(client, alice, field, value, sentence):
    client.force_login(alice)

    page = client.post("/sharing/invite/", CHOSEN | {field: value})

    assert page.status_code == 200
    assert sentence in str(page.context["form"].errors[field])
    assert not CareLink.objects.of(alice).exists()
    if field != "invited_email":
        assert "dr_new@example.org" in page.text


def test_one_address_has_one_waiting_invitation(client, alice):
    invited(alice)
    client.force_login(alice)

    page = client.post("/sharing/invite/", CHOSEN | {"invited_email": "DR_NEW@example.org"})

    assert "still waiting" in str(page.context["form"].errors["invited_email"])


def test_two_presses_at_one_moment_send_one_invitation(client, alice, monkeypatch):
    client.force_login(alice)
    # Both forms were looked at before either invitation was stored.
    monkeypatch.setattr(
        InvitationForm, "clean_invited_email", lambda form: form.cleaned_data["invited_email"]
    )
    client.post("/sharing/invite/", CHOSEN)

    page = client.post("/sharing/invite/", CHOSEN)

    assert "has just been sent" in page.text
    assert CareLink.objects.of(alice).count() == 1


def test_a_patient_without_a_date_of_birth_is_asked_for_it(client, bob):
    client.force_login(bob)

    page = client.post("/sharing/invite/", CHOSEN)

    assert "two identifiers" in page.text
    assert not CareLink.objects.of(bob).exists()

    client.post("/sharing/invite/", CHOSEN | {"name": "Bob", "date_of_birth": "1949-12-05"})
    bob.refresh_from_db()
    assert bob.date_of_birth == dt.date(1949, 12, 5)
    assert CareLink.objects.of(bob).exists()


def test_a_child_is_not_taken_for_a_patient(client, bob):
    client.force_login(bob)

    page = client.post("/sharing/invite/", CHOSEN | {"name": "Bob", "date_of_birth": "2015-01-01"})

    assert "made for adults" in page.text
    assert not CareLink.objects.of(bob).exists()


def test_a_new_secret_takes_the_place_of_the_old_one(client, alice, mailoutbox, send_mail):
    link = invited(alice)
    client.force_login(alice)

    with send_mail():
        client.post(f"/sharing/{link.pk}/resend/")

    link.refresh_from_db()
    assert link.token_hash != "x" * 64
    assert len(mailoutbox) == 1


def test_an_expired_invitation_can_be_sent_again_with_its_full_period(client, alice, send_mail):
    long_ago = timezone.now() - dt.timedelta(days=30)
    link = invited(
        alice,
        invited_at=long_ago,
        invitation_expires_at=long_ago + dt.timedelta(days=14),
        expires_at=long_ago + dt.timedelta(days=90),
    )
    client.force_login(alice)

    with send_mail():
        client.post(f"/sharing/{link.pk}/resend/")

    link.refresh_from_db()
    assert link.standing(timezone.now()) == "waiting"
    assert (link.expires_at - timezone.now()).days in (89, 90)


def test_nobody_is_mailed_twice_in_a_row(client, alice, mailoutbox, send_mail):
    link = invited(alice, invited_at=timezone.now())
    client.force_login(alice)

    with send_mail():
        page = client.post(f"/sharing/{link.pk}/resend/", follow=True)

    assert "wait a little" in page.text
    assert not mailoutbox


def test_not_more_than_twenty_invitations_a_day(client, alice, mailoutbox, send_mail):
    for number in range(20):
        invited(alice, invited_email=f"dr{number}@example.org", token_hash=f"{number:064}")
    client.force_login(alice)

    with send_mail():
        page = client.post("/sharing/invite/", CHOSEN)

    assert "Please go on tomorrow" in page.text
    assert not mailoutbox


def test_revoked_doctor_finds_nothing_on_the_very_next_request(client, alice, dr_chen):
    client.force_login(dr_chen)
    assert client.get(f"/clinic/{alice.pk}/").status_code == 200

    end_care(alice.care_links.get(), by=alice)

    assert client.get(f"/clinic/{alice.pk}/").status_code == 404
    assert "Alice" not in client.get("/clinic/").text


def test_one_tap_stops_sharing_and_one_more_undoes_it(client, alice, dr_chen):
    link = alice.care_links.get()
    client.force_login(alice)

    page = client.post(f"/sharing/{link.pk}/revoke/", follow=True)
    assert "can no longer open your journal" in page.text
    link.refresh_from_db()
    assert link.standing(timezone.now()) == "ended"

    client.post(f"/sharing/{link.pk}/restore/")
    link.refresh_from_db()
    assert link.standing(timezone.now()) == "open"


def test_stopping_twice_keeps_the_first_moment(client, alice, dr_chen):
    link = alice.care_links.get()
    client.force_login(alice)
    client.post(f"/sharing/{link.pk}/revoke/")
    ended_at = CareLink.objects.get(pk=link.pk).ended_at

    client.post(f"/sharing/{link.pk}/revoke/")

    assert CareLink.objects.get(pk=link.pk).ended_at == ended_at


def test_an_old_ending_is_not_undone(client, alice, dr_chen):
    link = alice.care_links.get()
    end_care(link, by=alice)
    CareLink.objects.filter(pk=link.pk).update(ended_at=timezone.now() - dt.timedelta(hours=1))
    client.force_login(alice)

    page = client.post(f"/sharing/{link.pk}/restore/", follow=True)

    assert "can no longer be undone" in page.text
    assert CareLink.objects.get(pk=link.pk).ended_at


def test_an_ending_is_not_undone_over_a_newer_consent(client, alice, dr_chen):
    old = alice.care_links.get()
    end_care(old, by=alice)
    let_in(alice, dr_chen, labs=False)
    client.force_login(alice)

    client.post(f"/sharing/{old.pk}/restore/")

    assert CareLink.objects.active().filter(patient=alice).count() == 1
    assert not CareLink.objects.active().get(patient=alice).labs


@pytest.mark.parametrize("action", ["revoke", "resend", "restore"])
def test_bob_cannot_touch_alices_links(client, alice, bob, dr_chen, action):
    client.force_login(bob)

    answer = client.post(f"/sharing/{alice.care_links.get().pk}/{action}/")

    assert answer.status_code == 404
    assert CareLink.objects.active().filter(patient=alice).exists()


@pytest.mark.parametrize("action", ["revoke", "resend", "restore"])
def test_a_link_that_is_only_followed_changes_nothing(client, alice, dr_chen, action):
    client.force_login(alice)

    assert client.get(f"/sharing/{alice.care_links.get().pk}/{action}/").status_code == 405


def test_the_page_says_how_often_a_doctor_looked(client, alice, dr_chen):
    client.force_login(dr_chen)
    for _ in range(3):
        client.get(f"/clinic/{alice.pk}/")
    client.get("/clinic/")
    client.force_login(alice)

    page = client.get("/sharing/")

    assert "3 times, last today" in page.text
    assert "saw your line in the list of patients" in page.text


def test_the_sharing_page_asks_the_database_a_fixed_number_of_times(
    client, alice, django_assert_max_num_queries
):
    for number in range(15):
        invited(alice, invited_email=f"dr{number}@example.org", token_hash=f"{number:064}")
    client.force_login(alice)

    with django_assert_max_num_queries(8):
        client.get("/sharing/")
