"""The fields that every way of entering a result shares, and their checks."""

from django import forms

from accounts.text import unreadable
from labs import wording
from labs.checking import Reported, refusals
from labs.forms.fields import LimitField, ReadingField, UnitField

NOTE_LENGTH, NAME_LENGTH = 4000, 120
TOO_LONG = "Please shorten this to %(limit_value)d characters; it has %(show_value)d."
SIGNS = [("<", "less than (<)"), (">", "more than (>)")]


def note_field(**kwargs):
    kwargs = {"widget": forms.Textarea(attrs={"rows": 3}), "label": "Note"} | kwargs
    return forms.CharField(
        required=False, max_length=NOTE_LENGTH, error_messages={"max_length": TOO_LONG}, **kwargs
    )


def lab_name_field(**kwargs):
    kwargs = {"label": "Laboratory"} | kwargs
    return forms.CharField(
        required=False, max_length=NAME_LENGTH, error_messages={"max_length": TOO_LONG}, **kwargs
    )


class ReportedFields(forms.Form):
    """Number, sign, unit and the lab's own range of one test."""

    value = ReadingField(label="Result")
    comparator = forms.ChoiceField(
        label="Is there a sign in front of it?",
        choices=SIGNS,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Please choose “less than” or “more than”, or leave it empty."},
    )
    unit = UnitField(label="Unit printed on the report")
    range_low = LimitField(label="From")
    range_high = LimitField(label="To")


def prepare(form, test, empty="") -> None:
    """Offer this test's units, and say clearly what no database can hold."""
    form.test = test
    form.fields["unit"].offer(test.known_units, empty)
    if len(test.known_units.spellings) == 1 and not form.initial.get("unit"):
        # There is nothing to choose, so choosing it for somebody is no guess.
        form.initial["unit"] = test.canonical_unit
    for field in form.fields.values():
        if isinstance(field, forms.CharField):
            field.error_messages["null_characters_not_allowed"] = unreadable.message


def check(form, fasting=None) -> Reported | None:
    """The value as reported, or None after the errors have been put at their fields.

    Puts the plain number back in the place of the reading, and the sign beside it.
    """
    cleaned = form.cleaned_data
    reading = cleaned.get("value")
    if reading is None:
        return None
    sign = cleaned.get("comparator", "")
    if sign and reading.comparator not in ("", sign):
        form.add_error("value", wording.signs_disagree())
        return None
    cleaned["value"], cleaned["comparator"] = reading.value, sign or reading.comparator
    if not cleaned.get("unit"):
        return None
    names = ("value", "unit", "comparator", "range_low", "range_high")
    reported = Reported(**{name: cleaned.get(name) for name in names}, fasting=fasting)
    wrong = refusals(form.test, reported)
    for name, sentence in wrong.items():
        if name not in form.errors:
            form.add_error(name if name in form.fields else None, sentence)
    return None if wrong else reported
