import datetime as dt

import pytest

from labs.models import LabResult
from tests.labs.report import lab
from tests.rows import row_of

pytestmark = pytest.mark.usefixtures("content")


@pytest.fixture
def page(client, alice):
    client.force_login(alice)
    return lambda address="/labs/": client.get(address).content.decode()


def vitamin_d(patient, value, on=dt.date(2026, 8, 5), unit="ng/mL", **fields):
    test = lab("vitamin-d-25oh")
    canonical = test.known_units.to_canonical(value, unit)
    return row_of(
        LabResult, patient, value=value, unit=unit, canonical_value=canonical, drawn_on=on, **fields
    )


def calcium(patient, value="9.6", unit="mg/dL", **fields):
    return row_of(
        LabResult, patient, test=lab("calcium"), value=value, unit=unit, canonical_value="9.6", **fields
    )


def test_nothing_yet_says_what_to_do_first(page):
    assert "ask whether a 25(OH)D test makes sense for you" in page()


def test_other_results_alone_still_say_what_to_ask(page, alice):
    calcium(alice)

    assert "Ask whether a 25(OH)D test makes sense for you" in page()


def test_a_value_is_shown_as_reported_and_in_the_other_unit(page, alice):
    vitamin_d(alice, 38)

    words = page()

    assert '<span class="key-number">38</span> <span class="unit">ng/mL</span>' in words
    assert "= 95 nmol/L" in words


def test_the_bands_word_carries_the_name_of_its_set_and_its_caveat(page, alice):
    vitamin_d(alice, 38)

    words = page()

    assert "Sufficient</strong> by the Endocrine Society 2011 cut-offs" in words
    assert "no longer endorses them" in words


def test_the_picture_and_the_table_show_the_same_numbers(page, alice):
    vitamin_d(alice, 14)
    vitamin_d(alice, 38, on=dt.date(2026, 11, 16))

    words = page()

    assert words.count('class="chart-diamond"') == 2
    assert ">14</text>" in words
    assert "14 ng/mL" in words
    assert "style=" not in words


def test_the_labs_own_range_wins_and_says_where_the_value_lies(page, alice):
    calcium(alice, range_low="8.8", range_high="10.4")

    assert "in the lab’s range 8.8–10.4" in page()


def test_a_value_outside_the_labs_range_says_so_in_words(page, alice):
    calcium(alice, value="10.6", range_low="8.8", range_high="10.4")

    assert "above the lab’s range 8.8–10.4" in page()


def test_without_a_lab_range_the_usual_one_is_named_as_such(page, alice):
    calcium(alice, value="2.4", unit="mmol/L")

    words = page()

    assert "no range given; usual adult range 2.2–2.59 mmol/L; does not apply in pregnancy" in words


def test_an_upper_end_alone_is_a_limit_not_to_reach(page, alice):
    row_of(LabResult, alice, test=lab("hba1c"), value="5.4", unit="%", canonical_value="5.4")

    assert "usual adult range below 5.7 %" in page()


def test_both_creatinine_ranges_are_shown_when_the_sex_is_not_said(page, alice, client):
    row_of(LabResult, alice, test=lab("creatinine"), value="0.9", unit="mg/dL", canonical_value="0.9")
    assert "0.59–1.04 mg/dL" not in page()
    assert "0.59–1.04 (women) mg/dL" in page()

    alice.sex = ""
    alice.save()

    assert "0.59–1.04 (women), 0.74–1.35 (men) mg/dL" in page()


def test_a_sign_in_front_of_the_number_is_kept(page, alice):
    vitamin_d(alice, 4, comparator="<")

    words = page()

    assert '<span class="key-number">&lt; 4</span>' in words
    assert "= &lt; 9.98 nmol/L" in words
    assert "Deficient" in words


def test_a_sign_can_leave_the_band_open(page, alice):
    vitamin_d(alice, 25, comparator="<")

    assert "leave its word open" in page()


def test_an_alert_is_said_whichever_set_is_chosen_and_first(page, alice):
    vitamin_d(alice, 8)

    words = page()

    assert words.index("Severely low (any guideline)") < words.index("Deficient</strong>")


def test_between_the_alerts_nothing_more_is_said(page, alice):
    vitamin_d(alice, 38)

    assert "any guideline" not in page()


def test_every_test_has_its_own_page(page, alice):
    row_of(LabResult, alice, test=lab("sodium"), value=140, unit="mmol/L", canonical_value=140)

    words = page("/labs/tests/sodium/")

    assert "usual adult range 135–145" in words
    assert words.count('class="chart-diamond"') == 1


def test_a_test_without_results_invites_one(page):
    assert "Add a result" in page("/labs/tests/tsh/")


def test_nobody_elses_results_are_shown(page, bob):
    vitamin_d(bob, 38)

    assert "No results yet" in page()
    assert "No result yet" in page("/labs/tests/vitamin-d-25oh/")


def test_a_deleted_result_is_gone(page, alice):
    vitamin_d(alice, 38).discard()

    assert "No results yet" in page()


@pytest.mark.parametrize("address", ["/labs/", "/labs/tests/vitamin-d-25oh/"])
def test_the_number_of_queries_does_not_grow_with_the_results(
    client, alice, address, django_assert_max_num_queries
):
    client.force_login(alice)
    for day in range(1, 29):
        vitamin_d(alice, 20 + day, on=dt.date(2026, 2, day))
        calcium(alice, drawn_on=dt.date(2026, 2, day))

    with django_assert_max_num_queries(14):
        client.get(address)


def test_long_histories_are_paged(page, alice):
    for number in range(60):
        calcium(alice, drawn_on=dt.date(2024, 1, 1) + dt.timedelta(days=7 * number))

    assert "1–50 of 60 results" in page("/labs/tests/calcium/")
    assert "51–60 of 60 results" in page("/labs/tests/calcium/?page=2")
    assert "51–60 of 60 results" in page("/labs/tests/calcium/?page=999")


def test_a_very_high_value_does_not_seem_to_lie_in_the_top_band(page, alice):
    vitamin_d(alice, 38)
    assert "30 and above, sufficient" in page()
    vitamin_d(alice, 160, on=dt.date(2026, 9, 1))

    words = page()

    assert "30 and above, sufficient" not in words
    assert "above 150, very high</text>" in words
