import datetime as dt
from functools import cache

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import CARE_LIFE, CareLink, Clinician, User, known_zone, zone_names
from accounts.text import unreadable

ADULT_AGE = 18
OLDEST = 120


class BornField(forms.DateField):
    """A date of birth of an adult."""

    default_error_messages = {
        "invalid": "Please give a date, like 1958-04-14.",
        "too_young": "Quiet Nights is made for adults: its numbers are not a child’s.",
        "too_old": "Please check the year.",
    }
    widget = forms.DateInput(attrs={"type": "date", "autocomplete": "bday"}, format="%Y-%m-%d")

    def validate(self, value):
        super().validate(value)
        if value is None:
            return
        age = User(date_of_birth=value).age_on(timezone.localdate())
        if age < ADULT_AGE:
            raise ValidationError(self.error_messages["too_young"], code="too_young")
        if age > OLDEST:
            raise ValidationError(self.error_messages["too_old"], code="too_old")


class PracticeForm(forms.ModelForm):
    """What we need to check that somebody is a clinician."""

    practice = forms.CharField(label="Practice or clinic", max_length=160, validators=[unreadable])
    registration = forms.CharField(label="Registration number", max_length=60, validators=[unreadable])

    class Meta:
        model = Clinician
        fields = ["practice", "registration"]


class SignupForm(forms.Form):
    """What sign-up asks besides e-mail and password."""

    name = forms.CharField(
        label="Your name",
        max_length=120,
        validators=[unreadable],
        error_messages={"required": "Please give a name. It may be a first name only."},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    is_adult = forms.BooleanField(
        label="I am 18 or older",
        error_messages={"required": "Quiet Nights is made for adults: its numbers are not a child’s."},
    )
    is_clinician = forms.BooleanField(
        label="I am a doctor or nurse and was invited by a patient", required=False
    )
    practice = forms.CharField(
        label="Practice or clinic",
        max_length=160,
        required=False,
        validators=[unreadable],
        widget=forms.TextInput(
            attrs={"data-show-when": "is_clinician=on", "data-optional": "no", "autocomplete": "organization"}
        ),
    )
    registration = forms.CharField(
        label="Registration number",
        max_length=60,
        required=False,
        validators=[unreadable],
        widget=forms.TextInput(attrs={"data-show-when": "is_clinician=on", "data-optional": "no"}),
    )
    time_zone = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-time-zone": ""}))

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("is_clinician"):
            for name in ("practice", "registration"):
                if not cleaned.get(name) and name not in self.errors:
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


class IdentityForm(forms.ModelForm):
    """The two identifiers under which a doctor files a page."""

    name = forms.CharField(
        label="Your name, as your doctor knows you",
        max_length=120,
        validators=[unreadable],
        error_messages={"required": "Please give your name."},
    )
    date_of_birth = BornField(
        label="Date of birth", error_messages={"required": "Please give your date of birth."}
    )

    class Meta:
        model = User
        fields = ["name", "date_of_birth"]


class InvitationForm(forms.ModelForm):
    """Whom to let in: what she may read, from which date, and for how long."""

    NOT_EVERYTHING = [kind for kind in CareLink.KINDS if kind != "notes"]
    LASTS = [
        (30, "30 days"),
        (CARE_LIFE.days, f"{CARE_LIFE.days} days"),
        (180, "Half a year"),
        (365, "A year"),
    ]

    invited_email = forms.EmailField(
        label="Your doctor’s e-mail address",
        validators=[unreadable],
        error_messages={"required": "Please give the address to which we send the link."},
        widget=forms.EmailInput(attrs={"autocomplete": "off", "inputmode": "email"}),
    )
    kinds = forms.MultipleChoiceField(
        label="What may be read",
        choices=list(CareLink.KINDS.items()),
        initial=NOT_EVERYTHING,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Please choose what this doctor may read."},
    )
    shares_from = forms.DateField(
        label="Nothing older than",
        required=False,
        help_text="Leave it empty to share from your first entry.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Please give a date, like 2026-09-01."},
    )
    lasts = forms.TypedChoiceField(
        label="For how long",
        choices=LASTS,
        coerce=int,
        initial=CARE_LIFE.days,
        widget=forms.RadioSelect,
    )

    class Meta:
        model = CareLink
        fields = ["invited_email", "shares_from"]

    def __init__(self, data=None, *args, patient, **kwargs):
        super().__init__(data, *args, **kwargs)
        self.patient = patient

    def clean_invited_email(self):
        address = self.cleaned_data["invited_email"].lower()
        if address == self.patient.email.lower():
            raise ValidationError("This is your own address. Please give your doctor’s.")
        if CareLink.objects.of(self.patient).waiting().filter(invited_email=address).exists():
            raise ValidationError(
                "An invitation to this address is still waiting. Send it again or withdraw it on the sharing page."
            )
        return address

    def clean_kinds(self):
        kinds = self.cleaned_data["kinds"]
        if kinds == ["notes"]:
            raise ValidationError("Notes stand beside entries. Please choose what they belong to as well.")
        return kinds

    def clean_shares_from(self):
        first = self.cleaned_data["shares_from"]
        if first and first > timezone.localdate():
            raise ValidationError("This lies in the future. Please choose a day of your journal.")
        return first

    def save(self, commit=True):
        """The link, not stored yet: inviting is an action (`accounts.actions.invite`)."""
        link = super().save(commit=False)
        for kind in CareLink.KINDS:
            setattr(link, kind, kind in self.cleaned_data["kinds"])
        link.expires_at = timezone.now() + dt.timedelta(days=self.cleaned_data["lasts"])
        return link


