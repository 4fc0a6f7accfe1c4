from django import forms

from accounts.models import Clinician, known_zone
from accounts.text import unreadable


class SignupForm(forms.Form):
    """What sign-up asks besides e-mail and password."""

    name = forms.CharField(label="Your name", max_length=120, validators=[unreadable])
    is_adult = forms.BooleanField(
        label="I am 18 or older",
        error_messages={"required": "Quiet Nights is made for adults: its numbers are not a child's."},
    )
    is_clinician = forms.BooleanField(
        label="I am a doctor or nurse and was invited by a patient", required=False
    )
    practice = forms.CharField(
        label="Practice or clinic", max_length=160, required=False, validators=[unreadable]
    )
    registration = forms.CharField(
        label="Registration number", max_length=60, required=False, validators=[unreadable]
    )
    time_zone = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-time-zone": ""}))

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("is_clinician"):
            for name in ("practice", "registration"):
                if not cleaned.get(name):
                    self.add_error(name, "We need this to check that you are a clinician.")
        return cleaned

    def clean_time_zone(self):
        # A guess by the browser: a wrong one is no reason to refuse a person.
        try:
            known_zone(self.cleaned_data["time_zone"])
        except forms.ValidationError:
            return "UTC"
        return self.cleaned_data["time_zone"]

    def signup(self, request, user):
        user.name = self.cleaned_data["name"]
        user.time_zone = self.cleaned_data["time_zone"]
        user.save()
        if self.cleaned_data["is_clinician"]:
            Clinician.objects.create(
                user=user,
                practice=self.cleaned_data["practice"],
                registration=self.cleaned_data["registration"],
            )
