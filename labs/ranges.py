"""Where a value lies in a range, and how a range is written. Pure."""

from decimal import Decimal

from labs.units import plain

Limit = Decimal | None


def standing(value: Decimal, comparator: str, low: Limit, high: Limit) -> str:
    """ "in", "above" or "below" the range; "unsure" where a sign leaves it open; "" without a range.

    >>> standing(Decimal("10.6"), "", Decimal("8.8"), Decimal("10.4"))
    'above'
    >>> standing(Decimal("4"), "<", Decimal("20"), None), standing(Decimal("40"), "<", Decimal("20"), None)
    ('below', 'unsure')
    """
    if low is None and high is None:
        return ""
    below = low is not None and (value <= low if comparator == "<" else value < low)
    above = high is not None and (value >= high if comparator == ">" else value > high)
    # "< 40" may be anything below 40: it is in a range only if all of that is.
    if comparator == "<":
        return "below" if below else "in" if low is None and not above else "unsure"
    if comparator == ">":
        return "above" if above else "in" if high is None and not below else "unsure"
    return "above" if above else "below" if below else "in"


def is_above(value: Decimal, comparator: str, high: Limit) -> bool | None:
    """Whether a value is above the lab's upper limit; None when the report gives none or a sign leaves it open."""
    return {"above": True, "in": False}.get(standing(value, comparator, None, high))


def is_below(value: Decimal, comparator: str, low: Limit) -> bool | None:
    return {"below": True, "in": False}.get(standing(value, comparator, low, None))


def span(low: Limit, high: Limit, upper: str = "up to") -> str:
    """A range in words.

    >>> span(Decimal("8.8"), Decimal("10.40")), span(None, Decimal("5.7"), upper="below")
    ('8.8–10.4', 'below 5.7')
    """
    if low is None:
        return "" if high is None else f"{upper} {plain(high)}"
    return f"{plain(low)} or more" if high is None else f"{plain(low)}–{plain(high)}"
