import datetime as dt
import re

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from accounts.actions import InvitationRefused, accept_invitation, end_care, invite
from accounts.models import CareLink, Clinician, User
from journal.models import Medicine
from tests.conftest import make_clinician, make_patient
from tests.rows import row_of


def invitation(patient, address, **fields):
    """An invitation by mail; returns the link and its secret."""
    link = CareLink(invited_email=address, expires_at=timezone.now() + dt.timedelta(days=90), **fields)
    return link, invite(link, by=patient)


@pytest.fixture
def dr_new(db):
    return make_clinician("dr_new")


def test_a_verified_doctor_reads_what_she_is_invited_to_and_accepts(client, alice, dr_new):
    _, token = invitation(alice, dr_new.email, notes=False)
    client.force_login(dr_new)

    page = client.get(f"/clinic/invitations/{token}/")
    answer = client.post(f"/clinic/invitations/{token}/")

    assert "Alice invites you to read a journal" in page.text
    assert "Notes written beside entries" not in page.text
    assert answer.url == f"/clinic/{alice.pk}/"
    assert client.get(answer.url).status_code == 200


def test_opening_the_invitation_accepts_nothing(client, alice, dr_new):
    link, token = invitation(alice, dr_new.email)
    client.force_login(dr_new)

    client.get(f"/clinic/invitations/{token}/")

    link.refresh_from_db()
    assert link.accepted_at is None
    assert client.get(f"/clinic/{alice.pk}/").status_code == 404


def test_accepting_twice_is_accepting_once(client, alice, dr_new):
    link, token = invitation(alice, dr_new.email)
    client.force_login(dr_new)
    client.post(f"/clinic/invitations/{token}/")
    link.refresh_from_db()

    answer = client.post(f"/clinic/invitations/{token}/")

    assert answer.url == f"/clinic/{alice.pk}/"
    assert CareLink.objects.get(pk=link.pk).accepted_at == link.accepted_at


def test_a_newer_consent_takes_the_place_of_the_older(alice, dr_new):
    _, first = invitation(alice, dr_new.email)
    accept_invitation(first, by=dr_new)
    _, second = invitation(alice, dr_new.email, labs=False)

    accept_invitation(second, by=dr_new)

    assert CareLink.objects.active().get(patient=alice).kinds == ("symptoms", "supplements")


def refused(client, user, token):
    client.force_login(user)
    for answer in (client.get(f"/clinic/invitations/{token}/"), client.post(f"/clinic/invitations/{token}/")):
        assert answer.status_code == 403
    return answer.text


def test_an_expired_invitation_says_so(client, alice, dr_new):
    link, token = invitation(alice, dr_new.email)
    CareLink.objects.filter(pk=link.pk).update(invitation_expires_at=timezone.now())

    assert "This invitation has expired" in refused(client, dr_new, token)


def test_a_withdrawn_invitation_says_so(client, alice, dr_new):
    link, token = invitation(alice, dr_new.email)
    end_care(link, by=alice)

    assert "has withdrawn this invitation" in refused(client, dr_new, token)


def test_a_shared_time_that_is_over_says_so(client, alice, dr_new):
    link, token = invitation(alice, dr_new.email)
    accept_invitation(token, by=dr_new)
    CareLink.objects.filter(pk=link.pk).update(expires_at=timezone.now())

    assert "is over" in refused(client, dr_new, token)


def test_an_invitation_to_somebody_else_tells_nothing(client, alice, dr_chen, dr_new):
    _, token = invitation(alice, dr_new.email)

    foreign = refused(client, dr_chen, token)
    wrong = refused(client, dr_chen, "no-such-secret")

    assert "was not sent to the e-mail address" in foreign
    assert "Alice" not in foreign
    assert sentence_of(foreign) == sentence_of(wrong)


def sentence_of(page):
    return re.search(r'<p class="lede">(.*?)</p>', page, re.DOTALL)[1]


