from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from home.around import NEWEST, Around, OwnImpression, impressions_of, patterns_card
from home.baseline import baseline_of, whole_diary
from home.verdict import VerdictPage
from home.weeks import weeks_without_start
from journal.models import Regimen
from trends.assessing import fresh_assessments
from trends.bands import vitamin_d_bands
from trends.models import Assessment
from trends.wording import coaching


def helping(request):
    """Is it helping? The main symptom of the newest start that has one, or what to do until there is one."""
    assessments = fresh_assessments(request.user, now=timezone.now())
    if not assessments:
        return _before_the_start(request)
    return _show(request, assessments, min(assessments, key=lambda row: not row.is_main))


def helping_detail(request, assessment_id):
    get_object_or_404(Assessment.objects.of(request.user), pk=assessment_id)
    assessments = fresh_assessments(request.user, now=timezone.now())
    return _show(request, assessments, get_object_or_404(assessments, pk=assessment_id))


def _show(request, assessments, chosen):
    Assessment.objects.of(request.user).filter(pk=chosen.pk, seen_at=None).update(seen_at=timezone.now())
    page = VerdictPage(chosen, timezone.localdate())
    context = {
        "page": page,
        "around": Around(page, newest=request.GET.get("weeks") == NEWEST),
        "assessment": chosen,
        "others": [row for row in assessments if row.regimen_id == chosen.regimen_id],
        "regimens": {row.regimen_id: row.regimen for row in assessments},
        "already": already_taken(request.user),
    }
    return render(request, "home/helping.html", context)


def _before_the_start(request):
    today = timezone.localdate()
    diary, symptom = whole_diary(request.user, now=timezone.now())
    baseline = baseline_of(request.user, diary, symptom, today=today)
    already = already_taken(request.user)
    context = {
        "baseline": baseline,
        "steps": coaching(baseline),
        "already": already,
        "weeks": weeks_without_start(diary, symptom, vitamin_d_bands(request.user)) if already else None,
        "patterns": patterns_card(lambda model: model.objects.of(request.user), diary, symptom),
    }
    return render(request, "home/before_start.html", context)


def already_taken(patient) -> list[OwnImpression]:
    """What was begun before the diary: there is nothing to compare with, and that is said beside the impression."""
    begun = Regimen.objects.of(patient).filter(already_started=True).select_related("supplement")
    return impressions_of(patient, begun, timezone.localdate()) if begun else []
