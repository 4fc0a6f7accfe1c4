from decimal import Decimal

from django import forms
from django.utils import timezone

from accounts.records import PatientRecordForm
from labs import wording
from labs.checking import Reported
from labs.forms.fields import DrawnOnField, FastingField
from labs.forms.reported import ReportedFields, check, lab_name_field, note_field, prepare
from labs.models import LabResult, LabTest

SIX_PLACES = Decimal("0.000001")


def canonical(test: LabTest, reported: Reported) -> Decimal:
    """As stored beside what was reported."""
    return reported.canonical(test).quantize(SIX_PLACES)


class LabResultForm(PatientRecordForm, ReportedFields):
    """One result of one test. What was printed is kept; the canonical value is worked out beside it."""

    test = forms.ModelChoiceField(LabTest.objects.none(), to_field_name="slug", widget=forms.HiddenInput)
    drawn_on = DrawnOnField()
    fasting = FastingField()
    lab_name = lab_name_field()
    note = note_field()

    class Meta:
        model = LabResult
        fields = [
            "test", "value", "comparator", "unit", "drawn_on", "range_low", "range_high", "fasting",
            "lab_name", "note", "entered_by_carer",
        ]  # fmt: skip
        labels = {"entered_by_carer": "Entered by a carer"}

    def __init__(self, *args, test, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["test"] = test.slug
        self.fields["test"].queryset = LabTest.objects.filter(pk=test.pk)
        self.reported = None
        self.fields["drawn_on"].patient = self.patient
        self.fields["drawn_on"].widget.attrs["max"] = timezone.localdate().isoformat()
        self.fields["fasting"].required = test.fasting_only
        self.fields["fasting"].error_messages["required"] = wording.fasting_unsaid()
        prepare(self, test)

    def clean(self):
        cleaned = super().clean()
        self.reported = check(self, cleaned.get("fasting"))
        if self.reported:
            self.instance.canonical_value = canonical(self.test, self.reported)
        return cleaned

    def stored_report(self) -> Reported | None:
        """What the row said before it was opened."""
        if not self.instance.pk:
            return None
        row = LabResult.objects.of(self.patient).get(pk=self.instance.pk)
        return Reported(row.value, row.unit, row.comparator, row.range_low, row.range_high, row.fasting)
