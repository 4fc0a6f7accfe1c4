"""Every wrong value is a sentence at its field; what was typed stays; nothing is stored."""

import datetime as dt

import pytest
from django.utils import timezone

from tests.labs.report import NEW, errors, posted, results

pytestmark = pytest.mark.usefixtures("content")

CALCIUM = "calcium"
CASES = [
    (CALCIUM, {"value": ""}, "value", "Please give the number printed on your report."),
    (CALCIUM, {"value": "high"}, "value", "Please give the number as printed"),
    (CALCIUM, {"value": "1,250"}, "value", "without a comma between thousands"),
    (CALCIUM, {"value": "9.6 mg"}, "value", "Please give the number as printed"),
    (CALCIUM, {"value": "nan"}, "value", "Please give the number as printed"),
    (CALCIUM, {"value": "1e5"}, "value", "Please give the number as printed"),
    (CALCIUM, {"value": "9" * 400}, "value", "Please give the number as printed"),
    (CALCIUM, {"value": "9.6\x00"}, "value", "Please give the number as printed"),
    (CALCIUM, {"value": "9.65432"}, "value", "at most four digits after the point"),
    (CALCIUM, {"value": "123456789012"}, "value", "too long"),
    (CALCIUM, {"value": "3.9"}, "value", "3.9 mg/dL is not possible for this test (4–20 mg/dL)"),
    (CALCIUM, {"value": "20.1"}, "value", "not possible"),
    (CALCIUM, {"value": "2.4"}, "value", "not possible"),
    (
        CALCIUM,
        {"value": "9.6", "unit": "mmol/L"},
        "value",
        "9.6 mmol/L is not possible for this test (1–4.99 mmol/L)",
    ),
    (CALCIUM, {"value": "-9.6"}, "value", "not possible"),
    (CALCIUM, {"value": "< 4.5", "comparator": ">"}, "value", "disagree"),
    (CALCIUM, {"comparator": "="}, "comparator", "leave it empty"),
    (CALCIUM, {"unit": ""}, "unit", "Please choose the unit printed on your report."),
    (CALCIUM, {"unit": "stone"}, "unit", "is not a unit of this test. Choose one of: mg/dL, mmol/L."),
    ("vitamin-d-25oh", {"unit": ""}, "unit", "Please choose the unit printed on your report."),
    ("vitamin-d-25oh", {"unit": "IU"}, "unit", "is not a unit of this test"),
    ("vitamin-d-25oh", {"value": "2001"}, "value", "not possible"),
    ("vitamin-d-25oh", {"value": "5000", "unit": "nmol/L"}, "value", "not possible"),
    (CALCIUM, {"range_low": "10", "range_high": "9"}, "range_high", "10 is above 9"),
    (CALCIUM, {"range_low": "low"}, "range_low", "Please give the number as printed"),
    (CALCIUM, {"range_high": "< 10"}, "range_high", "only the number"),
    (CALCIUM, {"drawn_on": ""}, "drawn_on", "Please give the day the blood was drawn."),
    (CALCIUM, {"drawn_on": "yesterday"}, "drawn_on", "Please give a day, like 2026-11-16."),
    (CALCIUM, {"drawn_on": "2026-02-30"}, "drawn_on", "Please give a day"),
    (CALCIUM, {"drawn_on": "1957-04-14"}, "drawn_on", "before the date of birth"),
    (CALCIUM, {"drawn_on": "9999-12-31"}, "drawn_on", "in the future"),
    (CALCIUM, {"note": "a" * 20_000}, "note", "Please shorten this to 4000 characters; it has 20000."),
    (CALCIUM, {"note": "a\x00b"}, "note", "cannot be stored"),
    (CALCIUM, {"lab_name": "a" * 121}, "lab_name", "Please shorten this to 120 characters"),
    (CALCIUM, {"lab_name": "a\x00b"}, "lab_name", "cannot be stored"),
    (CALCIUM, {"fasting": "perhaps"}, "fasting", "yes or no"),
    (CALCIUM, {"client_id": "nonsense"}, "client_id", "UUID"),
    ("glucose-fasting", {"value": "90", "unit": "mg/dL"}, "fasting", "Please say whether"),
    ("glucose-fasting", {"value": "90", "unit": "mg/dL", "fasting": "no"}, "fasting", "fasting sample only"),
    ("pain-severity", {"value": "4.5", "unit": "{score}"}, "value", "whole numbers only"),
    ("pain-severity", {"value": "11", "unit": "{score}"}, "value", "11 is not possible for this test (0–10)"),
]


@pytest.mark.parametrize(("test", "typed", "field", "sentence"), CASES)
def test_a_wrong_value_is_a_sentence_at_its_field(client, alice, test, typed, field, sentence):
    client.force_login(alice)

    response = client.post(NEW, posted(test, **({"lab_name": "kept"} | typed)))

    assert response.status_code == 200
    form = response.context["form"]
    assert sentence in " ".join(form.errors[field])
    assert not results(alice).exists()
    for name, words in ({"lab_name": "kept"} | typed).items():
        assert form[name].value() == words


def test_tomorrow_is_in_the_future_and_today_is_not(client, alice):
    client.force_login(alice)
    today = timezone.localdate(timezone=alice.zone)

    response = client.post(NEW, posted(CALCIUM, drawn_on=today + dt.timedelta(days=1)))
    assert "in the future" in str(errors(response))

    assert client.post(NEW, posted(CALCIUM, drawn_on=today)).status_code == 302


@pytest.mark.parametrize(
    ("test", "value", "unit"),
    [(CALCIUM, "4", "mg/dL"), (CALCIUM, "20", "mg/dL"), ("potassium", "1.5", "mEq/L"), ("sodium", "200", "mmol/L"),
     ("hba1c", "20", "%"), ("tsh", "0.001", "mU/L"), ("creatine-kinase", "500000", "U/L")],
)  # fmt: skip
def test_the_dangerous_is_always_taken(client, alice, test, value, unit):
    client.force_login(alice)

    assert client.post(NEW, posted(test, value=value, unit=unit)).status_code == 302


def test_fasting_glucose_is_taken_when_fasting_is_confirmed(client, alice):
    client.force_login(alice)

    client.post(NEW, posted("glucose-fasting", value="5.1", unit="mmol/L", fasting="yes"))

    assert results(alice).get().fasting is True


@pytest.mark.parametrize("test", ["", "nonsense", "a\x00b", "x" * 5000])
def test_an_unknown_test_leads_to_the_list(client, alice, test):
    client.force_login(alice)

    response = client.post(NEW, posted(CALCIUM) | {"test": test})

    assert response.status_code == 200
    assert "Which test?" in response.content.decode()
    assert client.get(NEW, {"test": test}).status_code == 200


def test_markup_in_a_note_is_only_text(client, alice):
    client.force_login(alice)
    client.post(NEW, posted(CALCIUM, note="<script>alert(1)</script>"))

    page = client.get("/labs/tests/calcium/").content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
