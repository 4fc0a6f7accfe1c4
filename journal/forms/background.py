from django import forms

from accounts.records import PatientRecordForm
from journal import choices
from journal.forms.days import YEAR_AHEAD, DayField, belong_to, refuse_end_before_start
from journal.models import Change, Condition, Examination, Medicine

NOTE = forms.Textarea(attrs={"rows": 3})
CARER = "Entered by a carer"


class BackgroundForm(PatientRecordForm):
    """A row of the background with a beginning, an end and a note."""

    first = last = ""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        belong_to(self)

    def clean(self):
        cleaned = super().clean()
        if self.last:
            refuse_end_before_start(self, self.first, self.last)
        return cleaned


class MedicineForm(BackgroundForm):
    first, last = "started_on", "stopped_on"

    started_on = DayField(label="Since", required=False, ahead=YEAR_AHEAD, help_text="Roughly is fine.")
    stopped_on = DayField(
        label="Until", required=False, ahead=YEAR_AHEAD, help_text="Leave empty while you take it."
    )

    class Meta:
        model = Medicine
        fields = ["name", "dose", "kind", "started_on", "stopped_on", "note", "entered_by_carer"]
        labels = {
            "name": "Name of the medicine",
            "dose": "Dose, as on the label",
            "kind": "Kind, if you know it",
            "entered_by_carer": CARER,
        }
        help_texts = {
            "kind": "Some kinds matter for cramps, nerves or vitamin D. Skip it if you are not sure."
        }
        error_messages = {"name": {"required": "Please give the name on the box."}}
        widgets = {"note": NOTE}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "Not sure"), *choices.MEDICINE_CLASSES.items()]


class ConditionForm(BackgroundForm):
    """The details of an answer: the yes or no itself is one tap on the list."""

    first, last = "since", "until"

    since = DayField(label="Since", required=False, help_text="Roughly is fine.")
    until = DayField(label="Until", required=False, ahead=YEAR_AHEAD, help_text="If it is over.")

    class Meta:
        model = Condition
        fields = ["since", "until", "note", "entered_by_carer"]
        labels = {"entered_by_carer": CARER}
        widgets = {"note": NOTE}


class ChangeForm(BackgroundForm):
    first, last = "started_on", "ended_on"

    started_on = DayField(label="Since", ahead=YEAR_AHEAD)
    ended_on = DayField(
        label="Until", required=False, ahead=YEAR_AHEAD, help_text="Leave empty while it goes on."
    )

    class Meta:
        model = Change
        fields = ["kind", "what", "started_on", "ended_on", "note", "entered_by_carer"]
        labels = {"kind": "What kind of change?", "what": "What changed?", "entered_by_carer": CARER}
        help_texts = {"what": "A few words: “calf stretching every evening”, “two weeks in Spain”."}
        error_messages = {
            "kind": {"required": "Please choose one."},
            "what": {"required": "Please say in a few words what changed."},
        }
        widgets = {"kind": forms.RadioSelect, "note": NOTE}


class ChangeTapForm(PatientRecordForm):
    """One tap: this kind of change, from today. The words can be made better later."""

    class Meta:
        model = Change
        fields = ["kind"]

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def save(self, commit=True):
        self.instance.what = self.instance.get_kind_display()
        self.instance.started_on = self.today
        return super().save(commit)


class ExaminationForm(BackgroundForm):
    done_on = DayField(label="When")

    class Meta:
        model = Examination
        fields = ["kind", "done_on", "note", "entered_by_carer"]
        labels = {
            "kind": "Which test?",
            "note": "What it showed, in the words you were told",
            "entered_by_carer": CARER,
        }
        error_messages = {"kind": {"required": "Please choose one."}}
        widgets = {"kind": forms.RadioSelect, "note": NOTE}
