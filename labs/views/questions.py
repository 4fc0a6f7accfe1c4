from django.db import transaction
from django.shortcuts import redirect, render

from accounts.returning import way_back
from labs.actions import questions_about, watch_result
from labs.bands import bands_for
from labs.models import LabResult
from labs.views.leading_on import next_step

MOST, LONGEST = 50, 19  # more digits than any id


def ask_signs(request):
    """The signs that these results make plausible, each to be ticked or left."""
    results = _results(request)
    asked = [slug for slug in request.GET.get("asked", "").split(",") if slug]
    found = questions_about(results, asked)
    onward = way_back(request, "labs")
    if request.method == "POST":
        _tick(found, request.POST.getlist("sign"))
        settled = [*asked, *(sign.slug for sign, _result in found)]
        return redirect(next_step(request.user, results, onward, asked=settled))
    if not found:
        return redirect(onward)
    return render(request, "labs/questions.html", {"found": found, "onward": onward})


def _results(request):
    ids = [
        int(part)
        for part in request.GET.get("results", "").split(",")[:MOST]
        if part.isdecimal() and len(part) < LONGEST
    ]
    return list(LabResult.objects.of(request.user).filter(pk__in=ids).select_related("test", "patient"))


def _tick(found, slugs):
    ticked: dict[LabResult, list[str]] = {}
    for sign, result in found:
        if sign.slug in slugs:
            ticked.setdefault(result, []).append(sign.slug)
    with transaction.atomic():
        for result, signs in ticked.items():
            watch_result(result, bands_for(result.patient).get(result.test_id), signs)