def test_a_secret_used_by_one_doctor_is_void_for_another_with_her_address(alice, dr_new):
    link, token = invitation(alice, dr_new.email)
    accept_invitation(token, by=dr_new)
    User.objects.filter(pk=dr_new.pk).update(email="moved@example.org")
    successor = make_clinician("dr_new")

    with pytest.raises(InvitationRefused):
        accept_invitation(token, by=successor)


def test_a_doctor_nobody_has_checked_waits(client, alice):
    doctor = make_clinician("dr_new", verified=False)
    _, token = invitation(alice, doctor.email)

    page = refused(client, doctor, token)

    assert "has not been checked yet" in page
    assert "Alice" not in page


def test_her_own_page_says_what_she_waits_for(client, alice):
    doctor = make_clinician("dr_new", verified=False)
    invitation(alice, doctor.email)
    client.force_login(doctor)

    page = client.get("/clinic/")

    assert "We are checking your registration" in page.text
    assert "Alice" not in page.text


def test_after_the_check_the_same_link_works(client, alice, admin_anna):
    doctor = make_clinician("dr_new", verified=False)
    _, token = invitation(alice, doctor.email)
    client.force_login(admin_anna)
    client.post(
        f"/admin/accounts/clinician/{doctor.clinician.pk}/change/",
        {"decision": "verify", "verification_note": "public register, called back"},
    )
    client.force_login(doctor)

    assert client.post(f"/clinic/invitations/{token}/").url == f"/clinic/{alice.pk}/"


def test_a_doctor_who_signed_up_as_a_patient_can_say_where_she_practises(client, alice):
    doctor = make_patient("dr_new")
    _, token = invitation(alice, doctor.email)
    client.force_login(doctor)

    page = client.get(f"/clinic/invitations/{token}/")
    client.post(f"/clinic/invitations/{token}/", {"practice": "Harbour Lane", "registration": "123"})

    assert "Your account is a patient’s account" in page.text
    assert Clinician.objects.get(user=doctor).verified_at is None


def test_somebody_who_keeps_a_diary_needs_another_address_for_work(client, alice, bob, content):
    row_of(Medicine, bob)
    _, token = invitation(alice, bob.email)
    client.force_login(bob)

    page = client.post(f"/clinic/invitations/{token}/", {"practice": "Harbour Lane", "registration": "123"})

    assert "You keep a journal of your own" in page.text
    assert not Clinician.objects.filter(user=bob).exists()


def test_a_stranger_is_asked_to_sign_in_and_comes_back(client, alice, dr_new):
    _, token = invitation(alice, dr_new.email)

    answer = client.get(f"/clinic/invitations/{token}/")

    assert answer.url == f"/accounts/login/?next=/clinic/invitations/{token}/"


@pytest.mark.django_db(transaction=True)
def test_a_doctor_who_signs_up_for_the_invitation_arrives_at_it(client, alice, mailoutbox):
    _, token = invitation(alice, "dr_new@example.org")
    page = f"/clinic/invitations/{token}/"
    client.get(page, follow=True)

    client.post(
        f"/accounts/signup/?next={page}",
        {
            "email": "dr_new@example.org",
            "password1": "a long enough secret",
            "name": "Dr New",
            "is_adult": "on",
            "is_clinician": "on",
            "practice": "Harbour Lane",
            "registration": "123",
            "next": page,
        },
    )
    confirm = re.search(r"/accounts/confirm-email/\S+", mailoutbox[-1].body)[0]
    answer = client.post(confirm, follow=True)

    doctor = User.objects.get(email="dr_new@example.org")
    assert EmailAddress.objects.get(user=doctor).verified
    # She is led to her second factor first, and from there to where she was going.
    assert answer.request["PATH_INFO"] in ("/accounts/2fa/totp/activate/", "/accounts/reauthenticate/")
    assert client.session["second_factor_goes_on_to"] == page
