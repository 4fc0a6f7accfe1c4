"""The catalogue of symptoms and substances. What patients reported is not browsable here."""

from django.contrib import admin
from django.core.exceptions import ValidationError

from guides.admin import ContentAdmin, ContentForm
from guides.fields import LinesField
from journal import choices
from journal.models import Substance, SymptomType
from journal.models.supplements import Unit


class SymptomTypeForm(ContentForm):
    sites = LinesField(help_text="One site a line: " + ", ".join(choices.SITES) + ".")
    words = LinesField(help_text="One sensation word a line.")

    class Meta:
        model = SymptomType
        fields = "__all__"

    def clean_sites(self):
        unknown = [site for site in self.cleaned_data["sites"] if site not in choices.SITES]
        if unknown:
            raise ValidationError(f"Not in the list of sites: {', '.join(unknown)}.")
        return self.cleaned_data["sites"]


@admin.register(SymptomType)
class SymptomTypeAdmin(ContentAdmin):
    form = SymptomTypeForm


class SubstanceForm(ContentForm):
    units = LinesField(required=True, help_text="One unit a line: IU, mcg or mg.")

    class Meta:
        model = Substance
        fields = "__all__"

    def clean_units(self):
        known = [unit.value for unit in Unit if unit != Unit.TABLET]
        if unknown := [unit for unit in self.cleaned_data["units"] if unit not in known]:
            raise ValidationError(f"Not a unit of a label: {', '.join(unknown)}.")
        return self.cleaned_data["units"]


@admin.register(Substance)
class SubstanceAdmin(ContentAdmin):
    form = SubstanceForm
