"""Units of laboratory values: exact conversion, spelling, and how a value is shown. Pure, in Decimal throughout.

No clinical number lives here: factors and band limits are content and arrive as plain values.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any

ONE, ZERO = Decimal(1), Decimal(0)
PRECISION = 50
"""Digits carried, far beyond any report, so that there and back again is the same number."""
READ_VALUE = re.compile(r"(?P<comparator>[<>]?)\s*(?P<value>[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+))")
AMBIGUOUS_COMMA = re.compile(r"[1-9][0-9]{0,2}(,[0-9]{3})+")
LONGEST = 20
LONG_NAMES = {
    r"grams?(?![a-z])": "g",
    r"moles?(?![a-z])": "mol",
    r"lit(er|re)s?": "l",
    r"(micro|mc)(?=g|mol|l)": "u",
    r"nano(?=g|mol)": "n",
    r"pico(?=g|mol)": "p",
    r"milli(?=g|mol|l)": "m",
}


class UnknownUnit(ValueError):
    """A unit that this test does not know; the message names those it does."""


@dataclass(frozen=True)
class Conversion:
    """How another unit is made from the canonical one: other = (canonical − shift) · factor / divisor."""

    unit: str
    factor: Decimal = ONE
    divisor: Decimal = ONE
    shift: Decimal = ZERO

    @property
    def is_same_number(self) -> bool:
        """Whether a value reads the same in both units, as in µg/L and ng/mL."""
        return self.factor == self.divisor and not self.shift


def from_canonical(value: Decimal, conversion: Conversion) -> Decimal:
    """A canonical value in the other unit, unrounded.

    >>> from_canonical(Decimal("45"), Conversion("nmol/L", Decimal("2.496")))
    Decimal('112.320')
    """
    with localcontext(prec=PRECISION):
        return (value - conversion.shift) * conversion.factor / conversion.divisor


def to_canonical(value: Decimal, conversion: Conversion) -> Decimal:
    """A value in the other unit as a canonical one, unrounded.

    >>> to_canonical(Decimal("112.32"), Conversion("nmol/L", Decimal("2.496"))).normalize()
    Decimal('45')
    """
    with localcontext(prec=PRECISION):
        return value * conversion.divisor / conversion.factor + conversion.shift


@dataclass(frozen=True)
class Units:
    """The units of one test: the canonical one and how the others are made from it."""

    canonical: str
    others: tuple[Conversion, ...] = ()

    @classmethod
    def of(cls, canonical: str, others: Iterable[Mapping[str, str]]) -> "Units":
        """From content rows `{"unit", "factor"?, "divisor"?, "shift"?}` with decimal texts.

        >>> Units.of("ng/mL", [{"unit": "nmol/L", "factor": "2.496"}]).others[0].divisor
        Decimal('1')
        """
        return cls(canonical, tuple(_conversion(row) for row in others))

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every accepted unit, the canonical one first."""
        return (self.canonical, *(other.unit for other in self.others))

    def find(self, unit: str) -> str:
        """The unit meant by this spelling, as the content writes it. Raises UnknownUnit.

        >>> Units.of("ng/mL", [{"unit": "µg/L"}]).find(" MCG/l ")
        'µg/L'
        """
        wanted = unit_key(unit)
        for known in self.spellings:
            if wanted and unit_key(known) == wanted:
                return known
        listed = ", ".join(unit_words(known) for known in self.spellings)
        raise UnknownUnit(f"“{unit}” is not a unit of this test. Choose one of: {listed}.")

    def to_canonical(self, value: Decimal, unit: str) -> Decimal:
        """A value in any accepted unit as a canonical one. Raises UnknownUnit."""
        return to_canonical(value, self._conversion(unit))

    def from_canonical(self, value: Decimal, unit: str) -> Decimal:
        """A canonical value in any accepted unit. Raises UnknownUnit."""
        return from_canonical(value, self._conversion(unit))

    def counterpart(self, unit: str) -> str | None:
        """The unit to show beside this one: canonical for the others, the first truly different one for it.

        >>> Units.of("ng/mL", [{"unit": "µg/L"}, {"unit": "nmol/L", "factor": "2.496"}]).counterpart("µg/L")
        'nmol/L'
        """
        if not self._conversion(unit).is_same_number:
            return self.canonical
        return next((other.unit for other in self.others if not other.is_same_number), None)

    def _conversion(self, unit: str) -> Conversion:
        known = self.find(unit)
        return next((other for other in self.others if other.unit == known), Conversion(self.canonical))


def _conversion(row: Mapping[str, str]) -> Conversion:
    numbers = {name: Decimal(row[name]) for name in ("factor", "divisor", "shift") if name in row}
    return Conversion(row["unit"], **numbers)


def unit_key(unit: str) -> str:
    """One key for every spelling of a unit: case, spaces, µ/μ/u/mc, superscripts, UCUM's braces and brackets.

    >>> {unit_key(u) for u in ("µg/L", "μg/l", "ug/L", "mcg / L", "MCG per litre")}
    {'ug/l'}
    >>> unit_key("mL/min/1.73 m²") == unit_key("mL/min/{1.73_m2}")
    True
    """
    folded = unicodedata.normalize("NFKC", unit).casefold().replace("μ", "u").replace("⁄", "/")
    folded = re.sub(r"[\s_{}\[\]]+", "", re.sub(r"\bper\b", "/", folded))
    for long, short in LONG_NAMES.items():
        folded = re.sub(long, short, folded)
    return folded


def unit_words(unit: str) -> str:
    """A unit as people read it.

    >>> unit_words("mL/min/{1.73_m2}"), unit_words("m[IU]/L"), unit_words("{score}")
    ('mL/min/1.73 m²', 'mIU/L', '')
    """
    if re.fullmatch(r"\{[a-z]+\}", unit):
        return ""
    return re.sub(r"[{}\[\]]", "", unit).replace("_m2", " m²").replace("_", " ")


