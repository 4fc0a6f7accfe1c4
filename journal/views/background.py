from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.records import DiaryRecord, PatientRecordForm
from journal import choices
from journal.answers import put_answer, take_back
from journal.forms.background import (
    ChangeForm,
    ChangeTapForm,
    ConditionForm,
    ExaminationForm,
    MedicineForm,
)
from journal.models import Appointment, Change, Condition, Examination, Medicine
from journal.views.undo import came_from, undo_tag
from journal.weeks import answer_week, note_change, week_question

LONGEST_ID = 19  # more digits than any id


@dataclass(frozen=True)
class Noun:
    """One kind of row of the background and the words of its pages."""

    model: type[DiaryRecord]
    form: type[PatientRecordForm]
    new: str
    edit: str


NOUNS = {
    "medicine": Noun(Medicine, MedicineForm, "Add a medicine", "Change this medicine"),
    "condition": Noun(Condition, ConditionForm, "", "Details of this condition"),
    "change": Noun(Change, ChangeForm, "Something else that changed", "Change this entry"),
    "examination": Noun(Examination, ExaminationForm, "Add another test", "Change this test"),
}


def background(request):
    today = timezone.localdate()
    medicines = list(Medicine.objects.of(request.user))
    past = [m for m in medicines if m.stopped_on and m.stopped_on < today]
    return render(
        request,
        "journal/background.html",
        {
            "medicines": [m for m in medicines if m not in past],
            "past_medicines": past,
            "conditions": _conditions(request.user),
            "changes": Change.objects.of(request.user),
            "visit": Appointment.objects.of(request.user).filter(at__gte=timezone.now()).first(),
            "examinations": Examination.objects.of(request.user),
            "week": week_question(request.user, today),
        },
    )


def new_entry(request, noun):
    words = NOUNS[noun]
    form = words.form(request.POST or None, patient=request.user, initial=_suggested(request, words))
    if form.is_valid() and form.save_once():
        messages.success(request, f"Saved: {form.instance}.")
        return redirect("background")
    return render(request, "journal/background_form.html", {"form": form, "heading": words.new, "noun": noun})


def edit_entry(request, noun, pk):
    words = NOUNS[noun]
    entry = get_object_or_404(words.model.objects.of(request.user), pk=pk)
    form = words.form(request.POST or None, patient=request.user, instance=entry)
    if form.is_valid() and form.save_once():
        messages.success(request, f"Saved: {form.instance}.")
        return redirect("background")
    page = {"form": form, "heading": words.edit, "noun": noun, "entry": entry}
    return render(request, "journal/background_form.html", page)


@require_POST
def delete_entry(request, noun, pk):
    entry = get_object_or_404(NOUNS[noun].model.objects.of(request.user), pk=pk)
    entry.discard()
    messages.success(request, f"Deleted: {entry}.", extra_tags=undo_tag(entry))
    return redirect("background")


@require_POST
def answer_condition(request, kind):
    """Yes, no, or taken back: one tap on one row of the list."""
    if kind not in choices.CONDITIONS:
        raise Http404
    has_it = {"yes": True, "no": False}.get(request.POST.get("answer"))
    if has_it is None:
        take_back(Condition, request.user, {"kind": kind})
    else:
        put_answer(Condition, request.user, {"kind": kind}, has_it=has_it)
    if request.htmx:
        row = next(row for row in _conditions(request.user) if row["kind"] == kind)
        return render(request, "journal/_condition.html", {"row": row})
    return redirect(reverse("background") + "#conditions")


@require_POST
def anything_new(request):
    """The weekly question, answered in one tap."""
    today = timezone.localdate()
    if request.POST.get("kind") == "nothing":
        answer_week(request.user, today, anything_new=False)
    else:
        form = ChangeTapForm(request.POST, patient=request.user, today=today)
        if not (form.is_valid() and note_change(form, today)):
            messages.error(request, "That was not understood. Please choose one from the list.")
    if request.htmx:
        return render(request, "journal/_anything_new.html", {"week": week_question(request.user, today)})
    return redirect(came_from(request, "background"))


@require_POST
def anything_new_undo(request):
    """Take back this week's word, and the change that was noted with it, if one is named."""
    today = timezone.localdate()
    named = request.POST.get("change", "")
    if named.isdecimal() and len(named) < LONGEST_ID:
        get_object_or_404(Change.objects.of(request.user), pk=named).discard()
    question = week_question(request.user, today)
    if question.answer and not question.changes:
        question.answer.discard()
    if request.htmx:
        return render(request, "journal/_anything_new.html", {"week": week_question(request.user, today)})
    return redirect(came_from(request, "background"))


def _conditions(patient):
    """Every condition of the list with what was said about it: no row means not said."""
    said = {condition.kind: condition for condition in Condition.objects.of(patient)}
    return [
        {"kind": kind, "label": label, "condition": said.get(kind)}
        for kind, label in choices.CONDITIONS.items()
    ]


def _suggested(request, words):
    kind = request.GET.get("kind")
    return {"kind": kind} if kind and "kind" in words.form.base_fields else {}
