"""From tap to verdict: one patient's whole story with her doctor and two admins, played in a browser."""

import datetime as dt
import re
import time
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from demo.people import DOMAIN, PASSWORD
from tests.browser.conftest import early_afternoon
from tests.browser.mails import link_in_mail, mails_to
from tests.live_rows import rows

ADA, ADAS_PASSWORD = "ada@example.org", "three quiet nights"
DR_CHEN = f"dr_chen@{DOMAIN}"


@pytest.fixture(scope="module")
def zone():
    return ZoneInfo(early_afternoon())


@pytest.fixture(scope="module")
def today(zone):
    return dt.datetime.now(zone).date()


def computed(site, email, seconds=60):
    """Wait until the worker has stored a conclusion about this patient, and return (verdict, reasons)."""
    query = (
        "SELECT a.verdict, a.reasons FROM trends_assessment a JOIN accounts_user u ON u.id = a.patient_id"
        " JOIN trends_trendstate t ON t.patient_id = u.id JOIN accounts_diarystate d ON d.patient_id = u.id"
        " WHERE u.email = ? AND t.revision = d.revision"
    )
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := rows(site, query, email):
            return found[0]
        time.sleep(0.2)
    raise AssertionError(f"the worker computed nothing for {email} within {seconds} s")


def test_from_tap_to_verdict(site, visit, today):
    ada = visit()
    signs_up(site, ada)
    logs_episodes(ada, today)
    logs_at_night(ada)
    answers_nights(ada, today)
    starts_a_supplement(ada, today)
    adds_a_lab_result(ada, today)

    assert computed(site, ADA)[0] == "not_enough_data"
    reads_what_is_missing(ada)

    chen = visit(viewport={"width": 1280, "height": 800})
    invites_and_lets_in(site, ada, chen)
    patient_page = doctor_reads(chen)

    admins_change_a_band_and_a_guide(visit)
    sees_the_new_words(ada)

    revokes(ada)
    with chen.refusal():
        chen.open(patient_page)
    assert chen.answer.status == 404
    chen.open("/clinic/")
    chen.search("Ada Example")
    chen.sees("0 found")


def signs_up(site, ada):
    ada.open("/")
    ada.press("Start a journal")
    ada.fill("Your name", "Ada Example")
    ada.fill("E", ADA)
    ada.page.locator("input[type=password]").fill(ADAS_PASSWORD)
    ada.choose("I am 18 or older")
    ada.press("Start")
    ada.sees("Look in your mailbox")

    ada.open(link_in_mail(site, ADA, "confirm-email"))
    ada.press("Yes, this is mine")
    ada.sees("Good afternoon, Ada")


def logs_episodes(ada, today):
    ada.press("Cramp")
    started = ada.page.get_by_label("When did it start?")
    started.fill(f"{today + dt.timedelta(days=2)}T03:12")
    ada.choose("6", "Left calf")
    ada.press("Save")
    ada.sees("future")
    expect(ada.page.get_by_label("6", exact=True)).to_be_checked()

    started.fill(f"{today}T03:12")
    ada.press("Save")
    ada.open("/journal/")
    ada.sees("03:12")

    ada.open("/journal/episodes/new/?symptom=leg-cramp")
    ada.page.get_by_label("When did it start?").fill(f"{today}T04:40")
    ada.choose("3")
    ada.press("Save")
    ada.open(f"/journal/night/{today - dt.timedelta(days=1)}/")
    ada.sees("03:12", "04:40")


def logs_at_night(ada):
    ada.open("/now/")
    ada.press("Cramp now")
    ada.sees("Saved", "It stopped")
    ada.press("It stopped")
    ada.sees("Details can wait for breakfast")
    # What follows at once would be a double tap.
    ada.page.wait_for_timeout(450)
    ada.press("Undo")
    ada.page.wait_for_url("**/now/")


def answers_nights(ada, today):
    ada.open("/today/")
    ada.press("Yes, 2 cramps at 03:12 and 04:40")
    expect(ada.page.get_by_role("button", name=re.compile("^Yes, 2 cramps"))).to_have_attribute(
        "aria-pressed", "true"
    )
    for back, answer in ((2, "A quiet night"), (3, "A quiet night"), (4, "I don’t remember")):
        ada.open(f"/journal/night/{today - dt.timedelta(days=back)}/")
        ada.press(answer)
        expect(ada.page.get_by_role("button", name=re.compile(f"^{answer}"))).to_have_attribute(
            "aria-pressed", "true"
        )
    ada.open("/journal/")
    ada.sees("quiet")


