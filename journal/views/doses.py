import datetime as dt

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_POST

from journal.answers import put_answer, take_back
from journal.forms.doses import UNKNOWN, DoseForm
from journal.ledger import of_patient, read
from journal.models import Dose, Regimen
from journal.views.undo import came_from

A_PAGE = dt.timedelta(days=35)


def doses(request, regimen_id):
    """The days of one regimen, to answer or to correct; five weeks a page, the latest first."""
    today = timezone.localdate()
    taking = _taking(request, regimen_id, today)
    last = max(min(_day(request.GET.get("until")) or today, today), taking.regimen.started_on)
    first = last - A_PAGE + dt.timedelta(days=1)
    form = DoseForm(request.POST or None, regimen=taking.regimen)
    if form.is_valid():
        _answer(request, taking.regimen, form.cleaned_data)
        messages.success(request, f"Saved {form.cleaned_data['day']:%A %d %B}: {form.cleaned_data['state']}.")
        return redirect("regimen-doses", regimen_id)
    page = {
        "taking": taking,
        "questions": taking.recent(first, last),
        "earlier": first - dt.timedelta(days=1) if taking.regimen.started_on < first else None,
        "later": last + A_PAGE if last < today else None,
        "form": form,
    }
    return render(request, "journal/doses.html", page)


@require_POST
def answer_dose(request, regimen_id):
    """Taken, skipped, or taken back: one tap about one day."""
    today = timezone.localdate()
    regimen = get_object_or_404(Regimen.objects.of(request.user), pk=regimen_id)
    form = DoseForm(request.POST, regimen=regimen)
    problem = "" if form.is_valid() else " ".join(sum(form.errors.values(), []))
    if not problem:
        by_carer = {"entered_by_carer": True} if request.POST.get("entered_by_carer") else {}
        _answer(request, regimen, form.cleaned_data, **by_carer)
    if not request.htmx:
        if problem:
            messages.error(request, problem)
        return redirect(came_from(request, "supplements"))
    taking = _taking(request, regimen_id, today)
    question = taking.question_about(form.cleaned_data.get("day") or today)
    page = {
        "question": question,
        "problem": problem,
        "taking": taking,
        "heading": request.POST.get("heading"),
        "look": request.POST.get("look"),
        "next": request.POST.get("next"),
    }
    return render(request, "journal/_dose_answered.html", page)


def _taking(request, regimen_id, today):
    takings = read(of_patient(request.user), today).takings
    taking = next((one for one in takings if one.regimen.pk == regimen_id), None)
    if taking is None:
        raise Http404
    return taking


def _answer(request, regimen, answer, **more):
    about = {"regimen": regimen, "day": answer["day"]}
    if answer["state"] == UNKNOWN:
        return take_back(Dose, request.user, about)
    said = {"client_id": answer["client_id"], "state": answer["state"], **more}
    return put_answer(Dose, request.user, about, noted={"answered_at": timezone.now()}, **said)


def _day(text):
    try:
        return parse_date(text or "")
    except ValueError:
        return None
