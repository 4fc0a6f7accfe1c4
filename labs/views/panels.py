from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404
from django.shortcuts import redirect, render

from accounts.returning import wanted_next, way_back
from labs.actions import StoredOtherwise, save_new
from labs.bands import bands_for
from labs.checking import questions
from labs.forms.panel import PanelForm
from labs.models import LabTest
from labs.panels import WHOLE_REPORT, panel_name
from labs.views.confirming import is_confirmed, key_of, wants_to_change
from labs.views.leading_on import next_step


def new_panel(request, slug):
    """One date and one laboratory, a row for every test; all or nothing."""
    tests = list(
        LabTest.objects.published()
        if slug == WHOLE_REPORT
        else LabTest.objects.published().filter(panel=slug)
    )
    if not tests:
        raise Http404
    form = PanelForm(request.POST or None, patient=request.user, tests=tests)
    context = {"panel": form, "name": panel_name(slug), "next": wanted_next(request)}
    if not wants_to_change(request) and form.is_valid():
        asked = _questions(form)
        every = [question for _test, rows in asked for question in rows]
        if every and not is_confirmed(request, every):
            more = {"asked": asked, "confirm_key": key_of(every), "forms": form.forms}
            return render(request, "labs/confirm.html", context | more)
        try:
            stored = _save(form)
        except StoredOtherwise as why:
            form.problem = str(why)
        else:
            messages.success(request, f"Saved {len(stored)} result{'s' if len(stored) > 1 else ''}.")
            return redirect(next_step(request.user, stored, way_back(request, "labs")))
    return render(request, "labs/panel.html", context)


def _save(form):
    try:
        return save_new(form.results())
    except IntegrityError:
        # The same page was sent twice at the same moment: the other one has stored it.
        return save_new(form.results())


def _questions(form):
    """(test, its questions) for every row that has any."""
    bands = bands_for(form.patient)
    asked = []
    for row in form.filled:
        known = bands.get(row.test.pk)
        found = questions(row.test, row.reported, known.choices + known.always if known else ())
        if found:
            asked.append((row.test, found))
    return asked
