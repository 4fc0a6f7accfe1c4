"""Starting a supplement: the product, what is in it, and how it is taken."""

import datetime as dt

from django import forms

from accounts.records import PatientRecordForm
from journal.coaching import baseline
from journal.forms.amounts import AmountField
from journal.forms.days import YEAR_AHEAD, DayField, belong_to
from journal.forms.rows import PartForm
from journal.models import Ingredient, Phase, Regimen, Substance, Supplement, SymptomType
from journal.models.supplements import Unit

NO_SYMPTOM = "none"
TEN_YEARS = dt.timedelta(days=3653)
UNIT_ERRORS = {
    "required": "Please choose the unit. Without it the amount says nothing.",
    "invalid_choice": "Please choose a unit from the list.",
}


class ProductForm(PartForm):
    class Meta:
        model = Supplement
        fields = ["name"]
        labels = {"name": "Name of the product"}
        help_texts = {"name": "As on the pack, for example “Vitamin D3 1,000”."}
        error_messages = {"name": {"required": "Please give the name on the pack."}}


class RegimenForm(PatientRecordForm):
    """Why, since when, and on whose advice. A new one is also asked whether it has begun already."""

    main_symptom = forms.ChoiceField(
        label="Which symptom is it mainly for?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Please choose one: the verdict will be about it.",
            "invalid_choice": "Please choose one from the list.",
        },
    )
    begun = forms.ChoiceField(
        label="Have you begun already?",
        choices=[("new", "No, I begin today or later"), ("already", "Yes, I already take it")],
        widget=forms.RadioSelect(attrs={"data-look": "list"}),
        error_messages={"required": "Please choose one: it decides what can be learned."},
    )
    started_on = DayField(label="First dose on", ahead=YEAR_AHEAD)
    is_prescribed = forms.TypedChoiceField(
        label="Who decided on it?",
        choices=[("yes", "A doctor prescribed it"), ("no", "I started it myself"), ("unsaid", "Not said")],
        coerce={"yes": True, "no": False}.get,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Regimen
        fields = ["main_symptom", "why_now", "started_on", "is_prescribed", "entered_by_carer"]
        labels = {"why_now": "Why now?", "entered_by_carer": "Entered by a carer"}
        widgets = {"why_now": forms.Textarea(attrs={"rows": 2})}
        help_texts = {
            "why_now": "One line is enough: “the cramps got worse”, “a low blood test”, “my doctor advised it”."
        }

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        belong_to(self)
        self.today = today
        self._symptoms = {symptom.slug: symptom for symptom in SymptomType.objects.published()}
        names = [(slug, symptom.name) for slug, symptom in self._symptoms.items()]
        self.fields["main_symptom"].choices = [*names, (NO_SYMPTOM, "None of these")]
        if self.instance.pk:
            del self.fields["begun"]
            self._show_stored()

    def clean_main_symptom(self):
        return self._symptoms.get(self.cleaned_data["main_symptom"])

    def clean(self):
        cleaned = super().clean()
        begun, day = cleaned.get("begun"), cleaned.get("started_on")
        if begun == "new" and day and day < self.today:
            self.add_error("started_on", "This day has passed. If you already take it, choose “Yes” above.")
        if begun == "already" and day and day > self.today:
            self.add_error("started_on", "This day lies ahead. If you have not begun, choose “No” above.")
        if day and self.instance.ended_on and day > self.instance.ended_on:
            self.add_error("started_on", "This lies after the last dose that you noted.")
        if begun:
            self.instance.already_started = begun == "already" and not self._has_nights_before(day)
        return cleaned

    def _has_nights_before(self, day):
        # Begun while the diary was kept already: then there is something to compare with.
        return day is not None and baseline(self.patient, day).is_long_enough

    def _show_stored(self):
        symptom, said = self.instance.main_symptom, self.instance.is_prescribed
        if symptom and symptom.slug not in self._symptoms:
            # Withdrawn from the catalogue since: what was chosen stays.
            self._symptoms[symptom.slug] = symptom
            self.fields["main_symptom"].choices.insert(0, (symptom.slug, symptom.name))
        self.initial["main_symptom"] = symptom.slug if symptom else NO_SYMPTOM
        self.initial["is_prescribed"] = {True: "yes", False: "no", None: "unsaid"}[said]


class EndForm(PatientRecordForm):
    ended_on = DayField(label="Last dose on", ahead=YEAR_AHEAD)

    class Meta:
        model = Regimen
        fields = ["ended_on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        belong_to(self)

    def clean_ended_on(self):
        day = self.cleaned_data["ended_on"]
        if day and day < self.instance.started_on:
            raise forms.ValidationError("The last dose lies before the first.")
        return day


class IngredientForm(PartForm):
    substance = forms.ModelChoiceField(
        label="Ingredient",
        queryset=Substance.objects.published(),
        to_field_name="slug",
        empty_label="Choose…",
        error_messages={
            "required": "Please choose what is in it.",
            "invalid_choice": "Please choose an ingredient from the list.",
        },
    )
    amount = AmountField(label="In one tablet", required=False)
    unit = forms.ChoiceField(label="Unit", required=False, error_messages=UNIT_ERRORS)

    class Meta:
        model = Ingredient
        fields = ["substance", "amount", "unit"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [
            ("", "Choose…"),
            *(one for one in Unit.choices if one[0] != Unit.TABLET),
        ]
        if self.instance.substance_id:
            self.initial["substance"] = self.instance.substance

    def clean(self):
        cleaned = super().clean()
        amount, unit = cleaned.get("amount"), cleaned.get("unit")
        if amount and not unit and "unit" not in self.errors:
            self.add_error("unit", UNIT_ERRORS["required"])
        if unit and amount is None and "amount" not in self.errors:
            self.add_error("amount", "Please give the amount too, or clear the unit.")
        return cleaned


class PhaseForm(PartForm):
    """One step of the plan. Its days may be left out: it begins when the one before it ends."""

    amount = AmountField(label="How much at a time?")
    unit = forms.ChoiceField(
        label="Unit", choices=[("", "Choose…"), *Unit.choices], error_messages=UNIT_ERRORS
    )
    frequency = forms.ChoiceField(
        label="How often?",
        choices=[("", "Choose…"), *Phase.Frequency.choices],
        error_messages={
            "required": "Please choose how often.",
            "invalid_choice": "Please choose how often from the list.",
        },
    )
    times = forms.IntegerField(
        label="How many times a week?",
        required=False,
        min_value=1,
        max_value=7,
        error_messages={
            "min_value": "Please give a number from 1 to 7.",
            "max_value": "Please give a number from 1 to 7.",
            "invalid": "Please give a number from 1 to 7.",
        },
    )
    days = forms.IntegerField(
        label="Every how many days?",
        required=False,
        min_value=1,
        max_value=366,
        error_messages={
            "min_value": "Please give a number of days, like 2.",
            "max_value": "Please give a number of days up to 366.",
            "invalid": "Please give a number of days, like 2.",
        },
    )
    weeks = forms.IntegerField(
        label="For how many weeks?",
        required=False,
        min_value=1,
        max_value=520,
        help_text="Leave empty if you take it until further notice.",
        error_messages={
            "min_value": "Please give a number of weeks, like 8.",
            "max_value": "This is more than ten years. Please check it.",
            "invalid": "Please give a number of weeks, like 8.",
        },
    )
    starts_on = DayField(
        label="From",
        required=False,
        ahead=TEN_YEARS,
        help_text="Leave empty if it follows at once.",
        error_messages={"too_far": "This is more than ten years away. Please check the year."},
    )
    ends_on = DayField(
        label="Until",
        required=False,
        ahead=TEN_YEARS,
        help_text="Only if you know the day better than the weeks.",
        error_messages={"too_far": "This is more than ten years away. Please check the year."},
    )

    # Set by `ask_about`.
    question = question_about = question_key = ""
    is_confirmed = False

    class Meta:
        model = Phase
        fields = ["amount", "unit", "frequency", "starts_on", "ends_on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        belong_to(self)
        for name, frequency in (("times", Phase.Frequency.N_A_WEEK), ("days", Phase.Frequency.EVERY_N_DAYS)):
            self.fields[name].widget.attrs |= {
                "data-show-when": f"{self.add_prefix('frequency')}={frequency}"
            }
            if self.instance.frequency == frequency:
                self.initial[name] = self.instance.every
        if self.is_stored:
            self._show_length()

    def clean(self):
        cleaned = super().clean()
        self.instance.every = self._how_many(cleaned)
        if cleaned.get("weeks") and cleaned.get("ends_on"):
            self.add_error("weeks", "Please give either the weeks or the last day, not both.")
        return cleaned

    def ask_about(self, words, amount, unit, substances):
        """Ask whether a large dose is meant. The tick holds for exactly this amount, unit and substance."""
        self.question = "\n".join(dict.fromkeys(one.confirm_question for one in substances))
        self.question_about = words
        self.question_key = " ".join([amount, unit, *(one.slug for one in substances)])
        self.is_confirmed = self.data.get(self.add_prefix("confirmed")) == self.question_key
        if not self.is_confirmed:
            self.add_error("amount", self.question)

    def _how_many(self, cleaned):
        name = {Phase.Frequency.N_A_WEEK: "times", Phase.Frequency.EVERY_N_DAYS: "days"}.get(
            cleaned.get("frequency")
        )
        if name and cleaned.get(name) is None and name not in self.errors:
            self.add_error(name, "Please give the number.")
        return cleaned.get(name) if name else None

    def _show_length(self):
        """Whole weeks as weeks, anything else as the last day; "once" has no length."""
        first, last = self.instance.starts_on, self.instance.ends_on
        weeks, odd_days = divmod((last - first).days + 1, 7) if last else (0, 0)
        if weeks and not odd_days:
            self.initial |= {"weeks": weeks, "ends_on": None}
        if self.instance.frequency == Phase.Frequency.ONCE and last == first:
            self.initial["ends_on"] = None
