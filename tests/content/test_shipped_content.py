"""The shipped content against the tables of the domain notes, written out here a second time."""

import re
from datetime import date
from decimal import Decimal

import pytest

from tests.content.reading import (
    BAND_SETS,
    CHOICES,
    COMPARISON,
    GUIDES,
    LABS,
    NOTICES,
    SUBSTANCES,
    SYMPTOMS,
)

ROWS = [
    *SYMPTOMS, *SUBSTANCES.values(), *LABS.values(), *BAND_SETS.values(), *NOTICES.values(), *GUIDES.values(),
    COMPARISON,
]  # fmt: skip

# slug: LOINC, canonical unit, {other unit: 100 canonical in it}, usual low, usual high, refuse below, refuse above
LAB_TABLE = {
    "vitamin-d-25oh": ("62292-8", "ng/mL", {"nmol/L": "249.6", "µg/L": "100"}, None, None, "0", "2000"),
    "calcium": ("17861-6", "mg/dL", {"mmol/L": "24.95"}, "8.8", "10.4", "4", "20"),
    "calcium-adjusted": ("29265-6", "mmol/L", {"mg/dL": "400.8016"}, None, None, "1", "5"),
    "albumin": ("1751-7", "g/dL", {"g/L": "1000"}, "3.4", "4.7", "1", "7"),
    "phosphate": ("2777-1", "mg/dL", {"mmol/L": "32.29"}, "2.5", "4.5", "0.5", "15"),
    "magnesium": ("19123-9", "mg/dL", {"mmol/L": "41.14", "mEq/L": "82.29"}, "1.7", "2.4", "0.3", "10"),
    "potassium": ("2823-3", "mmol/L", {"mEq/L": "100"}, "3.5", "5.0", "1.5", "10"),
    "sodium": ("2951-2", "mmol/L", {"mEq/L": "100"}, "135", "145", "90", "200"),
    "pth": ("2731-8", "pg/mL", {"pmol/L": "10.6", "ng/L": "100"}, "15", "65", "1", "20000"),
    "hba1c": ("4548-4", "%", {"mmol/mol": "1069.6108"}, None, "5.7", "3", "20"),
    "vitamin-b12": ("2132-9", "pg/mL", {"pmol/L": "73.8", "ng/L": "100"}, "200", "900", "10", "100000"),
    "creatinine": ("2160-0", "mg/dL", {"µmol/L": "8840"}, None, None, "0.1", "25"),
    "egfr": ("98979-8", "mL/min/{1.73_m2}", {}, "60", None, "1", "200"),
    "creatine-kinase": ("2157-6", "U/L", {}, "32", "267", "5", "500000"),
    "alkaline-phosphatase": ("6768-6", "U/L", {}, "40", "130", "5", "10000"),
    "tsh": ("3016-3", "m[IU]/L", {"mU/L": "100"}, "0.4", "4.0", "0.001", "1000"),
    "ferritin": ("2276-4", "ng/mL", {"µg/L": "100"}, "15", "300", "1", "100000"),
    "glucose-fasting": ("1558-6", "mg/dL", {"mmol/L": "5.55"}, "70", "99", "10", "2000"),
    "pain-severity": ("72514-3", "{score}", {}, None, None, "0", "10"),
}

# set, value, unit, word
BAND_TABLE = [
    ("endocrine-2011", "19.9", "ng/mL", "deficient"),
    ("endocrine-2011", "20", "ng/mL", "insufficient"),
    ("endocrine-2011", "29.9", "ng/mL", "insufficient"),
    ("endocrine-2011", "30", "ng/mL", "sufficient"),
    ("endocrine-2011", "49.9", "nmol/L", "deficient"),
    ("endocrine-2011", "50", "nmol/L", "insufficient"),
    ("endocrine-2011", "74.9", "nmol/L", "insufficient"),
    ("endocrine-2011", "75", "nmol/L", "sufficient"),
    ("iom-2011", "11.9", "ng/mL", "at risk of deficiency"),
    ("iom-2011", "12", "ng/mL", "may be too low"),
    ("iom-2011", "19.9", "ng/mL", "may be too low"),
    ("iom-2011", "20", "ng/mL", "enough for nearly everyone"),
    ("iom-2011", "50", "ng/mL", "enough for nearly everyone"),
    ("iom-2011", "50.1", "ng/mL", "caution"),
    ("iom-2011", "125.1", "nmol/L", "caution"),
    ("uk", "24.9", "nmol/L", "deficient"),
    ("uk", "25", "nmol/L", "may be too low"),
    ("uk", "49.9", "nmol/L", "may be too low"),
    ("uk", "50", "nmol/L", "sufficient"),
    ("alerts", "9.9", "ng/mL", "severely low"),
    ("alerts", "10", "ng/mL", ""),
    ("alerts", "100", "ng/mL", ""),
    ("alerts", "100.1", "ng/mL", "high"),
    ("alerts", "150", "ng/mL", "high"),
    ("alerts", "150.1", "ng/mL", "very high"),
    ("alerts", "375.1", "nmol/L", "very high"),
]


