import datetime as dt
from math import isfinite, nan

import numpy as np
import pytest

from journal.models import Regimen
from tests.conftest import make_patient
from tests.rows import row_of, symptom
from tests.trends.diaries import LAST, clear_improvement, keep_diary, start_supplement
from tests.trends.invented import invent
from tests.trends.one_by_one import answers
from trends.assessing import _rows_of
from trends.batch.concluding import NIGHTS_ANSWERED, NUMBERS, conclusions
from trends.batch.people import People
from trends.batch.weeks import NEWEST_WEEKS, WEEKS_AFTER, WEEKS_BEFORE
from trends.loading import load

pytestmark = pytest.mark.django_db
PATIENTS = 32


def said_of(*patients, until=LAST):
    ids = sorted(patient.pk for patient in patients)
    people = People(np.array(ids), np.full(len(ids), until.toordinal()))
    return {
        (one.patient_id, one.symptom_id, one.regimen_id): one for one in conclusions(_rows_of(ids), people)
    }


@pytest.fixture
def crowd(content):
    patients = [make_patient(f"patient-{number}") for number in range(PATIENTS)]
    for seed, patient in enumerate(patients):
        invent(patient, seed)
    return patients


def test_a_crowd_is_told_what_each_is_told_alone_to_the_last_bit(crowd):
    together = said_of(*crowd)
    alone = {key: one for patient in crowd for key, one in said_of(patient).items()}

    assert together == alone
    assert len(together) > PATIENTS


def test_the_batch_says_what_the_rules_say_night_by_night(crowd):
    together = said_of(*crowd)
    one_by_one = {
        (patient.pk, *pair): answer
        for patient in crowd
        for pair, answer in answers(load(lambda model, who=patient: model.objects.of(who), LAST)).items()
    }

    assert together.keys() == one_by_one.keys()
    for key, one in together.items():
        assert_same(one, one_by_one[key])


def assert_same(one, expected):
    verdict = expected["verdict"]
    assert (one.verdict, {*one.reasons}) == (verdict.verdict, {*verdict.reasons, *expected["cut"]})
    for name in (*NUMBERS, *NIGHTS_ANSWERED):
        number = getattr(verdict, name, nan)
        assert getattr(one, name) == (number if isfinite(number) else None), name
    assert (one.described["nights_before"], one.described["nights_after"]) == expected["left"]
    for stretch in ("before", "now"):
        told = {name: nan if value is None else value for name, value in one.described[stretch].items()}
        assert told == pytest.approx(expected[stretch], nan_ok=True)
    assert rows(one.described["weeks"]).items() <= expected["weeks"].items()


def rows(weeks):
    """First night → nights, answered, what they held."""
    cells = zip(weeks["nights"], weeks["answered"], weeks["sum"], strict=True)
    return dict(zip(weeks["first"], cells, strict=True))


def test_a_batch_of_people_without_a_start_says_nothing(alice, bob, content):
    keep_diary(alice, [1] * 60)

    assert said_of(alice, bob) == {}


def test_neighbours_outside_the_batch_are_left_out(alice, bob, content):
    clear_improvement(alice)
    clear_improvement(bob)
    carol = make_patient("carol")
    clear_improvement(carol)

    assert {patient for patient, _, _ in said_of(alice, carol)} == {alice.pk, carol.pk}


def test_of_a_long_diary_the_weeks_around_the_start_and_the_newest_are_kept(alice, content):
    first = keep_diary(alice, [1] * 1100)
    start_supplement(alice, first + dt.timedelta(400))

    (one,) = said_of(alice).values()
    weeks = one.described["weeks"]["first"]

    assert len(weeks) == WEEKS_BEFORE + WEEKS_AFTER + NEWEST_WEEKS
    assert (weeks[0], weeks[-1]) == (-WEEKS_BEFORE * 7, 99 * 7)


def test_two_starts_are_each_others_other_change(alice, content):
    first = keep_diary(alice, [1] * 140)
    start_supplement(alice, first + dt.timedelta(56))
    row_of(Regimen, alice, started_on=first + dt.timedelta(60), main_symptom=symptom("muscle-ache"))

    said = said_of(alice)

    assert all("other_change" in one.reasons for one in said.values())
    assert len(said) == 2
