import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client

from accounts.models import User
from tests.conftest import make_clinician, make_patient

PASSWORD = "a long enough secret"
SET_UP = "/accounts/2fa/totp/activate/"


def code_of(secret):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


@pytest.fixture
def browser():
    """A browser without the shortcut of the other tests."""
    return Client()


def with_password(user):
    user.set_password(PASSWORD)
    user.save()
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    return user


def sign_in(browser, user):
    return browser.post("/accounts/login/", {"login": user.email, "password": PASSWORD}, follow=True)


@pytest.fixture
def new_doctor(db):
    doctor = with_password(make_clinician("dr_new"))
    doctor.authenticator_set.all().delete()
    return doctor


@pytest.fixture
def new_admin(db):
    return with_password(make_patient("anna", is_staff=True, is_superuser=True))


@pytest.mark.parametrize("page", ["/clinic/", "/clinic/1/", "/clinic/invitations/secret/"])
def test_a_doctor_without_a_second_factor_is_sent_to_set_it_up(browser, new_doctor, page):
    browser.force_login(new_doctor)

    assert browser.get(page).url == SET_UP


@pytest.mark.parametrize("page", ["/admin/", "/admin/accounts/user/", "/admin/no-such-page/"])
def test_an_admin_without_a_second_factor_is_sent_to_set_it_up(browser, new_admin, page):
    browser.force_login(new_admin)

    assert browser.get(page).url == SET_UP


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete", "head", "options"])
def test_no_method_goes_around_it(browser, new_doctor, method):
    browser.force_login(new_doctor)

    assert getattr(browser, method)("/clinic/").status_code == 302


def test_recovery_codes_alone_are_no_second_factor(browser, new_doctor):
    new_doctor.authenticator_set.create(type=Authenticator.Type.RECOVERY_CODES, data={})
    browser.force_login(new_doctor)

    assert browser.get("/clinic/").url == SET_UP


def test_an_old_session_with_the_password_alone_is_asked_for_it(browser, new_doctor):
    sign_in(browser, new_doctor)
    TOTP.activate(new_doctor, "JBSWY3DPEHPK3PXP")

    answer = browser.get("/clinic/?page=2")

    assert answer.url == "/accounts/2fa/reauthenticate/?next=%2Fclinic%2F%3Fpage%3D2"


def test_signing_in_asks_for_the_code_and_then_opens_the_desk(browser, new_doctor):
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(new_doctor, secret)

    asked = sign_in(browser, new_doctor)
    assert asked.request["PATH_INFO"] == "/accounts/2fa/authenticate/"
    assert browser.get("/clinic/").status_code == 302

    browser.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
    assert browser.get("/clinic/").status_code == 200


def test_a_wrong_code_opens_nothing(browser, new_doctor):
    TOTP.activate(new_doctor, "JBSWY3DPEHPK3PXP")
    sign_in(browser, new_doctor)

    browser.post("/accounts/2fa/authenticate/", {"code": "000000"})

    assert browser.get("/clinic/").url.startswith("/accounts/login/")


@pytest.mark.django_db(transaction=True)
def test_setting_it_up_leads_on_to_where_the_doctor_was_going(browser, new_doctor):
    sign_in(browser, new_doctor)
    asked = browser.get("/clinic/?show=attention", follow=True)
    # The password once more: whoever found the screen unlocked must not set up a factor of her own.
    browser.post(asked.request["PATH_INFO"] + f"?next={SET_UP}", {"password": PASSWORD}, follow=True)
    secret = browser.session["mfa.totp.secret"]

    codes = browser.post(SET_UP, {"code": code_of(secret)}, follow=True)

    assert 'href="/clinic/?show=attention"' in codes.text
    assert browser.get("/clinic/?show=attention").status_code == 200


def test_the_secret_is_encrypted_at_rest(new_doctor):
    TOTP.activate(new_doctor, "JBSWY3DPEHPK3PXP")

    stored = new_doctor.authenticator_set.get().data["secret"]

    assert stored.startswith("1:")
    assert "JBSWY3DPEHPK3PXP" not in stored


def test_demo_people_need_none_on_the_embedded_default(browser, new_doctor):
    User.objects.filter(pk=new_doctor.pk).update(is_demo=True)
    browser.force_login(new_doctor)

    assert browser.get("/clinic/").status_code == 200


def test_demo_people_need_one_anywhere_else(browser, new_doctor, settings):
    settings.EMBEDDED = False
    User.objects.filter(pk=new_doctor.pk).update(is_demo=True)
    browser.force_login(new_doctor)

    assert browser.get("/clinic/").url == SET_UP


def test_patients_are_not_made_to(browser, alice):
    browser.force_login(alice)

    assert browser.get("/sharing/").status_code == 200
    assert browser.get("/clinic/").status_code == 404


def test_records_of_another_account_do_not_count(browser, new_doctor, alice):
    TOTP.activate(new_doctor, "JBSWY3DPEHPK3PXP")
    browser.force_login(new_doctor)
    session = browser.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time()}]
    session["account_authentication_methods_user"] = str(alice.pk)
    session.save()

    assert browser.get("/clinic/").url.startswith("/accounts/2fa/reauthenticate/")
