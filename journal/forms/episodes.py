import datetime as dt
from decimal import Decimal

from django import forms
from django.utils import timezone

from accounts.instants import CLOCK_SLACK, InstantField
from accounts.records import PatientRecordForm
from journal import choices
from journal.forms.fields import CARER, KeypadField, NoteField, NumberField, SlugsField, YesNoField
from journal.forms.offers import offered_sites, offered_words
from journal.models import Episode, SymptomType

LONGEST_MINUTES = 24 * 60
# A timer that was never stopped says nothing about how long it lasted, so its tick is not offered again later.
STILL_BELIEVED = dt.timedelta(hours=1)


class EpisodeForm(PatientRecordForm):
    """One bout of a symptom. Only what and when are asked for; everything else may stay open."""

    symptom = forms.ModelChoiceField(
        SymptomType.objects.none(),
        to_field_name="slug",
        widget=forms.RadioSelect,
        empty_label=None,
        label="What was it?",
        error_messages={
            "required": "Please choose what it was.",
            "invalid_choice": "Please choose one of these.",
        },
    )
    started_at = InstantField(
        label="When did it start?", error_messages={"required": "Please say when it started."}
    )
    severity = KeypadField(label="How bad was it?", required=False)
    sites = SlugsField(choices.SITES, label="Where?")
    duration_minutes = forms.DecimalField(
        label="How many minutes?",
        required=False,
        decimal_places=1,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "any", "min": "0"}),
        error_messages={
            "invalid": "Please give the minutes as a number, like 4.",
            "max_decimal_places": "Please give at most one digit after the point.",
        },
    )
    ended_at = InstantField(label="Or: when did it end?", required=False)
    still_going = forms.BooleanField(label="It is still going on", required=False)
    woke = YesNoField(label="Did it wake you?")
    words = SlugsField([], label="What did it feel like?")
    relief = SlugsField(choices.RELIEF, label="What did you try?")
    relief_helped = SlugsField(choices.RELIEF, label="Which of these helped?")
    hints = SlugsField(choices.HINTS, label="Anything you noticed?")
    urge_to_move = YesNoField(label="Did you feel an urge to move the legs?")
    walking_distance_m = NumberField(most=100_000, label="If it came on walking: after how many metres?")
    soreness = YesNoField(label="Was it sore afterwards?")
    signs = SlugsField([], label="Anything different from usual?")
    note = NoteField(label="Note")
    entered_by_carer = forms.BooleanField(label=CARER, required=False)

    class Meta:
        model = Episode
        fields = [
            "symptom", "started_at", "severity", "sites", "duration_minutes", "still_going", "woke", "words",
            "relief", "relief_helped", "hints", "urge_to_move", "walking_distance_m", "soreness", "signs", "note",
            "entered_by_carer",
        ]  # fmt: skip

    def __init__(self, *args, following, signs, **kwargs):
        super().__init__(*args, **kwargs)
        self.following = following
        self.was_started_at = self.instance.started_at
        self.fields["symptom"].queryset = SymptomType.objects.filter(slug__in=self._symptoms())
        self.fields["symptom"].choices = [(slug, symptom.name) for slug, symptom in self._symptoms().items()]
        self.fields["words"].choices = [(word, word) for word in self._all_words()]
        self.fields["signs"].choices = [(sign.slug, sign.sign) for sign in signs]
        for name in ("started_at", "ended_at"):
            self.fields[name].patient = self.patient
        self._start_open()

    @property
    def symptom_options(self):
        """The buttons for what it was: those this patient uses at hand, the others behind a word."""
        usual = {symptom.slug for symptom in self.following.followed}
        options = list(self["symptom"])
        at_hand = [option for option in options if option.data["value"] in usual or option.data["selected"]]
        return {"usual": at_hand, "others": [option for option in options if option not in at_hand]}

    @property
    def site_rows(self):
        return offered_sites(self["sites"], self._symptoms().values())

    @property
    def word_options(self):
        return offered_words(self["words"], self._symptoms().values())

    @property
    def has_more(self) -> bool:
        """Whether something behind “More about it” is filled in, or wrong."""
        names = set(self.fields) - {
            "symptom",
            "started_at",
            "severity",
            "sites",
            "signs",
            "client_id",
            "version",
        }
        return any(self[name].errors or _is_given(self[name].value()) for name in names)

    def clean(self):
        cleaned = super().clean()
        self._keep_the_second(cleaned)
        self._settle_the_end(cleaned)
        # What helped was also tried.
        tried, helped = cleaned.get("relief", []), cleaned.get("relief_helped", [])
        cleaned["relief"] = [slug for slug in choices.RELIEF if slug in tried or slug in helped]
        return cleaned

    def save(self, commit=True):
        episode = self.instance
        if episode.started_at != self.was_started_at:
            # In the zone where it was first written down: an entry does not move when the patient travels.
            told_at = episode.created_at or timezone.now()
            episode.happened(episode.started_at, episode.zone or self.patient.time_zone, told_at=told_at)
        return super().save(commit)

    def ask_within(self, night: dt.date, first: dt.datetime, end: dt.datetime) -> None:
        """Ask for a moment of this night."""
        when = self.fields["started_at"]
        when.help_text = f"This night lasts from noon on {night:%-d %B} to noon on the next day."
        bounds = [timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M") for moment in (first, end)]
        when.widget.widgets[0].attrs |= dict(zip(("min", "max"), bounds, strict=True))

    def _start_open(self):
        if not self.instance.pk:
            return
        self.initial["symptom"] = self.instance.symptom.slug
        self.initial["still_going"] = (
            self.instance.still_going and timezone.now() - self.instance.started_at < STILL_BELIEVED
        )

    def _symptoms(self):
        """What may be chosen, by slug: the catalogue, and what this entry is about even if it left the catalogue."""
        own = [self.instance.symptom] if self.instance.pk else []
        return {symptom.slug: symptom for symptom in (*self.following.catalogue, *own)}

    def _all_words(self):
        stored = self.instance.words or []
        return dict.fromkeys(
            [word for symptom in self._symptoms().values() for word in symptom.words] + stored
        )

    def _keep_the_second(self, cleaned):
        """The box shows minutes; an unchanged minute keeps the stored second."""
        given, before = cleaned.get("started_at"), self.was_started_at
        if given and before and given == before.replace(second=0, microsecond=0):
            cleaned["started_at"] = before

    def _settle_the_end(self, cleaned):
        start, end, minutes = (cleaned.get(name) for name in ("started_at", "ended_at", "duration_minutes"))
        if cleaned.get("still_going") and (end or minutes is not None):
            self.add_error("still_going", "You also gave an end. Please choose one of the two.")
        elif end and start:
            self._use_end(cleaned, start, end, minutes)
        elif minutes is not None:
            self._check_minutes("duration_minutes", start, minutes)

    def _use_end(self, cleaned, start, end, minutes):
        lasted = Decimal(round((end - start.replace(second=0, microsecond=0)).total_seconds() / 60, 1))
        if lasted < 0:
            self.add_error("ended_at", "The end lies before the start.")
        elif minutes is not None and not lasted - 1 <= minutes <= lasted + 1:
            self.add_error(
                "ended_at", "The minutes and this time do not agree. Please give only one of them."
            )
        else:
            self._check_minutes("ended_at", start, lasted)
            cleaned["duration_minutes"] = lasted.quantize(Decimal("0.1")) if minutes is None else minutes

    def _check_minutes(self, name, start, minutes):
        if minutes < 0:
            self.add_error(name, "The end lies before the start.")
        elif minutes > LONGEST_MINUTES:
            self.add_error(
                name,
                "That is longer than 24 hours. Please check it. What is there all day is better given as "
                "a daily score.",
            )
        elif start and start + dt.timedelta(minutes=float(minutes)) > timezone.now() + CLOCK_SLACK:
            self.add_error(name, "This end lies in the future. If it has not ended, tick “still going on”.")


def _is_given(value) -> bool:
    return any(value) if isinstance(value, list) else value not in (None, "", False)
