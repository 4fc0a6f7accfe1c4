"""What the red-flag rules are told about a patient."""

import datetime as dt

import pytest
from django.utils import timezone

from journal.facts import of_patient
from journal.models import CheckIn, Condition, Episode, Ingredient, Phase, Regimen, Supplement
from safety.watch import KNOWN_FACTS
from tests.journal.posting import BREAKFAST, LAST_NIGHT
from tests.rows import row_of, substance

TODAY = dt.date(2026, 11, 20)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def breakfast(content, time_machine):
    time_machine.move_to(BREAKFAST, tick=False)


def taking(patient, amount, unit="IU", frequency="daily", *, what="vitamin-d3", prescribed=None, **fields):
    product = row_of(Supplement, patient)
    row_of(Ingredient, patient, supplement=product, substance=substance(what), **fields.pop("label", {}))
    regimen = row_of(Regimen, patient, supplement=product, is_prescribed=prescribed)
    return row_of(Phase, patient, regimen=regimen, amount=amount, unit=unit, frequency=frequency, **fields)


def test_a_patient_who_said_nothing(alice):
    known = of_patient(alice)

    assert set(known) <= KNOWN_FACTS
    assert known["conditions"] == []
    assert known["pregnant"] is None
    assert known["cramps_nights_last_28"] == 0
    assert not any(known[name] for name in ("on_vitamin_d", "high_dose_d", "d_prescribed", "d_self_started"))


def test_conditions_are_those_of_today(alice):
    row_of(Condition, alice, kind="diabetes")
    row_of(Condition, alice, kind="thyroid", has_it=False)
    row_of(Condition, alice, kind="pregnancy", until=dt.date(2026, 3, 1))

    known = of_patient(alice)

    assert (known["conditions"], known["pregnant"]) == (["diabetes"], None)


def test_no_is_an_answer(alice):
    row_of(Condition, alice, kind="pregnancy", has_it=False)

    assert of_patient(alice)["pregnant"] is False


@pytest.mark.parametrize(
    ("amount", "unit", "frequency", "is_high"),
    [
        (1000, "IU", "daily", False),
        (4000, "IU", "daily", False),
        (5000, "IU", "daily", True),
        (125, "mcg", "daily", True),
        (50000, "IU", "weekly", True),
        (10000, "IU", "weekly", False),
        (20000, "IU", "monthly", True),
    ],
)
def test_high_dose_is_what_the_content_says(alice, amount, unit, frequency, is_high):
    taking(alice, amount, unit, frequency)

    known = of_patient(alice)

    assert known["on_vitamin_d"]
    assert known["high_dose_d"] is is_high


def test_tablets_are_read_by_their_label(alice):
    taking(alice, 2, "tablet", label={"amount": 4000, "unit": "IU"})

    assert of_patient(alice)["high_dose_d"]


def test_a_tablet_without_a_label_is_not_guessed(alice):
    taking(alice, 2, "tablet")

    assert not of_patient(alice)["high_dose_d"]


def test_a_stronger_form_is_always_high(alice):
    taking(alice, 1, "mcg", what="calcitriol")

    assert of_patient(alice)["high_dose_d"]


def test_magnesium_is_not_vitamin_d(alice):
    taking(alice, 300, "mg", what="magnesium")

    assert not of_patient(alice)["on_vitamin_d"]


def test_prescribed_lapses_at_the_planned_end(alice):
    phase = taking(alice, 50000, "IU", "weekly", prescribed=True, ends_on=TODAY)
    assert of_patient(alice)["d_prescribed"]

    phase.ends_on = TODAY - dt.timedelta(days=1)
    phase.save()

    known = of_patient(alice)
    assert (known["d_prescribed"], known["d_self_started"]) == (False, True)


def test_a_high_course_is_remembered_for_four_weeks_after_it(alice):
    phase = taking(alice, 50000, "IU", "weekly", ends_on=TODAY - dt.timedelta(days=28))
    assert of_patient(alice)["high_dose_d"]

    phase.ends_on = TODAY - dt.timedelta(days=29)
    phase.save()

    assert not of_patient(alice)["high_dose_d"]


def test_who_decided_is_unknown_until_it_is_said(alice):
    taking(alice, 1000)

    known = of_patient(alice)

    assert (known["d_prescribed"], known["d_self_started"]) == (False, False)


def test_cramp_nights_are_nights_logged_or_said(alice):
    at = timezone.now() - dt.timedelta(hours=5)
    for nights in (0, 0, 1, 27, 28):
        row_of(Episode, alice, at=at - dt.timedelta(days=nights))
    row_of(Episode, alice, at=at + dt.timedelta(hours=-14))  # in the afternoon
    said = LAST_NIGHT - dt.timedelta(days=5)
    row_of(CheckIn, alice, night=said, answer="yes", counts={"leg-cramp": 2})
    row_of(CheckIn, alice, night=said - dt.timedelta(days=1), answer="yes", counts={"muscle-twitching": 2})

    assert of_patient(alice)["cramps_nights_last_28"] == 4


def test_the_facts_cost_few_queries(alice, django_assert_max_num_queries):
    for _ in range(5):
        taking(alice, 1000)

    with django_assert_max_num_queries(6):
        of_patient(alice)
