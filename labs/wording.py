"""Sentences about a laboratory value that patients read. Pure: numbers arrive as plain values."""

from decimal import Decimal

from labs.ranges import Limit, span
from labs.units import plain, shown, unit_words

AGAIN = "Please check the number and the unit printed on your report."
ANY_GUIDELINE = "by any guideline"


def unit_name(unit: str) -> str:
    """A unit as a choice on a form: a score has none, so it is called points."""
    return unit_words(unit) or "points"


def with_unit(number: str, unit: str) -> str:
    return f"{number} {unit_words(unit)}".rstrip()


def impossible(value: Decimal, unit: str, low: Limit, high: Limit) -> str:
    """`low` and `high` in the unit that was typed."""
    limits = span(low and Decimal(shown(low)), high and Decimal(shown(high)))
    return (
        f"{with_unit(plain(value), unit)} is not possible for this test ({with_unit(limits, unit)}). {AGAIN}"
    )


def whole_numbers_only() -> str:
    return "This test has whole numbers only."


def range_upside_down(low: Decimal, high: Decimal) -> str:
    return f"The lab’s range goes from low to high, but {plain(low)} is above {plain(high)}."


def not_fasting() -> str:
    return "This test is for a fasting sample only. If you had eaten before it, please leave it out."


def fasting_unsaid() -> str:
    return "Please say whether the sample was taken fasting."


def signs_disagree() -> str:
    return "The sign in front of the number and the one chosen below it disagree. Please keep one."


def ask_unit(both: str, unit: str) -> str:
    return f"{both}. Is {unit_words(unit)} printed on your report?"


def ask_high(value: str, unit: str) -> str:
    return f"{with_unit(value, unit)} is higher than most results. Is the number the one on your report?"


def ask_range(limits: str, unit: str, likelier: str) -> str:
    return (
        f"The lab’s range you typed, {limits}, looks like one in {unit_words(likelier)}, not in "
        f"{unit_words(unit)}. Please look at the report once more."
    )


def lab_range(where: str, low: Limit, high: Limit) -> str:
    """`where` as `labs.ranges.standing` says it."""
    limits = span(low, high)
    return {
        "in": f"in the lab’s range {limits}",
        "above": f"above the lab’s range {limits}",
        "below": f"below the lab’s range {limits}",
    }.get(where, f"the lab’s range is {limits}")


def usual_range(spans: list[tuple[str, str]], unit: str) -> str:
    """`spans`: (who, range) with who empty where there is one range for everybody."""
    if not spans:
        return "no range given"
    said = ", ".join(f"{limits} ({who})" if who else limits for who, limits in spans)
    return f"no range given; usual adult range {with_unit(said, unit)}; does not apply in pregnancy"


def picture_title(name: str, unit: str) -> str:
    return f"{name}, {unit_words(unit)}" if unit_words(unit) else name


def picture_words(name: str, values: list[tuple[str, str]], unit: str) -> str:
    """`values`: (day, number), the oldest first."""
    if len(values) == 1:
        day, value = values[0]
        return f"{name}: one result, {with_unit(value, unit)} on {day}."
    told = values if len(values) <= 6 else [values[0], values[-1]]
    listed = ", ".join(f"{value} on {day}" for day, value in told)
    return f"{name} in {unit_name(unit)}, {len(values)} results: {listed}."
