import datetime as dt

from django import forms
from django.core.exceptions import ValidationError

from reminders.due import EARLIEST, LATEST, first_night
from reminders.models import PushDevice, Reminder
from reminders.push import is_offered, is_service

LONGEST_PAUSE = dt.timedelta(days=366)


class ReminderForm(forms.ModelForm):
    """When to be reminded. `now` is the moment, in the patient's zone."""

    wanted = forms.BooleanField(
        label="Remind me in the morning",
        required=False,
        help_text="Only when nothing has been entered about the night by then.",
    )
    at = forms.TimeField(
        label="At what time?",
        required=False,
        widget=forms.TimeInput(
            attrs={"type": "time", "data-show-when": "wanted=on", "data-optional": "no"}, format="%H:%M"
        ),
        error_messages={"invalid": "Please give a time, like 08:00."},
    )
    paused_until = forms.DateField(
        label="Pause until",
        required=False,
        help_text="For a holiday: the last morning without a reminder.",
        widget=forms.DateInput(attrs={"type": "date", "data-show-when": "wanted=on"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Please give a date, like 2026-12-27."},
    )

    class Meta:
        model = Reminder
        fields = ["wanted", "at", "paused_until"]

    def __init__(self, data=None, *, instance, now, **kwargs):
        super().__init__(data, instance=instance, **kwargs)
        self.now = now
        if instance.paused_until and instance.paused_until < now.date():
            # A pause that is over is none.
            self.initial["paused_until"] = None

    def clean_at(self):
        at = self.cleaned_data["at"]
        if at is None:
            if self.cleaned_data.get("wanted"):
                raise ValidationError("Please give a time, like 08:00.")
            return self.instance.at
        if not EARLIEST <= at <= LATEST:
            raise ValidationError(
                f"Please choose a time from {EARLIEST:%H:%M} to {LATEST:%H:%M}: it asks about the night before."
            )
        return at.replace(second=0, microsecond=0)

    def clean_paused_until(self):
        day = self.cleaned_data["paused_until"]
        if day is None:
            return None
        if day < self.now.date():
            raise ValidationError("This day is over. Leave it empty for no pause.")
        if day > self.now.date() + LONGEST_PAUSE:
            raise ValidationError("This is more than a year away. Turn the reminder off instead.")
        return day

    def save(self, commit=True):
        """Two presses at one moment are one row."""
        said = self.cleaned_data
        first = first_night(self.now, self.now.tzinfo, said["at"])
        row, _ = Reminder.objects.update_or_create(
            patient=self.instance.patient, defaults={**said, "first_night": first}
        )
        return row


class DeviceForm(forms.Form):
    """The address that a browser got from its push service."""

    REFUSED = "This device cannot be added: we do not know how to reach it. The mail comes as before."

    endpoint = forms.CharField(max_length=PushDevice._meta.get_field("endpoint").max_length)

    def clean_endpoint(self):
        endpoint = self.cleaned_data["endpoint"]
        # Whatever it says, we would post there: only to services that we know.
        if not (is_offered() and is_service(endpoint)):
            raise ValidationError(self.REFUSED)
        return endpoint
