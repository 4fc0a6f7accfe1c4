"""A result as its page shows it: both units, the bands' words, the range."""

from dataclasses import dataclass, field
from decimal import Decimal

from labs import wording
from labs.bands import Said, TestBands
from labs.models import LabResult, LabTest
from labs.ranges import span, standing
from labs.units import UnknownUnit, plain, shown, unit_words

SEXES = {"female": "women", "male": "men"}


@dataclass(frozen=True)
class Reading:
    result: LabResult
    number: str
    unit: str
    other: str
    range_words: str
    is_outside: bool
    band: Said | None = None
    alerts: list[Said] = field(default_factory=list)

    @property
    def has_lab_range(self) -> bool:
        return self.result.range_low is not None or self.result.range_high is not None

    @property
    def test(self) -> LabTest:
        return self.result.test


def read(result: LabResult, bands: TestBands | None, sex: str = "") -> Reading:
    """`sex` as in the patient's settings, "" when not said."""
    where = standing(result.value, result.comparator, result.range_low, result.range_high)
    return Reading(
        result=result,
        number=result.printed,
        unit=unit_words(result.unit),
        other=in_other_unit(result),
        range_words=_range_words(result, where, sex, banded=bands is not None),
        is_outside=where in ("above", "below"),
        band=bands and bands.of(result),
        alerts=bands.alerts(result) if bands else [],
    )


def in_other_unit(result: LabResult) -> str:
    """The same value in the unit of the other half of the world, or "" where there is one unit only."""
    units = result.test.known_units
    try:
        other = units.counterpart(result.unit)
    except UnknownUnit:
        return ""  # an admin has since taken this unit away; what was reported stays
    if other is None:
        return ""
    value = units.from_canonical(units.to_canonical(result.value, result.unit), other)
    return wording.with_unit(f"{result.comparator} {shown(value)}".lstrip(), other)


def _range_words(result, where, sex, banded):
    if where:
        return wording.lab_range(where, result.range_low, result.range_high)
    if banded:
        return ""
    return wording.usual_range(usual_spans(result.test, result.unit, sex), result.unit)


def usual_spans(test: LabTest, unit: str, sex: str = "") -> list[tuple[str, str]]:
    """The usual adult range in this unit as (for whom, range): two of them where the sexes differ and none is said.

    An upper end without a lower one is a limit not to reach: "below 5.7".
    """
    return [
        (who, span(in_unit(test, low, unit), in_unit(test, high, unit), upper="below"))
        for who, low, high in usual_ranges(test, sex)
    ]


def usual_ranges(test: LabTest, sex: str = "") -> list[tuple[str, Decimal | None, Decimal | None]]:
    """In the canonical unit."""
    by_sex = [
        (who, getattr(test, f"usual_{name}_low"), getattr(test, f"usual_{name}_high"))
        for name, who in SEXES.items()
        if sex in ("", name)
    ]
    found = [("", test.usual_low, test.usual_high), *by_sex]
    return [row for row in found if row[1] is not None or row[2] is not None]


def in_unit(test: LabTest, limit: Decimal | None, unit: str) -> Decimal | None:
    """A canonical limit in another unit, rounded for the eye."""
    if limit is None:
        return None
    if unit == test.canonical_unit:
        return Decimal(plain(limit))
    try:
        return Decimal(shown(test.known_units.from_canonical(limit, unit)))
    except UnknownUnit:
        return None
