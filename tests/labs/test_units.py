"""Units of laboratory values: exact there and back, spelled many ways, banded as reported."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labs.units import (
    Conversion,
    Reading,
    Units,
    UnknownUnit,
    band_of,
    from_canonical,
    plain,
    read_value,
    shown,
    side_by_side,
    to_canonical,
    unit_key,
    unit_words,
)

D = Decimal
VITAMIN_D = Units.of("ng/mL", [{"unit": "nmol/L", "factor": "2.496"}, {"unit": "µg/L", "factor": "1"}])
HBA1C = Units.of("%", [{"unit": "mmol/mol", "factor": "1", "divisor": "0.09148", "shift": "2.152"}])
ADJUSTED_CALCIUM = Units.of("mmol/L", [{"unit": "mg/dL", "divisor": "0.2495"}])
MAGNESIUM = Units.of("mg/dL", [{"unit": "mmol/L", "factor": "0.4114"}, {"unit": "mEq/L", "factor": "0.8229"}])
POTASSIUM = Units.of("mmol/L", [{"unit": "mEq/L", "factor": "1"}])

# As shipped: two cut-offs in both units; and a set with an inclusive upper end.
CUTOFFS = [
    {"below": {"ng/mL": "20", "nmol/L": "50"}, "word": "deficient"},
    {"below": {"ng/mL": "30", "nmol/L": "75"}, "word": "insufficient"},
    {"word": "sufficient"},
]
WITH_CAUTION = [
    {"below": {"ng/mL": "12", "nmol/L": "30"}, "word": "at risk"},
    {"below": {"ng/mL": "20", "nmol/L": "50"}, "word": "maybe low"},
    {"up_to": {"ng/mL": "50", "nmol/L": "125"}, "word": "enough"},
    {"word": "caution"},
]

values = st.decimals(D("0.001"), D("100000"), places=4, allow_nan=False)
factors = st.decimals(D("0.0001"), D("1000"), places=4, allow_nan=False)


# ── Conversion ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("units", "canonical", "unit", "other"),
    [
        (VITAMIN_D, "20", "nmol/L", "49.92"),
        (VITAMIN_D, "45", "nmol/L", "112.32"),
        (VITAMIN_D, "38", "µg/L", "38"),
        (ADJUSTED_CALCIUM, "2.495", "mg/dL", "10"),
        (MAGNESIUM, "2", "mmol/L", "0.8228"),
        (MAGNESIUM, "2", "mEq/L", "1.6458"),
    ],
)
def test_known_conversions(units, canonical, unit, other):
    assert units.from_canonical(D(canonical), unit) == D(other)
    assert units.to_canonical(D(other), unit) == D(canonical)


def test_hba1c_is_converted_by_its_formula():
    assert round(HBA1C.from_canonical(D("6.5"), "mmol/mol")) == 48
    assert round(HBA1C.to_canonical(D("48"), "mmol/mol"), 1) == D("6.5")


def test_the_canonical_unit_converts_to_itself():
    assert VITAMIN_D.to_canonical(D("38.10"), "ng/mL") == D("38.10")


@given(values, factors, factors, st.decimals(-100, 100, places=3, allow_nan=False))
def test_there_and_back_is_the_same_number(value, factor, divisor, shift):
    conversion = Conversion("x", factor, divisor, shift)

    there = from_canonical(value, conversion)
    back = to_canonical(there, conversion)

    assert abs(back - value) <= D("1e-25")


@given(values, st.sampled_from(["ng/mL", "nmol/L", "µg/L"]))
def test_a_value_as_reported_survives_its_canonical_form(value, unit):
    stored = VITAMIN_D.to_canonical(value, unit)

    assert round(VITAMIN_D.from_canonical(stored, unit), 4) == value


@given(values, values)
def test_a_higher_value_stays_higher(one, other):
    low, high = sorted((one, other))

    assert VITAMIN_D.from_canonical(low, "nmol/L") <= VITAMIN_D.from_canonical(high, "nmol/L")


# ── Spelling ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "spelling",
    ["µg/L", "μg/L", "ug/l", "mcg/L", " MCG / L ", "micrograms/L", "µg per litre", "ug/liter", "µg/ℓ"],
)
def test_micrograms_per_litre_has_many_spellings(spelling):
    assert VITAMIN_D.find(spelling) == "µg/L"


@pytest.mark.parametrize(
    ("units", "spelling", "known"),
    [
        (VITAMIN_D, "ng/ml", "ng/mL"),
        (VITAMIN_D, "NMOL/L", "nmol/L"),
        (Units("mL/min/{1.73_m2}"), "mL/min/1.73 m²", "mL/min/{1.73_m2}"),
        (Units("mL/min/{1.73_m2}"), "ml/min/1.73m2", "mL/min/{1.73_m2}"),
        (Units("m[IU]/L"), "mIU/L", "m[IU]/L"),
        (Units.of("mg/dL", [{"unit": "µmol/L", "factor": "88.4"}]), "umol/l", "µmol/L"),
        (Units("U/L"), "u/l", "U/L"),
        (POTASSIUM, "meq/L", "mEq/L"),
    ],
)
def test_other_spellings(units, spelling, known):
    assert units.find(spelling) == known


@pytest.mark.parametrize("spelling", ["", " ", "mg/L", "nmol", "ng", "pg/mL", "%"])
def test_an_unknown_or_missing_unit_is_refused_with_the_choices(spelling):
    with pytest.raises(UnknownUnit, match="ng/mL, nmol/L, µg/L"):
        VITAMIN_D.find(spelling)


def test_milli_and_micro_and_pico_stay_apart():
    keys = [unit_key(unit) for unit in ("mg/L", "µg/L", "ng/L", "pg/L", "g/L", "mmol/L", "µmol/L", "nmol/L")]

    assert len(set(keys)) == len(keys)


def test_units_read_as_people_write_them():
    assert [unit_words(u) for u in ("mL/min/{1.73_m2}", "m[IU]/L", "ng/mL", "%", "{score}")] == [
        "mL/min/1.73 m²",
        "mIU/L",
        "ng/mL",
        "%",
        "",
    ]


# ── Showing ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("value", "text"),
    [("94.848", "95"), ("34.5", "35"), ("9.98", "9.98"), ("9.999", "10"), ("2.3952", "2.4"), ("1", "1")]
    + [("0.78166", "0.78"), ("0.0996", "0.1"), ("0.00401", "0.004"), ("0", "0"), ("1220.4", "1220")],
)
def test_a_converted_value_is_rounded_for_the_eye(value, text):
    assert shown(D(value)) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [("9.60", "9.6"), ("38.0000", "38"), ("100", "100"), ("1E+3", "1000"), ("0.000", "0"), ("-0.50", "-0.5")],
)
def test_a_reported_value_has_no_trailing_zeros(value, text):
    assert plain(D(value)) == text


@given(values)
def test_showing_keeps_the_size(value):
    assert abs(D(shown(value)) - value) <= max(D("0.5") if value >= 10 else D("0.005"), value / 19)


@pytest.mark.parametrize(
    ("value", "unit", "comparator", "text"),
    [
        ("50", "nmol/L", "", "50 nmol/L = 20 ng/mL"),
        ("45", "ng/mL", "", "45 ng/mL = 112 nmol/L"),
        ("38", "mcg/l", "", "38 µg/L = 95 nmol/L"),
        ("4.00", "ng/ml", "<", "< 4 ng/mL = < 9.98 nmol/L"),
        ("150", "ng/mL", ">", "> 150 ng/mL = > 374 nmol/L"),
    ],
)
def test_both_units_side_by_side(value, unit, comparator, text):
    assert side_by_side(D(value), unit, VITAMIN_D, comparator) == text


def test_where_the_other_unit_is_the_same_number_it_is_not_repeated():
    assert side_by_side(D("4.2"), "mEq/L", POTASSIUM) == "4.2 mEq/L"
    assert side_by_side(D("3"), "{score}", Units("{score}")) == "3"


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("38", Reading("", D("38"))),
        (" 9.60 ", Reading("", D("9.60"))),
        ("9,6", Reading("", D("9.6"))),
        ("0,125", Reading("", D("0.125"))),
        ("< 4", Reading("<", D("4"))),
        (">150", Reading(">", D("150"))),
        ("＜4", Reading("<", D("4"))),
        (".5", Reading("", D("0.5"))),
    ],
)
def test_a_typed_value(text, reading):
    assert read_value(text) == reading


@pytest.mark.parametrize(
    "text", ["", "abc", "1e5", "NaN", "inf", "--4", "4 5", "1,2,3", "1.000,5", "<", "9" * 30, "4 ng/mL", "\0"]
)
def test_what_is_no_number_gets_a_sentence(text):
    with pytest.raises(ValueError, match="Please"):
        read_value(text)


@pytest.mark.parametrize("text", ["1,250", "12,500", "1,250,000", "> 1,250"])
def test_a_comma_that_could_mean_thousands_is_refused(text):
    with pytest.raises(ValueError, match="comma"):
        read_value(text)


# ── Bands ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("value", "unit", "word"),
    [
        ("19.9", "ng/mL", "deficient"),
        ("20", "ng/mL", "insufficient"),
        ("29.9", "ng/mL", "insufficient"),
        ("30", "ng/mL", "sufficient"),
        ("49.9", "nmol/L", "deficient"),
        ("50", "nmol/L", "insufficient"),
        ("74.9", "nmol/L", "insufficient"),
        ("75", "nmol/L", "sufficient"),
        ("0", "ng/mL", "deficient"),
        ("1220", "ng/mL", "sufficient"),
    ],
)
def test_bands_are_half_open_and_compared_in_the_unit_as_reported(value, unit, word):
    assert band_of(D(value), unit, CUTOFFS)["word"] == word


def test_50_nmol_is_not_below_the_cutoff_although_it_is_20_03_ng():
    # Converted, 50 nmol/L would be 20.03 ng/mL and 49.92 nmol/L exactly 20: the guideline prints both 20 and 50.
    assert band_of(D("49.92"), "nmol/L", CUTOFFS)["word"] == "deficient"
    assert band_of(D("20"), "ng/mL", CUTOFFS)["word"] == "insufficient"


@pytest.mark.parametrize(
    ("value", "word"),
    [("11.9", "at risk"), ("12", "maybe low"), ("20", "enough"), ("50", "enough"), ("50.1", "caution")],
)
def test_an_upper_end_may_be_inclusive(value, word):
    assert band_of(D(value), "ng/mL", WITH_CAUTION)["word"] == word


@pytest.mark.parametrize(
    ("value", "word"), [("19.9", "deficient"), ("20", "insufficient"), ("30", "sufficient")]
)
def test_a_unit_without_limits_of_its_own_is_compared_in_the_canonical_one(value, word):
    assert band_of(D(value), "mcg/L", CUTOFFS, units=VITAMIN_D)["word"] == word


def test_a_unit_that_cannot_be_compared_is_refused():
    with pytest.raises(UnknownUnit):
        band_of(D("20"), "µg/L", CUTOFFS)
    with pytest.raises(UnknownUnit):
        band_of(D("20"), "mmol/L", CUTOFFS, units=VITAMIN_D)


@pytest.mark.parametrize(
    ("comparator", "value", "word"),
    [
        ("<", "4", "at risk"),
        ("<", "12", "at risk"),
        ("<", "12.1", None),
        ("<", "20", None),
        (">", "150", "caution"),
        (">", "50", "caution"),
        (">", "49", None),
        (">", "4", None),
    ],
)
def test_a_comparator_names_a_band_only_when_no_other_is_possible(comparator, value, word):
    band = band_of(D(value), "ng/mL", WITH_CAUTION, comparator=comparator)

    assert (band and band["word"]) == word


def test_a_value_above_an_exclusive_limit_is_in_the_last_band():
    assert band_of(D("30"), "ng/mL", CUTOFFS, comparator=">")["word"] == "sufficient"
    assert band_of(D("29.9"), "ng/mL", CUTOFFS, comparator=">") is None


def test_without_bands_there_is_no_word():
    assert band_of(D("20"), "ng/mL", []) is None
    assert band_of(D("20"), "ng/mL", [{"word": "any"}])["word"] == "any"


@given(values, values, st.sampled_from(["ng/mL", "nmol/L"]))
def test_a_higher_value_is_never_in_a_lower_band(one, other, unit):
    words = [band["word"] for band in WITH_CAUTION]
    places = [words.index(band_of(value, unit, WITH_CAUTION)["word"]) for value in sorted((one, other))]

    assert places == sorted(places)


@given(values, st.sampled_from("<>"), values)
def test_a_band_told_with_a_comparator_holds_for_every_value_meant(limit, comparator, other):
    told = band_of(limit, "ng/mL", WITH_CAUTION, comparator=comparator)
    is_meant = other < limit if comparator == "<" else other > limit

    if told is not None and is_meant:
        assert band_of(other, "ng/mL", WITH_CAUTION) == told
