import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import CareLink, RecordAccess, User
from clinic.attention import Why, ranked
from journal.models import Appointment, Episode
from tests.clinic.conftest import TODAY, result, share, shown, whole_diary
from tests.conftest import let_in, make_patient
from tests.rows import row_of, symptom
from tests.trends.diaries import improve_scores, keep_diary, keep_scores, start_supplement
from trends.assessing import refresh
from trends.models import Assessment

pytestmark = pytest.mark.django_db


def rows_of(client, doctor, **posted):
    client.force_login(doctor)
    page = client.post("/clinic/", posted) if posted else client.get("/clinic/")
    return {row.patient.name: row for row in page.context["rows"]}


def why(doctor, patient):
    return Why(ranked(doctor, timezone.now()).get(patient=patient).why)


def test_a_row_says_who_what_and_on_how_much(client, alice, dr_chen, content):
    whole_diary(alice)

    row = rows_of(client, dr_chen)["Alice"]

    assert (row.verdict.first, row.age) == ("Improved", 68)
    assert row.answered == "28 of 28"
    assert row.doses == "3 of 3"
    assert (row.vitamin_d.first, row.vitamin_d.second) == ("38 ng/mL", "16 Nov 2026")
    assert "<svg" in row.spark
    assert row.visit_at == timezone.now() + dt.timedelta(days=2)


def test_every_row_carries_two_identifiers(client, alice, dr_chen, content):
    client.force_login(dr_chen)

    page = client.get("/clinic/").text

    assert "Alice" in page
    assert "14 Apr 1958 (68)" in page


def test_only_patients_who_let_her_in_are_listed(client, alice, bob, dr_chen, dr_diaz):
    assert list(rows_of(client, dr_chen)) == ["Alice"]
    assert list(rows_of(client, dr_diaz)) == ["Bob"]


def test_a_patient_who_has_started_nothing_has_no_verdict(client, alice, dr_chen, content):
    keep_diary(alice, [1, 0, None, 0] * 7, until=TODAY - dt.timedelta(days=1))

    row = rows_of(client, dr_chen)["Alice"]

    assert row.verdict.first == "No verdict"
    assert row.answered == "21 of 28"
    assert row.doses == "none answered"


def test_the_list_shows_what_is_stored_and_computes_nothing(client, alice, dr_chen, content):
    regimen = whole_diary(alice)
    before = Assessment.objects.get(patient=alice, is_main=True).computed_at
    keep_diary(alice, [9] * 30, until=regimen.started_on - dt.timedelta(days=200))

    rows_of(client, dr_chen)

    assert Assessment.objects.get(patient=alice, is_main=True).computed_at == before


def test_an_old_verdict_tells_its_age(client, alice, dr_chen, content):
    whole_diary(alice)
    Assessment.objects.filter(patient=alice).update(as_of_night=dt.date(2026, 10, 1))

    assert "as of 1 Oct" in rows_of(client, dr_chen)["Alice"].verdict.second


# Who comes first


def test_a_red_flag_comes_first_until_the_page_is_opened(client, alice, dr_chen, content):
    shown(alice)
    assert why(dr_chen, alice) == Why.FLAG
    assert rows_of(client, dr_chen)["Alice"].reason.second == "Cramp over 10 minutes, 17 Nov"

    client.get(f"/clinic/{alice.pk}/")

    assert why(dr_chen, alice) == Why.NOTHING


def test_a_red_flag_shown_after_the_opening_comes_first_again(client, alice, dr_chen, content):
    client.force_login(dr_chen)
    client.get(f"/clinic/{alice.pk}/")

    shown(alice, shown_at=timezone.now() + dt.timedelta(seconds=1))

    assert why(dr_chen, alice) == Why.FLAG


def test_what_another_doctor_opened_is_still_unread(client, alice, dr_chen, dr_diaz, content):
    shown(alice)
    let_in(alice, dr_diaz)
    client.force_login(dr_diaz)
    client.get(f"/clinic/{alice.pk}/")

    assert why(dr_chen, alice) == Why.FLAG


