"""Several results of one report, typed in at once: all of them are stored, or none."""

import uuid

from django import forms
from django.utils import timezone

from labs.checking import Reported
from labs.forms.fields import DrawnOnField, FastingField
from labs.forms.reported import ReportedFields, check, lab_name_field, prepare
from labs.forms.result import canonical
from labs.models import LabResult, LabTest

SPOKEN = {"range_low": "lab’s range from", "range_high": "lab’s range to"}


class ReportForm(forms.Form):
    """What is said once for the whole report."""

    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    drawn_on = DrawnOnField()
    lab_name = lab_name_field()
    fasting = FastingField()
    entered_by_carer = forms.BooleanField(label="Entered by a carer", required=False)

    def __init__(self, *args, patient, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("client_id", uuid.uuid4())
        self.fields["drawn_on"].patient = patient
        self.fields["drawn_on"].widget.attrs["max"] = timezone.localdate().isoformat()


class RowForm(ReportedFields):
    """One test of the report. A row without a number is left out."""

    def __init__(self, *args, test, head, **kwargs):
        super().__init__(*args, prefix=test.slug, **kwargs)
        self.head, self.reported = head, None
        self.fields["unit"].widget = forms.Select()
        prepare(self, test, empty="unit")
        for name, field in self.fields.items():
            field.required = False
            field.widget.attrs |= {
                "data-optional": "no",
                "aria-label": f"{test.short_name}, {SPOKEN.get(name, field.label)}",
            }
            if name.startswith("range"):
                field.widget.attrs["placeholder"] = {"range_low": "from", "range_high": "to"}[name]

    def clean(self):
        cleaned = super().clean()
        if "value" in self.errors:
            return cleaned
        if cleaned.get("value") is None:
            self._ask_for_value(cleaned)
            return cleaned
        if not cleaned.get("unit") and "unit" not in self.errors:
            self.add_error("unit", self.fields["unit"].error_messages["required"])
        fasting = self.head.cleaned_data.get("fasting") if self.head.is_valid() else None
        self.reported = check(self, fasting)
        return cleaned

    def _ask_for_value(self, cleaned):
        if cleaned.get("range_low") is not None or cleaned.get("range_high") is not None:
            self.add_error(
                "value", "There is a range here but no result. Please give the number, or clear the range."
            )


class PanelForm:
    """The head and the rows of one report, as one thing that is valid or not."""

    def __init__(self, data, *, patient, tests: list[LabTest]):
        self.patient = patient
        self.head = ReportForm(data, patient=patient)
        self.rows = [RowForm(data, test=test, head=self.head) for test in tests]
        if not any(test.fasting_only for test in tests):
            del self.head.fields["fasting"]
        self.problem = ""

    @property
    def forms(self):
        return [self.head, *self.rows]

    def is_valid(self) -> bool:
        if not self.head.is_bound:
            return False
        # Every row is looked at, so that all that is wrong is said at once.
        valid = all([form.is_valid() for form in self.forms])  # noqa: C419
        if valid and not self.filled:
            self.problem = "Please give at least one result."
        return valid and not self.problem

    @property
    def has_errors(self) -> bool:
        return any(form.errors for form in self.forms)

    @property
    def filled(self) -> list[RowForm]:
        return [row for row in self.rows if row.reported]

    def results(self) -> list[LabResult]:
        """Not stored yet. Each has an id of its own made from the page's, so sending twice stores once."""
        return [self._result(row) for row in self.filled]

    def _result(self, row):
        said = self.head.cleaned_data
        page = said.get("client_id") or uuid.uuid4()
        return result_of(
            self.patient,
            row.test,
            row.reported,
            client_id=uuid.uuid5(page, row.test.slug),
            drawn_on=said["drawn_on"],
            lab_name=said["lab_name"],
            entered_by_carer=said["entered_by_carer"],
        )


def result_of(patient, test: LabTest, reported: Reported, **fields) -> LabResult:
    return LabResult(
        patient=patient,
        test=test,
        value=reported.value,
        comparator=reported.comparator,
        unit=reported.unit,
        canonical_value=canonical(test, reported),
        range_low=reported.range_low,
        range_high=reported.range_high,
        fasting=reported.fasting,
        **fields,
    )
