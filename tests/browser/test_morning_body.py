"""The body map and the list below it say the same, whichever of the two is tapped."""

from playwright.sync_api import expect

from demo.people import DOMAIN, PASSWORD


def test_the_body_and_the_list_are_one(visit):
    bob = visit()
    bob.sign_in(f"bob@{DOMAIN}", PASSWORD)
    page = bob.open("/journal/episodes/new/?symptom=leg-cramp")
    body = page.locator("[data-body-map]")
    calf, foot = (body.locator(f"[data-site=right-{part}]").first for part in ("calf", "foot"))
    ticks = page.locator("input[name=sites]:checked")

    calf.click()
    expect(ticks).to_have_count(1)
    expect(page.get_by_label("Right calf")).to_be_checked()

    bob.choose("Right foot")
    expect(foot).to_have_class("is-chosen")
    foot.click()
    expect(ticks).to_have_count(1)

    # A hand is not offered for leg cramps; once ticked on the body it is in the list.
    body.locator("[data-site=left-hand]").first.click()
    expect(page.locator("label").filter(has_text="Left hand")).to_be_visible()
    body.locator("[data-site=left-hand]").first.click()
    bob.press("Save")
    bob.sees("cramp, right calf")


def test_every_place_of_the_list_is_on_the_body(visit):
    bob = visit()
    bob.sign_in(f"bob@{DOMAIN}", PASSWORD)
    page = bob.open("/journal/episodes/new/")

    listed = page.locator("input[name=sites]").evaluate_all("boxes => boxes.map(({ value }) => value)")
    drawn = page.locator("[data-site]").evaluate_all("parts => parts.map(({ dataset }) => dataset.site)")

    assert {*listed} == {*drawn}


def test_without_scripts_the_list_is_all_there_is(visit):
    bob = visit(java_script_enabled=False)
    bob.sign_in(f"bob@{DOMAIN}", PASSWORD)
    page = bob.open("/journal/episodes/new/?symptom=leg-cramp")

    assert not page.locator("[data-body-map]").is_visible()
    assert page.get_by_text("Left calf").is_visible()
