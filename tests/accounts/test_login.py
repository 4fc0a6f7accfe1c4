import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from tests.conftest import make_patient

PASSWORD = "a long enough secret"
TOO_MANY = "Too many tries"


@pytest.fixture(autouse=True)
def _fresh_limits(db):
    cache.clear()


@pytest.fixture
def carol(db):
    user = make_patient("carol")
    user.set_password(PASSWORD)
    user.save()
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    return user


def guess(browser, user, password="wrong", **headers):
    return browser.post("/accounts/login/", {"login": user.email, "password": password}, **headers)


def is_in(browser):
    return "_auth_user_id" in browser.session


def test_the_eleventh_try_in_an_hour_is_not_evaluated_wherever_it_comes_from(carol):
    for number in range(10):
        guess(Client(REMOTE_ADDR=f"198.51.100.{number}"), carol)

    late = Client(REMOTE_ADDR="203.0.113.9")
    answer = guess(late, carol, PASSWORD)

    assert TOO_MANY in answer.text
    assert not is_in(late)


def test_a_good_password_within_the_limit_still_opens(carol):
    for number in range(9):
        guess(Client(REMOTE_ADDR=f"198.51.100.{number}"), carol)

    browser = Client()
    guess(browser, carol, PASSWORD)

    assert is_in(browser)


def test_the_owner_of_a_locked_account_gets_in_through_the_mailbox(carol, mailoutbox):
    for number in range(11):
        guess(Client(REMOTE_ADDR=f"198.51.100.{number}"), carol)
    browser = Client()

    browser.post("/accounts/password/reset/", {"email": carol.email})
    way = next(word for word in mailoutbox[0].body.split() if "/password/reset/key/" in word)
    form = browser.get(way.removeprefix("http://testserver"), follow=True)
    browser.post(
        form.request["PATH_INFO"], {"password1": "another long secret", "password2": "another long secret"}
    )
    guess(browser, carol, "another long secret")

    assert is_in(browser)


def test_a_forged_forwarding_header_does_not_make_a_new_visitor(db):
    people = [make_patient(f"p{number}") for number in range(12)]
    browser = Client(REMOTE_ADDR="198.51.100.1")

    answers = [
        guess(browser, person, HTTP_X_FORWARDED_FOR=f"203.0.113.{person.pk % 250}") for person in people
    ]

    assert TOO_MANY not in answers[9].text
    assert TOO_MANY in answers[10].text


def test_behind_one_proxy_its_own_word_counts_and_not_the_visitors(db, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    people = [make_patient(f"p{number}") for number in range(12)]
    browser = Client(REMOTE_ADDR="10.0.0.1")

    for person in people[:11]:
        answer = guess(browser, person, HTTP_X_FORWARDED_FOR=f"203.0.113.{person.pk % 250}, 198.51.100.7")
    assert TOO_MANY in answer.text
    other = guess(browser, people[11], HTTP_X_FORWARDED_FOR="198.51.100.8")
    assert TOO_MANY not in other.text


def test_many_other_addresses_do_not_wash_a_limit_away(carol):
    for number in range(11):
        guess(Client(REMOTE_ADDR=f"198.51.100.{number}"), carol)
    for number in range(400):
        cache.set(f"noise:{number}", [1.0], 3600)

    assert TOO_MANY in guess(Client(REMOTE_ADDR="203.0.113.9"), carol, PASSWORD).text


def test_the_admins_door_is_the_same_door(carol):
    browser = Client()

    assert browser.get("/admin/login/").url == "/accounts/login/?next=%2Fadmin%2Flogin%2F"
    assert browser.post("/admin/login/", {"username": carol.email, "password": PASSWORD}).status_code == 302
    assert not is_in(browser)


def test_a_patient_is_shown_out_of_the_admin(client, alice):
    client.force_login(alice)

    assert client.get("/admin/login/").status_code == 403
    assert client.get("/admin/", follow=True).status_code == 403


SIGN_UP = {"password1": PASSWORD, "name": "Somebody", "is_adult": "on", "time_zone": "Europe/Berlin"}


def test_signing_up_does_not_tell_who_has_an_account(carol, mailoutbox):
    answers = {}
    for address in (carol.email, "nobody@example.org"):
        answers[address] = Client().post("/accounts/signup/", SIGN_UP | {"email": address})

    known, unknown = answers.values()
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert "already" in mailoutbox[0].body
    assert User.objects.filter(email=carol.email).count() == 1


def test_asking_for_a_new_password_does_not_tell_either(carol):
    known = Client().post("/accounts/password/reset/", {"email": carol.email})
    unknown = Client().post("/accounts/password/reset/", {"email": "nobody@example.org"})

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)


def test_a_wrong_password_and_a_wrong_address_read_the_same(carol):
    wrong = guess(Client(), carol)
    nobody = Client().post("/accounts/login/", {"login": "nobody@example.org", "password": "wrong"})

    assert wrong.context["form"].errors == nobody.context["form"].errors


def test_nobody_is_in_before_the_address_is_proved(db):
    browser = Client()

    browser.post("/accounts/signup/", SIGN_UP | {"email": "new@example.org"})

    assert not is_in(browser)
    guess(browser, User.objects.get(email="new@example.org"), PASSWORD)
    assert not is_in(browser)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("is_adult", "", "made for adults"),
        ("name", "", "Please give a name"),
        ("password1", "short", "too short"),
        ("password1", "password12", "too common"),
        ("email", "not an address", "valid email"),
    ],
)
def test_a_bad_sign_up_says_what_to_mend(db, field, value, sentence):
    page = Client().post("/accounts/signup/", SIGN_UP | {"email": "new@example.org"} | {field: value})

    assert sentence in str(page.context["form"].errors[field])


def test_a_doctor_gives_what_is_needed_to_look_her_up(db):
    page = Client().post("/accounts/signup/", SIGN_UP | {"email": "dr@example.org", "is_clinician": "on"})

    assert set(page.context["form"].errors) == {"practice", "registration"}


def test_a_zone_the_browser_made_up_is_no_reason_to_refuse(db):
    Client().post("/accounts/signup/", SIGN_UP | {"email": "new@example.org", "time_zone": "Mars/Olympus"})

    assert User.objects.get(email="new@example.org").time_zone == "UTC"


def test_addresses_are_one_whatever_their_case(carol):
    browser = Client()

    browser.post("/accounts/login/", {"login": "Carol@Example.ORG", "password": PASSWORD})

    assert is_in(browser)