@pytest.mark.parametrize(
    "fields",
    [
        {"urgency": "see_doctor"},
        {"shown_at": dt.datetime(2026, 9, 1, tzinfo=dt.UTC)},
    ],
    ids=["no red flag", "long ago"],
)
def test_what_is_not_pressing_does_not_come_first(alice, dr_chen, content, fields):
    shown(alice, **fields)

    assert why(dr_chen, alice) == Why.NOTHING


@pytest.mark.parametrize(
    ("value", "unit", "comparator", "expected"),
    [
        (168, "ng/mL", "", Why.LAB),
        (420, "nmol/L", "", Why.LAB),
        (150, "ng/mL", ">", Why.LAB),
        (168, "µg/L", "", Why.LAB),
        (60, "ng/mL", "", Why.NOTHING),
        (168, "nmol/L", "", Why.NOTHING),
        (168, "ng/mL", "<", Why.NOTHING),
        (8, "ng/mL", "", Why.NOTHING),
    ],
)
def test_a_toxicity_range_value_comes_first(alice, dr_chen, content, value, unit, comparator, expected):
    canonical = value / 2.496 if unit == "nmol/L" else value
    result(
        alice, "vitamin-d-25oh", value, unit=unit, comparator=comparator, canonical_value=round(canonical, 3)
    )

    assert why(dr_chen, alice) == expected


def test_only_the_newest_value_counts(alice, dr_chen, content):
    result(alice, "vitamin-d-25oh", 168, drawn_on=dt.date(2026, 8, 1))
    result(alice, "vitamin-d-25oh", 60, drawn_on=dt.date(2026, 11, 1))

    assert why(dr_chen, alice) == Why.NOTHING


def test_worsened_comes_first(client, alice, dr_chen, content):
    first = keep_diary(alice, [1, 0, 0, 0, 0, 0, 0] * 8 + [1, 2, 1, 1, 1, 2, 1] * 12)
    start_supplement(alice, first + dt.timedelta(days=56))
    refresh(alice, now=timezone.now())

    row = rows_of(client, dr_chen)["Alice"]

    assert (row.reason.first, row.verdict.first) == ("Worsened", "Worsened")
    assert row.reason.second.startswith("final read-out")


def test_a_newer_start_for_no_symptom_takes_nobodys_worsening_off_the_list(client, alice, dr_chen, content):
    first = keep_diary(alice, [1, 0, 0, 0, 0, 0, 0] * 8 + [1, 2, 1, 1, 1, 2, 1] * 14)
    start_supplement(alice, first + dt.timedelta(days=56))
    newer = start_supplement(alice, first + dt.timedelta(days=56 + 84), main_symptom=None)
    row_of(Episode, alice, in_night_hours=True)
    refresh(alice, now=timezone.now())
    assert Assessment.objects.filter(regimen=newer).exists()

    row = rows_of(client, dr_chen)["Alice"]
    record = client.get(f"/clinic/{alice.pk}/").context["card"]
    client.force_login(alice)
    page = client.get("/helping/").context["assessment"]

    assert (row.reason.first, row.verdict.first, record.leading.word) == ("Worsened",) * 3
    assert page == record.leading.conclusion


def test_a_read_out_within_the_week_comes_first(client, alice, dr_chen, content):
    first = keep_diary(alice, [1, 0] * 54)
    start_supplement(alice, first + dt.timedelta(days=56))
    refresh(alice, now=timezone.now())

    row = rows_of(client, dr_chen)["Alice"]

    assert row.reason.first == "Read-out due"
    assert row.reason.second == "week 8, 23 Nov"


def test_too_few_answers_come_first(client, alice, dr_chen, content):
    first = keep_diary(alice, [1, None, None, None] * 30)
    start_supplement(alice, first + dt.timedelta(days=50))
    refresh(alice, now=timezone.now())

    row = rows_of(client, dr_chen)["Alice"]

    assert (row.reason.first, row.reason.second) == ("Data too thin", "7 of 28 nights answered")


