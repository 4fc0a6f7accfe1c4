from django import forms
from django.contrib import messages
from django.core import signing
from django.db import IntegrityError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from labs.actions import StoredOtherwise, save_new, unread_notices
from labs.bands import bands_for
from labs.checking import Reported, questions
from labs.importing import MOST_BYTES, NEEDED, OPTIONAL, BadFile, Line, decode, read_lines
from labs.readings import read
from labs.views.leading_on import next_step

SALT, LIFE = "labs.import", 3600


class FileForm(forms.Form):
    file = forms.FileField(
        label="CSV file",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv,text/csv"}),
        error_messages={
            "required": "Please choose a file.",
            "empty": "This file is empty.",
            "invalid": "Please choose a file.",
        },
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        try:
            return decode(file.read(MOST_BYTES + 1))
        except BadFile as why:
            raise forms.ValidationError(str(why)) from None


def import_results(request):
    """Choose a file, then see what it would store. Nothing is stored here."""
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if form.is_valid():
        try:
            return _preview(request, form.cleaned_data["file"])
        except BadFile as why:
            form.add_error("file", str(why))
    return _choose(request, form)


@require_POST
def store_import(request):
    """The confirmed file. It comes back signed and is read and checked all over again."""
    try:
        payload = signing.loads(request.POST.get("payload", ""), salt=SALT, max_age=LIFE)
        if payload["patient"] != request.user.pk:
            raise signing.BadSignature
        lines = read_lines(payload["text"], request.user)
    except (signing.BadSignature, BadFile):
        form = FileForm()
        form.problem = "This preview is too old or was not made here. Please choose the file again."
        return _choose(request, form)
    if any(line.errors for line in lines):
        return _preview(request, payload["text"])
    try:
        stored = save_new([line.result for line in lines if line.is_new])
    except (IntegrityError, StoredOtherwise):
        # The same file was confirmed twice at the same moment: the other one has stored it.
        return _preview(request, payload["text"])
    messages.success(request, _stored_words(stored, lines))
    raised = {notice.entry_id for notice in unread_notices(request.user, stored)}
    return redirect(next_step(request.user, [row for row in stored if row.pk in raised], reverse("labs")))


def _choose(request, form):
    context = {"form": form, "needed": NEEDED, "optional": OPTIONAL}
    return render(request, "labs/import.html", context)


def _preview(request, text):
    lines = read_lines(text, request.user)
    asked = _questions(request.user, lines)
    units = [question.words for _line, found in asked for question in found if question.about == "unit"]
    context = {
        "lines": lines,
        "bad": [line for line in lines if line.errors],
        "rows": [(line, read(line.result, None)) for line in lines if line.result],
        "new": sum(line.is_new for line in lines),
        "asked": asked,
        "asked_units": list(dict.fromkeys(units)),
        "payload": signing.dumps({"patient": request.user.pk, "text": text}, salt=SALT, compress=True),
    }
    return render(request, "labs/import_preview.html", context)


def _questions(patient, lines: list[Line]):
    """(line, its questions) for the rows that would be stored."""
    bands = bands_for(patient)
    asked = []
    for line in lines:
        if line.is_new:
            known = bands.get(line.result.test_id)
            found = questions(
                line.result.test, _reported(line.result), known.choices + known.always if known else ()
            )
            if found:
                asked.append((line, found))
    return asked


def _reported(row):
    return Reported(row.value, row.unit, row.comparator, row.range_low, row.range_high, row.fasting)


def _stored_words(stored, lines):
    left_out = len(lines) - len(stored)
    words = f"Stored {len(stored)} result{'' if len(stored) == 1 else 's'}."
    return f"{words} {left_out} left out: already known." if left_out else words
