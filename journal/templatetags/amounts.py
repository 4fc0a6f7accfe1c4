"""Amounts as people read them."""

from decimal import Decimal

from django import template

from journal.doses import rounded_words

register = template.Library()


@register.filter
def amount(number: Decimal, unit: str) -> str:
    """What a plan comes to a day: 7,143 IU, 2.5 mg."""
    return rounded_words(number, unit)


@register.filter
def about(number: Decimal, unit: str) -> str:
    """An average over weeks, to the hundred from a thousand on: 5,900 IU."""
    return rounded_words(number.quantize(Decimal("1E2")) if number >= 1000 else number, unit)