def test_the_order_is_by_urgency_then_by_name(client, alice, dr_chen, content):
    for name in ("zoe", "carl", "dora"):
        let_in(make_patient(name), dr_chen)
    shown(User.objects.get(name="Zoe"))
    result(User.objects.get(name="Dora"), "vitamin-d-25oh", 168)

    assert list(rows_of(client, dr_chen)) == ["Zoe", "Dora", "Alice", "Carl"]


# Scope


def test_a_part_is_not_made_into_a_whole(client, alice, dr_chen, content):
    whole_diary(alice)
    share(alice, shares_from=dt.date(2026, 11, 1))

    row = rows_of(client, dr_chen)["Alice"]

    assert row.verdict.first == "Shared in part"
    assert (row.spark, row.answered, row.doses) == ("", "shared in part", "shared in part")
    assert row.vitamin_d.first == "38 ng/mL"


def test_four_weeks_that_are_shared_whole_are_counted(client, alice, dr_chen, content):
    whole_diary(alice)
    share(alice, shares_from=dt.date(2026, 10, 1))

    row = rows_of(client, dr_chen)["Alice"]

    assert (row.verdict.first, row.answered, row.doses) == ("Shared in part", "28 of 28", "2 of 2")


def test_labs_that_are_not_shared_are_neither_shown_nor_ranked(client, alice, dr_chen, content):
    result(alice, "vitamin-d-25oh", 168)
    shown(alice, entry_kind="lab")
    share(alice, labs=False)

    row = rows_of(client, dr_chen)["Alice"]

    assert row.vitamin_d is None
    assert row.reason is None


def test_a_period_cuts_values_flags_and_ranks(client, alice, dr_chen, content):
    result(alice, "vitamin-d-25oh", 168, drawn_on=dt.date(2026, 10, 1))
    shown(alice, about_on=dt.date(2026, 10, 30))
    share(alice, shares_from=dt.date(2026, 11, 1))

    row = rows_of(client, dr_chen)["Alice"]

    assert row.vitamin_d is None
    assert row.reason is None


def test_symptoms_that_are_not_shared_hide_flags_and_visits(client, alice, dr_chen, content):
    whole_diary(alice)
    shown(alice)
    share(alice, symptoms=False)

    row = rows_of(client, dr_chen)["Alice"]

    assert (row.reason, row.visit_at, row.spark) == (None, None, "")


def test_a_flag_of_a_lab_value_needs_only_the_labs(client, alice, dr_chen, content):
    shown(alice, entry_kind="lab", short="Very high result")
    share(alice, symptoms=False)

    assert rows_of(client, dr_chen)["Alice"].reason.second.startswith("Very high result")


def test_what_is_not_shared_is_said_to_be_so_and_never_to_be_missing(client, alice, dr_chen, content):
    share(alice, symptoms=False, supplements=False, labs=False, notes=True)
    client.force_login(dr_chen)

    page = client.get("/clinic/").text

    assert page.count("not shared") == 4
    assert "not booked" not in page
    assert ">none<" not in page


# Finding, narrowing, pages


@pytest.mark.parametrize(
    "words", ["ali", "ALICE", "14 Apr 1958", "14.4.1958", "1958-04-14", "14/04/1958", "1958"]
)
def test_a_patient_is_found_by_name_or_date_of_birth(client, alice, bob, dr_chen, words):
    let_in(bob, dr_chen)

    assert list(rows_of(client, dr_chen, words=words)) == ["Alice"]


@pytest.mark.parametrize("words", ["%", "_", "';--", "\x00", "a" * 5000, "31.2.1958", "0001", "𝔞"])
def test_odd_searches_find_nobody_and_break_nothing(client, alice, dr_chen, words):
    client.force_login(dr_chen)

    page = client.post("/clinic/", {"words": words})

    assert page.status_code == 200
    assert words.strip("\x00") == "" or not page.context["rows"]


