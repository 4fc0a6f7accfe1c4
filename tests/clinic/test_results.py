import datetime as dt

import pytest

from clinic.results import labs
from labs.models import LabResult
from tests.clinic.conftest import TODAY, result

pytestmark = pytest.mark.django_db


def read(patient, *starts):
    return labs(LabResult.objects.of(patient).select_related("test"), patient, starts)


def test_no_result_is_nothing_to_read(alice, content):
    assert read(alice) is None


def test_the_labs_own_range_wins(alice, content):
    result(alice, "potassium", "5.2", range_low="3.4", range_high="5.4")

    line = read(alice).lines[0]

    assert (line.beside, line.mark) == ("3.4–5.4", "")


def test_without_one_the_usual_range_is_named_as_such(alice, content):
    result(alice, "potassium", "5.2")

    line = read(alice).lines[0]

    assert (line.beside, line.mark) == ("usual 3.5–5", "above")


@pytest.mark.parametrize(("sex", "beside"), [("female", "usual 0.59–1.04"), ("male", "usual 0.74–1.35")])
def test_a_range_that_differs_by_sex_is_hers(alice, content, sex, beside):
    alice.sex = sex
    result(alice, "creatinine", "0.9")

    assert read(alice).lines[0].beside == beside


def test_a_usual_range_is_told_in_the_unit_of_the_report(alice, content):
    result(alice, "calcium", "2.3", unit="mmol/L", canonical_value="9.22")

    assert read(alice).lines[0].beside == "usual 2.2–2.59"


@pytest.mark.parametrize(
    ("value", "comparator", "mark"), [("9", "", "above"), ("9", "<", ""), ("2", "", "below"), ("2", ">", "")]
)
def test_a_mark_is_set_only_when_it_is_sure(alice, content, value, comparator, mark):
    result(alice, "potassium", value, comparator=comparator, range_low=3, range_high=5)

    assert read(alice).lines[0].mark == mark


def test_one_sided_ranges_read_as_they_are(alice, content):
    result(alice, "egfr", "66", range_low=60)
    result(alice, "hba1c", "5.9", range_high="5.7")

    assert {line.name: line.beside for line in read(alice).lines} == {"eGFR": "≥ 60", "HbA1c": "under 5.7"}


def test_an_older_draw_names_its_own_date(alice, content):
    result(alice, "potassium", 4, drawn_on=TODAY - dt.timedelta(days=90))
    result(alice, "calcium", 9, drawn_on=TODAY)

    found = read(alice)

    assert found.drawn_on == TODAY
    assert {line.name: line.drawn_on == TODAY for line in found.lines} == {
        "Calcium": True,
        "Potassium": False,
    }


def test_the_draw_is_placed_after_the_last_change_of_dose(alice, content):
    result(alice, "vitamin-d-25oh", 38, drawn_on=TODAY)

    assert read(alice).after == ""
    assert read(alice, TODAY - dt.timedelta(days=70)).after == "10 weeks after the start"
    days = [TODAY - dt.timedelta(days=70), TODAY - dt.timedelta(days=7), TODAY + dt.timedelta(days=1)]
    assert read(alice, *days).after == "1 week after the dose change"
