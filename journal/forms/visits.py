import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.instants import InstantField
from accounts.records import PatientRecordForm
from journal.models import Appointment, Impression

PLANNED_AHEAD = dt.timedelta(days=5 * 366)


class AppointmentTime(InstantField):
    """An instant that may lie ahead."""

    default_error_messages = {"too_far": "This is more than five years away. Please check the year."}

    def _check_order(self, instant):
        if instant > timezone.now() + PLANNED_AHEAD:
            raise ValidationError(self.error_messages["too_far"], code="too_far")
        if instant <= timezone.now():
            super()._check_order(instant)


class AppointmentForm(PatientRecordForm):
    at = AppointmentTime(label="When")

    class Meta:
        model = Appointment
        fields = ["at", "with_whom", "question", "entered_by_carer"]
        labels = {
            "with_whom": "With whom?",
            "question": "What do you want to ask?",
            "entered_by_carer": "Entered by a carer",
        }
        help_texts = {"question": "Your doctor sees this question, in your words, if you share your diary."}
        widgets = {"question": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["at"].patient = self.patient
        self.fields["at"].error_messages["required"] = "Please give the day and the time."


class ImpressionForm(PatientRecordForm):
    """Seven points, as the PGIC has them; nothing chosen beforehand."""

    class Meta:
        model = Impression
        fields = ["change", "entered_by_carer"]
        labels = {"entered_by_carer": "Entered by a carer"}
        widgets = {"change": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        change = self.fields["change"]
        change.choices = Impression.Change.choices
        change.error_messages |= dict.fromkeys(
            ("required", "invalid_choice"), "Please choose the one that fits best."
        )
