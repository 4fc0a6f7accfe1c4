"""Which band a result lies in, and what a patient has chosen to see. Also how bands are named on a picture."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from labs.models import BandChoice, BandSet, LabResult
from labs.units import UnknownUnit, band_of, plain


@dataclass(frozen=True)
class Said:
    """A band and the set that says it."""

    word: str
    meaning: str
    tone: str
    notice: str
    by: BandSet


@dataclass
class TestBands:
    """The published sets of one test: the one this patient sees, the others, and those always said."""

    chosen: BandSet | None = None
    choices: list[BandSet] = field(default_factory=list)
    always: list[BandSet] = field(default_factory=list)

    def of(self, result: LabResult) -> Said | None:
        return say(self.chosen, result) if self.chosen else None

    def alerts(self, result: LabResult) -> list[Said]:
        """What is said whichever set is chosen; a band without a word says nothing."""
        found = [say(band_set, result) for band_set in self.always]
        return [said for said in found if said and said.word]

    def notices(self, result: LabResult) -> list[str]:
        """The red flags that these bands carry."""
        found = [self.of(result), *(say(band_set, result) for band_set in self.always)]
        return [said.notice for said in found if said and said.notice]


def bands_for(patient) -> dict[int, TestBands]:
    """By test, in two queries."""
    wanted = {row.test_id: row.band_set_id for row in BandChoice.objects.of(patient)}
    tests: dict[int, TestBands] = {}
    for band_set in BandSet.objects.published():
        bands = tests.setdefault(band_set.test_id, TestBands())
        (bands.always if band_set.always else bands.choices).append(band_set)
    for test_id, bands in tests.items():
        bands.chosen = _chosen(bands.choices, wanted.get(test_id))
    return tests


def _chosen(choices, wanted):
    ranked = sorted(choices, key=lambda band_set: (band_set.pk != wanted, not band_set.is_default))
    return ranked[0] if ranked else None


def say(band_set: BandSet, result: LabResult) -> Said | None:
    """None where a sign ("< 30") or an unknown unit leaves the band open."""
    try:
        band = band_of(
            result.value,
            result.unit,
            band_set.bands,
            comparator=result.comparator,
            units=result.test.known_units,
        )
    except UnknownUnit:
        return None
    if band is None:
        return None
    parts = {name: band.get(name, "") for name in ("word", "meaning", "tone", "notice")}
    return Said(**parts, by=band_set)


def limits_unit(band_set: BandSet, wanted: str, canonical: str) -> str:
    """The unit to draw in: the wanted one if the limits are given in it, else the canonical one."""
    limits = next((_limits(band) for band in band_set.bands if _limits(band)), {})
    return wanted if wanted in limits else canonical


@dataclass(frozen=True)
class Stretch:
    """One band along the axis: its ends (None = open) and its name."""

    low: Decimal | None
    high: Decimal | None
    reach: str
    word: str
    tone: str


def stretches(bands: Iterable[dict], unit: str) -> list[Stretch]:
    """The bands in one unit, from low to high. One without limits in this unit is left out."""
    found, low, low_is_in = [], None, True
    for band in bands:
        limits = _limits(band)
        if limits and unit not in limits:
            return []
        high = Decimal(limits[unit]) if limits else None
        reach = _reach(low, high, low_is_in, high_is_in="up_to" in band)
        found.append(Stretch(low, high, reach, band.get("word", ""), band.get("tone", "")))
        low, low_is_in = high, "below" in band
    return found


def _reach(low, high, low_is_in, high_is_in):
    """under 20 · 20 to 29.9 · 30 and above; or up to 50 · above 50, as the limits are exclusive or not."""
    if high is None:
        return "" if low is None else f"{plain(low)} and above" if low_is_in else f"above {plain(low)}"
    if low is None:
        return f"up to {plain(high)}" if high_is_in else f"under {plain(high)}"
    top = high if high_is_in else high - Decimal("0.1")
    return f"{plain(low)} to {plain(top)}" if low_is_in else f"above {plain(low)}, to {plain(top)}"


def _limits(band):
    return band.get("below") or band.get("up_to") or {}
