"""Answers as people tap them: a number from 0 to 10, yes or no, some of a list, a note."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy

CARER = "Entered by a carer"


def mark_carer(form) -> None:
    """The cards of one tap take the tick from the box above them. Only the page of the entry takes it back."""
    if form.data.get("entered_by_carer"):
        form.instance.entered_by_carer = True


class KeypadField(forms.TypedChoiceField):
    """0 to 10 on keys, nothing preselected; None when left open."""

    widget = forms.RadioSelect
    default_error_messages = {
        "required": "Please choose a number from 0 to 10.",
        "invalid_choice": "Please choose a number from 0 to 10.",
    }

    def __init__(self, *, ends="0 none, 10 worst imaginable", **kwargs):
        super().__init__(
            choices=[(number, str(number)) for number in range(11)], coerce=int, empty_value=None, **kwargs
        )
        self.widget.attrs |= {"data-look": "keypad", "ends": ends}


class YesNoField(forms.TypedChoiceField):
    """Yes, no, or not said: True, False or None."""

    widget = forms.RadioSelect
    default_error_messages = {"invalid_choice": "Please choose yes or no."}

    def __init__(self, **kwargs):
        choices = [("yes", "Yes"), ("no", "No")]
        super().__init__(choices=choices, coerce="yes".__eq__, empty_value=None, required=False, **kwargs)

    def prepare_value(self, value):
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


class SlugsField(forms.MultipleChoiceField):
    """Any number of words from a list, stored by their slugs."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages = {"invalid_choice": "Please choose from the list."}

    def __init__(self, choices, **kwargs):
        pairs = choices.items() if isinstance(choices, dict) else choices
        super().__init__(choices=list(pairs), required=False, **kwargs)


class NoteField(forms.CharField):
    widget = forms.Textarea(attrs={"rows": 3})

    def __init__(self, *, longest=4000, **kwargs):
        super().__init__(required=False, **kwargs)
        self.longest = longest

    def validate(self, value):
        super().validate(value)
        if len(value) > self.longest:
            sentence = "Please keep the note to {:,} characters; this one has {:,}."
            raise ValidationError(format_lazy(sentence, self.longest, len(value)), code="too_long")


class NumberField(forms.IntegerField):
    """A whole number in a small box, from 0 to `most`."""

    widget = forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def __init__(self, *, most, sentence="", **kwargs):
        wrong = sentence or f"Please give a whole number from 0 to {most:,}."
        messages = {"invalid": wrong, "min_value": wrong, "max_value": wrong}
        super().__init__(required=False, min_value=0, max_value=most, error_messages=messages, **kwargs)