def starts_a_supplement(ada, today):
    ada.open("/supplements/new/")
    ada.choose("Leg cramp")
    ada.fill("Why now?", "A low blood test.")
    ada.choose("No, I begin today or later")
    ada.page.get_by_label("First dose on").fill(f"{today}")
    ada.fill("Name of the product", "Dekristol")
    ada.select("Ingredient", "Vitamin D3 (colecalciferol)")
    phase(ada, 0, amount="50000", unit="IU", frequency="weekly", weeks="8")
    ada.page.get_by_text("Then another amount").first.click()
    phase(ada, 1, amount="1000", unit="IU", frequency="daily")
    ada.press("Save")

    ada.page.get_by_label("I have looked at the pack").check()
    ada.press("Save")
    ada.page.wait_for_url("**/supplements/")
    ada.sees("Dekristol", "50,000 IU", "1,000 IU")
    ada.press("Taken today")
    ada.sees("1 taken of 1 answered")

    # She looks at the pack again: it began at the weekend.
    ada.page.locator("summary").filter(has_text="More").first.click()
    ada.press("Change")
    ada.page.get_by_label("First dose on").fill(f"{today - dt.timedelta(days=3)}")
    if ada.page.get_by_label("I have looked at the pack").count():
        ada.page.get_by_label("I have looked at the pack").check()
    ada.press("Save")
    ada.page.wait_for_url("**/supplements/")


def phase(ada, number, **values):
    for name, value in values.items():
        field = ada.page.locator(f"[name='phases-{number}-{name}']")
        if name in ("unit", "frequency"):
            field.select_option(value)
        else:
            field.fill(value)


def adds_a_lab_result(ada, today):
    ada.open("/labs/new/?test=vitamin-d-25oh")
    ada.fill("Result", "41")
    ada.page.get_by_label("Blood drawn on").fill(f"{today - dt.timedelta(days=9)}")
    ada.press("Go on")
    ada.sees("unit")
    expect(ada.page.get_by_label("Result")).to_have_value("41")

    ada.choose("nmol/L")
    ada.press("Go on")
    ada.sees("Is this right?", "41 nmol/L", "16")
    ada.press("Yes, save")
    ada.open("/labs/")
    ada.sees("41 nmol/L", "16.4 ng/mL", "deficient", "Endocrine Society 2011")


def reads_what_is_missing(ada):
    ada.open("/helping/")
    ada.sees("There is too little diary from before the start to compare with.", "Dekristol")
    ada.does_not_see("You are having fewer", "You are having more", "3 chances in 4")


def invites_and_lets_in(site, ada, chen):
    ada.open("/sharing/")
    ada.press("Invite a doctor")
    ada.fill("Your doctor’s e-mail", DR_CHEN)
    ada.page.get_by_label("Date of birth").fill("1960-05-01")
    ada.press("Send the invitation")
    ada.sees("The invitation is on its way to", "Invitations waiting")
    link = link_in_mail(site, DR_CHEN, "invitations")
    invitation = mails_to(site, DR_CHEN)[0]
    assert "Ada" not in invitation.subject + invitation.body

    chen.sign_in(DR_CHEN, PASSWORD)
    chen.does_not_see("Ada Example")
    chen.open(link)
    chen.sees("Ada Example", "1 May 1960", "Blood tests")
    chen.press("Accept")


def doctor_reads(chen):
    chen.open("/clinic/")
    chen.search("Ada Example")
    row = chen.page.get_by_role("row").filter(has_text="Ada Example")
    expect(row).to_contain_text("1 May 1960")
    row.get_by_role("link", name=re.compile("Ada Example")).click()
    chen.sees("Ada Example", "1 May 1960", "Patient-reported", "Dekristol", "50,000 IU", "16")
    expect(chen.page.locator("main svg[role=img], main figure svg").first).to_be_visible()
    return chen.page.url


def admins_change_a_band_and_a_guide(visit):
    """Anna writes; Noor reads it and publishes."""
    anna, noor = (
        visit(viewport={"width": 1280, "height": 800}),
        visit(viewport={"width": 1280, "height": 800}),
    )
    anna.sign_in(f"admin@{DOMAIN}", PASSWORD)
    noor.sign_in(f"editor@{DOMAIN}", PASSWORD)

    drafts = [
        drafts_in_admin(
            anna, "labs/bandset", "Endocrine Society 2011", "bands", "| deficient |", "| clearly low |"
        ),
        drafts_in_admin(
            anna, "guides/guide", "What “improved” means here", "summary", "", "In Anna’s words. "
        ),
    ]
    anna.open(drafts[0])
    anna.press("Mark as reviewed")
    anna.sees("nobody approves their own words")
    for draft in drafts:
        noor.open(draft)
        noor.sees("What is different")
        noor.press("Mark as reviewed")
        noor.press("Publish")
        noor.sees("everybody sees this version")


def drafts_in_admin(anna, kind, title, field, old, new):
    """Change one field of a piece of content; returns the address of the draft."""
    anna.open(f"/admin/{kind}/")
    anna.page.get_by_role("link", name=title).first.click()
    box = anna.page.locator(f"[name={field}]")
    words = box.input_value()
    assert old in words
    box.fill(words.replace(old, new, 1) if old else new + words)
    anna.page.get_by_role("button", name="Save", exact=True).click()
    anna.sees("Kept as a draft")
    return anna.page.url


def sees_the_new_words(ada):
    ada.open("/labs/")
    ada.sees("clearly low")
    ada.open("/guides/what-improved-means/")
    ada.sees("In Anna’s words.")


def revokes(ada):
    ada.open("/sharing/")
    ada.sees("Opened", "Dr Mei Chen")
    ada.press("Stop sharing with Dr Mei Chen")
    ada.sees("can no longer open your journal")
