from django import forms
from django.core.exceptions import ValidationError

from journal.forms.days import DayField
from journal.models import Dose

UNKNOWN = "unknown"


class DoseForm(forms.Form):
    """One day's answer about one regimen. "unknown" takes an answer back."""

    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    day = DayField(label="Another day")
    state = forms.ChoiceField(
        label="Was it taken?",
        choices=[*Dose.State.choices, (UNKNOWN, "No answer")],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Please choose taken or skipped.",
            "invalid_choice": "Please choose taken or skipped.",
        },
    )

    def __init__(self, data=None, *, regimen, **kwargs):
        super().__init__(data, **kwargs)
        self.regimen = regimen

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day < self.regimen.started_on:
            raise ValidationError(
                f"This lies before the first dose on {self._said(self.regimen.started_on)}."
            )
        if self.regimen.ended_on and day > self.regimen.ended_on:
            raise ValidationError(f"This lies after the last dose on {self._said(self.regimen.ended_on)}.")
        return day

    def _said(self, day):
        return f"{day.day} {day:%B %Y}"