def test_a_name_that_is_searched_never_stands_in_an_address(client, alice, dr_chen):
    client.force_login(dr_chen)

    page = client.get("/clinic/")

    assert '<form class="search-field no-print" method="post"' in page.text
    assert list(rows_of(client, dr_chen)) == [
        row.patient.name for row in client.get("/clinic/?words=zzz").context["rows"]
    ]


def test_the_list_can_be_narrowed(client, alice, bob, dr_chen, content):
    let_in(bob, dr_chen)
    shown(alice)
    row_of(Appointment, bob, at=timezone.now() + dt.timedelta(hours=2))
    client.force_login(dr_chen)

    def names(show):
        return [row.patient.name for row in client.get(f"/clinic/?show={show}").context["rows"]]

    assert (names("attention"), names("today"), names("readout")) == (["Alice"], ["Bob"], [])
    assert names("nonsense") == ["Alice", "Bob"]


def many(doctor, number):
    people = User.objects.bulk_create(
        User(email=f"p{n}@example.org", name=f"Patient {n:03}", date_of_birth=dt.date(1950, 1, 1))
        for n in range(number)
    )
    now = timezone.now()
    CareLink.objects.bulk_create(
        CareLink(
            patient=person,
            clinician=doctor,
            invited_email=doctor.email,
            token_hash=f"{person.pk:064}",
            invitation_expires_at=now,
            accepted_at=now,
            expires_at=now + dt.timedelta(days=90),
        )
        for person in people
    )
    return people


def test_pages_hold_twenty_five_and_are_recorded_page_by_page(client, alice, dr_chen):
    people = many(dr_chen, 60)
    client.force_login(dr_chen)

    first = client.get("/clinic/")
    assert len(first.context["rows"]) == 25
    assert "61 patients share with you" in first.text
    assert RecordAccess.objects.count() == 25

    last = client.get("/clinic/?page=3")
    assert len(last.context["rows"]) == 11
    assert RecordAccess.objects.filter(patient=people[-1]).count() == 1


def test_the_number_of_queries_does_not_grow_with_the_patients(
    client, alice, dr_chen, content, django_assert_max_num_queries
):
    whole_diary(alice)
    people = many(dr_chen, 40)
    for person in people[:10]:
        shown(person)
        result(person, "vitamin-d-25oh", 40)
        row_of(Appointment, person, at=timezone.now() + dt.timedelta(days=1))
    client.force_login(dr_chen)

    with django_assert_max_num_queries(14):
        client.get("/clinic/")


def test_a_score_that_worsened_is_ranked_and_read_like_a_count(client, alice, dr_chen, content):
    first = keep_scores(alice, [3, 2, 3, 4, 3, 2, 3] * 8 + [7, 8, 7, 6, 8, 7, 7] * 12)
    start_supplement(alice, first + dt.timedelta(days=56), main_symptom=symptom("burning-tingling"))
    refresh(alice, now=timezone.now())

    row = rows_of(client, dr_chen)["Alice"]

    assert (row.reason.first, row.reason.icon) == ("Worsened", "worse")
    assert (row.verdict.first, row.verdict.second) == ("Worsened", "was 3 of 10, now 7")
    assert "Burning or tingling by week" in row.spark
    assert "average of 0 to 10: 2.9 at first, 7.1 last" in row.spark


def test_a_score_that_improved_names_its_read_out(client, alice, dr_chen, content):
    improve_scores(alice)
    refresh(alice, now=timezone.now())

    row = rows_of(client, dr_chen)["Alice"]

    assert (row.verdict.first, row.verdict.second) == ("Improved", "final, 19 Nov")
    assert row.reason is None


def test_a_doctor_nobody_has_invited_yet_is_told_what_to_wait_for(client, alice, dr_chen):
    alice.care_links.all().delete()
    client.force_login(dr_chen)

    assert "Nobody shares with you yet" in client.get("/clinic/").text
