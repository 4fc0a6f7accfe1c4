from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.returning import way_back
from journal.actions import questions_about, step_back, watch_entry
from journal.views.leading_on import ENTRIES, next_step, night_address


def entry_questions(request, kind, pk):
    """The signs that this entry makes plausible, each to be answered yes or no."""
    entry = _entry(request, kind, pk)
    asked = [slug for slug in request.GET.get("asked", "").split(",") if slug]
    signs = questions_about(entry, asked)
    onward = way_back(request, night_address(entry.night))
    if request.method == "POST":
        ticked = [sign.slug for sign in signs if sign.slug in request.POST.getlist("sign")]
        _tick(entry, ticked)
        return redirect(next_step(entry, onward, asked=[*asked, *(sign.slug for sign in signs)]))
    if not signs:
        return redirect(onward)
    context = {"entry": entry, "kind": kind, "signs": signs, "onward": onward}
    return render(request, "journal/questions.html", context)


@require_POST
def undo_change(request, kind, pk, version):
    """Take back the last change of an entry. A second press finds another version and changes nothing."""
    entry = _entry(request, kind, pk)
    if entry.version == version:
        step_back(entry)
        messages.success(request, "Undone.")
    return redirect(way_back(request, night_address(entry.night)))


def _tick(entry, signs):
    if signs:
        entry.signs = [*entry.signs, *signs]
        with transaction.atomic():
            entry.save()
            watch_entry(entry)


def _entry(request, kind, pk):
    if kind not in ENTRIES:
        raise Http404
    rows = ENTRIES[kind].objects.of(request.user)
    if kind != "checkin":
        rows = rows.select_related("symptom")
    return get_object_or_404(rows, pk=pk)