def plain(value: Decimal) -> str:
    """A value as a report prints it: no exponent, no zeros after the last decimal that matters.

    >>> plain(Decimal("9.6000")), plain(Decimal("1E+2")), plain(Decimal("-0.0"))
    ('9.6', '100', '0')
    """
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def shown(value: Decimal) -> str:
    """A converted value, rounded for the eye: whole from 20 up, one decimal from 10, two from 1, two digits below.

    >>> [shown(Decimal(v)) for v in ("94.848", "10.8216", "2.3952", "0.78166", "0.00401", "0")]
    ['95', '10.8', '2.4', '0.78', '0.004', '0']
    """
    size = abs(value)
    small = 1 if size >= 10 else 2 if size >= 1 else 1 - size.adjusted()
    places = small if 0 < size < 20 else 0
    with localcontext(prec=PRECISION):
        return plain(value.quantize(ONE.scaleb(-places), rounding=ROUND_HALF_UP))


def side_by_side(value: Decimal, unit: str, units: Units, comparator: str = "") -> str:
    """A value as reported and in the other unit, or alone where there is none. Raises UnknownUnit.

    >>> vitamin_d = Units.of("ng/mL", [{"unit": "nmol/L", "factor": "2.496"}])
    >>> side_by_side(Decimal("50"), "nmol/L", vitamin_d), side_by_side(Decimal("4"), "ng/mL", vitamin_d, "<")
    ('50 nmol/L = 20 ng/mL', '< 4 ng/mL = < 9.98 nmol/L')
    """
    known, other = units.find(unit), units.counterpart(unit)
    sign = f"{comparator} " if comparator else ""
    reported = f"{sign}{plain(value)} {unit_words(known)}".strip()
    if other is None:
        return reported
    converted = units.from_canonical(units.to_canonical(value, known), other)
    return f"{reported} = {sign}{shown(converted)} {unit_words(other)}"


@dataclass(frozen=True)
class Reading:
    """A number as printed: "", "<" or ">", and the value."""

    comparator: str
    value: Decimal


def read_value(text: str) -> Reading:
    """The reading in a typed text. Raises ValueError with a sentence for the person who typed it.

    A comma may be a decimal comma; "1,250" could be either number and is refused.

    >>> read_value("< 4"), read_value("9,6").value
    (Reading(comparator='<', value=Decimal('4')), Decimal('9.6'))
    """
    typed = unicodedata.normalize("NFKC", text).strip()
    number = typed.lstrip("<> ")
    if AMBIGUOUS_COMMA.fullmatch(number):
        raise ValueError("Please type the number without a comma between thousands.")
    match = READ_VALUE.fullmatch(typed if "." in typed else typed.replace(",", ".", 1))
    if match is None or len(typed) > LONGEST:
        raise ValueError("Please give the number as printed on your report, for example 38, 9.6 or < 4.")
    return Reading(match["comparator"], Decimal(match["value"]))


def band_of(
    value: Decimal,
    unit: str,
    bands: Iterable[Mapping[str, Any]],
    *,
    comparator: str = "",
    units: Units | None = None,
) -> Mapping[str, Any] | None:
    """The band a value lies in, compared in the unit as reported.

    `bands` are content, from low to high: each with `below` (exclusive) or `up_to` (inclusive), limits as decimal
    texts by unit, the last with neither. A unit without limits of its own is compared in the test's canonical unit
    (`units`). With a comparator the true value is unknown: the band is told only if every such value lies in it, else
    None. Raises UnknownUnit when the limits know neither unit.

    >>> bands = [{"below": {"ng/mL": "20", "nmol/L": "50"}, "word": "low"}, {"word": "enough"}]
    >>> band_of(Decimal("49.9"), "nmol/L", bands)["word"], band_of(Decimal("20"), "ng/mL", bands)["word"]
    ('low', 'enough')
    >>> band_of(Decimal("30"), "ng/mL", bands, comparator="<") is None
    True
    """
    rows = list(bands)
    value, known = _in_limits_unit(value, unit, rows, units)
    place = next((i for i, band in enumerate(rows) if _is_within(value, known, band)), None)
    if place is None or not comparator:
        return None if place is None else rows[place]
    if comparator == ">":
        # Above the value lie this band's rest and all higher bands; at its very top the rest is empty.
        place += _limit(rows[place], "up_to", known) == value
        return rows[place] if place == len(rows) - 1 else None
    # Below a limit that starts a band lie only lower bands, so "< 20" is all "below 20".
    place -= place > 0 and _limit(rows[place - 1], "below", known) == value
    return rows[0] if place == 0 else None


def _in_limits_unit(
    value: Decimal, unit: str, bands: list[Mapping[str, Any]], units: Units | None
) -> tuple[Decimal, str]:
    limits: Mapping[str, str] = next(
        (b.get("below") or b["up_to"] for b in bands if "below" in b or "up_to" in b), {}
    )
    if not limits:
        return value, unit
    for known in limits:
        if unit_key(known) == unit_key(unit):
            return value, known
    if units is not None and units.canonical in limits:
        return units.to_canonical(value, unit), units.canonical
    raise UnknownUnit(f"These bands have no limits in {unit}.")


def _limit(band: Mapping[str, Any], kind: str, unit: str) -> Decimal | None:
    return Decimal(band[kind][unit]) if band.get(kind) else None


def _is_within(value: Decimal, unit: str, band: Mapping[str, Any]) -> bool:
    below, up_to = _limit(band, "below", unit), _limit(band, "up_to", unit)
    if below is not None:
        return value < below
    return up_to is None or value <= up_to