class SettingsForm(forms.ModelForm):
    """Who somebody is, where she lives, and how her pages look."""

    name = forms.CharField(label="Name", max_length=120, validators=[unreadable])
    date_of_birth = BornField(label="Date of birth", required=False)
    sex = forms.ChoiceField(
        label="Sex",
        choices=[("", ""), *User.Sex.choices],
        required=False,
        widget=forms.RadioSelect,
        help_text="Some laboratory ranges differ between women and men.",
    )
    time_zone = forms.ChoiceField(
        label="Time zone",
        help_text="New entries use it. Entries you have made keep the time they were made in.",
    )
    theme = forms.ChoiceField(
        label="Colours", choices=User.Theme.choices, widget=forms.RadioSelect(attrs={"data-look": "segments"})
    )
    night_colour = forms.ChoiceField(
        label="Colour of the night page",
        choices=User.NightColour.choices,
        widget=forms.RadioSelect(attrs={"data-look": "segments"}),
    )

    class Meta:
        model = User
        fields = ["name", "date_of_birth", "sex", "time_zone", "theme", "night_colour", "news_by_mail"]
        help_texts = {
            "news_by_mail": "The mail never says what is new, only that there is something to read."
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = self._zones()
        if self.instance.is_clinician:
            self._drop_what_patients_need()

    def _zones(self):
        # A browser may have told us a zone that the list does not name.
        own = self.instance.time_zone
        listed = any(own == name for _, places in zone_choices()[1:] for name, _ in places)
        return zone_choices() if listed or own == "UTC" else [(own, own), *zone_choices()]

    def _drop_what_patients_need(self):
        for name in ("date_of_birth", "sex", "night_colour", "news_by_mail"):
            del self.fields[name]
        self.fields["time_zone"].help_text = "Times on your pages are shown in it."
        if self.instance.is_verified_clinician:
            # Patients trust the name that was checked.
            self.fields["name"].disabled = True
            self.fields["name"].help_text = "Your name was checked. To change it, write to an administrator."


class ZoneForm(forms.ModelForm):
    """The one question a browser may put by itself: is this where you are now?"""

    class Meta:
        model = User
        fields = ["time_zone"]


@cache
def zone_choices() -> list:
    """Every time zone, by continent, in words: ("Europe", [("Europe/Berlin", "Berlin"), …]) …"""
    regions: dict[str, list] = {}
    for name in sorted(zone_names()):
        region, _, place = name.partition("/")
        if place and region not in ("Etc", "SystemV", "posix", "right"):
            regions.setdefault(region, []).append((name, place.replace("_", " ").replace("/", ", ")))
    return [("UTC", "UTC"), *regions.items()]
