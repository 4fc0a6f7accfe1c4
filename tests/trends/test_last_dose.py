"""A supplement whose last dose is entered is not taken after it, planned or not."""

import datetime as dt

import pytest

from journal.models import Dose, Phase, Regimen
from tests.rows import row_of
from tests.trends.diaries import LAST, NOON_AFTER, clear_improvement
from tests.trends.one_by_one import answers
from trends import wording
from trends.assessing import fresh_assessments
from trends.loading import load
from trends.reading import chart, facts

pytestmark = pytest.mark.django_db
TODAY = LAST + dt.timedelta(1)


def ended(patient, nights, *, planned=True):
    regimen = clear_improvement(patient)
    last = regimen.started_on + dt.timedelta(nights)
    Regimen.objects.filter(pk=regimen.pk).update(ended_on=last)
    if not planned:
        Phase.objects.filter(regimen=regimen).delete()
    (one,) = fresh_assessments(patient, now=NOON_AFTER)
    (alone,) = answers(load(lambda model: model.objects.of(patient), LAST)).values()
    assert (one.verdict, {*one.reasons}) == (alone["verdict"].verdict, {*alone["verdict"].reasons})
    return one


@pytest.mark.parametrize("planned", [True, False])
def test_what_was_stopped_after_three_weeks_has_improved_nothing(alice, content, planned):
    one = ended(alice, 20, planned=planned)

    assert (one.verdict, one.reasons) == ("not_enough_data", ["mostly_not_taken"])
    said = facts(one, TODAY)
    (paragraph,) = wording.shortfalls(said)
    assert paragraph.title == "It was not taken for long enough."
    assert "You took it for 21 days, until" in paragraph.text
    assert paragraph.text.endswith("This cannot be met for this start.")
    assert wording.missing.cannot_be_met(said)


@pytest.mark.parametrize("planned", [True, False])
def test_what_was_taken_to_the_end_keeps_its_verdict(alice, content, planned):
    assert ended(alice, 83, planned=planned).verdict == "improved"


def test_doses_answered_before_the_end_do_not_speak_for_the_nights_after_it(alice, content):
    regimen = clear_improvement(alice)
    for day in range(21):
        row_of(Dose, alice, regimen=regimen, day=regimen.started_on + dt.timedelta(day))
    Regimen.objects.filter(pk=regimen.pk).update(ended_on=regimen.started_on + dt.timedelta(20))

    (one,) = fresh_assessments(alice, now=NOON_AFTER)

    assert one.reasons == ["mostly_not_taken"]
    assert "21 of 21" not in " ".join(paragraph.text for paragraph in wording.shortfalls(facts(one, TODAY)))


def test_the_plan_in_the_picture_ends_with_the_last_dose(alice, content):
    one = ended(alice, 20)

    (phase,) = chart(one).phases
    assert phase.ends_on == one.regimen.started_on + dt.timedelta(20)
