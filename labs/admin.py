"""Lab tests and band sets. Results are patients' data and not browsable here."""

from decimal import Decimal, InvalidOperation

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError

from guides.admin import ContentAdmin, ContentForm
from guides.models import Notice
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
        test, bands = cleaned.get("test"), cleaned.get("bands")
        if test and bands:
            self._check_units(test, bands)
            self._check_notices({band["notice"] for band in bands if band.get("notice")})
        return cleaned

    def _check_units(self, test, bands):
        limits = bands[0].get("below") or bands[0].get("up_to") or {}
        for unit in set(limits) - {*test.known_units.spellings}:
            self.add_error("bands", f"“{unit}” is not a unit of this test.")

    def _check_notices(self, slugs):
        # One that does not exist would never be shown, and nobody would know.
        for slug in sorted(slugs - {*Notice.objects.values_list("slug", flat=True)}):
            self.add_error("bands", f"There is no notice “{slug}”.")


@admin.register(BandSet)
class BandSetAdmin(ContentAdmin):
    form = BandSetForm


class LabTestForm(ContentForm):
    class Meta:
        model = LabTest
        fields = "__all__"

    def clean_units(self):
        units = self.cleaned_data["units"] or []
        if not isinstance(units, list) or not all(map(_is_conversion, units)):
            raise ValidationError(
                "A list of units, each with “unit” and, as texts, “factor” and if needed “divisor” and “shift”."
            )
        return units


def _is_conversion(row) -> bool:
    """Whether every value can be turned into this unit and back."""
    if not isinstance(row, dict) or not isinstance(row.get("unit"), str) or not row["unit"].strip():
        return False
    try:
        numbers = {name: Decimal(row.get(name, "1")) for name in ("factor", "divisor", "shift")}
    except (InvalidOperation, TypeError, ValueError):
        return False
    return all(number.is_finite() for number in numbers.values()) and bool(
        numbers["factor"] * numbers["divisor"]
    )


@admin.register(LabTest)
class LabTestAdmin(ContentAdmin):
    form = LabTestForm
