from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.returning import wanted_next, way_back
from labs.actions import save_result
from labs.bands import bands_for
from labs.checking import questions
from labs.forms.result import LabResultForm
from labs.models import LabResult, LabTest
from labs.panels import WHOLE_REPORT, panel_name, tests_by_panel
from labs.views.confirming import is_confirmed, key_of, wants_to_change
from labs.views.leading_on import next_step


def new_result(request):
    # Postgres fails on a NUL instead of finding nothing.
    wanted = (request.POST.get("test") or request.GET.get("test") or "").replace("\x00", "?")
    test = LabTest.objects.published().filter(slug=wanted).first()
    if test is None:
        return _choose_test(request, "Please choose a test from the list." if wanted else "")
    return _page(request, test, None)


def edit_result(request, pk):
    result = get_object_or_404(LabResult.objects.of(request.user).select_related("test"), pk=pk)
    return _page(request, result.test, result)


@require_POST
def delete_result(request, pk):
    result = get_object_or_404(LabResult.objects.of(request.user).select_related("test"), pk=pk)
    result.discard()
    messages.success(request, f"Deleted: {result}.", extra_tags=f"undo:{reverse('lab-restore', args=[pk])}")
    return redirect(way_back(request, result.test.get_absolute_url()))


@require_POST
def restore_result(request, pk):
    result = get_object_or_404(LabResult.objects.ever_of(request.user).select_related("test"), pk=pk)
    if result.deleted_at:
        result.restore()
        messages.success(request, "Brought back.")
    return redirect(way_back(request, result.test.get_absolute_url()))


def _choose_test(request, problem):
    panels = tests_by_panel()
    context = {
        "panels": panels,
        "reports": [(slug, name) for slug, name, tests in panels if len(tests) > 1]
        + [(WHOLE_REPORT, panel_name(WHOLE_REPORT))],
        "problem": problem,
    }
    return render(request, "labs/choose_test.html", context)


def _page(request, test, result):
    form = LabResultForm(request.POST or None, patient=request.user, instance=result, test=test)
    context = {"form": form, "test": test, "result": result, "next": wanted_next(request)}
    if not wants_to_change(request) and form.is_valid():
        asked = _questions(form)
        if asked and not is_confirmed(request, asked):
            return render(request, "labs/confirm.html", context | _to_confirm(form, asked))
        if save_result(form):
            messages.success(request, f"Saved: {form.instance}.")
            return redirect(
                next_step(request.user, [form.instance], way_back(request, test.get_absolute_url()))
            )
    return render(request, "labs/result_form.html", context)


def _questions(form):
    """Nothing is asked again about numbers that are stored already."""
    if form.reported == form.stored_report():
        return []
    bands = bands_for(form.patient).get(form.test.pk)
    return questions(form.test, form.reported, bands.choices + bands.always if bands else ())


def _to_confirm(form, asked):
    return {"asked": [(form.test, asked)], "forms": [form], "confirm_key": key_of(asked)}
