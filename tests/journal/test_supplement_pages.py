"""Starting, changing, ending and deleting a supplement, through the pages."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import DiaryState
from journal.coaching import readouts
from journal.forms.plan import Plan
from journal.models import CheckIn, Condition, Ingredient, Phase, Regimen, Substance, Supplement
from safety.models import ShownNotice
from tests.rows import row_of, substance

NEW = "/supplements/new/"
TODAY = timezone.localdate


@pytest.fixture(autouse=True)
def signed_in(client, alice, content):
    client.force_login(alice)


def typed(**over):
    """What a browser sends for one product with one ingredient and one step."""
    fields = {
        "regimen-main_symptom": "leg-cramp",
        "regimen-why_now": "my doctor advised it",
        "regimen-begun": "new",
        "regimen-started_on": TODAY().isoformat(),
        "regimen-is_prescribed": "yes",
        "regimen-client_id": "11111111-1111-4111-8111-111111111111",
        "product-name": "Dekristol",
        "product-client_id": "22222222-2222-4222-8222-222222222222",
        "ingredients-0-substance": "vitamin-d3",
        "ingredients-0-client_id": "33333333-3333-4333-8333-333333333333",
        "phases-0-amount": "1000",
        "phases-0-unit": "IU",
        "phases-0-frequency": "daily",
        "phases-0-client_id": "44444444-4444-4444-8444-444444444444",
    }
    return fields | {name.replace("__", "-"): value for name, value in over.items()}


LOADING = {
    "phases__0__amount": "50,000",
    "phases__0__frequency": "weekly",
    "phases__0__weeks": "8",
    "phases__0__confirmed": "50000 IU vitamin-d3",
    "phases__1__amount": "1000",
    "phases__1__unit": "IU",
    "phases__1__frequency": "daily",
    "phases__1__client_id": "55555555-5555-4555-8555-555555555555",
}


def stored_nothing():
    return not any(model.objects.exists() for model in (Supplement, Ingredient, Regimen, Phase))


def refused(client, sentence, **over):
    """The page comes back with this sentence, what was typed is still there, nothing was stored."""
    answer = client.post(NEW, typed(**over))
    page = answer.content.decode()

    assert answer.status_code == 200
    assert sentence in page
    assert "Not saved yet" in page
    assert 'value="Dekristol"' in page or "product__name" in over
    assert stored_nothing()
    return page


# Starting


def test_a_loading_course_is_stored_as_it_is_said(client, alice):
    answer = client.post(NEW, typed(**LOADING), follow=True)

    regimen = Regimen.objects.of(alice).get()
    loading, daily = Phase.objects.of(alice)
    assert (loading.amount, loading.starts_on) == (50000, regimen.started_on)
    assert loading.ends_on == regimen.started_on + dt.timedelta(days=55)
    assert (daily.amount, daily.ends_on) == (1000, None)
    assert daily.starts_on == loading.ends_on + dt.timedelta(days=1)
    assert regimen.main_symptom.slug == "leg-cramp"
    assert (regimen.is_prescribed, regimen.already_started) == (True, False)
    assert "every week for 8 weeks, then 1,000 IU (25 mcg) daily" in answer.content.decode()


def test_a_high_dose_in_pregnancy_is_answered_with_its_notice_once(client, alice):
    row_of(Condition, alice, kind="pregnancy")

    answer = client.post(NEW, typed(**LOADING))

    assert answer.url == reverse("notices")
    assert [notice.notice for notice in ShownNotice.objects.of(alice)] == ["high-dose-in-pregnancy"]


def test_the_patient_is_told_when_the_readouts_come(client):
    page = client.post(NEW, typed(), follow=True).content.decode()

    for day in readouts(TODAY()):
        assert f"{day.day} {day:%B %Y}" in page


def test_a_new_diary_is_told_what_a_baseline_needs(client):
    page = client.get(NEW).content.decode()

    assert "At least 28 nights" in page
    assert "Your diary has none yet" in page
    assert "Do not delay or stop a medicine your doctor prescribed in order to fill the diary." in page


def test_nothing_is_chosen_beforehand(client):
    page = client.get(NEW).content.decode()

    assert " checked" not in page
    assert " selected" not in page.replace('value="" selected', "")


def test_spare_rows_need_no_script(client, alice):
    page = client.get(NEW).content.decode()

    assert 'name="ingredients-3-substance"' in page
    assert 'name="phases-2-amount"' in page
    assert "<details" in page


def test_two_ingredients_of_one_tablet(client, alice):
    client.post(
        NEW,
        typed(
            ingredients__0__amount="400", ingredients__0__unit="IU",
            ingredients__1__substance="vitamin-b6", ingredients__1__amount="1.4", ingredients__1__unit="mg",
            phases__0__amount="1", phases__0__unit="tablet",
        ),
    )  # fmt: skip

    assert [str(row.substance.slug) for row in Ingredient.objects.of(alice)] == ["vitamin-d3", "vitamin-b6"]
    assert Ingredient.objects.of(alice).last().words == "1.4 mg"


def test_already_taking_it_promises_no_verdict(client, alice):
    since = TODAY() - dt.timedelta(days=200)

    page = client.post(
        NEW, typed(regimen__begun="already", regimen__started_on=since.isoformat()), follow=True
    ).content.decode()

    assert Regimen.objects.of(alice).get().already_started
    assert "read-outs come" not in page
    assert "None promised: begun before the diary" in page


def test_begun_while_the_diary_was_kept_is_compared_as_usual(client, alice):
    since = TODAY() - dt.timedelta(days=20)
    row_of(CheckIn, alice, night=since - dt.timedelta(days=30))

    client.post(NEW, typed(regimen__begun="already", regimen__started_on=since.isoformat()))

    assert not Regimen.objects.of(alice).get().already_started


def test_none_of_these_symptoms_is_an_answer(client, alice):
    client.post(NEW, typed(regimen__main_symptom="none"))

    assert Regimen.objects.of(alice).get().main_symptom is None


def test_not_said_stays_not_said(client, alice):
    client.post(NEW, typed(regimen__is_prescribed=""))

    assert Regimen.objects.of(alice).get().is_prescribed is None


def test_the_same_page_sent_twice_is_one_supplement(client, alice):
    first = client.post(NEW, typed(**LOADING))
    second = client.post(NEW, typed(**LOADING))

    assert first.status_code == second.status_code == 302
    counts = [model.objects.of(alice).count() for model in (Supplement, Ingredient, Regimen, Phase)]
    assert counts == [1, 1, 1, 2]


def test_the_same_page_with_other_values_is_not_stored_over_the_first(client, alice):
    client.post(NEW, typed())

    page = client.post(NEW, typed(phases__0__amount="2000")).content.decode()

    assert "already stored with other values" in page
    assert Phase.objects.of(alice).get().amount == 1000


def test_taking_it_again_fills_in_the_product_only(client, alice):
    client.post(NEW, typed(ingredients__0__amount="1000", ingredients__0__unit="IU"))
    regimen = Regimen.objects.of(alice).get()

    page = client.get(f"{NEW}?again={regimen.pk}").content.decode()

    assert 'value="Dekristol"' in page
    assert 'value="vitamin-d3" selected' in page
    assert "my doctor advised it</textarea>" not in page.replace("\n", "")


@pytest.mark.parametrize("again", ["nonsense", "-1", "9" * 30, ""])
def test_nonsense_in_the_address_is_a_plain_new_form(client, again):
    assert client.get(f"{NEW}?again={again}").status_code == 200


# Bad input


def test_an_empty_form_says_what_is_missing(client):
    answer = client.post(NEW, {"product-name": ""})
    page = answer.content.decode()

    assert answer.status_code == 200
    for sentence in (
        "Please choose one: the verdict will be about it.",
        "Please choose one: it decides what can be learned.",
        "Please give the day.",
        "Please give the name on the pack.",
        "Please choose what is in it.",
        "Please give the amount.",
        "Without it the amount says nothing.",
        "Please choose how often.",
    ):
        assert sentence in page
    assert stored_nothing()


@pytest.mark.parametrize(
    ("sentence", "over"),
    [
        ("Without it the amount says nothing", {"phases__0__unit": ""}),
        ("Please choose a unit from the list", {"phases__0__unit": "grams"}),
        ("Please give an amount above zero", {"phases__0__amount": "0"}),
        ("Please give an amount above zero", {"phases__0__amount": "-5"}),
        ("Please give only a number here", {"phases__0__amount": "plenty"}),
        ("Please give only a number here", {"phases__0__amount": "NaN"}),
        ("This number is too long", {"phases__0__amount": "1e30"}),
        ("at most three digits after the point", {"phases__0__amount": "0.12345"}),
        ("Do you mean 50 or 50,000?", {"phases__0__amount": "50.000"}),
        ("above any known treatment", {"phases__0__amount": "2,000,000"}),
        ("above any known treatment", {"phases__0__amount": "50000", "phases__0__unit": "mcg"}),
        ("Please choose how often", {"phases__0__frequency": ""}),
        ("Please choose how often from the list", {"phases__0__frequency": "hourly"}),
        ("Please give the number", {"phases__0__frequency": "n_a_week"}),
        ("a number from 1 to 7", {"phases__0__frequency": "n_a_week", "phases__0__times": "9"}),
        ("like 2", {"phases__0__frequency": "every_n_days", "phases__0__days": "0"}),
        ("more than ten years", {"phases__0__weeks": "9999999999"}),
        ("Please choose an ingredient from the list", {"ingredients__0__substance": "unicorn"}),
        ("Please choose the unit", {"ingredients__0__amount": "400"}),
        ("give the amount too", {"ingredients__0__unit": "IU"}),
        ("Please give an amount above zero", {"ingredients__0__amount": "0", "ingredients__0__unit": "IU"}),
        ("above any known treatment", {"ingredients__0__amount": "9000000", "ingredients__0__unit": "IU"}),
        ("choose one from the list", {"regimen__main_symptom": "boredom"}),
        ("Please give a day, like", {"regimen__started_on": "31/31/2026"}),
        ("More than 100 tablets", {"phases__0__amount": "500", "phases__0__unit": "tablet"}),
        ("either the weeks or the last day", {"phases__0__weeks": "8", "phases__0__ends_on": "2027-01-01"}),
        ("cannot be stored", {"product__name": "nul \x00 byte"}),
        ("at most 4000 characters", {"regimen__why_now": "x" * 20_000}),
        ("at most 120 characters", {"product__name": "x" * 500}),
    ],
)  # fmt: skip
def test_bad_input_gets_its_sentence(client, sentence, over):
    refused(client, sentence, **over)


def test_half_a_surrogate_pair_gets_its_sentence(alice):
    plan = Plan(typed(regimen__why_now="half \ud83d a smile"), patient=alice, today=TODAY())

    assert not plan.is_valid()
    assert "cannot be stored" in plan.regimen.errors["why_now"][0]


def test_iu_are_for_substances_that_have_them(client):
    refused(
        client,
        "Magnesium (elemental) is measured in milligrams (mg), not in units (IU).",
        ingredients__0__substance="magnesium",
    )


def test_iu_on_a_label_are_for_substances_that_have_them(client):
    refused(
        client,
        "Magnesium (elemental) is measured in milligrams (mg), not in units (IU).",
        ingredients__1__substance="magnesium", ingredients__1__amount="300", ingredients__1__unit="IU",
    )  # fmt: skip


def test_content_decides_which_substance_has_iu(client, alice):
    Substance.objects.filter(slug="vitamin-d3").update(iu_per_mcg=None)

    refused(client, "not in units (IU)")


def test_a_start_more_than_a_year_away_is_refused(client):
    far = TODAY() + dt.timedelta(days=400)

    refused(client, "more than a year away", regimen__started_on=far.isoformat())


def test_a_start_before_birth_is_refused(client, alice):
    refused(
        client,
        "before the date of birth",
        regimen__begun="already",
        regimen__started_on=(alice.date_of_birth - dt.timedelta(days=1)).isoformat(),
    )


def test_not_begun_cannot_be_in_the_past(client):
    past = TODAY() - dt.timedelta(days=5)

    refused(client, "This day has passed", regimen__started_on=past.isoformat())


def test_already_begun_cannot_lie_ahead(client):
    ahead = TODAY() + dt.timedelta(days=5)

    refused(client, "This day lies ahead", regimen__begun="already", regimen__started_on=ahead.isoformat())


def test_a_step_that_ends_before_it_begins(client):
    yesterday = TODAY() - dt.timedelta(days=1)

    refused(client, "This step ends before it begins", phases__0__ends_on=yesterday.isoformat())


def test_overlapping_steps_are_refused_at_the_step(client):
    in_a_week = TODAY() + dt.timedelta(days=7)

    page = refused(client, "but the one before it runs until", **LOADING | {
        "phases__1__starts_on": in_a_week.isoformat()})  # fmt: skip

    at_the_step = page.split('id="div_id_phases-1-starts_on"')[1]
    assert "Please let one follow the other." in at_the_step.split("</div>")[0] + at_the_step[:1500]


def test_an_open_step_cannot_be_followed(client):
    refused(client, "Please say how long it lasts", **LOADING | {"phases__0__weeks": ""})


def test_a_gap_between_steps_is_kept(client, alice):
    later = TODAY() + dt.timedelta(days=100)

    client.post(NEW, typed(**LOADING | {"phases__1__starts_on": later.isoformat()}))

    assert Phase.objects.of(alice).last().starts_on == later


# Large doses


def test_fifty_thousand_units_are_asked_about_once(client, alice):
    course = {name: value for name, value in LOADING.items() if "confirmed" not in name}

    page = refused(client, "Is it 50 mcg or 50,000 units?", **course)

    assert 'value="50000 IU vitamin-d3"' in page
    assert client.post(NEW, typed(**LOADING)).status_code == 302


def test_a_tick_holds_only_for_the_amount_it_was_about(client):
    refused(client, "Is it 50 mcg or 50,000 units?", **LOADING | {"phases__0__amount": "500,000"})


def test_tablets_are_checked_by_what_they_hold(client):
    refused(
        client,
        "Is it 50 mcg or 50,000 units?",
        ingredients__0__amount="50000", ingredients__0__unit="IU",
        phases__0__amount="1", phases__0__unit="tablet",
    )  # fmt: skip


def test_the_limits_are_content(client, alice):
    Substance.objects.filter(slug="vitamin-d3").update(confirm_above=500, confirm_question="Really?")

    refused(client, "Really?")


def test_a_stronger_form_says_to_ask_the_prescriber(client, alice):
    page = client.post(
        NEW,
        typed(ingredients__0__substance="calcitriol", phases__0__amount="0.25", phases__0__unit="mcg"),
        follow=True,
    ).content.decode()

    assert "This is a stronger form of vitamin D: ask the prescriber" in page
    assert "All vitamin D together" not in page


def test_no_high_dose_is_suggested_in_pregnancy(client, alice):
    assert "50,000 units once a week" in client.get(NEW).content.decode()

    row_of(Condition, alice, kind="pregnancy")
    page = client.get(NEW).content.decode()

    assert "50,000" not in page
    assert "your maternity team decides" in page


def test_a_condition_that_was_denied_or_is_over_says_nothing(client, alice):
    row_of(Condition, alice, kind="pregnancy", has_it=False)
    row_of(Condition, alice, kind="sarcoidosis", until=TODAY() - dt.timedelta(days=1))

    page = client.get(NEW).content.decode()

    assert "maternity" not in page
    assert "Sarcoidosis" not in page


# Changing


@pytest.fixture
def regimen(client, alice):
    client.post(NEW, typed(**LOADING))
    return Regimen.objects.of(alice).get()


def as_shown(client, regimen, **over):
    """What the browser would send back of the open change page."""
    plan = client.get(f"/supplements/{regimen.pk}/").context["plan"]
    fields = {}
    for form in plan.forms:
        for bound in form:
            value = bound.value()
            value = bound.field.prepare_value(value) if value is not None else ""
            if value not in ("", False, None):
                fields[bound.html_name] = value
    return fields | {name.replace("__", "-"): value for name, value in over.items()}


def test_saving_unchanged_changes_nothing(client, alice, regimen):
    before = list(Phase.objects.of(alice).values_list("amount", "starts_on", "ends_on", "every"))

    answer = client.post(f"/supplements/{regimen.pk}/", as_shown(client, regimen))

    assert answer.status_code == 302
    assert list(Phase.objects.of(alice).values_list("amount", "starts_on", "ends_on", "every")) == before


def test_a_longer_first_step_moves_the_next(client, alice, regimen):
    client.post(f"/supplements/{regimen.pk}/", as_shown(client, regimen, phases__0__weeks="10"))

    loading, daily = Phase.objects.of(alice)
    assert loading.ends_on == regimen.started_on + dt.timedelta(days=69)
    assert daily.starts_on == regimen.started_on + dt.timedelta(days=70)


def test_a_step_can_be_added_and_removed(client, alice, regimen):
    answer = client.post(
        f"/supplements/{regimen.pk}/",
        as_shown(client, regimen, phases__1__remove="on", phases__2__amount="2000", phases__2__unit="IU",
                 phases__2__frequency="every_n_days", phases__2__days="2"),
    )  # fmt: skip

    assert answer.status_code == 302
    assert [(p.amount, p.every) for p in Phase.objects.of(alice)] == [(50000, None), (2000, 2)]
    assert Phase.objects.ever_of(alice).count() == 3


def test_the_last_ingredient_stays(client, alice, regimen):
    page = client.post(
        f"/supplements/{regimen.pk}/", as_shown(client, regimen, ingredients__0__remove="on")
    ).content.decode()

    assert "Please keep at least one ingredient." in page
    assert Ingredient.objects.of(alice).count() == 1


def test_a_confirmed_dose_is_not_asked_about_again_until_it_changes(client, regimen):
    unchanged = client.post(f"/supplements/{regimen.pk}/", as_shown(client, regimen, product__name="New"))
    changed = client.post(f"/supplements/{regimen.pk}/", as_shown(client, regimen, phases__0__amount="60000"))

    assert unchanged.status_code == 302
    assert "Is it 50 mcg or 50,000 units?" in changed.content.decode()


def test_a_stale_edit_keeps_what_was_typed(client, alice, regimen):
    typed_here = as_shown(client, regimen, product__name="Typed here")
    client.post(f"/supplements/{regimen.pk}/", as_shown(client, regimen, product__name="Other device"))

    answer = client.post(f"/supplements/{regimen.pk}/", typed_here)
    page = answer.content.decode()

    assert answer.status_code == 200
    assert page.count("changed on another device") == 1
    assert 'value="Typed here"' in page
    assert Supplement.objects.of(alice).get().name == "Other device"

    again = typed_here | {"regimen-version": answer.context["plan"].regimen["version"].value()}
    assert client.post(f"/supplements/{regimen.pk}/", again).status_code == 302
    assert Supplement.objects.of(alice).get().name == "Typed here"


def test_a_step_of_another_device_is_not_overlapped(client, alice, regimen):
    typed_here = as_shown(client, regimen)
    row_of(Phase, alice, regimen=regimen, starts_on=regimen.started_on + dt.timedelta(days=200))

    page = client.post(f"/supplements/{regimen.pk}/", typed_here).content.decode()

    assert "Another device has added a step" in page


def test_an_error_in_one_part_stores_no_part(client, alice, regimen):
    revision = DiaryState.objects.get(patient=alice).revision

    client.post(
        f"/supplements/{regimen.pk}/", as_shown(client, regimen, product__name="Half", phases__1__amount="0")
    )

    assert Supplement.objects.of(alice).get().name == "Dekristol"
    assert DiaryState.objects.get(patient=alice).revision == revision


def test_the_start_cannot_move_behind_the_last_dose(client, alice, regimen):
    Regimen.objects.of(alice).update(ended_on=regimen.started_on)

    page = client.post(
        f"/supplements/{regimen.pk}/",
        as_shown(client, regimen, regimen__started_on=(TODAY() + dt.timedelta(days=9)).isoformat()),
    ).content.decode()

    assert "after the last dose that you noted" in page


# Ending and deleting


def test_ending_can_be_undone(client, alice, regimen):
    answer = client.post(f"/supplements/{regimen.pk}/end/", {"ended_on": TODAY().isoformat()}, follow=True)
    assert f"/supplements/{regimen.pk}/reopen/" in answer.content.decode()
    assert Regimen.objects.of(alice).get().ended_on == TODAY()

    client.post(f"/supplements/{regimen.pk}/reopen/")

    assert Regimen.objects.of(alice).get().ended_on is None


@pytest.mark.parametrize(
    ("ended_on", "sentence"),
    [
        ("2001-01-01", "before the first"),
        ("", "Please give the day"),
        ("soon", "Please give a day"),
        ("2099-01-01", "more than a year away"),
    ],
)
def test_a_last_dose_that_cannot_be(client, alice, regimen, ended_on, sentence):
    answer = client.post(f"/supplements/{regimen.pk}/end/", {"ended_on": ended_on})

    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert Regimen.objects.of(alice).get().ended_on is None


def test_a_prescribed_one_says_to_talk_first(client, regimen):
    assert "Your doctor prescribed this" in client.get(f"/supplements/{regimen.pk}/end/").content.decode()


def test_deleting_can_be_undone(client, alice, regimen):
    page = client.post(f"/supplements/{regimen.pk}/delete/", follow=True).content.decode()
    assert not Regimen.objects.of(alice).exists()

    undo = f"/journal/restore/regimen/{regimen.pk}/"
    assert undo in page
    client.post(undo)

    assert Regimen.objects.of(alice).get() == regimen


def test_an_empty_page_says_what_to_do_first(client):
    page = client.get("/supplements/").content.decode()

    assert "answer your nights for four to six weeks" in page
    assert NEW in page


# Other people


@pytest.mark.parametrize("path", ["", "end/", "doses/"])
def test_another_patients_regimen_is_not_found(client, alice, bob, regimen, path):
    client.force_login(bob)

    assert client.get(f"/supplements/{regimen.pk}/{path}").status_code == 404
    assert client.post(f"/supplements/{regimen.pk}/{path}", typed()).status_code == 404


@pytest.mark.parametrize("path", ["delete/", "reopen/", "dose/"])
def test_another_patients_regimen_cannot_be_touched(client, bob, regimen, path):
    client.force_login(bob)

    assert client.post(f"/supplements/{regimen.pk}/{path}").status_code == 404
    assert client.get(f"/supplements/{regimen.pk}/{path}").status_code == 405


def test_another_patients_product_cannot_be_taken_again(client, bob, regimen):
    client.force_login(bob)

    assert client.get(f"{NEW}?again={regimen.pk}").status_code == 404


def test_a_foreign_row_is_never_found_by_its_client_id(client, alice, bob, regimen):
    client.force_login(bob)

    answer = client.post(NEW, typed(**LOADING | {"product__name": "Bob's"}))

    assert answer.status_code == 302
    assert Supplement.objects.of(bob).get().name == "Bob's"
    assert Supplement.objects.of(alice).get().name == "Dekristol"


def test_substances_that_were_withdrawn_are_not_offered(client):
    Substance.objects.filter(slug="vitamin-d2").update(is_published=False)

    assert 'value="vitamin-d2"' not in client.get(NEW).content.decode()
    assert substance("vitamin-d3").name in client.get(NEW).content.decode()
