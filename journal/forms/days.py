"""Days as people type them."""

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

DAY_AHEAD, YEAR_AHEAD = dt.timedelta(0), dt.timedelta(days=366)


class DayField(forms.DateField):
    """A local date, not before the patient's birth and at most `ahead` from today."""

    default_error_messages = {
        "required": "Please give the day.",
        "invalid": "Please give a day, like 2026-11-20.",
        "future": "This day lies in the future. Please check it.",
        "too_far": "This is more than a year away. Please check the year.",
        "before_birth": "This lies before the date of birth in your settings.",
        "long_ago": "This lies too far back. Please check the year.",
    }

    def __init__(self, *, ahead=DAY_AHEAD, **kwargs):
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(**kwargs)
        self.ahead = ahead
        self.patient = None

    def validate(self, value):
        super().validate(value)
        if value is None:
            return
        if value > timezone.localdate() + self.ahead:
            self._refuse("too_far" if self.ahead else "future")
        born = getattr(self.patient, "date_of_birth", None)
        if born and value < born:
            self._refuse("before_birth")
        if value.year < 1900:
            self._refuse("long_ago")

    def _refuse(self, code):
        raise ValidationError(self.error_messages[code], code=code)


def belong_to(form) -> None:
    """Tell every day on the form whose birth it must not precede."""
    for field in form.fields.values():
        if isinstance(field, DayField):
            field.patient = form.patient


def refuse_end_before_start(form, start: str, end: str, sentence="The end lies before the start.") -> None:
    first, last = form.cleaned_data.get(start), form.cleaned_data.get(end)
    if first and last and last < first:
        form.add_error(end, sentence)
