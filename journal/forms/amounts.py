"""Amounts as people type them."""

import re

from django import forms
from django.core.exceptions import ValidationError

SPACES = re.compile(r"[\s\u00a0\u202f'’]")
COMMA_GROUPS = re.compile(r"[1-9]\d{0,2}(,\d{3})+(\.\d+)?")
POINT_GROUPS = re.compile(r"[1-9]\d{0,2}(\.\d{3})+")
LONGEST = 40
DECIMAL_COMMA = re.compile(r"\d+,\d+")


class AmountField(forms.DecimalField):
    """A number above zero. "50,000" is fifty thousand; "50.000" is refused, because it may also mean fifty."""

    widget = forms.TextInput
    default_error_messages = {
        "required": "Please give the amount.",
        "invalid": "Please give only a number here, like 1000. The unit has its own box.",
        "either": "Do you mean %(small)s or %(large)s? Please write it without the point.",
        "above_zero": "Please give an amount above zero.",
        "max_digits": "This number is too long. Please check it.",
        "max_whole_digits": "This number is too long. Please check it.",
        "max_decimal_places": "Please give at most three digits after the point.",
    }

    def __init__(self, **kwargs):
        super().__init__(max_digits=12, decimal_places=3, **kwargs)
        self.widget.attrs.update(inputmode="decimal", autocomplete="off")

    def to_python(self, value):
        return super().to_python(self._plain(SPACES.sub("", value)) if isinstance(value, str) else value)

    def validate(self, value):
        super().validate(value)
        if value is not None and value <= 0:
            raise ValidationError(self.error_messages["above_zero"], code="above_zero")

    def prepare_value(self, value):
        # With thousands and without trailing zeros: "1000.000" is one slip away from a million.
        return f"{value.normalize():,f}" if hasattr(value, "normalize") else value

    def _plain(self, text):
        if COMMA_GROUPS.fullmatch(text):
            return text.replace(",", "")
        # One that is far too long is refused for that, without being read.
        if POINT_GROUPS.fullmatch(text) and len(text) <= LONGEST:
            self._ask_which(text)
        return text.replace(",", ".") if DECIMAL_COMMA.fullmatch(text) else text

    def _ask_which(self, text):
        meant = {"small": text.partition(".")[0], "large": f"{int(text.replace('.', '')):,}"}
        if text.count(".") == 1:
            meant["small"] = text.rstrip("0").rstrip(".")
        raise ValidationError(self.error_messages["either"], code="either", params=meant)


def plain(amount) -> str:
    """A Decimal without trailing zeros or exponent, as a form shows it: 1000, 0.25."""
    return f"{amount.normalize():f}"
