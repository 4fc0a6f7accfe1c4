from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from accounts.returning import wanted_next, way_back
from guides.models import Notice
from safety.forms import ReadForm
from safety.models import ShownNotice

SHOWN_BEFORE = 20


def notices(request):
    """The red flags that this person has not read yet, the most urgent first; below, those she has."""
    unread = by_urgency(ShownNotice.objects.of(request.user).unread())
    return _page(request, [(notice, ReadForm(auto_id=f"did-{notice.pk}-%s")) for notice in unread])


@require_POST
def read_notice(request, pk):
    notice = get_object_or_404(ShownNotice.objects.of(request.user), pk=pk)
    form = ReadForm(request.POST)
    if not form.is_valid():
        return _page(request, [(notice, form)])
    notice.read_at = notice.read_at or timezone.now()
    notice.patient_note = form.cleaned_data["what_you_did"] or notice.patient_note
    notice.save()
    if ShownNotice.objects.of(request.user).unread().exists():
        return redirect(f"{reverse('notices')}?{urlencode({'next': wanted_next(request)})}")
    return redirect(way_back(request, "today"))


def by_urgency(rows) -> list[ShownNotice]:
    order = Notice.Urgency.values
    return sorted(rows, key=lambda notice: (order.index(notice.urgency), -notice.pk))


def _page(request, shown):
    context = {
        "notices": shown,
        "earlier": ShownNotice.objects.of(request.user)
        .exclude(read_at=None)
        .order_by("-shown_at")[:SHOWN_BEFORE],
        "next": wanted_next(request),
    }
    return render(request, "safety/notices.html", context)