def decimal(text):
    return None if text is None else Decimal(text)


def in_other_unit(lab, unit, canonical):
    conversion = next(entry for entry in lab["units"] if entry["unit"] == unit)
    shifted = canonical - Decimal(conversion.get("shift", "0"))
    return shifted * Decimal(conversion["factor"]) / Decimal(conversion.get("divisor", "1"))


def band(set_slug, value, unit):
    for entry in BAND_SETS[set_slug]["bands"]:
        if "below" in entry and Decimal(value) >= Decimal(entry["below"][unit]):
            continue
        if "up_to" in entry and Decimal(value) > Decimal(entry["up_to"][unit]):
            continue
        return entry
    raise AssertionError("the last band must have no limit")


def texts(value):
    """Every string that a person may read, without the sources."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, part in value.items():
            if name != "source":
                yield from texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts(part)


# Every row


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["slug"])
def test_a_row_names_its_source_and_its_review_dates(row):
    assert row["source"].strip()
    assert all(len(line) > 10 for line in row["source"].splitlines())
    assert row["reviewed_on"] == date(2026, 11, 20)
    assert row["review_due_on"] == date(2027, 11, 20)


@pytest.mark.parametrize("row", [*ROWS, CHOICES], ids=lambda row: row.get("slug", "choices"))
def test_no_text_claims_that_anything_works(row):
    for text in texts(row):
        assert not re.search(r"\b(works|worked|cures?|proven|guarantees)\b", text, re.IGNORECASE), text


@pytest.mark.parametrize("rows", [SYMPTOMS, SUBSTANCES, LABS, BAND_SETS, NOTICES], ids="slbBn")
def test_slugs_and_orders_are_unique(rows):
    rows = rows if isinstance(rows, list) else list(rows.values())

    assert len({row["slug"] for row in rows}) == len(rows)
    assert len({row["order"] for row in rows}) == len(rows)


# Symptoms


def test_the_symptoms_and_which_are_scored():
    assert {row["slug"]: row["outcome"] for row in SYMPTOMS} == {
        "leg-cramp": "counted",
        "muscle-twitching": "counted",
        "burning-tingling": "scored",
        "numbness": "scored",
        "stabbing-pain": "counted",
        "muscle-weakness": "counted",
        "muscle-ache": "counted",
        "bone-pain": "counted",
        "pain-sensitivity": "counted",
        "poor-balance": "counted",
        "leg-pain": "counted",
        "fatigue": "scored",
        "low-mood": "scored",
    }


@pytest.mark.parametrize("row", SYMPTOMS, ids=lambda row: row["slug"])
def test_a_symptom_uses_known_sites_and_asks_when_it_is_scored(row):
    assert set(row["sites"]) <= set(CHOICES["sites"])
    assert ("score_question" in row) == (row["outcome"] == "scored")
    assert row["counted_by"] == ("night" if row["slug"] == "leg-cramp" else "day")


def test_the_night_page_offers_cramps_and_burning():
    assert [row["slug"] for row in SYMPTOMS if row["at_capture"]] == ["leg-cramp", "burning-tingling"]


# Laboratory


def test_the_labs_are_those_of_the_table():
    assert set(LABS) == set(LAB_TABLE)


@pytest.mark.parametrize("slug", LAB_TABLE)
def test_a_lab_equals_its_line_of_the_table(slug):
    lab = LABS[slug]
    loinc, unit, others, low, high, refuse_below, refuse_above = LAB_TABLE[slug]

    assert (lab["loinc"], lab["canonical_unit"]) == (loinc, unit)
    assert {entry["unit"] for entry in lab["units"]} == set(others)
    assert decimal(lab.get("usual_low")) == decimal(low)
    assert decimal(lab.get("usual_high")) == decimal(high)
    assert decimal(lab.get("refuse_below")) == decimal(refuse_below)
    assert decimal(lab.get("refuse_above")) == decimal(refuse_above)
    for other, expected in others.items():
        assert round(in_other_unit(lab, other, Decimal(100)), 4) == Decimal(expected)


def test_what_is_special_about_single_labs():
    special = ("unit_never_preselected", "whole_number", "fasting_only")
    creatinine = LABS["creatinine"]

    flagged = {name: [slug for slug, lab in LABS.items() if lab.get(name)] for name in special}

    assert flagged == {
        "unit_never_preselected": ["vitamin-d-25oh"],
        "whole_number": ["pain-severity"],
        "fasting_only": ["glucose-fasting"],
    }
    assert LABS["vitamin-d-25oh"]["confirm_above"] == "80"
    assert LABS["vitamin-d-25oh"]["loinc_accepted"] == ["1989-3", "49054-0"]
    assert (creatinine["usual_male_low"], creatinine["usual_male_high"]) == ("0.74", "1.35")
    assert (creatinine["usual_female_low"], creatinine["usual_female_high"]) == ("0.59", "1.04")


def test_no_import_code_leads_to_two_labs():
    codes = [code for lab in LABS.values() for code in [lab["loinc"], *lab.get("loinc_accepted", [])]]

    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(("set_slug", "value", "unit", "word"), BAND_TABLE)
def test_bands_at_their_edges(set_slug, value, unit, word):
    assert band(set_slug, value, unit)["word"] == word


def test_one_set_is_the_default_and_says_what_became_of_it():
    assert [slug for slug, row in BAND_SETS.items() if row["is_default"]] == ["endocrine-2011"]
    assert [slug for slug, row in BAND_SETS.items() if row["always"]] == ["alerts"]
    assert "2024" in BAND_SETS["endocrine-2011"]["caveat"]


def test_a_band_names_an_existing_notice():
    named = {entry["notice"] for row in BAND_SETS.values() for entry in row["bands"] if "notice" in entry}

    assert named == {"vitamin-d-level-high", "vitamin-d-level-toxic-range"}
    assert named <= set(NOTICES)


# Substances


def test_only_d2_and_d3_have_units_of_40_a_microgram():
    assert {slug: row["iu_per_mcg"] for slug, row in SUBSTANCES.items() if "iu_per_mcg" in row} == {
        "vitamin-d3": 40,
        "vitamin-d2": 40,
    }
    assert [slug for slug, row in SUBSTANCES.items() if "IU" in row["units"]] == ["vitamin-d3", "vitamin-d2"]


@pytest.mark.parametrize("slug", ["vitamin-d3", "vitamin-d2"])
def test_a_weekly_capsule_of_50000_asks_and_passes(slug):
    vitamin_d = SUBSTANCES[slug]

    assert vitamin_d["daily_limit"] == 4000
    assert vitamin_d["confirm_above"] == 10_000
    assert vitamin_d["refuse_above"] > 600_000
    assert "50 mcg or 50,000 units" in vitamin_d["confirm_question"]


def test_stronger_forms_send_to_the_prescriber():
    stronger = [slug for slug, row in SUBSTANCES.items() if row["group"] == "stronger-vitamin-d"]

    assert stronger == ["calcifediol", "alfacalcidol", "calcitriol"]
    assert all("ask the prescriber" in SUBSTANCES[slug]["ask_prescriber_note"] for slug in stronger)


def test_b6_warns_from_10_mg():
    b6 = SUBSTANCES["vitamin-b6"]

    assert (b6["base_unit"], b6["warn_from"]) == ("mg", 10)


# Guides and the comparison sheet


def test_the_seven_guides():
    assert [guide["slug"] for guide in GUIDES.values()] == [
        "vitamin-d-and-nerves",
        "leg-cramps-at-night",
        "reading-your-25ohd-result",
        "taking-vitamin-d-safely",
        "telling-causes-apart",
        "what-improved-means",
        "when-to-get-help",
    ]
    assert all(350 <= len(guide["body"].split()) <= 700 for guide in GUIDES.values())


# What must be said where improvement is shown, and the guides that say it
@pytest.mark.parametrize(
    ("guide", "phrase"),
    [
        ("01-vitamin-d-and-nerves.md", "encouraging but small"),
        ("01-vitamin-d-and-nerves.md", "unlikely to help older adults"),
        ("01-vitamin-d-and-nerves.md", "no better than a dummy pill"),
        ("01-vitamin-d-and-nerves.md", "did not reduce cramps"),
        ("01-vitamin-d-and-nerves.md", "not proof that the supplement did it"),
        ("01-vitamin-d-and-nerves.md", "Talk to a doctor before any high dose"),
        ("01-vitamin-d-and-nerves.md", "2.37 points"),
        ("03-reading-your-25ohd-result.md", "no longer endorses"),
        ("04-taking-vitamin-d-safely.md", "7,143 units a day"),
        ("06-what-improved-means.md", "27.8 %"),
        ("06-what-improved-means.md", "65.9 %"),
        ("06-what-improved-means.md", "This does not mean it has no effect"),
        ("07-when-to-get-help.md", "No one watches this diary between visits"),
    ],
)
def test_the_guides_say_what_must_be_said(guide, phrase):
    assert phrase in GUIDES[guide]["body"]


def test_the_comparison_sheet_fills_every_column():
    columns = {column["slug"] for column in COMPARISON["column"]}

    assert len(columns) == 6
    assert all(set(row["cells"]) == columns for row in COMPARISON["text"])
    assert all(set(row["often"]) <= columns for row in COMPARISON["count"])
    assert {row["value"] for row in COMPARISON["count"] if row["measure"] == "relief_helped"} <= set(
        CHOICES["relief"]
    )
    assert {row["value"] for row in COMPARISON["count"] if row["measure"] == "hint"} == set(CHOICES["hints"])
