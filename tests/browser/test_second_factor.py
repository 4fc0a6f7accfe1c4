"""A new doctor, from her sign-up to the first record: registration checked, second factor set up through the pages."""

import base64
import hashlib
import hmac
import re
import struct
import time

from playwright.sync_api import expect

from demo.people import DOMAIN, PASSWORD
from tests.browser.mails import link_in_mail

EVE, EVES_PASSWORD = "dr_eve@clinic.example", "harbour lane practice"
DESK = {"width": 1280, "height": 800}


def code(secret: str, at: float) -> str:
    """RFC 6238: six digits, thirty seconds, SHA-1."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8), casefold=True)
    digest = hmac.new(key, struct.pack(">Q", int(at) // 30), hashlib.sha1).digest()
    offset = digest[-1] & 15
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def test_a_new_doctor_is_checked_and_uses_a_second_factor(site, visit):
    eve = visit(viewport=DESK)
    signs_up(site, eve)
    eve.open("/clinic/")
    shows_it_is_her(eve)
    assert "/2fa/totp/activate/" in eve.page.url

    sets_up_a_second_factor(eve)
    eve.open("/clinic/")
    eve.sees("check")

    admin_checks_her(visit)
    alice_invites(visit)
    eve.open(link_in_mail(site, EVE, "invitations"))
    eve.sees("Alice Ellis")
    eve.press("Accept")
    eve.open("/clinic/")
    eve.page.get_by_role("link", name=re.compile("Alice Ellis")).click()
    eve.sees("Alice Ellis", "14 April 1958", "Patient-reported")

    with_the_password_alone(visit)


def signs_up(site, eve):
    eve.open("/accounts/signup/")
    eve.fill("Your name", "Eve Marsh")
    eve.page.fill("input[name=email]", EVE)
    eve.page.fill("input[name=password1]", EVES_PASSWORD)
    eve.choose("I am 18 or older", "I am a doctor or nurse and was invited by a patient")
    eve.press("Start")
    eve.sees("We need this to check that you are a clinician.")
    eve.page.get_by_label("Practice or clinic").fill("Harbour Lane")
    eve.page.get_by_label("Registration number").fill("7654321")
    eve.page.fill("input[name=password1]", EVES_PASSWORD)
    eve.press("Start")
    eve.open(link_in_mail(site, EVE, "confirm-email"))
    eve.press("Yes, this is mine")


def shows_it_is_her(eve):
    """A link in a mail opened this session; before a second factor is set up, the password is asked."""
    eve.page.fill("input[name=password]", EVES_PASSWORD)
    eve.press("Go on")
    eve.page.wait_for_url("**/2fa/**")


def sets_up_a_second_factor(eve):
    eve.page.get_by_text("Cannot scan it?").click()
    secret = eve.page.locator("#authenticator_secret").inner_text()
    expect(eve.page.get_by_alt_text("QR code")).to_be_visible()
    eve.page.fill("input[name=code]", code(secret, time.time()))
    eve.page.press("input[name=code]", "Enter")
    eve.page.wait_for_url(lambda address: "/totp/activate" not in address)


def admin_checks_her(visit):
    anna = visit(viewport=DESK)
    anna.sign_in(f"admin@{DOMAIN}", PASSWORD)
    anna.open("/admin/accounts/clinician/?checked=no")
    anna.page.get_by_role("link", name=re.compile("Eve Marsh")).first.click()
    anna.sees("7654321")
    anna.choose("Checked: may read what patients share")
    anna.page.get_by_label("How it was checked").fill("public register")
    anna.page.get_by_role("button", name="Save", exact=True).click()
    anna.sees("changed successfully")


def alice_invites(visit):
    alice = visit()
    alice.sign_in(f"alice@{DOMAIN}", PASSWORD)
    alice.open("/sharing/invite/")
    alice.fill("Your doctor’s e-mail", EVE)
    alice.press("Send the invitation")
    alice.sees("Invitations waiting")


def with_the_password_alone(visit):
    """Somebody who knows only the password reads nothing."""
    thief = visit(viewport=DESK)
    thief.open("/accounts/login/")
    thief.page.fill("input[name=login]", EVE)
    thief.page.fill("input[name=password]", EVES_PASSWORD)
    thief.page.press("input[name=password]", "Enter")
    thief.page.wait_for_url("**/2fa/authenticate/**")
    thief.open("/clinic/")
    thief.does_not_see("Alice Ellis")
    assert "/accounts/" in thief.page.url
