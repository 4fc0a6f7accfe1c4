"""Lab tests and band sets. Results are patients' data and not browsable here."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError

from guides.admin import ContentAdmin, ContentForm
from labs.band_text import BadLine, from_lines, to_lines
from labs.models import BandSet, LabTest


class BandLinesField(forms.CharField):
    widget = forms.Textarea(attrs={"rows": 8, "class": "vLargeTextField"})

    def prepare_value(self, value):
        return to_lines(value) if isinstance(value, list) else value

    def to_python(self, value):
        try:
            return from_lines(super().to_python(value) or "")
        except BadLine as why:
            raise ValidationError(str(why)) from None

    def has_changed(self, initial, data):
        try:
            return initial != from_lines(data or "")
        except BadLine:
            return True


class BandSetForm(ContentForm):
    bands = BandLinesField(
        help_text="One band a line, lowest first: “below 20 ng/mL = 50 nmol/L | word | meaning | tone”. "
        "The last line begins with “above”."
    )

    class Meta:
        model = BandSet
        fields = "__all__"

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("test") and cleaned.get("bands"):
            known = {cleaned["test"].canonical_unit, *(other["unit"] for other in cleaned["test"].units)}
            limits = cleaned["bands"][0].get("below") or cleaned["bands"][0].get("up_to") or {}
            for unit in set(limits) - known:
                self.add_error("bands", f"“{unit}” is not a unit of this test.")
        return cleaned


@admin.register(BandSet)
class BandSetAdmin(ContentAdmin):
    form = BandSetForm


class LabTestForm(ContentForm):
    class Meta:
        model = LabTest
        fields = "__all__"


@admin.register(LabTest)
class LabTestAdmin(ContentAdmin):
    form = LabTestForm
