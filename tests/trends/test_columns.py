import datetime as dt

import pytest
from django.db.models import TextField
from django.db.models.functions import Cast, Coalesce

from journal.models import CheckIn, Episode
from tests.rows import row_of
from trends.columns import MISSING, columns

pytestmark = pytest.mark.django_db
NIGHT = dt.date(2026, 11, 10)


def test_numbers_truths_and_days_come_as_whole_numbers(alice, content):
    row = row_of(Episode, alice, at=dt.datetime(2026, 11, 11, 2, tzinfo=dt.UTC), severity=7)
    told = Episode.objects.of(alice).annotate(rated=Coalesce("severity", MISSING))

    patient, night, at_night, rated = columns(told, "patient_id", "night", "in_night_hours", "rated")

    assert [patient.tolist(), night.tolist()] == [[alice.pk], [row.night.toordinal()]]
    assert [at_night.tolist(), rated.tolist()] == [[1], [7]]


def test_what_may_be_empty_comes_as_missing(alice, content):
    row_of(Episode, alice)

    (rated,) = columns(Episode.objects.of(alice).annotate(rated=Coalesce("severity", MISSING)), "rated")

    assert rated.tolist() == [MISSING]


def test_texts_come_as_texts(alice, content):
    row_of(CheckIn, alice, answer="yes", counts={"leg-cramp": 2})

    (said,) = columns(CheckIn.objects.of(alice).annotate(said=Cast("counts", TextField())), "said")

    assert said == ['{"leg-cramp": 2}']


@pytest.mark.parametrize("rows", [CheckIn.objects.none, CheckIn.objects.live])
def test_no_rows_are_empty_columns(content, rows):
    night, recalled = columns(rows(), "night", "recalled")

    assert (len(night), len(recalled)) == (0, 0)


def test_the_columns_of_many_rows_belong_together(alice, bob, content):
    for place, patient in enumerate((alice, bob, alice)):
        row_of(CheckIn, patient, night=NIGHT + dt.timedelta(place))

    patient, night = columns(CheckIn.objects.live(), "patient_id", "night")

    first = NIGHT.toordinal()
    assert {*zip(patient.tolist(), night.tolist(), strict=True)} == {
        (alice.pk, first),
        (bob.pk, first + 1),
        (alice.pk, first + 2),
    }
