from django import forms

from accounts.text import unreadable


class ReadForm(forms.Form):
    """“I have read this”, and if she likes what she did about it."""

    what_you_did = forms.CharField(
        label="What did you do?",
        required=False,
        max_length=300,
        validators=[unreadable],
        widget=forms.TextInput(attrs={"placeholder": "Called the practice, appointment at 3"}),
        help_text="For yourself and for your doctor.",
        error_messages={"max_length": "Please keep this to 300 characters."},
    )
