from django import forms

from accounts.text import unreadable
from journal.choices import SEVERITY_FROM
from journal.forms.fields import YesNoField

A_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class FilterForm(forms.Form):
    """Which entries the list shows."""

    q = forms.CharField(
        label="Words", required=False, max_length=100, validators=[unreadable],
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "calf, stretching, a word of a note"}),
    )  # fmt: skip
    symptom = forms.ChoiceField(label="Symptom", required=False)
    severity = forms.ChoiceField(
        label="How bad",
        required=False,
        choices=[
            ("", "Any"),
            ("mild", "From mild"),
            ("moderate", "From moderate"),
            ("severe", "Severe only"),
        ],
    )
    woke = YesNoField(label="Woke you")
    first = forms.DateField(label="From", required=False, widget=A_DAY)
    last = forms.DateField(label="To", required=False, widget=A_DAY)

    def __init__(self, *args, following, **kwargs):
        super().__init__(*args, **kwargs)
        shown = [*following.followed, *following.others]
        self.fields["symptom"].choices = [("", "All"), *((each.slug, each.name) for each in shown)]
        for field in self.fields.values():
            field.widget.attrs["data-optional"] = "no"

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", "This day lies before the first one.")
        return cleaned

    @property
    def least(self) -> int | None:
        """The least severity that is wanted."""
        return SEVERITY_FROM.get(self.cleaned_data.get("severity", ""))
