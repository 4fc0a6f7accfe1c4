"""What is wrong with a reported value, and what should be asked before it is stored.

Refusing is for the impossible; a dangerous value is always taken, at most after a question.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from labs import wording
from labs.cross_check import Marks, likelier_unit
from labs.models import BandSet, LabTest
from labs.ranges import Limit, span
from labs.readings import usual_ranges
from labs.units import plain, side_by_side


@dataclass(frozen=True)
class Reported:
    """One value as printed, in a unit that the test knows."""

    value: Decimal
    unit: str
    comparator: str = ""
    range_low: Limit = None
    range_high: Limit = None
    fasting: bool | None = None

    def canonical(self, test: LabTest) -> Decimal:
        return test.known_units.to_canonical(self.value, self.unit)


@dataclass(frozen=True)
class Question:
    """Something a person should look at once more. `about`: unit, value or range."""

    about: str
    words: str


def refusals(test: LabTest, reported: Reported) -> dict[str, str]:
    """By field, the sentence that says why it cannot be stored."""
    found = {}
    if not _is_possible(test, reported):
        ends = (_in_typed_unit(test, limit, reported) for limit in (test.refuse_below, test.refuse_above))
        found["value"] = wording.impossible(reported.value, reported.unit, *ends)
    elif test.whole_number and reported.value % 1:
        found["value"] = wording.whole_numbers_only()
    low, high = reported.range_low, reported.range_high
    if low is not None and high is not None and low > high:
        found["range_high"] = wording.range_upside_down(low, high)
    if test.fasting_only and reported.fasting is not True:
        found["fasting"] = wording.fasting_unsaid() if reported.fasting is None else wording.not_fasting()
    return found


def _is_possible(test, reported):
    value = reported.canonical(test)
    too_low = test.refuse_below is not None and value < test.refuse_below
    return not too_low and not (test.refuse_above is not None and value > test.refuse_above)


def _in_typed_unit(test, limit, reported):
    return None if limit is None else test.known_units.from_canonical(limit, reported.unit)


def questions(test: LabTest, reported: Reported, band_sets: Iterable[BandSet] = ()) -> list[Question]:
    """What to ask before storing; `band_sets` are those of the test, to compare the lab's range with."""
    asked = []
    if test.unit_never_preselected:
        both = side_by_side(reported.value, reported.unit, test.known_units, reported.comparator)
        asked.append(Question("unit", wording.ask_unit(both, reported.unit)))
    likelier = _likelier_unit(test, reported, band_sets)
    if likelier:
        limits = span(reported.range_low, reported.range_high)
        asked.append(Question("range", wording.ask_range(limits, reported.unit, likelier)))
    if test.confirm_above is not None and reported.canonical(test) > test.confirm_above:
        number = f"{reported.comparator} {plain(reported.value)}".lstrip()
        asked.append(Question("value", wording.ask_high(number, reported.unit)))
    return asked


def _likelier_unit(test, reported, band_sets):
    low, high = (None if end is None else float(end) for end in (reported.range_low, reported.range_high))
    if low is None and high is None:
        return None
    return likelier_unit(low, high, reported.unit, _marks(test, band_sets))


def _marks(test, band_sets):
    """Where ranges of this test usually begin and end, in each of its units."""
    usual = usual_ranges(test)
    lows = {low for _who, low, _high in usual if low is not None}
    highs = {high for _who, _low, high in usual if high is not None}
    band_sets = [band_set for band_set in band_sets if band_set.test_id == test.pk]
    lows |= {limit for band_set in band_sets if band_set.is_default for limit in _limits(band_set)}
    if lows:
        top = max(lows)
        highs |= {limit for band_set in band_sets for limit in _limits(band_set) if limit > top}
    units = test.known_units
    return {
        unit: Marks(*([float(units.from_canonical(end, unit)) for end in ends] for ends in (lows, highs)))
        for unit in units.spellings
    }


def _limits(band_set):
    unit = band_set.test.canonical_unit
    limits = (band.get("below") or band.get("up_to") or {} for band in band_set.bands)
    return [Decimal(limit[unit]) for limit in limits if unit in limit]
