import datetime as dt

from django import forms
from django.utils.functional import cached_property

from accounts.records import PatientRecordForm
from journal import choices
from journal.forms.fields import (
    CARER,
    KeypadField,
    NoteField,
    NumberField,
    SlugsField,
    YesNoField,
    mark_carer,
)
from journal.models import CheckIn, DailyScore
from journal.nights import NIGHT_BEGINS, NOON
from journal.words import counted, listing

# Above this many in one night the number is asked back; above the other it is a slip.
MANY, TOO_MANY = 10, 99
NOT_YET = "This night has not begun yet. You can answer it tomorrow morning."
BEFORE_BIRTH = "This night lies before the date of birth in your settings."


class NightForm(PatientRecordForm):
    """What is said about one night: at most once, never about a night to come."""

    # What makes a new word on this night a new answer, of which it matters how late it came.
    said: tuple[str, ...] = ()
    # From which hour of its evening a night may be spoken of.
    opens = NOON

    def __init__(self, *args, now, zone=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.now, self.zone = now, zone or self.patient.zone
        self.was = self._what_is_said() if self.instance.pk else None

    def clean(self):
        cleaned = super().clean()
        born, night = self.patient.date_of_birth, self.instance.night
        if self.now < dt.datetime.combine(night, self.opens, self.zone):
            self.add_error(None, NOT_YET)
        elif (born and night < born) or night.year < 1900:
            self.add_error(None, BEFORE_BIRTH)
        return cleaned

    def save(self, commit=True):
        if not self.says_the_same:
            self.instance.answered(self.now, self.zone)
        mark_carer(self)
        return super().save(commit)

    @property
    def says_the_same(self):
        """Whether what was said before is said again. Ask once the form is valid."""
        return self.was == self._what_is_said()

    def _what_is_said(self):
        return [getattr(self.instance, name) for name in self.said]

    def _get_validation_exclusions(self):
        # The night comes from the address, not from the form; it is half of "once a night" all the same.
        return super()._get_validation_exclusions() - {"night", "symptom"}

    def _model_fields(self):
        return list({*super()._model_fields(), *self.said})


class AnswerForm(NightForm):
    """The one tap: quiet, yes, or I don't remember."""

    said = ("answer", "counts")
    opens = NIGHT_BEGINS

    answer = forms.ChoiceField(
        label="How was the night?",
        choices=CheckIn.Answer.choices,
        widget=forms.RadioSelect(attrs={"data-look": "answers"}),
        error_messages={
            "required": "Please choose one.",
            "invalid_choice": "Please choose one of these three.",
        },
    )
    keep_both = forms.BooleanField(required=False)
    many_is_right = forms.BooleanField(required=False)

    class Meta:
        model = CheckIn
        fields = ["answer"]

    def __init__(self, *args, following, episodes, **kwargs):
        super().__init__(*args, **kwargs)
        self.following, self.episodes = following, episodes
        # (name of the button that says yes, what is asked, what the button says)
        self.questions: list[tuple[str, str, str]] = []
        self.count_names = {
            symptom.slug: f"count_{symptom.slug}"
            for symptom in (*following.followed, *following.others)
            if not symptom.is_scored
        }
        for symptom in (*following.followed, *following.others):
            if not symptom.is_scored:
                self.fields[self.count_names[symptom.slug]] = NumberField(
                    most=TOO_MANY, label=symptom.plural.capitalize()
                )
                self.initial[self.count_names[symptom.slug]] = self.instance.counts.get(symptom.slug)

    @cached_property
    def counts(self):
        """The number boxes: first those of the symptoms this patient follows, then all others."""
        followed = {symptom.slug for symptom in self.following.followed}
        boxes = [(slug in followed, self[name]) for slug, name in self.count_names.items()]
        others = [box for is_usual, box in boxes if not is_usual]
        return {
            "usual": [box for is_usual, box in boxes if is_usual],
            "others": others,
            "has_others": any(box.value() or box.errors for box in others),
        }

    def clean(self):
        cleaned = super().clean()
        answer = cleaned.get("answer")
        numbers = {slug: cleaned.get(name) for slug, name in self.count_names.items()}
        if answer == CheckIn.Answer.QUIET:
            self._check_quiet(cleaned, numbers)
        elif answer == CheckIn.Answer.YES:
            self._check_many(cleaned, numbers)
        return cleaned

    def _post_clean(self):
        self.instance.counts = self._counts()
        super()._post_clean()

    def _counts(self):
        if self.cleaned_data.get("answer") != CheckIn.Answer.YES:
            return {}
        # The one tap brings one box or none: what was said with the others stays.
        posted = {slug: name for slug, name in self.count_names.items() if self.add_prefix(name) in self.data}
        kept = {slug: number for slug, number in self.instance.counts.items() if slug not in posted}
        given = {slug: self.cleaned_data.get(name) for slug, name in posted.items()}
        counts = kept | {slug: number for slug, number in given.items() if number is not None}
        return counts or self._at_least()

    def _at_least(self):
        """“Yes” to the question about cramps, without a number, is at least one cramp."""
        asked = self.following.asked
        if asked is None or any(row.symptom_id == asked.pk for row in self.episodes):
            return {}
        return {asked.slug: 1}

    def _check_quiet(self, cleaned, numbers):
        if any(numbers.values()):
            self.add_error("answer", "You gave a number below. Was it a quiet night, or “Yes”?")
            return
        already = self.instance.pk and self.was and self.was[0] == CheckIn.Answer.QUIET
        if self.episodes and not already and not cleaned.get("keep_both"):
            noted = listing(f"a {row.symptom.singular} at {row.local_start:%H:%M}" for row in self.episodes)
            self._ask("answer", "keep_both", f"You logged {noted}. Keep both?", "Yes, keep both")

    def _check_many(self, cleaned, numbers):
        plural = {symptom.slug: (symptom.singular, symptom.plural) for symptom in self.following.catalogue}
        for slug, number in numbers.items():
            known = self.was and self.was[1].get(slug) == number
            if number and number > MANY and not known and not cleaned.get("many_is_right"):
                sentence = f"{counted(number, *plural[slug])} in one night?".capitalize()
                self._ask(self.count_names[slug], "many_is_right", sentence, "Yes, that is right")

    def _ask(self, field, name, sentence, yes):
        self.add_error(field, sentence)
        self.questions.append((name, sentence, yes))


class CheckInForm(AnswerForm):
    """The whole word on a night, with everything that may be added."""

    sleep_quality = KeypadField(label="How did you sleep?", required=False, ends="0 very badly, 10 very well")
    awakenings = NumberField(
        most=50, label="How often did you wake up?", sentence="Please give a number up to 50."
    )
    contributors = SlugsField(choices.CONTRIBUTORS, label="The day before, anything unusual?")
    pain_medicine = YesNoField(label="Did you take pain medicine?")
    signs = SlugsField([], label="Anything different from usual?")
    note = NoteField(label="Note")
    entered_by_carer = forms.BooleanField(label=CARER, required=False)

    class Meta:
        model = CheckIn
        fields = [
            "answer", "sleep_quality", "awakenings", "contributors", "pain_medicine", "signs", "note",
            "entered_by_carer",
        ]  # fmt: skip

    def __init__(self, *args, signs, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["signs"].choices = [(sign.slug, sign.sign) for sign in signs]


class DayBeforeForm(NightForm):
    """What breakfast adds to an answer, a tap at a time: anything unusual the day before."""

    contributors = SlugsField(choices.CONTRIBUTORS, label="The day before, anything unusual?")

    class Meta:
        model = CheckIn
        fields = ["contributors"]

    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, instance=instance, auto_id=f"before-{instance.pk}-%s", **kwargs)


class ScoreForm(NightForm):
    """The worst of the last 24 hours, on a scale from 0 to 10."""

    said = ("score",)

    score = KeypadField()

    class Meta:
        model = DailyScore
        fields = ["score"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["score"].label = self.instance.symptom.score_question
