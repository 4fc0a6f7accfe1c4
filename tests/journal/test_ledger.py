"""What the patient takes in all: plans, totals against limits, averages, in a fixed number of queries."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from journal.bars import limit_bar, phase_bar
from journal.coaching import NIGHTS_BEFORE, READOUTS, baseline
from journal.impressions import impression_due
from journal.ledger import of_patient, read
from journal.models import CheckIn, Dose, Impression, Ingredient, Phase, Regimen, Substance, Supplement
from tests.rows import row_of, substance, symptom
from trends.core import minimums, window

TODAY = dt.date(2026, 11, 20)
DAY = dt.timedelta(days=1)

pytestmark = pytest.mark.usefixtures("content")


def take(
    patient,
    name,
    *,
    holds=(("vitamin-d3", None, ""),),
    since=62,
    steps=((1000, "IU", "daily", None),),
    **fields,
):
    """A regimen of these ingredients (slug, amount, unit) and steps (amount, unit, frequency, days)."""
    product = row_of(Supplement, patient, name=name)
    for slug, amount, unit in holds:
        row_of(Ingredient, patient, supplement=product, substance=substance(slug), amount=amount, unit=unit)
    start = TODAY - since * DAY
    regimen = row_of(Regimen, patient, supplement=product, started_on=start, **fields)
    for amount, unit, frequency, days in steps:
        end = start + (days - 1) * DAY if days else None
        row_of(Phase, patient, regimen=regimen, amount=amount, unit=unit, frequency=frequency,
               starts_on=start, ends_on=end)  # fmt: skip
        start = end + DAY if end else start
    return regimen


LOADING = ((50000, "IU", "weekly", 56), (1000, "IU", "daily", None))
MULTI = (("vitamin-d3", 400, "IU"), ("vitamin-b6", 2, "mg"))
TABLET = ((1, "tablet", "daily", None),)


def ledger(patient, today=TODAY):
    return read(of_patient(patient), today)


def test_current_upcoming_and_past(alice):
    take(alice, "now")
    take(alice, "soon", since=-3)
    take(alice, "then", ended_on=TODAY - DAY)
    take(alice, "ends today", ended_on=TODAY)

    seen = ledger(alice)

    assert {t.product for t in seen.current} == {"now", "ends today"}
    assert [t.product for t in seen.upcoming] == ["soon"]
    assert [t.product for t in seen.past] == ["then"]


def test_the_plan_in_words_names_both_units(alice):
    take(alice, "D3", steps=LOADING)

    assert ledger(alice).current[0].plan == (
        "50,000 IU (1,250 mcg) every week for 8 weeks, then 1,000 IU (25 mcg) daily"
    )


def test_all_products_are_added_up(alice):
    take(alice, "D3", steps=LOADING)
    take(alice, "Multi", holds=MULTI, steps=TABLET)

    total = ledger(alice).total("vitamin-d")

    assert total.now.per_day == 1400
    assert [(source.product, source.per_day) for source in total.now.sources] == [
        ("D3", 1000),
        ("Multi", 400),
    ]
    assert (total.now.limit, total.now.is_over) == (4000, False)


def test_micrograms_and_units_are_added_in_units(alice):
    take(alice, "D3", steps=((25, "mcg", "daily", None),))

    assert ledger(alice).total("vitamin-d").now.per_day == 1000


def test_a_dose_counted_in_one_ingredient_scales_the_others(alice):
    take(alice, "D3 + B6", holds=(("vitamin-d3", 400, "IU"), ("vitamin-b6", 2, "mg")),
         steps=((1200, "IU", "daily", None),))  # fmt: skip

    assert ledger(alice).total("b6").now.per_day == 6


def test_a_label_without_amounts_is_said_and_not_guessed(alice):
    take(alice, "D3")
    take(alice, "Mystery", steps=TABLET)

    total = ledger(alice).total("vitamin-d")

    assert total.now.per_day == 1000
    assert total.unknown == ("Mystery",)


def test_a_stronger_form_is_not_counted_in_units(alice):
    take(alice, "Rocaltrol", holds=(("calcitriol", None, ""),), steps=((1, "mcg", "daily", None),))

    assert "vitamin-d" not in [total.group for total in ledger(alice).totals]


def test_a_prescribed_course_is_stated_and_not_warned_about(alice):
    take(alice, "D3", since=10, steps=LOADING, is_prescribed=True)

    total = ledger(alice).total("vitamin-d")

    assert total.now.is_over
    assert not total.now.needs_warning


def test_a_prescription_lapses_at_the_planned_end(alice):
    take(alice, "D3", since=10, steps=((50000, "IU", "weekly", 7),), is_prescribed=True)

    taking = ledger(alice).current[0]

    assert not taking.is_prescribed
    assert taking.plan_is_over


def test_self_directed_above_the_limit_warns(alice):
    take(alice, "D3", steps=((5000, "IU", "daily", None),), is_prescribed=False)

    assert ledger(alice).total("vitamin-d").now.needs_warning


def test_the_limit_is_content(alice):
    Substance.objects.filter(slug="vitamin-d3").update(daily_limit=900)
    take(alice, "D3", is_prescribed=False)

    assert ledger(alice).total("vitamin-d").now.needs_warning


def test_b6_over_all_products_gets_its_note(alice):
    for name in ("One", "Two"):
        take(alice, name, holds=(("vitamin-b6", 5, "mg"),), steps=TABLET)

    total = ledger(alice).total("b6")

    assert total.now.per_day == 10
    assert total.is_worth_a_word
    assert total in ledger(alice).totals


def test_little_b6_says_nothing(alice):
    take(alice, "One", holds=(("vitamin-b6", 2, "mg"),), steps=TABLET)

    assert ledger(alice).totals == []


def test_the_last_four_weeks_count_what_was_taken(alice):
    regimen = take(alice, "D3", steps=((2800, "IU", "weekly", None),), since=63)
    for ago, state in ((21, "taken"), (14, "taken"), (7, "skipped"), (0, "taken")):
        row_of(Dose, alice, regimen=regimen, day=TODAY - ago * DAY, state=state)

    lately = ledger(alice).total("vitamin-d").lately

    assert lately.per_day == 300
    assert not lately.assumes_taken


def test_doses_without_an_answer_count_as_taken_and_that_is_said(alice):
    take(alice, "D3", since=100)

    lately = ledger(alice).total("vitamin-d").lately

    assert (lately.per_day, lately.assumes_taken) == (1000, True)


def test_a_dose_too_many_is_counted(alice):
    regimen = take(alice, "D3", steps=((2800, "IU", "weekly", None),), since=63)
    for ago in range(28):
        row_of(Dose, alice, regimen=regimen, day=TODAY - ago * DAY)

    assert ledger(alice).total("vitamin-d").lately.per_day == 2800


def test_an_excess_keeps_being_shown_while_it_lasts(alice):
    take(alice, "D3", steps=LOADING, is_prescribed=True)

    total = ledger(alice).total("vitamin-d")

    assert not total.now.is_over
    assert total.was_over
    assert total.lately.includes_prescribed


def test_an_ended_product_still_counts_in_the_average(alice):
    take(alice, "Old", steps=((5000, "IU", "daily", None),), since=100, ended_on=TODAY - 7 * DAY)
    take(alice, "New", since=6)

    assert ledger(alice).total("vitamin-d").lately.per_day == Decimal(5000 * 21 + 1000 * 7) / 28


def test_no_average_before_four_weeks(alice):
    take(alice, "D3", since=26)

    assert ledger(alice).total("vitamin-d").lately is None


def test_average_since_the_start_over_all_sources(alice):
    regimen = take(alice, "D3", steps=LOADING)
    take(alice, "Multi", holds=MULTI, steps=TABLET, since=400)

    average = ledger(alice).average("vitamin-d", regimen.started_on, TODAY)

    assert average.per_day == Decimal(8 * 50000 + 7 * 1000 + 63 * 400) / 63


def test_adherence_leaves_today_open_until_it_is_answered(alice):
    regimen = take(alice, "D3", since=3)
    row_of(Dose, alice, regimen=regimen, day=TODAY - DAY)
    assert ledger(alice).current[0].answered.unanswered == 2

    row_of(Dose, alice, regimen=regimen, day=TODAY, state="skipped")

    answered = ledger(alice).current[0].answered
    assert (answered.taken, answered.answered, answered.planned) == (1, 2, 4)


def test_doses_from_before_the_diary_are_not_missing(alice):
    regimen = take(alice, "D3", since=400, already_started=True)
    Regimen.objects.filter(pk=regimen.pk).update(created_at=dt.datetime(2026, 11, 16, 9, tzinfo=dt.UTC))
    assert ledger(alice).current[0].answered.planned == 4

    row_of(Dose, alice, regimen=regimen, day=TODAY - 10 * DAY)

    answered = ledger(alice).current[0].answered
    assert (answered.answered, answered.planned) == (1, 10)


def test_nothing_is_asked_about_what_has_not_begun(alice):
    take(alice, "soon", since=-3)

    assert ledger(alice).questions == []


def test_deleted_rows_are_not_seen(alice):
    regimen = take(alice, "D3", steps=LOADING)
    Phase.objects.of(alice).last().discard()
    row_of(Dose, alice, regimen=regimen, day=TODAY).discard()

    taking = ledger(alice).current[0]

    assert len(taking.phases) == 1
    assert taking.days == {}


def test_bob_sees_nothing_of_alices(alice, bob):
    take(alice, "D3")

    assert ledger(bob).takings == ()


def test_the_number_of_queries_does_not_grow(alice, django_assert_num_queries):
    for number in range(6):
        regimen = take(alice, f"D3 {number}", steps=LOADING, main_symptom=symptom())
        row_of(Dose, alice, regimen=regimen, day=TODAY)
        row_of(Impression, alice, regimen=regimen)

    with django_assert_num_queries(5):
        seen = ledger(alice)
        for taking in seen.current:
            _ = (taking.plan, taking.question, taking.answered, taking.misfits, taking.impression_is_due)
            phase_bar(taking)
        for total in seen.totals:
            limit_bar(total)


def test_the_page_makes_a_bounded_number_of_queries(client, alice, django_assert_max_num_queries):
    for number in range(6):
        take(alice, f"D3 {number}", steps=LOADING, holds=MULTI, main_symptom=symptom())
    client.force_login(alice)

    with django_assert_max_num_queries(14):
        assert client.get("/supplements/").status_code == 200


# Bars


def test_the_phase_bar_is_in_proportion(alice):
    take(alice, "D3", steps=LOADING)

    bar = phase_bar(ledger(alice).current[0])

    (first, start, end), (second, _, last) = bar.phases
    assert (first, second) == ("50,000 IU weekly", "1,000 IU daily")
    assert start == 0
    assert end == bar.phases[1][1] < bar.today < last == 100
    assert (bar.first_label, bar.last_label) == ("19 Sep", "until you change it")


def test_labels_give_way_rather_than_overlap(alice):
    take(alice, "D3", since=1)
    take(alice, "short", since=27, steps=((1000, "IU", "daily", 28),))

    for taking in ledger(alice).current:
        bar = phase_bar(taking)
        assert not (bar.today < 18 and bar.first_label)
        assert not (bar.today > 72 and bar.last_label)


def test_a_year_is_named_when_it_is_another_one(alice):
    take(alice, "old", since=400)

    assert phase_bar(ledger(alice).current[0]).first_label == "16 Oct 2025"


def test_the_limit_bar_stacks_its_sources(alice):
    take(alice, "D3")
    take(alice, "Multi", holds=MULTI, steps=TABLET)

    bar = limit_bar(ledger(alice).total("vitamin-d"))

    assert bar.limit == 80
    assert bar.parts == [(0, 20), (20, 28)]
    assert bar.words == "1,400 IU a day of vitamin D, the upper limit is 4,000 IU a day."


def test_no_bar_without_a_limit(alice):
    take(alice, "B12", holds=(("vitamin-b12", None, ""),), steps=((1000, "mcg", "daily", None),))

    assert limit_bar(ledger(alice).total("b12")) is None


# Coaching and impressions


def test_the_numbers_are_those_of_the_method():
    assert NIGHTS_BEFORE.days == minimums.NIGHTS_BEFORE
    assert tuple(wait.days for wait in READOUTS) == window.READOUTS


def test_a_baseline_counts_answered_nights(alice):
    for ago in range(1, 41):
        row_of(CheckIn, alice, night=TODAY - ago * DAY, answer="unsure" if ago % 4 == 0 else "quiet")

    seen = baseline(alice, TODAY)

    assert (seen.nights, seen.answered, seen.of) == (39, 30, 42)
    assert seen.is_long_enough
    assert not seen.is_good


def test_an_empty_diary_has_no_baseline_yet(alice):
    seen = baseline(alice, TODAY)

    assert (seen.nights, seen.is_long_enough) == (0, False)
    assert seen.least_on == TODAY + 28 * DAY


@pytest.mark.parametrize(
    ("since", "given", "due"),
    [(27, None, False), (28, None, True), (60, 40, True), (60, 27, False), (56, 28, True)],
)
def test_an_impression_is_due_every_four_weeks(alice, since, given, due):
    regimen = take(alice, "D3", since=since, main_symptom=symptom())
    if given is not None:
        row_of(Impression, alice, regimen=regimen, given_on=TODAY - given * DAY)

    assert impression_due(regimen, TODAY) is due
    assert ledger(alice).current[0].impression_is_due is due


def test_an_impression_taken_back_is_due_again(alice):
    regimen = take(alice, "D3", since=30, main_symptom=symptom())
    row_of(Impression, alice, regimen=regimen, given_on=TODAY).discard()

    assert impression_due(regimen, TODAY)


def test_no_impression_without_a_symptom_or_after_the_end(alice):
    assert not impression_due(take(alice, "Multi", since=90), TODAY)
    assert not impression_due(
        take(alice, "D3", since=90, main_symptom=symptom(), ended_on=TODAY - DAY), TODAY
    )
    assert not impression_due(take(alice, "D3", since=-2, main_symptom=symptom()), timezone.localdate())
